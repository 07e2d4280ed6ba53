import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import type { EtatTache } from '#platform/taches/tache.store.ts'
import type { ChoixTable, LectureTable } from './import/lecture.ts'
import { type BilanTable, type EtatTable, etatVu, type TableImportee } from './table.ts'
import type { TablesIndicateurs } from './tables.ts'

const COLONNES = sql`t.id, t.nom_fichier as "nomFichier", t.fichier_id as "fichierId", t.dictionnaire_nom as "dictionnaireNom",
  t.dictionnaire_id as "dictionnaireId", t.etat, t.erreur, t.lecture, t.choix, t.bilan, t.source_id as "sourceId", t.millesime,
  t.tache_id as "tacheId", t.deposee_par as "deposeePar", t.deposee_le as "deposeeLe", t.ecrite_le as "ecriteLe",
  t.annulee_le as "annuleeLe", t.version`

export type TacheTable = { etat: EtatTache; fait: number; total: number; message: string | null }
export type TableSuivie = TableImportee & { tache: TacheTable | null; sourceNom: string | null }

/** A table with its source and its work under way; its state is the one to show. @throws Introuvable */
export async function getTable(tx: Tx, id: string): Promise<TableSuivie> {
  const { rows } = await sql<TableSuivie>`
    select ${COLONNES}, s.nom as "sourceNom",
      case when a.id is null then null else json_build_object('etat', a.etat, 'fait', a.fait, 'total', a.total, 'message', a.message) end as tache
    from indicateurs.table_importee t
    left join indicateurs.source s on s.id = t.source_id
    left join platform.tache a on a.id = t.tache_id
    where t.id = ${id}`.execute(tx)
  const [table] = rows
  if (table === undefined) throw new Introuvable('Cette table n’existe pas, ou plus.')
  return { ...table, etat: etatVu(table, table.tache) }
}

/** The same, kept from others until the end of the transaction. */
export async function lockTable(tx: Tx, id: string): Promise<TableSuivie> {
  await sql`select from indicateurs.table_importee where id = ${id} for update`.execute(tx)
  return getTable(tx, id)
}

export type TableListee = Pick<TableImportee, 'id' | 'nomFichier' | 'etat' | 'millesime' | 'deposeeLe' | 'ecriteLe'> & {
  sourceNom: string | null
  valeurs: number
}

/** The latest tables, newest first. */
export async function listTables(tx: Tx, limite: number): Promise<TableListee[]> {
  const { rows } = await sql<TableListee & { lue: boolean; tacheEtat: EtatTache | null }>`
    select t.id, t.nom_fichier as "nomFichier", t.etat, t.millesime, t.deposee_le as "deposeeLe", t.ecrite_le as "ecriteLe", s.nom as "sourceNom",
      t.lecture is not null as lue, a.etat as "tacheEtat",
      (select count(*) from indicateurs.observation o where o.table_id = t.id and o.remplacee_par is null) as valeurs
    from indicateurs.table_importee t left join indicateurs.source s on s.id = t.source_id left join platform.tache a on a.id = t.tache_id
    order by t.deposee_le desc limit ${limite}`.execute(tx)
  return rows.map(({ lue, tacheEtat, ...table }) => ({
    ...table,
    etat: etatVu({ etat: table.etat, lecture: lue ? LUE : null }, tacheEtat === null ? null : { etat: tacheEtat }),
  }))
}
/** Only whether there is one matters here. */
const LUE = {} as LectureTable

export async function createTableRow(
  tx: Tx,
  table: Pick<TableImportee, 'id' | 'nomFichier' | 'fichierId' | 'dictionnaireNom' | 'dictionnaireId' | 'deposeePar' | 'deposeeLe'>,
): Promise<void> {
  await tx
    .withTables<TablesIndicateurs>()
    .insertInto('indicateurs.table_importee')
    .values({
      id: table.id,
      nom_fichier: table.nomFichier,
      fichier_id: table.fichierId,
      dictionnaire_nom: table.dictionnaireNom,
      dictionnaire_id: table.dictionnaireId,
      etat: 'en_lecture',
      deposee_par: table.deposeePar,
      deposee_le: table.deposeeLe,
    })
    .execute()
}

export type ChangementTable = Partial<{
  etat: EtatTable
  erreur: string | null
  lecture: LectureTable | null
  choix: ChoixTable | null
  bilan: BilanTable | null
  sourceId: string | null
  millesime: string | null
  tacheId: string
  ecriteLe: Date
  annuleeLe: Date
}>

/** Writes what changed. @param depuis only from one of these states: work that was stopped meanwhile writes nothing @returns false then */
export async function saveTable(tx: Tx, id: string, change: ChangementTable, depuis?: readonly EtatTable[]): Promise<boolean> {
  const json = (valeur: unknown) => (valeur === undefined ? undefined : valeur === null ? null : JSON.stringify(valeur))
  const valeurs = {
    etat: change.etat,
    erreur: change.erreur,
    lecture: json(change.lecture),
    choix: json(change.choix),
    bilan: json(change.bilan),
    source_id: change.sourceId,
    millesime: change.millesime,
    tache_id: change.tacheId,
    ecrite_le: change.ecriteLe,
    annulee_le: change.annuleeLe,
  }
  const dites = Object.fromEntries(Object.entries(valeurs).filter(([, valeur]) => valeur !== undefined))
  let requete = tx
    .withTables<TablesIndicateurs>()
    .updateTable('indicateurs.table_importee')
    .set({ ...dites, version: sql`version + 1` })
    .where('id', '=', id)
  if (depuis !== undefined) requete = requete.where('etat', 'in', [...depuis])
  const { numUpdatedRows } = await requete.executeTakeFirst()
  return numUpdatedRows > 0n
}
