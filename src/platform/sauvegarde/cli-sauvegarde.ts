import { formatTaille } from '#platform/formats.ts'
import { restoreBase, verifySauvegarde } from './restaurer.ts'
import { saveBase } from './sauver.ts'

/** What the command line lends to the commands. */
export type IoSauvegarde = {
  print: (texte: string) => void
  printError: (texte: string) => void
  now: () => Date
  /** Address of the owner of the instance's database. `migrer`: brought to the version of this program first. */
  withUrl: <T>(migrer: 'oui' | 'non', faire: (url: string) => Promise<T>) => Promise<T>
}

const USAGE = `Usage : parvis backup FICHIER            écrit toute la base dans un fichier, sans arrêter le service
        parvis backup --verify FICHIER   relit une sauvegarde jusqu’au bout, sans base de données
        parvis restore FICHIER           la remet dans une base vide, et prouve qu’elle est revenue entière
`

/**
 * `parvis backup` and `parvis restore`.
 * @returns exit code: 0 done, 2 refused with one sentence on the error output
 */
export async function runSauvegarde(acte: 'backup' | 'restore', args: readonly string[], io: IoSauvegarde): Promise<0 | 2> {
  const verifier = acte === 'backup' && args[0] === '--verify'
  const [fichier, surplus] = verifier ? args.slice(1) : args
  if (fichier === undefined || surplus !== undefined || fichier.startsWith('--')) {
    const aide = fichier === '--help' || fichier === '--aide'
    io[aide ? 'print' : 'printError'](USAGE)
    return aide ? 0 : 2
  }
  const avance = (phrase: string) => io.printError(`  ${phrase}`)
  try {
    if (verifier) {
      const { fait, tables, lignes } = await verifySauvegarde(fichier)
      io.print(`Sauvegarde entière, du ${fait} : ${tables.length} tables, ${lignes} lignes.\n`)
    } else if (acte === 'backup') {
      const { octets, lignes, tables } = await io.withUrl('oui', (url) => saveBase(url, fichier, { now: io.now(), avance }))
      io.print(`Sauvegarde écrite dans ${fichier} : ${tables.length} tables, ${lignes} lignes, ${formatTaille(octets)}.\n`)
    } else {
      const { tables, lignes } = await io.withUrl('non', (url) => restoreBase(url, fichier, { avance }))
      io.print(`Sauvegarde restaurée : ${tables.length} tables, ${lignes} lignes, comparées une à une.\n`)
    }
    return 0
  } catch (erreur) {
    io.printError(erreur instanceof Error ? erreur.message : String(erreur))
    return 2
  }
}
