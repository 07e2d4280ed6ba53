import type { Child, FC } from 'hono/jsx'
import type { Acteur } from '#platform/acteur.ts'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import type { C } from '#platform/http/env.ts'
import type { Droit } from '#platform/http/routes.ts'

/** What these pages show of a contract. The contracts themselves live in a higher capability, which `app` joins to this one. */
export type ContratConnu = { id: string; titre: string; adresse: string; communes: readonly { code: string; nom: string }[] }

/** The contract of a workspace, with its named neighbourhoods, its ISO days and its intercommunality. */
export type ContratEspace = ContratConnu & {
  quartiers: readonly { id: string; nom: string }[]
  debut: string | null
  fin: string | null
  epciSiren: string | null
  epciNom: string
}

/** Contracts on which a mandate can be given, archived ones aside. */
export type ListContrats = (tx: Tx) => Promise<readonly ContratConnu[]>

/** A contract by its id, archived or not. */
export type FindContrat = (tx: Tx, id: string) => Promise<Pick<ContratConnu, 'id' | 'titre' | 'adresse'> | null>

let findContrat: FindContrat = async () => null

/** Called once by `app.ts`. */
export function setFindContrat(prete: FindContrat): void {
  findContrat = prete
}

/** The contract that a command of this capability names. @throws Introuvable */
export async function getContratConnu(tx: Tx, id: string): Promise<Pick<ContratConnu, 'id' | 'titre' | 'adresse'>> {
  const contrat = await findContrat(tx, id)
  if (contrat === null) throw new Introuvable('Ce contrat n’existe pas.')
  return contrat
}

/** The workspace of a contract, lent to the page of its team. */
export type EspaceDuContrat = {
  /** Right of a page under /espace/:contrat: signed in, with a mandate on it, and `peut` on top. */
  droit: (nom: string, peut?: (agent: Acteur, contrat: { id: string }) => boolean) => Droit
  /** The contract of the page, once its right is checked. */
  contratOf: (c: C) => Promise<ContratEspace>
  /** Frame of the workspace. */
  Espace: FC<{ c: C; titre: string; entree: string; elements?: readonly string[]; children: Child }>
}
