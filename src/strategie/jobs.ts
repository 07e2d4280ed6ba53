/** Long work of the capability: reading a batch of dropped files. */

import { sha256 } from '#platform/canonique.ts'
import type { Tx } from '#platform/db/base.ts'
import type { DocumentLu } from '#platform/documents/bloc.ts'
import { type EntreeLue, isArchive } from '#platform/documents/lecture/archive.ts'
import { RegleViolee } from '#platform/errors.ts'
import { loadFichier, saveFichier } from '#platform/fichiers/fichier.store.ts'
import { isImage } from '#platform/fichiers/types.ts'
import { accorde } from '#platform/formats.ts'
import { logIncident } from '#platform/incident.ts'
import type { FinDeTravail, Travail, Travaux } from '#platform/taches/ouvrier.ts'
import { LIRE_LOT, type ParametresLot } from './commands/create-lot.ts'
import { attributed } from './import/attribution.ts'
import type { ImportCompris } from './import/compris.ts'
import type { Variante } from './import/dictionnaire.ts'
import { recognizeFiches } from './import/reconnaitre.ts'
import { listLibelles } from './libelle-import.store.ts'
import { type ImageGardee, listOrdresLus, saveSource } from './lot.store.ts'

/** Reads documents outside this process, within limits of time and memory. */
export type Lecteur = {
  read: (nom: string, contenu: Uint8Array) => Promise<DocumentLu>
  readArchive: (nom: string, contenu: Uint8Array) => AsyncIterable<EntreeLue>
}

/** Ranks that the documents of one dropped file have in a batch: a zip may hold many. */
const RANGS_PAR_FICHIER = 10_000

/** Files read ahead of the one being kept. */
const EN_AVANCE = 4

export function travauxStrategie(lecteur: Lecteur): Travaux {
  return { [LIRE_LOT]: (travail) => readLot(travail, lecteur) }
}

type Lecture = { ordre: number; fichierId: string | null; sha256: string; lu: EntreeLue }

/** Reads each file of the batch, keeps its blocks, its images and what was understood. Tried again, it goes on from where it was. */
async function readLot(travail: Travail, lecteur: Lecteur): Promise<FinDeTravail> {
  const { db, tache, now, avance } = travail
  const { lotId, fichiers } = tache.parametres as ParametresLot
  const libelles = await listLibelles(db, tache.contratId ?? '')
  const dejaLus = new Set(await listOrdresLus(db, lotId))
  const bilan = { lus: dejaLus.size, fiches: 0, illisibles: 0 }
  for await (const lecture of readFichiers(db, fichiers, dejaLus, lecteur)) {
    const total = Math.max(fichiers.length, bilan.lus + 1)
    if (!(await avance(bilan.lus, total, `${accorde(bilan.lus, 'document lu', 'documents lus')}, « ${lecture.lu.nom} » en cours`)))
      return { message: null }
    bilan.lus += 1
    bilan.fiches += await keepDocument(db, lotId, lecture, libelles, now())
    if ('erreur' in lecture.lu) bilan.illisibles += 1
  }
  await avance(bilan.lus, Math.max(fichiers.length, bilan.lus))
  const illisibles = bilan.illisibles === 0 ? '' : `, dont ${bilan.illisibles} non lu${bilan.illisibles > 1 ? 's' : ''}`
  return {
    message: `${accorde(bilan.lus, 'document')}${illisibles}, ${accorde(bilan.fiches, 'fiche comprise', 'fiches comprises')}`,
    resultat: bilan,
  }
}

/** The documents of the files in order, those kept already left out; files are read a few ahead, an archive one entry after the other. */
async function* readFichiers(
  db: Tx,
  fichiers: ParametresLot['fichiers'],
  dejaLus: ReadonlySet<number>,
  lecteur: Lecteur,
): AsyncGenerator<Lecture> {
  const suite = fichiers.map((fichier, rang) => ({ ...fichier, base: rang * RANGS_PAR_FICHIER }))
  const enCours: Promise<Lecture | { base: number; contenu: Uint8Array; nom: string }>[] = []
  const begin = async ({ fichierId, nom, base }: (typeof suite)[number]) => {
    const contenu = await loadFichier(db, fichierId)
    if (await isArchive(nom, contenu)) return { base, contenu, nom }
    const lu = dejaLus.has(base) ? { nom, erreur: '' } : await readOne(lecteur, nom, contenu)
    return { ordre: base, fichierId, sha256: sha256(contenu), lu }
  }
  for (let rang = 0; rang < suite.length || enCours.length > 0; ) {
    for (let fichier = suite[rang]; fichier !== undefined && enCours.length < EN_AVANCE; fichier = suite[rang]) {
      const lecture = begin(fichier)
      lecture.catch(() => {}) // waited for in its turn
      enCours.push(lecture)
      rang += 1
    }
    const premier = await enCours.shift()
    if (premier === undefined) return
    if ('lu' in premier) {
      if (!dejaLus.has(premier.ordre)) yield premier
    } else yield* readEntrees(premier, dejaLus, lecteur)
  }
}

async function* readEntrees(
  { base, contenu, nom }: { base: number; contenu: Uint8Array; nom: string },
  dejaLus: ReadonlySet<number>,
  lecteur: Lecteur,
): AsyncGenerator<Lecture> {
  let ordre = base
  try {
    for await (const lu of lecteur.readArchive(nom, contenu)) {
      if (!dejaLus.has(ordre)) yield { ordre, fichierId: null, sha256: 'document' in lu ? lu.document.source.sha256 : '', lu }
      ordre += 1
    }
  } catch (erreur) {
    if (!(erreur instanceof RegleViolee)) throw erreur
    if (!dejaLus.has(ordre)) yield { ordre, fichierId: null, sha256: sha256(contenu), lu: { nom, erreur: erreur.message } }
  }
}

async function readOne(lecteur: Lecteur, nom: string, contenu: Uint8Array): Promise<EntreeLue> {
  try {
    return { nom, document: await lecteur.read(nom, contenu) }
  } catch (erreur) {
    if (erreur instanceof RegleViolee) return { nom, erreur: erreur.message }
    throw new Error(`reading of ${nom}`, { cause: erreur })
  }
}

/** Whole or not at all. @returns how many fiches were understood */
async function keepDocument(
  db: Tx,
  lotId: string,
  { ordre, fichierId, sha256, lu }: Lecture,
  libelles: readonly Variante[],
  now: Date,
): Promise<number> {
  if ('erreur' in lu) {
    const illisible = { nom: lu.nom, format: null, sha256, fichierId, erreur: lu.erreur, blocs: [], compris: null, images: [] }
    await db.transaction().execute((tx) => saveSource(tx, lotId, ordre, illisible))
    return 0
  }
  const { document } = lu
  const { compris, erreur } = understand(document, libelles)
  await db.transaction().execute(async (tx) => {
    const images = await keepImages(tx, document, now)
    const { format } = document.source
    await saveSource(tx, lotId, ordre, { nom: lu.nom, format, sha256, fichierId, erreur, blocs: document.blocs, compris, images })
  })
  return compris?.fiches.length ?? 0
}

/** A document that recognition fails on is kept with all its text: one bad document does not stop the others. */
function understand(document: DocumentLu, libelles: readonly Variante[]): { compris: ImportCompris | null; erreur: string | null } {
  try {
    return { compris: attributed(recognizeFiches(document, { libelles })), erreur: null }
  } catch (erreur) {
    logIncident('import, reconnaissance', erreur)
    return { compris: null, erreur: 'Le texte de ce document est gardé, mais ses fiches n’ont pas pu être reconnues : signalez-le.' }
  }
}

async function keepImages(tx: Tx, document: DocumentLu, now: Date): Promise<ImageGardee[]> {
  const images: ImageGardee[] = []
  for (const image of document.images) {
    if (!isImage(image.type)) continue
    const { id } = await saveFichier(tx, { contenu: image.contenu, type: image.type, now })
    images.push({ apres: image.apres, nom: image.nom, type: image.type, alt: image.alt, fichierId: id })
  }
  return images
}
