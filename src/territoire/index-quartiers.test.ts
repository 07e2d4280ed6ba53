import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { distanceM, encodeWkb } from './geometrie.ts'
import { getIndexQuartiers } from './index-quartiers.store.ts'
import { buildIndexSpatial, locate, locateSteps } from './index-spatial.ts'
import { distanceTo, distanceToZone } from './index-spatial-distance.ts'
import { stepOf } from './index-spatial-forme.ts'
import { locateMany } from './index-spatial-lot.ts'
import { carre, createQuartierDeTest } from './quartier-de-test.ts'
import { createHasard, generateQuartiers } from './quartiers-synthetiques-de-test.ts'
import { buildIndexApart, startReperage } from './reperage.adaptateur.ts'

const base = await createBaseDeTest()

describe('index des quartiers en vigueur', () => {
  const codesAt = async (tx: Parameters<typeof getIndexQuartiers>[0], jour: string, lon: number, lat: number) => {
    const { index, quartiers } = await getIndexQuartiers(tx, jour)
    return locate(index, lon, lat).map((rang) => quartiers[rang]?.code)
  }

  test('la génération du jour répond, et l’index suit chaque changement, même annulé', async () => {
    await annule(base.db, async (tx) => {
      await createQuartierDeTest(tx, { code: 'QN03798M', nom: 'Essai', communes: ['37261'], geometrie: carre(0.6, 47.3, 0.02) })
      await createQuartierDeTest(tx, {
        code: 'QP037998',
        nom: 'Ancien',
        communes: ['37261'],
        generation: 'QPV2015',
        geometrie: carre(0.61, 47.3, 0.02),
      })
      assert.deepEqual(await codesAt(tx, '2026-03-01', 0.615, 47.31), ['QN03798M'])
      assert.deepEqual(await codesAt(tx, '2020-03-01', 0.615, 47.31), ['QP037998'])
      await sql`update territoire.quartier set geometrie = ${encodeWkb(carre(1, 47.3, 0.02))} where code = 'QN03798M'`.execute(tx)
      assert.deepEqual(await codesAt(tx, '2026-03-01', 0.615, 47.31), [])
      await sql`update territoire.quartier set debut = '2026-04-01' where code = 'QN03798M'`.execute(tx)
      assert.deepEqual(await codesAt(tx, '2026-03-01', 1.01, 47.31), [])
      assert.deepEqual(await codesAt(tx, '2026-04-01', 1.01, 47.31), ['QN03798M'])
    })
    await annule(base.db, async (tx) => assert.deepEqual(await codesAt(tx, '2026-04-01', 1.01, 47.31), []))
  })

  test('plusieurs générations à la fois : chacune répond ; rien n’a changé, rien n’est reconstruit', () =>
    annule(base.db, async (tx) => {
      await createQuartierDeTest(tx, { code: 'QN03798M', nom: 'Essai', communes: ['37261'], geometrie: carre(0.6, 47.3, 0.02) })
      await createQuartierDeTest(tx, {
        code: 'QP037998',
        nom: 'Ancien',
        communes: ['37261'],
        generation: 'QPV2015',
        geometrie: carre(0.61, 47.3, 0.02),
      })
      const { rows } = await sql<{ id: string }>`select id from territoire.generation where code in ('QPV2015', 'QPV2024')`.execute(tx)
      const generations = rows.map(({ id }) => id)
      const deux = await getIndexQuartiers(tx, '2026-03-01', generations)
      assert.deepEqual(
        locate(deux.index, 0.615, 47.31).map((rang) => deux.quartiers[rang]?.code),
        ['QN03798M', 'QP037998'],
      )
      assert.equal(await getIndexQuartiers(tx, '2026-03-01', generations), deux)
      assert.equal(await getIndexQuartiers(tx, '2026-03-01'), await getIndexQuartiers(tx, '2026-03-01'))
    }))
})

describe('fils du repérage', () => {
  const zones = generateQuartiers(6, { nombre: 1200, sommets: 60_000 }).map(({ code, geometrie }) => ({ id: code, geometrie }))
  const index = buildIndexSpatial(zones)
  const hasard = createHasard(9)
  const points = Array.from({ length: 30_000 }, () => zones[Math.floor(hasard() * zones.length)]?.geometrie[0]?.[0]?.[0] ?? [0, 0])
  const lons = Float64Array.from(points, ([lon]) => lon + (hasard() - 0.5) * 0.01)
  const lats = Float64Array.from(points, ([, lat]) => lat + (hasard() - 0.5) * 0.01)

  test('three threads answer as one, overlaps included', async () => {
    const seul = locateMany(index, lons, lats)
    assert.ok(seul.debuts.length > 4, 'too few overlaps to prove anything')
    const reperage = await startReperage(index, 3)
    const ensemble = await reperage.locate(lons, lats)
    await reperage.close()
    assert.deepEqual(Array.from(ensemble.rangs), Array.from(seul.rangs))
    assert.deepEqual(Array.from(ensemble.debuts), Array.from(seul.debuts))
    assert.deepEqual(Array.from(ensemble.membres), Array.from(seul.membres))
  })

  test('an index built by a thread is the same; bytes that are no geometry are an error, not a dead process', async () => {
    const autre = await buildIndexApart(zones.map(({ id, geometrie }) => ({ id, wkb: encodeWkb(geometrie) })))
    assert.deepEqual(Array.from(autre.fiches), Array.from(index.fiches))
    assert.deepEqual(Array.from(autre.fines), Array.from(index.fines))
    assert.ok(autre.fines.buffer instanceof SharedArrayBuffer)
    await assert.rejects(buildIndexApart([{ id: 'x', wkb: Buffer.from('rien') }]))
  })
})

describe('distance à la bordure', () => {
  const zones = generateQuartiers(7, { nombre: 600, sommets: 30_000 }).map(({ code, geometrie }) => ({ id: code, geometrie }))
  const index = buildIndexSpatial(zones)

  test('la plus proche bordure parmi toutes, comme en les mesurant une à une', () => {
    const hasard = createHasard(3)
    for (let n = 0; n < 60; n += 1) {
      const [lon, lat] = zones[Math.floor(hasard() * zones.length)]?.geometrie[0]?.[0]?.[0] ?? [0, 0]
      const [x, y] = [lon + (hasard() - 0.5) * 0.02, lat + (hasard() - 0.5) * 0.02]
      const proche = distanceTo(index, x, y)
      assert.ok(proche !== null)
      const couvrent = locateSteps(index, stepOf(x), stepOf(y))
      const toutes = zones.map(({ geometrie }) => bruteDistance(geometrie, x, y))
      const attendue = couvrent.length > 0 ? Math.max(...couvrent.map((rang) => toutes[rang] ?? 0)) : Math.min(...toutes)
      assert.equal(proche.dedans, couvrent.length > 0)
      assert.ok(Math.abs(proche.distanceM - attendue) < 0.02 + attendue * 0.004, `${proche.distanceM} instead of ${attendue}`)
      assert.ok(Math.abs((distanceToZone(index, proche.zone, x, y) ?? -1) - proche.distanceM) < 1e-6)
    }
  })

  test('à 300 m d’un carré, au nord comme à l’est, la mesure est juste au décimètre ; sur le bord elle est nulle', () => {
    const seul = buildIndexSpatial([{ id: 'a', geometrie: carre(2, 47, 0.01) }])
    // Meridian and parallel lengths of WGS84 at 47°: 111 170.1 m and 76 056.6 m a degree.
    const nord = distanceTo(seul, 2.005, 47.01 + 300 / 111_170.1)
    const est = distanceTo(seul, 2.01 + 300 / 76_056.6, 47)
    assert.ok(Math.abs((nord?.distanceM ?? 0) - 300) < 0.1 && nord?.dedans === false, JSON.stringify(nord))
    assert.ok(Math.abs((est?.distanceM ?? 0) - 300) < 0.1, JSON.stringify(est))
    assert.deepEqual(distanceTo(seul, 2, 47.005), { zone: 0, distanceM: 0, dedans: true })
  })

  test('au-delà du maximum demandé, rien ; dedans, toujours une réponse ; sans zone ou sans position, rien', () => {
    const seul = buildIndexSpatial([{ id: 'a', geometrie: carre(2, 47, 0.01) }])
    assert.equal(distanceTo(seul, 2.1, 47, 500), null)
    assert.equal(distanceTo(seul, 2.005, 47.005, 1)?.dedans, true)
    assert.equal(distanceTo(seul, Number.NaN, 47), null)
    assert.equal(distanceTo(buildIndexSpatial([]), 2, 47), null)
    assert.equal(distanceToZone(seul, 0, 2.1, 47, 500), null)
  })
})

/** Metres on the sphere to the nearest of many places along each edge: crude, and written otherwise than the index. */
function bruteDistance(m: ReturnType<typeof carre>, lon: number, lat: number): number {
  let mini = Infinity
  for (const anneau of m.flat()) {
    for (let i = 1; i < anneau.length; i += 1) {
      const [a = [0, 0], b = [0, 0]] = [anneau[i - 1], anneau[i]]
      let [bas, haut] = [0, 1]
      const at = (t: number) => distanceM([lon, lat], [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t])
      if (Math.min(at(0), at(1)) > mini + distanceM(a, b)) continue
      for (let tour = 0; tour < 40; tour += 1) {
        const [t1, t2] = [bas + (haut - bas) / 3, haut - (haut - bas) / 3]
        if (at(t1) < at(t2)) haut = t2
        else bas = t1
      }
      mini = Math.min(mini, at(bas))
    }
  }
  return mini
}
