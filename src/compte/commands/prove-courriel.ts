import type { Tx } from '#platform/db/base.ts'
import { type Jeton, removeJetons } from '../jeton.store.ts'
import { removeSecondFacteur } from '../second-facteur.store.ts'
import { removeSessions } from '../session.store.ts'
import { removeMotDePasse, saveCourrielVerifie } from '../utilisateur.store.ts'

/**
 * Serving a link that was mailed proves the address. The first time, what was set before that proof goes: someone who was handed a
 * link for this address may have chosen the password, opened sessions or added a second factor before its true holder came.
 * @returns true when it was the first proof
 */
export async function proveCourriel(tx: Tx, jeton: Jeton, now: Date): Promise<boolean> {
  if (jeton.envoyeA === null || jeton.envoyeA !== jeton.courriel || jeton.courrielVerifie) return false
  await saveCourrielVerifie(tx, jeton.utilisateurId, now)
  await removeMotDePasse(tx, jeton.utilisateurId, now)
  await removeSecondFacteur(tx, jeton.utilisateurId)
  await removeSessions(tx, jeton.personneId, { saufId: null })
  await removeJetons(tx, jeton.utilisateurId, ['mot_de_passe', 'etape'])
  return true
}
