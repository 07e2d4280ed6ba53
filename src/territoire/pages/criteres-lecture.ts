import type { ContratEspace, EspaceDuContrat } from '#compte/index.ts'
import { jourParis } from '#platform/formats.ts'
import { type C, readHttp } from '#platform/http/env.ts'
import { type ReglageCriteres, readCriteres } from '../critere.store.ts'
import { listPaliersEtClassements } from '../geographie-locale.store.ts'
import { type Lieu, listLieux } from '../lieu.store.ts'
import type { Classement, Palier } from '../palier.ts'
import { jourDuContrat } from '../quartier.ts'
import type { Critere, Valeurs } from '../score.ts'

/** The table of criteria × places of a contract, today or at the nearest day of its life. */
export type TableauLu = {
  contrat: ContratEspace
  base: string
  jour: string
  lieux: readonly Lieu[]
  paliers: readonly Palier[]
  classements: readonly Classement[]
  criteres: readonly Critere[]
  valeurs: Valeurs
  generale: ReglageCriteres
}

/** Four statements. */
export async function readTableau(c: C, espace: EspaceDuContrat): Promise<TableauLu> {
  const contrat = await espace.contratOf(c)
  const jour = jourDuContrat(contrat, jourParis(c.get('now')))
  const lu = await readHttp(c, async (tx) => ({
    lieux: await listLieux(
      tx,
      contrat.id,
      contrat.communes.map(({ code }) => code),
      jour,
    ),
    ...(await listPaliersEtClassements(tx, contrat.id)),
    ...(await readCriteres(tx, contrat.id)),
  }))
  return { contrat, jour, base: `/espace/${contrat.adresse}/territoire`, ...lu }
}
