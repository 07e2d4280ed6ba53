import assert from 'node:assert/strict'
import test from 'node:test'
import { type LieuConnu, recognizeLieux } from './reconnaissance.ts'

const connus: LieuConnu<string>[] = [
  { lieu: 'QN03705M', noms: ['Sanitas', 'QN03705M'] },
  { lieu: 'QN03710M', noms: ['Maryse Bastié', 'QN03710M'] },
  { lieu: 'QN03701M', noms: ['Rabière'] },
  { lieu: 'QN03704M', noms: ['Rabaterie'] },
  { lieu: '37195', noms: ['La Riche', 'Riche'] },
  { lieu: '37233', noms: ['Saint-Pierre-des-Corps'] },
  { lieu: '37261', noms: ['Tours'] },
  { lieu: 'A', noms: ['Centre'] },
  { lieu: 'B', noms: ['Le Centre'] },
]
const trouves = (texte: string) => recognizeLieux(texte, connus).map(({ lieux }) => lieux.join('|'))

test('les quartiers et communes cités sont reconnus par leur nom entier, dans l’ordre du texte', () => {
  assert.deepEqual(trouves('Quatre quartiers : Sanitas et Maryse BASTIÉ (Tours), la Rabière, RABATERIE ; La Riche en plus'), [
    'QN03705M',
    'QN03710M',
    '37261',
    'QN03701M',
    'QN03704M',
    '37195',
  ])
})

test('le nom le plus long l’emporte, et un morceau de mot n’est pas un nom', () => {
  assert.deepEqual(trouves('St-Pierre des Corps'), ['37233'])
  assert.deepEqual(trouves('les alentours du sanitasium'), [])
  assert.deepEqual(trouves('un sol riche en calcaire'), [], 'a common word without its article nor a capital')
  assert.deepEqual(trouves('communes de Tours et Riche'), ['37261', '37195'])
  assert.deepEqual(trouves('à la riche'), ['37195'])
})

test('un code vaut un nom, un lieu cité deux fois n’est donné qu’une', () => {
  assert.deepEqual(trouves('QN03705M'), ['QN03705M'])
  assert.deepEqual(trouves('Sanitas, SANITAS'), ['QN03705M'])
})

test('deux lieux du même nom sont donnés ensemble : le texte ne dit pas lequel', () => {
  assert.deepEqual(trouves('au Centre'), ['A|B'])
})

test('rien n’est deviné : un nom proche ou absent ne donne rien', () => {
  assert.deepEqual(trouves('Sanita, Rochepinard, Monconseil'), [])
})
