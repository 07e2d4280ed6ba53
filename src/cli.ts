/** `parvis …`: the command line. Each command loads only what it needs, so that it starts fast. */
import type { Entrees } from '#strategie/cli-import.ts'

const USAGE = `Usage : parvis COMMANDE

  parvis fiche import FICHIER… --json   comprend les fiches d’un document, sans base de données
  parvis territoire carroyage FICHIER … charge les carreaux d’une statistique de l’Insee, pour simuler l’éligibilité
  parvis territoire import FICHIER      charge des quartiers, des contours (--contours) ou des unités urbaines (--unites-urbaines)
  parvis territoire locate FICHIER      dit le quartier de chaque ligne d’un CSV ou d’un classeur (--lon, --lat, --adresse…)
  parvis admin create --courriel …      crée la première personne qui administre la plateforme
  parvis audit verify [--ancre …]       recalcule le journal des actes et dit toute ligne altérée, retirée ou ajoutée
  parvis audit anchor [--sortie …]      écrit la tête de chaque chaîne du journal, à garder hors de la machine
  parvis backup FICHIER                 écrit toute la base dans un fichier, sans arrêter le service
  parvis backup --verify FICHIER        relit une sauvegarde jusqu’au bout
  parvis restore FICHIER                remet une sauvegarde dans une base vide, et le prouve

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
  if (sujet === 'territoire' && acte === 'import') return importTerritoire(reste)
  if (sujet === 'territoire' && acte === 'carroyage') return loadCarroyage(reste)
  if (sujet === 'territoire' && acte === 'locate') return locateFichier(reste)
  if (sujet === 'admin' && acte === 'create') return createAdministrateur(args.slice(1))
  if (sujet === 'audit' && (acte === 'verify' || acte === 'anchor')) return auditJournal(acte, reste)
  if (sujet === 'backup' || sujet === 'restore') return keepBase(sujet, args.slice(1))
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
  const [{ migrate }, { migrateFile }] = await Promise.all([import('#platform/db/migrations.ts'), import('#platform/taches/ouvrier.ts')])
  const instance = await openBaseNue()
  await migrate(instance.url)
  await migrateFile(instance.url)
  return instance
}

/** The same as it is. */
async function openBaseNue(): Promise<BaseDeCommande> {
  const { parseConfiguration } = await import('#platform/configuration.ts')
  const { databaseUrl, donnees } = parseConfiguration({ ...process.env, PARVIS_SECRET: process.env.PARVIS_SECRET ?? 'x'.repeat(32) })
  if (databaseUrl === null) {
    const { openEmbedded } = await import('#platform/serveur-postgres/ouverture.ts')
    return openEmbedded(donnees)
  }
  const { checkDatabaseUrl } = await import('#platform/serveur-postgres/adresse.ts')
  await checkDatabaseUrl(databaseUrl)
  return { url: databaseUrl, close: async () => {} }
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

async function loadCarroyage(args: readonly string[]): Promise<number> {
  const [{ runCarroyage }, { openBase }, { createReadStream }, { stat }, { basename }, { RegleViolee }] = await Promise.all([
    import('#territoire/cli-carroyage.ts'),
    import('#platform/db/base.ts'),
    import('node:fs'),
    import('node:fs/promises'),
    import('node:path'),
    import('#platform/errors.ts'),
  ])
  return runCarroyage(args, {
    print: (ligne) => void process.stdout.write(`${ligne}\n`),
    printError: (ligne) => void process.stderr.write(`${ligne}\n`),
    now: () => new Date(),
    open: async (chemin) => {
      const etat = await stat(chemin).catch(() => null)
      if (etat === null || etat.isDirectory()) throw new RegleViolee(`Le fichier «\u00a0${chemin}\u00a0» n’existe pas, ou est un dossier.`)
      return { nom: basename(chemin), octets: createReadStream(chemin, { highWaterMark: 262_144 }) }
    },
    withBase: async (faire) => {
      const instance = await openInstance()
      const base = openBase(instance.url, { role: null, max: 2 })
      try {
        return await faire(base.db)
      } finally {
        await base.close()
        await instance.close()
      }
    },
  })
}

async function importTerritoire(args: readonly string[]): Promise<number> {
  const [{ createLecteurTerritoire, runImportTerritoire }, { loadDecoupage }, { openBase }, { readFile }, { basename }, { RegleViolee }] =
    await Promise.all([
      import('#territoire/cli-import.ts'),
      import('#territoire/index.ts'),
      import('#platform/db/base.ts'),
      import('node:fs/promises'),
      import('node:path'),
      import('#platform/errors.ts'),
    ])
  return runImportTerritoire(args, {
    print: (ligne) => void process.stdout.write(`${ligne}\n`),
    printError: (ligne) => void process.stderr.write(`${ligne}\n`),
    now: () => new Date(),
    readFile: async (chemin) => {
      const contenu = await readFile(chemin).catch(() => null)
      if (contenu === null)
        throw new RegleViolee(`Le fichier «\u00a0${chemin}\u00a0» n’a pas pu être lu\u00a0: vérifiez son nom et vos droits.`)
      return { nom: basename(chemin), contenu }
    },
    withBase: async (faire) => {
      const instance = await openInstance()
      await loadDecoupage(instance.url, new Date())
      const proprietaire = openBase(instance.url, { role: null, max: 1 })
      const app = openBase(instance.url, { max: 2 })
      try {
        return await faire({ app: app.db, proprietaire: proprietaire.db })
      } finally {
        await app.close()
        await proprietaire.close()
        await instance.close()
      }
    },
    lecteur: createLecteurTerritoire(),
  })
}

async function locateFichier(args: readonly string[]): Promise<number> {
  const [{ createGeoplateforme, locateFromCli }, { openBase }, { parseConfiguration }] = await Promise.all([
    import('#territoire/index.ts'),
    import('#platform/db/base.ts'),
    import('#platform/configuration.ts'),
  ])
  const { geocodage } = parseConfiguration({ ...process.env, PARVIS_SECRET: process.env.PARVIS_SECRET ?? 'x'.repeat(32) })
  const instance = await openInstance()
  const base = openBase(instance.url, { max: 2 })
  try {
    return await locateFromCli(args, {
      db: base.db,
      geocodeur: createGeoplateforme({ adresse: geocodage ?? null }),
      now: new Date(),
      sortie: process.stdout,
      erreur: (ligne) => void process.stderr.write(`${ligne}\n`),
    })
  } finally {
    await base.close()
    await instance.close()
  }
}

async function auditJournal(acte: 'verify' | 'anchor', args: readonly string[]): Promise<number> {
  const [{ runAudit }, { openBase }] = await Promise.all([import('#platform/audit/cli-audit.ts'), import('#platform/db/base.ts')])
  return runAudit(acte, args, {
    print: (texte) => void process.stdout.write(texte),
    printError: (texte) => void process.stderr.write(`${texte}\n`),
    now: () => new Date(),
    withBase: async (faire) => {
      const instance = await openInstance()
      // The owner: row-level security would hide the chains.
      const base = openBase(instance.url, { role: null, max: 2 })
      try {
        return await faire(base.db)
      } finally {
        await base.close()
        await instance.close()
      }
    },
  })
}

async function keepBase(acte: 'backup' | 'restore', args: readonly string[]): Promise<number> {
  const { runSauvegarde } = await import('#platform/sauvegarde/cli-sauvegarde.ts')
  return runSauvegarde(acte, args, {
    print: (texte) => void process.stdout.write(texte),
    printError: (texte) => void process.stderr.write(`${texte}\n`),
    now: () => new Date(),
    withUrl: async (migrer, faire) => {
      const instance = await (migrer === 'oui' ? openInstance() : openBaseNue())
      try {
        return await faire(instance.url)
      } finally {
        await instance.close()
      }
    },
  })
}

process.exitCode = await main(process.argv.slice(2))
