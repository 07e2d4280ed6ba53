import assert from 'node:assert/strict'
import { test } from 'node:test'
import { classifyLiens, computeFiliation, type Recouvrement } from './filiation.ts'
import { lettreOf, sayAire, sayDesaccord, sayLien, sayPart } from './filiation-mots.ts'
import { buildGrillePeuplee } from './filiation-population.ts'
import { type MultiPolygone, quantised } from './geometrie.ts'

const SEUILS = { identiquePm: 980, negligeablePm: 20 }

/** Rectangle in thousandths of a degree. */
function rectangle(x: number, y: number, l: number, h: number): MultiPolygone {
  const [o, s, e, n] = [0.69 + x / 1000, 47.39 + y / 1000, 0.69 + (x + l) / 1000, 47.39 + (y + h) / 1000]
  return quantised([
    [
      [
        [o, s],
        [e, s],
        [e, n],
        [o, n],
        [o, s],
      ],
    ],
  ])
}
const q = (code: string, ...args: [number, number, number, number]) => ({ id: code, code, geometrie: rectangle(...args) })
const dit = (liens: ReturnType<typeof computeFiliation>) => liens.map((l) => `${l.ancienId ?? '∅'}>${l.nouveauId ?? '∅'} ${l.type}`)

test('identique, modifié, sortant, entrant', () => {
  const liens = computeFiliation(
    [q('A', 0, 0, 10, 10), q('B', 20, 0, 10, 10), q('C', 40, 0, 5, 5)],
    [q('A2', 0, 0, 10, 10), q('B2', 20, 0, 12, 10), q('D2', 60, 0, 5, 5)],
    SEUILS,
  )
  assert.deepEqual(dit(liens), ['A>A2 identique', 'B>B2 modifie', 'C>∅ sortant', '∅>D2 entrant'])
  assert.equal(liens[1]?.partAncienPm, 1000)
  assert.equal(liens[1]?.partNouveauPm, 833)
})

test('fusion et scission', () => {
  assert.deepEqual(dit(computeFiliation([q('A', 0, 0, 10, 10), q('B', 10, 0, 10, 10)], [q('AB', 0, 0, 20, 10)], SEUILS)), [
    'A>AB fusion',
    'B>AB fusion',
  ])
  assert.deepEqual(dit(computeFiliation([q('A', 0, 0, 20, 10)], [q('A1', 0, 0, 12, 10), q('A2', 12, 0, 8, 10)], SEUILS)), [
    'A>A1 scission',
    'A>A2 scission',
  ])
})

test('une frange de dessin n’est pas un lien ; le seuil est celui qu’on donne', () => {
  const anciens = [q('A', 0, 0, 10, 10), q('B', 10, 0, 10, 10)]
  const nouveaux = [{ ...q('A2', 0, 0, 10, 10), geometrie: rectangle(0, 0, 10.1, 10) }, q('B2', 10, 0, 10, 10)]
  assert.deepEqual(dit(computeFiliation(anciens, nouveaux, SEUILS)), ['A>A2 identique', 'B>B2 identique'])
  assert.deepEqual(dit(computeFiliation(anciens, nouveaux, { ...SEUILS, negligeablePm: 5 })), [
    'A>A2 fusion',
    'B>A2 scission',
    'B>B2 scission',
  ])
  assert.deepEqual(
    dit(
      computeFiliation([anciens[0] as (typeof anciens)[number]], [nouveaux[0] as (typeof nouveaux)[number]], {
        ...SEUILS,
        identiquePm: 1000,
      }),
    ),
    ['A>A2 modifie'],
  )
})

test('chaque ancien et chaque nouveau quartier a au moins un lien, et les parts d’un ancien ne dépassent pas le tout', () => {
  const anciens = Array.from({ length: 12 }, (_, i) => q(`A${i}`, 7 * i, (i * 5) % 9, 8, 8))
  const nouveaux = Array.from({ length: 9 }, (_, i) => q(`N${i}`, 9 * i, (i * 3) % 7, 6, 9))
  const liens = computeFiliation(anciens, nouveaux, SEUILS)
  for (const { id } of anciens) assert.ok(liens.some((l) => l.ancienId === id))
  for (const { id } of nouveaux) assert.ok(liens.some((l) => l.nouveauId === id))
  assert.equal(new Set(dit(liens)).size, liens.length)
})

test('les parts de population suivent les carreaux habités, pas la surface', () => {
  const grille = buildGrillePeuplee([
    { lon: 0.6915, lat: 47.392, population: 900 },
    { lon: 0.6985, lat: 47.392, population: 100 },
    { lon: 0.7015, lat: 47.392, population: 50 },
  ])
  const [lien] = computeFiliation([q('A', 0, 0, 10, 10)], [q('A2', 5, 0, 10, 10)], SEUILS, grille)
  assert.equal(lien?.partAncienPm, 500)
  assert.equal(lien?.partPopulationAncienPm, 100)
  assert.equal(lien?.partPopulationNouveauPm, 667)
  const [sans] = computeFiliation([q('A', 0, 0, 10, 10)], [q('A2', 5, 0, 10, 10)], SEUILS, buildGrillePeuplee([]))
  assert.equal(sans?.partPopulationAncienPm, null, 'inconnue n’est pas zéro')
})

test('quand des quartiers se réunissent et se partagent à la fois, l’héritier principal fait la fusion', () => {
  const r = (ancienId: string, nouveauId: string, aireM2: number): Recouvrement => ({
    ancienId,
    nouveauId,
    aireM2,
    partAncienPm: aireM2,
    partNouveauPm: aireM2,
    partPopulationAncienPm: null,
    partPopulationNouveauPm: null,
  })
  const liens = classifyLiens([r('A', 'X', 600), r('A', 'Y', 400), r('B', 'X', 500)], ['A', 'B'], ['X', 'Y'], SEUILS)
  assert.deepEqual(dit(liens), ['A>X fusion', 'A>Y scission', 'B>X fusion'])
})

test('un lien se dit en une phrase, avec ce qui s’ajoute et ce qui part', () => {
  const ancien = { code: 'QP037005', nom: 'Maryse Bastié', aireM2: 250_000 }
  const nouveau = { code: 'QN03705M', nom: 'Maryse Bastié', aireM2: 290_000 }
  const base = { ancien, nouveau, type: 'modifie', partAncienPm: 960, partNouveauPm: 828 } as const
  assert.equal(sayLien(base), 'QN03705M reprend 96\u00a0% de QP037005 et y ajoute 5\u00a0hectares, et en retire 1\u00a0hectare.')
  assert.equal(
    sayLien({ ...base, partAncienPm: 1000 }, { ajoutes: 2, retires: 0 }),
    'QN03705M reprend 100\u00a0% de QP037005 et y ajoute 2\u00a0îlots (5\u00a0hectares).',
  )
  assert.match(sayLien({ ...base, type: 'identique' }), /garde le périmètre/)
  assert.match(sayLien({ ...base, type: 'scission' }), /QP037005 est partagé/)
  assert.match(sayLien({ ...base, type: 'fusion' }), /réunit plusieurs quartiers, dont 96\u00a0% de QP037005/)
  assert.match(sayLien({ ...base, ancien: null, type: 'entrant' }), /est nouveau/)
  assert.match(sayLien({ ...base, nouveau: null, type: 'sortant' }), /n’a pas de suite/)
})

test('une part de 99,6 % ne se dit pas 100 %', () => {
  assert.equal(sayPart(996), '99,6\u00a0%')
  assert.equal(sayPart(1000), '100\u00a0%')
  assert.equal(sayPart(4), '0,4\u00a0%')
  assert.equal(sayAire(640), '640\u00a0m²')
  assert.equal(sayAire(52_300), '5,2\u00a0hectares')
})

test('la lettre officielle est confrontée aux contours', () => {
  assert.equal(lettreOf('QN03705M'), 'M')
  assert.equal(lettreOf('QN02A01I'), 'I')
  assert.equal(lettreOf('QP037005'), null)
  assert.equal(sayDesaccord('QN03705M', ['modifie']), null)
  assert.equal(sayDesaccord('QN03705M', ['fusion', 'fusion']), null)
  assert.match(sayDesaccord('QN03705I', ['modifie']) ?? '', /dit «\u00a0identique\u00a0» \(I\), mais les contours diffèrent/)
  assert.match(sayDesaccord('QN03705N', ['identique']) ?? '', /nouveau/)
  assert.equal(sayDesaccord('QP037005', ['modifie']), null)
})
