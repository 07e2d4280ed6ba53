import { createHash } from 'node:crypto'
import { RegleViolee } from '#platform/errors.ts'
import type { DocumentLu, FormatDocument } from '../bloc.ts'
import { convertDoc } from './doc/convertir-doc.ts'
import { readDocx } from './docx/lire-docx.ts'
import { type Contenant, detectContenant, formatOfName } from './format.ts'
import { readHtml } from './html/lire-html.ts'
import { LIMITES } from './limites.ts'
import { readOds } from './odt/lire-ods.ts'
import { readFodt, readOdt } from './odt/lire-odt.ts'
import { readPdf } from './pdf/lire-pdf.ts'
import { createRecueil, type Recueil } from './recueil.ts'
import { refus } from './refus.ts'
import { readClasseur } from './tableur/lire-classeur.ts'
import { readCsv } from './tableur/lire-csv.ts'
import { readMarkdown } from './texte/lire-markdown.ts'
import { readTexte } from './texte/lire-texte.ts'
import { openZip } from './zip.ts'

/**
 * Turns one file into blocks. The format is told by the content; when the name says otherwise the file is read for what
 * it is, with a warning. Runs in the calling process without limits of time or memory: see atelier.ts for those.
 * @param nom name of the file, used in sentences and for what bytes cannot tell (.csv, .md)
 * @throws RegleViolee with one French sentence that names the file, whatever is wrong with it
 */
export async function readDocument(nom: string, contenu: Uint8Array): Promise<DocumentLu> {
  if (contenu.byteLength > LIMITES.octetsEntree) throw refus.tropGros(nom, contenu.byteLength)
  try {
    return await readAny(nom, contenu)
  } catch (erreur) {
    if (erreur instanceof RegleViolee) throw erreur
    // Whatever a library says of a damaged file, the person needs one sentence.
    const profond = erreur instanceof RangeError && /stack/i.test(erreur.message)
    throw Object.assign(profond ? refus.tropProfond(nom) : refus.abime(nom), { cause: erreur })
  }
}

async function readAny(nom: string, contenu: Uint8Array): Promise<DocumentLu> {
  const contenant = await detectContenant(nom, contenu)
  const recueil = createRecueil(nom)
  const format = await readInto(recueil, contenant, contenu)
  const annonce = formatOfName(nom)
  if (annonce !== null && annonce !== format && !(annonce === 'doc' && contenant.sorte === 'rtf')) {
    recueil.warn(
      'extension_trompeuse',
      `Le fichier «\u00a0${nom}\u00a0» n’est pas un document .${annonce} mais un document .${format}\u00a0: il a été lu comme tel.`,
    )
  }
  if (recueil.blocs.length === 0) recueil.warn('aucun_texte', `Le fichier «\u00a0${nom}\u00a0» ne contient aucun texte.`)
  const sha256 = createHash('sha256').update(contenu).digest('hex')
  return { source: { nom, format, sha256 }, blocs: recueil.blocs, images: recueil.images, avertissements: recueil.avertissements }
}

async function readInto(recueil: Recueil, contenant: Contenant, contenu: Uint8Array): Promise<FormatDocument> {
  switch (contenant.sorte) {
    case 'docx':
      readDocx(contenant.zip, recueil)
      return 'docx'
    case 'odt':
      readOdt(contenant.zip, recueil)
      return 'odt'
    case 'fodt':
      readFodt(contenu, recueil)
      return 'odt'
    case 'html':
      readHtml(contenu, recueil)
      return 'html'
    case 'pdf':
      await readPdf(contenu, recueil)
      return 'pdf'
    case 'ods':
      readOds(contenant.zip, recueil)
      return 'ods'
    case 'xlsx':
      readClasseur(contenu, recueil, contenant.zip)
      return 'xlsx'
    case 'xls':
      readClasseur(contenu, recueil, null)
      return 'xls'
    case 'texte':
      return readText(recueil, contenu)
    case 'archive':
      throw refus.archive(recueil.nom)
    case 'doc':
    case 'rtf':
      readDocx(await openZip(recueil.nom, await convertDoc(recueil.nom, contenu, contenant.sorte)), recueil)
      return 'doc'
  }
}

function readText(recueil: Recueil, contenu: Uint8Array): FormatDocument {
  const annonce = formatOfName(recueil.nom)
  if (annonce === 'csv') readCsv(contenu, recueil)
  else if (annonce === 'md') readMarkdown(contenu, recueil)
  else readTexte(contenu, recueil)
  return annonce === 'csv' || annonce === 'md' ? annonce : 'txt'
}
