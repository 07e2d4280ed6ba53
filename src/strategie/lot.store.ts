import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import type { Bloc } from '#platform/documents/bloc.ts'
import { Introuvable } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import type { ImportCompris } from './import/compris.ts'
import type { Variante } from './import/dictionnaire.ts'
import { type Decisions, SANS_DECISION } from './import/revue.ts'
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

const colonnesLot = [
  'id',
  'contrat_id as contratId',
  'libelle',
  'depose_par as deposePar',
  'depose_le as deposeLe',
  'tache_id as tacheId',
  'annule_le as annuleLe',
] as const

/** @throws Introuvable when the batch is not of this contract */
export async function getLot(tx: Tx, contratId: string, id: string): Promise<Lot> {
  const lot = await tablesDe(tx)
    .selectFrom('strategie.import_lot')
    .select(colonnesLot)
    .where('id', '=', id)
    .where('contrat_id', '=', contratId)
    .executeTakeFirst()
  if (lot === undefined) throw new Introuvable('Cet import n’existe pas.')
  return lot
}

/** Batches of a contract, newest first, with their counts. */
export async function listLots(tx: Tx, contratId: string, limite: number): Promise<LotListe[]> {
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

/** Keeps a document of a batch: its blocks, what was understood, one row a fiche. @returns ids of the fiches, in order */
export async function saveSource(
  tx: Tx,
  lotId: string,
  ordre: number,
  source: {
    nom: string
    format: string | null
    sha256: string
    fichierId: string | null
    erreur: string | null
    blocs: Bloc[]
    compris: ImportCompris | null
    images: ImageGardee[]
  },
): Promise<void> {
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
      blocs: JSON.stringify(source.blocs),
      compris: JSON.stringify(source.compris),
      images: JSON.stringify(source.images),
    })
    .execute()
  const nombre = source.compris?.fiches.length ?? 0
  if (nombre === 0) return
  await tablesDe(tx)
    .insertInto('strategie.import_fiche')
    .values(
      Array.from({ length: nombre }, (_, rang) => ({
        id: createId(),
        source_id: id,
        ordre: rang,
        decisions: JSON.stringify(SANS_DECISION),
      })),
    )
    .execute()
}

/** Ranks of the documents already read in a batch: a task that is tried again goes on from there. */
export async function listOrdresLus(tx: Tx, lotId: string): Promise<number[]> {
  const lignes = await tablesDe(tx).selectFrom('strategie.import_source').select('ordre').where('lot_id', '=', lotId).execute()
  return lignes.map((ligne) => ligne.ordre)
}

export type FicheDuLot = {
  id: string
  sourceId: string
  rang: number
  etat: EtatImport
  ficheId: string | null
  source: string
  code: string | null
  intitule: string | null
  blocs: number
  aClasser: number
  doutes: number
  decides: number
  /** Number of the version that keeps the text from before an update. */
  versionAvant: number | null
}

/** Fiches understood in a batch, in the order of the documents, with what is left to look at. */
export async function listFichesDuLot(tx: Tx, lotId: string): Promise<FicheDuLot[]> {
  const { rows } = await sql<FicheDuLot>`
    select f.id, f.source_id as "sourceId", f.ordre as rang, f.etat, f.fiche_id as "ficheId", f.fiche_version_avant as "versionAvant", s.nom as source,
      coalesce(f.decisions->>'code', s.compris->'fiches'->f.ordre->'code'->>'texte') as code,
      coalesce(f.decisions->>'intitule', s.compris->'fiches'->f.ordre->'intitule'->>'texte') as intitule,
      (select count(*) from jsonb_array_elements(s.compris->'placements') p where (p->>'fiche')::int = f.ordre) as blocs,
      (select count(*) from jsonb_array_elements(s.compris->'placements') p
        where ((p->>'fiche')::int = f.ordre or (p->>'fiche' is null and jsonb_array_length(s.compris->'fiches') = 1))
          and p->>'statut' = 'a_classer' and not (f.decisions->'placements' ? (p->>'bloc'))) as "aClasser",
      (select count(*) from jsonb_array_elements(s.compris->'anomalies') a where (a->>'fiche')::int = f.ordre) as doutes,
      (select count(*) from jsonb_object_keys(f.decisions->'doutes')) as decides
    from strategie.import_fiche f
    join strategie.import_source s on s.id = f.source_id
    where s.lot_id = ${lotId}
    order by s.ordre, f.ordre`.execute(tx)
  return rows
}

/** Documents of a batch that hold no fiche or could not be read, in order. */
export async function listSourcesSansFiche(
  tx: Tx,
  lotId: string,
): Promise<{ id: string; nom: string; erreur: string | null; blocs: number }[]> {
  return tablesDe(tx)
    .selectFrom('strategie.import_source as s')
    .select(['s.id', 's.nom', 's.erreur', sql<number>`jsonb_array_length(s.blocs)`.as('blocs')])
    .where('s.lot_id', '=', lotId)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('strategie.import_fiche as f').select('f.id').whereRef('f.source_id', '=', 's.id'))),
    )
    .orderBy('s.ordre')
    .execute()
}

/** @throws Introuvable when the document is not of this contract */
export async function getSource(tx: Tx, contratId: string, sourceId: string): Promise<SourceLue & { lotId: string }> {
  const { rows } = await sql<SourceLue & { lotId: string }>`
    select s.id, s.lot_id as "lotId", s.nom, s.format, s.sha256, s.fichier_id as "fichierId", s.erreur, s.blocs, s.compris, s.images
    from strategie.import_source s join strategie.import_lot l on l.id = s.lot_id
    where s.id = ${sourceId} and l.contrat_id = ${contratId}`.execute(tx)
  const source = rows[0]
  if (source === undefined) throw new Introuvable('Ce document n’existe pas.')
  return source
}

export type FicheARelire = {
  id: string
  lotId: string
  lot: string
  rang: number
  etat: EtatImport
  ficheId: string | null
  ficheVersionAvant: number | null
  decisions: Decisions
  annuleLe: Date | null
  source: SourceLue
}

/** A fiche of an import with its whole source, locked when a command will write it. @throws Introuvable */
export async function getFicheARelire(tx: Tx, contratId: string, id: string, verrou: 'lire' | 'ecrire' = 'lire'): Promise<FicheARelire> {
  const { rows } = await sql<Omit<FicheARelire, 'source'> & SourceLue & { sourceId: string }>`
    select f.id, l.id as "lotId", l.libelle as lot, f.ordre as rang, f.etat, f.fiche_id as "ficheId", f.fiche_version_avant as "ficheVersionAvant",
      f.decisions, l.annule_le as "annuleLe", s.id as "sourceId", s.nom, s.format, s.sha256, s.fichier_id as "fichierId", s.erreur, s.blocs, s.compris, s.images
    from strategie.import_fiche f
    join strategie.import_source s on s.id = f.source_id
    join strategie.import_lot l on l.id = s.lot_id
    where f.id = ${id} and l.contrat_id = ${contratId} ${verrou === 'ecrire' ? sql`for update of f` : sql``}`.execute(tx)
  const ligne = rows[0]
  if (ligne === undefined) throw new Introuvable('Cette fiche d’import n’existe pas.')
  const { sourceId, nom, format, sha256, fichierId, erreur, blocs, compris, images, ...fiche } = ligne
  return { ...fiche, source: { id: sourceId, nom, format, sha256, fichierId, erreur, blocs, compris, images } }
}

export async function saveDecisions(tx: Tx, id: string, decisions: Decisions): Promise<void> {
  await tablesDe(tx)
    .updateTable('strategie.import_fiche')
    .set({ decisions: JSON.stringify(decisions) })
    .where('id', '=', id)
    .execute()
}

/** Writes what became of a fiche of an import. */
export async function settleFicheImportee(
  tx: Tx,
  id: string,
  suite: { etat: EtatImport; ficheId: string | null; versionAvant: number | null; par: string; le: Date },
): Promise<void> {
  await tablesDe(tx)
    .updateTable('strategie.import_fiche')
    .set({
      etat: suite.etat,
      fiche_id: suite.ficheId,
      fiche_version_avant: suite.versionAvant,
      traitee_le: suite.le,
      traitee_par: suite.par,
    })
    .where('id', '=', id)
    .execute()
}

export async function cancelLotRow(tx: Tx, id: string, le: Date): Promise<void> {
  await tablesDe(tx).updateTable('strategie.import_lot').set({ annule_le: le }).where('id', '=', id).execute()
}

/** Labels that the contract adds to the dictionary. */
export async function listLibelles(tx: Tx, contratId: string): Promise<(Variante & { id: string })[]> {
  const lignes = await tablesDe(tx)
    .selectFrom('strategie.libelle_import')
    .selectAll()
    .where('contrat_id', '=', contratId)
    .orderBy('variante')
    .execute()
  return lignes.map((ligne) => ({ id: ligne.id, cible: ligne.champ as Variante['cible'], libelle: ligne.variante }))
}

export async function insertLibelle(tx: Tx, contratId: string, variante: Variante): Promise<void> {
  await tablesDe(tx)
    .insertInto('strategie.libelle_import')
    .values({ id: createId(), contrat_id: contratId, champ: variante.cible, variante: variante.libelle })
    .onConflict((conflit) => conflit.columns(['contrat_id', 'variante']).doUpdateSet({ champ: variante.cible }))
    .execute()
}

export async function removeLibelle(tx: Tx, contratId: string, id: string): Promise<void> {
  await tablesDe(tx).deleteFrom('strategie.libelle_import').where('contrat_id', '=', contratId).where('id', '=', id).execute()
}

/** Images and source of the document a fiche came from, for its page. */
export async function findSourceDeFiche(tx: Tx, ficheId: string): Promise<{ nom: string; le: Date; importFicheId: string } | null> {
  const { rows } = await sql<{ nom: string; le: Date; importFicheId: string }>`
    select s.nom, l.depose_le as le, f.id as "importFicheId" from strategie.import_fiche f
    join strategie.import_source s on s.id = f.source_id join strategie.import_lot l on l.id = s.lot_id
    where f.fiche_id = ${ficheId} and f.etat in ('creee', 'mise_a_jour') order by f.traitee_le desc limit 1`.execute(tx)
  return rows[0] ?? null
}
