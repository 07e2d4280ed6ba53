import {
  BorderStyle,
  Document,
  ExternalHyperlink,
  Footer,
  Header,
  HeadingLevel,
  ImageRun,
  type ISectionOptions,
  Packer,
  Paragraph,
  type ParagraphChild,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'
import {
  type Couverture,
  type DocumentAEcrire,
  type Element,
  ENCRE_2,
  FILET,
  type Item,
  legible,
  type Texte,
  type Theme,
} from './document.ts'
import { footerOf, LARGEUR, tocOf } from './docx-pages.ts'
import { listPolicesDocx, NIVEAU_MAX, numbering, PUCES, stylesOf } from './docx-styles.ts'
import { sizeOfPng } from './image-png.ts'
import { nomTitre } from './titres.ts'

type Contexte = { principale: string; accent: string; largeur: number }

/** Writes a Word document: real headings, lists and tables, table of contents, page numbers, in French. */
export async function writeDocx(document: DocumentAEcrire, themeBrut: Theme): Promise<Uint8Array> {
  const theme = legible(themeBrut)
  const contexte: Contexte = { principale: hex(theme.principale), accent: hex(theme.accent), largeur: LARGEUR }
  const corps = document.corps.flatMap((element) => blocksOf(element, contexte))
  const profondeur = Math.max(1, ...document.corps.map((element) => (element.sorte === 'titre' ? Math.min(NIVEAU_MAX, element.niveau) : 1)))
  const marges = {
    page: { size: { width: 11906, height: 16838 }, margin: { top: 1530, bottom: 1420, left: 1247, right: 1247, header: 710, footer: 710 } },
  }
  const section: ISectionOptions = {
    properties: { ...marges, titlePage: document.couverture !== null },
    headers: {
      default: new Header({ children: [new Paragraph({ style: 'Entete', children: [new TextRun(document.entete)] })] }),
      first: new Header({ children: [] }),
    },
    footers: { default: footerOf(document), first: new Footer({ children: [] }) },
    children: [
      ...(document.couverture === null ? letterhead(theme) : coverOf(document.couverture, theme, contexte)),
      ...(document.sommaire === 0 ? [] : tocOf(profondeur)),
      ...corps,
    ],
  }
  const fichier = new Document({
    title: document.titre,
    subject: document.sujet,
    creator: document.auteur,
    lastModifiedBy: document.auteur,
    description: document.sujet,
    styles: stylesOf(contexte),
    numbering: numbering(contexte.accent),
    fonts: listPolicesDocx(),
    sections: [section],
  })
  return new Uint8Array(await Packer.toBuffer(fichier))
}

function blocksOf(element: Element, contexte: Contexte): (Paragraph | Table)[] {
  switch (element.sorte) {
    case 'titre':
      return [titleOf(element, contexte)]
    case 'paragraphe':
      return [new Paragraph({ style: STYLES_DE_TON[element.ton], children: runsOf(element.texte, contexte) })]
    case 'liste':
      return element.items.flatMap((item) => itemOf(item, 0, contexte))
    case 'reperes':
      return element.couples.map(
        ({ libelle, valeur }) =>
          new Paragraph({
            style: 'Repere',
            children: [new TextRun({ text: libelle, bold: true, color: contexte.accent }), new TextRun(`\u00a0: ${valeur}`)],
          }),
      )
    case 'rubrique':
      return [
        new Paragraph({ style: `Rubrique${Math.min(element.niveau, 9)}`, children: [new TextRun(element.libelle)] }),
        ...element.contenu.flatMap((contenu) => blocksOf(contenu, contexte)),
      ]
    case 'tableau':
      return tableOf(element, contexte)
    case 'image':
      return imageOf(element, contexte)
  }
}

const STYLES_DE_TON = { normal: 'Normal', chapeau: 'Chapeau', discret: 'Mention', vide: 'NonRenseigne' } as const
const NIVEAUX = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
  HeadingLevel.HEADING_5,
  HeadingLevel.HEADING_6,
] as const

function titleOf(titre: Extract<Element, { sorte: 'titre' }>, contexte: Contexte): Paragraph {
  const avant = nomTitre(titre)
  const taille = titre.forme === 'intercalaire' ? 56 : titre.forme === 'ouverture' ? 36 : titre.niveau === 1 ? 44 : 30
  const filet = { style: BorderStyle.SINGLE, size: 12, space: 6, color: '1E2A29' }
  return new Paragraph({
    heading: NIVEAUX[Math.min(titre.niveau, NIVEAU_MAX) - 1] ?? HeadingLevel.HEADING_6,
    pageBreakBefore: titre.nouvellePage,
    ...(titre.forme === 'ouverture' ? { border: { bottom: filet } } : {}),
    ...(titre.forme === 'intercalaire' ? { spacing: { before: 3600, after: 300, line: 252, lineRule: 'auto' } } : {}),
    children: [
      ...(avant === '' ? [] : [new TextRun({ text: avant, size: taille, color: contexte.accent })]),
      ...titre.texte.map((fragment) => new TextRun({ text: fragment.texte, size: taille })),
    ],
  })
}

function itemOf(item: Item, niveau: number, contexte: Contexte): Paragraph[] {
  const [premier = [], ...suite] = item.texte
  const precision =
    item.precision === null
      ? []
      : [new TextRun({ text: `${item.texte.length === 0 ? '' : ' '}(${item.precision})`, color: hex(ENCRE_2), size: 20 })]
  const dernier = suite.length === 0
  return [
    new Paragraph({
      style: 'Puce',
      numbering: { reference: PUCES, level: Math.min(niveau, 8) },
      children: [...runsOf(premier, contexte), ...(dernier ? precision : [])],
    }),
    ...suite.map(
      (texte, rang) =>
        new Paragraph({
          style: 'Puce',
          indent: { left: 340 * (niveau + 1) },
          children: [...runsOf(texte, contexte), ...(rang === suite.length - 1 ? precision : [])],
        }),
    ),
    ...item.enfants.flatMap((enfant) => itemOf(enfant, niveau + 1, contexte)),
  ]
}

function runsOf(texte: Texte, contexte: Contexte): ParagraphChild[] {
  return texte.flatMap((fragment): ParagraphChild[] => {
    const [premiere = '', ...suite] = fragment.texte.split('\n')
    const allure = { ...(fragment.gras ? { bold: true } : {}), ...(fragment.italique ? { italics: true } : {}) }
    const lignes = [{ text: premiere }, ...suite.map((text) => ({ text, break: 1 }))]
    if (fragment.lien === null) return lignes.map((ligne) => new TextRun({ ...ligne, ...allure }))
    const children = lignes.map((ligne) => new TextRun({ ...ligne, ...allure, color: contexte.principale, underline: {} }))
    return [new ExternalHyperlink({ link: fragment.lien, children })]
  })
}

/** The drawing as SVG, with its pixels for who knows none; without pixels, its words alone: Word shows no bare SVG. */
function imageOf({ svg, png, largeur, hauteur, alt, legende }: Extract<Element, { sorte: 'image' }>, contexte: Contexte): Paragraph[] {
  // Twentieths of a point to pixels at 96 to the inch.
  const width = Math.round(contexte.largeur / 15)
  const transformation = { width, height: Math.round((width * hauteur) / largeur) }
  const dessin =
    png === null
      ? []
      : [
          new Paragraph({
            keepNext: true,
            children: [
              new ImageRun({
                type: 'svg',
                data: Buffer.from(svg),
                fallback: { type: 'png', data: Buffer.from(png) },
                transformation,
                altText: { name: 'Carte', description: alt, title: alt },
              }),
            ],
          }),
        ]
  return [...dessin, new Paragraph({ style: 'Mention', children: [new TextRun(png === null ? `${alt} ${legende}` : legende)] })]
}

function tableOf(tableau: Extract<Element, { sorte: 'tableau' }>, contexte: Contexte): (Paragraph | Table)[] {
  const parts = tableau.colonnes.reduce((somme, { part }) => somme + part, 0)
  const largeurs = tableau.colonnes.map(({ part }) => Math.floor((contexte.largeur * part) / parts))
  const aucun = { style: BorderStyle.NONE, size: 0, color: 'auto' }
  const sous = (size: number, color: string) => ({
    top: aucun,
    left: aucun,
    right: aucun,
    bottom: { style: BorderStyle.SINGLE, size, color },
  })
  const cell = (texte: string, rang: number, entete: boolean) =>
    new TableCell({
      width: { size: largeurs[rang] ?? 0, type: WidthType.DXA },
      margins: { top: 90, bottom: 90, right: 140 },
      borders: entete ? sous(10, '1E2A29') : sous(4, hex(FILET)),
      children: [
        new Paragraph({
          style: entete ? 'TeteDeColonne' : 'Cellule',
          alignment: tableau.colonnes[rang]?.aligne === 'fin' ? 'right' : 'left',
          children: [new TextRun(texte)],
        }),
      ],
    })
  return [
    new Paragraph({ style: 'Mention', keepNext: true, children: [new TextRun(tableau.legende)] }),
    new Table({
      width: { size: contexte.largeur, type: WidthType.DXA },
      columnWidths: largeurs,
      borders: { top: aucun, bottom: aucun, left: aucun, right: aucun, insideHorizontal: aucun, insideVertical: aucun },
      rows: [
        new TableRow({ tableHeader: true, cantSplit: true, children: tableau.colonnes.map(({ titre }, rang) => cell(titre, rang, true)) }),
        ...tableau.lignes.map((ligne) => new TableRow({ cantSplit: true, children: ligne.map((texte, rang) => cell(texte, rang, false)) })),
      ],
    }),
  ]
}

function coverOf(couverture: Couverture, theme: Theme, contexte: Contexte): Paragraph[] {
  const paves = couverture.paves?.groupes.map((nombre) => '■'.repeat(nombre)).join('  ')
  return [
    new Paragraph({
      style: 'Surtitre',
      spacing: { before: 2400 },
      children: [new TextRun(couverture.surtitre)],
    }),
    new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun(couverture.titre)] }),
    new Paragraph({ style: 'SousTitre', children: [new TextRun(couverture.sousTitre)] }),
    ...(couverture.paves === null
      ? []
      : [
          new Paragraph({
            spacing: { before: 600 },
            children: [new TextRun({ text: paves ?? '', color: contexte.principale, font: 'Arial', size: 18 })],
          }),
          new Paragraph({ style: 'Mention', children: [new TextRun(couverture.paves.legende)] }),
        ]),
    ...couverture.lignes.map(
      ({ libelle, valeur }) =>
        new Paragraph({
          style: 'Repere',
          children: [new TextRun({ text: libelle, bold: true, color: contexte.accent }), new TextRun(`\u00a0: ${valeur}`)],
        }),
    ),
    ...letterhead(theme),
  ]
}

/** Logo (PNG only: Word shows no bare SVG) and lines of the letterhead. */
function letterhead(theme: Theme): Paragraph[] {
  const taille = theme.logo?.type === 'image/png' ? sizeOfPng(theme.logo.contenu) : null
  const logo =
    theme.logo === null || taille === null
      ? []
      : [
          new Paragraph({
            children: [
              new ImageRun({
                type: 'png',
                data: Buffer.from(theme.logo.contenu),
                transformation: { height: 57, width: Math.round((57 * taille.largeur) / taille.hauteur) },
                altText: { name: 'Logo', description: theme.logo.alt, title: theme.logo.alt },
              }),
            ],
          }),
        ]
  return [...logo, ...theme.enTete.map((ligne) => new Paragraph({ style: 'Mention', children: [new TextRun(ligne)] }))]
}

function hex(couleur: string): string {
  return couleur.slice(1).toUpperCase()
}
