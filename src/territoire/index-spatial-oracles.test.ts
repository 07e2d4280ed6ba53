import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import Flatbush from 'flatbush'
import pointInPolygon from 'point-in-polygon-hao'
import { boiteOf, type MultiPolygone, pasDe } from './geometrie.ts'
import { buildIndexSpatial, isIn, locateSteps, octetsOf } from './index-spatial.ts'
import { coversExactly, type EnPas, hardPoint, stepsOf } from './index-spatial-oracle-de-test.ts'
import { createHasard, generateQuartiers } from './quartiers-synthetiques-de-test.ts'

/** Against point-in-polygon-hao and integers of any size, over candidates found by flatbush. */
function assertTwoOracles(geometries: readonly MultiPolygone[], nombre: number, graine: number): { couverts: number; plusieurs: number } {
  const index = buildIndexSpatial(geometries.map((geometrie, rang) => ({ id: String(rang), geometrie })))
  const enPas = geometries.map(stepsOf)
  const boites = new Flatbush(geometries.length)
  for (const geometrie of geometries) {
    const [ouest, sud, est, nord] = boiteOf(geometrie)
    boites.add(pasDe(ouest), pasDe(sud), pasDe(est), pasDe(nord))
  }
  boites.finish()
  const hasard = createHasard(graine)
  const bilan = { couverts: 0, plusieurs: 0 }
  const hao = (une: EnPas, x: number, y: number) =>
    une.some(
      (polygone) =>
        pointInPolygon(
          [x, y],
          polygone.map((anneau) => anneau.map(([a, b]) => [a, b])),
        ) !== false,
    )
  for (let n = 0; n < nombre; n += 1) {
    const [x, y] = hardPoint(enPas[Math.floor(hasard() * enPas.length)] ?? [], hasard)
    const proches = boites.search(x, y, x, y).sort((a, b) => a - b)
    const attendues = proches.filter((rang) => coversExactly(enPas[rang] ?? [], x, y))
    const trouvees = locateSteps(index, x, y)
    if (trouvees.join() !== attendues.join()) assert.fail(`point ${x}, ${y}: ${trouvees.join()} instead of ${attendues.join()}`)
    if (n % 10 === 0) assert.equal(proches.filter((rang) => hao(enPas[rang] ?? [], x, y)).join(), attendues.join())
    if (attendues.length > 0) bilan.couverts += 1
    if (attendues.length > 1) bilan.plusieurs += 1
  }
  return bilan
}

test('sur la France entière (synthétique), aucun désaccord avec deux oracles indépendants, et la mémoire tient', () => {
  const quartiers = generateQuartiers(2)
  assert.equal(quartiers.length, 1609)
  const bilan = assertTwoOracles(
    quartiers.map(({ geometrie }) => geometrie),
    60_000,
    21,
  )
  assert.ok(bilan.couverts > 10_000 && bilan.plusieurs > 100, JSON.stringify(bilan))
  assert.ok(octetsOf(buildIndexSpatial(quartiers.map(({ code, geometrie }) => ({ id: code, geometrie })))) < 40_000_000)
})

const REELS = new URL('../../../shared/data/qpv-2024-real/qpv2024_auray_tours_saint-etienne.geojson', import.meta.url)

test('sur les quartiers réels, aucun désaccord, et Maryse Bastié est à sa place', {
  skip: !existsSync(REELS) && 'no ../shared/data',
}, () => {
  const { features } = JSON.parse(readFileSync(REELS, 'utf8')) as {
    features: { properties: { code_qp: string }; geometry: { coordinates: MultiPolygone } }[]
  }
  assertTwoOracles(
    features.map(({ geometry }) => geometry.coordinates),
    40_000,
    22,
  )
  const index = buildIndexSpatial(features.map(({ properties, geometry }) => ({ id: properties.code_qp, geometrie: geometry.coordinates })))
  const rang = features.findIndex(({ properties }) => properties.code_qp === 'QN03710M')
  const [lon, lat] = features[rang]?.geometry.coordinates[0]?.[0]?.[3] ?? [0, 0]
  assert.ok(isIn(index, rang, lon, lat))
})
