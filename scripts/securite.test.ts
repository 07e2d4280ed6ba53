/** What docs/security.md rests on that no other test shows: its own citations, and what the sources may not hold. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { glob, readFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const racine = fileURLToPath(new URL('..', import.meta.url))
const read = (fichier: string) => readFile(path.join(racine, fichier), 'utf8')
const document = await read('docs/security.md')

type Source = { fichier: string; texte: string }

async function list(motif: string): Promise<Source[]> {
  const sources: Source[] = []
  for await (const fichier of glob(motif, { cwd: racine })) sources.push({ fichier, texte: await read(fichier) })
  return sources.sort((a, b) => (a.fichier < b.fichier ? -1 : 1))
}

/** What runs in production: neither tests, nor what tests are built with. */
const produit = (await list('src/**/*.{ts,tsx}')).filter(
  ({ fichier }) => !/(\.test|\.build|-de-test)\.tsx?$|\/fixtures\/|\/smtp-de-test/.test(fichier),
)
/** Comments say what the code does not do. */
const codeOf = (texte: string) => texte.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')
const filesWith = (motif: RegExp) => produit.filter(({ texte }) => motif.test(codeOf(texte))).map(({ fichier }) => fichier)

type Exigence = { id: string; ou: string; preuve: string; etat: string }
const exigences: Exigence[] = [...document.matchAll(/^\| (\d+\.\d+\.\d+) \| (?:.*?) \| (.*?) \| (.*?) \| (.*?) \|$/gm)].map(
  ([, id = '', ou = '', preuve = '', etat = '']) => ({ id, ou, preuve, etat }),
)
const chemins = (texte: string) =>
  [...texte.matchAll(/`([^`]+)`/g)].map(([, nom = '']) => nom).filter((nom) => /\/|\.(ts|tsx|md|json)$/.test(nom) && !nom.startsWith('/'))

test('docs/security.md names files that exist and tests that bear the title it gives', async () => {
  const fautes: string[] = []
  for (const nom of new Set(chemins(document)))
    if (nom !== 'dist/public' && !existsSync(path.join(racine, nom))) fautes.push(`no file ${nom}`)
  for (const { id, preuve } of exigences) {
    for (const [, fichier = '', titre = ''] of preuve.matchAll(/`([^`]+)` “([^”]*)”/g)) {
      const texte = existsSync(path.join(racine, fichier)) ? (await read(fichier)).replaceAll("\\'", "'") : ''
      if (titre === '' || !texte.includes(titre)) fautes.push(`${id}: no test « ${titre} » in ${fichier}`)
    }
  }
  assert.deepEqual(fautes, [])
})

test('docs/security.md says of each requirement whether it is met, and of what is met which test proves it', () => {
  assert.ok(exigences.length > 150, `${exigences.length} requirements`)
  const fautes: string[] = []
  for (const { id, preuve, etat } of exigences) {
    if (!/^(met|partly|not)(: .+)?$/.test(etat)) fautes.push(`${id}: « ${etat} »`)
    if (etat === 'met' && !/`[^`]+\.test\.tsx?` “/.test(preuve)) fautes.push(`${id}: met, without a test`)
    if (!etat.startsWith('met') && !/: /.test(etat) && !/none: /.test(preuve) && preuve !== 'none')
      fautes.push(`${id}: does not say what is missing`)
  }
  assert.deepEqual(fautes, [])
  const count = (etat: string) => exigences.filter((une) => une.etat.startsWith(etat)).length
  assert.ok(
    document.includes(`Out of ${exigences.length} requirements, ${count('met')} are met, ${count('partly')} partly, ${count('not')} not.`),
    `the summary should say ${exigences.length}, ${count('met')}, ${count('partly')}, ${count('not')}`,
  )
  for (const { id, etat } of exigences) {
    if (etat !== 'met') assert.ok(document.includes(`\n- ${id} `), `${id} is not in the list of what is not met`)
  }
  assert.deepEqual(
    exigences.map(({ id }) => id).filter((id, rang, tous) => tous.indexOf(id) !== rang),
    [],
  )
})

/** The only sources that do it. Each new one is read, then written here and, for calls, in docs/security.md. */
const PERMIS: readonly { quoi: string; motif: RegExp; fichiers: readonly string[] }[] = [
  {
    quoi: 'calls over the network',
    motif: /\bfetch\(|from 'node:(http|https|http2|net|tls|dgram|dns)'|smtp-connection|\bWebSocket\b|EventSource|sendBeacon|XMLHttpRequest/,
    fichiers: [
      'src/compte/oidc.adaptateur.ts',
      'src/compte/recherche-entreprises.adaptateur.ts',
      'src/platform/courriel/smtp.adaptateur.ts',
      // Looks for a free port of this machine.
      'src/platform/serveur-postgres/processus.ts',
      // In the browser: our own server.
      'src/territoire/elements/carte-moteur.ts',
      'src/territoire/elements/mon-adresse.ts',
      'src/territoire/elements/reperer-fichier.ts',
      'src/territoire/geoplateforme.adaptateur.ts',
    ],
  },
  {
    quoi: 'raw HTML',
    motif: /[^.\w]raw\(|innerHTML|outerHTML|insertAdjacentHTML|document\.write|hono\/html/,
    fichiers: [
      'src/publication/ecrans/prose.tsx',
      'src/strategie/pages/fiche-texte.tsx',
      'src/strategie/pages/noeud.tsx',
      'src/territoire/carte/vue-carte.tsx',
      'src/territoire/carte/vue-interactive.tsx',
      'src/territoire/pages/mon-adresse-carte.tsx',
      'src/territoire/pages/paliers-vue.tsx',
      'src/ui/courriel.tsx',
      'src/ui/gabarits.tsx',
    ],
  },
  { quoi: 'raw SQL', motif: /sql\.(raw|lit)\(/, fichiers: [] },
  {
    quoi: 'programs',
    motif: /node:child_process/,
    fichiers: [
      'src/platform/documents/ecriture/atelier-typst.ts',
      'src/platform/documents/lecture/doc/convertir-doc.ts',
      'src/platform/documents/lecture/processus.ts',
      'src/platform/serveur-postgres/initialisation.ts',
      'src/platform/serveur-postgres/processus.ts',
      'src/platform/serveur-postgres/utilisateur-systeme.ts',
      // Reads one file of geography and dies: bounded in time and memory, with no secret in its environment.
      'src/territoire/import/import-processus.adaptateur.ts',
    ],
  },
  {
    quoi: 'storage of the browser',
    motif: /localStorage|sessionStorage|indexedDB/,
    fichiers: ['src/strategie/elements/brouillon-local.ts'],
  },
]

test('raw HTML, raw SQL, programs and calls to the outside stand only where the list says', () => {
  for (const { quoi, motif, fichiers } of PERMIS) assert.deepEqual(filesWith(motif), fichiers, quoi)
  assert.deepEqual(filesWith(/\bexec(?:Sync)?\(['"`]|shell: true/), [], 'no command goes through a shell as a text')
  for (const fichier of PERMIS[0]?.fichiers.slice(0, 3) ?? [])
    assert.ok(document.includes(`| \`${fichier}\` |`), `${fichier} in the register`)
})

test('no code is made from text', () => {
  assert.deepEqual(
    filesWith(/\beval\(|\bnew Function\b|[^.\w]Function\(|node:vm|set(?:Timeout|Interval)\(\s*['"`]|import\(\s*(?!['"`])[^)]*\$\{/),
    [],
  )
})

test('no regular expression is made of what someone typed', () => {
  const fautes: string[] = []
  let vues = 0
  for (const { fichier, texte } of produit) {
    for (const [tout, motif = ''] of codeOf(texte).matchAll(/new RegExp\(\s*([\s\S]*?)(?:,\s*'[a-z]*',?\s*)?\)(?=[\s.,;)\]])/g)) {
      vues += 1
      const noms = /^[`[]/.test(motif) ? [...motif.matchAll(/\$\{([^}]*)\}/g)].map(([, nom = '']) => nom) : [motif]
      // Constants of the sources are written in capitals; `forme` is one of a list of them.
      if (!noms.every((nom) => /^[A-Z][A-Z_]+(\.|$)/.test(nom) || nom === 'forme')) fautes.push(`${fichier}: ${tout}`)
    }
  }
  assert.deepEqual(fautes, [])
  assert.ok(vues > 10, `${vues} seen`)
})

test('chance that guards something comes from node:crypto', () => {
  assert.deepEqual(filesWith(/Math\.random/), [])
})

test('every CSV of the product goes through the writer that neutralises formulas', () => {
  // The geocoder's is read by a service, and by nobody in a spreadsheet.
  const autres = ['src/platform/fichiers/types.ts', 'src/territoire/geoplateforme.adaptateur.ts']
  const csv = filesWith(/text\/csv/).filter((fichier) => !autres.includes(fichier))
  assert.ok(csv.length >= 5)
  for (const fichier of csv) {
    const texte = produit.find((source) => source.fichier === fichier)?.texte ?? ''
    assert.match(texte, /\bwriteCsv\(|\bexportJournal\(|\bwriteRegistre\(/, fichier)
  }
  assert.match(produit.find(({ fichier }) => fichier.endsWith('audit/export-journal.ts'))?.texte ?? '', /\bwriteCsv\(/)
  assert.deepEqual(
    filesWith(/join\(';'\)/).filter((fichier) => !['src/platform/documents/ecriture/classeur.ts'].includes(fichier)),
    [],
  )
})

/** What a key or a token looks like, whatever its use. */
const SECRETS: readonly RegExp[] = [
  /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s*\n?[A-Za-z0-9+/=\s]{64}/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{36}\b|\bgithub_pat_\w{40}/,
  /\bglpat-[\w-]{20}\b|\bnpm_[A-Za-z0-9]{36}\b/,
  /\bxox[abprs]-[\w-]{10,}|\bsk_live_\w{16,}|\bAIza[\w-]{35}\b/,
  /\beyJ[\w-]{20,}\.eyJ[\w-]{20,}\.[\w-]{20,}/,
  /^(?:export )?(?:PARVIS_SECRET|POSTGRES_PASSWORD|PARVIS_OIDC_\w+_SECRET)=(?!…|\.\.\.|<|\$|$)\S{8,}/m,
]

test('no key or password is kept in the repository', async () => {
  const fautes: string[] = []
  let lus = 0
  for (const motif of ['{src,scripts,db,bench,e2e,deploy,docs,.ci,bin}/**/*', '*.{md,json,yml,mjs}', '.*rc', '**/.env*']) {
    for await (const entree of glob(motif, {
      cwd: racine,
      withFileTypes: true,
      exclude: (e) => /^(node_modules|data|dist|\.git)$/.test(e.name),
    })) {
      if (!entree.isFile()) continue
      const fichier = path.relative(racine, path.join(entree.parentPath, entree.name))
      if (/(^|\/)\.env/.test(fichier)) fautes.push(`${fichier}: settings of an instance`)
      if (/\.(woff2|png|docx?|odt|pdf|xlsx?|ods|zip|gz)$/.test(fichier)) continue
      lus += 1
      const texte = await read(fichier)
      for (const secret of SECRETS) if (secret.test(texte)) fautes.push(`${fichier}: ${secret.exec(texte)?.[0].slice(0, 30)}…`)
    }
  }
  assert.ok(lus > 500, `${lus} files read`)
  assert.deepEqual(fautes, [])
})

test('what looks like a key is seen', () => {
  const cle = `-----BEGIN ${'PRIVATE'} KEY-----\n${'MIIEvQIBADANBgkq'.repeat(5)}`
  for (const texte of [cle, `AKIA${'ABCD'.repeat(4)}`, `PARVIS_SECRET=${'q'.repeat(32)}`, `ghp_${'a1'.repeat(18)}`]) {
    assert.ok(
      SECRETS.some((secret) => secret.test(texte)),
      texte,
    )
  }
  assert.ok(!SECRETS.some((secret) => secret.test(`PARVIS_SECRET=…\nPOSTGRES_PASSWORD=$X\n`)))
})
