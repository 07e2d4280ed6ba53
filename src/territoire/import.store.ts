/** Imports of the reference geography: the file, how it is to be read, what was read, where it stands. */
import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import { isId } from '#platform/identifiants.ts'
import type { BilanImport, GenreImport, Import, Lecture, Reglages } from './import/forme.ts'

const COLONNES = sql`i.id, i.genre, i.nom, i.fichier_id as "fichierId", i.sha256, i.reglages, i.lecture, i.tache_id as "tacheId",
  i.depose_le as "deposeLe", i.depose_par as "deposePar", i.lu_le as "luLe", i.importe_le as "importeLe", i.bilan,
  i.annule_le as "annuleLe", i.version`

export async function insertImport(
  tx: Tx,
  nouvel: {
    id: string
    genre: GenreImport
    nom: string
    fichierId: string
    sha256: string
    reglages: Reglages
    tacheId: string | null
    now: Date
    par: string
  },
): Promise<void> {
  await sql`insert into territoire.import (id, genre, nom, fichier_id, sha256, reglages, tache_id, depose_le, depose_par)
    values (${nouvel.id}, ${nouvel.genre}, ${nouvel.nom}, ${nouvel.fichierId}, ${nouvel.sha256}, ${JSON.stringify(nouvel.reglages)}::jsonb,
      ${nouvel.tacheId}, ${nouvel.now}, ${nouvel.par})`.execute(tx)
}

/** @param verrou `ecrire` holds it until the end of the transaction @throws Introuvable */
export async function getImport(tx: Tx, id: string, verrou: 'lire' | 'ecrire' = 'lire'): Promise<Import> {
  if (!isId(id)) throw new Introuvable(ABSENT)
  const { rows } =
    await sql<Import>`select ${COLONNES} from territoire.import i where i.id = ${id} ${verrou === 'ecrire' ? sql`for update` : sql``}`.execute(
      tx,
    )
  if (rows[0] === undefined) throw new Introuvable(ABSENT)
  return rows[0]
}
const ABSENT = 'Cet import n’existe pas, ou plus.'

/** The latest first. */
export async function listImports(tx: Tx, filtre: { genre?: GenreImport; limite: number }): Promise<Import[]> {
  const { rows } = await sql<Import>`select ${COLONNES} from territoire.import i
    where ${filtre.genre ?? null}::text is null or i.genre = ${filtre.genre ?? null}
    order by i.depose_le desc, i.id desc limit ${filtre.limite}`.execute(tx)
  return rows
}

/** An import of these very bytes that is in force, other than this one; null when there is none. */
export async function findImportDuMemeFichier(tx: Tx, { id, sha256 }: { id: string; sha256: string }): Promise<Import | null> {
  const { rows } = await sql<Import>`select ${COLONNES} from territoire.import i
    where i.sha256 = ${sha256} and i.id <> ${id} and i.importe_le is not null and i.annule_le is null
    order by i.importe_le desc limit 1`.execute(tx)
  return rows[0] ?? null
}

/** What to read again, and how: what was read before is left until the new reading replaces it. */
export async function saveReglages(
  tx: Tx,
  id: string,
  { reglages, tacheId }: { reglages: Reglages; tacheId?: string | null },
): Promise<void> {
  await sql`update territoire.import set reglages = ${JSON.stringify(reglages)}::jsonb, version = version + 1
      ${tacheId === undefined ? sql`` : sql`, tache_id = ${tacheId}, lu_le = null, lecture = null`}
    where id = ${id}`.execute(tx)
}

/** Puts what was read in place of what was read before. @param luLe null: the file asks a question first */
export async function saveLecture(
  tx: Tx,
  id: string,
  { lecture, reglages, luLe }: { lecture: Lecture; reglages: Reglages; luLe: Date | null },
): Promise<void> {
  await sql`delete from territoire.import_defaut where import_id = ${id}`.execute(tx)
  await sql`delete from territoire.import_entite where import_id = ${id}`.execute(tx)
  await sql`update territoire.import set lecture = ${JSON.stringify(lecture)}::jsonb, reglages = ${JSON.stringify(reglages)}::jsonb,
    lu_le = ${luLe}, version = version + 1 where id = ${id}`.execute(tx)
}

export async function markImporte(tx: Tx, id: string, { bilan, now, par }: { bilan: BilanImport; now: Date; par: string }): Promise<void> {
  await sql`update territoire.import set importe_le = ${now}, importe_par = ${par}, bilan = ${JSON.stringify(bilan)}::jsonb, version = version + 1
    where id = ${id}`.execute(tx)
}

export async function markAnnule(tx: Tx, id: string, { now, par }: { now: Date; par: string }): Promise<void> {
  await sql`update territoire.import set annule_le = ${now}, annule_par = ${par}, version = version + 1 where id = ${id}`.execute(tx)
}

/** Everything read of an import that will not be done. The file goes with its line. */
export async function removeImport(tx: Tx, id: string): Promise<void> {
  await sql`delete from territoire.import where id = ${id}`.execute(tx)
}
