import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ditDepuis, ditEcheance, ditQuand, rangeCartes, regroupe, saluer } from './accueil.ts'

const jour = '2026-03-09'
const now = new Date('2026-03-09T15:00:00Z')
const net = (texte: string | undefined) => texte?.replaceAll('\u00a0', ' ')

test('l’accueil compte en toutes lettres ce qui attend', () => {
  assert.equal(saluer('Claire', 3), 'Bonjour Claire, trois choses vous attendent')
  assert.equal(saluer('Claire', 1), 'Bonjour Claire, une chose vous attend')
  assert.equal(saluer('Claire', 0), 'Bonjour Claire, rien ne vous attend')
  assert.equal(saluer('Claire', 12), 'Bonjour Claire, 12 choses vous attendent')
})

test('le retard vient d’abord, puis les dates, puis ce qui n’en a pas', () => {
  const cartes = ['2026-03-12', null, '2026-03-01', '2026-03-09', '2026-02-01'].map((echeance) => ({ echeance }))
  assert.deepEqual(
    rangeCartes(cartes, jour).map((c) => c.echeance),
    ['2026-02-01', '2026-03-01', '2026-03-09', '2026-03-12', null],
  )
})

test('une échéance se dit en jours de retard ou en date', () => {
  assert.deepEqual(ditEcheance('2026-03-06', jour), { grand: '3', petit: 'jours de retard', tard: '3 jours de retard' })
  assert.equal(ditEcheance('2026-03-08', jour)?.petit, 'jour de retard')
  assert.deepEqual(ditEcheance('2025-03-09', jour), { grand: '12', petit: 'mois de retard', tard: '12 mois de retard' })
  assert.deepEqual(ditEcheance('2026-03-12', jour), { grand: '12', petit: 'mars', tard: null })
  assert.deepEqual(ditEcheance('2027-01-01', jour), { grand: '1er', petit: 'janvier 2027', tard: null })
  assert.equal(ditEcheance(null, jour), null)
})

test('la dernière visite se dit simplement', () => {
  assert.equal(ditDepuis(null, now), 'Derniers changements')
  assert.equal(net(ditDepuis(new Date('2026-03-05T17:12:00Z'), now)), 'Depuis jeudi 18 h 12')
  assert.equal(net(ditDepuis(new Date('2026-03-08T17:12:00Z'), now)), 'Depuis hier 18 h 12')
  assert.equal(net(ditDepuis(new Date('2026-03-09T08:05:00Z'), now)), 'Depuis 9 h 05')
  assert.equal(net(ditDepuis(new Date('2026-02-02T08:05:00Z'), now)), 'Depuis le 2 février 2026 à 9 h 05')
})

test('un changement se date à l’heure, au jour ou au mois', () => {
  assert.equal(net(ditQuand(new Date('2026-03-09T13:20:00Z'), now)), '14 h 20')
  assert.equal(ditQuand(new Date('2026-03-06T13:20:00Z'), now), 'ven.')
  assert.equal(net(ditQuand(new Date('2026-02-06T13:20:00Z'), now)), '6 février')
  assert.equal(net(ditQuand(new Date('2025-02-06T13:20:00Z'), now)), '6 février 2025')
})

test('des lignes qui se répètent n’en font qu’une', () => {
  const l = (libelle: string, qui: string | null) => ({ libelle, qui })
  assert.deepEqual(
    regroupe([l('a', 'x'), l('a', 'x'), l('a', 'y'), l('b', 'y')]).map((g) => [g.libelle, g.qui, g.fois]),
    [
      ['a', 'x', 2],
      ['a', 'y', 1],
      ['b', 'y', 1],
    ],
  )
})
