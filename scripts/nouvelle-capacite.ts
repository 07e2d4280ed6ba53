/** `npm run new:capability NAME NOUN`: the folder of a capability, `npm run new:capability diagnostic constat` for example. */

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { renderCapacite } from './modele-capacite.ts'

/** Capabilities whose pages stand in the workspace of a contract. */
export const APRES_CONTRAT = [
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

/** Writes the files below `racine`. @returns their paths @throws Error with a sentence when it cannot */
export async function createCapacite(racine: string, capacite: string | undefined, nom: string | undefined): Promise<string[]> {
  if (!capacite || !nom) throw new Error('Usage: npm run new:capability NAME NOUN   (diagnostic constat)')
  if (!APRES_CONTRAT.includes(capacite)) {
    throw new Error(
      `« ${capacite} » is not one of ${APRES_CONTRAT.join(', ')}: its place in the order comes first, see .dependency-cruiser.mjs.`,
    )
  }
  if (!/^[a-z]+$/.test(nom)) throw new Error('The noun is one word in lower case, without accents: constat.')
  if (existsSync(path.join(racine, 'src', capacite))) throw new Error(`src/${capacite} is there already.`)
  const migrations = (await readdir(path.join(racine, 'db', 'migrations'))).filter((fichier) => /^\d{4}-/.test(fichier))
  const numero = Math.max(0, ...migrations.map((fichier) => Number(fichier.slice(0, 4)))) + 1
  const fichiers = renderCapacite({ capacite, nom, migration: `${String(numero).padStart(4, '0')}-${capacite}.sql` })
  for (const [chemin, texte] of Object.entries(fichiers)) {
    await mkdir(path.join(racine, path.dirname(chemin)), { recursive: true })
    await writeFile(path.join(racine, chemin), texte, { flag: 'wx' })
  }
  return Object.keys(fichiers)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const racine = fileURLToPath(new URL('..', import.meta.url))
  try {
    const [capacite, nom] = process.argv.slice(2)
    const chemins = await createCapacite(racine, capacite, nom)
    spawnSync(process.execPath, ['node_modules/.bin/biome', 'check', '--write', `src/${capacite}`], { cwd: racine, stdio: 'ignore' })
    console.log(
      `${chemins.join('\n')}\n\nThen: add its routes, its entry of the rail and its actions to src/app.ts, an example of its commands to src/droits-exemples-de-test.ts, and run npm run db:schema.`,
    )
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
