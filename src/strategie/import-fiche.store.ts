/** Fiches understood in a batch of imports: what is decided of each, and what became of it. */
import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import { isId } from '#platform/identifiants.ts'
import type { ImportCompris } from './import/compris.ts'
import { QUESTIONS } from './import/doutes.ts'
import type { Decisions } from './import/revue.ts'
import { type EtatImport, jsonbOf, type SourceLue } from './lot.store.ts'
import type { TablesStrategie } from './tables.ts'

const tablesDe = (tx: Tx) => tx.withTables<TablesStrategie>()

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
  /** Doubts that nobody has settled. */
  doutes: number
  /** Number of the version that keeps the text from before an update. */
  versionAvant: number | null
}

/** Fiches understood in a batch, in the order of the documents, with what is left to look at. One statement, one walk of each document. */
export async function listFichesDuLot(
  tx: Tx,
  lotId: string,
  page: { limite: number; depuis: number } = { limite: 100_000, depuis: 0 },
): Promise<FicheDuLot[]> {
  const { rows } = await sql<FicheDuLot>`
    with f as materialized (
      select f.id, f.source_id, f.ordre, f.etat, f.fiche_id, f.fiche_version_avant, f.decisions, s.nom, s.ordre as rang_source
      from strategie.import_fiche f join strategie.import_source s on s.id = f.source_id where s.lot_id = ${lotId}
      order by s.ordre, f.ordre limit ${page.limite} offset ${page.depuis}
    ), s as materialized (
      select id, compris from strategie.import_source where id in (select source_id from f)
    ), titres as (
      select s.id as source_id, t.rang - 1 as ordre, t.fiche->'code'->>'texte' as code, t.fiche->'intitule'->>'texte' as intitule
      from s cross join lateral jsonb_array_elements(s.compris->'fiches') with ordinality as t (fiche, rang)
    ), blocs as (
      select f.id, count(*) as blocs,
        count(*) filter (where coalesce(f.decisions->'placements'->>(p->>'bloc'), case when p->>'statut' = 'a_classer' then 'aClasser' end) = 'aClasser') as classer
      from s cross join lateral jsonb_array_elements(s.compris->'placements') p
      join f on f.source_id = s.id and f.ordre = (p->>'fiche')::int group by f.id
    ), doutes as (
      select f.id, count(*) as doutes from s cross join lateral jsonb_array_elements(s.compris->'anomalies') a
      join f on f.source_id = s.id and f.ordre = (a->>'fiche')::int where a->>'code' = any (${[...QUESTIONS]}::text[]) group by f.id
    )
    select f.id, f.source_id as "sourceId", f.ordre as rang, f.etat, f.fiche_id as "ficheId", f.fiche_version_avant as "versionAvant", f.nom as source,
      nullif(coalesce(f.decisions->>'code', titres.code), '') as code, coalesce(f.decisions->>'intitule', titres.intitule) as intitule,
      coalesce(blocs.blocs, 0) as blocs, coalesce(blocs.classer, 0) as "aClasser",
      greatest(0, coalesce(doutes.doutes, 0) - (select count(*) from jsonb_object_keys(f.decisions->'doutes'))) as doutes
    from f
    left join titres on titres.source_id = f.source_id and titres.ordre = f.ordre
    left join blocs on blocs.id = f.id left join doutes on doutes.id = f.id
    order by f.rang_source, f.ordre`.execute(tx)
  return rows
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
  deposePar: string | null
  annuleLe: Date | null
  /** Rank in its batch from 1, fiches of the batch, and the next one to review. */
  place: number
  total: number
  suivante: string | null
  source: SourceLue & { compris: ImportCompris }
}

/** What understanding and creating needs of it. */
export type FicheLue = Pick<FicheARelire, 'id' | 'lotId' | 'rang' | 'decisions' | 'source'>

/** A fiche of an import with its whole source, locked when a command will write it. @throws Introuvable */
export async function getFicheARelire(tx: Tx, contratId: string, id: string, verrou: 'lire' | 'ecrire' = 'lire'): Promise<FicheARelire> {
  if (!isId(id)) throw new Introuvable('Cette fiche d’import n’existe pas.')
  const { rows } = await sql<Omit<FicheARelire, 'source'> & SourceLue & { sourceId: string; compris: ImportCompris }>`
    select f.id, l.id as "lotId", l.libelle as lot, f.ordre as rang, f.etat, f.fiche_id as "ficheId", f.fiche_version_avant as "ficheVersionAvant",
      f.decisions, l.depose_par as "deposePar", l.annule_le as "annuleLe", v.place, v.total, v.suivante,
      s.id as "sourceId", s.nom, s.format, s.sha256, s.fichier_id as "fichierId", s.erreur, s.blocs, s.compris, s.images
    from strategie.import_fiche f
    join strategie.import_source s on s.id = f.source_id
    join strategie.import_lot l on l.id = s.lot_id
    cross join lateral (
      select count(*) as total, count(*) filter (where (vs.ordre, vf.ordre) <= (s.ordre, f.ordre)) as place,
        (array_agg(vf.id order by (vs.ordre, vf.ordre) <= (s.ordre, f.ordre), vs.ordre, vf.ordre) filter (where vf.etat = 'a_relire' and vf.id <> f.id))[1] as suivante
      from strategie.import_fiche vf join strategie.import_source vs on vs.id = vf.source_id where vs.lot_id = l.id
    ) v
    where f.id = ${id} and l.contrat_id = ${contratId} ${verrou === 'ecrire' ? sql`for update of f` : sql``}`.execute(tx)
  const ligne = rows[0]
  if (ligne === undefined) throw new Introuvable('Cette fiche d’import n’existe pas.')
  const { sourceId, nom, format, sha256, fichierId, erreur, blocs, compris, images, ...fiche } = ligne
  return { ...fiche, source: { id: sourceId, nom, format, sha256, fichierId, erreur, blocs, compris, images } }
}

export type LigneARelire = Pick<FicheARelire, 'id' | 'lotId' | 'rang' | 'decisions'> & { sourceId: string }

/** Fiches of a batch still to review, locked, in the order of the documents, with the decisions taken on each. */
export async function lockFichesARelire(tx: Tx, lotId: string): Promise<LigneARelire[]> {
  const { rows } = await sql<LigneARelire>`
    select f.id, s.lot_id as "lotId", f.source_id as "sourceId", f.ordre as rang, f.decisions
    from strategie.import_fiche f join strategie.import_source s on s.id = f.source_id
    where s.lot_id = ${lotId} and f.etat = 'a_relire' order by s.ordre, f.ordre for update of f`.execute(tx)
  return rows
}

export async function saveDecisions(tx: Tx, id: string, decisions: Decisions): Promise<void> {
  await tablesDe(tx)
    .updateTable('strategie.import_fiche')
    .set({ decisions: jsonbOf(decisions) })
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

/**
 * Sends the blocks with this very text, left without place in the other fiches of a batch still to review, where this one went.
 * @returns how many blocks
 */
export async function placeMemesBlocs(
  tx: Tx,
  { lotId, saufId, texte, destination }: { lotId: string; saufId: string; texte: string; destination: string },
): Promise<number> {
  const { rows } = await sql<{ nombre: number }>`
    with memes as (
      select f.id, jsonb_object_agg(p->>'bloc', ${destination}::text) as places, count(*) as nombre
      from strategie.import_fiche f join strategie.import_source s on s.id = f.source_id
      cross join lateral jsonb_array_elements(s.compris->'placements') p
      where s.lot_id = ${lotId} and f.id <> ${saufId} and f.etat = 'a_relire' and f.ordre = (p->>'fiche')::int and p->>'statut' = 'a_classer'
        and not (f.decisions->'placements') ? (p->>'bloc') and s.blocs->((p->>'bloc')::int)->>'texte' = ${texte}
      group by f.id
    ), faites as (
      update strategie.import_fiche f set decisions = jsonb_set(f.decisions, '{placements}', f.decisions->'placements' || memes.places)
      from memes where f.id = memes.id returning f.id
    )
    select coalesce(sum(memes.nombre), 0)::int as nombre from memes join faites using (id)`.execute(tx)
  return rows[0]?.nombre ?? 0
}

/** Nodes that the creation of fiches of a batch added to the tree, in the order of their creation. */
export async function listNoeudsCrees(tx: Tx, lotId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select n.id from strategie.import_fiche f join strategie.import_source s on s.id = f.source_id
    cross join lateral jsonb_array_elements_text(coalesce(f.decisions->'noeudsCrees', '[]')) with ordinality as n (id, rang)
    where s.lot_id = ${lotId} order by f.traitee_le, s.ordre, f.ordre, n.rang`.execute(tx)
  return rows.map((ligne) => ligne.id)
}
