import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RegleViolee } from '#platform/errors.ts'
import { chevauchements, ecritPeriode, etatJalon, type JalonSaisi, parsedJalons, periodeDe } from './calendrier.ts'

const saisi = (champs: Partial<JalonSaisi>): JalonSaisi => ({
  id: '',
  libelle: 'Phase',
  detail: null,
  debut: '',
  fin: '',
  rythme: '',
  ...champs,
})

test('une phase garde la précision de ce qui est écrit, la moins fine des deux', () => {
  assert.deepEqual(
    parsedJalons([saisi({ debut: 'avril 2014', fin: '15/10/2014' }), saisi({ debut: '2014' }), saisi({ rythme: 'au_fil_de_leau' })]).map(
      (j) => [j.debut, j.fin, j.precision],
    ),
    [
      ['2014-04', '2014-10-15', 'mois'],
      ['2014', null, 'annee'],
      [null, null, 'au_fil_de_leau'],
    ],
  )
})

test('des phases peuvent se chevaucher (BR-07)', () => {
  assert.equal(parsedJalons([saisi({ debut: '04/2014', fin: '10/2014' }), saisi({ debut: '09/2014', fin: '12/2014' })]).length, 2)
})

test('la fin d’une phase ne précède pas son début (BR-07)', () => {
  assert.throws(
    () => parsedJalons([saisi({ debut: '10/2014', fin: '09/2014' })]),
    /la fin \(septembre 2014\) est avant le début \(octobre 2014\)/,
  )
  assert.equal(parsedJalons([saisi({ debut: '15/06/2014', fin: '06/2014' })]).length, 1)
})

test('chaque faute nomme sa ligne', () => {
  try {
    parsedJalons([saisi({}), saisi({ libelle: '', debut: 'demain' })])
    assert.fail()
  } catch (erreur) {
    assert.ok(erreur instanceof RegleViolee)
    assert.deepEqual(
      erreur.champs.map((champ) => champ.champ),
      ['jalons.1.libelle', 'jalons.1.debut'],
    )
  }
})

test('une période se dit en français', () => {
  const dit = (debut: string | null, fin: string | null, precision: 'mois' | 'au_fil_de_leau' | null = 'mois') =>
    ecritPeriode({ debut, fin, precision }).replaceAll('\u00a0', ' ')
  assert.equal(dit('2025-11', '2026-06'), 'de novembre 2025 à juin 2026')
  assert.equal(dit('2026-04', '2026-06'), 'd’avril 2026 à juin 2026')
  assert.equal(dit('2013-12', null), 'en décembre 2013')
  assert.equal(dit('2026-06-28', '2026-06-28'), 'le 28 juin 2026')
  assert.equal(dit('2026-01-01', '2026-06-28'), 'du 1er janvier 2026 au 28 juin 2026')
  assert.equal(dit('2026', '2030'), 'de 2026 à 2030')
  assert.equal(dit(null, '2030'), 'jusqu’à 2030')
  assert.equal(dit(null, null, 'au_fil_de_leau'), 'au fil de l’eau')
  assert.equal(dit('2026', null, 'au_fil_de_leau'), 'au fil de l’eau, depuis 2026')
  assert.equal(dit(null, null, null), 'sans date')
})

test('une date dit où elle en est à un jour donné', () => {
  const etat = (debut: string | null, fin: string | null) => etatJalon({ debut, fin, precision: null }, '2026-03-09')
  assert.equal(etat('2026-03', null), 'en_cours')
  assert.equal(etat('2026-01', '2026-02'), 'passe')
  assert.equal(etat('2026-03-10', null), 'a_venir')
  assert.equal(etat(null, null), 'sans_date')
  assert.deepEqual(periodeDe({ debut: null, fin: '2027-T1' }), { premier: '2027-01-01', dernier: '2027-03-31' })
})

test('les chevauchements se voient, au fil de l’eau et jalons mis à part', () => {
  const phase = (debut: string, fin: string | null, precision: 'mois' | 'au_fil_de_leau' = 'mois') => ({ debut, fin, precision })
  assert.deepEqual(chevauchements([phase('2013-04', '2014-03'), phase('2014-04', '2014-10'), phase('2014-09', '2014-12')]), [
    { premier: '2014-09-01', dernier: '2014-10-31' },
  ])
  assert.deepEqual(chevauchements([phase('2014-01', '2014-12'), phase('2014-02', '2014-04'), phase('2014-03', '2014-06')]), [
    { premier: '2014-02-01', dernier: '2014-06-30' },
  ])
  assert.deepEqual(chevauchements([phase('2014-01', '2014-12', 'au_fil_de_leau'), phase('2014-02', '2014-04'), phase('2014-03', null)]), [])
})
