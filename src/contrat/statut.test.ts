import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RegleViolee } from '#platform/errors.ts'
import { STATUTS_CONTRAT, type StatutContrat } from './contrat.ts'
import { type EtatContrat, initialStatut, passagesDe, passed, retardStatut, statutProroge } from './statut.ts'

const build = (champs: Partial<EtatContrat> = {}): EtatContrat => ({
  statut: 'preparation',
  debut: '2027-01-01',
  fin: '2032-12-31',
  signeLe: null,
  signataires: [
    { organisation: 'État', role: 'obligatoire', signeLe: '2026-06-28' },
    { organisation: 'Métropole', role: 'pilote', signeLe: '2026-06-28' },
    { organisation: 'Région', role: 'facultatif', signeLe: null },
  ],
  ...champs,
})

test('le contrat avance de la préparation à sa fin', () => {
  const chemin: [StatutContrat, StatutContrat, string][] = [
    ['preparation', 'concertation', '2026-01-01'],
    ['concertation', 'redaction', '2026-01-01'],
    ['redaction', 'validation', '2026-01-01'],
    ['validation', 'signe', '2026-07-01'],
    ['signe', 'en_vigueur', '2027-01-01'],
    ['en_vigueur', 'echu', '2033-01-01'],
  ]
  for (const [de, vers, jour] of chemin) assert.equal(passed(build({ statut: de }), vers, jour, null), vers)
})

test('la table des passages est celle-ci, et aucune autre', () => {
  const table = STATUTS_CONTRAT.map(
    (statut) =>
      `${statut} > ${passagesDe(build({ statut }), '2027-01-01')
        .map((p) => p.vers)
        .join(' | ')}`,
  )
  assert.deepEqual(table, [
    'preparation > concertation | redaction',
    'concertation > redaction | preparation',
    'redaction > validation | concertation',
    'validation > signe | redaction',
    'signe > en_vigueur | validation',
    'en_vigueur > echu',
    'proroge > echu',
    'echu > ',
    'archive > ',
  ])
})

test('un passage qui n’existe pas est refusé', () => {
  assert.throws(() => passed(build({ statut: 'preparation' }), 'en_vigueur', '2027-01-01', 'reserves_lues'), RegleViolee)
})

test('sans la signature d’une partie obligatoire, la signature se confirme', () => {
  const etat = build({ statut: 'validation', signataires: [{ organisation: 'Ville de Tours', role: 'obligatoire', signeLe: null }] })
  assert.throws(() => passed(etat, 'signe', '2026-07-01', null), /Ville de Tours.*passer outre/)
  assert.equal(passed(etat, 'signe', '2026-07-01', 'reserves_lues'), 'signe')
})

test('un signataire facultatif n’est pas attendu', () => {
  const etat = build({ statut: 'validation', signataires: [{ organisation: 'Région', role: 'facultatif', signeLe: null }] })
  assert.equal(passed(etat, 'signe', '2026-07-01', null), 'signe')
})

test('sans aucun signataire, la signature se confirme', () => {
  assert.throws(() => passed(build({ statut: 'validation', signataires: [] }), 'signe', '2026-07-01', null), /Aucun signataire/)
})

test('le contrat n’entre pas en vigueur avant son premier jour, même confirmé', () => {
  assert.throws(() => passed(build({ statut: 'signe' }), 'en_vigueur', '2026-12-31', 'reserves_lues'), /commence le 1er.janvier 2027/)
  assert.throws(() => passed(build({ statut: 'signe', debut: null }), 'en_vigueur', '2026-12-31', null), /Indiquez le début/)
})

test('le contrat n’est pas échu avant le lendemain de sa fin', () => {
  assert.throws(() => passed(build({ statut: 'en_vigueur' }), 'echu', '2032-12-31', 'reserves_lues'), /court jusqu’au 31.décembre 2032/)
  assert.equal(passed(build({ statut: 'en_vigueur' }), 'echu', '2033-01-01', null), 'echu')
})

test('un contrat prorogé est en vigueur, ou échu si sa nouvelle fin est passée', () => {
  assert.equal(statutProroge('en_vigueur', '2034-12-31', '2032-06-01'), 'proroge')
  assert.equal(statutProroge('echu', '2034-12-31', '2033-06-01'), 'proroge')
  assert.equal(statutProroge('echu', '2014-12-31', '2026-06-01'), 'echu')
  for (const statut of ['preparation', 'concertation', 'redaction', 'validation', 'signe', 'archive'] as const) {
    assert.throws(() => statutProroge(statut, '2034-12-31', '2026-01-01'), RegleViolee)
  }
})

test('un contrat repris entre avec le statut que ses dates permettent', () => {
  const dates = { debut: '2015-01-01', fin: '2020-12-31' }
  assert.equal(initialStatut('preparation', { debut: null, fin: null }, '2026-01-01'), 'preparation')
  assert.equal(initialStatut('en_vigueur', dates, '2018-01-01'), 'en_vigueur')
  assert.equal(initialStatut('echu', dates, '2021-01-01'), 'echu')
  assert.throws(() => initialStatut('echu', dates, '2020-12-31'), /court jusqu’au/)
  assert.throws(() => initialStatut('en_vigueur', dates, '2021-01-01'), /a pris fin/)
  assert.throws(() => initialStatut('en_vigueur', dates, '2014-12-31'), /ne commence que/)
  assert.throws(() => initialStatut('en_vigueur', { debut: null, fin: null }, '2014-12-31'), /Indiquez le début/)
})

test('le calendrier dit quand le statut est en retard sur lui', () => {
  assert.match(retardStatut(build({ statut: 'en_vigueur' }), '2033-01-01')?.message ?? '', /a pris fin le 31.décembre 2032/)
  assert.match(retardStatut(build({ statut: 'signe' }), '2027-01-01')?.titre ?? '', /en vigueur/)
  assert.equal(retardStatut(build({ statut: 'en_vigueur' }), '2032-12-31'), null)
  assert.equal(retardStatut(build({ statut: 'preparation' }), '2040-12-31'), null)
})
