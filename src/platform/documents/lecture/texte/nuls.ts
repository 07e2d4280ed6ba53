import type { Recueil } from '../recueil.ts'

/** Says that null characters stood in a text and were left out. */
export function warnNuls(recueil: Recueil, nuls: number): void {
  if (nuls > 0)
    recueil.warn(
      'caracteres_nuls',
      `Le fichier contenait ${nuls}\u00a0caractère${nuls > 1 ? 's' : ''} nul${nuls > 1 ? 's' : ''} (invisible${nuls > 1 ? 's' : ''}), laissé${nuls > 1 ? 's' : ''} de côté.`,
    )
}
