import { escapeXml } from '#platform/texte/commonmark.ts'
import { type Couverture, type DocumentAEcrire, type Element, type Item, legible, plain, type Texte, type Theme } from './document.ts'
import { sizeOfPng } from './image-png.ts'
import { facesOdt, listPolicesOdt, stylesOdt } from './odt-styles.ts'
import { ESPACES, metaOdf, odfText, type PartieOdf, PROLOGUE, zipOdf } from './paquet-odf.ts'
import { nomTitre } from './titres.ts'

const TYPE = 'application/vnd.oasis.opendocument.text'
/** Between the margins of an A4. */
const LARGEUR_CM = 16.6

/** Writes an OpenDocument text: real headings, lists and tables, table of contents, page numbers, in French. */
export function writeOdt(document: DocumentAEcrire, themeBrut: Theme): Uint8Array {
  const theme = legible(themeBrut)
  const logo = logoOf(theme)
  const reperes: Reperes = { titres: 0, tableaux: 0, images: [] }
  const corps = document.corps.map((element) => blockOf(element, reperes)).join('')
  const tete = document.couverture === null ? letterhead(theme) : coverOf(document.couverture, theme)
  const sommaire = document.sommaire === 0 ? '' : tocOf(document.corps)
  const contenu = `${PROLOGUE}<office:document-content ${ESPACES} office:version="1.3">${facesOdt()}<office:automatic-styles>${automaticStyles(document)}</office:automatic-styles><office:body><office:text text:use-soft-page-breaks="false">${tete}${sommaire}${corps}</office:text></office:body></office:document-content>`
  const parties: PartieOdf[] = [
    { nom: 'content.xml', type: 'text/xml', contenu },
    { nom: 'styles.xml', type: 'text/xml', contenu: stylesOdt(theme, document) },
    { nom: 'meta.xml', type: 'text/xml', contenu: metaOdf(document) },
    ...listPolicesOdt(),
    ...(logo === null ? [] : [logo.partie]),
    ...reperes.images,
  ]
  return zipOdf(TYPE, parties)
}

type Reperes = { titres: number; tableaux: number; images: PartieOdf[] }

function blockOf(element: Element, reperes: Reperes): string {
  switch (element.sorte) {
    case 'titre':
      return titleOf(element, reperes)
    case 'paragraphe':
      return paragraph(STYLES_DE_TON[element.ton], inline(element.texte))
    case 'liste':
      return listOf(element.items)
    case 'reperes':
      return element.couples.map(repere).join('')
    case 'rubrique':
      return `<text:h text:style-name="Rubrique" text:outline-level="${Math.min(10, element.niveau)}">${odfText(element.libelle)}</text:h>${element.contenu.map((contenu) => blockOf(contenu, reperes)).join('')}`
    case 'tableau':
      return tableOf(element, reperes)
    case 'image':
      return imageOf(element, reperes)
  }
}

const STYLES_DE_TON = { normal: 'Standard', chapeau: 'Chapeau', discret: 'Mention', vide: 'NonRenseigne' } as const

function titleOf(titre: Extract<Element, { sorte: 'titre' }>, reperes: Reperes): string {
  const niveau = Math.min(10, titre.niveau)
  const avant = nomTitre(titre)
  const style = `${STYLES_DE_TITRE[titre.forme]}${titre.forme === 'simple' ? Math.min(2, niveau) : ''}${titre.nouvellePage ? 'Page' : ''}`
  const ancre = `<text:bookmark text:name="${anchor(reperes.titres)}"/>`
  reperes.titres += 1
  const nom = avant === '' ? '' : `<text:span text:style-name="Code">${odfText(avant)}</text:span>`
  return `<text:h text:style-name="${style}" text:outline-level="${niveau}">${ancre}${nom}${odfText(plain(titre.texte))}</text:h>`
}

const STYLES_DE_TITRE = { intercalaire: 'Intercalaire', ouverture: 'Ouverture', simple: 'Section' } as const

function anchor(rang: number): string {
  return `titre-${rang + 1}`
}

function listOf(items: readonly Item[]): string {
  return `<text:list text:style-name="Puces">${items.map(itemOf).join('')}</text:list>`
}

function itemOf(item: Item): string {
  const precision =
    item.precision === null
      ? ''
      : `<text:span text:style-name="Precision">${odfText(`${item.texte.length === 0 ? '' : ' '}(${item.precision})`)}</text:span>`
  const textes = item.texte.length === 0 ? [[]] : item.texte
  const paragraphes = textes.map((texte, rang) => paragraph('Puce', `${inline(texte)}${rang === textes.length - 1 ? precision : ''}`))
  const enfants = item.enfants.length === 0 ? '' : `<text:list>${item.enfants.map(itemOf).join('')}</text:list>`
  return `<text:list-item>${paragraphes.join('')}${enfants}</text:list-item>`
}

function inline(texte: Texte): string {
  return texte
    .map((fragment) => {
      const style = fragment.gras && fragment.italique ? 'GrasItalique' : fragment.gras ? 'Gras' : fragment.italique ? 'Italique' : null
      const corps =
        style === null ? odfText(fragment.texte) : `<text:span text:style-name="${style}">${odfText(fragment.texte)}</text:span>`
      return fragment.lien === null
        ? corps
        : `<text:a xlink:type="simple" xlink:href="${escapeXml(fragment.lien)}" text:style-name="Lien" text:visited-style-name="Lien">${corps}</text:a>`
    })
    .join('')
}

function paragraph(style: string, corps: string): string {
  return `<text:p text:style-name="${style}">${corps}</text:p>`
}

function repere({ libelle, valeur }: { libelle: string; valeur: string }): string {
  return paragraph('Repere', `<text:span text:style-name="Code">${odfText(libelle)}</text:span>${odfText(`\u00a0: ${valeur}`)}`)
}

function tableOf(tableau: Extract<Element, { sorte: 'tableau' }>, reperes: Reperes): string {
  reperes.tableaux += 1
  const nom = `Tableau${reperes.tableaux}`
  const colonnes = tableau.colonnes.map((_, rang) => `<table:table-column table:style-name="${nom}.${rang + 1}"/>`).join('')
  const row = (cases: readonly string[], entete: boolean) =>
    `<table:table-row>${cases.map((texte) => `<table:table-cell table:style-name="${entete ? 'CaseDeTete' : 'Case'}" office:value-type="string">${paragraph(entete ? 'TeteDeColonne' : 'Cellule', odfText(texte))}</table:table-cell>`).join('')}</table:table-row>`
  return `${paragraph('Mention', odfText(tableau.legende))}<table:table table:name="${nom}" table:style-name="Tableau">${colonnes}<table:table-header-rows>${row(
    tableau.colonnes.map(({ titre }) => titre),
    true,
  )}</table:table-header-rows>${tableau.lignes.map((ligne) => row(ligne, false)).join('')}</table:table>`
}

function imageOf({ svg, largeur, hauteur, alt, legende }: Extract<Element, { sorte: 'image' }>, reperes: Reperes): string {
  const nom = `Pictures/dessin-${reperes.images.length + 1}.svg`
  reperes.images.push({ nom, type: 'image/svg+xml', contenu: svg })
  const taille = `svg:width="${LARGEUR_CM}cm" svg:height="${((LARGEUR_CM * hauteur) / largeur).toFixed(2)}cm"`
  const cadre = `<draw:frame draw:name="Dessin ${reperes.images.length}" text:anchor-type="as-char" ${taille}><draw:image xlink:href="${nom}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad" draw:mime-type="image/svg+xml"/><svg:title>${escapeXml(alt)}</svg:title></draw:frame>`
  return paragraph('Standard', cadre) + paragraph('Mention', odfText(legende))
}

/** Styles of the columns of each table and of their cells. */
function automaticStyles(document: DocumentAEcrire): string {
  const tableaux = document.corps.filter((element) => element.sorte === 'tableau')
  const colonnes = tableaux.flatMap((tableau, rang) => {
    const total = tableau.colonnes.reduce((somme, { part }) => somme + part, 0)
    return tableau.colonnes.map(
      ({ part }, colonne) =>
        `<style:style style:name="Tableau${rang + 1}.${colonne + 1}" style:family="table-column"><style:table-column-properties style:column-width="${((16.6 * part) / total).toFixed(2)}cm"/></style:style>`,
    )
  })
  const bord = (bas: string) =>
    `<style:table-cell-properties fo:padding="0.15cm" fo:padding-left="0cm" fo:border="none" fo:border-bottom="${bas}"/>`
  const premiere =
    '<style:style style:name="PremiereLigne" style:family="paragraph" style:parent-style-name="Surtitre" style:master-page-name="Couverture"/>'
  return `${premiere}<style:style style:name="Tableau" style:family="table"><style:table-properties style:width="16.6cm" table:align="left"/></style:style>${colonnes.join('')}<style:style style:name="CaseDeTete" style:family="table-cell">${bord('1.2pt solid #1E2A29')}</style:style><style:style style:name="Case" style:family="table-cell">${bord('0.5pt solid #E3DAC9')}</style:style>`
}

function coverOf(couverture: Couverture, theme: Theme): string {
  const paves =
    couverture.paves === null
      ? ''
      : paragraph('Paves', odfText(couverture.paves.groupes.map((nombre) => '■'.repeat(nombre)).join('  '))) +
        paragraph('Mention', odfText(couverture.paves.legende))
  return [
    paragraph('PremiereLigne', odfText(couverture.surtitre)),
    paragraph('Title', odfText(couverture.titre)),
    paragraph('SousTitre', odfText(couverture.sousTitre)),
    paves,
    ...couverture.lignes.map(repere),
    letterhead(theme),
  ].join('')
}

function letterhead(theme: Theme): string {
  const logo = logoOf(theme)
  const image =
    logo === null
      ? ''
      : paragraph(
          'Standard',
          `<draw:frame draw:name="Logo" text:anchor-type="as-char" svg:height="1.5cm" svg:width="${logo.largeur.toFixed(2)}cm"><draw:image xlink:href="${logo.partie.nom}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad" draw:mime-type="${logo.partie.type}"/><svg:title>${escapeXml(theme.logo?.alt ?? 'Logo')}</svg:title></draw:frame>`,
        )
  return image + theme.enTete.map((ligne) => paragraph('Mention', odfText(ligne))).join('')
}

function logoOf({ logo }: Theme): { partie: PartieOdf; largeur: number } | null {
  if (logo === null) return null
  const svg =
    logo.type === 'image/svg+xml'
      ? /viewBox="[\d.-]+[ ,]+[\d.-]+[ ,]+([\d.]+)[ ,]+([\d.]+)"/.exec(Buffer.from(logo.contenu).toString('utf8'))
      : null
  const png = logo.type === 'image/png' ? sizeOfPng(logo.contenu) : null
  const rapport = png !== null ? png.largeur / png.hauteur : svg !== null ? Number(svg[1]) / Number(svg[2]) : 3
  const nom = `Pictures/logo.${logo.type === 'image/png' ? 'png' : 'svg'}`
  return { partie: { nom, type: logo.type, contenu: logo.contenu }, largeur: 1.5 * (Number.isFinite(rapport) && rapport > 0 ? rapport : 3) }
}

function tocOf(corps: readonly Element[]): string {
  const titres = corps.filter((element) => element.sorte === 'titre')
  const lignes = titres.map(
    (titre, rang) =>
      `<text:p text:style-name="Sommaire${Math.min(6, titre.niveau)}"><text:a xlink:type="simple" xlink:href="#${anchor(rang)}" text:style-name="LienSommaire" text:visited-style-name="LienSommaire">${odfText(nomTitre(titre) + plain(titre.texte))}</text:a></text:p>`,
  )
  const niveaux = Array.from({ length: 6 }, (_, rang) => rang + 1)
  const modeles = niveaux.map(
    (niveau) =>
      `<text:table-of-content-entry-template text:outline-level="${niveau}" text:style-name="Sommaire${niveau}"><text:index-entry-link-start/><text:index-entry-text/><text:index-entry-tab-stop style:type="right" style:leader-char="."/><text:index-entry-page-number/><text:index-entry-link-end/></text:table-of-content-entry-template>`,
  )
  return `<text:table-of-content text:name="Sommaire" text:protected="false"><text:table-of-content-source text:outline-level="6" text:use-index-marks="false"><text:index-title-template text:style-name="TitreSommaire">Sommaire</text:index-title-template>${modeles.join('')}</text:table-of-content-source><text:index-body><text:index-title text:name="Sommaire_titre"><text:p text:style-name="TitreSommaire">Sommaire</text:p></text:index-title>${lignes.join('')}</text:index-body></text:table-of-content>`
}
