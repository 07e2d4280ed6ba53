import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable, RegleViolee } from '#platform/errors.ts'
import { isId } from '#platform/identifiants.ts'
import type { Ajustement } from './candidats.ts'
import type { ParametreDecret } from './decret.ts'
import { COLONNES_PARAMETRE } from './parametre.store.ts'
import type { Carroyage, Reglages, Scenario } from './scenario.ts'

const COLONNES = sql`s.id, s.contrat_id as "contratId", s.nom, s.description, s.carroyage_id as "carroyageId", s.parametre_id as "parametreId",
  s.critere, s.part_pauvres_pm as "partPauvresPm", s.unite_nom as "uniteNom", s.unite_population as "unitePopulation",
  s.unite_population_source as "unitePopulationSource", s.revenu_national_cents as "revenuNationalCents",
  s.revenu_national_source as "revenuNationalSource", s.revenu_unite_cents as "revenuUniteCents",
  s.revenu_unite_source as "revenuUniteSource", s.passee_sous_le as "passeeSousLe", s.voisinage, s.population_min as "populationMin",
  s.proche_de_pm as "procheDePm", s.emprise, s.x0, s.y0, s.x1, s.y1, s.jour, s.version, s.cree_le as "creeLe",
  s.modifie_le as "modifieLe", s.archive_le as "archiveLe"`

/** A simulation with all that computing it needs. */
export type ScenarioComplet = {
  scenario: Scenario
  carroyage: Carroyage
  parametre: ParametreDecret
  ajustements: Ajustement[]
  /** Its states, the last first. */
  versions: VersionScenario[]
}

const INCONNU = 'Cette simulation n’existe pas, ou plus.'

/** In one statement. @throws Introuvable */
export async function getScenario(tx: Tx, contratId: string, id: string): Promise<ScenarioComplet> {
  const [trouve] = isId(id) ? await selectComplets(tx, sql`where s.id = ${id} and s.contrat_id = ${contratId}`) : []
  if (trouve === undefined) throw new Introuvable(INCONNU)
  return trouve
}

/** A simulation, and another of the same contract to compare; null when it is not one. In one statement. @throws Introuvable */
export async function getScenarios(
  tx: Tx,
  contratId: string,
  id: string,
  autre: string,
): Promise<[ScenarioComplet, ScenarioComplet | null]> {
  const ids = [id, autre].filter(isId)
  const connus = await selectComplets(tx, sql`where s.id = any (${ids}::uuid[]) and s.contrat_id = ${contratId}`)
  const trouve = connus.find(({ scenario }) => scenario.id === id)
  if (trouve === undefined) throw new Introuvable(INCONNU)
  return [trouve, connus.find(({ scenario }) => scenario.id === autre && scenario.id !== id) ?? null]
}

async function selectComplets(tx: Tx, suite: RawBuilder<unknown>): Promise<ScenarioComplet[]> {
  const { rows } = await sql<
    Scenario & Omit<ScenarioComplet, 'scenario' | 'versions'> & { versions: { numero: number; motif: string; le: string }[] | null }
  >`select ${COLONNES},
      (select to_jsonb(p) from (select ${COLONNES_PARAMETRE} from territoire.parametre_decret p where p.id = s.parametre_id) p) as parametre,
      (select to_jsonb(c) from (select id, nom, source, millesime, cote_m as "coteM", epsg, avec_population as "avecPopulation",
          avec_niveau as "avecNiveau", avec_menages as "avecMenages", cellules, imputees, x0, y0, x1, y1
        from territoire.carroyage where id = s.carroyage_id) c) as carroyage,
      coalesce((select jsonb_agg(jsonb_build_object('x', a.x, 'y', a.y, 'geste', a.geste) order by a.y, a.x)
        from territoire.scenario_ajustement a where a.scenario_id = s.id), '[]') as ajustements,
      (select jsonb_agg(jsonb_build_object('numero', v.numero, 'motif', v.motif, 'le', v.le) order by v.numero desc)
        from territoire.scenario_version v where v.scenario_id = s.id) as versions
    from territoire.scenario_eligibilite s ${suite}`.execute(tx)
  return rows.map(({ carroyage, parametre, ajustements, versions, ...scenario }) => ({
    scenario,
    carroyage,
    parametre,
    ajustements,
    versions: (versions ?? []).map(({ le, ...version }) => ({ ...version, le: new Date(le) })),
  }))
}

/** Simulations of a contract with their grids, the last changed first; those put aside at the end. */
export async function listScenarios(tx: Tx, contratId: string): Promise<(Scenario & { carroyage: string; ajustements: number })[]> {
  const { rows } = await sql<
    Scenario & { carroyage: string; ajustements: number }
  >`/* prepare scenarios */ select ${COLONNES}, c.nom as carroyage,
      (select count(*)::int from territoire.scenario_ajustement a where a.scenario_id = s.id) as ajustements
    from territoire.scenario_eligibilite s join territoire.carroyage c on c.id = s.carroyage_id
    where s.contrat_id = ${contratId} order by s.archive_le nulls first, s.modifie_le desc`.execute(tx)
  return rows
}

/** Locks a simulation for a change. @throws Introuvable, RegleViolee when it changed meanwhile */
export async function lockScenario(
  tx: Tx,
  { contratId, id, version }: { contratId: string; id: string; version: number | null },
): Promise<ScenarioComplet> {
  if (!isId(id)) throw new Introuvable(INCONNU)
  const { rows } = await sql<{ version: number }>`select version from territoire.scenario_eligibilite
    where id = ${id} and contrat_id = ${contratId} for update`.execute(tx)
  if (rows[0] === undefined) throw new Introuvable(INCONNU)
  if (version !== null && rows[0].version !== version) {
    throw new RegleViolee('Cette simulation a changé entre-temps : rechargez la page, puis refaites votre modification.')
  }
  return getScenario(tx, contratId, id)
}

/** Writes the settings: a new simulation, or the next version of a known one. @returns its version */
export async function saveScenario(
  tx: Tx,
  { id, contratId, reglages: r, now }: { id: string; contratId: string; reglages: Reglages; now: Date },
): Promise<number> {
  const { rows } = await sql<{
    version: number
  }>`insert into territoire.scenario_eligibilite as s (id, contrat_id, nom, description, carroyage_id,
      parametre_id, critere, part_pauvres_pm, unite_nom, unite_population, unite_population_source, revenu_national_cents,
      revenu_national_source, revenu_unite_cents, revenu_unite_source, passee_sous_le, voisinage, population_min, proche_de_pm, emprise,
      x0, y0, x1, y1, jour, cree_le, modifie_le)
    values (${id}, ${contratId}, ${r.nom}, ${r.description}, ${r.carroyageId}, ${r.parametreId}, ${r.critere}, ${r.partPauvresPm},
      ${r.uniteNom}, ${r.unitePopulation}, ${r.unitePopulationSource}, ${r.revenuNationalCents}, ${r.revenuNationalSource},
      ${r.revenuUniteCents}, ${r.revenuUniteSource}, ${r.passeeSousLe}, ${r.voisinage}, ${r.populationMin}, ${r.procheDePm}, ${r.emprise},
      ${r.x0}, ${r.y0}, ${r.x1}, ${r.y1}, ${r.jour}, ${now}, ${now})
    on conflict (id) do update set nom = excluded.nom, description = excluded.description, carroyage_id = excluded.carroyage_id,
      parametre_id = excluded.parametre_id, critere = excluded.critere, part_pauvres_pm = excluded.part_pauvres_pm,
      unite_nom = excluded.unite_nom, unite_population = excluded.unite_population,
      unite_population_source = excluded.unite_population_source, revenu_national_cents = excluded.revenu_national_cents,
      revenu_national_source = excluded.revenu_national_source, revenu_unite_cents = excluded.revenu_unite_cents,
      revenu_unite_source = excluded.revenu_unite_source, passee_sous_le = excluded.passee_sous_le, voisinage = excluded.voisinage,
      population_min = excluded.population_min, proche_de_pm = excluded.proche_de_pm, emprise = excluded.emprise, x0 = excluded.x0,
      y0 = excluded.y0, x1 = excluded.x1, y1 = excluded.y1, jour = excluded.jour, modifie_le = excluded.modifie_le, version = s.version + 1
    returning version`.execute(tx)
  return rows[0]?.version ?? 1
}

/** Replaces the adjustments of a simulation, and raises its version. @returns the version */
export async function saveAjustements(tx: Tx, id: string, ajustements: readonly Ajustement[], now: Date): Promise<number> {
  await sql`delete from territoire.scenario_ajustement where scenario_id = ${id}`.execute(tx)
  if (ajustements.length > 0) {
    await sql`insert into territoire.scenario_ajustement (scenario_id, x, y, geste)
      select ${id}, * from unnest(${ajustements.map(({ x }) => x)}::int[], ${ajustements.map(({ y }) => y)}::int[],
        ${ajustements.map(({ geste }) => geste)}::text[])`.execute(tx)
  }
  const { rows } = await sql<{ version: number }>`update territoire.scenario_eligibilite set version = version + 1, modifie_le = ${now}
    where id = ${id} returning version`.execute(tx)
  return rows[0]?.version ?? 1
}

/** Keeps the state of a simulation under its version. */
export async function keepVersion(
  tx: Tx,
  {
    id,
    numero,
    reglages,
    ajustements,
    motif,
    now,
  }: {
    id: string
    numero: number
    reglages: Reglages
    ajustements: readonly Ajustement[]
    motif: string
    now: Date
  },
): Promise<void> {
  await sql`insert into territoire.scenario_version (scenario_id, numero, reglages, ajustements, motif, le)
    values (${id}, ${numero}, ${JSON.stringify(reglages)}::jsonb, ${JSON.stringify(ajustements)}::jsonb, ${motif}, ${now})`.execute(tx)
}

export type VersionScenario = { numero: number; motif: string; le: Date }

/** A former state, with the grid and the parameters that it used. @throws Introuvable */
export async function getVersion(tx: Tx, complet: ScenarioComplet, numero: number): Promise<ScenarioComplet> {
  const { rows } = await sql<{
    reglages: Reglages
    ajustements: Ajustement[]
    carroyage: Carroyage | null
    parametre: ParametreDecret | null
  }>`
    select v.reglages, v.ajustements,
      (select to_jsonb(p) from (select ${COLONNES_PARAMETRE} from territoire.parametre_decret p where p.id = (v.reglages ->> 'parametreId')::uuid) p) as parametre,
      (select to_jsonb(c) from (select id, nom, source, millesime, cote_m as "coteM", epsg, avec_population as "avecPopulation",
          avec_niveau as "avecNiveau", avec_menages as "avecMenages", cellules, imputees, x0, y0, x1, y1
        from territoire.carroyage where id = (v.reglages ->> 'carroyageId')::uuid) c) as carroyage
    from territoire.scenario_version v where v.scenario_id = ${complet.scenario.id} and v.numero = ${numero}`.execute(tx)
  const [version] = rows
  if (version === undefined) throw new Introuvable('Cette version de la simulation n’existe pas.')
  if (version.carroyage === null || version.parametre === null) throw new Introuvable('Le carroyage de cette version a été supprimé.')
  const { reglages, ajustements, carroyage, parametre } = version
  return { ...complet, scenario: { ...complet.scenario, ...reglages, version: numero }, carroyage, parametre, ajustements }
}

/** Puts a simulation aside, or takes it back. */
export async function archiveScenarioRow(tx: Tx, id: string, le: Date | null): Promise<void> {
  await sql`update territoire.scenario_eligibilite set archive_le = ${le}, version = version + 1 where id = ${id}`.execute(tx)
}
