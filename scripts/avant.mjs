/**
 * Runs before `npm start` and `npm test`, on any Node ≥ 18 and without any package: installs the packages when they are
 * missing or are not those of package-lock.json. Node 24 comes with them; the npm script that follows runs on it.
 */
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const racine = dirname(dirname(fileURLToPath(import.meta.url)))
const modules = join(racine, 'node_modules')
const lien = join(modules, '.bin', 'node')

if (missing().necessaires > 0) {
  console.log('Installation des bibliothèques (npm ci)…')
  install(nodeOfNpm())
}
linkNode()
if (missing().facultatives > 0) installWithNode24()
const majeure = majorOf(existsSync(lien) ? lien : 'node')
if (majeure < 24) {
  fail(`Parvis demande Node 24 ou plus récent, qui n’est pas fourni pour ce système : installez-le (version trouvée : ${majeure}).`)
}

/**
 * Packages of package-lock.json that are not on disk: those that the product needs, and those that are optional but made
 * for this very system. A package that should not be there counts as one that is missing.
 */
function missing() {
  const attendus = packagesOf(join(racine, 'package-lock.json'))
  let presents
  try {
    presents = packagesOf(join(modules, '.package-lock.json'))
  } catch {
    return { necessaires: attendus.size, facultatives: 0 }
  }
  const absent = ([chemin, { version }]) => presents.get(chemin)?.version !== version || !existsSync(join(racine, chemin))
  const manquants = [...attendus].filter(absent)
  const enTrop = [...presents.keys()].filter((chemin) => !attendus.has(chemin))
  return {
    necessaires: manquants.filter(([chemin, { optional }]) => !optional || presents.has(chemin)).length + enTrop.length,
    facultatives: manquants.filter(([, { optional, os, cpu, libc }]) => optional && os && isOurs(os, cpu, libc)).length,
  }
}

function packagesOf(fichier) {
  const paquets = Object.entries(JSON.parse(readFileSync(fichier, 'utf8')).packages)
  return new Map(paquets.filter(([chemin]) => chemin.startsWith('node_modules/')))
}

function isOurs(os, cpu, libc) {
  const admits = (liste, valeur) => liste === undefined || [liste].flat().includes(valeur)
  return (
    admits(os, process.platform) &&
    admits(cpu, process.arch) &&
    (process.platform !== 'linux' || libc === undefined || admits(libc, ourLibc()))
  )
}

function ourLibc() {
  process.report.excludeNetwork = true
  return process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl'
}

/** npm itself, run by a Node that the installation does not replace. */
function install(node) {
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error']
  const chemins = (process.env.PATH ?? '').split(delimiter).filter((chemin) => !chemin.includes(`node_modules${sep}.bin`))
  const options = { cwd: racine, stdio: 'inherit', env: { ...process.env, PATH: chemins.join(delimiter), NODE_ENV: '' } }
  const npm = process.env.npm_execpath
  const fini =
    npm && node ? spawnSync(node, [npm, ...args], options) : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' })
  if (fini.error || fini.status !== 0) {
    fail('Les bibliothèques n’ont pas pu être installées : vérifiez la connexion à internet et la place sur le disque, puis relancez.')
  }
}

function nodeOfNpm() {
  const node = process.env.npm_node_execpath
  return node?.includes(`node_modules${sep}`) ? undefined : node
}

/** An old Node makes npm leave out what asks for a newer one: the Node 24 that has just come installs again, once. */
function installWithNode24() {
  const fait = join(modules, '.parvis-node-24')
  if (existsSync(fait) || !process.env.npm_execpath || !existsSync(lien) || majorOf(process.env.npm_node_execpath ?? 'node') >= 24) return
  console.log('Certaines bibliothèques demandent Node 24 : installation avec lui…')
  const dossier = mkdtempSync(join(tmpdir(), 'parvis-node-'))
  const node = join(dossier, 'node')
  try {
    copyFileSync(lien, node)
    install(node)
  } finally {
    rmSync(dossier, { recursive: true, force: true })
  }
  linkNode()
  writeFileSync(fait, '')
}

/** Several packages offer the command `node`, one for each system: an old npm then links none. */
function linkNode() {
  if (process.platform === 'win32' || existsSync(lien)) return
  const paquet = `node-${process.platform}-${process.arch}`
  if (existsSync(join(modules, paquet, 'bin', 'node'))) symlinkSync(join('..', paquet, 'bin', 'node'), lien)
}

function majorOf(node) {
  const reponse = spawnSync(node, ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' })
  return Number(/^v(\d+)/.exec(reponse.stdout ?? '')?.[1] ?? 0)
}

function fail(phrase) {
  console.error(phrase)
  process.exit(1)
}
