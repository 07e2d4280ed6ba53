/** The objects of the journal of a contract: where their page is, who may read their history. */
import type { Agent } from '#compte/index.ts'
import type { Tx } from '#platform/db/base.ts'
import type { ContratCourant } from './contrat.ts'
import { canReadContrat, canReadJournal } from './droits.ts'
import { type Fentes, fentesContrat } from './fentes.ts'

/** Objects of the contract itself. */
const LIENS: Fentes['liensObjets'] = {
  contrat: () => 'contrat',
  document: () => 'contrat#documents',
  publication: () => 'publication',
  mandat: (id) => `equipe/mandats/${id}`,
}

/** Objects of the contract that every mandate on it reads. */
const LUS_PAR_TOUS: readonly string[] = ['contrat', 'document', 'publication']

/** Address of an object in the workspace; null when it has no page. */
export function lienObjet(base: string, type: string, id: string): string | null {
  const lien = fentesContrat().liensObjets[type] ?? LIENS[type]
  return lien === undefined ? null : `${base}/${lien(id)}`
}

/** The history of an object is read by whoever may read the object; what nobody declared, by who reads the whole journal. */
export async function canReadHistorique(
  tx: Tx,
  agent: Agent,
  contrat: ContratCourant,
  objet: { type: string; id: string },
): Promise<boolean> {
  if (canReadJournal(agent, contrat.id)) return true
  if (LUS_PAR_TOUS.includes(objet.type)) return canReadContrat(agent, contrat.id)
  const lecture = fentesContrat().lecturesObjets[objet.type]
  return lecture === undefined ? false : lecture(tx, agent, contrat, objet.id)
}
