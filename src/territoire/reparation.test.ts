import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Accord } from './defaut.ts'
import { type ContexteDefauts, findDefauts } from './defauts.ts'
import { aireM2, type MultiPolygone } from './geometrie.ts'
import type { EntiteLue, LectureGeo } from './lecture/lecture.ts'
import { repairCode, repairEntites, rereadable } from './reparation.ts'

const SEUL: ContexteDefauts = { identites: [], grammaire: null, generation: null, communes: null, annonces: null, seuilChevauchementM2: 1 }
const [LON, LAT] = [0.68, 47.39]
/** Steps of 1e-7 around Tours. */
const at = (x: number, y: number) => [LON + x / 1e7, LAT + y / 1e7]

function lectureOf(entites: readonly (readonly (readonly (readonly [number, number])[])[])[][]): LectureGeo {
  return {
    etat: 'lu',
    format: 'geojson',
    fichier: null,
    couche: null,
    projection: { epsg: 4326, origine: 'format' },
    colonnes: [],
    annonce: null,
    avertissements: [],
    entites: entites.map(
      (polygones, rang): EntiteLue => ({
        numero: rang + 1,
        ligne: null,
        nature: 'MultiPolygon',
        dimension: 2,
        proprietes: {},
        polygones: polygones.map((polygone) => polygone.map((anneau) => Float64Array.from(anneau.flatMap(([x, y]) => at(x, y))))),
      }),
    ),
  }
}
const adviceOf = (lecture: LectureGeo): Accord[] => {
  const natures = new Map(
    findDefauts(lecture, SEUL).flatMap(({ nature, reparations: [premiere] }) =>
      premiere === undefined ? [] : [[nature, premiere.variante] as const],
    ),
  )
  return [...natures].map(([nature, variante]) => ({ nature, numero: 'toutes', variante }))
}
const carre = (x: number, y: number, cote: number): [number, number][] => [
  [x, y],
  [x + cote, y],
  [x + cote, y + cote],
  [x, y + cote],
  [x, y],
]
const steps = (m: MultiPolygone | undefined) =>
  (m ?? []).map((p) => p.map((a) => a.map(([x, y]) => [Math.round((x - LON) * 1e7), Math.round((y - LAT) * 1e7)])))

test('rien n’est réparé sans accord: la géométrie est seulement posée sur la grille', () => {
  const lecture = lectureOf([
    [
      [
        [
          [0, 0],
          [100_000, 100_000],
          [100_000, 0],
          [0, 100_000],
          [0, 0],
        ],
      ],
    ],
    [[carre(500_000, 0, 1000).toReversed()]],
  ])
  const [noeud, tourne] = repairEntites(lecture, [])
  assert.deepEqual([noeud?.faites, tourne?.faites], [[], []])
  assert.deepEqual(steps(noeud?.geometrie), [
    [
      [
        [0, 0],
        [100_000, 100_000],
        [100_000, 0],
        [0, 100_000],
        [0, 0],
      ],
    ],
  ])
  assert.deepEqual(steps(tourne?.geometrie), [[carre(500_000, 0, 1000).toReversed()]])
})

test('un accord pour une entité ne touche pas les autres, un accord pour toutes les touche toutes', () => {
  const lecture = lectureOf([[[carre(0, 0, 1000).toReversed()]], [[carre(5000, 0, 1000).toReversed()]]])
  const [un, deux] = repairEntites(lecture, [{ nature: 'sens_anneau', numero: 2, variante: 'inverser' }])
  assert.deepEqual([un?.faites.length, deux?.faites.length], [0, 1])
  assert.deepEqual(steps(deux?.geometrie), [[carre(5000, 0, 1000)]])
  const toutes = repairEntites(lecture, [{ nature: 'sens_anneau', numero: 'toutes', variante: 'inverser' }])
  assert.ok(toutes.every(({ faites }) => faites.length === 1))
  const [premiere, seconde] = repairEntites(lecture, [
    { nature: 'sens_anneau', numero: 'toutes', variante: 'inverser' },
    { nature: 'sens_anneau', numero: 1, variante: 'laisser' },
  ])
  assert.deepEqual([premiere?.faites.length, seconde?.faites.length], [0, 1])
})

test('l’original est gardé tel qu’il est dans le fichier', () => {
  const lecture = lectureOf([
    [
      [
        [
          [0, 0],
          [1000, 0],
          [1000, 0],
          [1000, 1000],
          [0, 1000],
        ],
      ],
    ],
  ])
  const [une] = repairEntites(lecture, adviceOf(lecture))
  assert.equal(une?.origine[0]?.[0]?.length, 5)
  assert.equal(une?.geometrie[0]?.[0]?.length, 5)
  assert.deepEqual(steps(une?.geometrie), [[carre(0, 0, 1000)]])
  assert.deepEqual(une?.faites, ['Contour non fermé, réparé.', 'Sommets répétés, réparé.'])
})

test('un contour qui repasse sur lui-même offre deux lectures, chacune avec sa surface', () => {
  // Goes twice round its middle.
  const tour: [number, number][] = [
    [0, 0],
    [300_000, 0],
    [300_000, 300_000],
    [50_000, 300_000],
    [50_000, 100_000],
    [200_000, 100_000],
    [200_000, 200_000],
    [0, 220_000],
    [0, 0],
  ]
  for (const anneau of [tour]) {
    const lecture = lectureOf([[[anneau]]])
    const [defaut] = findDefauts(lecture, SEUL)
    assert.equal(defaut?.nature, 'auto_intersection')
    const aires = Object.fromEntries((defaut?.reparations ?? []).map(({ variante, aireApresM2 }) => [variante, aireApresM2 ?? 0]))
    for (const [variante, aire] of Object.entries(aires)) {
      const [reparee] = repairEntites(lecture, [{ nature: 'auto_intersection', numero: 1, variante }])
      assert.ok(Math.abs((reparee?.aireApresM2 ?? 0) - aire) < 0.01)
      assert.ok(Math.abs(aireM2(reparee?.geometrie ?? []) - aire) < 0.01)
      assert.deepEqual(findDefauts(rereadable(lecture, [reparee ?? assert.fail()]), SEUL), [])
    }
    assert.ok((aires.tout_entoure ?? 0) > (aires.pair_impair ?? 0) + 1)
    assert.match(defaut?.phrase ?? '', /passerait de .* à .* \(garder tout .*\), ou à .* \(laisser de côté/)
  }
})

test('une superposition acceptée est retirée du second quartier, au mètre carré près', () => {
  const lecture = lectureOf([[[carre(0, 0, 100_000)]], [[carre(60_000, 20_000, 100_000)]], [[carre(150_000, 50_000, 100_000)]]])
  const reparees = repairEntites(lecture, [{ nature: 'superposition', numero: 'toutes', variante: 'retrancher' }])
  assert.deepEqual(
    reparees.map(({ faites }) => faites.length),
    [0, 1, 1],
  )
  assert.match(reparees[1]?.faites[0] ?? '', /Superposition, réparé\u00a0: de .* à /)
  assert.deepEqual(findDefauts(rereadable(lecture, reparees), SEUL), [])
})

test('longitude et latitude échangées, système choisi: le quartier revient à sa place', () => {
  const lecture = lectureOf([[[carre(0, 0, 1000)]]])
  const inverse: LectureGeo = {
    ...lecture,
    entites: lecture.entites.map((entite) => ({
      ...entite,
      polygones: entite.polygones.map((p) => p.map((a) => a.map((_, i) => a[i ^ 1] ?? 0))),
    })),
  }
  const [une] = repairEntites(inverse, [{ nature: 'coordonnees_inversees', numero: 'toutes', variante: 'permuter' }])
  assert.deepEqual(steps(une?.geometrie), [[carre(0, 0, 1000)]])
  assert.ok(Math.abs((une?.origine[0]?.[0]?.[0]?.[0] ?? 0) - LAT) < 1e-9)
  assert.equal(repairCode([{ nature: 'code_invalide', numero: 4, variante: 'code:QN03701N' }], 4, 'qn03701n'), 'QN03701N')
  assert.equal(repairCode([], 4, 'qn03701n'), 'qn03701n')
})

const sommet = (taille: number) => fc.tuple(fc.integer({ min: -taille, max: taille }), fc.integer({ min: -taille, max: taille }))
const entite = (taille: number) =>
  fc.array(fc.array(fc.array(sommet(taille), { minLength: 1, maxLength: 14 }), { minLength: 1, maxLength: 3 }), {
    minLength: 1,
    maxLength: 3,
  })

test('réparer ce qui vient d’être réparé ne trouve rien, et refait la même chose (tracés au hasard)', () => {
  for (const taille of [8, 300, 200_000]) {
    fc.assert(
      fc.property(fc.array(entite(taille), { minLength: 1, maxLength: 2 }), (entites) => {
        const lecture = lectureOf(
          entites.map((polygones, n) =>
            polygones.map((polygone) => polygone.map((anneau) => anneau.map(([x, y]): [number, number] => [x + n * 5 * taille, y]))),
          ),
        )
        const accords = adviceOf(lecture)
        const reparees = repairEntites(lecture, accords)
        assert.deepEqual(repairEntites(lecture, accords), reparees)
        const restes = findDefauts(rereadable(lecture, reparees), SEUL)
        // What has no surface at all, or is beyond repair, is told at the first reading already.
        const sansSurface = reparees.every(({ geometrie }) => geometrie.length > 0)
        if (sansSurface && !findDefauts(lecture, SEUL).some(({ bloquant, reparations }) => bloquant && reparations.length === 0))
          assert.deepEqual(restes, [])
        const deux = repairEntites(rereadable(lecture, reparees), accords)
        assert.deepEqual(
          deux.map(({ geometrie }) => geometrie),
          reparees.map(({ geometrie }) => geometrie),
        )
      }),
      { numRuns: 12, seed: 11 },
    )
  }
})
