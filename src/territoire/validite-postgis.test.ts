/**
 * PostGIS as an oracle: what is found wrong, what is repaired, and how much surface remains. Runs when PARVIS_TEST_POSTGIS names a
 * database of a server where the extension is installed (nothing is written there but the extension).
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import type { Accord } from './defaut.ts'
import { findDefauts } from './defauts.ts'
import { AUCUN } from './defauts-de-test.ts'
import type { MultiPolygone } from './geometrie.ts'
import { wktOf } from './lecture/ecrire-de-test.ts'
import type { LectureGeo } from './lecture/lecture.ts'
import { createHasard } from './quartiers-synthetiques-de-test.ts'
import { repairEntites } from './reparation.ts'

const adresse = process.env.PARVIS_TEST_POSTGIS
const CAS = 800
const [LON, LAT] = [0, 46]
const base = new pg.Client({ connectionString: adresse })
before(async () => {
  if (adresse === undefined) return
  await base.connect()
  await base.query('create extension if not exists postgis')
})
after(() => (adresse === undefined ? undefined : base.end()))

type Point = readonly [number, number]
type Trace = Point[][][]

/** Polygons in steps of 1e-7 degree: scrawls and stars, some with a second ring or a second part, on coarse and fine grids. */
function drawn(hasard: () => number): Trace {
  const upTo = (borne: number) => Math.floor(hasard() * borne)
  const taille = [6, 12, 100, 100_000][upTo(4)] ?? 6
  const ring = (): Point[] => {
    const [cx, cy, rayon, cotes] = [upTo(taille), upTo(taille), 1 + upTo(taille / 2), 4 + upTo(7)]
    const etoile = hasard() < 0.5
    const points = Array.from({ length: cotes }, (_, i): Point => {
      if (!etoile) return [upTo(taille), upTo(taille)]
      const r = rayon * (0.5 + hasard())
      return [Math.round(cx + r * Math.cos((2 * Math.PI * i) / cotes)), Math.round(cy + r * Math.sin((2 * Math.PI * i) / cotes))]
    })
    return [...points, ...points.slice(0, 1)]
  }
  return Array.from({ length: 1 + upTo(2) }, () => Array.from({ length: 1 + upTo(2) }, ring))
}

const lectureOf = (trace: Trace): LectureGeo => ({
  etat: 'lu',
  format: 'csv',
  fichier: null,
  couche: null,
  projection: { epsg: 4326, origine: 'fichier' },
  colonnes: [],
  annonce: null,
  avertissements: [],
  entites: [
    {
      numero: 1,
      ligne: null,
      nature: 'MultiPolygon',
      dimension: 2,
      proprietes: {},
      polygones: trace.map((polygone) =>
        polygone.map((anneau) => Float64Array.from(anneau.flatMap(([x, y]) => [LON + x / 1e7, LAT + y / 1e7]))),
      ),
    },
  ],
})
const inSteps = (m: MultiPolygone): MultiPolygone =>
  m.map((polygone) => polygone.map((anneau) => anneau.map(([x, y]) => [Math.round((x - LON) * 1e7), Math.round((y - LAT) * 1e7)] as const)))
const wkt = (m: MultiPolygone) => (m.length === 0 ? 'MULTIPOLYGON EMPTY' : wktOf(m))
const one = async (requete: string, ...valeurs: string[]): Promise<Record<string, number | boolean>> =>
  (await base.query(requete, valeurs)).rows[0] ?? {}

test('les contours dits justes, et eux seuls, le sont pour PostGIS ; tout ce qui est réparé l’est aussi', {
  skip: adresse === undefined ? 'PARVIS_TEST_POSTGIS absent' : false,
}, async (t) => {
  const hasard = createHasard(1)
  const comptes = { justes: 0, repares: 0, aires: 0 }
  for (let cas = 0; cas < CAS; cas += 1) {
    const trace = drawn(hasard)
    const lecture = lectureOf(trace)
    const tous = findDefauts(lecture, { ...AUCUN, seuilChevauchementM2: null })
    // A repeated vertex is no fault for PostGIS.
    const defauts = tous.filter(({ nature }) => nature !== 'sommets_doubles')
    const source = wktOf(trace)
    const { juste } = await one('select st_isvalid($1::geometry) as juste', source)
    assert.equal(defauts.length === 0, juste, `${source} ${defauts.map(({ phrase }) => phrase).join(' ')}`)
    if (juste === true) comptes.justes += 1
    if (defauts.some(({ bloquant, reparations }) => bloquant && reparations.length === 0)) continue
    const accords: Accord[] = tous.flatMap(({ nature, reparations: [une] }) =>
      une === undefined ? [] : [{ nature, numero: 'toutes', variante: une.variante }],
    )
    const geometrie = inSteps(repairEntites(lecture, accords)[0]?.geometrie ?? [])
    assert.equal((await one('select st_isvalid($1::geometry) as juste', wkt(geometrie))).juste, true, `${source} -> ${wkt(geometrie)}`)
    comptes.repares += 1
    if (
      trace.length > 1 ||
      (trace[0]?.length ?? 0) > 1 ||
      !defauts.some(({ nature, bloquant }) => nature === 'auto_intersection' && bloquant)
    )
      continue
    // The even-odd rule is that of ST_MakeValid; each crossing is rounded to the grid, which moves edges by half a step.
    const pair = accords.map((accord) => (accord.nature === 'auto_intersection' ? { ...accord, variante: 'pair_impair' } : accord))
    const impaire = inSteps(repairEntites(lecture, pair)[0]?.geometrie ?? [])
    const { a, b, tour } = await one(
      'select st_area(st_makevalid($1::geometry)) as a, st_area($2::geometry) as b, st_perimeter($1::geometry) as tour',
      source,
      wkt(impaire),
    )
    assert.ok(Math.abs(Number(a) - Number(b)) <= Number(tour) * 2, `${source}: ${a}, ${b}`)
    comptes.aires += 1
  }
  t.diagnostic(`${CAS} tracés\u00a0: ${comptes.justes} justes, ${comptes.repares} repris, ${comptes.aires} surfaces comparées`)
  assert.ok(comptes.justes > 0 && comptes.repares > CAS / 2 && comptes.aires > 0)
})
