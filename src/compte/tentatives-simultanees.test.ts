import assert from 'node:assert/strict'
import test from 'node:test'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { countTentative, forgetTentative } from './tentative.store.ts'

const base = await createBaseDeTest()
const NOW = new Date('2026-03-02T08:00:00Z')

test('people who sign in at the same instant from one office neither block one another nor lose a count', async () => {
  const office = '198.51.100.7'
  const signIn = async (qui: number) => {
    const essai = { courriel: `personne${qui % 6}@exemple.fr`, adresse: office, appareil: qui % 3 === 0 ? `appareil${qui % 6}` : null }
    const comptage = await countTentative(base.db, 'connexion', essai, NOW)
    assert.equal(comptage.attente, 0)
    await forgetTentative(base.db, 'connexion', essai)
  }
  // Few at a time: a failure is counted before the attempt, and more than its bound at once would rightly wait.
  for (let vague = 0; vague < 40; vague += 1) await Promise.all(Array.from({ length: 4 }, (_, rang) => signIn(vague * 4 + rang)))
  const restes = await base.libre
    .withTables<{ 'compte.tentative': { cle: string; echecs: number } }>()
    .selectFrom('compte.tentative')
    .select('echecs')
    .execute()
  assert.deepEqual([...new Set(restes.map((reste) => reste.echecs))], [0])
})
