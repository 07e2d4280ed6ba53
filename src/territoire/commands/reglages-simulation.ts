import type { Tx } from '#platform/db/base.ts'
import { RegleViolee } from '#platform/errors.ts'
import { formatNombre } from '#platform/formats.ts'
import { listCarroyages } from '../eligibilite/carroyage.store.ts'
import type { SaisieReglages } from '../eligibilite/formes.ts'
import { type Emprise, empriseOf } from '../eligibilite/geometrie-cellules.ts'
import { getParametre } from '../eligibilite/parametre.store.ts'
import { type Carroyage, checkReglages, type Reglages } from '../eligibilite/scenario.ts'
import { type Boite, boiteCommune, boiteOf } from '../geometrie.ts'
import { listContours, listQuartiersDesCommunes } from '../quartier.store.ts'

export const REFUS_SIMULATION = 'Seul le chef de projet du contrat écrit ses simulations.'

/** Cells read around communes, so that a set of cells is not cut at their border. */
const MARGE = 10

/**
 * The settings from what was typed. @param connue the simulation that is being changed
 * @throws RegleViolee naming the field
 */
export async function buildReglages(
  tx: Tx,
  { empriseSorte, latitude, longitude, rayonKm, communes, ...saisie }: SaisieReglages,
  connue: (Reglages & { carroyage: Carroyage }) | null,
): Promise<Reglages> {
  const carroyages = await listCarroyages(tx)
  const carroyage =
    carroyages.find(({ id }) => id === saisie.carroyageId) ?? (connue?.carroyageId === saisie.carroyageId ? connue.carroyage : undefined)
  if (carroyage === undefined) throw fautif('carroyageId', 'Ce carroyage n’est plus proposé : choisissez-en un autre.')
  const parametre = await getParametre(tx, saisie.parametreId)
  const { revenuNational, revenuUnite, partPauvres, procheDe, ...reste } = saisie
  const reglages: Reglages = {
    ...reste,
    partPauvresPm: saisie.critere === 'pauvrete' ? partPauvres : null,
    revenuNationalCents: saisie.critere === 'revenu' ? revenuNational : null,
    revenuUniteCents: saisie.critere === 'revenu' ? revenuUnite : null,
    procheDePm: procheDe,
    ...(await placeEmprise(tx, { empriseSorte, latitude, longitude, rayonKm, communes }, { carroyage, connue })),
  }
  checkReglages(reglages, carroyage, parametre)
  return reglages
}

type Lieu = Pick<SaisieReglages, 'empriseSorte' | 'latitude' | 'longitude' | 'rayonKm' | 'communes'>

async function placeEmprise(
  tx: Tx,
  { empriseSorte, latitude, longitude, rayonKm, communes }: Lieu,
  { carroyage, connue }: { carroyage: Carroyage; connue: Reglages | null },
): Promise<Emprise & { emprise: string }> {
  if (empriseSorte === 'garder') {
    if (connue === null || connue.carroyageId !== carroyage.id)
      throw fautif('empriseSorte', 'Choisissez où lire les carreaux de ce carroyage.')
    const { x0, y0, x1, y1, emprise } = connue
    return { x0, y0, x1, y1, emprise }
  }
  if (empriseSorte === 'point') {
    if (latitude === null || longitude === null || rayonKm === null) {
      throw new RegleViolee(
        'Un point se donne par sa latitude, sa longitude et un rayon.',
        [
          { champ: 'latitude', valeur: latitude, message: 'Indiquez la latitude en degrés, par exemple 47,3941.' },
          { champ: 'longitude', valeur: longitude, message: 'Indiquez la longitude en degrés, par exemple 0,6848.' },
          { champ: 'rayonKm', valeur: rayonKm, message: 'Indiquez un rayon en kilomètres, par exemple 5.' },
        ].filter(({ valeur }) => valeur === null),
      )
    }
    const [lon, lat] = [longitude / 1e6, latitude / 1e6]
    const cellules = Math.ceil((rayonKm * 100) / carroyage.coteM)
    return {
      ...empriseOf(carroyage, [lon, lat, lon, lat], cellules),
      emprise: `${formatNombre(rayonKm / 10)} km autour de ${formatNombre(lat)}, ${formatNombre(lon)}`,
    }
  }
  const boites: Boite[] =
    empriseSorte === 'communes'
      ? (await listContours(tx, 'commune', communes)).map(({ geometrie }) => boiteOf(geometrie))
      : (await listQuartiersDesCommunes(tx, communes, null)).flatMap(({ boite }) => (boite === null ? [] : [boite]))
  const boite = boiteCommune(boites)
  if (boite === null) {
    throw fautif(
      'empriseSorte',
      empriseSorte === 'communes'
        ? 'Les contours des communes du contrat ne sont pas chargés : choisissez les quartiers officiels, ou un point et un rayon.'
        : 'Aucun quartier officiel de ces communes n’a de contour : choisissez un point et un rayon.',
    )
  }
  return {
    ...empriseOf(carroyage, boite, MARGE),
    emprise: empriseSorte === 'communes' ? 'les communes du contrat, et 2 km autour' : 'les quartiers officiels du contrat, et 2 km autour',
  }
}

function fautif(champ: string, message: string): RegleViolee {
  return new RegleViolee(message, [{ champ, message }])
}
