/**
 * Filiation between two generations of national size, beside the same overlay by polyclip-ts and by PostGIS where a server has it
 * (`PARVIS_POSTGIS`, an address; else its line is left out). Synthetic contours: the second generation is the first one redrawn.
 */
import pg from 'pg'
import { aireCommuneM2, boitesSeCouvrent } from '#territoire/aire-commune.ts'
import { classifyLiens, compareAncien, prepareQuartier, type QuartierPrepare } from '#territoire/filiation.ts'
import { aireM2, encodeWkb, type MultiPolygone, type Position, quantised } from '#territoire/geometrie.ts'
import { createHasard, generateQuartiers } from '#territoire/quartiers-synthetiques-de-test.ts'
import { superpose } from '#territoire/superposition.ts'

export const titre = 'Filiation between two generations'

const ANCIENS = 1514
const SEUILS = { identiquePm: 980, negligeablePm: 20 }
/** Pairs overlaid by the peers: all of them would take minutes. */
const PAIRES = 400

/** Time of the whole computation, then of the shared area of one pair beside the peers. */
export async function measure(): Promise<string> {
  const nouveaux = generateQuartiers(4).map(({ code, geometrie }, rang) => ({ id: `n${rang}`, code, geometrie }))
  const hasard = createHasard(5)
  const anciens = nouveaux
    .slice(0, ANCIENS)
    .map(({ code, geometrie }, rang) => ({ id: `a${rang}`, code, geometrie: redrawn(geometrie, rang, hasard) }))
  const total = times(() => run(anciens, nouveaux))
  const { prets, paires } = run(anciens, nouveaux)
  const choisies = paires.filter((_, rang) => rang % Math.max(1, Math.floor(paires.length / PAIRES)) === 0).slice(0, PAIRES)
  const notre = times(() => choisies.map(([a, n]) => aireCommuneM2(a.contour, n.contour)))
  const polyclip = times(() => choisies.map(([a, n]) => aireM2(superpose('intersection', a.geometrie, n.geometrie).geometrie)))
  const ecart = Math.max(...choisies.map((_, rang) => Math.abs((notre.valeur[rang] ?? 0) - (polyclip.valeur[rang] ?? 0))))
  const parPaire = (ms: number) => `${((ms * 1000) / choisies.length).toFixed(0)} µs`
  const postgis = await measurePostgis(choisies)
  return [
    `${anciens.length} old and ${nouveaux.length} new quartiers, ${prets} vertices compared, ${paires.length} pairs whose boxes overlap: **${Math.round(total.ms)} ms** from contours to ${total.valeur.liens} links, on one core.`,
    '',
    `| shared area of a pair (${choisies.length} pairs) | per pair | ratio |`,
    '| --- | ---: | ---: |',
    `| ours, sum over pairs of edges | ${parPaire(notre.ms)} | 1 |`,
    `| polyclip-ts, intersection then area | ${parPaire(polyclip.ms)} | ${(polyclip.ms / notre.ms).toFixed(0)} |`,
    ...(postgis === null
      ? []
      : [`| PostGIS, ST_Area(ST_Intersection) as geometry | ${parPaire(postgis.ms)} | ${(postgis.ms / notre.ms).toFixed(1)} |`]),
    '',
    `Largest difference with polyclip-ts, whose corners are rounded to a centimetre: ${ecart.toFixed(1)} m².${postgis === null ? ' PostGIS was not there.' : ''}`,
    '',
  ].join('\n')
}

type Brut = { id: string; code: string; geometrie: MultiPolygone }

function run(
  anciens: readonly Brut[],
  nouveaux: readonly Brut[],
): { liens: number; prets: number; paires: [QuartierPrepare, QuartierPrepare][] } {
  const prets = nouveaux.map(prepareQuartier)
  const vieux = anciens.map(prepareQuartier)
  const recouvrements = vieux.flatMap((ancien) => compareAncien(ancien, prets))
  const liens = classifyLiens(
    recouvrements,
    anciens.map(({ id }) => id),
    nouveaux.map(({ id }) => id),
    SEUILS,
  )
  const paires = vieux.flatMap((a) =>
    prets.filter((n) => boitesSeCouvrent(a.contour, n.contour)).map((n): [QuartierPrepare, QuartierPrepare] => [a, n]),
  )
  const sommets = [...anciens, ...nouveaux].reduce(
    (somme, { geometrie }) => somme + geometrie.flat().reduce((s, anneau) => s + anneau.length, 0),
    0,
  )
  return { liens: liens.length, prets: sommets, paires }
}

/** One in three as it was; the others smaller, larger or shifted. */
function redrawn(m: MultiPolygone, rang: number, hasard: () => number): MultiPolygone {
  if (rang % 3 === 0) return m
  const facteur = 0.85 + 0.3 * hasard()
  const [dx, dy] = [(hasard() - 0.5) / 500, (hasard() - 0.5) / 500]
  const [cx, cy] = m[0]?.[0]?.[0] ?? [0, 0]
  return quantised(m.map((p) => p.map((r) => r.map(([x, y]): Position => [cx + (x - cx) * facteur + dx, cy + (y - cy) * facteur + dy]))))
}

function times<T>(faire: () => T): { ms: number; valeur: T } {
  let meilleur: { ms: number; valeur: T } | null = null
  for (let tour = 0; tour < 3; tour += 1) {
    const debut = performance.now()
    const valeur = faire()
    const ms = performance.now() - debut
    if (meilleur === null || ms < meilleur.ms) meilleur = { ms, valeur }
  }
  return meilleur ?? { ms: 0, valeur: faire() }
}

/** In its own process, from geometries already in a table; null when no server has PostGIS. */
async function measurePostgis(paires: readonly [QuartierPrepare, QuartierPrepare][]): Promise<{ ms: number } | null> {
  const adresse = process.env.PARVIS_POSTGIS
  if (adresse === undefined) return null
  const client = new pg.Client({ connectionString: adresse })
  await client.connect()
  try {
    await client.query('create extension if not exists postgis')
    await client.query('create temporary table paire (a geometry, b geometry)')
    for (const [a, n] of paires) {
      await client.query('insert into paire values (ST_GeomFromWKB($1, 4326), ST_GeomFromWKB($2, 4326))', [
        encodeWkb(a.geometrie),
        encodeWkb(n.geometrie),
      ])
    }
    let ms = Infinity
    for (let tour = 0; tour < 3; tour += 1) {
      const debut = performance.now()
      await client.query('select sum(ST_Area(ST_Intersection(a, b))) from paire')
      ms = Math.min(ms, performance.now() - debut)
    }
    return { ms }
  } finally {
    await client.end()
  }
}
