import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { decodeWkb, type MultiPolygone } from '../geometrie.ts'
import { listContours } from '../quartier.store.ts'
import { type Candidat, findCandidats, type Resultat } from './candidats.ts'
import { loadGrille } from './carroyage.store.ts'
import { type BilanComparaison, compareQuartiers, type QuartierCompare } from './comparaison.ts'
import { judgeUnite, type VerdictUnite } from './decret.ts'
import { centreOf, contains } from './geometrie-cellules.ts'
import type { ScenarioComplet } from './scenario.store.ts'
import { regleOf } from './scenario.ts'

export type LieuSimulation = { code: string; nom: string; part: number }
export type Simulation = {
  resultat: Resultat
  unite: VerdictUnite
  comparaison: BilanComparaison
  quartiers: readonly QuartierCompare[]
  /** Communes of each set of cells, the largest share of its cells first; empty when no outline is known. */
  lieux: ReadonlyMap<number, readonly LieuSimulation[]>
  communes: readonly { code: string; nom: string; geometrie: MultiPolygone }[]
}

/**
 * Computes a simulation: its cells, its candidates, their communes, and the official quartiers in force on its day beside
 * them. Three statements.
 */
export async function computeSimulation(
  tx: Tx,
  complet: ScenarioComplet,
  communes: readonly { code: string; nom: string }[],
): Promise<Simulation> {
  const { scenario, carroyage, parametre } = complet
  const resultat = await computeCandidats(tx, complet)
  const codes = communes.map(({ code }) => code)
  const quartiers = await listQuartiersCompares(tx, codes, scenario.jour)
  const noms = new Map(communes.map(({ code, nom }) => [code, nom]))
  const contours = (await listContours(tx, 'commune', codes)).map(({ code, nom, geometrie }) => ({
    code,
    nom: nom ?? noms.get(code) ?? code,
    geometrie,
  }))
  const places = [...resultat.candidats, ...resultat.proches]
  return {
    resultat,
    unite: judgeUnite(parametre, { population: scenario.unitePopulation, passeeSous: scenario.passeeSousLe, jour: scenario.jour }),
    comparaison: compareQuartiers(carroyage, resultat.grille, resultat.candidats, quartiers),
    quartiers,
    lieux: new Map(places.map((candidat) => [candidat.rang, lieuxOf(candidat, resultat, carroyage, contours)])),
    communes: contours,
  }
}

/** Official quartiers of these communes in force on a day, with their contours. */
async function listQuartiersCompares(tx: Tx, codes: readonly string[], jour: string): Promise<QuartierCompare[]> {
  const { rows } = await sql<Omit<QuartierCompare, 'geometrie'> & { geometrie: Buffer }>`/* prepare quartiers_compares */
    select q.id, q.code, q.nom, q.population, q.geometrie
    from territoire.quartier q join territoire.generation g on g.id = q.generation_id
    where q.geometrie is not null and coalesce(q.debut, g.debut) <= ${jour}::date and coalesce(q.fin, g.fin, ${jour}::date) >= ${jour}::date
      and exists (select from territoire.quartier_commune c
        left join territoire.commune n on n.code = c.commune_code and n.type <> 'actuelle'
        where c.quartier_id = q.id and (c.commune_code = any (${[...codes]}::text[]) or n.commune_actuelle = any (${[...codes]}::text[])))
    order by q.nom collate "fr-FR-x-icu", q.code`.execute(tx)
  return rows.map(({ geometrie, ...quartier }) => ({ ...quartier, geometrie: decodeWkb(geometrie) }))
}

/** The candidates of a simulation, alone. One statement. */
export async function computeCandidats(tx: Tx, { scenario, carroyage, parametre, ajustements }: ScenarioComplet): Promise<Resultat> {
  return findCandidats(await loadGrille(tx, carroyage.id, scenario), regleOf(scenario, parametre), ajustements)
}

/** Communes by the centre of each cell. */
function lieuxOf(
  { rangs }: Candidat,
  { grille }: Resultat,
  repere: { epsg: number; coteM: number },
  communes: Simulation['communes'],
): LieuSimulation[] {
  const comptes = new Map<string, number>()
  for (const i of rangs) {
    const centre = centreOf(repere, grille.x[i] as number, grille.y[i] as number)
    const commune = communes.find(({ geometrie }) => contains(geometrie, centre))
    if (commune !== undefined) comptes.set(commune.code, (comptes.get(commune.code) ?? 0) + 1)
  }
  return communes
    .flatMap(({ code, nom }) => {
      const nombre = comptes.get(code)
      return nombre === undefined ? [] : [{ code, nom, part: nombre / rangs.length }]
    })
    .sort((a, b) => b.part - a.part)
}

/** Places of the cells that a simulation keeps in its candidates, for comparing two of them. */
export function ensembleOf({ grille, candidats }: Pick<Resultat, 'grille' | 'candidats'>): Set<string> {
  return new Set(candidats.flatMap(({ rangs }) => [...rangs].map((i) => `${grille.x[i]},${grille.y[i]}`)))
}

export type UniteProposee = { nom: string; population: number | null; source: string }

/** The most peopled urban unit of these communes, of the latest vintage known; null when none is loaded. */
export async function findUnite(tx: Tx, communes: readonly string[]): Promise<UniteProposee | null> {
  const { rows } = await sql<UniteProposee>`/* prepare unite_des_communes */ select u.nom, u.population,
      concat_ws(', ', u.source, u.population_millesime) as source
    from territoire.unite_urbaine_commune c join territoire.unite_urbaine u on u.code = c.unite_code and u.millesime = c.millesime
    where c.commune_code = any (${[...communes]}::text[]) order by u.millesime desc, u.population desc nulls last limit 1`.execute(tx)
  return rows[0] ?? null
}
