/**
 * What higher capabilities bring to the contract. The contract declares the shape, `app.ts` fills it once at start:
 * nothing here imports them.
 */
import type { Child } from 'hono/jsx'
import type { Agent } from '#compte/index.ts'
import type { Contexte } from '#platform/acte.ts'
import type { Tx } from '#platform/db/base.ts'
import type { ContratCourant } from './contrat.ts'
import type { ChampPropose, NoeudPropose } from './modeles.ts'

/** Something that awaits the person on the home page: a day, what, why, one button. Late first, then by date. */
export type CarteAccueil = {
  /** ISO day by which it is due; null: no date, after the dated ones. */
  echeance: string | null
  titre: string
  pourquoi: string
  /** Path in the workspace (`fiches/…`), and the verb of its button. */
  chemin: string
  verbe: string
}

/** A block of the home page under what awaits (money, next meeting, counts), or null to show none. `cote`: beside. */
export type BlocAccueil = { place: 'corps' | 'cote'; ordre: number; rend: () => Child }

export type Fentes = {
  /** Elements of the tree by rank of their level, archived ones included: such a level stays where it is. */
  niveauxUtilises: (tx: Tx, contratId: string) => Promise<ReadonlyMap<number, number>>
  /** Fiches and nodes by theme (id → number): such a theme is renamed, not removed. */
  themesUtilises: (tx: Tx, contratId: string) => Promise<ReadonlyMap<string, number>>
  /** After a contract is created: the first nodes of its template. */
  apresCreation: (contexte: Contexte, contratId: string, noeuds: readonly NoeudPropose[]) => Promise<void>
  /** After levels are numbered otherwise: the codes of the tree follow. */
  apresNumerotation: (contexte: Contexte, contratId: string) => Promise<void>
  /** Fields of the fiche that exist, with their usual labels. */
  champsConnus: readonly ChampPropose[]
  /** What awaits this person on this contract. One statement each at most. */
  cartesAccueil: readonly ((tx: Tx, agent: Agent, contrat: ContratCourant, now: Date) => Promise<readonly CarteAccueil[]>)[]
  /** Blocks of the home page. One statement each at most. */
  blocsAccueil: readonly ((tx: Tx, agent: Agent, contrat: ContratCourant, now: Date) => Promise<BlocAccueil | null>)[]
  /** Path in the workspace of an object of the journal, by its type. */
  liensObjets: Readonly<Record<string, (id: string) => string>>
  /** May this person read this object, of that type? Its history is read by the same. Types that nobody names: the chef de projet. */
  lecturesObjets: Readonly<Record<string, (tx: Tx, agent: Agent, contrat: ContratCourant, id: string) => Promise<boolean>>>
}

const VIDES: Fentes = {
  niveauxUtilises: async () => new Map(),
  themesUtilises: async () => new Map(),
  apresCreation: async () => {},
  apresNumerotation: async () => {},
  champsConnus: [],
  cartesAccueil: [],
  blocsAccueil: [],
  liensObjets: {},
  lecturesObjets: {},
}

let fentes: Fentes = VIDES

/** Called once by `app.ts`. What is left out stays empty. */
export function setFentesContrat(remplies: Partial<Fentes>): void {
  fentes = { ...VIDES, ...remplies }
}

/** What `app.ts` brought. */
export function fentesContrat(): Fentes {
  return fentes
}
