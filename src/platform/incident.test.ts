import assert from 'node:assert/strict'
import test from 'node:test'
import pg from 'pg'
import { describeErreur, logIncident } from './incident.ts'

test('a line of the log keeps what went wrong and where, not who nor what was typed', () => {
  const base = Object.assign(new pg.DatabaseError('duplicate key: (courriel)=(anne@exemple.fr)', 10, 'error'), {
    severity: 'ERROR',
    code: '23505',
    detail: 'Key (courriel)=(anne@exemple.fr) already exists.',
    constraint: 'utilisateur_courriel_key',
  })
  const ligne = describeErreur(new Error('composition for anne@exemple.fr with V1StGXR8Z5jdHi6BmyT0aQ7w', { cause: base }))
  assert.match(ligne, /23505.*utilisateur_courriel_key/)
  assert.match(ligne, /composition for <adresse> with <jeton>/)
  assert.match(ligne, /incident\.test\.ts/)
  assert.doesNotMatch(ligne, /anne|V1StGXR8/)
})

test('identifiers of rows stay, to find the object', () => {
  assert.match(describeErreur(new Error('version 018f0000-0000-7000-8000-000000000001')), /018f0000-0000-7000-8000-000000000001/)
})

test('what comes from outside is neither a format nor a second line', (t) => {
  const lignes: unknown[][] = []
  t.mock.method(console, 'error', (...args: unknown[]) => void lignes.push(args))
  logIncident('GET /x%c%f\r\n[incident FAUX]', new Error('a\nb'))
  assert.equal(lignes[0]?.[0], '%s')
  assert.match(String(lignes[0]?.[1]), /^\[GET \/x%c%f \[incident FAUX\]\] Error: a b/)
  assert.equal(lignes.length, 1)
  assert.doesNotMatch(String(lignes[0]?.[1]), /\n/)
})
