import { availableParallelism } from 'node:os'
import { RegleViolee } from '#platform/errors.ts'
import type { DocumentLu } from '../bloc.ts'
import { type EntreeLue, readArchive } from './archive.ts'
import { LIMITES } from './limites.ts'
import { entryPoint, type Ouvrier, startOuvrier } from './processus.ts'
import { refus } from './refus.ts'

/** A pool of reading processes: what a file does to one of them never reaches the program that asked. */
export type AtelierDe<T> = {
  /**
   * Reads one file within the limits of size, time and memory.
   * @throws RegleViolee with one French sentence, whatever the file does
   */
  read(nom: string, contenu: Uint8Array, options?: unknown): Promise<T>
  /** Stops the processes; what is being read is refused. */
  close(): Promise<void>
}

/** The pool that reads documents. */
export type Atelier = AtelierDe<DocumentLu> & {
  /** Reads the files of a .zip in order, several at a time; an unreadable one gives its sentence. */
  readArchive(nom: string, contenu: Uint8Array): AsyncGenerator<EntreeLue>
}

export type OptionsAtelier = {
  /** Processes at most; as many as processors, four at most, when not said. */
  taille?: number
  /** Milliseconds for one file, and for one that goes through LibreOffice. */
  delai?: number
  delaiBureautique?: number
  /** Resident bytes of one process. */
  memoire?: number
  /** Bytes of one file. */
  octetsEntree?: number
}

type Demande<T> = { nom: string; contenu: Uint8Array; options: unknown; resolve(document: T): void; reject(erreur: Error): void }

// Beyond this many files a process is replaced, so that what a library leaks stays bounded.
const FICHIERS_PAR_OUVRIER = 400

/** Opens the pool that reads documents. */
export function createAtelier(options: OptionsAtelier = {}): Atelier {
  const taille = options.taille ?? tailleUsuelle()
  const atelier = createAtelierDe<DocumentLu>(() => entryPoint(import.meta.url, './ouvrier.ts', 'lecture-ouvrier'), { ...options, taille })
  return { ...atelier, readArchive: (nom, contenu) => readArchive(nom, contenu, atelier.read, taille + 1) }
}

/**
 * Opens a pool of processes that run this program. They start at the first files, stay warm, and do not keep the caller alive.
 * The program answers `{ id, nom, contenu, options }` with `{ id, document }` or `{ id, refus }`, as ouvrier.ts does.
 */
export function createAtelierDe<T>(programme: () => string, options: OptionsAtelier = {}): AtelierDe<T> {
  const taille = options.taille ?? tailleUsuelle()
  const octetsEntree = options.octetsEntree ?? LIMITES.octetsEntree
  const limites = {
    delai: options.delai ?? LIMITES.delai,
    delaiBureautique: options.delaiBureautique ?? LIMITES.delaiBureautique,
    memoire: options.memoire ?? LIMITES.memoire,
  }
  const libres: Ouvrier<T>[] = []
  const tous = new Set<Ouvrier<T>>()
  const attente: Demande<T>[] = []
  let ferme = false

  const next = (): void => {
    while (attente.length > 0 && (libres.length > 0 || tous.size < taille)) {
      const demande = attente.shift()
      if (demande === undefined) return
      const ouvrier = libres.pop() ?? start()
      void serve(ouvrier, demande)
    }
  }
  const start = (): Ouvrier<T> => {
    const ouvrier = startOuvrier<T>(
      limites,
      () => {
        tous.delete(ouvrier)
        const rang = libres.indexOf(ouvrier)
        if (rang >= 0) libres.splice(rang, 1)
        next()
      },
      programme(),
    )
    tous.add(ouvrier)
    return ouvrier
  }
  const serve = async (ouvrier: Ouvrier<T>, demande: Demande<T>): Promise<void> => {
    try {
      demande.resolve(await ouvrier.read(demande.nom, demande.contenu, demande.options))
    } catch (erreur) {
      demande.reject(erreur instanceof Error ? erreur : refus.interrompu(demande.nom))
    }
    if (!tous.has(ouvrier)) return
    if (ferme || ouvrier.lus() >= FICHIERS_PAR_OUVRIER) await ouvrier.stop()
    else libres.push(ouvrier)
    next()
  }
  const read = (nom: string, contenu: Uint8Array, demandees?: unknown): Promise<T> => {
    if (ferme) return Promise.reject(new RegleViolee('La lecture des documents est arrêtée. Réessayez dans un instant.'))
    if (contenu.byteLength > octetsEntree) return Promise.reject(refus.tropGros(nom, contenu.byteLength, octetsEntree))
    if (contenu.byteLength === 0) return Promise.reject(refus.vide(nom))
    return new Promise((resolve, reject) => {
      attente.push({ nom, contenu, options: demandees, resolve, reject })
      next()
    })
  }
  return {
    read,
    async close() {
      ferme = true
      for (const demande of attente.splice(0)) demande.reject(refus.interrompu(demande.nom))
      await Promise.all([...tous].map((ouvrier) => ouvrier.stop()))
    },
  }
}

function tailleUsuelle(): number {
  return Math.min(4, availableParallelism())
}
