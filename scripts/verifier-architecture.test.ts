import assert from 'node:assert/strict'
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type Architecture, assertAllSeen, checkArchitecture } from './verifier-architecture.ts'

const projet = fileURLToPath(new URL('..', import.meta.url))

/** A small project that keeps every rule. */
const SAIN = {
  'src/app.ts': "import { rule } from '#contrat/index.ts'\nimport { fiche } from '#strategie/index.ts'\nexport const app = [rule, fiche]\n",
  'src/platform/db/base.ts': "import pg from 'pg'\nexport const base = pg\n",
  'src/ui/page.tsx': 'export const page = (corps: string) => corps\n',
  'src/contrat/index.ts': "export { rule } from './contrat.ts'\nexport { listContrats } from './contrat.store.ts'\n",
  'src/contrat/contrat.ts': "import type { Kysely } from 'kysely'\nexport type Tx = Kysely<unknown>\nexport const rule = 1\n",
  'src/contrat/contrat.store.ts':
    "import { sql } from 'kysely'\nimport { base } from '#platform/db/base.ts'\nexport const listContrats = [sql, base]\n",
  'src/strategie/index.ts': "export { fiche } from './fiche.ts'\n",
  'src/strategie/fiche.ts': "import { rule } from '#contrat/index.ts'\nexport const fiche = rule\n",
  'src/strategie/pages/fiche.tsx':
    "import { page } from '#ui/page.tsx'\nimport { fiche } from '../fiche.ts'\nexport const ecran = page(String(fiche))\n",
}

async function check(changes: Record<string, string>): Promise<Architecture> {
  const racine = await mkdtemp(path.join(tmpdir(), 'parvis-architecture-'))
  try {
    await symlink(path.join(projet, 'node_modules'), path.join(racine, 'node_modules'))
    for (const nom of ['tsconfig.json', 'package.json']) await copyFile(path.join(projet, nom), path.join(racine, nom))
    for (const [chemin, texte] of Object.entries({ ...SAIN, ...changes })) {
      await mkdir(path.join(racine, path.dirname(chemin)), { recursive: true })
      await writeFile(path.join(racine, chemin), texte)
    }
    return await checkArchitecture(racine)
  } finally {
    await rm(racine, { recursive: true, force: true })
  }
}

test('a project that keeps the rules passes, and all its files are seen', async () => {
  assert.deepEqual(await check({}), { fichiers: Object.keys(SAIN).length, infractions: [] })
})

/** Each violation, and the rules it must break. */
const VIOLATIONS: { titre: string; regles: string[]; changes: Record<string, string> }[] = [
  {
    titre: 'a cycle',
    regles: ['aucun-cycle'],
    changes: {
      'src/contrat/a.ts': "import { b } from './b.ts'\nexport const a = () => b\n",
      'src/contrat/b.ts': "import { a } from './a.ts'\nexport const b = () => a\n",
    },
  },
  {
    titre: 'a capability that imports one that comes after it',
    regles: ['ordre-contrat'],
    changes: {
      'src/contrat/a.ts': "import { autre } from '#suivi/index.ts'\nexport const a = autre\n",
      'src/suivi/index.ts': 'export const autre = 1\n',
    },
  },
  {
    titre: 'even the type of one that comes after it',
    regles: ['ordre-contrat'],
    changes: {
      'src/contrat/a.ts': "import type { Autre } from '#suivi/index.ts'\nexport type A = Autre\n",
      'src/suivi/index.ts': 'export type Autre = 1\n',
    },
  },
  {
    titre: 'a capability entered by the side door',
    regles: ['porte-d-entree'],
    changes: { 'src/strategie/a.ts': "import { rule } from '#contrat/contrat.ts'\nexport const a = rule\n" },
  },
  {
    titre: 'app.ts by the side door',
    regles: ['porte-d-entree-racines'],
    changes: { 'src/app.ts': "import { rule } from '#contrat/contrat.ts'\nexport const app = rule\n" },
  },
  {
    titre: 'platform that imports a capability',
    regles: ['socle-sans-metier'],
    changes: { 'src/platform/a.ts': "import { rule } from '#contrat/index.ts'\nexport const a = rule\n" },
  },
  {
    titre: 'ui that imports a capability',
    regles: ['socle-sans-metier'],
    changes: { 'src/ui/a.tsx': "import { rule } from '#contrat/index.ts'\nexport const a = rule\n" },
  },
  {
    titre: 'a capability that imports the application',
    regles: ['racines'],
    changes: { 'src/app.ts': 'export const app = 1\n', 'src/contrat/a.ts': "import { app } from '#app.ts'\nexport const a = app\n" },
  },
  {
    titre: 'a rule that reads a file',
    regles: ['regles-pures'],
    changes: { 'src/contrat/droits.ts': "import { readFileSync } from 'node:fs'\nexport const a = readFileSync\n" },
  },
  {
    titre: 'a rule that calls a store',
    regles: ['regles-pures'],
    changes: {
      'src/strategie/a.ts': "import { x } from './a.store.ts'\nexport const a = x\n",
      'src/strategie/a.store.ts': 'export const x = 1\n',
    },
  },
  {
    titre: 'a rule that queries',
    regles: ['regles-pures', 'sql-dans-les-stores'],
    changes: { 'src/contrat/a.ts': "import { sql } from 'kysely'\nexport const a = sql\n" },
  },
  {
    titre: 'a page with SQL in it',
    regles: ['sql-dans-les-stores'],
    changes: { 'src/strategie/pages/a.tsx': "import { sql } from 'kysely'\nexport const a = sql\n" },
  },
  {
    titre: 'the product that uses what serves its tests',
    regles: ['tests-a-part'],
    changes: {
      'src/contrat/pages/a.tsx': "import { jeu } from '../jeu-de-test.ts'\nexport const a = jeu\n",
      'src/contrat/jeu-de-test.ts': "import { sql } from 'kysely'\nexport const jeu = sql\n",
    },
  },
  {
    titre: 'a custom element that imports server code',
    regles: ['element-seul'],
    changes: { 'src/contrat/elements/a.ts': "import { readFile } from 'node:fs/promises'\nexport const a = readFile\n" },
  },
  {
    titre: 'an import that leads nowhere',
    regles: ['introuvable'],
    changes: { 'src/contrat/a.ts': "import { rien } from './rien.ts'\nexport const a = rien\n" },
  },
]

for (const { titre, regles, changes } of VIOLATIONS) {
  test(`fails on ${titre}`, async () => {
    const { infractions } = await check(changes)
    assert.deepEqual([...new Set(infractions.map(({ regle }) => regle))].sort(), regles)
  })
}

test('fails when a source file was not seen', () => {
  assert.throws(() => assertAllSeen(['src/a.ts', 'src/b.tsx'], new Set(['src/a.ts'])), /saw 1 of 2 files; not src\/b\.tsx/)
})
