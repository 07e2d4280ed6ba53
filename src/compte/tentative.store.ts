import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import type { TablesCompte } from './tables.ts'
import { adresseComptee, attente, type Compteur, countedEchec, type Portee, shutsDoor } from './tentatives.ts'

const compte = (tx: Tx) => tx.withTables<TablesCompte>()

/** Who tries, from where. @param courriel in lower case @param appareil id of a device this account has signed in from, else null */
export type Essai = { courriel: string; adresse: string; appareil?: string | null }
/** What is tried: each kind has its own counts. */
export type GenreEssai = 'connexion' | 'code' | 'secours' | 'lien'

export type Comptage = {
  /** Milliseconds to wait; 0 when the attempt may be made. */
  attente: number
  /** Doors that this attempt shuts if it fails. */
  ferme: readonly Portee[]
}

/**
 * Counts this attempt as a failure before it is made, so that a hundred at once are a hundred failures. A success forgets it.
 * Waiting is not made longer by those who knock while a door is shut.
 */
export async function countTentative(db: Tx, genre: GenreEssai, essai: Essai, now: Date): Promise<Comptage> {
  return db.transaction().execute(async (tx) => {
    // Always in the same order, so that two attempts never wait for each other in a ring.
    const cles = [...clesOf(genre, essai)].sort(([, a], [, b]) => (a < b ? -1 : 1))
    let plusLongue = 0
    const comptes: [Portee, string, Compteur][] = []
    for (const [portee, cle] of cles) {
      // One statement makes the row or takes it: a success elsewhere may remove it in between.
      const compteur: Compteur = await compte(tx)
        .insertInto('compte.tentative')
        .values({ cle, echecs: 0, depuis: now })
        .onConflict((conflit) => conflit.column('cle').doUpdateSet({ echecs: sql`tentative.echecs` }))
        .returning(['echecs', 'depuis'])
        .executeTakeFirstOrThrow()
      plusLongue = Math.max(plusLongue, attente(portee, compteur, now))
      comptes.push([portee, cle, countedEchec(portee, compteur, now)])
    }
    if (plusLongue > 0) return { attente: plusLongue, ferme: [] }
    for (const [, cle, suivant] of comptes) await compte(tx).updateTable('compte.tentative').set(suivant).where('cle', '=', cle).execute()
    return { attente: 0, ferme: comptes.filter(([portee, , suivant]) => shutsDoor(portee, suivant)).map(([portee]) => portee) }
  })
}

/** A success: the count of this very person from here is forgotten, the others take this attempt back. */
export async function forgetTentative(db: Tx, genre: GenreEssai, essai: Essai): Promise<void> {
  const cles = clesOf(genre, essai)
  const toutes = cles.map(([, cle]) => cle)
  const propres = cles.filter(([portee]) => PROPRES.includes(portee)).map(([, cle]) => cle)
  await db.transaction().execute(async (tx) => {
    // Taken in the order of `countTentative`, so that nobody waits for another in a ring.
    await compte(tx).selectFrom('compte.tentative').select('cle').where('cle', 'in', toutes).orderBy('cle').forUpdate().execute()
    if (propres.length > 0) await compte(tx).deleteFrom('compte.tentative').where('cle', 'in', propres).execute()
    await compte(tx).updateTable('compte.tentative').set({ echecs: sql`greatest(echecs - 1, 0)` }).where('cle', 'in', toutes).execute()
  })
}

const PROPRES: readonly Portee[] = ['compteEtAppareil', 'compteEtAdresse', 'codeEtAppareil', 'codeEtAdresse', 'secours']

function clesOf(genre: GenreEssai, { courriel, adresse, appareil = null }: Essai): [Portee, string][] {
  const lieu = adresseComptee(adresse)
  const cle = (portee: Portee, ...morceaux: string[]): [Portee, string] => [
    portee,
    createHash('sha256')
      .update([portee, ...morceaux].join('\n'))
      .digest('hex'),
  ]
  if (genre === 'lien') return [cle('lienVersCompte', courriel), cle('lienDepuisAdresse', lieu)]
  if (genre === 'secours') return [cle('secours', courriel, appareil ?? lieu)]
  if (genre === 'code') {
    return appareil === null ? [cle('codeEtAdresse', courriel, lieu), cle('code', courriel)] : [cle('codeEtAppareil', courriel, appareil)]
  }
  if (appareil !== null) return [cle('compteEtAppareil', courriel, appareil)]
  return [cle('compteEtAdresse', courriel, lieu), cle('compte', courriel), cle('adresse', lieu)]
}
