/** Quartiers, their generations and the texts that list them. Pure. */
import type { Boite, MultiPolygone } from './geometrie.ts'

export type ObjetDecret = 'methode' | 'liste' | 'correction'
export type TypeFiliation = 'identique' | 'modifie' | 'fusion' | 'scission' | 'entrant' | 'sortant'
export type TypeContour = 'commune' | 'epci' | 'departement' | 'region'

export const LIBELLES_FILIATION: Record<TypeFiliation, string> = {
  identique: 'périmètre inchangé',
  modifie: 'périmètre modifié',
  fusion: 'réunion de quartiers',
  scission: 'partage d’un quartier',
  entrant: 'nouveau quartier',
  sortant: 'quartier sorti',
}

/** A text of the official gazette. Its dates of signature, publication and entry into force differ, and all are cited. */
export type Decret = {
  id: string
  numero: string
  objet: ObjetDecret
  intitule: string | null
  signeLe: string | null
  publieLe: string | null
  enVigueurLe: string | null
  adresse: string | null
}

/** A generation of official geography: quartiers prioritaires 2015, 2024… */
export type Generation = {
  id: string
  code: string
  libelle: string
  /** What one of its quartiers is: « quartier prioritaire ». */
  nature: string
  /** Grammar of its codes, as a regular expression; null: any code. */
  grammaireCode: string | null
  /** What its texts count; to be checked, never believed (BR-05). */
  compteAnnonce: Readonly<Record<string, number>> | null
  debut: string
  fin: string | null
  version: number
  decrets: readonly Decret[]
}

/** Where a quartier lies: share of its area in the commune, in ‰; null when nobody has measured it. */
export type PartCommune = { code: string; nom: string; surfacePm: number | null; populationPm: number | null }

/** A quartier without its geometry. */
export type Quartier = {
  id: string
  generationId: string
  generation: string
  code: string
  nom: string
  nature: string
  /** ISO days of validity: its own, else those of its generation. */
  debut: string
  fin: string | null
  population: number | null
  populationMillesime: number | null
  populationSource: string | null
  departementCode: string | null
  epciSiren: string | null
  aireM2: number | null
  boite: Boite | null
  communes: readonly PartCommune[]
  sousQuartiers: readonly string[]
}

export type QuartierAvecGeometrie = Quartier & { geometrie: MultiPolygone | null }

/** Was this quartier, or this generation, in force on that day (ISO)? Both ends included. */
export function isEnVigueur({ debut, fin }: { debut: string; fin: string | null }, jour: string): boolean {
  return debut <= jour && (fin === null || jour <= fin)
}

/** The text that lists the quartiers of a generation, as it is cited: « décret n° 2023-1314 du 28 décembre 2023 » has its parts here. */
export function decretDeListe(generation: Pick<Generation, 'decrets'>): Decret | null {
  return generation.decrets.find(({ objet }) => objet === 'liste') ?? null
}

/** The day on which the geography of a contract is read: today, or the nearest day of its own life. Unsigned dates do not bound it. */
export function jourDuContrat({ debut, fin }: { debut: string | null; fin: string | null }, jour: string): string {
  if (fin !== null && jour > fin) return fin
  return debut !== null && jour < debut ? debut : jour
}
