import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RegleViolee } from '#platform/errors.ts'
import type { Niveau } from './contrat.ts'
import { changedNiveaux, changesCodes, type NiveauSaisi } from './niveaux.ts'

const niveau = (rang: number, singulier: string): Niveau => ({
  rang,
  singulier,
  pluriel: `${singulier}s`,
  feminin: false,
  numerotation: 'arabe',
})
const saisi = (rangAvant: number | null, singulier: string): NiveauSaisi => ({
  rangAvant,
  singulier,
  pluriel: `${singulier}s`,
  feminin: false,
  numerotation: 'arabe',
})
const avant = [niveau(1, 'Pilier'), niveau(2, 'Axe'), niveau(3, 'Objectif')]
const fautes = (faire: () => unknown) => {
  try {
    faire()
  } catch (erreur) {
    if (erreur instanceof RegleViolee) return erreur.champs.map((champ) => champ.champ)
    throw erreur
  }
  return []
}

test('un niveau qui porte des éléments se renomme', () => {
  const apres = changedNiveaux(
    avant,
    [saisi(1, 'Enjeu'), saisi(2, 'Orientation'), saisi(3, 'Objectif')],
    new Map([
      [1, 3],
      [2, 8],
    ]),
  )
  assert.deepEqual(
    apres.map((n) => `${n.rang} ${n.singulier}`),
    ['1 Enjeu', '2 Orientation', '3 Objectif'],
  )
})

test('un niveau qui porte des éléments ne se retire pas', () => {
  assert.throws(() => changedNiveaux(avant, [saisi(1, 'Pilier'), saisi(3, 'Objectif')], new Map([[2, 8]])), /« Axe » porte 8.éléments/)
})

test('un niveau qui porte des éléments garde sa place', () => {
  assert.deepEqual(
    fautes(() => changedNiveaux(avant, [saisi(null, 'Partie'), saisi(1, 'Pilier'), saisi(2, 'Axe')], new Map([[1, 1]]))),
    ['niveaux.1.singulier'],
  )
  assert.deepEqual(
    fautes(() => changedNiveaux(avant, [saisi(1, 'P'), saisi(3, 'O'), saisi(2, 'A')], new Map([[1, 1]]))),
    [],
  )
})

test('un niveau s’ajoute sous ceux qui portent des éléments', () => {
  const apres = changedNiveaux(
    avant,
    [saisi(1, 'P'), saisi(2, 'A'), saisi(null, 'Nouveau'), saisi(3, 'O')],
    new Map([
      [1, 1],
      [2, 1],
    ]),
  )
  assert.deepEqual(
    apres.map((n) => n.singulier),
    ['P', 'A', 'Nouveau', 'O'],
  )
})

test('un contrat a d’un à six niveaux, nommés et distincts', () => {
  assert.throws(() => changedNiveaux(avant, [], new Map()), /au moins un niveau/)
  assert.throws(
    () =>
      changedNiveaux(
        avant,
        Array.from({ length: 7 }, (_, i) => saisi(null, `N${i}`)),
        new Map(),
      ),
    /6 niveaux au plus/,
  )
  assert.deepEqual(
    fautes(() => changedNiveaux([], [saisi(null, 'Axe'), saisi(null, 'axe')], new Map())),
    ['niveaux.1.singulier'],
  )
  assert.deepEqual(
    fautes(() => changedNiveaux([], [{ ...saisi(null, ''), pluriel: '' }], new Map())),
    ['niveaux.0.singulier', 'niveaux.0.pluriel'],
  )
})

test('seule une autre numérotation change les codes', () => {
  assert.equal(
    changesCodes(
      avant,
      avant.map((n) => ({ ...n, singulier: 'X' })),
    ),
    false,
  )
  assert.equal(
    changesCodes(
      avant,
      avant.map((n) => ({ ...n, numerotation: 'romain' as const })),
    ),
    true,
  )
})
