import type { Tx } from '#platform/db/base.ts'
import { type Coffre, openCoffre } from '../coffre.adaptateur.ts'
import { lockSecretsChiffres, saveSecretChiffre } from '../second-facteur.store.ts'
import { USAGE_SECRET } from './enter-code.ts'

/**
 * The key of the instance has changed: secrets of second factors encrypted with the former one are encrypted anew, so that nobody loses
 * her telephone's codes. Secrets already under the new key are left alone: it may run at each start.
 * @returns how many were encrypted anew
 * @throws Error with a French sentence when a secret opens with neither key; nothing is then changed
 */
export async function rekeySecondsFacteurs(db: Tx, secrets: { actuel: string; precedent: string }): Promise<number> {
  const [actuel, precedent] = [openCoffre(secrets.actuel), openCoffre(secrets.precedent)]
  return db.transaction().execute(async (tx) => {
    let nombre = 0
    for (const { utilisateurId, secretChiffre } of await lockSecretsChiffres(tx)) {
      if (tryOpen(actuel, secretChiffre) !== null) continue
      const clair = tryOpen(precedent, secretChiffre)
      if (clair === null) {
        throw new Error(
          'Des seconds facteurs ne s’ouvrent ni avec PARVIS_SECRET ni avec PARVIS_SECRET_PRECEDENT\u00a0: donnez le secret qui les a chiffrés.',
        )
      }
      await saveSecretChiffre(tx, utilisateurId, actuel.chiffre(USAGE_SECRET, clair))
      nombre += 1
    }
    return nombre
  })
}

function tryOpen(coffre: Coffre, chiffre: string): string | null {
  try {
    return coffre.dechiffre(USAGE_SECRET, chiffre)
  } catch {
    return null
  }
}
