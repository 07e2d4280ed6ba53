/** Formats of the exports, as people choose them. Pure. */
export const FORMATS_EXPORT = ['pdf', 'docx', 'odt', 'html', 'xlsx', 'ods', 'csv', 'json'] as const
export type FormatExport = (typeof FORMATS_EXPORT)[number]

export const LIBELLES_FORMATS: Record<FormatExport, { nom: string; usage: string }> = {
  pdf: { nom: 'PDF accessible', usage: 'à lire, imprimer, diffuser (PDF/UA, signets, sommaire)' },
  docx: { nom: 'Word', usage: 'à retravailler, puis à réimporter' },
  odt: { nom: 'LibreOffice (ODT)', usage: 'à retravailler, puis à réimporter' },
  html: { nom: 'Page HTML', usage: 'à lire dans un navigateur, sans réseau' },
  xlsx: { nom: 'Excel', usage: 'une fiche par ligne, à réimporter' },
  ods: { nom: 'Calc (ODS)', usage: 'une fiche par ligne, à réimporter' },
  csv: { nom: 'CSV', usage: 'une fiche par ligne, pour d’autres outils' },
  json: { nom: 'JSON', usage: 'toutes les données, schéma documenté' },
}

export function isFormatExport(texte: string): texte is FormatExport {
  return (FORMATS_EXPORT as readonly string[]).includes(texte)
}
