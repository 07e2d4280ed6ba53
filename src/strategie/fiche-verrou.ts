/** Optimistic lock of a fiche: a stale save shows both texts and loses neither. Pure. */
import { RegleViolee } from '#platform/errors.ts'
import type { ContenuFiche, Fiche } from './fiche.ts'

/** Someone has saved since the page was shown: the fiche as it is kept now, and the text that was about to be saved. */
export class FicheModifiee extends RegleViolee {
  readonly actuelle: Fiche
  /** Null when the act brought no text (submit, validate…). */
  readonly saisie: ContenuFiche | null
  constructor(actuelle: Fiche, saisie: ContenuFiche | null = null) {
    super(
      saisie === null
        ? 'Cette fiche a changé depuis que vous l’avez ouverte\u00a0: relisez-la, puis recommencez.'
        : 'Quelqu’un a enregistré cette fiche pendant que vous écriviez. Rien n’est perdu\u00a0: comparez les deux textes, puis enregistrez.',
    )
    this.name = 'FicheModifiee'
    this.actuelle = actuelle
    this.saisie = saisie
  }
}
