import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { createBaseDeTest } from './base-de-test.ts'

const base = await createBaseDeTest()

test('a statement that asks for it is prepared once a connection, under its name; the others are not', async () => {
  await base.db.connection().execute(async (tx) => {
    for (const nombre of [1, 2, 3]) {
      const { rows } = await sql<{ n: number }>`/* prepare essai.nombre */ select ${nombre}::int as n`.execute(tx)
      assert.deepEqual(rows, [{ n: nombre }])
      await sql`select ${nombre}::int as autre`.execute(tx)
    }
    const { rows } = await sql<{ name: string; fois: number }>`
      select name, generic_plans + custom_plans as fois from pg_prepared_statements where name <> ''`.execute(tx)
    assert.deepEqual(rows, [{ name: 'essai.nombre', fois: 3 }])
  })
})
