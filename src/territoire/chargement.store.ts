import { sql } from 'kysely'
import { openBase, type Tx } from '#platform/db/base.ts'
import { type Decoupage, readDecoupage, readVersionDecoupage, SOURCE_DECOUPAGE } from './decoupage.adaptateur.ts'
import type { TablesTerritoire } from './tables.ts'

/** Two processes that start together do not load twice. */
const VERROU = 7_270_010

export type Chargement = { version: string; charge: boolean; lignes: number }

/**
 * Loads the official geography when it is absent or of another version; does nothing otherwise. One transaction: all or
 * nothing. Rows that the new reference no longer has are kept with the day they left, so that old contracts still read.
 * @param adresse of the database, as its owner (the application only reads these tables)
 */
export async function loadDecoupage(adresse: string, now: Date): Promise<Chargement> {
  const base = openBase(adresse, { role: null, max: 1 })
  try {
    return await base.db.transaction().execute((tx) => loadDecoupageIn(tx, now))
  } finally {
    await base.close()
  }
}

/** The same in a transaction that is already open. */
export async function loadDecoupageIn(tx: Tx, now: Date): Promise<Chargement> {
  await sql`select pg_advisory_xact_lock(${VERROU})`.execute(tx)
  const version = await readVersionDecoupage()
  const connue = await tx
    .withTables<TablesTerritoire>()
    .selectFrom('territoire.reference_version')
    .select(['version', 'lignes'])
    .where('source', '=', SOURCE_DECOUPAGE)
    .executeTakeFirst()
  if (connue?.version === version) return { version, charge: false, lignes: connue.lignes }
  return { version, charge: true, lignes: await saveDecoupage(tx, await readDecoupage(), now) }
}

/**
 * Writes a reference over the one in place.
 * @returns number of places written
 */
export async function saveDecoupage(tx: Tx, decoupage: Decoupage, now: Date): Promise<number> {
  const { version } = decoupage
  const jour = now.toISOString().slice(0, 10)
  const json = (lignes: readonly unknown[]) => sql`${JSON.stringify(lignes)}::json`
  await sql`insert into territoire.region (code, nom)
    select code, nom from json_to_recordset(${json(decoupage.regions)}) as r(code text, nom text)
    on conflict (code) do update set nom = excluded.nom`.execute(tx)
  await sql`insert into territoire.departement (code, nom, region_code)
    select code, nom, region_code from json_to_recordset(${json(decoupage.departements)}) as d(code text, nom text, region_code text)
    on conflict (code) do update set nom = excluded.nom, region_code = excluded.region_code`.execute(tx)
  await sql`insert into territoire.epci (siren, nom, type, population, departements, cle, reference)
    select siren, nom, type, population, array(select json_array_elements_text(departements)), cle, ${version}
    from json_to_recordset(${json(decoupage.epci)})
      as e(siren text, nom text, type text, population integer, departements json, cle text)
    on conflict (siren) do update set nom = excluded.nom, type = excluded.type, population = excluded.population,
      departements = excluded.departements, cle = excluded.cle, reference = excluded.reference, disparu_le = null`.execute(tx)
  await sql`insert into territoire.commune (code, type, nom, commune_actuelle, departement_code, region_code, epci_siren, siren, population,
      codes_postaux, cle, reference)
    select code, type, nom, commune_actuelle, departement_code, region_code, epci_siren, siren, population,
      array(select json_array_elements_text(codes_postaux)), cle, ${version}
    from json_to_recordset(${json(decoupage.communes)})
      as c(code text, type text, nom text, commune_actuelle text, departement_code text, region_code text, epci_siren text, siren text,
        population integer, codes_postaux json, cle text)
    on conflict (code, type) do update set nom = excluded.nom, commune_actuelle = excluded.commune_actuelle,
      departement_code = excluded.departement_code, region_code = excluded.region_code, epci_siren = excluded.epci_siren,
      siren = excluded.siren, population = excluded.population, codes_postaux = excluded.codes_postaux, cle = excluded.cle,
      reference = excluded.reference, disparu_le = null`.execute(tx)
  await sql`update territoire.epci set disparu_le = ${jour} where reference <> ${version} and disparu_le is null`.execute(tx)
  await sql`update territoire.commune set disparu_le = ${jour} where reference <> ${version} and disparu_le is null`.execute(tx)
  await sql`delete from territoire.epci_commune`.execute(tx)
  await sql`insert into territoire.epci_commune (epci_siren, commune_code)
    select epci_siren, commune_code from json_to_recordset(${json(decoupage.membres)}) as m(epci_siren text, commune_code text)`.execute(tx)
  // Searches are slow on a fresh index (its waiting list) and on a table the planner knows nothing of.
  await sql`select gin_clean_pending_list('territoire.commune_cle'), gin_clean_pending_list('territoire.commune_postal')`.execute(tx)
  await sql`analyze territoire.commune, territoire.epci, territoire.epci_commune`.execute(tx)
  const lignes = decoupage.communes.length + decoupage.epci.length
  await sql`insert into territoire.reference_version (source, version, charge_le, lignes)
    values (${SOURCE_DECOUPAGE}, ${version}, ${now}, ${lignes})
    on conflict (source) do update set version = excluded.version, charge_le = excluded.charge_le, lignes = excluded.lignes`.execute(tx)
  return lignes
}
