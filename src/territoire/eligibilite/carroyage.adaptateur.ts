/** Opens the file of a statistical grid, whatever it is: CSV, CSV under gzip, GeoPackage, or a zip of one of them. */
import { DatabaseSync } from 'node:sqlite'
import { setImmediate as breathe } from 'node:timers/promises'
import { createGunzip } from 'node:zlib'
import { openZip } from '#platform/documents/lecture/zip.ts'
import { RegleViolee } from '#platform/errors.ts'
import { createCollecteur, type DemandeLecture, type Lecteur, type LectureCarroyage } from './lecture-carroyage.ts'
import { createLecteurCsv } from './lecture-csv.ts'

/** Bytes of text that one file may give: the national table of INSEE has 800 million. */
const OCTETS_MAX = 3_000_000_000
/** A GeoPackage or a zip is read from memory. */
const OCTETS_EN_MEMOIRE = 512 * 1024 * 1024
/** Nothing of an unknown base runs, nothing is written. */
const PRUDENCE = 'pragma trusted_schema = off; pragma cell_size_check = on; pragma query_only = on; pragma mmap_size = 0;'
/** Rows of a GeoPackage between two breaths of the process. */
const LIGNES_PAR_SOUFFLE = 20_000

/** Told how far the reading is; answers false to stop it. */
export type Avance = (octets: number, cellules: number) => Promise<boolean>

/**
 * Reads the cells of a file that streams by. @returns null when it was told to stop
 * @throws RegleViolee with one French sentence, which names the bad lines
 */
export async function readCarroyage(
  nom: string,
  source: AsyncIterable<Uint8Array>,
  demande: DemandeLecture,
  avance: Avance,
): Promise<LectureCarroyage | null> {
  const morceaux = source[Symbol.asyncIterator]()
  const premier = await morceaux.next()
  if (premier.done === true) throw refus(`Le fichier « ${nom} » est vide.`)
  const tete = premier.value
  const suite = rejoin(tete, morceaux)
  if (tete[0] === 0x1f && tete[1] === 0x8b) return readCsv(gunzip(nom, suite), demande, avance)
  if (startsWith(tete, 'PK')) return readZip(nom, await gather(nom, suite), demande, avance)
  if (startsWith(tete, 'SQLite format 3')) return readGpkg(nom, await gather(nom, suite), demande, avance)
  if (startsWith(tete, '7z'))
    throw refus(`Le fichier « ${nom} » est une archive 7z : décompressez-la, puis envoyez le CSV ou le GeoPackage qu’elle contient.`)
  return readCsv(suite, demande, avance)
}

async function readCsv(source: AsyncIterable<Uint8Array>, demande: DemandeLecture, avance: Avance): Promise<LectureCarroyage | null> {
  const lecteur: Lecteur = createLecteurCsv(demande)
  let octets = 0
  let depuis = 0
  for await (const morceau of source) {
    octets += morceau.byteLength
    if (octets > OCTETS_MAX) throw refus('Le fichier dépasse 3 Go une fois décompressé : découpez-le par région.')
    lecteur.push(morceau)
    depuis += morceau.byteLength
    if (depuis < 4_000_000) continue
    depuis = 0
    if (!(await avance(octets, lecteur.lues()))) return null
  }
  return lecteur.end()
}

async function* gunzip(nom: string, source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const tuyau = createGunzip()
  const pousse = (async () => {
    for await (const morceau of source) if (!tuyau.write(morceau)) await new Promise((resolve) => tuyau.once('drain', resolve))
    tuyau.end()
  })()
  pousse.catch((erreur: unknown) => tuyau.destroy(erreur instanceof Error ? erreur : new Error(String(erreur))))
  try {
    for await (const morceau of tuyau) if (morceau instanceof Uint8Array) yield morceau
  } catch (erreur) {
    throw Object.assign(refus(`Le fichier « ${nom} » est abîmé : il ne se décompresse pas.`), { cause: erreur })
  }
}

async function readZip(nom: string, octets: Buffer, demande: DemandeLecture, avance: Avance): Promise<LectureCarroyage | null> {
  const zip = await openZip(nom, octets)
  const candidats = zip.noms.filter((chemin) => /\.(csv|gpkg)$/i.test(chemin) && !/(^|\/)(__MACOSX\/|\.)/.test(chemin))
  const [chemin] = candidats
  if (chemin === undefined || candidats.length > 1) {
    throw refus(`L’archive « ${nom} » contient ${candidats.length} fichiers .csv ou .gpkg : gardez-en un seul.`)
  }
  const contenu = zip.read(chemin, chemin, OCTETS_EN_MEMOIRE)
  if (contenu === null) throw refus(`L’archive « ${nom} » est abîmée.`)
  const lu = Buffer.from(contenu.buffer, contenu.byteOffset, contenu.byteLength)
  return startsWith(lu, 'SQLite format 3') ? readGpkg(chemin, lu, demande, avance) : readCsv(cut(lu), demande, avance)
}

async function* cut(octets: Buffer): AsyncGenerator<Uint8Array> {
  for (let debut = 0; debut < octets.length; debut += 262_144) {
    yield octets.subarray(debut, debut + 262_144)
    await breathe()
  }
}

/** The widest table of a GeoPackage that has cells. Nothing of the file runs, nothing is written to disk. */
async function readGpkg(nom: string, octets: Buffer, demande: DemandeLecture, avance: Avance): Promise<LectureCarroyage | null> {
  const base = new DatabaseSync(':memory:', { enableForeignKeyConstraints: false })
  try {
    const copie = Buffer.from(octets)
    // A file left in WAL mode cannot be opened from memory; its journal is not in it anyway.
    copie[18] = 1
    copie[19] = 1
    base.deserialize(copie)
    base.exec(PRUDENCE)
    const tables = base
      .prepare("select table_name as nom from gpkg_contents where data_type in ('features', 'attributes') order by table_name")
      .all()
      .map((ligne) => String(ligne.nom))
    const [table] = tables
    if (table === undefined || tables.length > 1) {
      throw refus(`Le GeoPackage « ${nom} » contient ${tables.length} tables (${tables.slice(0, 5).join(', ')}) : gardez-en une seule.`)
    }
    const lecture = base.prepare(`select * from "${table.replaceAll('"', '""')}"`)
    const colonnes = lecture.columns().map(({ name }) => name)
    const collecteur = createCollecteur(colonnes, demande)
    let rang = 0
    for (const ligne of lecture.iterate()) {
      rang += 1
      collecteur.add((colonne) => textOf(ligne[colonnes[colonne] ?? '']), rang)
      if (rang % LIGNES_PAR_SOUFFLE === 0 && !(await avance(0, collecteur.lues()))) return null
    }
    return collecteur.end()
  } catch (erreur) {
    if (erreur instanceof RegleViolee) throw erreur
    throw Object.assign(refus(`Le GeoPackage « ${nom} » est abîmé ou n’en est pas un.`), { cause: erreur })
  } finally {
    base.close()
  }
}

function textOf(valeur: unknown): string {
  return typeof valeur === 'string' ? valeur : typeof valeur === 'number' || typeof valeur === 'bigint' ? String(valeur) : ''
}

async function* rejoin(tete: Uint8Array, suite: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield tete
  for (let un = await suite.next(); un.done !== true; un = await suite.next()) yield un.value
}

async function gather(nom: string, source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const morceaux: Uint8Array[] = []
  let octets = 0
  for await (const morceau of source) {
    octets += morceau.byteLength
    if (octets > OCTETS_EN_MEMOIRE)
      throw refus(`Le fichier « ${nom} » dépasse 512 Mo : convertissez-le en CSV, qui se lit sans tout garder en mémoire.`)
    morceaux.push(morceau)
  }
  return Buffer.concat(morceaux)
}

function startsWith(octets: Uint8Array, texte: string): boolean {
  return Buffer.from(octets.buffer, octets.byteOffset, Math.min(texte.length, octets.byteLength)).toString('latin1') === texte
}

function refus(message: string): RegleViolee {
  return new RegleViolee(message, [{ champ: 'fichier', message }])
}
