/** What no linter checks: the length of files, the place of SQL, words that must not appear. */
import { glob, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export type Faute = { fichier: string; ligne: number; phrase: string }

const LIGNES = 300
const SCHEMAS = [
  'compte',
  'territoire',
  'indicateurs',
  'contrat',
  'diagnostic',
  'strategie',
  'gouvernance',
  'finances',
  'appel_a_projets',
  'suivi',
  'participation',
  'gestion_urbaine',
  'publication',
]
const CODE = ['src', 'scripts', 'db', 'bench', 'e2e']

/** Reads every source below `racine`. */
export async function findFautes(racine: string): Promise<Faute[]> {
  const fautes: Faute[] = []
  for await (const fichier of glob(`{${CODE.join(',')}}/**/*.{ts,tsx,mjs,css}`, { cwd: racine })) {
    if (fichier.startsWith(path.join('scripts', 'verifier-sources'))) continue // names what it forbids
    const texte = await readFile(path.join(racine, fichier), 'utf8')
    const lignes = texte.split('\n')
    if (lignes.length - 1 > LIGNES && !fichier.endsWith('.css')) {
      fautes.push({ fichier, ligne: LIGNES + 1, phrase: `${lignes.length - 1} lines, ${LIGNES} at most: a file holds one idea` })
    }
    // A reader of GeoPackage asks the file that a person gave, through node:sqlite: not our base.
    const permis = maySql(fichier) || texte.includes("from 'node:sqlite'")
    for (const [rang, ligne] of lignes.entries()) {
      for (const phrase of fautesOfLine(fichier, ligne, permis)) fautes.push({ fichier, ligne: rang + 1, phrase })
    }
  }
  return fautes.sort((a, b) => (a.fichier < b.fichier ? -1 : a.fichier > b.fichier ? 1 : a.ligne - b.ligne))
}

function fautesOfLine(fichier: string, ligne: string, permis: boolean): string[] {
  const phrases: string[] = []
  if (/@gouvfr\/dsfr|\bMarianne\b|\bdsfr\b/i.test(ligne)) phrases.push('the identity of the State is reserved to its services')
  if (/@ts-(ignore|nocheck|expect-error)\b/.test(ligne)) phrases.push('no @ts-ignore: give the type')
  if (/\bas any\b|: any\b|<any>/.test(ligne) && !/^\s*(\/?\*|\/\/)/.test(ligne)) phrases.push('no any: give the type')
  if (/biome-ignore/.test(ligne) && !/biome-ignore \S+: \S+/.test(ligne)) phrases.push('a biome-ignore says why')
  if (hasSql(ligne) && !permis) phrases.push('SQL stands only in *.store.ts and platform')
  const schema = foreignSchema(fichier, ligne)
  if (schema) phrases.push(`a store of another capability names the schema « ${schema} »: ask its front door`)
  return phrases
}

function hasSql(ligne: string): boolean {
  return /\bsql(<[^>]*>)?`/.test(ligne) || /['"`]\s*(select\s.+\sfrom\s|insert into\s|update\s[\w.]+\sset\s|delete from\s)/i.test(ligne)
}

/** Stores, platform, and what is not the product: tests, scripts, the demo, measures, journeys. */
function maySql(fichier: string): boolean {
  return (
    !fichier.startsWith('src') ||
    /\.store\.ts$|(\.test|\.build|-de-test)\.tsx?$/.test(fichier) ||
    fichier.startsWith(path.join('src', 'platform'))
  )
}

/** A schema of another capability named in a string of a store, views made for others (`vue_…`) excepted. */
function foreignSchema(fichier: string, ligne: string): string | undefined {
  const capacite = /^src[\\/]([^\\/]+)[\\/].*\.store\.ts$/.exec(fichier)?.[1]?.replaceAll('-', '_')
  if (!capacite) return undefined
  const cite = new RegExp(`(?:['"\`]|\\b(?:from|join|update|into|table)\\s+)(${SCHEMAS.join('|')})\\.(?!vue_)[a-z_]+`, 'gi')
  for (const [, schema] of ligne.matchAll(cite)) {
    if (schema !== undefined && schema !== capacite && SCHEMAS.includes(capacite)) return schema
  }
  return undefined
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const fautes = await findFautes(process.cwd())
  for (const { fichier, ligne, phrase } of fautes) console.log(`${fichier}:${ligne}  ${phrase}`)
  process.exitCode = fautes.length > 0 ? 1 : 0
}
