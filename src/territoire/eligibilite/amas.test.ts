import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { aireM2 } from '../geometrie.ts'
import { labelAmas } from './amas.ts'
import { COTE_BLOC, decodeBlocs, listBlocs } from './bloc.ts'
import { listRetenues } from './candidats.ts'
import { aireCoins, type Coin, traceContour } from './contour-cellules.ts'
import { centreOf, contains, contourOf, listCouvertes } from './geometrie-cellules.ts'
import { ECHELLE, findCellule, sortedRangs, sortGrille } from './grille.ts'
import { buildGrille, createPays, labelByBfs } from './grille-de-test.ts'
import { createLecteurCsv } from './lecture-csv.ts'

const carreaux = fc.uniqueArray(fc.record({ x: fc.integer({ min: -9, max: 9 }), y: fc.integer({ min: -9, max: 9 }) }), {
  maxLength: 160,
  selector: ({ x, y }) => `${x},${y}`,
})
const voisinages = [4, 8] as const

test('clusters are those of a search cell by cell, whatever the cells, by sides and by corners', () => {
  fc.assert(
    fc.property(carreaux, fc.infiniteStream(fc.boolean()), fc.constantFrom(...voisinages), (places, flux, voisinage) => {
      const grille = buildGrille(places)
      const retenue = Uint8Array.from(grille.x, () => (flux.next().value === true ? 1 : 0))
      assert.deepEqual(labelAmas(grille, retenue, voisinage), labelByBfs(grille, retenue, voisinage))
    }),
    { numRuns: 1500 },
  )
})

test('a large country gives the same clusters as a search cell by cell', () => {
  const { grille } = sortGrille(createPays(120_000, 7))
  for (const voisinage of voisinages) {
    const retenue = Uint8Array.from(grille.x, (_, i) => (i % 3 === 0 ? 0 : 1))
    assert.deepEqual(labelAmas(grille, retenue, voisinage), labelByBfs(grille, retenue, voisinage))
  }
})

test('runs at the two ends of neighbouring rows do not touch', () => {
  const grille = buildGrille([
    { x: 0, y: 1 },
    { x: 9, y: 0 },
    { x: 0, y: 0 },
    { x: 9, y: 1 },
  ])
  assert.equal(labelAmas(grille, new Uint8Array(4).fill(1), 8).nombre, 2)
  assert.equal(labelAmas(buildGrille([]), new Uint8Array(0), 8).nombre, 0)
})

test('a comb whose teeth meet in the last row is one cluster', () => {
  const dents = Array.from({ length: 40 }, (_, i) => [
    ...Array.from({ length: 12 }, (_un, y) => ({ x: 2 * i, y })),
    { x: 2 * i, y: 12 },
    { x: 2 * i + 1, y: 12 },
  ]).flat()
  const grille = buildGrille(dents)
  const retenue = new Uint8Array(dents.length).fill(1)
  assert.equal(labelAmas(grille, retenue, 4).nombre, 1)
  assert.deepEqual(labelAmas(grille, retenue, 4), labelByBfs(grille, retenue, 4))
})

test('cells are sorted in raster order, and a cell given twice is said', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 31 - 1 })), (cles) => {
      const tableau = Int32Array.from(cles)
      assert.deepEqual(
        [...sortedRangs(tableau)].map((rang) => tableau[rang]),
        [...cles].sort((a, b) => a - b),
      )
    }),
  )
  const grille = buildGrille([
    { x: 3, y: 2 },
    { x: -1, y: 2 },
    { x: 5, y: -4 },
  ])
  assert.deepEqual([...grille.x], [5, -1, 3])
  assert.deepEqual(
    [findCellule(grille, 3, 2), findCellule(grille, 4, 2), findCellule(grille, 6, -4), findCellule(grille, -2, 2)],
    [2, -1, -1, -1],
  )
  const double = createLecteurCsv({ coteM: 200, forme: { sorte: 'metres', epsg: 2975 } })
  double.push(Buffer.from('x,y,men,men_pauv\n100,100,1,0\n500,100,1,0\n150,50,2,1\n'))
  assert.deepEqual(sortGrille(double.end().cellules).doublon, { x: 0, y: 0 })
})

test('an outline is the exact union of its cells: area, simple rings, shells and holes', () => {
  fc.assert(
    fc.property(carreaux, (places) => {
      const polygones = traceContour(places.map(({ x, y }): Coin => [x, y]))
      const aire = polygones.reduce((somme, polygone) => somme + polygone.reduce((s, anneau) => s + aireCoins(anneau), 0), 0)
      assert.equal(aire, places.length)
      for (const polygone of polygones) {
        polygone.forEach((anneau, rang) => {
          assert.equal(aireCoins(anneau) > 0, rang === 0)
          assert.deepEqual(anneau[0], anneau.at(-1))
          assert.equal(new Set(anneau.slice(1).map(([x, y]) => `${x},${y}`)).size, anneau.length - 1, 'no corner twice')
        })
      }
      const prises = new Set(places.map(({ x, y }) => `${x},${y}`))
      const plan = polygones.map((polygone) => polygone.map((anneau) => anneau.map(([x, y]) => [x, y] as const)))
      for (let x = -10; x <= 10; x += 1) {
        for (let y = -10; y <= 10; y += 1) assert.equal(contains(plan, [x + 0.5, y + 0.5]), prises.has(`${x},${y}`))
      }
    }),
    { numRuns: 300 },
  )
})

test('on Earth, an outline in LAEA has the area of its cells and holds their centres', () => {
  const repere = { epsg: 3035, coteM: 200 }
  const cellules: Coin[] = Array.from({ length: 60 }, (_, i): Coin => [18_700 + (i % 12), 12_700 + Math.floor(i / 12)])
  const contour = contourOf(repere, cellules)
  assert.ok(Math.abs(aireM2(contour) / (60 * 40_000) - 1) < 0.004)
  for (const [x, y] of cellules) assert.ok(contains(contour, centreOf(repere, x, y)))
  const couvertes = listCouvertes(repere, contour)
  const parts = new Map(couvertes.map(({ x, y, part }) => [`${x},${y}`, part]))
  for (const [x, y] of cellules) assert.ok((parts.get(`${x},${y}`) ?? 0) > 0.999)
  assert.ok(Math.abs(couvertes.reduce((somme, { part }) => somme + part, 0) - 60) < 0.01)
})

test('blocks of cells come back as they were, negative indices included', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(
        fc.record({
          x: fc.integer({ min: -400, max: 400 }),
          y: fc.integer({ min: -400, max: 400 }),
          population: fc.integer({ min: 0, max: 9000 }),
        }),
        {
          selector: ({ x, y }) => `${x},${y}`,
          maxLength: 300,
        },
      ),
      (places) => {
        const grille = buildGrille(places)
        const blocs = [...listBlocs(grille)]
        assert.ok(
          blocs.every(({ x, y, cellules }) => Number.isInteger(x) && Number.isInteger(y) && cellules > 0 && cellules <= COTE_BLOC ** 2),
        )
        const tout = { x0: -1e6, y0: -1e6, x1: 1e6, y1: 1e6 }
        assert.deepEqual(sortGrille(decodeBlocs(blocs, tout)).grille, grille)
        const fenetre = { x0: -100, y0: -50, x1: 100, y1: 200 }
        const lues = decodeBlocs(blocs, fenetre)
        assert.equal(lues.x.length, places.filter(({ x, y }) => x >= -100 && x <= 100 && y >= -50 && y <= 200).length)
      },
    ),
    { numRuns: 200 },
  )
})

const REUNION = '../shared/data/insee-btb-reunion/reunion_200m.csv'
test('La Réunion : les 14 076 carreaux réels donnent les mêmes ensembles qu’une recherche carreau par carreau', {
  skip: existsSync(REUNION) ? false : `${REUNION} absent`,
}, () => {
  const lecteur = createLecteurCsv({ coteM: 200, forme: { sorte: 'metres', epsg: 2975 } })
  const octets = readFileSync(REUNION)
  for (let debut = 0; debut < octets.length; debut += 1000) lecteur.push(octets.subarray(debut, debut + 1000))
  const lu = lecteur.end()
  const { grille, doublon } = sortGrille(lu.cellules)
  assert.deepEqual([grille.x.length, doublon, lu.avecPopulation, lu.avecMenages], [14_076, null, false, true])
  const menages = grille.menages.reduce((somme, un) => somme + un, 0) / ECHELLE
  const lignes = octets.toString('latin1').trim().split('\n').slice(1)
  const attendus = lignes.reduce((somme, ligne) => somme + Number(ligne.split(',')[2]), 0)
  assert.ok(Math.abs(menages - attendus) < 1, `${menages} households read, ${attendus} in the file`)
  const retenue = listRetenues(grille, { sorte: 'pauvrete', partPm: 450, inegalite: 'stricte' })
  const comptes = voisinages.map((voisinage) => {
    const amas = labelAmas(grille, retenue, voisinage)
    assert.deepEqual(amas, labelByBfs(grille, retenue, voisinage))
    return amas.nombre
  })
  assert.ok((comptes[0] ?? 0) > (comptes[1] ?? 0) && (comptes[1] ?? 0) > 50, comptes.join(' > '))
  const amas = labelAmas(grille, new Uint8Array(14_076).fill(1), 8)
  assert.deepEqual(amas, labelByBfs(grille, new Uint8Array(14_076).fill(1), 8))
})
