import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { createId } from '#platform/identifiants.ts'
import type { Decimal } from './decimal.ts'
import type { Indicateur } from './indicateur.ts'
import type { Absence, NatureSource, Statut, TypeTerritoire } from './observation.ts'
import type { MesureSourcee } from './tableau.ts'

/** Definitions of the indicators that have a figure in one of these places, and all these figures. One statement. */
export async function listMesures(
  tx: Tx,
  lieux: readonly { type: TypeTerritoire; code: string }[],
): Promise<{ indicateurs: Indicateur[]; mesures: MesureSourcee[] }> {
  if (lieux.length === 0) return { indicateurs: [], mesures: [] }
  const { rows } = await sql<{ indicateur: Indicateur; mesures: LigneMesure[] }>`/* prepare mesures_des_lieux */
    select json_build_object('id', i.id, 'code', i.code, 'libelle', i.libelle, 'definition', i.definition, 'theme', i.theme, 'type', i.type,
        'unite', i.unite, 'sens', i.sens, 'sommable', i.sommable, 'decimales', i.decimales, 'millesimes', i.millesimes,
        'numerateurCode', i.numerateur_code, 'denominateurCode', i.denominateur_code, 'facteur', i.facteur, 'ordre', i.ordre,
        'version', i.version, 'archiveLe', null) as indicateur, m.mesures
    from indicateurs.indicateur i join lateral (
      select json_agg(json_build_array(o.territoire_type, o.territoire_code, o.generation_code, o.periode, o.valeur, o.echelle, o.absence,
        o.statut, s.id, s.nom, s.nature, t.millesime)) as mesures
      from unnest(${lieux.map(({ type }) => type)}::text[], ${lieux.map(({ code }) => code)}::text[]) as l(type, code)
      join indicateurs.observation o on o.territoire_type = l.type and o.territoire_code = l.code and o.indicateur_id = i.id
        and o.remplacee_par is null
      join indicateurs.source s on s.id = o.source_id
      left join indicateurs.table_importee t on t.id = o.table_id
    ) m on m.mesures is not null
    where i.archive_le is null
    order by i.ordre, i.libelle collate "fr-FR-x-icu"`.execute(tx)
  return {
    indicateurs: rows.map(({ indicateur }) => indicateur),
    mesures: rows.flatMap(({ indicateur, mesures }) => mesures.map((mesure) => mesureOf(indicateur.id, mesure))),
  }
}

type LigneMesure = [
  TypeTerritoire,
  string,
  string | null,
  string,
  number | null,
  number | null,
  Absence | null,
  Statut,
  string,
  string,
  NatureSource,
  string | null,
]

function mesureOf(indicateurId: string, ligne: LigneMesure): MesureSourcee {
  const [
    territoireType,
    territoireCode,
    generationCode,
    periode,
    entier,
    echelle,
    absence,
    statut,
    sourceId,
    sourceNom,
    sourceNature,
    millesime,
  ] = ligne
  const valeur = entier === null || echelle === null ? null : { entier, echelle }
  return {
    indicateurId,
    territoireType,
    territoireCode,
    generationCode,
    periode,
    valeur,
    absence,
    statut,
    sourceId,
    sourceNom,
    sourceNature,
    millesime,
  }
}

export type EnPlace = { id: string; code: string; valeur: Decimal | null; absence: Absence | null; statut: Statut }

/** Figures of one indicator, period and source that stand today, by code of place. */
export async function listEnPlace(
  tx: Tx,
  cible: { indicateurId: string; periode: string; sourceId: string; type: TypeTerritoire },
): Promise<Map<string, EnPlace>> {
  const { rows } = await sql<{
    id: string
    code: string
    entier: number | null
    echelle: number | null
    absence: Absence | null
    statut: Statut
  }>`
    select id, territoire_code as code, valeur as entier, echelle, absence, statut from indicateurs.observation
    where remplacee_par is null and indicateur_id = ${cible.indicateurId} and periode = ${cible.periode} and source_id = ${cible.sourceId}
      and territoire_type = ${cible.type}`.execute(tx)
  return new Map(
    rows.map(({ entier, echelle, ...reste }) => [
      reste.code,
      { ...reste, valeur: entier === null || echelle === null ? null : { entier, echelle } },
    ]),
  )
}

export type NouvelleObservation = {
  indicateurId: string
  type: TypeTerritoire
  code: string
  generationCode: string | null
  periode: string
  valeur: Decimal | null
  absence: Absence | null
  ligne: number | null
  /** The one in place until now. */
  remplace: string | null
}

/** Puts figures in place; those that they replace step back, and come again if the table is undone. */
export async function writeObservations(
  tx: Tx,
  commun: { tableId: string | null; sourceId: string; statut: Statut },
  observations: readonly NouvelleObservation[],
): Promise<void> {
  if (observations.length === 0) return
  const remplacees = observations.flatMap(({ remplace }) => (remplace === null ? [] : [remplace]))
  if (remplacees.length > 0)
    await sql`update indicateurs.observation set remplacee_par = ${commun.tableId} where id = any (${remplacees}::uuid[])`.execute(tx)
  const lignes = observations.map(({ valeur, ...o }) => ({
    ...o,
    id: createId(),
    entier: valeur?.entier ?? null,
    echelle: valeur?.echelle ?? null,
  }))
  await sql`insert into indicateurs.observation (id, indicateur_id, territoire_type, territoire_code, generation_code, periode, valeur, echelle, absence,
      statut, source_id, table_id, ligne, remplace)
    select o.id, o."indicateurId", o.type, o.code, o."generationCode", o.periode, o.entier, o.echelle, o.absence,
      ${commun.statut}, ${commun.sourceId}, ${commun.tableId}, o.ligne, o.remplace
    from json_to_recordset(${JSON.stringify(lignes)}::json) as o(id uuid, "indicateurId" uuid, type text, code text, "generationCode" text, periode text,
      entier bigint, echelle smallint, absence text, ligne integer, remplace uuid)`.execute(tx)
}

/** The table that has replaced figures of this one since, if there is one: it must be undone first. */
export async function findSuivante(tx: Tx, tableId: string): Promise<string | null> {
  const { rows } = await sql<{ nom: string }>`
    select t.nom_fichier as nom from indicateurs.observation o join indicateurs.table_importee t on t.id = o.remplacee_par
    where o.table_id = ${tableId} limit 1`.execute(tx)
  return rows[0]?.nom ?? null
}

/** Takes away the figures of a table; those that it had replaced stand again. @returns how many of each */
export async function removeObservations(tx: Tx, tableId: string): Promise<{ retirees: number; rendues: number }> {
  const retirees = await sql`delete from indicateurs.observation where table_id = ${tableId}`.execute(tx)
  const rendues = await sql`update indicateurs.observation set remplacee_par = null where remplacee_par = ${tableId}`.execute(tx)
  return { retirees: Number(retirees.numAffectedRows ?? 0), rendues: Number(rendues.numAffectedRows ?? 0) }
}

/** One import at a time writes figures: two at once would each think that its value is new. */
export async function lockEcriture(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(7270022)`.execute(tx)
}
