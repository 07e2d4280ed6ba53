import { type Chapitre, findAction } from '#platform/droits.ts'
import type { Explication } from '#platform/http/application.tsx'
import type { C } from '#platform/http/env.ts'
import { explain } from '../pourquoi.ts'
import { listDetenteurs } from './qui-peut-quoi.tsx'

/**
 * Why the person signed in was refused, for the 403 page. Null when there is nothing to say: outside a workspace, nobody's
 * mandates are shown.
 * @param contrat of the workspace, once one has proven a mandate on it @param demande command or right that refused
 */
export async function explainRefus(
  c: C,
  chapitres: readonly Chapitre[],
  demande: string,
  contrat: { id: string; adresse: string } | undefined,
): Promise<Explication | null> {
  const action = findAction(chapitres, demande)
  if (contrat === undefined || action === null || action.portee === 'terminal') return null
  const phrases = explain(action, c.get('agent'), contrat.id, await listDetenteurs(c, contrat.id))
  return { phrases, suite: { libelle: 'Voir qui peut quoi sur ce contrat', href: `/espace/${contrat.adresse}/droits` } }
}
