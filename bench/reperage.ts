/** « In which quartier is this point? »: the index beside flatbush + point-in-polygon-hao, which-polygon and PostGIS, in one run. */
import Flatbush from 'flatbush'
import pointInPolygon from 'point-in-polygon-hao'
import { boiteOf, type MultiPolygone } from '#territoire/index.ts'
import { buildIndexSpatial, locateSteps, octetsOf } from '#territoire/index-spatial.ts'
import { distanceTo } from '#territoire/index-spatial-distance.ts'
import { locateMany } from '#territoire/index-spatial-lot.ts'
import { coversExactly, hardPoint, stepsOf } from '#territoire/index-spatial-oracle-de-test.ts'
import { createHasard, generateQuartiers, NOMBRE_SYNTHETIQUE, SOMMETS_SYNTHETIQUES } from '#territoire/quartiers-synthetiques-de-test.ts'
import { startReperage } from '#territoire/reperage.adaptateur.ts'
import { fillPoints, openPostgis } from './banc/postgis.ts'
import { loadWhichPolygon } from './banc/which-polygon.ts'

export const titre = 'Point → quartier'

/** Of each kind; the peers are given fewer, the rates are compared. `PARVIS_BANC_POINTS` makes a quick try. */
const POINTS = Number(process.env.PARVIS_BANC_POINTS ?? 4_000_000)
const PAIRS = Math.min(POINTS, 400_000)
const ORACLE = Math.round(POINTS * 2.5)
const TOURS = 5

type Nuage = { nom: string; lons: Float64Array; lats: Float64Array }

export async function measure(): Promise<string> {
  const quartiers = generateQuartiers(1)
  const zones = quartiers.map(({ code, geometrie }) => ({ id: code, geometrie }))
  const construction = best(TOURS, () => buildIndexSpatial(zones))
  const index = construction.valeur
  const pairs = buildPairs(zones.map(({ geometrie }) => geometrie))
  const reperages = [await startReperage(index, 1), await startReperage(index, 2)] as const
  const lignes: string[] = []
  for (const nuage of nuages(quartiers.map(({ geometrie }) => geometrie))) {
    const rangs = new Int32Array(POINTS)
    const seul = best(TOURS, () => locateMany(index, nuage.lons, nuage.lats, rangs))
    const dedans = seul.valeur.rangs.reduce((total, rang) => total + (rang === -1 ? 0 : 1), 0)
    const fils: number[] = []
    for (const reperage of reperages) {
      let ms = Infinity
      for (let tour = 0; tour < TOURS; tour += 1) {
        const debut = performance.now()
        await reperage.locate(nuage.lons, nuage.lats)
        ms = Math.min(ms, performance.now() - debut)
      }
      fils.push(POINTS / ms / 1000)
    }
    const debits = pairs.map(({ ask }) => {
      const { ms } = best(2, () => {
        let trouves = 0
        for (let i = 0; i < PAIRS; i += 1) trouves += ask(nuage.lons[i] ?? 0, nuage.lats[i] ?? 0)
        return trouves
      })
      return PAIRS / ms / 1000
    })
    const nous = POINTS / seul.ms / 1000
    const rapports = debits.map((debit) => `${debit.toFixed(2)} (**× ${(nous / debit).toFixed(0)}**)`)
    lignes.push(
      `| ${nuage.nom}, ${Math.round((100 * dedans) / POINTS)} % inside | **${nous.toFixed(1)}** | ${fils.map((un) => un.toFixed(1)).join(' | ')} | ${rapports.join(' | ')} |`,
    )
  }
  for (const reperage of reperages) await reperage.close()
  return [
    `Synthetic national set (seeded): ${NOMBRE_SYNTHETIQUE} multipolygons, ${SOMMETS_SYNTHETIQUES.toLocaleString('en')} vertices. Built in **${Math.round(construction.ms)} ms**, **${(octetsOf(index) / 1e6).toFixed(1)} MB** with the tree of distances. Millions of points a second, best of ${TOURS} (peers of 2); in brackets, how many times faster the index is on one core. Threads: the points are in memory of the caller and are copied to shared memory, which is counted.`,
    '',
    `| points | index, 1 core | 1 thread | 2 threads | ${pairs.map(({ nom }) => nom).join(' | ')} |`,
    `|---|---|---|---|${pairs.map(() => '---|').join('')}`,
    ...lignes,
    '',
    ...measureDistances(index, nuages(quartiers.map(({ geometrie }) => geometrie))[0]),
    ...(await proveExact(zones, index)),
  ].join('\n')
}

function best<T>(tours: number, faire: () => T): { ms: number; valeur: T } {
  let ms = Infinity
  let valeur = faire()
  for (let tour = 0; tour < tours; tour += 1) {
    const debut = performance.now()
    valeur = faire()
    ms = Math.min(ms, performance.now() - debut)
  }
  return { ms, valeur }
}

/** Random: anywhere in the box of a quartier and around it. Clustered: by runs of 64 in one street. Sorted: the random ones, by cells. */
function nuages(geometries: readonly MultiPolygone[]): readonly [Nuage, Nuage, Nuage] {
  const boites = geometries.map(boiteOf)
  const hasard = createHasard(3)
  const create = (nom: string): Nuage => ({ nom, lons: new Float64Array(POINTS), lats: new Float64Array(POINTS) })
  const [aleatoire, groupe, trie] = [create('random'), create('clustered'), create('sorted')]
  for (let i = 0; i < POINTS; i += 1) {
    const [ouest, sud, est, nord] = boites[Math.floor(hasard() * boites.length)] ?? [0, 0, 0, 0]
    aleatoire.lons[i] = ouest + (est - ouest) * (1.8 * hasard() - 0.4)
    aleatoire.lats[i] = sud + (nord - sud) * (1.8 * hasard() - 0.4)
    const tete = i - (i % 64)
    groupe.lons[i] = i === tete ? (aleatoire.lons[i] ?? 0) : (groupe.lons[tete] ?? 0) + 0.002 * (hasard() - 0.5)
    groupe.lats[i] = i === tete ? (aleatoire.lats[i] ?? 0) : (groupe.lats[tete] ?? 0) + 0.002 * (hasard() - 0.5)
  }
  const cles = Float64Array.from(aleatoire.lons, (lon, i) => Math.floor((aleatoire.lats[i] ?? 0) * 100) * 40_000 + Math.floor(lon * 100))
  const ordre = Uint32Array.from(cles.keys()).sort((a, b) => (cles[a] ?? 0) - (cles[b] ?? 0))
  ordre.forEach((source, i) => {
    trie.lons[i] = aleatoire.lons[source] ?? 0
    trie.lats[i] = aleatoire.lats[source] ?? 0
  })
  return [aleatoire, groupe, trie]
}

type Pair = { nom: string; ask: (lon: number, lat: number) => number }

function buildPairs(geometries: readonly MultiPolygone[]): Pair[] {
  const boites = new Flatbush(geometries.length)
  const formes = geometries.map((m) => m.map((polygone) => polygone.map((anneau) => anneau.map(([lon, lat]) => [lon, lat]))))
  for (const geometrie of geometries) boites.add(...boiteOf(geometrie))
  boites.finish()
  const quel = loadWhichPolygon(formes)
  return [
    {
      nom: 'flatbush + hao',
      ask: (lon, lat) => {
        let trouves = 0
        for (const rang of boites.search(lon, lat, lon, lat)) {
          if (formes[rang]?.some((polygone) => pointInPolygon([lon, lat], polygone) !== false)) trouves += 1
        }
        return trouves
      },
    },
    { nom: 'which-polygon', ask: (lon, lat) => quel(lon, lat) },
  ]
}

function measureDistances(index: ReturnType<typeof buildIndexSpatial>, { lons, lats }: Nuage): string[] {
  const debit = (max: number) => {
    const nombre = Math.min(POINTS, 500_000)
    const { ms } = best(2, () => {
      let somme = 0
      for (let i = 0; i < nombre; i += 1) somme += distanceTo(index, lons[i] ?? 0, lats[i] ?? 0, max)?.distanceM ?? 0
      return somme
    })
    return Math.round(nombre / ms)
  }
  return [
    `Nearest border, inside or outside, with its distance: ${debit(Infinity)} thousand points a second; within 500 m: ${debit(500)} thousand.`,
    '',
  ]
}

/** Hard points: on vertices, edges, beside them, on corners of cells. */
async function proveExact(zones: readonly { geometrie: MultiPolygone }[], index: ReturnType<typeof buildIndexSpatial>): Promise<string[]> {
  const enPas = zones.map(({ geometrie }) => stepsOf(geometrie))
  const formes = enPas.map((une) => une.map((polygone) => polygone.map((anneau) => anneau.map(([x, y]) => [x, y]))))
  const boites = new Flatbush(zones.length)
  for (const une of enPas) {
    const [xs, ys] = [une.flat(2).map(([x]) => x), une.flat(2).map(([, y]) => y)]
    boites.add(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys))
  }
  boites.finish()
  const hasard = createHasard(77)
  let [exact, hao, couverts, plusieurs] = [0, 0, 0, 0]
  for (let n = 0; n < ORACLE; n += 1) {
    const [x, y] = hardPoint(enPas[Math.floor(hasard() * enPas.length)] ?? [], hasard)
    const reponse = locateSteps(index, x, y).join()
    const proches = boites.search(x, y, x, y).sort((a, b) => a - b)
    if (reponse !== proches.filter((rang) => coversExactly(enPas[rang] ?? [], x, y)).join()) exact += 1
    if (reponse !== proches.filter((rang) => formes[rang]?.some((un) => pointInPolygon([x, y], un) !== false)).join()) hao += 1
    if (reponse !== '') couverts += 1
    if (reponse.includes(',')) plusieurs += 1
  }
  const phrase = `Exactness: ${ORACLE.toLocaleString('en')} points on vertices, on edges, one step beside them, on corners of cells and around (${Math.round((100 * couverts) / ORACLE)} % covered, ${plusieurs.toLocaleString('en')} by several): **${exact} disagreements** with brute force in integers of any size, **${hao}** with point-in-polygon-hao.`
  return [phrase, '', ...(await comparePostgis(zones, index, hasard))]
}

async function comparePostgis(
  zones: readonly { geometrie: MultiPolygone }[],
  index: ReturnType<typeof buildIndexSpatial>,
  hasard: () => number,
): Promise<string[]> {
  const client = await openPostgis(zones)
  if (client === null) return ['PostGIS: not asked (PARVIS_POSTGIS names no server that has it).']
  const enPas = zones.map(({ geometrie }) => stepsOf(geometrie))
  const points = Array.from({ length: Math.min(1_000_000, POINTS) }, () =>
    hardPoint(enPas[Math.floor(hasard() * enPas.length)] ?? [], hasard),
  )
  await fillPoints(client, points)
  const debut = performance.now()
  const { rows } = await client.query<{ n: number; rangs: number[] }>(
    'select p.n, array_agg(distinct z.rang order by z.rang) as rangs from point p join zone z on st_covers(z.g, p.g) group by p.n',
  )
  const ensemble = points.length / (performance.now() - debut)
  const trouves = new Map(rows.map(({ n, rangs }) => [n, rangs.join()]))
  const ecarts = points.filter(([x, y], n) => locateSteps(index, x, y).join() !== (trouves.get(n) ?? '')).length
  const un = performance.now()
  const demandes = points.slice(0, 2000)
  for (const [x, y] of demandes) {
    await client.query({ name: 'un', text: 'select rang from zone where st_covers(g, st_makepoint($1, $2))', values: [x, y] })
  }
  const parQuestion = demandes.length / (performance.now() - un)
  const nous = best(2, () => points.reduce((total, [x, y]) => total + locateSteps(index, x, y).length, 0))
  await client.end()
  return [
    `PostGIS \`ST_Covers\` on ${points.length.toLocaleString('en')} such points: **${ecarts} disagreements**. One join for all: ${ensemble.toFixed(0)} thousand points a second; one prepared statement a point: ${parQuestion.toFixed(1)} thousand; the index, one call a point on the same points: ${Math.round(points.length / nous.ms).toLocaleString('en')} thousand.`,
  ]
}
