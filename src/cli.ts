/** `parvis …`: the command line. Each command loads only what it needs, so that it starts fast. */
import type { Entrees } from '#strategie/cli-import.ts'

const USAGE = `Usage : parvis COMMANDE

  parvis fiche import FICHIER… --json   comprend les fiches d’un document, sans base de données
  parvis admin create --courriel …      crée la première personne qui administre la plateforme
  parvis audit verify                   recalcule le journal des actes et dit toute ligne altérée, retirée ou ajoutée

La base est celle de DATABASE_URL, sinon celle du dossier de données (PARVIS_DONNEES, « data » par défaut).
`

async function main(args: readonly string[]): Promise<number> {
  const [sujet, acte, ...reste] = args
  if (sujet === 'fiche' && acte === 'import') {
    const { importFromCli } = await import('#strategie/cli-import.ts')
    const { entrees, close } = await openEntrees()
    try {
      return await importFromCli(reste, entrees)
    } finally {
      await close()
    }
  }
  if (sujet === 'admin' && acte === 'create') return createAdministrateur(reste)
  if (sujet === 'audit' && acte === 'verify') return verifyJournal()
  const aide = sujet === undefined || sujet === '--aide' || sujet === '--help'
  process[aide ? 'stdout' : 'stderr'].write(aide ? USAGE : `Commande inconnue : ${args.join(' ')}.\n${USAGE}`)
  return aide ? 0 : 2
}

async function openEntrees(): Promise<{ entrees: Entrees; close: () => Promise<void> }> {
  const [{ createAtelier }, { isArchive }, { LIMITES }, { refus }, { readFile, stat }, { basename }, { RegleViolee }] = await Promise.all([
    import('#platform/documents/lecture/atelier.ts'),
    import('#platform/documents/lecture/archive.ts'),
    import('#platform/documents/lecture/limites.ts'),
    import('#platform/documents/lecture/refus.ts'),
    import('node:fs/promises'),
    import('node:path'),
    import('#platform/errors.ts'),
  ])
  const atelier = createAtelier()
  const entrees: Entrees = {
    async read(chemin) {
      const nom = basename(chemin)
      const etat = await stat(chemin).catch(() => null)
      if (etat === null) throw new RegleViolee(`Le fichier «\u00a0${chemin}\u00a0» n’existe pas.`)
      if (etat.isDirectory()) throw new RegleViolee(`«\u00a0${chemin}\u00a0» est un dossier\u00a0: donnez un fichier, ou une archive .zip.`)
      if (etat.size > LIMITES.octetsArchive) throw refus.tropGros(nom, etat.size, LIMITES.octetsArchive)
      return await readFile(chemin).catch(() => {
        throw new RegleViolee(`Le fichier «\u00a0${chemin}\u00a0» n’a pas pu être ouvert\u00a0: vérifiez vos droits de lecture.`)
      })
    },
    nomDe: (chemin) => basename(chemin),
    isArchive,
    readDocument: (nom, contenu) => atelier.read(nom, contenu),
    readArchive: (nom, contenu) => atelier.readArchive(nom, contenu),
    print: (texte) => void process.stdout.write(texte),
    printError: (texte) => void process.stderr.write(`${texte}\n`),
  }
  return { entrees, close: () => atelier.close() }
}

type BaseDeCommande = { url: string; close: () => Promise<void> }

/** The database of this instance, migrated: the address of its owner. */
async function openInstance(): Promise<BaseDeCommande> {
  const [{ parseConfiguration }, { migrate }, { migrateFile }] = await Promise.all([
    import('#platform/configuration.ts'),
    import('#platform/db/migrations.ts'),
    import('#platform/taches/ouvrier.ts'),
  ])
  const { databaseUrl, donnees } = parseConfiguration({ ...process.env, PARVIS_SECRET: process.env.PARVIS_SECRET ?? 'x'.repeat(32) })
  let instance: BaseDeCommande
  if (databaseUrl === null) {
    const { openEmbedded } = await import('#platform/serveur-postgres/ouverture.ts')
    instance = await openEmbedded(donnees)
  } else {
    const { checkDatabaseUrl } = await import('#platform/serveur-postgres/adresse.ts')
    await checkDatabaseUrl(databaseUrl)
    instance = { url: databaseUrl, close: async () => {} }
  }
  await migrate(instance.url)
  await migrateFile(instance.url)
  return instance
}

async function createAdministrateur(args: readonly string[]): Promise<number> {
  const [{ runAdmin, readSecretStdin, readSecretTty }, { openBase }] = await Promise.all([
    import('#compte/index.ts'),
    import('#platform/db/base.ts'),
  ])
  return runAdmin(args, {
    ecrire: (ligne) => void process.stdout.write(`${ligne}\n`),
    erreur: (ligne) => void process.stderr.write(`${ligne}\n`),
    demanderSecret: (question) => readSecretTty(question, process.stdin, process.stdout),
    lireEntree: () => readSecretStdin(process.stdin),
    now: () => new Date(),
    openBase: async () => {
      const instance = await openInstance()
      const base = openBase(instance.url, { max: 2 })
      return {
        ...base,
        close: async () => {
          await base.close()
          await instance.close()
        },
      }
    },
  })
}

/** @returns 0 when every chain is as it was written, 1 when a line was altered, 2 when the database cannot be opened */
async function verifyJournal(): Promise<number> {
  const [{ verifyAudit }, { openBase }] = await Promise.all([import('#platform/audit/audit.store.ts'), import('#platform/db/base.ts')])
  let instance: BaseDeCommande
  try {
    instance = await openInstance()
  } catch (erreur) {
    process.stderr.write(`${erreur instanceof Error ? erreur.message : String(erreur)}\n`)
    return 2
  }
  const base = openBase(instance.url, { max: 2 })
  try {
    const { lignes, defauts } = await verifyAudit(base.db)
    for (const { chaine, numero, defaut } of defauts) process.stdout.write(`${chaine}, ligne ${numero} : ${defaut}\n`)
    process.stdout.write(
      defauts.length === 0
        ? `Journal vérifié : ${lignes} lignes, aucune altérée.\n`
        : `Journal altéré : ${defauts.length} défauts sur ${lignes} lignes.\n`,
    )
    return defauts.length === 0 ? 0 : 1
  } finally {
    await base.close()
    await instance.close()
  }
}

process.exitCode = await main(process.argv.slice(2))
