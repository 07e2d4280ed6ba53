import { availableParallelism } from 'node:os'
import { RegleViolee } from '#platform/errors.ts'
import type { DocumentLu } from '../bloc.ts'
import { type EntreeLue, readArchive } from './archive.ts'
import { LIMITES } from './limites.ts'
import { type Ouvrier, startOuvrier } from './processus.ts'
import { refus } from './refus.ts'

/** A pool of reading processes: what a file does to one of them never reaches the program that asked. */
export type Atelier = {
  /**
   * Reads one file within the limits of size, time and memory.
   * @throws RegleViolee with one French sentence, whatever the file does
   */
  read(nom: string, contenu: Uint8Array): Promise<DocumentLu>
  /** Reads the files of a .zip in order, several at a time; an unreadable one gives its sentence. */
  readArchive(nom: string, contenu: Uint8Array): AsyncGenerator<EntreeLue>
  /** Stops the processes; what is being read is refused. */
  close(): Promise<void>
}

export type OptionsAtelier = {
  /** Processes at most; as many as processors, four at most, when not said. */
  taille?: number
  /** Milliseconds for one file, and for one that goes through LibreOffice. */
  delai?: number
  delaiBureautique?: number
  /** Resident bytes of one process. */
  memoire?: number
}

type Demande = { nom: string; contenu: Uint8Array; resolve(document: DocumentLu): void; reject(erreur: Error): void }

// Beyond this many files a process is replaced, so that what a library leaks stays bounded.
const FICHIERS_PAR_OUVRIER = 400

/** Opens a pool. Processes start at the first files, stay warm, and do not keep the program alive. */
export function createAtelier(options: OptionsAtelier = {}): Atelier {
  const taille = options.taille ?? Math.min(4, availableParallelism())
  const limites = {
    delai: options.delai ?? LIMITES.delai,
    delaiBureautique: options.delaiBureautique ?? LIMITES.delaiBureautique,
    memoire: options.memoire ?? LIMITES.memoire,
  }
  const libres: Ouvrier[] = []
  const tous = new Set<Ouvrier>()
  const attente: Demande[] = []
  let ferme = false

  const next = (): void => {
    while (attente.length > 0 && (libres.length > 0 || tous.size < taille)) {
      const demande = attente.shift()
      if (demande === undefined) return
      const ouvrier = libres.pop() ?? start()
      void serve(ouvrier, demande)
    }
  }
  const start = (): Ouvrier => {
    const ouvrier = startOuvrier(limites, () => {
      tous.delete(ouvrier)
      const rang = libres.indexOf(ouvrier)
      if (rang >= 0) libres.splice(rang, 1)
      next()
    })
    tous.add(ouvrier)
    return ouvrier
  }
  const serve = async (ouvrier: Ouvrier, demande: Demande): Promise<void> => {
    try {
      demande.resolve(await ouvrier.read(demande.nom, demande.contenu))
    } catch (erreur) {
      demande.reject(erreur instanceof Error ? erreur : refus.interrompu(demande.nom))
    }
    if (!tous.has(ouvrier)) return
    if (ferme || ouvrier.lus() >= FICHIERS_PAR_OUVRIER) await ouvrier.stop()
    else libres.push(ouvrier)
    next()
  }
  const read = (nom: string, contenu: Uint8Array): Promise<DocumentLu> => {
    if (ferme) return Promise.reject(new RegleViolee('La lecture des documents est arrêtée. Réessayez dans un instant.'))
    if (contenu.byteLength > LIMITES.octetsEntree) return Promise.reject(refus.tropGros(nom, contenu.byteLength))
    if (contenu.byteLength === 0) return Promise.reject(refus.vide(nom))
    return new Promise((resolve, reject) => {
      attente.push({ nom, contenu, resolve, reject })
      next()
    })
  }
  return {
    read,
    readArchive: (nom, contenu) => readArchive(nom, contenu, read, taille + 1),
    async close() {
      ferme = true
      for (const demande of attente.splice(0)) demande.reject(refus.interrompu(demande.nom))
      await Promise.all([...tous].map((ouvrier) => ouvrier.stop()))
    },
  }
}
