import { type DocumentAEcrire, ENCRE, ENCRE_2, FILET, type Theme } from './document.ts'
import { ESPACES, odfText, type PartieOdf, PROLOGUE } from './paquet-odf.ts'
import { POLICE_TEXTE, POLICE_TITRE, type Police, readPolice } from './polices.ts'

const FACES: readonly { police: Police; famille: string; graisse: string; allure: string }[] = [
  { police: 'texte', famille: POLICE_TEXTE, graisse: 'normal', allure: 'normal' },
  { police: 'texteItalique', famille: POLICE_TEXTE, graisse: 'normal', allure: 'italic' },
  { police: 'texteGras', famille: POLICE_TEXTE, graisse: 'bold', allure: 'normal' },
  { police: 'texteGrasItalique', famille: POLICE_TEXTE, graisse: 'bold', allure: 'italic' },
  { police: 'titre', famille: POLICE_TITRE, graisse: 'normal', allure: 'normal' },
]

/** The embedded font files, parts of the package. */
export function listPolicesOdt(): PartieOdf[] {
  return FACES.map(({ police }) => ({ nom: fileOf(police), type: 'application/x-font-ttf', contenu: readPolice(police) }))
}

/** Declaration of the families, with the files that hold them. */
export function facesOdt(): string {
  const famille = (nom: string) =>
    `<style:font-face style:name="${nom}" svg:font-family="'${nom}'" style:font-pitch="variable"><svg:font-face-src>${FACES.filter(
      (face) => face.famille === nom,
    )
      .map(
        ({ police, graisse, allure }) =>
          `<svg:font-face-uri loext:font-style="${allure}" loext:font-weight="${graisse}" xlink:href="${fileOf(police)}" xlink:type="simple"><svg:font-face-format svg:string="truetype"/></svg:font-face-uri>`,
      )
      .join('')}</svg:font-face-src></style:font-face>`
  return `<office:font-face-decls>${famille(POLICE_TEXTE)}${famille(POLICE_TITRE)}</office:font-face-decls>`
}

/** styles.xml: French names shown, on ODF's own heading family so that outline and table of contents work. */
export function stylesOdt(theme: Theme, document: DocumentAEcrire): string {
  const { principale, accent } = theme
  const titre = `style:font-name="${POLICE_TITRE}"`
  const styles = [
    paragraphStyle('Standard', 'Standard', '', 'fo:margin-bottom="0.21cm" fo:line-height="130%"', ''),
    paragraphStyle(
      'Title',
      'Title',
      'Standard',
      'fo:margin-top="0.4cm" fo:margin-bottom="0.5cm" fo:line-height="105%"',
      `${titre} fo:font-size="40pt" fo:color="${principale}"`,
    ),
    paragraphStyle(
      'Heading',
      'Heading',
      'Standard',
      'fo:keep-with-next="always" fo:margin-top="0.5cm" fo:margin-bottom="0.3cm" fo:line-height="108%"',
      titre,
    ),
    ...headings('Intercalaire', 'Intercalaire', 'fo:margin-top="6cm"', 'fo:font-size="28pt"'),
    ...headings('Ouverture', 'Titre de fiche', `fo:border-bottom="1.5pt solid ${ENCRE}" fo:padding-bottom="0.2cm"`, 'fo:font-size="18pt"'),
    ...headings('Section1', 'Section 1', '', `fo:font-size="22pt" fo:color="${principale}"`),
    ...headings('Section2', 'Section 2', '', 'fo:font-size="15pt"'),
    paragraphStyle(
      'Rubrique',
      'Rubrique',
      'Heading',
      `fo:margin-top="0.45cm" fo:margin-bottom="0.14cm" fo:border-top="0.5pt solid ${FILET}" fo:padding-top="0.2cm"`,
      `fo:font-size="11.5pt" fo:color="${principale}"`,
    ),
    paragraphStyle('Puce', 'Élément de liste', 'Standard', 'fo:margin-bottom="0.12cm"', ''),
    paragraphStyle('Chapeau', 'Chapeau', 'Standard', '', `${titre} fo:font-size="13pt"`),
    paragraphStyle('NonRenseigne', 'Non renseigné', 'Standard', '', `fo:font-style="italic" fo:color="${ENCRE_2}"`),
    paragraphStyle('Mention', 'Mention', 'Standard', 'fo:margin-top="0.2cm"', `fo:font-size="8.5pt" fo:color="${ENCRE_2}"`),
    paragraphStyle('Repere', 'Repère', 'Standard', 'fo:margin-bottom="0.07cm"', 'fo:font-size="9.5pt"'),
    paragraphStyle('Surtitre', 'Surtitre', 'Standard', 'fo:margin-top="4cm"', `${titre} fo:font-size="13pt" fo:color="${accent}"`),
    paragraphStyle('SousTitre', 'Sous-titre', 'Standard', 'fo:margin-bottom="0.8cm"', `${titre} fo:font-size="16pt"`),
    paragraphStyle('Paves', 'Pavés', 'Standard', '', `fo:font-size="9pt" fo:color="${principale}"`),
    paragraphStyle(
      'TitreSommaire',
      'Titre du sommaire',
      'Standard',
      'fo:break-before="page" fo:margin-bottom="0.5cm"',
      `${titre} fo:font-size="24pt" fo:color="${principale}"`,
    ),
    ...Array.from({ length: 6 }, (_, rang) =>
      paragraphStyle(
        `Sommaire${rang + 1}`,
        `Sommaire ${rang + 1}`,
        'Standard',
        `fo:margin-left="${(rang * 0.5).toFixed(1)}cm" fo:margin-bottom="0.08cm" fo:margin-top="${rang === 0 ? '0.25cm' : '0cm'}"`,
        rang === 0 ? titre : '',
      ),
    ),
    paragraphStyle(
      'TeteDeColonne',
      'Tête de colonne',
      'Standard',
      'fo:margin-bottom="0cm"',
      `${titre} fo:font-size="9.5pt" fo:color="${principale}"`,
    ),
    paragraphStyle('Cellule', 'Cellule', 'Standard', 'fo:margin-bottom="0cm"', 'fo:font-size="9.5pt"'),
    paragraphStyle(
      'Pied',
      'Pied de page',
      'Standard',
      `fo:border-top="0.5pt solid ${FILET}" fo:padding-top="0.1cm"`,
      `fo:font-size="8.5pt" fo:color="${ENCRE_2}"`,
      '<style:tab-stops><style:tab-stop style:position="16.6cm" style:type="right"/></style:tab-stops>',
    ),
    paragraphStyle('Entete', 'En-tête de page', 'Standard', '', `fo:font-size="8.5pt" fo:color="${ENCRE_2}"`),
    textStyle('Gras', 'fo:font-weight="bold"'),
    textStyle('Italique', 'fo:font-style="italic"'),
    textStyle('GrasItalique', 'fo:font-weight="bold" fo:font-style="italic"'),
    textStyle('Code', `fo:color="${accent}"`),
    textStyle('Precision', `fo:color="${ENCRE_2}" fo:font-size="10pt"`),
    textStyle(
      'Lien',
      `fo:color="${principale}" style:text-underline-style="solid" style:text-underline-width="auto" style:text-underline-color="font-color"`,
    ),
    textStyle('LienSommaire', `fo:color="${ENCRE}" style:text-underline-style="none"`),
    listStyle(accent),
  ]
  const defaut = `<style:default-style style:family="paragraph"><style:paragraph-properties style:tab-stop-distance="1.25cm"/><style:text-properties style:font-name="${POLICE_TEXTE}" fo:font-size="10.5pt" fo:language="fr" fo:country="FR" fo:color="${ENCRE}"/></style:default-style>`
  return `${PROLOGUE}<office:document-styles ${ESPACES} office:version="1.3">${facesOdt()}<office:styles>${defaut}${styles.join('')}</office:styles>${pages(document)}</office:document-styles>`
}

function fileOf(police: Police): string {
  return `Fonts/${police}.ttf`
}

function paragraphStyle(nom: string, affiche: string, parent: string, paragraphe: string, texte: string, dedans = ''): string {
  const herite = parent === '' ? '' : ` style:parent-style-name="${parent}"`
  return `<style:style style:name="${nom}" style:display-name="${affiche}" style:family="paragraph"${herite} style:class="text"><style:paragraph-properties ${paragraphe}>${dedans}</style:paragraph-properties><style:text-properties ${texte}/></style:style>`
}

/** A heading style and its twin that opens a page. */
function headings(nom: string, affiche: string, paragraphe: string, texte: string): string[] {
  return [
    paragraphStyle(nom, affiche, 'Heading', paragraphe, texte),
    paragraphStyle(`${nom}Page`, `${affiche}, nouvelle page`, nom, 'fo:break-before="page"', ''),
  ]
}

function textStyle(nom: string, texte: string): string {
  return `<style:style style:name="${nom}" style:family="text"><style:text-properties ${texte}/></style:style>`
}

function listStyle(accent: string): string {
  const niveaux = Array.from(
    { length: 10 },
    (_, rang) =>
      `<text:list-level-style-bullet text:level="${rang + 1}" text:bullet-char="▪"><style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment text:label-followed-by="listtab" text:list-tab-stop-position="${(0.6 * (rang + 1)).toFixed(1)}cm" fo:text-indent="-0.6cm" fo:margin-left="${(0.6 * (rang + 1)).toFixed(1)}cm"/></style:list-level-properties><style:text-properties fo:color="${accent}"/></text:list-level-style-bullet>`,
  )
  return `<text:list-style style:name="Puces" style:display-name="Puces">${niveaux.join('')}</text:list-style>`
}

/** A4; the cover has neither header nor footer. */
function pages({ couverture, entete, pied }: DocumentAEcrire): string {
  const forme = `fo:page-width="21cm" fo:page-height="29.7cm" style:print-orientation="portrait" fo:margin-top="1.6cm" fo:margin-bottom="1.4cm" fo:margin-left="2.2cm" fo:margin-right="2.2cm"`
  const tete = `<style:header><text:p text:style-name="Entete">${odfText(entete)}</text:p></style:header>`
  const bas = `<style:footer><text:p text:style-name="Pied">${odfText(pied)}<text:tab/>page <text:page-number text:select-page="current">1</text:page-number> sur <text:page-count>1</text:page-count></text:p></style:footer>`
  const premiere =
    couverture === null ? '' : '<style:master-page style:name="Couverture" style:page-layout-name="A4" style:next-style-name="Standard"/>'
  const bande = (nom: string, marge: string) =>
    `<style:${nom}-style><style:header-footer-properties fo:min-height="1cm" ${marge}="0.4cm"/></style:${nom}-style>`
  return `<office:automatic-styles><style:page-layout style:name="A4"><style:page-layout-properties ${forme}/>${bande('header', 'fo:margin-bottom')}${bande('footer', 'fo:margin-top')}</style:page-layout></office:automatic-styles><office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4">${tete}${bas}</style:master-page>${premiere}</office:master-styles>`
}
