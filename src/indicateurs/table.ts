/** An imported table, from the file dropped to the figures written: its states, what may be done in each. Pure. */
import { RegleViolee } from '#platform/errors.ts'
import type { EtatTache } from '#platform/taches/tache.store.ts'
import type { ChoixTable, LectureTable, LigneTexte } from './import/lecture.ts'

export const ETATS_TABLE = [
  'en_lecture',
  'illisible',
  'a_relire',
  'en_preparation',
  'prete',
  'en_ecriture',
  'ecrite',
  'annulee',
  'abandonnee',
] as const
export type EtatTable = (typeof ETATS_TABLE)[number]
export const LIBELLES_ETATS: Record<EtatTable, string> = {
  en_lecture: 'lecture en cours',
  illisible: 'illisible',
  a_relire: 'à relire',
  en_preparation: 'vérification en cours',
  prete: 'prête à importer',
  en_ecriture: 'import en cours',
  ecrite: 'importée',
  annulee: 'annulée',
  abandonnee: 'abandonnée',
}

/** A figure that the import would change. Values as they are shown. */
export type Difference = { indicateur: string; territoire: string; periode: string; avant: string; apres: string }

/** What writing the table would do, counted to the last cell. */
export type BilanTable = {
  decompte: DecompteCases
  nouvelles: number
  changees: number
  identiques: number
  /** Figures of the same source and period, in the base, that the file does not have: they stay. */
  absentes: number
  exemples: readonly Difference[]
  inconnus: readonly { code: string; nom: string; ligne: number }[]
  incompris: readonly (LigneTexte & { colonne: string })[]
  contradictions: readonly (LigneTexte & { colonne: string })[]
  nouveauxIndicateurs: readonly string[]
  /** Why it cannot be written as it is; empty when it can. */
  obstacles: readonly string[]
}

/** Every cell of the body is in one of these, and in one only. */
export type DecompteCases = {
  total: number
  valeurs: number
  absences: number
  vides: number
  incomprises: number
  /** Of places that the reference does not know. */
  territoiresInconnus: number
  /** Of columns that a person leaves aside, of lines that name no place. */
  ignorees: number
  /** Codes, names, years, variables. */
  reperes: number
  /** Figures given twice alike. */
  repetees: number
  contradictoires: number
  /** Among the values: rounded to six decimals. */
  arrondies: number
}

export type TableImportee = {
  id: string
  nomFichier: string
  fichierId: string
  dictionnaireNom: string | null
  dictionnaireId: string | null
  etat: EtatTable
  erreur: string | null
  lecture: LectureTable | null
  choix: ChoixTable | null
  bilan: BilanTable | null
  sourceId: string | null
  millesime: string | null
  tacheId: string | null
  deposeePar: string | null
  deposeeLe: Date
  ecriteLe: Date | null
  annuleeLe: Date | null
  version: number
}

/** The state to show: work that failed or was stopped leaves the table where it was before. */
export function etatVu({ etat, lecture }: Pick<TableImportee, 'etat' | 'lecture'>, tache: { etat: EtatTache } | null): EtatTable {
  if (tache === null || tache.etat === 'en_file' || tache.etat === 'en_cours' || tache.etat === 'faite') return etat
  if (etat === 'en_lecture') return lecture === null ? 'illisible' : 'a_relire'
  if (etat === 'en_preparation') return 'a_relire'
  return etat === 'en_ecriture' ? 'prete' : etat
}

/** @throws RegleViolee unless the columns may be said (again) */
export function assertRelisable(etat: EtatTable): void {
  if (etat !== 'a_relire' && etat !== 'prete')
    throw new RegleViolee(`Cette table est ${LIBELLES_ETATS[etat]} : ses colonnes ne se changent plus. Rechargez la page.`)
}

/** @throws RegleViolee unless the table has been checked and nothing stands in the way */
export function assertInscriptible(etat: EtatTable, bilan: BilanTable | null): void {
  if (etat !== 'prete' || bilan === null)
    throw new RegleViolee(`Cette table est ${LIBELLES_ETATS[etat]} : vérifiez-la avant de l’importer.`)
  const [obstacle] = bilan.obstacles
  if (obstacle !== undefined) throw new RegleViolee(obstacle)
}

/** @throws RegleViolee unless its figures stand in the base */
export function assertAnnulable(etat: EtatTable): void {
  if (etat !== 'ecrite') throw new RegleViolee(`Cette table est ${LIBELLES_ETATS[etat]} : il n’y a pas d’import à annuler.`)
}

/** @throws RegleViolee unless work is under way or waits for someone */
export function assertArretable(etat: EtatTable): void {
  if (etat === 'ecrite' || etat === 'annulee' || etat === 'abandonnee')
    throw new RegleViolee(`Cette table est ${LIBELLES_ETATS[etat]} : il n’y a rien à arrêter.`)
}
