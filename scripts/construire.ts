/**
 * Builds what runs in production below dist/: the server, the command line, the child processes, and dist/public with
 * everything a browser receives, named after the digest of its content (manifest.json tells the names).
 */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, glob, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build, stop as stopEsbuild } from 'esbuild'

const racine = fileURLToPath(new URL('..', import.meta.url))
const dist = path.join(racine, 'dist')
const ADRESSE = '/actifs/'
/** Scripts of packages that a custom element runs in a worker, served as they are: no page may run a script from a blob. */
const TRAVAILLEURS = ['maplibre-gl/dist/maplibre-gl-worker.mjs']

const commun = {
  absWorkingDir: racine,
  bundle: true,
  format: 'esm',
  metafile: true,
  logLevel: 'silent',
  target: 'es2024',
} satisfies BuildOptions

/** Builds everything if a source has changed since the last build. @returns true when it had to */
export async function buildIfNeeded(say: (phrase: string) => void = () => {}): Promise<boolean> {
  const empreinte = await digestSources()
  const temoin = path.join(dist, 'empreinte.txt')
  if ((await readFile(temoin, 'utf8').catch(() => '')) === empreinte) return false
  say('Construction de l’application…')
  await rm(temoin, { force: true })
  await Promise.all([buildServeur(), buildClient()])
  await stopEsbuild()
  await writeFile(temoin, empreinte)
  return true
}

/** The server, the command line and the child processes, with their packages left in node_modules. */
export async function buildServeur(): Promise<void> {
  const entrees: Record<string, string> = {}
  for (const chemin of ['scripts/servir.ts', 'src/server.ts', 'src/worker.ts', 'src/cli.ts']) {
    if (existsSync(path.join(racine, chemin))) entrees[path.parse(chemin).name] = chemin
  }
  // Child processes: documents/lecture/ouvrier.ts → lecture-ouvrier.js, documents/ecriture/typst-ouvrier.ts → typst-ouvrier.js,
  // territoire/lecture/geo-ouvrier.ts → geo-ouvrier.js, territoire/import/import-ouvrier.ts → import-ouvrier.js.
  for await (const chemin of glob('src/{platform/documents,territoire/lecture,territoire/import}/**/{ouvrier,*-ouvrier}.ts', {
    cwd: racine,
  })) {
    const { name, dir } = path.parse(chemin)
    entrees[name === 'ouvrier' ? `${path.basename(dir)}-ouvrier` : name] = chemin
  }
  // Threads, by the name of their source: territoire/reperage-ouvrier.adaptateur.ts → reperage-ouvrier.adaptateur.js.
  for await (const chemin of glob('src/*/*-ouvrier.adaptateur.ts', { cwd: racine })) entrees[path.parse(chemin).name] = chemin
  for await (const ancien of glob('*.js{,.map}', { cwd: dist })) await rm(path.join(dist, ancien), { force: true })
  await build({
    ...commun,
    entryPoints: entrees,
    outdir: dist,
    platform: 'node',
    packages: 'external',
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    // Chunks stay beside the entries: a file found by its place from import.meta.url is found from either.
    splitting: true,
    chunkNames: 'commun-[hash]',
    sourcemap: 'linked',
    metafile: false,
  })
}

/** Public addresses by the name of their source: { "parvis.css": "/actifs/parvis.3f2a….css" }. */
export type Manifeste = Record<string, string>

/** The style sheet with its fonts, and the custom elements. Fast enough to be called at each start of dev or of a test run. */
export async function buildClient(cible = path.join(dist, 'public')): Promise<Manifeste> {
  const brouillon = `${cible}.${process.pid}`
  await rm(brouillon, { recursive: true, force: true })
  await mkdir(brouillon, { recursive: true })
  const manifeste: Manifeste = {}
  const elements: string[] = []
  for await (const chemin of glob('src/**/elements/*.{ts,css}', { cwd: racine })) if (!chemin.endsWith('.test.ts')) elements.push(chemin)
  const navigateur = {
    ...commun,
    minify: true,
    target: 'es2022',
    entryNames: '[name].[hash]',
    assetNames: '[name].[hash]',
    publicPath: ADRESSE.slice(0, -1),
  } as const
  const style = existsSync(path.join(racine, 'src/ui/theme/index.css'))
  const resultats = await Promise.all([
    style &&
      build({
        ...navigateur,
        entryPoints: { parvis: 'src/ui/theme/index.css' },
        outdir: brouillon,
        loader: { '.woff2': 'file', '.svg': 'file' },
      }),
    elements.length > 0 &&
      build({ ...navigateur, entryPoints: elements.sort(), outdir: path.join(brouillon, 'elements'), platform: 'browser' }),
  ])
  for (const resultat of resultats) {
    if (!resultat) continue
    for (const [sortie, { entryPoint }] of Object.entries(resultat.metafile.outputs)) {
      const relatif = path.relative(brouillon, path.resolve(racine, sortie))
      // esbuild hashes in capitals; the name kept in the manifest is the one before the digest.
      if (entryPoint ?? relatif.endsWith('.woff2')) manifeste[relatif.replace(/\.[0-9A-Z]{8}(\.\w+)$/, '$1')] = ADRESSE + relatif
    }
  }
  for (const module of TRAVAILLEURS) {
    const contenu = await readFile(fileURLToPath(import.meta.resolve(module)))
    const { name, ext } = path.parse(module)
    const empreinte = createHash('sha256').update(contenu).digest('hex').slice(0, 8).toUpperCase()
    // The same extension for every script that a browser receives.
    const nom = `elements/${name}.${empreinte}.js`
    await writeFile(path.join(brouillon, nom), contenu)
    manifeste[`elements/${name}${ext}`] = ADRESSE + nom
  }
  for await (const chemin of glob('src/ui/theme/*.{svg,png,ico}', { cwd: racine })) {
    const nom = path.basename(chemin)
    await copyFile(path.join(racine, chemin), path.join(brouillon, nom))
    manifeste[nom] = ADRESSE + nom
  }
  await writeFile(path.join(brouillon, 'manifest.json'), `${JSON.stringify(manifeste, null, 2)}\n`)
  await replaceFolder(brouillon, cible)
  return manifeste
}

async function replaceFolder(nouveau: string, cible: string): Promise<void> {
  const ancien = `${cible}.${process.pid}.ancien`
  await rename(cible, ancien).catch(() => {})
  await rename(nouveau, cible)
  await rm(ancien, { recursive: true, force: true })
}

async function digestSources(): Promise<string> {
  const chemins = ['package.json', 'package-lock.json', 'scripts/construire.ts', 'scripts/servir.ts']
  for await (const entree of glob(['src/**/*', 'db/**/*.ts'], { cwd: racine, withFileTypes: true })) {
    if (entree.isFile() && !/(\.test|\.build|-de-test)\.tsx?$/.test(entree.name))
      chemins.push(path.relative(racine, path.join(entree.parentPath, entree.name)))
  }
  const empreinte = createHash('sha256')
  for (const chemin of chemins.sort()) empreinte.update(`${chemin}\0`).update(await readFile(path.join(racine, chemin)).catch(() => ''))
  return empreinte.digest('hex')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const fait = await buildIfNeeded(console.log)
  console.log(fait ? 'Application construite dans dist/.' : 'dist/ est à jour.')
}
