/** Sheets of text cells, written as XLSX, ODS or CSV. Every cell is text: no value is ever taken for a formula. */
import writeXlsxFile, { type Cell } from 'write-excel-file/node'
import { RegleViolee } from '#platform/errors.ts'
import { escapeXml } from '#platform/texte/commonmark.ts'
import { protectCell } from './cellule-csv.ts'
import { ENCRE, legible, type Theme } from './document.ts'
import { ESPACES, metaOdf, odfText, PROLOGUE, zipOdf } from './paquet-odf.ts'

export type Feuille = {
  nom: string
  /** Width in characters. */
  colonnes: readonly { titre: string; largeur: number }[]
  /** Lines of a cell are parted by "\n". */
  lignes: readonly (readonly string[])[]
}

const POLICE = 'Calibri'
/** Excel shows no more characters in a cell. */
const CASE_MAX = 32_767

/** @throws RegleViolee when a cell is longer than Excel allows */
export async function writeXlsx(feuilles: readonly Feuille[], themeBrut: Theme): Promise<Uint8Array> {
  const theme = legible(themeBrut)
  for (const feuille of feuilles) assertCells(feuille)
  const fichier = await writeXlsxFile(
    feuilles.map((feuille) => ({
      sheet: feuille.nom,
      stickyRowsCount: 1,
      stickyColumnsCount: 1,
      columns: feuille.colonnes.map(({ largeur }) => ({ width: largeur })),
      data: [
        feuille.colonnes.map(
          ({ titre }): Cell => ({
            value: titre,
            type: String,
            fontWeight: 'bold',
            textColor: '#FFFFFF',
            backgroundColor: theme.principale,
            alignVertical: 'center',
            wrap: true,
            height: 30,
          }),
        ),
        ...feuille.lignes.map((ligne) =>
          ligne.map(
            (texte): Cell =>
              texte === ''
                ? null
                : {
                    value: clean(texte),
                    type: String,
                    wrap: true,
                    alignVertical: 'top',
                    bottomBorderStyle: 'thin',
                    bottomBorderColor: '#E3DAC9',
                  },
          ),
        ),
      ],
    })),
    { fontFamily: POLICE, fontSize: 11 },
  ).toBuffer()
  return new Uint8Array(fichier)
}

export function writeOds(
  feuilles: readonly Feuille[],
  themeBrut: Theme,
  proprietes: { titre: string; sujet: string; auteur: string; date: Date | null },
): Uint8Array {
  const theme = legible(themeBrut)
  const largeurs = [...new Set(feuilles.flatMap(({ colonnes }) => colonnes.map(({ largeur }) => largeur)))]
  const colonnes = largeurs.map(
    (largeur) =>
      `<style:style style:name="c${largeur}" style:family="table-column"><style:table-column-properties style:column-width="${(largeur * 0.19).toFixed(2)}cm"/></style:style>`,
  )
  const styles = `${colonnes.join('')}<style:style style:name="ligne" style:family="table-row"><style:table-row-properties style:use-optimal-row-height="true"/></style:style><style:style style:name="tete" style:family="table-cell" style:parent-style-name="Default"><style:table-cell-properties fo:background-color="${theme.principale}" fo:wrap-option="wrap" style:vertical-align="middle"/><style:text-properties fo:color="#FFFFFF" fo:font-weight="bold"/></style:style><style:style style:name="texte" style:family="table-cell" style:parent-style-name="Default" style:data-style-name="N100"><style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top" fo:border-bottom="0.5pt solid #E3DAC9"/></style:style>`
  const contenu = `${PROLOGUE}<office:document-content ${ESPACES} office:version="1.3"><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:spreadsheet>${feuilles.map(tableOf).join('')}</office:spreadsheet></office:body></office:document-content>`
  const communs = `${PROLOGUE}<office:document-styles ${ESPACES} office:version="1.3"><office:styles><number:text-style style:name="N100"><number:text-content/></number:text-style><style:style style:name="Default" style:family="table-cell"><style:text-properties fo:color="${ENCRE}" fo:font-size="10pt" fo:language="fr" fo:country="FR"/></style:style></office:styles></office:document-styles>`
  return zipOdf('application/vnd.oasis.opendocument.spreadsheet', [
    { nom: 'content.xml', type: 'text/xml', contenu },
    { nom: 'styles.xml', type: 'text/xml', contenu: communs },
    { nom: 'meta.xml', type: 'text/xml', contenu: metaOdf(proprietes) },
    { nom: 'settings.xml', type: 'text/xml', contenu: settingsOf(feuilles) },
  ])
}

/** UTF-8 with its mark, semicolons, CRLF: what a French spreadsheet opens without a question. */
export function writeCsv(feuille: Feuille): Uint8Array {
  const rangees = [feuille.colonnes.map(({ titre }) => titre), ...feuille.lignes]
  const texte = rangees.map((rangee) => rangee.map((valeur) => quote(protectCell(clean(valeur)))).join(';')).join('\r\n')
  return new TextEncoder().encode(`\ufeff${texte}\r\n`)
}

function quote(texte: string): string {
  return /[";\n\r]/.test(texte) ? `"${texte.replaceAll('"', '""')}"` : texte
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point
const CONTROLES = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

function clean(texte: string): string {
  return texte.replace(/\r\n?/g, '\n').replace(CONTROLES, '').toWellFormed()
}

function assertCells(feuille: Feuille): void {
  feuille.lignes.forEach((ligne, rang) => {
    ligne.forEach((texte, colonne) => {
      if (texte.length <= CASE_MAX) return
      const titre = feuille.colonnes[colonne]?.titre ?? ''
      throw new RegleViolee(
        `La case «\u00a0${titre}\u00a0» de la ligne ${rang + 2} dépasse 32\u202f767 caractères, la limite d’Excel\u00a0: choisissez ODS, CSV ou un document.`,
      )
    })
  })
}

function tableOf(feuille: Feuille): string {
  const colonnes = feuille.colonnes.map(({ largeur }) => `<table:table-column table:style-name="c${largeur}"/>`).join('')
  const row = (cases: readonly string[], style: string) =>
    `<table:table-row table:style-name="ligne">${cases.map((texte) => cellOf(clean(texte), style)).join('')}</table:table-row>`
  const tete = row(
    feuille.colonnes.map(({ titre }) => titre),
    'tete',
  )
  return `<table:table table:name="${escapeXml(feuille.nom)}">${colonnes}<table:table-header-rows>${tete}</table:table-header-rows>${feuille.lignes.map((ligne) => row(ligne, 'texte')).join('')}</table:table>`
}

function cellOf(texte: string, style: string): string {
  if (texte === '') return `<table:table-cell table:style-name="${style}"/>`
  const paragraphes = texte.split('\n').map((ligne) => `<text:p>${odfText(ligne)}</text:p>`)
  return `<table:table-cell table:style-name="${style}" office:value-type="string">${paragraphes.join('')}</table:table-cell>`
}

/** First row and first column stay in sight. */
function settingsOf(feuilles: readonly Feuille[]): string {
  const item = (nom: string, type: string, valeur: string | number) =>
    `<config:config-item config:name="${nom}" config:type="${type}">${valeur}</config:config-item>`
  const vues = feuilles.map(
    ({ nom }) =>
      `<config:config-item-map-entry config:name="${escapeXml(nom)}">${item('HorizontalSplitMode', 'short', 2)}${item('VerticalSplitMode', 'short', 2)}${item('HorizontalSplitPosition', 'int', 1)}${item('VerticalSplitPosition', 'int', 1)}${item('ActiveSplitRange', 'short', 3)}${item('PositionRight', 'int', 1)}${item('PositionBottom', 'int', 1)}</config:config-item-map-entry>`,
  )
  return `${PROLOGUE}<office:document-settings ${ESPACES} office:version="1.3"><office:settings><config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views"><config:config-item-map-entry><config:config-item-map-named config:name="Tables">${vues.join('')}</config:config-item-map-named></config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set></office:settings></office:document-settings>`.replace(
    'xmlns:config',
    'xmlns:ooo="http://openoffice.org/2004/office" xmlns:config',
  )
}
