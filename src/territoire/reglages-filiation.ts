/** What a first computation of filiation proposes; each computation keeps the thresholds it was given. */
import { z } from 'zod'
import { declareReglage } from '#platform/reglages.ts'

export const seuilIdentique = declareReglage({
  cle: 'territoire.filiation_identique_pm',
  libelle: 'Filiation : part commune à partir de laquelle deux périmètres sont dits identiques',
  aide: 'De la surface de l’ancien et de celle du nouveau. Proposée au premier calcul entre deux générations.',
  section: 'Territoire',
  unite: '‰',
  forme: z.number('Tapez un nombre.').int('Tapez un nombre entier.').min(500, '500 ‰ au moins.').max(1000, '1 000 ‰ au plus.'),
  defaut: 980,
})

export const seuilNegligeable = declareReglage({
  cle: 'territoire.filiation_negligeable_pm',
  libelle: 'Filiation : part commune sous laquelle un recouvrement est une frange de dessin',
  aide: 'De la surface de l’ancien et de celle du nouveau. Proposée au premier calcul entre deux générations.',
  section: 'Territoire',
  unite: '‰',
  forme: z.number('Tapez un nombre.').int('Tapez un nombre entier.').min(0, 'Zéro au moins.').max(500, '500 ‰ au plus.'),
  defaut: 20,
})
