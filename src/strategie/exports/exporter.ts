/** Exports a fiche, a branch or the whole contract in any format, with the look of the instance. */
import { type AtelierTypst, createAtelierTypst } from '#platform/documents/ecriture/atelier-typst.ts'
import { writeCsv, writeOds, writeXlsx } from '#platform/documents/ecriture/classeur.ts'
import type { Element, Theme } from '#platform/documents/ecriture/document.ts'
import { writeDocx } from '#platform/documents/ecriture/docx.ts'
import { writeHtml } from '#platform/documents/ecriture/html.ts'
import { writeOdt } from '#platform/documents/ecriture/odt.ts'
import { buildDocument } from './document.ts'
import { buildFeuilles } from './feuilles.ts'
import type { FormatExport } from './formats.ts'
import { type ContratAExporter, fichesOf, getBranche, getFiche, listFiches, type Portee } from './modele.ts'
import { renderJson } from './schema.ts'

/** A file ready to be sent. `type` is its MIME type. */
export type FichierExporte = { nom: string; type: string; contenu: Uint8Array }

export type OptionsExport = {
  /** Instant said in the properties of the file; without it, equal contracts give equal PDF, ODT, HTML, CSV and JSON. */
  date?: Date
  /** Stops the layout of a PDF. */
  signal?: AbortSignal
  /** Told in French what is being done, for a progress line. */
  avance?: (phrase: string) => void
  /** The map of the contract and its table, put in documents of the whole contract. */
  territoire?: readonly Element[]
}

/** @throws RegleViolee when the contract holds no such fiche, or the format cannot hold it */
export async function exportFiche(
  contrat: ContratAExporter,
  ficheId: string,
  format: FormatExport,
  theme: Theme,
  options: OptionsExport = {},
): Promise<FichierExporte> {
  const fiche = getFiche(contrat, ficheId)
  const nom = fileName(['fiche', fiche.code, fiche.intitule], format)
  return { nom, type: TYPES[format], contenu: await write(contrat, { sorte: 'fiche', fiche }, format, theme, options) }
}

/**
 * @param code of a node; null for the whole contract
 * @throws RegleViolee when the contract has no such branch, or the format cannot hold it
 */
export async function exportBranche(
  contrat: ContratAExporter,
  code: string | null,
  format: FormatExport,
  theme: Theme,
  options: OptionsExport = {},
): Promise<FichierExporte> {
  const portee: Portee = code === null ? { sorte: 'contrat' } : { sorte: 'branche', ...getBranche(contrat, code) }
  const noms = portee.sorte === 'branche' ? [contrat.titre, portee.noeud.niveau, portee.noeud.code] : [contrat.titre]
  return { nom: fileName(noms, format), type: TYPES[format], contenu: await write(contrat, portee, format, theme, options) }
}

/** Stops the PDF processes. */
export async function closeExports(): Promise<void> {
  await ouvert?.close()
  ouvert = null
}

const TYPES: Record<FormatExport, string> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  odt: 'application/vnd.oasis.opendocument.text',
  html: 'text/html; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
}

// One pool a process: its compilers are worth keeping warm.
let ouvert: AtelierTypst | null = null

function atelier(): AtelierTypst {
  ouvert ??= createAtelierTypst()
  return ouvert
}

async function write(
  contrat: ContratAExporter,
  portee: Portee,
  format: FormatExport,
  theme: Theme,
  options: OptionsExport,
): Promise<Uint8Array> {
  const { date = null, signal, avance, territoire = [] } = options
  if (format === 'json') return new TextEncoder().encode(renderJson(contrat, portee))
  if (format === 'xlsx' || format === 'ods' || format === 'csv') {
    const [fiches, arbre] = feuillesOf(contrat, portee)
    if (format === 'csv') return writeCsv(fiches)
    if (format === 'xlsx') return writeXlsx([fiches, arbre], theme)
    return writeOds([fiches, arbre], theme, {
      titre: contrat.titre,
      sujet: contrat.generation,
      auteur: contrat.epci ?? contrat.titre,
      date,
    })
  }
  avance?.('Composition du document')
  const document = buildDocument(contrat, portee, date, territoire)
  if (format === 'docx') return writeDocx(document, theme)
  if (format === 'odt') return writeOdt(document, theme)
  if (format === 'html') return writeHtml(document, theme)
  avance?.('Mise en page du PDF')
  return atelier().write(document, theme, signal === undefined ? {} : { signal })
}

function feuillesOf(contrat: ContratAExporter, portee: Portee) {
  if (portee.sorte === 'fiche') return buildFeuilles(contrat, [], [portee.fiche])
  if (portee.sorte === 'branche') return buildFeuilles(contrat, [portee.noeud], fichesOf(portee.noeud))
  return buildFeuilles(contrat, contrat.arbre, listFiches(contrat))
}

/** « fiche-2.1.5-se-donner-les-moyens.pdf »: plain letters, readable, short. */
function fileName(parts: readonly string[], format: FormatExport): string {
  const nom = parts
    .join(' ')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/œ/giu, 'oe')
    .replace(/[^\p{ASCII}]/gu, ' ')
    .replace(/[^a-zA-Z0-9.]+/g, '-')
    .toLowerCase()
    .slice(0, 80)
    .replace(/^[-.]+|[-.]+$/g, '')
  return `${nom === '' ? 'contrat' : nom}.${format}`
}
