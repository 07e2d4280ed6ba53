import type { Child, FC } from 'hono/jsx'
import type { Acteur } from '#platform/acteur.ts'
import type { Tx } from '#platform/db/base.ts'
import type { C } from '#platform/http/env.ts'
import type { Droit } from '#platform/http/routes.ts'

/** What these pages show of a contract. The contracts themselves live in a higher capability, which `app` joins to this one. */
export type ContratConnu = { id: string; titre: string; adresse: string; communes: readonly { code: string; nom: string }[] }

/** Contracts on which a mandate can be given, archived ones aside. */
export type ListContrats = (tx: Tx) => Promise<readonly ContratConnu[]>

/** The workspace of a contract, lent to the page of its team. */
export type EspaceDuContrat = {
  /** Right of a page under /espace/:contrat: signed in, with a mandate on it, and `peut` on top. */
  droit: (nom: string, peut?: (agent: Acteur, contrat: { id: string }) => boolean) => Droit
  /** The contract of the page, once its right is checked. */
  contratOf: (c: C) => Promise<ContratConnu>
  /** Frame of the workspace. */
  Espace: FC<{ c: C; titre: string; entree: string; children: Child }>
}
