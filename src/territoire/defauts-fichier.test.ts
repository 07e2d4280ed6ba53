import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { findDefauts } from './defauts.ts'
import { AUCUN, carre, collection, defautsOf, natures, read } from './defauts-de-test.ts'
import {
  csvOf,
  dbfOf,
  type EntiteDeTest,
  geojsonOf,
  PRJ_LAMBERT93,
  projected,
  shapefileOf,
  shpOf,
  zipOf,
} from './lecture/ecrire-de-test.ts'
import { generateQuartiers } from './quartiers-synthetiques-de-test.ts'
import { repairEntites } from './reparation.ts'

test('latitude et longitude inversées, hors de France, autre département que le sien', async () => {
  const quartiers = generateQuartiers(3, { nombre: 12, sommets: 400 })
  const entites = (echange: (rang: number) => boolean): EntiteDeTest[] =>
    quartiers.map(({ geometrie, code }, rang) => ({
      geometrie: echange(rang) ? geometrie.map((p) => p.map((a) => a.map(([x, y]) => [y, x] as const))) : geometrie,
      proprietes: { code },
    }))
  const inverses = await defautsOf(geojsonOf(entites(() => true)), { seuilChevauchementM2: null })
  assert.deepEqual(new Set(natures(inverses)), new Set(['coordonnees_inversees']))
  assert.equal(inverses.length, quartiers.length)
  const un = await defautsOf(geojsonOf(entites((rang) => rang === 4)), { seuilChevauchementM2: null })
  assert.deepEqual(
    un.map(({ nature, numero }) => [nature, numero]),
    [['coordonnees_inversees', 5]],
  )
  const loin = await defautsOf(
    Buffer.from(
      collection([[carre(0, 0, 10)]])
        .toString()
        .replaceAll('47.', '7.'),
    ),
  )
  assert.deepEqual(natures(loin), ['hors_france'])
  assert.ok(loin[0]?.wkt?.startsWith('POINT (0.68'))
  const identites = [{ code: 'QN97401N', nom: 'x', communes: [], departement: null }]
  const [ailleurs] = await defautsOf(collection([[carre(0, 0, 10)]]), { identites })
  assert.equal(ailleurs?.nature, 'hors_france')
  assert.match(ailleurs?.phrase ?? '', /974 \(La Réunion\).*France métropolitaine/)
})

test('un système de coordonnées faux est dit avec celui qui convient, le département départage les fuseaux', async () => {
  const quartiers = generateQuartiers(3, { nombre: 12, sommets: 400 })
  const en = (epsg: number, liste = quartiers) =>
    geojsonOf(liste.map(({ geometrie, code }) => ({ geometrie: projected(geometrie, epsg), proprietes: { code } })))
  const [defaut] = await defautsOf(en(2154))
  assert.deepEqual([defaut?.nature, defaut?.numero, defaut?.reparations[0]?.variante], ['projection_fausse', null, 'epsg:2154'])
  assert.match(defaut?.phrase ?? '', /WGS 84.*Lambert-93/)
  const [cc] = await defautsOf(en(3857))
  assert.equal(cc?.reparations[0]?.variante, 'epsg:3857')
  const reunion = { type: 'MultiPolygon', x: 55.45, y: -20.88 }
  const carreReunion = [
    [
      [
        [0, 0],
        [0.01, 0],
        [0.01, 0.01],
        [0, 0],
      ].map(([x = 0, y = 0]) => [reunion.x + x, reunion.y + y] as const),
    ],
  ]
  const identites = [{ code: 'QN97401N', nom: 'x', communes: [], departement: null }]
  const [utm] = await defautsOf(geojsonOf([{ geometrie: projected(carreReunion, 2975), proprietes: {} }]), { identites })
  assert.equal(utm?.reparations[0]?.variante, 'epsg:2975')
  // A Shapefile that says Lambert-93 and holds degrees.
  const degres = zipOf({
    'q.shp': shpOf(quartiers.map(({ geometrie }) => geometrie)),
    'q.dbf': dbfOf(quartiers.map(({ code }) => ({ code }))),
    'q.prj': PRJ_LAMBERT93,
  })
  const [shp] = findDefauts(await read('a.zip', degres), AUCUN)
  assert.deepEqual([shp?.nature, shp?.reparations[0]?.variante], ['projection_fausse', 'epsg:4326'])
  assert.match(shp?.phrase ?? '', /^Le fichier annonce le système RGF93 \/ Lambert-93/)
})

test('un fichier de taille nationale: seules les superpositions voulues sont trouvées, chacune dite une fois', async () => {
  const quartiers = generateQuartiers(1, { nombre: 400, sommets: 40_000 })
  const lecture = await read(
    'n.geojson',
    geojsonOf(quartiers.map(({ geometrie, code, nom }) => ({ geometrie, proprietes: { code, nom } }))),
  )
  const defauts = findDefauts(lecture, AUCUN)
  assert.deepEqual(new Set(natures(defauts)), new Set(['superposition']))
  const paires = defauts.map(({ numero, voisin }) => `${numero}/${voisin?.numero}`)
  assert.equal(new Set(paires).size, paires.length)
})

const vrais = fileURLToPath(new URL('../../../shared/data/qpv-itou-factories/qpv2015_ewkt.json', import.meta.url))
function readVrais(): { code: string; nom: string; ewkt: string }[] | null {
  try {
    return JSON.parse(readFileSync(vrais, 'utf8'))
  } catch {
    return null
  }
}

test('QP075019 se recoupe tel que publié: il est dit, montré, et réparé sans changer de surface', async (t) => {
  const publies = readVrais()
  if (publies === null) return t.skip('../shared/data absent')
  const csv = Buffer.from(`code;nom;geom\n${publies.map(({ code, nom, ewkt }) => `${code};"${nom}";"${ewkt}"`).join('\n')}`)
  const lecture = await read('qpv.csv', csv)
  const defauts = findDefauts(lecture, {
    ...AUCUN,
    identites: publies.map(({ code, nom }) => ({ code, nom, communes: [], departement: null })),
  })
  assert.deepEqual(
    defauts.map(({ code, nature, bloquant }) => [code, nature, bloquant]),
    [['QP075019', 'auto_intersection', true]],
  )
  const [defaut] = defauts
  assert.match(defaut?.phrase ?? '', /se recoupe en un point.*ne change pas sa surface/)
  assert.ok(defaut?.wkt?.startsWith('POINT (2.41'))
  const [, , ...reste] = repairEntites(lecture, [])
  assert.ok(reste.length === publies.length - 2)
  const rang = publies.findIndex(({ code }) => code === 'QP075019')
  const reparee = repairEntites(lecture, [{ nature: 'auto_intersection', numero: rang + 1, variante: 'tout_entoure' }])[rang]
  assert.ok(Math.abs((reparee?.aireApresM2 ?? 0) - (reparee?.aireAvantM2 ?? 1)) < 1)
  assert.match(reparee?.faites[0] ?? '', /Contour qui se recoupe, réparé/)
  assert.deepEqual(reparee?.origine.flat(2).length, publies[rang]?.ewkt.split(',').length)
})

test('la même faute est trouvée dans chaque format', async () => {
  const noeud = [
    [
      [
        [0.68, 47.39],
        [0.69, 47.4],
        [0.69, 47.39],
        [0.68, 47.4],
        [0.68, 47.39],
      ] as [number, number][],
    ],
  ]
  for (const [nom, octets] of [
    ['a.geojson', geojsonOf([{ geometrie: noeud, proprietes: { a: 'x' } }])],
    ['a.csv', csvOf([{ geometrie: noeud, proprietes: { a: 'x' } }], 4326)],
    ['a.zip', shapefileOf([{ geometrie: noeud, proprietes: { a: 'x' } }])],
  ] as const)
    assert.deepEqual(natures(findDefauts(await read(nom, octets), AUCUN)), ['auto_intersection'], nom)
})
