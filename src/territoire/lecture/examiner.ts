import type { Defaut } from '../defaut.ts'
import { type ContexteDefauts, findDefauts } from '../defauts.ts'
import type { OptionsLecture, ReponseGeo } from './lecture.ts'
import { readGeo } from './lire-geo.ts'

/**
 * What to read, and, when `contexte` is given, what to check it against: then defects come with the features. It crosses
 * processes: the grammar of codes stays with the caller.
 */
export type DemandeExamen = OptionsLecture & { contexte?: ContexteDefauts & { grammaire: null } }

export type ExamenGeo = { reponse: ReponseGeo; defauts: readonly Defaut[] | null }

/** Reads a file and lists its defects: what a process of the pool does. @throws RegleViolee with one French sentence */
export async function examineFichier(nom: string, octets: Uint8Array, { contexte, ...options }: DemandeExamen): Promise<ExamenGeo> {
  const reponse = await readGeo(nom, octets, options)
  return { reponse, defauts: reponse.etat === 'lu' && contexte !== undefined ? findDefauts(reponse, contexte) : null }
}
