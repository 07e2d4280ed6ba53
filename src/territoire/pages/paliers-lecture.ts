import type { ContratEspace } from '#compte/index.ts'
import type { Tx } from '#platform/db/base.ts'
import { listPaliersEtClassements } from '../geographie-locale.store.ts'
import type { MultiPolygone } from '../geometrie.ts'
import { type Lieu, listLieuxEtPerimetres } from '../lieu.store.ts'
import type { Classement, Palier } from '../palier.ts'
import { getContoursDesLieux, type Perimetre } from '../perimetre.store.ts'

export type GeographieLue = {
  paliers: readonly Palier[]
  lieux: readonly Lieu[]
  /** What only perimeters have; archived ones aside. */
  perimetres: readonly Perimetre[]
  classements: readonly Classement[]
  contours: ReadonlyMap<string, MultiPolygone>
}

/** Tiers, places, history and contours of a contract on an ISO day. Four statements. */
export async function readGeographie(tx: Tx, contrat: ContratEspace, jour: string): Promise<GeographieLue> {
  const { paliers, classements } = await listPaliersEtClassements(tx, contrat.id)
  const { lieux, perimetres } = await listLieuxEtPerimetres(
    tx,
    contrat.id,
    contrat.communes.map(({ code }) => code),
    jour,
  )
  const contours = await getContoursDesLieux(
    tx,
    contrat.id,
    lieux.flatMap(({ sorte, id }) => (sorte === 'quartier' ? [id] : [])),
  )
  return { paliers, lieux, perimetres, classements, contours }
}
