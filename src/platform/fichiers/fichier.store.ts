import { sql } from 'kysely'
import { sha256 } from '#platform/canonique.ts'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'

/** A piece of a file in the database, in bytes: small enough to stream, large enough to be few. */
export const MORCEAU = 256 * 1024
/** Pieces read in one statement. */
const MORCEAUX_LUS = 8

/** A file kept once whatever the number of those who point at it. `taille` in bytes. */
export type Fichier = { id: string; sha256: string; taille: number; type: string }

/**
 * Keeps a file in pieces, in the act's transaction. The same content is kept once (its first type stays).
 * @param contenu whole bytes: the body of a request is bounded before
 */
export async function saveFichier(tx: Tx, { contenu, type, now }: { contenu: Uint8Array; type: string; now: Date }): Promise<Fichier> {
  const empreinte = sha256(contenu)
  const id = createId(now.getTime())
  const ajoute = await tx
    .insertInto('platform.fichier')
    .values({ id, sha256: empreinte, taille: contenu.byteLength, type, cree_le: now })
    .onConflict((conflit) => conflit.column('sha256').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (ajoute === undefined) {
    const connu = await tx
      .selectFrom('platform.fichier')
      .select(['id', 'sha256', 'taille', 'type'])
      .where('sha256', '=', empreinte)
      .executeTakeFirst()
    if (connu === undefined) throw new Error(`file ${empreinte} is neither new nor known`)
    return connu
  }
  for (let debut = 0, rang = 0; debut < contenu.byteLength; debut += MORCEAU, rang += 1) {
    const morceau = Buffer.from(contenu.buffer, contenu.byteOffset + debut, Math.min(MORCEAU, contenu.byteLength - debut))
    await sql`insert into platform.fichier_morceau (fichier_id, rang, contenu) values (${id}, ${rang}, ${morceau})`.execute(tx)
  }
  return { id, sha256: empreinte, taille: contenu.byteLength, type }
}

/** @throws Introuvable */
export async function getFichier(tx: Tx, id: string): Promise<Fichier> {
  const fichier = await tx.selectFrom('platform.fichier').select(['id', 'sha256', 'taille', 'type']).where('id', '=', id).executeTakeFirst()
  if (fichier === undefined) throw new Introuvable('Ce fichier n’existe pas, ou plus.')
  return fichier
}

/** The bytes of a file, piece after piece, without holding it whole. Files never change: no transaction is needed. */
export async function* readFichier(db: Tx, id: string): AsyncGenerator<Uint8Array> {
  for (let rang = 0; ; rang += MORCEAUX_LUS) {
    const morceaux = await listMorceaux(db, id, rang)
    for (const morceau of morceaux) yield morceau.contenu
    if (morceaux.length < MORCEAUX_LUS) return
  }
}

/** Bytes are read by a transaction that names their file: no other file exists for it. */
async function listMorceaux(db: Tx, id: string, rang: number): Promise<{ contenu: Buffer }[]> {
  const list = async (tx: Tx) => {
    await sql`select set_config('parvis.fichier', ${id}, true)`.execute(tx)
    return tx
      .selectFrom('platform.fichier_morceau')
      .select('contenu')
      .where('fichier_id', '=', id)
      .where('rang', '>=', rang)
      .where('rang', '<', rang + MORCEAUX_LUS)
      .orderBy('rang')
      .execute()
  }
  return db.isTransaction ? list(db) : db.transaction().setAccessMode('read only').execute(list)
}

/** The whole file in memory: for readers of documents, which bound it. */
export async function loadFichier(db: Tx, id: string): Promise<Buffer> {
  const morceaux: Uint8Array[] = []
  for await (const morceau of readFichier(db, id)) morceaux.push(morceau)
  return Buffer.concat(morceaux)
}
