import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDbf, openShp } from 'shapefile'
import { generateQuartiers } from '../quartiers-synthetiques-de-test.ts'
import { readDbf } from './dbf.ts'
import { dbfOf, projected, shpOf } from './ecrire-de-test.ts'
import { readShp } from './shp.ts'

const quartiers = generateQuartiers(9, { nombre: 120, sommets: 9000 })

test('the shapes of a .shp have the vertices that the package « shapefile » reads', async () => {
  const shp = shpOf(quartiers.map(({ geometrie }) => projected(geometrie, 2154)))
  const nos = readShp('a.shp', shp)
  const source = await openShp(shp)
  for (const forme of nos) {
    const { value } = await source.read()
    const leurs =
      value.type === 'Polygon' ? [value.coordinates] : value.type === 'MultiPolygon' ? value.coordinates : assert.fail(value.type)
    // Rings apart: which hole goes to which shell is ours to say (theirs takes the first shell that holds one vertex of it).
    const anneaux = (liste: readonly (readonly ArrayLike<number>[])[]) =>
      liste
        .flat()
        .map((anneau) => Array.from(anneau).join(' '))
        .sort()
    assert.deepEqual(anneaux(forme.polygones), anneaux(leurs.map((polygone) => polygone.map((anneau) => anneau.flat()))))
  }
  assert.equal((await source.read()).done, true)
})

test('the lines of a .dbf are those that the package « shapefile » reads', async () => {
  const dbf = dbfOf(quartiers.map(({ code, nom }) => ({ code, nom })))
  const source = await openDbf(dbf, { encoding: 'utf-8' })
  for (const ligne of readDbf('a.dbf', dbf, 'UTF-8').lignes) assert.deepEqual(ligne, (await source.read()).value)
})
