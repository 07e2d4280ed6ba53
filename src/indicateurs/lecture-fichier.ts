/** A file of figures, whatever its format, as a grid. Reading happens in the processes of the platform that bound it. */
import type { DocumentLu } from '#platform/documents/bloc.ts'
import { type EntreeLue, isArchive } from '#platform/documents/lecture/archive.ts'
import { RegleViolee } from '#platform/errors.ts'
import { type Grille, grilleOfCsv, grilleOfDocument } from './import/grille.ts'

/** Reads documents outside this process, within limits of time and memory. */
export type Lecteur = {
  read: (nom: string, contenu: Uint8Array) => Promise<DocumentLu>
  readArchive: (nom: string, contenu: Uint8Array) => AsyncIterable<EntreeLue>
}

export const EXTENSIONS_TABLE = ['csv', 'tsv', 'txt', 'xlsx', 'xls', 'ods', 'zip'] as const

/** @throws RegleViolee with one sentence: not a table, damaged, too large */
export async function loadGrille(lecteur: Lecteur, nom: string, contenu: Uint8Array): Promise<Grille> {
  if (contenu.byteLength === 0) throw new RegleViolee(`Le fichier « ${nom} » est vide.`)
  if (await isArchive(nom, contenu)) return loadArchive(lecteur, nom, contenu)
  if (isPlainText(contenu)) return grilleOfCsv(nom, contenu)
  return grilleOfDocument(await lecteur.read(nom, contenu))
}

/** The tables of an archive, its list of variables among them, as the sheets of one workbook. */
async function loadArchive(lecteur: Lecteur, nom: string, contenu: Uint8Array): Promise<Grille> {
  const grille: Grille = { feuilles: [], avertissements: [] }
  for await (const entree of lecteur.readArchive(nom, contenu)) {
    if ('erreur' in entree) {
      grille.avertissements.push(entree.erreur)
      continue
    }
    try {
      const lue = grilleOfDocument(entree.document)
      grille.feuilles.push(
        ...lue.feuilles.map((feuille) => ({ ...feuille, nom: feuille.nom === null ? entree.nom : `${entree.nom}, ${feuille.nom}` })),
      )
      grille.avertissements.push(...lue.avertissements)
    } catch (erreur) {
      if (!(erreur instanceof RegleViolee)) throw erreur
      grille.avertissements.push(erreur.message)
    }
  }
  if (grille.feuilles.length === 0) throw new RegleViolee(`L’archive « ${nom} » ne contient aucun tableau lisible.`)
  return grille
}

/** A text: no signature of a document, no zero byte but those of UTF-16. */
function isPlainText(contenu: Uint8Array): boolean {
  const [a, b, c, d] = contenu
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return true
  if ((a === 0x50 && b === 0x4b) || (a === 0xd0 && b === 0xcf) || (a === 0x25 && b === 0x50 && c === 0x44 && d === 0x46)) return false
  const tete = contenu.subarray(0, 65_536)
  if (tete.includes(0)) return false
  return !/^\s*<(!doctype|html|\?xml)/i.test(new TextDecoder('latin1').decode(tete.subarray(0, 200)))
}
