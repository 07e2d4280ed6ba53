import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applyGeste, dropLignesVides, lignesDe, parseGeste, rangApres, retireeDe, textesDe, valeurGeste } from './gestes-lignes.ts'

const saisi = {
  titre: 'T',
  phases: [
    { id: 'a', nom: 'A' },
    { id: 'b', nom: 'B' },
    { id: 'c', nom: 'C' },
  ],
  action: 'x',
}
const noms = (s: typeof saisi | ReturnType<typeof applyGeste>, nom = 'phases') => lignesDe(s, nom).map((ligne) => ligne.nom)

test('a gesture is written and read back; anything else is a save', () => {
  const geste = { geste: 'monter', nom: 'calendrier.phases', rang: 12 } as const
  assert.deepEqual(parseGeste(valeurGeste(geste)), geste)
  for (const autre of [
    'enregistrer',
    undefined,
    ['monter a 1'],
    'monter a',
    'monter a x',
    'voler a 1',
    'monter a 1 2',
    'monter a<b 1',
    'monter a 99999',
  ]) {
    assert.equal(parseGeste(autre), null)
  }
})

test('adding keeps what was typed and adds one empty row', () => {
  const apres = applyGeste(saisi, { geste: 'ajouter', nom: 'phases', rang: 3 })
  assert.equal(apres.titre, 'T')
  assert.deepEqual(noms(apres), ['A', 'B', 'C', undefined])
  assert.equal(rangApres(apres, { geste: 'ajouter', nom: 'phases', rang: 3 }), 3)
})

test('adding to a list that is not in the form creates it, even under a group', () => {
  const apres = applyGeste({ calendrier: { texte: 'x' } }, { geste: 'ajouter', nom: 'calendrier.phases', rang: 0 })
  assert.deepEqual(apres, { calendrier: { texte: 'x', phases: [{}] } })
})

test('moving stops at both ends', () => {
  assert.deepEqual(noms(applyGeste(saisi, { geste: 'monter', nom: 'phases', rang: 2 })), ['A', 'C', 'B'])
  assert.deepEqual(noms(applyGeste(saisi, { geste: 'monter', nom: 'phases', rang: 0 })), ['A', 'B', 'C'])
  assert.deepEqual(noms(applyGeste(saisi, { geste: 'descendre', nom: 'phases', rang: 0 })), ['B', 'A', 'C'])
  assert.deepEqual(noms(applyGeste(saisi, { geste: 'descendre', nom: 'phases', rang: 2 })), ['A', 'B', 'C'])
  assert.deepEqual(noms(applyGeste(saisi, { geste: 'descendre', nom: 'phases', rang: 9 })), ['A', 'B', 'C'])
})

test('a removed row can be put back where it was, with all its fields', () => {
  const retire = applyGeste(saisi, { geste: 'retirer', nom: 'phases', rang: 1 })
  assert.deepEqual(noms(retire), ['A', 'C'])
  assert.deepEqual(retireeDe(retire), { nom: 'phases', rang: 1, ligne: { id: 'b', nom: 'B' } })
  const remis = applyGeste(retire, { geste: 'remettre', nom: 'phases', rang: 1 })
  assert.deepEqual(lignesDe(remis, 'phases'), saisi.phases)
  assert.equal(retireeDe(remis), null)
})

test('a forged removed row is ignored', () => {
  for (const retiree of ['{', '3', '{"nom":3,"rang":0,"ligne":{}}', '{"nom":"phases","rang":0,"ligne":[]}']) {
    assert.equal(retireeDe({ retiree }), null)
    assert.deepEqual(applyGeste({ retiree }, { geste: 'remettre', nom: 'phases', rang: 0 }), { retiree })
  }
})

test('rows where nothing was typed are dropped, whatever their id and their always-sent fields', () => {
  const avant = {
    l: [
      { id: '1', nom: ' ', role: 'x' },
      { id: '', nom: 'B', role: 'x' },
      { id: '', nom: '', role: 'x', communes: ['a'] },
    ],
  }
  assert.deepEqual(
    lignesDe(dropLignesVides(avant, 'l', ['role']), 'l').map((ligne) => ligne.nom),
    ['B', ''],
  )
})

test('a list has an end', () => {
  const pleine = { l: Array.from({ length: 500 }, () => ({ nom: 'x' })) }
  assert.throws(() => applyGeste(pleine, { geste: 'ajouter', nom: 'l', rang: 500 }), /500 lignes/)
})

test('choices sent once or many times are a list', () => {
  assert.deepEqual(textesDe({ communes: ['a', 'b'] }, 'communes'), ['a', 'b'])
  assert.deepEqual(textesDe({ communes: 'a' }, 'communes'), ['a'])
  assert.deepEqual(textesDe({}, 'communes'), [])
})
