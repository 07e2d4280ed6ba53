import type { Place, Recueil } from '../recueil.ts'
import type { Noeud } from '../xml.ts'
import type { Zip } from '../zip.ts'
import type { Numerotation } from './numerotation.ts'
import type { Partie } from './paquet.ts'
import type { Styles } from './styles.ts'

/** What the walk of one part carries with it. */
export type Contexte = {
  nom: string
  zip: Zip
  styles: Styles
  numerotation: Numerotation
  recueil: Recueil
  partie: Partie
  /** Open fields, innermost last: what stands before the separator is a code, what follows is what the page shows. */
  champs: { resultat: boolean }[]
  /** The walk of blocks (blocs.ts), handed down so that a text box or a cell can start it again. */
  walkBlocks(contexte: Contexte, parent: Noeud, place: Place): void
  /** Notes called so far, in order. */
  notes: { sorte: 'footnotes' | 'endnotes'; id: string }[]
}

/** True when text met now is shown: no open field is still in its code. */
export function isShown(contexte: Contexte): boolean {
  return contexte.champs.every((champ) => champ.resultat)
}
