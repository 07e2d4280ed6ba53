import type { DocumentLu } from '../bloc.ts'
import { detectContenant } from './format.ts'
import { LIMITES } from './limites.ts'
import { readDocument } from './lire.ts'
import { refus } from './refus.ts'
import { openZip } from './zip.ts'

/** One file of an archive: read, or the sentence that says why it could not be. `nom` is its path inside the archive. */
export type EntreeLue = { nom: string; document: DocumentLu } | { nom: string; erreur: string }

export type Lecteur = (nom: string, contenu: Uint8Array) => Promise<DocumentLu>

/** True when the bytes are a .zip of files, not a document that happens to be one (docx, odt, xlsx). */
export async function isArchive(nom: string, contenu: Uint8Array): Promise<boolean> {
  if (contenu[0] !== 0x50 || contenu[1] !== 0x4b) return false
  try {
    return (await detectContenant(nom, contenu)).sorte === 'archive'
  } catch {
    return false
  }
}

/**
 * Reads the files of an archive in its order, those of its folders included; system files are left out. A file that
 * cannot be read gives its sentence and the others go on.
 * @param read how to read one file, so that a pool of processes can take them `ensemble` at a time
 * @throws RegleViolee when the archive itself cannot be opened or holds no file
 */
export async function* readArchive(
  nom: string,
  contenu: Uint8Array,
  read: Lecteur = readDocument,
  ensemble = 1,
): AsyncGenerator<EntreeLue> {
  if (contenu.byteLength > LIMITES.octetsArchive) throw refus.tropGros(nom, contenu.byteLength, LIMITES.octetsArchive)
  const zip = await openZip(nom, contenu)
  const cles = zip.noms.filter((cle) => !isSystemFile(cle))
  if (cles.length === 0) throw refus.archiveVide(nom)
  const enCours: Promise<EntreeLue>[] = []
  const begin = (cle: string) => readEntry(read, cle, () => zip.read(cle, displayName(cle), LIMITES.octetsEntree))
  for (const [rang, cle] of cles.entries()) {
    enCours.push(begin(cle))
    if (rang + 1 < ensemble) continue
    const premier = enCours.shift()
    if (premier !== undefined) yield await premier
  }
  for (const lecture of enCours) yield await lecture
}

async function readEntry(read: Lecteur, cle: string, inflate: () => Uint8Array | null): Promise<EntreeLue> {
  const nom = displayName(cle)
  try {
    return { nom, document: await read(nom, inflate() ?? new Uint8Array()) }
  } catch (erreur) {
    return { nom, erreur: erreur instanceof Error && erreur.name === 'RegleViolee' ? erreur.message : refus.interrompu(nom).message }
  }
}

function isSystemFile(cle: string): boolean {
  return (
    cle
      .split('/')
      .some((part) => part === '__MACOSX' || part.startsWith('.') || part.startsWith('~$') || /^(thumbs\.db|desktop\.ini)$/i.test(part)) &&
    !/^(\.\.?\/)+[^.]/.test(cle)
  )
}

/** The path without what would climb out of the archive: it is only ever shown. */
function displayName(cle: string): string {
  return cle
    .split('/')
    .filter((part) => part !== '..' && part !== '.' && part !== '')
    .join('/')
}
