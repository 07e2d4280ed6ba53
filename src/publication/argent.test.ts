import assert from 'node:assert/strict'
import test from 'node:test'
import { sumByNature } from './argent.ts'

const ligne = (nature: 'specifique' | 'droit_commun', montantCents: number | null) => ({
  id: '1',
  texte: 'x',
  nature,
  organisations: [],
  montantCents,
})

test('les montants s’ajoutent par nature, en centimes, et une ligne sans montant est comptée à part', () => {
  const somme = sumByNature([
    { financements: [ligne('specifique', 1050), ligne('droit_commun', 5000)] },
    { financements: [ligne('specifique', 1), ligne('specifique', null)] },
  ])
  assert.deepEqual(somme, {
    natures: [
      { nature: 'droit_commun', totalCents: 5000, lignes: 1 },
      { nature: 'specifique', totalCents: 1051, lignes: 2 },
    ],
    totalCents: 6051,
    sansMontant: 1,
  })
})

test('sans aucun montant, il n’y a pas de total inventé', () => {
  assert.deepEqual(sumByNature([{ financements: [ligne('specifique', null)] }]), { natures: [], totalCents: 0, sansMontant: 1 })
})
