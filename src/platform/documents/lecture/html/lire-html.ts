import { parse } from 'parse5'
import { decodeTexte } from '../encodage.ts'
import { CORPS, type Recueil } from '../recueil.ts'
import { walkHtml } from './marche.ts'

/**
 * Reads a page: what a browser shows of it. Scripts, styles, hidden elements and navigation are left out (the last two
 * with a warning); its header and footer are zones.
 */
export function readHtml(contenu: Uint8Array, recueil: Recueil): void {
  const { texte } = decodeTexte(contenu)
  walkHtml(recueil, parse(texte).childNodes, CORPS)
}
