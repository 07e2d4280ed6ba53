import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { findFautes } from './verifier-sources.ts'

async function fautesOf(fichiers: Record<string, string>): Promise<string[]> {
  const racine = await mkdtemp(path.join(tmpdir(), 'parvis-sources-'))
  try {
    for (const [chemin, texte] of Object.entries(fichiers)) {
      await mkdir(path.join(racine, path.dirname(chemin)), { recursive: true })
      await writeFile(path.join(racine, chemin), texte)
    }
    return (await findFautes(racine)).map(({ fichier, ligne, phrase }) => `${fichier}:${ligne} ${phrase}`)
  } finally {
    await rm(racine, { recursive: true, force: true })
  }
}

test('a file of 300 lines passes, one of 301 does not', async () => {
  const fautes = await fautesOf({ 'src/a.ts': '//\n'.repeat(300), 'src/b.ts': '//\n'.repeat(301) })
  assert.deepEqual(fautes, ['src/b.ts:301 301 lines, 300 at most: a file holds one idea'])
})

test('SQL passes in a store, in platform and in a test, nowhere else', async () => {
  const sql = 'const q = sql`select 1`\nconst r = "select a from b where c"\n'
  const fautes = await fautesOf({
    'src/contrat/contrat.store.ts': sql,
    'src/platform/db/x.ts': sql,
    'src/contrat/x.test.ts': sql,
    'src/territoire/lecture/x.ts': `import { DatabaseSync } from 'node:sqlite'\n${sql}`,
    'src/contrat/pages/contrat.tsx': sql,
  })
  assert.deepEqual(fautes, [
    'src/contrat/pages/contrat.tsx:1 SQL stands only in *.store.ts and platform',
    'src/contrat/pages/contrat.tsx:2 SQL stands only in *.store.ts and platform',
  ])
})

test('a store names no table of another capability, views made for others excepted', async () => {
  const fautes = await fautesOf({
    'src/strategie/fiche.store.ts': "db.selectFrom('strategie.fiche')\ndb.selectFrom('contrat.vue_niveau')\nconst x = contrat.titre\n",
    'src/strategie/noeud.store.ts': "db.selectFrom('contrat.niveau')\n",
    'src/contrat/contrat.store.ts': 'sql`delete from appel_a_projets.dossier`\n',
  })
  assert.deepEqual(fautes, [
    'src/contrat/contrat.store.ts:1 a store of another capability names the schema « appel_a_projets »: ask its front door',
    'src/strategie/noeud.store.ts:1 a store of another capability names the schema « contrat »: ask its front door',
  ])
})

test('escapes from the types and the identity of the State are refused', async () => {
  const fautes = await fautesOf({
    'src/a.ts': `// @ts-${'ignore'}\nconst a = b as ${'any'}\nimport '@gouvfr/${'dsfr'}'\n// biome-${'ignore'} lint\n// many are as any other\n`,
  })
  assert.deepEqual(
    fautes.map((faute) => faute.slice(0, 10)),
    ['src/a.ts:1', 'src/a.ts:2', 'src/a.ts:3', 'src/a.ts:4'],
  )
})
