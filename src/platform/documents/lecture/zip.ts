import { crc32, inflateRawSync } from 'node:zlib'
import { type Entry, fromBufferPromise, getFileNameLowLevel } from 'yauzl'
import { LIMITES } from './limites.ts'
import { refus } from './refus.ts'

/** An opened zip. Names are as written in it, slashes forward; nothing is ever written to disk. */
export type Zip = {
  noms: string[]
  has(nom: string): boolean
  /**
   * Inflated bytes of an entry, null when there is none of that name. `affiche` is the name for sentences, `plafond`
   * the most bytes that this entry may have.
   * @throws RegleViolee when it is encrypted, damaged, or when the zip inflates beyond the budget
   */
  read(nom: string, affiche?: string, plafond?: number): Uint8Array | null
}

/**
 * Opens a zip from memory. All that is read from it shares one budget of inflated bytes.
 * @throws RegleViolee with a sentence that names the file
 */
export async function openZip(nom: string, contenu: Uint8Array): Promise<Zip> {
  const octets = Buffer.from(contenu.buffer, contenu.byteOffset, contenu.byteLength)
  const entrees = await listEntries(nom, octets)
  let reste: number = LIMITES.octetsDecompresses
  return {
    noms: [...entrees.keys()],
    has: (cle) => entrees.has(cle),
    read(cle, affiche = nom, plafond = Number.POSITIVE_INFINITY) {
      const entree = entrees.get(cle)
      if (entree === undefined) return null
      if (entree.uncompressedSize > plafond) throw refus.tropGros(affiche, entree.uncompressedSize)
      const lu = inflate(affiche, octets, entree, reste)
      reste -= lu.byteLength
      return lu
    },
  }
}

async function listEntries(nom: string, octets: Buffer): Promise<Map<string, Entry>> {
  const entrees = new Map<string, Entry>()
  try {
    // Names stay raw: yauzl refuses a whole archive for one "../", harmless here since nothing touches the disk.
    const zip = await fromBufferPromise(octets, { lazyEntries: true, decodeStrings: false, validateEntrySizes: false })
    if (zip.entryCount > LIMITES.entrees) throw refus.tropDEntrees(nom)
    for await (const entree of zip.eachEntry()) {
      if (entrees.size > LIMITES.entrees) throw refus.tropDEntrees(nom)
      const chemin = getFileNameLowLevel(entree.generalPurposeBitFlag, entree.fileNameRaw, entree.extraFields, false)
      const cle = chemin.replaceAll('\\', '/').replace(/^\/+/, '')
      if (!cle.endsWith('/') && !entrees.has(cle)) entrees.set(cle, entree)
    }
  } catch (erreur) {
    throw erreur instanceof Error && erreur.name === 'RegleViolee' ? erreur : refus.abime(nom)
  }
  return entrees
}

function inflate(nom: string, octets: Buffer, entree: Entry, reste: number): Uint8Array {
  if ((entree.generalPurposeBitFlag & 1) === 1) throw refus.protege(nom)
  const tete = entree.relativeOffsetOfLocalHeader
  if (tete + 30 > octets.length || octets.readUInt32LE(tete) !== 0x04034b50) throw refus.abime(nom)
  const debut = tete + 30 + octets.readUInt16LE(tete + 26) + octets.readUInt16LE(tete + 28)
  const fin = debut + entree.compressedSize
  if (fin > octets.length) throw refus.abime(nom)
  if (entree.uncompressedSize > reste) throw refus.bombe(nom)
  const comprime = octets.subarray(debut, fin)
  const clair = entree.compressionMethod === 0 ? comprime : inflateBounded(nom, entree, comprime, reste)
  if (clair.byteLength > 1024 * 1024 && clair.byteLength > comprime.byteLength * LIMITES.taux) throw refus.bombe(nom)
  if (clair.byteLength !== entree.uncompressedSize || crc32(clair) !== entree.crc32) throw refus.abime(nom)
  return clair
}

function inflateBounded(nom: string, entree: Entry, comprime: Buffer, reste: number): Buffer {
  if (entree.compressionMethod !== 8) throw refus.abime(nom)
  const plafond = Math.max(1, Math.min(reste, entree.uncompressedSize))
  try {
    return inflateRawSync(comprime, { maxOutputLength: plafond })
  } catch (erreur) {
    const code = erreur instanceof Error && 'code' in erreur ? erreur.code : null
    // Longer than the size it announces: it lies, as bombs do.
    throw code === 'ERR_BUFFER_TOO_LARGE' ? refus.bombe(nom) : refus.abime(nom)
  }
}
