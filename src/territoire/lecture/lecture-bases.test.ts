import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import type { MultiPolygone } from '../geometrie.ts'
import { dbfOf, gpkgOf, PRJ_LAMBERT93, projected, shpOf, zipOf } from './ecrire-de-test.ts'
import { ask, quartiers, read, refuses } from './lire-de-test.ts'
import { readGeo } from './lire-geo.ts'

test('Shapefile: la pièce qui manque est nommée, une projection inconnue est demandée', async () => {
  const shp = shpOf(quartiers.map(({ geometrie }) => projected(geometrie, 2154)))
  const dbf = dbfOf(quartiers.map(({ proprietes }) => proprietes))
  await refuses('a.zip', zipOf({ 'q.dbf': dbf, 'q.prj': PRJ_LAMBERT93 }), /\.shp/)
  await assert.rejects(readGeo('a.zip', zipOf({ 'q.shp': shp, 'q.prj': PRJ_LAMBERT93 })), /q\.shp.*\.dbf/)
  await refuses('q.shp', shp, /\.zip/)
  const question = await ask('a.zip', zipOf({ 'Dossier/Q.SHP': shp, 'Dossier/Q.DBF': dbf }))
  assert.equal(question.sur, 'epsg')
  assert.equal(question.choix[0]?.valeur, '2154')
  assert.equal(
    (await read('a.zip', zipOf({ 'Dossier/Q.SHP': shp, 'Dossier/Q.DBF': dbf }), { epsg: 2154 })).entites.length,
    quartiers.length,
  )
  const inconnue = await ask('a.zip', zipOf({ 'q.shp': shp, 'q.dbf': dbf, 'q.prj': 'PROJCS["Grille de Mars",UNIT["metre",1]]' }))
  assert.match(inconnue.phrase, /Grille de Mars/)
  await assert.rejects(
    readGeo('a.zip', zipOf({ 'q.shp': shp, 'q.dbf': dbfOf(quartiers.slice(1).map(({ proprietes }) => proprietes)) })),
    /40\u00a0contours.*39\u00a0lignes/,
  )
  const plusieurs = await ask(
    'a.zip',
    zipOf({ 'un.shp': shp, 'un.dbf': dbf, 'un.prj': PRJ_LAMBERT93, 'deux.shp': shp, 'deux.dbf': dbf, 'deux.prj': PRJ_LAMBERT93 }),
  )
  assert.deepEqual(
    plusieurs.choix.map(({ valeur }) => valeur),
    ['un.shp', 'deux.shp'],
  )
  assert.equal(
    (await read('a.zip', zipOf({ 'un.shp': shp, 'un.dbf': dbf, 'un.prj': PRJ_LAMBERT93, 'deux.shp': shp }), { couche: 'un.shp' })).fichier,
    'un.shp',
  )
})

test('Shapefile: les accents du .dbf se lisent avec et sans .cpg', async () => {
  const [un] = quartiers
  if (un === undefined) return assert.fail()
  const shp = shpOf([projected(un.geometrie, 2154)])
  const dbf = (encodage: 'utf8' | 'latin1') => dbfOf([{ nom: 'Rabière, cité de l’Été'.replace('’', "'") }], encodage)
  const nameOf = async (pieces: Record<string, Uint8Array | string>) =>
    (await read('a.zip', zipOf({ 'q.shp': shp, 'q.prj': PRJ_LAMBERT93, ...pieces }))).entites[0]?.proprietes.nom
  const attendu = "Rabière, cité de l'Été"
  assert.equal(await nameOf({ 'q.dbf': dbf('utf8'), 'q.cpg': 'UTF-8' }), attendu)
  assert.equal(await nameOf({ 'q.dbf': dbf('latin1'), 'q.cpg': 'ISO-8859-1' }), attendu)
  assert.equal(await nameOf({ 'q.dbf': dbf('latin1') }), attendu)
  assert.equal(await nameOf({ 'q.dbf': dbf('utf8') }), attendu)
})

test('Shapefile: chaque trou va au contour qui le tient, un îlot dans un trou reste un contour', async () => {
  const carre = (x: number, y: number, cote: number) =>
    [
      [x, y],
      [x + cote, y],
      [x + cote, y + cote],
      [x, y + cote],
      [x, y],
    ] as [number, number][]
  const m: MultiPolygone = [
    [carre(700_000, 6_600_000, 100), carre(700_010, 6_600_010, 80)],
    [carre(700_020, 6_600_020, 60), carre(700_030, 6_600_030, 40)],
    [carre(700_200, 6_600_000, 100), carre(700_210, 6_600_010, 10), carre(700_230, 6_600_010, 10)],
  ]
  const lecture = await read('a.zip', zipOf({ 'q.shp': shpOf([m]), 'q.dbf': dbfOf([{ a: 'x' }]), 'q.prj': PRJ_LAMBERT93 }))
  assert.deepEqual(
    lecture.entites[0]?.polygones.map((polygone) => polygone.map((anneau) => Math.min(...anneau.filter((_, i) => i % 2 === 0)))),
    [
      [700_000, 700_010],
      [700_020, 700_030],
      [700_200, 700_210, 700_230],
    ],
  )
})

test('GeoPackage: plusieurs couches font une question, une base en mode WAL se lit', async () => {
  const gpkg = gpkgOf({ quartiers: { epsg: 4326, entites: quartiers }, 'autre"couche': { epsg: 2975, entites: quartiers.slice(0, 2) } })
  const question = await ask('a.gpkg', gpkg)
  assert.deepEqual(
    question.choix.map(({ valeur }) => valeur),
    ['autre"couche', 'quartiers'],
  )
  const lecture = await read('a.gpkg', gpkg, { couche: 'autre"couche' })
  assert.deepEqual([lecture.projection.epsg, lecture.entites.length, lecture.annonce], [2975, 2, 2])
  const wal = Buffer.from(gpkgOf({ quartiers: { epsg: 4326, entites: quartiers } }))
  wal[18] = 2
  wal[19] = 2
  assert.equal((await read('a.gpkg', wal)).entites.length, quartiers.length)
  const zip = await ask('a.zip', zipOf({ 'd/a.gpkg': gpkg, 'd/b.csv': 'a' }), { couche: 'd/a.gpkg' })
  assert.equal(
    (await read('a.zip', zipOf({ 'd/a.gpkg': gpkg, 'd/b.csv': 'a' }), { couche: zip.choix[1]?.valeur ?? '' })).couche,
    'quartiers',
  )
})

test('GeoPackage: une base sans couche est refusée d’une phrase', async () => {
  const base = new DatabaseSync(':memory:')
  base.exec('create table t (a)')
  const vide = Buffer.from(base.serialize())
  base.close()
  await refuses('a.gpkg', vide, /abîmé/)
  await refuses('a.gpkg', gpkgOf({}), /aucune couche/)
})
