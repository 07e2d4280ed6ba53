/** The whole contract at one instant: what is published, exported, compared. Plain data, stored as canonical JSON with its hash. */
import type { Niveau } from '#contrat/index.ts'
import type { ChoixChamp, ContenuFiche, StatutFiche } from './fiche.ts'
import type { LieuFiche } from './lieu.ts'

export type NoeudInstantane = {
  id: string
  parentId: string | null
  /** Rank of its level, from 1. */
  rang: number
  code: string
  intitule: string
  description: string | null
  themes: string[]
}

export type FicheInstantane = ContenuFiche & {
  id: string
  noeudId: string | null
  code: string
  statut: StatutFiche
  version: number
  /** ISO day of validation, null before. */
  valideeLe: string | null
  themes: string[]
  /** Places that it points at; absent from what was kept before they were known. */
  lieux?: readonly LieuInstantane[]
}

export type LieuInstantane = Pick<LieuFiche, 'type' | 'code' | 'nom' | 'partPm'>

export type Instantane = {
  schema: 'parvis-instantane-1'
  contrat: {
    id: string
    adresse: string
    titre: string
    generation: string
    generationLibelle: string
    epciNom: string
    statut: string
    debut: string | null
    fin: string | null
    signeLe: string | null
    accroche: string | null
    presentation: string | null
    /** The contract in easy-to-read French. */
    facile: string | null
    communes: string[]
  }
  niveaux: Niveau[]
  champs: ChoixChamp[]
  quartiers: {
    nom: string
    commune: string | null
    code: string | null
    description: string | null
    secteurs: { nom: string; description: string | null }[]
  }[]
  signataires: {
    organisation: string
    precision: string | null
    representant: string | null
    fonction: string | null
    role: 'pilote' | 'obligatoire' | 'facultatif'
    signeLe: string | null
  }[]
  jalons: { libelle: string; detail: string | null; debut: string | null; fin: string | null }[]
  documents: { id: string; titre: string; nom: string; type: string; taille: number }[]
  noeuds: NoeudInstantane[]
  /** In the order of their codes. */
  fiches: FicheInstantane[]
}

/** Nodes right under one node (null: the root), in order. */
export function enfantsDe(instantane: Instantane, parentId: string | null): NoeudInstantane[] {
  return instantane.noeuds.filter((noeud) => noeud.parentId === parentId)
}

/** Fiches under a node and under all its descendants. */
export function fichesSous(instantane: Instantane, noeudId: string): FicheInstantane[] {
  const sous = new Set([noeudId])
  for (const noeud of instantane.noeuds) if (noeud.parentId !== null && sous.has(noeud.parentId)) sous.add(noeud.id)
  return instantane.fiches.filter((fiche) => fiche.noeudId !== null && sous.has(fiche.noeudId))
}

/** What the public may see of an instant: validated fiches, without what an import left to place. */
export function publicPart(instantane: Instantane): Instantane {
  return {
    ...instantane,
    fiches: instantane.fiches.filter((fiche) => fiche.statut === 'validee').map((fiche) => ({ ...fiche, aClasser: [] })),
  }
}

/** Nodes from the root down to the one a fiche hangs from. */
export function rattachementDe(instantane: Instantane, noeudId: string | null): NoeudInstantane[] {
  const chemin: NoeudInstantane[] = []
  let courant = instantane.noeuds.find((noeud) => noeud.id === noeudId)
  while (courant !== undefined) {
    chemin.unshift(courant)
    const parentId: string | null = courant.parentId
    courant = instantane.noeuds.find((noeud) => noeud.id === parentId)
  }
  return chemin
}
