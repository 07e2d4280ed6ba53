/** Tables of the Postgres schema `publication`. */
export type TablesPublication = {
  'publication.telechargement': {
    id: string
    version_id: string
    format: FormatPublie
    nom: string
    type: string
    taille: number
    pages: number | null
    fichier_id: string
    compose_le: Date
  }
}

export const FORMATS_PUBLIES = ['pdf', 'docx', 'odt', 'json', 'xlsx', 'ods', 'csv'] as const
export type FormatPublie = (typeof FORMATS_PUBLIES)[number]
