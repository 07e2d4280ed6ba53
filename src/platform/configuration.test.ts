import assert from 'node:assert/strict'
import test from 'node:test'
import { parseConfiguration } from './configuration.ts'

const secret = 'x'.repeat(32)

test('without DATABASE_URL the demo is there; with it, only when asked for', () => {
  assert.equal(parseConfiguration({}).demo, true)
  assert.equal(parseConfiguration({ PARVIS_DEMO: '0' }).demo, false)
  assert.equal(parseConfiguration({ DATABASE_URL: 'postgres://x/y' }).demo, false)
  assert.equal(parseConfiguration({ DATABASE_URL: 'postgres://x/y', PARVIS_DEMO: '1' }).demo, true)
})

test('production refuses the demo and asks for a secret', () => {
  assert.throws(
    () => parseConfiguration({ NODE_ENV: 'production', DATABASE_URL: 'postgres://x/y', PARVIS_DEMO: '1', PARVIS_SECRET: secret }),
    /refuse de démarrer/,
  )
  assert.throws(() => parseConfiguration({ NODE_ENV: 'production', DATABASE_URL: 'postgres://x/y' }), /PARVIS_SECRET/)
  assert.equal(parseConfiguration({ NODE_ENV: 'production', DATABASE_URL: 'postgres://x/y', PARVIS_SECRET: secret }).demo, false)
})

test('a wrong setting is named in one sentence', () => {
  assert.throws(() => parseConfiguration({ PORT: 'abc' }), /PORT/)
  assert.throws(() => parseConfiguration({ PARVIS_URL: 'contrat' }), /PARVIS_URL/)
  assert.throws(() => parseConfiguration({ PARVIS_SECRET: 'court' }), /32 caractères/)
  assert.throws(() => parseConfiguration({ PARVIS_SECRET_PRECEDENT: 'court' }), /PARVIS_SECRET_PRECEDENT.*32 caractères/)
  assert.equal(parseConfiguration({ PARVIS_SECRET_PRECEDENT: 'perdu' }).secretPrecedent, 'perdu')
})

test('mails are shown in the demo and to developers alone, never in production', () => {
  const shown = (env: Record<string, string>) => parseConfiguration(env).courrielsMontres
  assert.deepEqual([shown({}), shown({ DATABASE_URL: 'postgres://x/y', PARVIS_DEMO: '1' })], [true, true])
  assert.equal(shown({ DATABASE_URL: 'postgres://x/y' }), false)
  assert.equal(shown({ PARVIS_DEMO: '0' }), false)
  assert.equal(shown({ DATABASE_URL: 'postgres://x/y', NODE_ENV: 'development' }), true)
  assert.equal(shown({ DATABASE_URL: 'postgres://x/y', NODE_ENV: 'production', PARVIS_SECRET: secret }), false)
})

test('the service that completes organisations is asked encrypted, at the address of the process alone, or never', () => {
  const adresse = (valeur: string) => parseConfiguration({ PARVIS_RECHERCHE_ENTREPRISES: valeur }).rechercheEntreprises
  assert.match(parseConfiguration({}).rechercheEntreprises ?? '', /^https:/)
  assert.equal(adresse('non'), undefined)
  assert.equal(adresse('http://127.0.0.1:8080/relais'), 'http://127.0.0.1:8080/relais')
  for (const fausse of ['http://exemple.fr', 'file:///etc/passwd', 'https://nom:secret@exemple.fr', 'x']) {
    assert.throws(() => adresse(fausse), /PARVIS_RECHERCHE_ENTREPRISES/, fausse)
  }
})
