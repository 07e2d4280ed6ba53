/** Batches of imports and their documents, kept whole: every block, its images, what was understood of it. */
import { sql } from 'kysely'
import type { Agent } from '#compte/index.ts'
import type { Tx } from '#platform/db/base.ts'
import type { Bloc } from '#platform/documents/bloc.ts'
import { Introuvable } from '#platform/errors.ts'
import { createId, isId } from '#platform/identifiants.ts'
import type { ImportCompris } from './import/compris.ts'
import { SANS_DECISION } from './import/revue.ts'
import { canImportFiches } from './lot-droits.ts'
import type { TablesStrategie } from './tables.ts'

const tablesDe = (tx: Tx) => tx.withTables<TablesStrategie>()

export type EtatImport = 'a_relire' | 'creee' | 'mise_a_jour' | 'ecartee' | 'annulee'

export type Lot = {
  id: string
  contratId: string
  libelle: string
  deposePar: string | null
  deposeLe: Date
  tacheId: string | null
  annuleLe: Date | null
}

export type LotListe = Lot & { documents: number; fiches: number; aRelire: number }

/** An image kept from a document: shown in the review and with the fiche. */
export type ImageGardee = { apres: number; nom: string; type: string; alt: string | null; fichierId: string }

export type SourceLue = {
  id: string
  nom: string
  format: string | null
  sha256: string
  fichierId: string | null
  erreur: string | null
  blocs: Bloc[]
  compris: ImportCompris | null
  images: ImageGardee[]
}

/** JSON that PostgreSQL holds: NUL and halves of characters, which no text needs, are left out. */
export function jsonbOf(valeur: unknown): string {
  return JSON.stringify(valeur, (_, partie: unknown) =>
    typeof partie === 'string' ? partie.replaceAll('\u0000', '').toWellFormed() : partie,
  )
}

export async function insertLot(
  tx: Tx,
  lot: { id: string; contratId: string; libelle: string; deposePar: string; deposeLe: Date; tacheId: string },
): Promise<void> {
  await tablesDe(tx)
    .insertInto('strategie.import_lot')
    .values({
      id: lot.id,
      contrat_id: lot.contratId,
      libelle: lot.libelle,
      depose_par: lot.deposePar,
      depose_le: lot.deposeLe,
      tache_id: lot.tacheId,
    })
    .execute()
}

const COLONNES_LOT = sql`l.id, l.contrat_id as "contratId", l.libelle, l.depose_par as "deposePar", l.depose_le as "deposeLe",
  l.tache_id as "tacheId", l.annule_le as "annuleLe"`

/** @throws Introuvable when the batch is not of this contract */
export async function getLot(tx: Tx, contratId: string, id: string, verrou: 'lire' | 'ecrire' = 'lire'): Promise<Lot> {
  if (!isId(id)) throw new Introuvable(LOT_ABSENT)
  const { rows } = await sql<Lot>`
    select ${COLONNES_LOT} from strategie.import_lot l
    where l.id = ${id} and l.contrat_id = ${contratId} ${verrou === 'ecrire' ? sql`for update` : sql``}`.execute(tx)
  if (rows[0] === undefined) throw new Introuvable(LOT_ABSENT)
  return rows[0]
}
const LOT_ABSENT = 'Cet import n’existe pas.'

/** A batch with the number of its fiches by what became of them. @throws Introuvable */
export async function getLotCompte(tx: Tx, contratId: string, id: string): Promise<Lot & { compte: Partial<Record<EtatImport, number>> }> {
  if (!isId(id)) throw new Introuvable(LOT_ABSENT)
  const { rows } = await sql<Lot & { compte: Partial<Record<EtatImport, number>> }>`
    select ${COLONNES_LOT}, coalesce((
      select json_object_agg(t.etat, t.nombre) from (
        select f.etat, count(*) as nombre from strategie.import_fiche f join strategie.import_source s on s.id = f.source_id
        where s.lot_id = l.id group by f.etat) t), '{}') as compte
    from strategie.import_lot l where l.id = ${id} and l.contrat_id = ${contratId}`.execute(tx)
  if (rows[0] === undefined) throw new Introuvable(LOT_ABSENT)
  return rows[0]
}

/** Batches of a contract, newest first, with their counts, for who may import; none for the others. */
export async function listLots(tx: Tx, agent: Agent | null, contratId: string, limite: number): Promise<LotListe[]> {
  if (!canImportFiches(agent, contratId)) return []
  return tablesDe(tx)
    .selectFrom('strategie.import_lot as l')
    .leftJoin('strategie.import_source as s', 's.lot_id', 'l.id')
    .leftJoin('strategie.import_fiche as f', 'f.source_id', 's.id')
    .select([
      'l.id',
      'l.contrat_id as contratId',
      'l.libelle',
      'l.depose_par as deposePar',
      'l.depose_le as deposeLe',
      'l.tache_id as tacheId',
      'l.annule_le as annuleLe',
    ])
    .select([
      sql<number>`count(distinct s.id)`.as('documents'),
      sql<number>`count(f.id)`.as('fiches'),
      sql<number>`count(f.id) filter (where f.etat = 'a_relire')`.as('aRelire'),
    ])
    .where('l.contrat_id', '=', contratId)
    .groupBy('l.id')
    .orderBy('l.depose_le', 'desc')
    .limit(limite)
    .execute()
}

export async function cancelLotRow(tx: Tx, id: string, le: Date): Promise<void> {
  await tablesDe(tx).updateTable('strategie.import_lot').set({ annule_le: le }).where('id', '=', id).execute()
}

// One statement holds 65 535 values: rows go by thousands.
const RANGEES = 5000

/** Keeps a document of a batch: its blocks, what was understood, one row a fiche. */
export async function saveSource(tx: Tx, lotId: string, ordre: number, source: Omit<SourceLue, 'id'>): Promise<void> {
  const id = createId()
  await tablesDe(tx)
    .insertInto('strategie.import_source')
    .values({
      id,
      lot_id: lotId,
      ordre,
      nom: source.nom,
      format: source.format,
      sha256: source.sha256,
      fichier_id: source.fichierId,
      erreur: source.erreur,
      blocs: jsonbOf(source.blocs),
      compris: jsonbOf(source.compris),
      images: jsonbOf(source.images),
    })
    .execute()
  const decisions = jsonbOf(SANS_DECISION)
  const rangees = (source.compris?.fiches ?? []).map((_, rang) => ({ id: createId(), source_id: id, ordre: rang, decisions }))
  for (let debut = 0; debut < rangees.length; debut += RANGEES) {
    await tablesDe(tx)
      .insertInto('strategie.import_fiche')
      .values(rangees.slice(debut, debut + RANGEES))
      .execute()
  }
}

/** Keeps what was understood anew of a document, whose fiches are the same in number. */
export async function saveCompris(tx: Tx, sourceId: string, compris: ImportCompris): Promise<void> {
  await tablesDe(tx)
    .updateTable('strategie.import_source')
    .set({ compris: jsonbOf(compris) })
    .where('id', '=', sourceId)
    .execute()
}

/** Ranks of the documents already read in a batch: a task that is tried again goes on from there. */
export async function listOrdresLus(tx: Tx, lotId: string): Promise<number[]> {
  const lignes = await tablesDe(tx).selectFrom('strategie.import_source').select('ordre').where('lot_id', '=', lotId).execute()
  return lignes.map((ligne) => ligne.ordre)
}

/** Documents of a batch that hold no fiche or could not be read, in order; one hundred at most. */
export async function listSourcesSansFiche(
  tx: Tx,
  lotId: string,
): Promise<{ id: string; nom: string; erreur: string | null; blocs: number; fichierId: string | null }[]> {
  return tablesDe(tx)
    .selectFrom('strategie.import_source as s')
    .select(['s.id', 's.nom', 's.erreur', 's.fichier_id as fichierId', sql<number>`jsonb_array_length(s.blocs)`.as('blocs')])
    .where('s.lot_id', '=', lotId)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('strategie.import_fiche as f').select('f.id').whereRef('f.source_id', '=', 's.id'))),
    )
    .orderBy('s.ordre')
    .limit(100)
    .execute()
}

/** @throws Introuvable when the document is not of this contract */
export async function getSource(tx: Tx, contratId: string, sourceId: string): Promise<SourceLue & { lotId: string }> {
  const { rows } = isId(sourceId)
    ? await sql<SourceLue & { lotId: string }>`
        select s.id, s.lot_id as "lotId", s.nom, s.format, s.sha256, s.fichier_id as "fichierId", s.erreur, s.blocs, s.compris, s.images
        from strategie.import_source s join strategie.import_lot l on l.id = s.lot_id
        where s.id = ${sourceId} and l.contrat_id = ${contratId}`.execute(tx)
    : { rows: [] }
  const source = rows[0]
  if (source === undefined) throw new Introuvable('Ce document n’existe pas.')
  return source
}

/** A document in which fiches were understood. @throws Introuvable */
export async function getComprise(tx: Tx, contratId: string, sourceId: string): Promise<SourceLue & { compris: ImportCompris }> {
  const { compris, ...source } = await getSource(tx, contratId, sourceId)
  if (compris === null) throw new Introuvable('Ce document n’a pas pu être lu.')
  return { ...source, compris }
}

/** What can be sent of a document: its original and its images, without its text. @throws Introuvable */
export async function getFichiersSource(
  tx: Tx,
  contratId: string,
  sourceId: string,
): Promise<Pick<SourceLue, 'nom' | 'fichierId' | 'images'>> {
  const { rows } = isId(sourceId)
    ? await sql<Pick<SourceLue, 'nom' | 'fichierId' | 'images'>>`
        select s.nom, s.fichier_id as "fichierId", s.images from strategie.import_source s join strategie.import_lot l on l.id = s.lot_id
        where s.id = ${sourceId} and l.contrat_id = ${contratId}`.execute(tx)
    : { rows: [] }
  const source = rows[0]
  if (source === undefined) throw new Introuvable('Ce document n’existe pas.')
  return source
}
