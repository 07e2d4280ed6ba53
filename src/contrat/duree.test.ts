import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RegleViolee } from '#platform/errors.ts'
import { dureeEnMots, ecartsDuree, fautesDates, type Generation, prolonged, proposedDates, usualDates } from './duree.ts'

const generation: Generation = {
  code: 'g',
  libelle: 'G',
  nomQuartiers: 'quartiers',
  dureeAns: 6,
  dureeSiRetardAns: 5,
  debutUsuel: null,
  source: 'loi, article 6',
}
const prorogation = (fin: string) => ({ id: 'p', fin, motif: 'loi de finances', decideeLe: null })

test('un contrat signé à temps dure six ans à partir du 1er janvier suivant', () => {
  assert.deepEqual(proposedDates(generation, 2026), { debut: '2027-01-01', fin: '2032-12-31' })
  assert.deepEqual(ecartsDuree(proposedDates(generation, 2026), generation), [])
})

test('un contrat signé avec un an de retard dure cinq ans, et c’est dit', () => {
  const dates = proposedDates(generation, 2027, 'en_retard')
  assert.deepEqual(dates, { debut: '2028-01-01', fin: '2032-12-31' })
  assert.match(ecartsDuree(dates, generation).join(), /5 ans.*un an de retard \(loi, article 6\)/)
})

test('sans durée particulière en cas de retard, la durée habituelle reste', () => {
  assert.equal(proposedDates({ ...generation, dureeSiRetardAns: null }, 2027, 'en_retard').fin, '2033-12-31')
})

test('une durée inhabituelle est dite, jamais refusée', () => {
  const sept = { debut: '2024-01-01', fin: '2030-12-31' }
  assert.deepEqual(fautesDates(sept), [])
  assert.match(ecartsDuree(sept, generation).join(), /dure 7 ans, alors que la durée habituelle est de 6 ans/)
  const decale = { debut: '2024-06-15', fin: '2030-06-14' }
  assert.match(ecartsDuree(decale, generation).join(), /commence le 15.juin 2024/)
  assert.equal(ecartsDuree(decale, generation).length, 1)
})

test('une durée se dit en ans et en mois', () => {
  assert.equal(dureeEnMots('2015-01-01', '2020-12-31'), '6 ans')
  assert.equal(dureeEnMots('2024-04-01', '2030-12-31'), '6 ans et 9 mois')
  assert.equal(dureeEnMots('2024-01-15', '2024-12-31'), '11 mois')
  assert.equal(dureeEnMots('2024-01-01', '2024-01-05'), 'moins d’un mois')
  assert.equal(dureeEnMots('2024-01-01', '2024-12-31'), '1 an')
})

test('la fin ne précède pas le début', () => {
  assert.equal(fautesDates({ debut: '2027-01-01', fin: '2026-12-31' })[0]?.champ, 'fin')
  assert.deepEqual(fautesDates({ debut: '2027-01-01', fin: '2027-01-01' }), [])
  assert.deepEqual(fautesDates({ debut: null, fin: '2027-01-01' }), [])
  assert.equal(fautesDates({ debut: '2027-02-30', fin: null })[0]?.champ, 'debut')
})

test('les prorogations se suivent dans l’ordre', () => {
  assert.equal(prolonged('2020-12-31', prorogation('2022-12-31')).fin, '2022-12-31')
  assert.throws(() => prolonged('2022-12-31', prorogation('2022-12-31')), RegleViolee)
  assert.throws(() => prolonged('2022-12-31', prorogation('2021-12-31')), /après la fin actuelle/)
  assert.throws(() => prolonged(null, prorogation('2021-12-31')), /pas encore de fin/)
})

test('un type de contrat propose ses dates habituelles, sinon le prochain 1er janvier', () => {
  assert.deepEqual(usualDates({ ...generation, debutUsuel: '2015-01-01' }, 2026), { debut: '2015-01-01', fin: '2020-12-31' })
  assert.deepEqual(usualDates(generation, 2026), { debut: '2027-01-01', fin: '2032-12-31' })
})
