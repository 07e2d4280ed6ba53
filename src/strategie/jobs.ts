/** Long work of the capability: reading a batch of dropped files. */

import { sha256 } from '#platform/canonique.ts'
import type { Tx } from '#platform/db/base.ts'
import type { DocumentLu } from '#platform/documents/bloc.ts'
import { RegleViolee } from '#platform/errors.ts'
import { loadFichier, saveFichier } from '#platform/fichiers/fichier.store.ts'
import { accorde } from '#platform/formats.ts'
import type { Travail, Travaux } from '#platform/taches/ouvrier.ts'
import { LIRE_LOT, type ParametresLot } from './commands/create-lot.ts'
import { recognizeFiches } from './import/reconnaitre.ts'
import { type ImageGardee, listLibelles, listOrdresLus, saveSource } from './lot.store.ts'

/** Reads documents outside this process, within limits of time and memory. */
export type Lecteur = {
  read: (nom: string, contenu: Uint8Array) => Promise<DocumentLu>
  readArchive: (nom: string, contenu: Uint8Array) => AsyncIterable<{ nom: string; document: DocumentLu } | { nom: string; erreur: string }>
}

/** Documents of one dropped file in the ranks of a batch: a zip may hold many. */
const RANGS_PAR_FICHIER = 10_000

export function travauxStrategie(lecteur: Lecteur): Travaux {
  return { [LIRE_LOT]: (travail) => lireLot(travail, lecteur) }
}

/** Reads each file of the batch, keeps its blocks, its images and what was understood. Tried again, it goes on from where it was. */
async function lireLot({ db, tache, now, avance }: Travail, lecteur: Lecteur) {
  const { lotId, fichiers } = tache.parametres as ParametresLot
  const contratId = tache.contratId ?? ''
  const libelles = await listLibelles(db, contratId)
  const dejaLus = new Set(await listOrdresLus(db, lotId))
  let lus = 0
  let fiches = 0
  for (const [rang, { fichierId, nom }] of fichiers.entries()) {
    if (!(await avance(rang, fichiers.length, `Lecture de « ${nom} », ${rang + 1} sur ${fichiers.length}`))) return { message: null }
    const contenu = await loadFichier(db, fichierId)
    let suite = rang * RANGS_PAR_FICHIER
    const keep = async (lu: { nom: string; document: DocumentLu } | { nom: string; erreur: string }, original: string | null) => {
      const ordre = suite
      suite += 1
      if (dejaLus.has(ordre)) return
      lus += 1
      fiches += await keepDocument(db, lotId, ordre, lu, original, libelles, now())
    }
    if (isZip(nom, contenu)) {
      try {
        for await (const lu of lecteur.readArchive(nom, contenu)) await keep(lu, null)
      } catch (erreur) {
        await keep({ nom, erreur: phrase(erreur, nom) }, fichierId)
      }
    } else {
      try {
        await keep({ nom, document: await lecteur.read(nom, contenu) }, fichierId)
      } catch (erreur) {
        await keep({ nom, erreur: phrase(erreur, nom) }, fichierId)
      }
    }
  }
  await avance(fichiers.length, fichiers.length)
  return {
    message: `${accorde(lus, 'document lu', 'documents lus')}, ${accorde(fiches, 'fiche comprise', 'fiches comprises')}`,
    resultat: { lus, fiches },
  }
}

/** A zip that is not a document of an office suite. */
function isZip(nom: string, contenu: Uint8Array): boolean {
  return /\.zip$/i.test(nom) && contenu[0] === 0x50 && contenu[1] === 0x4b
}

function phrase(erreur: unknown, nom: string): string {
  if (erreur instanceof RegleViolee) return erreur.message
  throw new Error(`reading of ${nom}`, { cause: erreur })
}

async function keepDocument(
  db: Tx,
  lotId: string,
  ordre: number,
  lu: { nom: string; document: DocumentLu } | { nom: string; erreur: string },
  fichierId: string | null,
  libelles: Awaited<ReturnType<typeof listLibelles>>,
  now: Date,
): Promise<number> {
  return db.transaction().execute(async (tx) => {
    if ('erreur' in lu) {
      await saveSource(tx, lotId, ordre, {
        nom: lu.nom,
        format: null,
        sha256: sha256(lu.nom),
        fichierId,
        erreur: lu.erreur,
        blocs: [],
        compris: null,
        images: [],
      })
      return 0
    }
    const { document } = lu
    const images: ImageGardee[] = []
    for (const image of document.images) {
      if (image.type === 'autre' || image.type === 'image/svg+xml') continue
      const { id } = await saveFichier(tx, { contenu: image.contenu, type: image.type, now })
      images.push({ apres: image.apres, nom: image.nom, type: image.type, alt: image.alt, fichierId: id })
    }
    const compris = recognizeFiches(document, { libelles })
    await saveSource(tx, lotId, ordre, {
      nom: lu.nom,
      format: document.source.format,
      sha256: document.source.sha256,
      fichierId,
      erreur: null,
      blocs: document.blocs,
      compris,
      images,
    })
    return compris.fiches.length
  })
}
