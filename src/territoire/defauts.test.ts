import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { NatureDefaut } from './defaut.ts'
import type { Identite } from './defauts.ts'
import { type Anneau, carre, collection, defautsOf, natures, trou } from './defauts-de-test.ts'

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
    grammaire: (code) => /^QN([0-9]{3}|02[AB])[0-9]{2}[NMI]$/.test(code),
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
