/** What the instance chooses of the location of files of beneficiaries. */
import { z } from 'zod'
import type { Tx } from '#platform/db/base.ts'
import { declareReglage, getReglages } from '#platform/reglages.ts'

const SECTION = 'Repérer un fichier de bénéficiaires'

export const reglageSeuilComptes = declareReglage({
  cle: 'territoire.lot_seuil',
  libelle: 'Plus petit nombre montré dans les comptes',
  aide: 'En dessous, la ligne est masquée, et d’autres avec elle pour qu’aucune soustraction ne la retrouve. 1 : rien n’est masqué.',
  section: SECTION,
  unite: 'personnes',
  forme: z.number('Tapez un nombre entier.').int('Tapez un nombre entier.').min(1, 'Tapez 1 au moins.').max(1000, 'Tapez 1 000 au plus.'),
  defaut: 5,
})

export const reglageBandesAge = declareReglage({
  cle: 'territoire.lot_ages',
  libelle: 'Tranches d’âge proposées',
  aide: 'Le premier âge de chaque tranche, en montant, séparés par des points-virgules.',
  section: SECTION,
  forme: z
    .string()
    .trim()
    .regex(/^\d{1,3}(\s*;\s*\d{1,3}){0,20}$/, 'tapez des âges séparés par des points-virgules, par exemple 0 ; 16 ; 26.'),
  defaut: '0 ; 16 ; 26 ; 46 ; 60',
})

export type ReglagesLot = { seuil: number; bandesAge: string }

export async function getReglagesLot(tx: Tx): Promise<ReglagesLot> {
  const { valeurOf } = await getReglages(tx, [reglageSeuilComptes, reglageBandesAge])
  return { seuil: valeurOf(reglageSeuilComptes), bandesAge: valeurOf(reglageBandesAge) }
}
