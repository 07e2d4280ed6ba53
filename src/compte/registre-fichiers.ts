/** The register as a file. Pure: what it is made of is given. */
import { writeCsv, writeOds, writeXlsx } from '#platform/documents/ecriture/classeur.ts'
import { THEME_PARVIS } from '#platform/documents/ecriture/document.ts'
import type { Registre } from '#platform/donnees-personnelles/traitement.ts'
import { jourParis } from '#platform/formats.ts'
import { registreFeuilles } from './registre.ts'

export const formatsRegistre = [
  { format: 'ods', libelle: 'Télécharger en ODS (LibreOffice)' },
  { format: 'xlsx', libelle: 'Télécharger en Excel' },
  { format: 'csv', libelle: 'Télécharger en CSV (une ligne par donnée)' },
] as const
export type FormatRegistre = (typeof formatsRegistre)[number]['format']

export function isFormatRegistre(texte: string): texte is FormatRegistre {
  return formatsRegistre.some(({ format }) => format === texte)
}

const TYPES: Record<FormatRegistre, string> = {
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
}

/** Two sheets (processings, data); in CSV, which has one, the data. */
export async function writeRegistre(
  format: FormatRegistre,
  registre: Registre,
  valeurs: ReadonlyMap<string, string>,
  now: Date,
): Promise<{ nom: string; type: string; contenu: Uint8Array }> {
  const feuilles = registreFeuilles(registre, valeurs)
  const proprietes = { titre: 'Registre des traitements', sujet: 'RGPD, article 30', auteur: 'Parvis', date: now }
  const contenu =
    format === 'csv'
      ? writeCsv(feuilles[1])
      : format === 'ods'
        ? writeOds(feuilles, THEME_PARVIS, proprietes)
        : await writeXlsx(feuilles, THEME_PARVIS)
  return { nom: `registre-traitements-${jourParis(now)}.${format}`, type: TYPES[format], contenu }
}
