/** The architecture of ARCHITECTURE.md, as rules. Each is seen to fail in scripts/verifier-architecture.test.ts. */

/** From the first to the last: a capability imports only those before it. */
const ORDRE = [
  'compte',
  'territoire',
  'indicateurs',
  'contrat',
  'diagnostic',
  'strategie',
  'gouvernance',
  'finances',
  'appel-a-projets',
  'suivi',
  'participation',
  'gestion-urbaine',
  'publication',
]
const CAPACITES = ORDRE.join('|')
/** Tests, and what only tests use: `fiche.build.ts`, `arbre-de-test.ts`. */
const TEST = '(\\.test|\\.build|-de-test)\\.tsx?$'
const RACINES = '^src/(app|server|worker|cli)\\.tsx?$'
/** Files at the root of a capability that are not rules: what a suffix or a reserved name says. */
const PAS_REGLES = ['/index\\.ts$', '/tables\\.ts$', '/jobs\\.ts$', '\\.store\\.ts$', '\\.adaptateur\\.ts$', TEST]
const ENTREES_SORTIES = [
  '^(node:)?(fs|fs/promises|child_process|net|http|https|http2|tls|dns|worker_threads|sqlite)$',
  'node_modules/(kysely|pg|pg-[^/]+|hono|@hono/[^/]+|better-auth|graphile-worker|nodemailer)/',
  '\\.store\\.ts$',
  '^src/platform/(db|http|taches|acte)',
]

const ordre = ORDRE.map((capacite, rang) => ({
  name: `ordre-${capacite}`,
  comment: `« ${capacite} » imports only the capabilities that come before it.`,
  severity: 'error',
  from: { path: `^src/${capacite}/`, pathNot: TEST },
  to: { path: `^src/(${ORDRE.slice(rang + 1).join('|') || '-'})/` },
}))

export default {
  forbidden: [
    {
      name: 'aucun-cycle',
      comment: 'Two files that need each other are one idea, or hide a third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'introuvable',
      comment: 'An import that leads nowhere hides from every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    ...ordre,
    {
      name: 'porte-d-entree',
      comment: 'A capability is entered by its index.ts.',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: TEST },
      to: { path: `^src/(${CAPACITES})/`, pathNot: ['^src/$1/', `^src/(${CAPACITES})/index\\.ts$`] },
    },
    {
      name: 'porte-d-entree-racines',
      comment: 'app.ts, server.ts, worker.ts and cli.ts too enter a capability by its index.ts; the command line by a cli-*.ts as well, so that it loads little.',
      severity: 'error',
      from: { path: RACINES },
      to: { path: `^src/(${CAPACITES})/`, pathNot: `^src/(${CAPACITES})/(index|cli-[a-z-]+)\\.ts$` },
    },
    {
      name: 'socle-sans-metier',
      comment: 'platform and ui hold no noun of the field: they import no capability.',
      severity: 'error',
      from: { path: '^src/(platform|ui)/', pathNot: TEST },
      to: { path: [`^src/(${CAPACITES})/`, RACINES] },
    },
    {
      name: 'racines',
      comment: 'Only app.ts, server.ts, worker.ts and cli.ts know every capability: nothing below imports them.',
      severity: 'error',
      from: { path: '^src/', pathNot: [RACINES, TEST] },
      to: { path: RACINES },
    },
    {
      name: 'regles-pures',
      comment: 'A rule is pure: no database, file, network or framework. Read or write in a store, a command or a page.',
      severity: 'error',
      from: { path: `^src/(${CAPACITES})/[^/]+\\.ts$`, pathNot: PAS_REGLES },
      to: { path: ENTREES_SORTIES, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'sql-dans-les-stores',
      comment: 'SQL stands only in *.store.ts and platform: pages and commands call them.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['\\.store\\.ts$', '^src/platform/', TEST] },
      to: { path: 'node_modules/(kysely|pg)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'tests-a-part',
      comment: 'What serves the tests does not serve the product.',
      severity: 'error',
      from: { path: '^src/', pathNot: TEST },
      to: { path: `^src/.*${TEST}` },
    },
    {
      name: 'element-seul',
      comment: 'A custom element runs in the browser: it imports no server code.',
      severity: 'error',
      from: { path: '^src/.*/elements/', pathNot: TEST },
      to: { path: ['^(node:)?(fs|path|crypto|child_process|net|http)', '\\.store\\.ts$', '^src/platform/(db|http)', 'node_modules/(kysely|pg|hono)/'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}
