/** What every export starts from: a contract with its tree and fiches, as values. Pure. */
import { RegleViolee } from '#platform/errors.ts'
import type { ChoixChamp, ContenuFiche, StatutFiche } from '../fiche.ts'

export type RepereNoeud = { niveau: string; code: string; intitule: string }

export type FicheAExporter = ContenuFiche & {
  id: string
  code: string
  statut: StatutFiche
  version: number
  /** SHA-256 of the validated version, lower-case hexadecimal; null while there is none. */
  empreinte: string | null
  /** The nodes it hangs from, from the root down. */
  rattachement: RepereNoeud[]
}

export type NoeudAExporter = {
  code: string
  /** Name of its level, singular, as the contract says it: "Axe". */
  niveau: string
  intitule: string
  description: string | null
  themes: string[]
  enfants: NoeudAExporter[]
  fiches: FicheAExporter[]
}

export type SignataireAExporter = {
  organisation: string
  representant: string | null
  fonction: string | null
  role: 'pilote' | 'obligatoire' | 'facultatif'
  /** ISO day, null until signed. */
  signeLe: string | null
}

export type ContratAExporter = {
  titre: string
  /** Name of its generation: "Contrat de ville 2015-2023". */
  generation: string
  epci: string | null
  communes: string[]
  /** ISO days. */
  debut: string | null
  fin: string | null
  /** Status as people read it: "En vigueur". */
  statut: string
  resume: string | null
  niveaux: { rang: number; singulier: string; pluriel: string }[]
  signataires: SignataireAExporter[]
  champs: ChoixChamp[]
  arbre: NoeudAExporter[]
  fichesRacine: FicheAExporter[]
}

/** What part of the contract a document holds. */
export type Portee =
  | { sorte: 'contrat' }
  | { sorte: 'branche'; noeud: NoeudAExporter; ancetres: NoeudAExporter[] }
  | { sorte: 'fiche'; fiche: FicheAExporter }

/** All fiches of the contract in reading order. */
export function listFiches(contrat: ContratAExporter): FicheAExporter[] {
  return [...contrat.fichesRacine, ...contrat.arbre.flatMap(fichesOf)]
}

/** All fiches of a branch in reading order. */
export function fichesOf(noeud: NoeudAExporter): FicheAExporter[] {
  return [...noeud.fiches, ...noeud.enfants.flatMap(fichesOf)]
}

/** @throws RegleViolee when the contract holds no such fiche */
export function getFiche(contrat: ContratAExporter, ficheId: string): FicheAExporter {
  const fiche = listFiches(contrat).find((candidate) => candidate.id === ficheId)
  if (fiche === undefined) throw new RegleViolee('Cette fiche n’est plus dans le contrat\u00a0: elle a été archivée ou déplacée.')
  return fiche
}

/** The node of this code and its ancestors from the root down. @throws RegleViolee when the contract holds no such node */
export function getBranche(contrat: ContratAExporter, code: string): { noeud: NoeudAExporter; ancetres: NoeudAExporter[] } {
  const trouve = findBranche(contrat.arbre, code, [])
  if (trouve === null) throw new RegleViolee(`Le contrat n’a pas de branche «\u00a0${code}\u00a0»\u00a0: choisissez-la dans l’arbre.`)
  return trouve
}

function findBranche(noeuds: readonly NoeudAExporter[], code: string, ancetres: NoeudAExporter[]): ReturnType<typeof getBranche> | null {
  for (const noeud of noeuds) {
    if (noeud.code === code) return { noeud, ancetres }
    const dessous = findBranche(noeud.enfants, code, [...ancetres, noeud])
    if (dessous !== null) return dessous
  }
  return null
}

/** « Axe 2.1 », or « Axe » when its level is not numbered. */
export function nomNoeud(noeud: { niveau: string; code: string }): string {
  return noeud.code === '' ? noeud.niveau : `${noeud.niveau} ${noeud.code}`
}
