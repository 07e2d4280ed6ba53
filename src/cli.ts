/** `parvis …`: the command line. Each command loads only what it needs, so that it starts fast. */
import type { Entrees } from '#strategie/cli-import.ts'

const USAGE = `Usage : parvis COMMANDE

  parvis fiche import FICHIER… --json   comprend les fiches d’un document, sans base de données
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

process.exitCode = await main(process.argv.slice(2))
