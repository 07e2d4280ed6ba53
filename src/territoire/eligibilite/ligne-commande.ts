/** `parvis territoire carroyage FILE …`: loads a statistical grid too large for a form, straight from the disk. */
import type { Tx } from '#platform/db/base.ts'
import { RegleViolee } from '#platform/errors.ts'
import { accorde, formatNombre } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { formeOf } from '../commands/deposit-carroyage.ts'
import { insertCarroyage, retireCarroyageRow } from './carroyage.store.ts'
import { formeCarroyage } from './formes.ts'
import { loadCarroyage } from './jobs.ts'

/** What the command needs of the outside. */
export type IoCarroyage = {
  print: (ligne: string) => void
  printError: (ligne: string) => void
  now: () => Date
  /** @throws RegleViolee when there is no such file */
  open: (chemin: string) => Promise<{ nom: string; octets: AsyncIterable<Uint8Array> }>
  /** Lends the database, as its owner. */
  withBase: <T>(faire: (db: Tx) => Promise<T>) => Promise<T>
}

const AIDE = `Usage : parvis territoire carroyage FICHIER --nom NOM --source SOURCE --millesime ANNEE

Charge les carreaux d’un CSV (compressé ou non) ou d’un GeoPackage de l’Insee. Tout est enregistré, ou rien.

  --sorte code|metres|tuile   comment les carreaux sont repérés (code par défaut)
  --epsg CODE                 projection des coordonnées x et y, pour metres et tuile
  --coteM METRES              côté d’un carreau (200 par défaut)
  --origineX, --origineY, --tuileX, --tuileY, --cellulesTuile   pour une tuile
`
const OPTIONS = ['nom', 'source', 'millesime', 'sorte', 'epsg', 'coteM', 'origineX', 'origineY', 'tuileX', 'tuileY', 'cellulesTuile']

/** @returns exit code: 0, or 2 with one French sentence on the error output */
export async function runCarroyage(args: readonly string[], io: IoCarroyage): Promise<number> {
  if (args.includes('--aide') || args.includes('--help')) {
    io.print(AIDE)
    return 0
  }
  try {
    const { chemin, options } = parseArgs(args)
    const lue = formeCarroyage.safeParse({ sorte: 'code', ...options })
    if (!lue.success) throw new RegleViolee(lue.error.issues.map(({ path, message }) => `--${path.join('.')} : ${message}`).join(' '))
    const { nom, source, millesime, coteM } = lue.data
    const forme = formeOf(lue.data)
    const fichier = await io.open(chemin)
    const id = createId(io.now().getTime())
    const fait = await io.withBase(async (db) => {
      await insertCarroyage(db, {
        id,
        nom,
        source,
        millesime,
        coteM,
        forme,
        fichierNom: fichier.nom,
        fichierId: null,
        tacheId: null,
        deposeLe: io.now(),
      })
      try {
        return await loadCarroyage(db, {
          id,
          nom: fichier.nom,
          source: fichier.octets,
          demande: { forme, coteM },
          now: io.now,
          avance: async () => true,
        })
      } catch (erreur) {
        await retireCarroyageRow(db, id, io.now())
        throw erreur
      }
    })
    io.print(
      `${accorde(fait?.cellules ?? 0, 'carreau enregistré', 'carreaux enregistrés')}, dont ${formatNombre(fait?.imputees ?? 0)} imputés.`,
    )
    return 0
  } catch (erreur) {
    if (!(erreur instanceof RegleViolee)) throw erreur
    io.printError(erreur.message)
    return 2
  }
}

function parseArgs(args: readonly string[]): { chemin: string; options: Record<string, string> } {
  const options: Record<string, string> = {}
  const chemins: string[] = []
  for (let i = 0; i < args.length; i += 1) {
    const un = args[i] ?? ''
    if (!un.startsWith('--')) {
      chemins.push(un)
      continue
    }
    const nom = un.slice(2)
    const valeur = args[i + 1]
    if (!OPTIONS.includes(nom) || valeur === undefined)
      throw new RegleViolee(`Option inconnue ou sans valeur : ${un}. Écrivez « parvis territoire carroyage --aide ».`)
    options[nom] = valeur
    i += 1
  }
  const [chemin] = chemins
  if (chemin === undefined || chemins.length > 1)
    throw new RegleViolee('Indiquez un seul fichier : « parvis territoire carroyage FICHIER --nom … ».')
  return { chemin, options }
}
