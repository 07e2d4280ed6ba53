import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'

test('the README of a capability names every one of its tables', async () => {
  const schema = await readFile(new URL('../db/schema.sql', import.meta.url), 'utf8')
  const oubliees: string[] = []
  for (const [, capacite = '', table = ''] of schema.matchAll(/^create table (\w+)\.(\w+) \($/gm)) {
    if (capacite === 'platform') continue
    const lisezMoi = new URL(`../src/${capacite.replaceAll('_', '-')}/README.md`, import.meta.url)
    const texte = await readFile(lisezMoi, 'utf8').catch(() => '')
    if (!texte.includes(`\`${table}\``)) oubliees.push(`${capacite}.${table}`)
  }
  assert.deepEqual(oubliees, [])
})
