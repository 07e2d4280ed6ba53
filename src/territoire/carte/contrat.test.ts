import assert from 'node:assert/strict'
import test from 'node:test'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { insertQuartiersDessines } from '../carte-de-test.ts'
import { readCarteContrat } from './contrat.store.ts'
import { elementsOfCarte } from './document-carte.ts'
import { toDonneesCarte } from './donnees-carte.ts'

const base = await createBaseDeTest()
await insertQuartiersDessines(base.libre)
const CONTRAT = {
  id: '01930000-0000-7000-8000-00000000c0de',
  epciNom: 'Tours Métropole',
  communes: [{ code: '37261', nom: 'Tours' }],
  adresse: 'tours',
}

test('la carte d’un contrat montre la génération du jour et tient les autres prêtes', async () => {
  const { demande, masques, choix } = await readCarteContrat(base.libre, CONTRAT, '2026-06-01')
  assert.deepEqual(
    demande.calques.map(({ id, style, formes }) => [id, style, formes.length]),
    [
      ['communes', 'commune', 1],
      ['generation-qpv2024', 'quartier', 2],
      ['generation-qpv2015', 'ancien', 2],
    ],
  )
  assert.deepEqual([...masques], ['generation-qpv2015'])
  assert.deepEqual(
    choix.map(({ generation, montree }) => [generation.code, montree]),
    [
      ['QPV2024', true],
      ['QPV2015', false],
    ],
  )
  assert.equal(demande.calques[1]?.formes[0]?.href, '/espace/tours/territoire/quartiers/QN03792M')
  assert.match(demande.description, /^2\u00a0quartiers \(Quartiers prioritaires 2024\)/)
})

test('à un jour d’avant, c’est l’autre génération ; demandées, les deux se superposent', async () => {
  const avant = await readCarteContrat(base.libre, CONTRAT, '2020-01-01')
  assert.deepEqual([...avant.masques], ['generation-qpv2024'])
  const deux = await readCarteContrat(base.libre, CONTRAT, '2026-06-01', new Set(['QPV2015', 'QPV2024', 'INCONNUE']))
  assert.equal(deux.masques.size, 0)
  assert.deepEqual(
    deux.demande.calques.map(({ style }) => style),
    ['commune', 'voisin', 'ancien'],
  )
})

test('les données de la carte gardent chaque sommet, au centimètre', async () => {
  const { demande, masques } = await readCarteContrat(base.libre, CONTRAT, '2026-06-01')
  const donnees = toDonneesCarte(demande, masques)
  assert.deepEqual(
    donnees.calques.map(({ id, visible, fond }) => [id, visible, fond]),
    [
      ['communes', true, true],
      ['generation-qpv2024', true, false],
      ['generation-qpv2015', false, false],
    ],
  )
  const fuye = donnees.features.find(({ properties }) => properties.nom === 'La Fuye')
  assert.deepEqual(fuye?.geometry.coordinates[0], [
    [
      [0.703, 47.38],
      [0.712, 47.379],
      [0.711, 47.388],
      [0.703, 47.39],
      [0.703, 47.38],
    ],
  ])
  const [lon = 0, lat = 0] = fuye?.properties.ancre ?? []
  assert.ok(lon > 0.705 && lon < 0.71 && lat > 47.382 && lat < 47.387, `${lon} ${lat}`)
})

test('dans un document : la carte en couleurs, puis chaque lieu dans un tableau ; Word a ses pixels', async () => {
  const { demande, masques } = await readCarteContrat(base.libre, { ...CONTRAT, adresse: null }, '2026-06-01')
  const [image, tableau] = await elementsOfCarte({ ...demande, calques: demande.calques.filter(({ id }) => !masques.has(id)) }, 'oui')
  assert.ok(image?.sorte === 'image' && tableau?.sorte === 'tableau')
  assert.match(image.svg, /La Fuye/)
  assert.deepEqual([...(image.png ?? []).slice(1, 4)], [...Buffer.from('PNG')])
  assert.deepEqual(
    tableau.lignes.map(([nom, code]) => [nom, code]),
    [
      ['La Fuye', 'QN03792M'],
      ['Les Allées', 'QN03791M'],
    ],
  )
  assert.deepEqual(await elementsOfCarte({ ...demande, calques: [] }, 'oui'), [])
})
