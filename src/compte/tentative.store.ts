import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import type { TablesCompte } from './tables.ts'
import { attente, type Compteur, countedEchec, FENETRE_MS, type Portee } from './tentatives.ts'

const compte = (tx: Tx) => tx.withTables<TablesCompte>()

/** Who tries, from where. @param courriel in lower case */
export type Essai = { courriel: string; adresse: string }

/**
 * Counts this attempt as a failure before it is made, so that a hundred at once are a hundred failures. A success forgets it.
 * @returns milliseconds to wait; 0 when the attempt may be made
 */
export async function countTentative(db: Tx, essai: Essai, now: Date): Promise<number> {
  return db.transaction().execute(async (tx) => {
    let plusLongue = 0
    // Always in the same order, so that two attempts never wait for each other in a ring.
    for (const [portee, cle] of [...cles(essai)].sort(([, a], [, b]) => (a < b ? -1 : 1))) {
      await compte(tx)
        .insertInto('compte.tentative')
        .values({ cle, echecs: 0, depuis: now })
        .onConflict((conflit) => conflit.doNothing())
        .execute()
      const compteur: Compteur = await compte(tx)
        .selectFrom('compte.tentative')
        .select(['echecs', 'depuis'])
        .where('cle', '=', cle)
        .forUpdate()
        .executeTakeFirstOrThrow()
      const delai = attente(portee, compteur, now)
      plusLongue = Math.max(plusLongue, delai)
      // Waiting is not made longer by those who knock while the door is shut.
      if (delai === 0) await compte(tx).updateTable('compte.tentative').set(countedEchec(compteur, now)).where('cle', '=', cle).execute()
    }
    return plusLongue
  })
}

/** A success: the count of the account from this address is forgotten, the others take this attempt back. */
export async function forgetTentative(tx: Tx, essai: Essai, now: Date): Promise<void> {
  const parPortee = new Map(cles(essai))
  await compte(tx)
    .deleteFrom('compte.tentative')
    .where((eb) => eb.or([eb('cle', '=', parPortee.get('compteEtAdresse') ?? ''), eb('depuis', '<', new Date(now.getTime() - FENETRE_MS))]))
    .execute()
  await compte(tx)
    .updateTable('compte.tentative')
    .set({ echecs: sql`greatest(echecs - 1, 0)` })
    .where('cle', 'in', [...parPortee.values()])
    .execute()
}

function cles({ courriel, adresse }: Essai): [Portee, string][] {
  const cle = (texte: string) => createHash('sha256').update(texte).digest('hex')
  return [
    ['compteEtAdresse', cle(`compte-adresse\n${courriel}\n${adresse}`)],
    ['compte', cle(`compte\n${courriel}`)],
    ['adresse', cle(`adresse\n${adresse}`)],
  ]
}
