/**
 * Licences of everything that npm installs, from package-lock.json and from the packages themselves: what could not be shipped with
 * a program under AGPL-3.0 fails the check. `node scripts/licences.ts --ecrire` writes docs/dependances.md anew.
 */
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** Licences under which a work may be joined to one under AGPL-3.0 and given away (SPDX identifiers). */
export const ADMISES: ReadonlySet<string> = new Set([
  '0BSD',
  'AGPL-3.0-only',
  'AGPL-3.0-or-later',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'GPL-3.0-only',
  'GPL-3.0-or-later',
  'ISC',
  'LGPL-3.0-or-later',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'OFL-1.1',
  'PostgreSQL',
  'Python-2.0',
  'Unlicense',
  'Zlib',
])

/** Packages whose `license` is no SPDX identifier, read by a person: name, what it says, what it is. */
export const EXCEPTIONS: readonly { paquet: string; dit: string; licence: string; raison: string }[] = [
  {
    paquet: 'splaytree-ts',
    dit: 'BDS-3-Clause',
    licence: 'BSD-3-Clause',
    raison: 'faute de frappe de son package.json ; son fichier LICENSE est le texte de BSD-3-Clause',
  },
  { paquet: 'duck', dit: 'BSD', licence: 'BSD-2-Clause', raison: 'son fichier LICENSE est le texte de BSD-2-Clause ; tests seulement' },
]

export type Paquet = { nom: string; version: string; licence: string | null; usage: 'produit' | 'developpement'; chemin: string }
type Verrou = { packages: Record<string, { version?: string; license?: unknown; dev?: boolean; name?: string }> }

/** Every package of the lock but the project itself, by name then version, each once. */
export function listPaquets(verrou: Verrou): Paquet[] {
  const paquets = new Map<string, Paquet>()
  for (const [chemin, { version = '', license, dev, name }] of Object.entries(verrou.packages)) {
    if (chemin === '') continue
    const nom = name ?? chemin.slice(chemin.lastIndexOf('node_modules/') + 'node_modules/'.length)
    const cle = `${nom}@${version}`
    // A package that both the product and the tests use is the product's.
    const usage = dev === true && paquets.get(cle)?.usage !== 'produit' ? 'developpement' : 'produit'
    paquets.set(cle, { nom, version, licence: licenceDe(license), usage, chemin })
  }
  return [...paquets.values()].sort((a, b) => compare(a.nom, b.nom) || compare(a.version, b.version))
}

/** `license` as npm writes it: a text, or the object of old packages. */
export function licenceDe(brute: unknown): string | null {
  if (typeof brute === 'string') return brute.trim() === '' ? null : brute.trim()
  if (Array.isArray(brute)) return brute.length === 0 ? null : `(${brute.map((une) => licenceDe(une) ?? 'NONE').join(' OR ')})`
  if (typeof brute === 'object' && brute !== null && 'type' in brute) return licenceDe(brute.type)
  return null
}

/** An SPDX expression may be shipped when one side of each OR and both sides of each AND may. */
export function isAdmise(expression: string): boolean {
  const mots = expression.match(/[()]|[^\s()]+/g) ?? []
  let rang = 0
  const terme = (): boolean => {
    const mot = mots[rang]
    rang += 1
    if (mot === undefined || mot === ')') return false
    if (mot !== '(') return ADMISES.has(mot) || mot === 'GPL-3.0'
    const valeur = alternative()
    if (mots[rang] !== ')') return false
    rang += 1
    return valeur
  }
  const ensemble = (): boolean => {
    let valeur = terme()
    while (mots[rang]?.toUpperCase() === 'AND') {
      rang += 1
      // Both sides are read, whatever the first one says.
      valeur = [valeur, terme()].every(Boolean)
    }
    return valeur
  }
  const alternative = (): boolean => {
    let valeur = ensemble()
    while (mots[rang]?.toUpperCase() === 'OR') {
      rang += 1
      valeur = [valeur, ensemble()].some(Boolean)
    }
    return valeur
  }
  const valeur = alternative()
  return valeur && rang === mots.length
}

/** What is wrong with a package, or null. @param installee what its own package.json says; null when it is not installed here */
export function faultOf(paquet: Paquet, installee: string | null): string | null {
  const { nom, version, licence } = paquet
  if (licence === null) return `${nom} ${version} has no licence`
  if (installee !== null && installee !== licence) return `${nom} ${version}: the lock says ${licence}, the package says ${installee}`
  const exception = EXCEPTIONS.find((une) => une.paquet === nom && une.dit === licence)
  return isAdmise(exception?.licence ?? licence) ? null : `${nom} ${version}: ${licence} is not among the licences admitted`
}

export type Releve = { paquets: Paquet[]; fautes: string[] }

/** Reads the lock and each package that is installed below `racine`. */
export async function readLicences(racine: string): Promise<Releve> {
  const verrou = JSON.parse(await readFile(path.join(racine, 'package-lock.json'), 'utf8')) as Verrou
  const paquets = listPaquets(verrou)
  const fautes = await Promise.all(
    paquets.map(async (paquet) => {
      const fichier = path.join(racine, paquet.chemin, 'package.json')
      if (!existsSync(fichier)) return faultOf(paquet, null)
      const lu = JSON.parse(await readFile(fichier, 'utf8')) as { license?: unknown; licenses?: unknown }
      return faultOf(paquet, licenceDe(lu.license ?? lu.licenses))
    }),
  )
  const inutiles = EXCEPTIONS.filter(({ paquet, dit }) => !paquets.some(({ nom, licence }) => nom === paquet && licence === dit))
  return {
    paquets,
    fautes: [
      ...fautes.filter((faute) => faute !== null),
      ...inutiles.map(({ paquet }) => `${paquet} is an exception for nothing: remove it`),
    ],
  }
}

/** docs/dependances.md. */
export function writeDependances(paquets: readonly Paquet[]): string {
  const compte = [...Map.groupBy(paquets, ({ licence }) => licence ?? 'aucune')]
    .map(([licence, liste]) => [licence, liste.length] as const)
    .sort((a, b) => b[1] - a[1] || compare(a[0], b[0]))
  const table = (usage: Paquet['usage']) =>
    paquets
      .filter((paquet) => paquet.usage === usage)
      .map(({ nom, version, licence }) => `| ${nom} | ${version} | ${licence ?? 'aucune'} |`)
  return [
    '# Dépendances et licences',
    '',
    'Écrit par `node scripts/licences.ts --ecrire` à partir de `package-lock.json` ; `npm run check` échoue quand ce fichier n’est plus à jour,',
    'et quand une licence n’est pas de celles qui permettent de diffuser avec un programme sous AGPL-3.0 (`scripts/licences.ts`).',
    'Les paquets propres à un autre système que le vôtre ne sont pas installés, et figurent ici.',
    '',
    '| licence | paquets |',
    '|---|--:|',
    ...compte.map(([licence, nombre]) => `| ${licence} | ${nombre} |`),
    '',
    ...EXCEPTIONS.map(({ paquet, dit, licence, raison }) => `- ${paquet} dit « ${dit} », lu comme ${licence} : ${raison}.`),
    '',
    ...['## Le produit', '', '| paquet | version | licence |', '|---|---|---|', ...table('produit'), ''],
    ...['## Développement et tests', '', '| paquet | version | licence |', '|---|---|---|', ...table('developpement'), ''],
  ].join('\n')
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const racine = fileURLToPath(new URL('..', import.meta.url))
  const { paquets, fautes } = await readLicences(racine)
  const document = path.join(racine, 'docs', 'dependances.md')
  if (process.argv.includes('--ecrire')) await writeFile(document, writeDependances(paquets))
  const aJour = (await readFile(document, 'utf8').catch(() => '')) === writeDependances(paquets)
  if (!aJour) fautes.push('docs/dependances.md is out of date: node scripts/licences.ts --ecrire')
  for (const faute of fautes) console.error(faute)
  const licences = new Set(paquets.map(({ licence }) => licence))
  console.log(`${paquets.length} packages, ${licences.size} licences, ${fautes.length} wrong`)
  process.exitCode = fautes.length > 0 ? 1 : 0
}
