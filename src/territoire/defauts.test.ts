import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Defaut, NatureDefaut } from './defaut.ts'
import { type ContexteDefauts, findDefauts, type Identite } from './defauts.ts'
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
import type { LectureGeo } from './lecture/lecture.ts'
import { readGeo } from './lecture/lire-geo.ts'
import { generateQuartiers } from './quartiers-synthetiques-de-test.ts'
import { repairEntites } from './reparation.ts'

const AUCUN: ContexteDefauts = {
  identites: [],
  grammaire: null,
  generation: null,
  communes: null,
  annonces: null,
  seuilChevauchementM2: 1,
}

async function read(nom: string, octets: Buffer): Promise<LectureGeo> {
  const reponse = await readGeo(nom, octets)
  if (reponse.etat !== 'lu') return assert.fail(reponse.phrase)
  return reponse
}

type Anneau = (number | null)[][]
/** One feature of polygons whose positions are in ten-thousandths of a degree from Tours. */
const collection = (...entites: (Anneau[][] | { type: string; coordinates: unknown } | null)[]) =>
  Buffer.from(
    JSON.stringify({
      type: 'FeatureCollection',
      features: entites.map((polygones, rang) => ({
        type: 'Feature',
        properties: { code: `QN037${String(rang).padStart(2, '0')}N`, nom: `Quartier ${rang}` },
        geometry:
          polygones === null || !Array.isArray(polygones)
            ? polygones
            : {
                type: 'MultiPolygon',
                coordinates: polygones.map((anneaux) =>
                  anneaux.map((anneau) =>
                    anneau.map(([x, y, ...z]) => [x === null ? null : 0.68 + (x ?? 0) / 10_000, 47.39 + (y ?? 0) / 10_000, ...z]),
                  ),
                ),
              },
      })),
    }),
  )
const carre = (x: number, y: number, cote: number): Anneau => [
  [x, y],
  [x + cote, y],
  [x + cote, y + cote],
  [x, y + cote],
  [x, y],
]
const trou = (x: number, y: number, cote: number): Anneau => carre(x, y, cote).toReversed()

async function defautsOf(octets: Buffer, contexte: Partial<ContexteDefauts> = {}): Promise<Defaut[]> {
  return findDefauts(await read('a.geojson', octets), { ...AUCUN, ...contexte })
}
const natures = (defauts: readonly Defaut[]): NatureDefaut[] => defauts.map(({ nature }) => nature)

test('un quartier juste n’a aucun défaut', async () => {
  assert.deepEqual(await defautsOf(collection([[carre(0, 0, 10), trou(2, 2, 3)], [carre(20, 0, 10)]])), [])
})

test('chaque défaut de forme est dit avec son entité, sa place et une réparation', async () => {
  const cas: [NatureDefaut, Anneau[][], [number, number] | null][] = [
    [
      'anneau_ouvert',
      [
        [
          [
            [0, 0],
            [10, 0],
            [10, 10],
            [0, 10],
          ],
        ],
      ],
      [0, 10],
    ],
    [
      'sommets_doubles',
      [
        [
          [
            [0, 0],
            [10, 0],
            [10, 0],
            [10, 10],
            [0, 10],
            [0, 0],
          ],
        ],
      ],
      [10, 0],
    ],
    [
      'pointe',
      [
        [
          [
            [0, 0],
            [10, 0],
            [20, 0],
            [10, 0],
            [10, 10],
            [0, 10],
            [0, 0],
          ],
        ],
      ],
      [20, 0],
    ],
    [
      'anneau_degenere',
      [
        [carre(0, 0, 10)],
        [
          [
            [30, 0],
            [31, 0],
            [32, 0],
            [30, 0],
          ],
        ],
      ],
      null,
    ],
    [
      'auto_intersection',
      [
        [
          [
            [0, 0],
            [10, 10],
            [10, 0],
            [0, 10],
            [0, 0],
          ],
        ],
      ],
      [5, 5],
    ],
    ['trou_hors_contour', [[carre(0, 0, 10), trou(20, 0, 3)]], [20, 0]],
    ['trou_hors_contour', [[carre(0, 0, 10), trou(2, 2, 6), trou(3, 3, 2)]], [3, 3]],
    ['parties_superposees', [[carre(0, 0, 10)], [carre(5, 5, 10)]], null],
    ['parties_superposees', [[carre(0, 0, 10)], [carre(2, 2, 3)]], [2, 2]],
    ['parties_superposees', [[carre(0, 0, 10)], [carre(10, 0, 10)]], null],
    ['sens_anneau', [[carre(0, 0, 10).toReversed()]], null],
    [
      'coordonnees_non_finies',
      [
        [
          [
            [0, 0],
            [5, 0],
            [null, 1],
            [10, 0],
            [10, 10],
            [0, 10],
            [0, 0],
          ],
        ],
      ],
      null,
    ],
    [
      'dimension_mixte',
      [
        [
          [
            [0, 0],
            [10, 0, 5],
            [10, 10],
            [0, 10],
            [0, 0],
          ],
        ],
      ],
      null,
    ],
  ]
  for (const [nature, polygones, lieu] of cas) {
    const defauts = await defautsOf(collection(polygones))
    assert.deepEqual(natures(defauts), [nature], `${nature}: ${JSON.stringify(polygones)}`)
    const [defaut] = defauts
    assert.equal(defaut?.numero, 1)
    assert.match(defaut?.phrase ?? '', /^L’entité n°\u00a01 .*\.$/)
    if (nature !== 'dimension_mixte') assert.ok((defaut?.reparations.length ?? 0) > 0, nature)
    if (lieu !== null) {
      assert.ok(Math.abs((defaut?.lieux[0]?.[0] ?? 0) - (0.68 + lieu[0] / 10_000)) < 1e-7, `${nature}: ${defaut?.wkt}`)
      assert.ok(Math.abs((defaut?.lieux[0]?.[1] ?? 0) - (47.39 + lieu[1] / 10_000)) < 1e-7, `${nature}: ${defaut?.wkt}`)
      assert.match(defaut?.wkt ?? '', /^POINT \(0\.68\d* 47\.39\d*\)$/)
    }
  }
})

test('ce qui n’a pas de surface est dit, sans réparation', async () => {
  const defauts = await defautsOf(
    collection(
      null,
      { type: 'Point', coordinates: [0, 47] },
      { type: 'Polygon', coordinates: [] },
      { type: 'GeometryCollection', coordinates: [] },
      [
        [
          [
            [0, 0],
            [1, 0],
            [0, 0],
          ],
        ],
      ],
    ),
  )
  assert.deepEqual(natures(defauts), ['geometrie_absente', 'geometrie_autre', 'geometrie_absente', 'geometrie_autre', 'anneau_degenere'])
  assert.ok(defauts.every(({ bloquant, reparations }) => bloquant && reparations.length === 0))
})

test('les défauts de toutes les entités viennent d’un coup', async () => {
  const noeud: Anneau[][] = [
    [
      [
        [0, 0],
        [10, 10],
        [10, 0],
        [0, 10],
        [0, 0],
      ],
    ],
  ]
  const defauts = await defautsOf(collection(noeud, [[carre(100, 0, 10).toReversed()]], noeud, [[carre(200, 0, 10), trou(400, 0, 3)]]))
  assert.deepEqual(
    defauts.map(({ numero, nature }) => [numero, nature]),
    [
      [1, 'auto_intersection'],
      [2, 'sens_anneau'],
      [3, 'auto_intersection'],
      [3, 'superposition'],
      [4, 'trou_hors_contour'],
    ],
  )
})

test('une superposition dit sa surface, sa part et son voisin', async () => {
  const [defaut, ...autres] = await defautsOf(collection([[carre(0, 0, 100)]], [[carre(90, 0, 100)]], [[carre(190, 0, 100)]]))
  assert.deepEqual(autres, [])
  assert.deepEqual([defaut?.nature, defaut?.numero, defaut?.voisin?.numero, defaut?.voisin?.partPm], ['superposition', 2, 1, 100])
  assert.ok(Math.abs((defaut?.voisin?.aireM2 ?? 0) - 75.3 * 1112) < 500, String(defaut?.voisin?.aireM2))
  assert.match(
    defaut?.phrase ?? '',
    /recouvre l’entité n°\u00a01 sur 83\u202f\d{3}\u00a0m² \(10\u00a0% de la première, 10\u00a0% de la seconde\)\.$/,
  )
  assert.deepEqual(await defautsOf(collection([[carre(0, 0, 100)]], [[carre(90, 0, 100)]]), { seuilChevauchementM2: null }), [])
})

test('code, nom et communes: chaque faute a sa phrase, le code écrit autrement se répare', async () => {
  const octets = collection([[carre(0, 0, 10)]], [[carre(20, 0, 10)]], [[carre(40, 0, 10)]], [[carre(60, 0, 10)]], [[carre(80, 0, 10)]])
  const qui = (code: string | null, nom: string | null = 'Nom', communes: string[] = []): Identite => ({
    code,
    nom,
    communes,
    departement: null,
  })
  const identites = [qui('QN03701N'), qui(' qn03701n'), qui('QN9999Z'), qui(null, null), qui('QN03702M', 'Rabière', ['37122', '99999'])]
  const defauts = await defautsOf(octets, {
    identites,
    grammaire: '^QN([0-9]{3}|02[AB])[0-9]{2}[NMI]$',
    generation: 'Quartiers prioritaires 2024',
    communes: new Set(['37122']),
    annonces: { metropole: 3, N: 1, M: 1 },
  })
  assert.deepEqual(
    defauts.map(({ numero, nature }) => [numero, nature]),
    [
      [null, 'compte_faux'],
      [2, 'code_invalide'],
      [2, 'code_double'],
      [3, 'code_invalide'],
      [4, 'code_absent'],
      [4, 'nom_absent'],
      [5, 'commune_inconnue'],
    ],
  )
  assert.deepEqual(
    defauts[1]?.reparations.map(({ variante }) => variante),
    ['code:QN03701N'],
  )
  assert.deepEqual(defauts[3]?.reparations, [])
  assert.match(defauts[2]?.phrase ?? '', /même code que l’entité n°\u00a01/)
  assert.match(defauts[6]?.phrase ?? '', /QN03702M «\u00a0Rabière\u00a0».*«\u00a099999\u00a0»/)
})

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

test('le nombre que le fichier annonce n’est jamais cru (BR-05)', async () => {
  const octets = Buffer.from(
    collection([[carre(0, 0, 10)]], [[carre(20, 0, 10)]])
      .toString()
      .replace('{"type":"FeatureCollection"', '{"type":"FeatureCollection","numberMatched":5'),
  )
  const [defaut] = await defautsOf(octets)
  assert.deepEqual([defaut?.nature, defaut?.bloquant], ['compte_faux', false])
  assert.match(defaut?.phrase ?? '', /annonce 5\u00a0entités et en contient 2/)
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
