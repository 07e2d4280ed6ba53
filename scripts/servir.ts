/**
 * Serves Parvis: the database (embedded, or DATABASE_URL), its migrations, the demo when it is wanted and nothing is there, the site.
 * `npm start` builds this file, then runs it; `node dist/servir.js` is the same without the build.
 */
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { listPersonas } from '#compte/index.ts'
import { type Configuration, parseConfiguration } from '#platform/configuration.ts'
import { openBase } from '#platform/db/base.ts'
import { migrate } from '#platform/db/migrations.ts'
import { checkDatabaseUrl } from '#platform/serveur-postgres/adresse.ts'
import { findRunning, startPostgres } from '#platform/serveur-postgres/demarrage.ts'
import { ErreurDemarrage } from '#platform/serveur-postgres/erreur-demarrage.ts'
import { migrateFile } from '#platform/taches/ouvrier.ts'
import { startServer } from '#server.ts'
import { loadDecoupage } from '#territoire/index.ts'
import { isBaseVide, loadDemo } from '../db/demo/charger.ts'

type Say = (phrase: string) => void
type Arret = () => Promise<void>

/** Starts everything; what has been started is stopped again when a later step fails. */
export async function serveParvis(configuration: Configuration, say: Say): Promise<void> {
  const arrets: Arret[] = []
  const stop = once(async () => {
    for (const arret of arrets.toReversed()) await arret()
  })
  stopOnSignals(stop, say)
  try {
    await assertPortFree(configuration)
    const base = await openDatabase(configuration, say)
    arrets.push(base.stop)
    const personas = await prepare(base.url, configuration, say)
    const serveur = await startServer({ configuration, databaseUrl: base.url })
    arrets.push(serveur.stop)
    await base.announce(serveur.adresse)
    say('')
    say(`Parvis est prêt : ${serveur.adresse}`)
    if (personas.length > 0) say(`\nDémonstration, connexion en un clic sur ${serveur.adresse}/connexion :\n${personas.join('\n')}\n`)
    say('Ctrl-C pour arrêter.')
  } catch (error) {
    await stop()
    throw error
  }
}

type BaseOuverte = { url: string; announce: (adresse: string) => Promise<void>; stop: Arret }

async function openDatabase(configuration: Configuration, say: Say): Promise<BaseOuverte> {
  if (configuration.databaseUrl !== null) {
    say('Connexion à la base de DATABASE_URL…')
    await checkDatabaseUrl(configuration.databaseUrl)
    return { url: configuration.databaseUrl, announce: async () => {}, stop: async () => {} }
  }
  say('Préparation de la base…')
  return await startPostgres({
    dossier: configuration.donnees,
    adresse: configuration.adresse ?? `http://localhost:${configuration.port}`,
    say,
    onLost: (error) => {
      report(error)
      process.exit(1)
    },
  })
}

/** @returns who can sign in by one click: nobody but in the demo */
async function prepare(url: string, configuration: Configuration, say: Say): Promise<string[]> {
  const appliquees = await migrate(url)
  await migrateFile(url)
  if (appliquees.length > 0) say(`Base mise à jour : ${appliquees.length} migration${appliquees.length > 1 ? 's' : ''}.`)
  const geographie = await loadDecoupage(url, new Date())
  if (geographie.charge) say(`Découpage administratif chargé : ${geographie.lignes.toLocaleString('fr-FR')} lieux.`)
  if (!configuration.demo) return []
  const base = openBase(url, { role: null, max: 1 })
  try {
    if (await isBaseVide(base.db)) {
      say('Chargement de la démonstration…')
      const { contrats, fiches } = await loadDemo(base.db, new Date())
      say(`Démonstration chargée : ${contrats} contrats, ${fiches} fiches.`)
    }
    const personas = await listPersonas(base.db)
    return personas.map(({ prenom, nom, fonction, presentation }) => `  ${prenom} ${nom}, ${fonction ?? presentation}`)
  } finally {
    await base.close()
  }
}

/** A port taken is said before minutes are spent on the database; by another Parvis of this folder, it is said to be so. */
async function assertPortFree({ port, databaseUrl, donnees }: Configuration): Promise<void> {
  if (port === 0) return
  const code = await new Promise<string | undefined>((resolve) => {
    const essai = createServer()
    essai.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'inconnu'))
    essai.listen(port, () => essai.close(() => resolve(undefined)))
  })
  if (code !== 'EADDRINUSE') return // any other refusal is told by the server itself
  const occupant = databaseUrl === null ? await findRunning(donnees) : undefined
  if (occupant) throw new ErreurDemarrage(`Parvis tourne déjà : ${occupant.adresse ?? `port ${port}`} (processus ${occupant.pid}).`)
  throw new ErreurDemarrage(
    `Le port ${port} est déjà pris par un autre programme : arrêtez-le, ou choisissez-en un autre, par exemple PORT=${port + 1} npm start.`,
  )
}

/** Ctrl-C, SIGTERM and a closed terminal stop everything; asked again two seconds later, at once. */
function stopOnSignals(stop: Arret, say: Say): void {
  let premier = 0
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      const instant = performance.now()
      // npm passes on a Ctrl-C that the terminal has sent to us as well: two in a row are one.
      if (premier > 0 && instant - premier > 2000) process.exit(1)
      if (premier > 0) return
      premier = instant
      say('Arrêt…')
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          report(error)
          process.exit(1)
        },
      )
    })
  }
}

function once(faire: Arret): Arret {
  let promesse: Promise<void> | undefined
  return () => {
    promesse ??= faire()
    return promesse
  }
}

/** One sentence for what we know; with its trace for what is a bug. */
function report(error: unknown): void {
  const connue = error instanceof Error && (error instanceof ErreurDemarrage || (error.name === 'Error' && !('code' in error)))
  console.error(connue && process.env.PARVIS_DEBUG === undefined ? error.message : error)
}

/** Serves until a signal; one sentence and exit code 1 when it cannot. */
export async function main(): Promise<void> {
  try {
    await serveParvis(parseConfiguration(process.env), console.log)
  } catch (error) {
    report(error)
    process.exit(1)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
