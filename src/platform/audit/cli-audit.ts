/** `parvis audit verify` and `parvis audit anchor`. */
import { readFile, writeFile } from 'node:fs/promises'
import type { Tx } from '#platform/db/base.ts'
import { RegleViolee } from '#platform/errors.ts'
import { formatNombre } from '#platform/formats.ts'
import { type Ancre, parseAncre, takenAncre, writeAncre } from './ancre.ts'
import { type ConstatAudit, listTetes, verifyAudit } from './verification.store.ts'

export type IoAudit = {
  print: (texte: string) => void
  printError: (texte: string) => void
  now: () => Date
  /** Runs on the migrated database of the instance, with the owner's role. */
  withBase: <T>(faire: (db: Tx) => Promise<T>) => Promise<T>
}

/**
 * `verify [--ancre FICHIER]`, `anchor [--sortie FICHIER]`.
 * @returns 0 when every chain is as it was written, 1 when one is not, 2 when it could not be known
 */
export async function runAudit(acte: 'verify' | 'anchor', args: readonly string[], io: IoAudit): Promise<number> {
  try {
    const fichier = optionOf(args, acte === 'verify' ? '--ancre' : '--sortie')
    return acte === 'verify' ? await verify(fichier, io) : await anchor(fichier, io)
  } catch (erreur) {
    io.printError(erreur instanceof Error ? erreur.message : String(erreur))
    return 2
  }
}

function optionOf(args: readonly string[], option: string): string | null {
  if (args.length === 0) return null
  const [nom, fichier] = args
  if (nom !== option || fichier === undefined || args.length > 2) throw new RegleViolee(`Option attendue : ${option} FICHIER.`)
  return fichier
}

async function verify(fichier: string | null, io: IoAudit): Promise<number> {
  const ancre = fichier === null ? null : await readAncre(fichier)
  const constat = await io.withBase((db) =>
    db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute((tx) => verifyAudit(tx, ancre)),
  )
  io.print(sayConstat(constat, ancre))
  return constat.defauts.length === 0 ? 0 : 1
}

async function readAncre(fichier: string): Promise<Ancre> {
  const texte = await readFile(fichier, 'utf8').catch(() => {
    throw new RegleViolee(`Le fichier « ${fichier} » ne peut pas être lu.`)
  })
  return parseAncre(texte)
}

/** The report of a verification, one defect a line. */
export function sayConstat({ lignes, chaines, defauts }: ConstatAudit, ancre: Ancre | null): string {
  const lues = `${formatNombre(lignes)} lignes, ${formatNombre(chaines)} chaînes`
  const face = ancre === null ? '' : `, comparées à l’ancre du ${ancre.prise}`
  if (defauts.length === 0) return `Journal vérifié : ${lues}${face}, aucune altérée.\n`
  const details = defauts.map(({ chaine, numero, defaut }) => `${chaine}${numero === 0 ? '' : `, ligne ${numero}`} : ${defaut}\n`)
  return `${details.join('')}Journal altéré : ${defauts.length === 1 ? '1 défaut' : `${formatNombre(defauts.length)} défauts`} sur ${lues}${face}.\n`
}

async function anchor(fichier: string | null, io: IoAudit): Promise<number> {
  const texte = writeAncre(takenAncre(await io.withBase(listTetes), io.now()))
  if (fichier === null) io.print(texte)
  else {
    // Never over another anchor: the older one proves more.
    await writeFile(fichier, texte, { flag: 'wx' }).catch((erreur: unknown) => {
      const existe = erreur instanceof Error && 'code' in erreur && erreur.code === 'EEXIST'
      throw new RegleViolee(
        existe ? `Le fichier « ${fichier} » existe : donnez un autre nom.` : `Le fichier « ${fichier} » ne peut pas être écrit.`,
      )
    })
    io.print(`Ancre écrite dans ${fichier}. Gardez-la hors de cette machine.\n`)
  }
  return 0
}
