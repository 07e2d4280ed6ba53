import { noteEvenement } from '#platform/audit/audit.store.ts'
import type { Tx } from '#platform/db/base.ts'
import { accorde } from '#platform/formats.ts'
import { type Coffre, openCoffre } from '../coffre.adaptateur.ts'
import { lockSecretsChiffres, removeSecondFacteur, saveSecretChiffre } from '../second-facteur.store.ts'
import { USAGE_SECRET } from './enter-code.ts'

/** In place of the former key: it is lost for ever. */
export const SECRET_PERDU = 'perdu'

const SANS_PRECEDENT =
  'PARVIS_SECRET a changé et n’ouvre plus les seconds facteurs\u00a0: remettez l’ancien, ou donnez-le une fois dans PARVIS_SECRET_PRECEDENT (« perdu » s’il est perdu).'
const FAUX_PRECEDENT =
  'Des seconds facteurs ne s’ouvrent ni avec PARVIS_SECRET ni avec PARVIS_SECRET_PRECEDENT\u00a0: donnez le secret qui les a chiffrés.'

/**
 * The key of the instance may have changed: secrets of second factors encrypted with the former one are encrypted anew, so that nobody
 * loses her telephone's codes. Secrets already under the new key are left alone: it runs at each start.
 * @param secrets.precedent null when none was given: a key that opens nothing is then said before anyone is kept at the door.
 *   `SECRET_PERDU`: second factors that do not open are taken away, and the journal says it
 * @returns how many were encrypted anew
 * @throws Error with a French sentence when a secret opens with neither key; nothing is then changed
 */
export async function rekeySecondsFacteurs(
  db: Tx,
  secrets: { actuel: string; precedent: string | null },
  now: Date = new Date(),
): Promise<number> {
  const perdu = secrets.precedent === SECRET_PERDU
  const actuel = openCoffre(secrets.actuel)
  const precedent = secrets.precedent === null || perdu ? null : openCoffre(secrets.precedent)
  return db.transaction().execute(async (tx) => {
    let [nombre, perdus] = [0, 0]
    for (const { utilisateurId, secretChiffre } of await lockSecretsChiffres(tx)) {
      if (tryOpen(actuel, secretChiffre) !== null) continue
      const clair = precedent === null ? null : tryOpen(precedent, secretChiffre)
      if (clair !== null) {
        await saveSecretChiffre(tx, utilisateurId, actuel.chiffre(USAGE_SECRET, clair))
        nombre += 1
      } else if (perdu) {
        await removeSecondFacteur(tx, utilisateurId)
        perdus += 1
      } else throw new Error(precedent === null ? SANS_PRECEDENT : FAUX_PRECEDENT)
    }
    if (perdus > 0) await notePerte(tx, perdus, now)
    return nombre
  })
}

async function notePerte(tx: Tx, perdus: number, now: Date): Promise<void> {
  await noteEvenement(tx, {
    commande: 'compte.perdre_seconds_facteurs',
    contratId: null,
    objet: { type: 'reglages', id: 'secret' },
    libelle: `Secret de l’instance perdu\u00a0: ${accorde(perdus, 'second facteur retiré', 'seconds facteurs retirés')}`,
    avant: null,
    apres: { perdus },
    acteurId: null,
    requeteId: 'demarrage',
    now,
  })
}

function tryOpen(coffre: Coffre, chiffre: string): string | null {
  try {
    return coffre.dechiffre(USAGE_SECRET, chiffre)
  } catch {
    return null
  }
}
