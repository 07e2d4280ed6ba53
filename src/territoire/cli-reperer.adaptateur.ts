/** `parvis territoire locate FICHIER`: the file answered on the standard output or in another file, its counts on the error output. */
import { createReadStream, createWriteStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import type { Tx } from '#platform/db/base.ts'
import { createAtelier } from '#platform/documents/lecture/atelier.ts'
import { RegleViolee } from '#platform/errors.ts'
import { accorde, formatNombre, jourParis } from '#platform/formats.ts'
import type { Geocodeur } from './geocodeur.ts'
import { getIndexQuartiers } from './index-quartiers.store.ts'
import { csvOfClasseur, isClasseur } from './lot-classeur.ts'
import { answerFlux } from './lot-flux.ts'
import { csvOfComptes } from './lot-rendu.ts'
import { isToutConnu } from './lot-reponse.ts'
import { parseDemandeLot } from './lot-saisie.ts'
import { getReglagesAdresse } from './reglages-adresse.ts'
import { getReglagesLot } from './reglages-lot.ts'

export type OutilsLocate = {
  db: Tx
  geocodeur: Geocodeur
  now: Date
  sortie: NodeJS.WritableStream
  erreur: (ligne: string) => void
}

const USAGE = `Usage : parvis territoire locate FICHIER [--lon COLONNE --lat COLONNE] [--adresse COLONNE] [--age COLONNE]
  [--ages "0;16;26"] [--par "COLONNE;COLONNE"] [--jour AAAA-MM-JJ] [--epsg 2154] [--sortie FICHIER] [--comptes FICHIER]`

/** @returns 0, or 2 when the file or the options are at fault (one sentence is said) */
export async function locateFromCli(args: readonly string[], outils: OutilsLocate): Promise<number> {
  try {
    return await run(args, outils)
  } catch (erreur) {
    if (!(erreur instanceof RegleViolee)) throw erreur
    outils.erreur(erreur.message)
    return 2
  }
}

async function run(args: readonly string[], { db, geocodeur, now, sortie, erreur }: OutilsLocate): Promise<number> {
  const { fichier, valeurs } = parseOptions(args)
  const { lot, adresse } = await db
    .transaction()
    .execute(async (tx) => ({ lot: await getReglagesLot(tx), adresse: await getReglagesAdresse(tx) }))
  const demande = parseDemandeLot((champ) => valeurs[CHAMPS[champ] ?? ''] ?? '', { jour: jourParis(now), bandesAge: lot.bandesAge })
  const { index, quartiers, generations } = await db.transaction().execute((tx) => getIndexQuartiers(tx, demande.jour))
  if (quartiers.length === 0) throw new RegleViolee('Aucun contour de quartier n’est chargé pour ce jour : importez-les d’abord.')
  const { bandes, rayonConnuM, seuils } = adresse
  const complet = isToutConnu(generations, quartiers)
  const debut = performance.now()
  const flux = answerFlux(await open(fichier), {
    base: { index, complet, toleranceM: seuils.toleranceM, rayonConnuM, bandes },
    quartiers,
    colonnes: demande.colonnes,
    bandesAge: demande.bandesAge,
    jour: demande.jour,
    toWgs84: demande.toWgs84,
    geocodeur,
    seuils,
  })
  // Nothing is made before the columns are known.
  let ici = await flux.next()
  while (ici.done !== true && ici.value.length === 0) ici = await flux.next()
  async function* octets(): AsyncGenerator<Buffer> {
    for (; ici.done !== true; ici = await flux.next()) yield ici.value
  }
  const cible = valeurs.sortie === undefined ? sortie : createWriteStream(valeurs.sortie)
  await pipeline(Readable.from(octets(), { objectMode: false }), cible, { end: cible !== sortie })
  if (ici.done !== true) throw new Error('the file is not finished')
  const bilan = ici.value
  const secondes = (performance.now() - debut) / 1000
  erreur(
    `${accorde(bilan.lignes, 'ligne lue', 'lignes lues')} en ${formatNombre(Math.round(secondes * 10) / 10)} s, ${accorde(quartiers.length, 'quartier')}.`,
  )
  const comptes = csvOfComptes(bilan, lot.seuil)
  if (valeurs.comptes === undefined) erreur(comptes.toString('utf8').replace('\ufeff', '').trim())
  else await pipeline(Readable.from([comptes]), createWriteStream(valeurs.comptes))
  return bilan.arret === null ? 0 : 2
}

/** Fields of the form, by the option that fills them. */
const CHAMPS: Record<string, string> = {
  lon: 'lon',
  lat: 'lat',
  adresse: 'adresse',
  age: 'age',
  bandes: 'ages',
  groupes: 'par',
  jour: 'jour',
  projection: 'epsg',
}

function parseOptions(args: readonly string[]): { fichier: string; valeurs: Record<string, string | undefined> } {
  const noms = [...Object.values(CHAMPS), 'sortie', 'comptes']
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: Object.fromEntries(noms.map((nom) => [nom, { type: 'string' as const }])),
    })
    const [fichier] = positionals
    if (fichier === undefined || positionals.length > 1) throw new RegleViolee(USAGE)
    return { fichier, valeurs: Object.fromEntries(noms.map((nom) => [nom, typeof values[nom] === 'string' ? values[nom] : undefined])) }
  } catch (erreur) {
    if (erreur instanceof RegleViolee) throw erreur
    throw new RegleViolee(USAGE)
  }
}

async function open(fichier: string): Promise<AsyncIterable<Uint8Array>> {
  const etat = await stat(fichier).catch(() => null)
  if (etat === null || !etat.isFile()) throw new RegleViolee(`Le fichier « ${fichier} » n’existe pas, ou n’est pas un fichier.`)
  if (!isClasseur(fichier)) return createReadStream(fichier)
  const atelier = createAtelier({ taille: 1 })
  try {
    return Readable.from([csvOfClasseur(await atelier.read(basename(fichier), await readFile(fichier)))], { objectMode: false })
  } finally {
    await atelier.close()
  }
}
