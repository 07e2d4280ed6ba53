import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { renderMigrated } from './rendu-schema.ts'

const serveur = process.env.PARVIS_TEST_PG ?? process.env.DATABASE_URL

test('db/schema.sql is what the migrations make', { skip: !serveur && 'no PARVIS_TEST_PG' }, async () => {
  const ecrit = (await readFile(new URL('../db/schema.sql', import.meta.url), 'utf8')).split('\n')
  const rendu = (await renderMigrated(serveur ?? '')).split('\n')
  const rang = rendu.findIndex((ligne, position) => ligne !== ecrit[position])
  assert.ok(rang === -1 && rendu.length === ecrit.length, `stale, run npm run db:schema: line ${rang + 1} should be « ${rendu[rang]} »`)
})
