/** The same role given again after a mandate has ended, to the same person or to another. Pure. */
import { RegleViolee } from '#platform/errors.ts'
import { formatDate } from '#platform/formats.ts'
import { etatMandat, type MandatComplet, type NouveauMandat } from './mandat.ts'

/** Mandates over by a day, that nobody has renewed yet, the latest ended first. @param jour ISO */
export function renouvelables(tous: readonly MandatComplet[], jour: string): MandatComplet[] {
  const renouveles = new Set(tous.flatMap(({ succedeId, retireLe }) => (succedeId === null || retireLe !== null ? [] : [succedeId])))
  const finDe = (mandat: MandatComplet) =>
    mandat.retireLe?.toISOString().slice(0, 10) ?? mandat.fin ?? mandat.suppleance?.titulaire.fin ?? ''
  return tous
    .filter((mandat) => mandat.contratId !== null && !renouveles.has(mandat.id) && etatMandat(mandat, jour) === 'termine')
    .sort((a, b) => finDe(b).localeCompare(finDe(a)) || a.personne.localeCompare(b.personne, 'fr'))
}

/**
 * The mandate that follows: same role, organisation, contract and territory. A suppléance follows the titulaire whose mandate is
 * renewed with it; without her, it stands for the organisation.
 * @param nouveaux id of the new mandate of each titulaire renewed in the same act, by that of the old one
 * @throws RegleViolee when the mandate still runs on the first day of the new one, or was renewed already
 */
export function renewedMandat(
  mandat: MandatComplet,
  suite: { personneId: string; debut: string; fin: string | null },
  tous: readonly MandatComplet[],
  nouveaux: ReadonlyMap<string, string>,
): NouveauMandat & { succedeId: string } {
  if (etatMandat(mandat, suite.debut) !== 'termine') {
    const message = `Le mandat de ${mandat.personne} court encore le ${formatDate(suite.debut)} : mettez-y fin d’abord, ou choisissez un premier jour plus tardif.`
    throw new RegleViolee(message, [{ champ: 'debut', message }])
  }
  const deja = tous.find((autre) => autre.succedeId === mandat.id && autre.retireLe === null)
  if (deja !== undefined) throw new RegleViolee(`Le mandat de ${mandat.personne} a déjà été renouvelé, pour ${deja.personne}.`)
  const { organisationId, role, contratId, territoire, qualite, suppleance } = mandat
  const titulaire = suppleance === null ? undefined : nouveaux.get(suppleance.mandatId)
  return {
    ...suite,
    organisationId,
    role,
    contratId,
    territoire,
    qualite,
    suppleance: suppleance === null || titulaire === undefined ? null : { mandatId: titulaire, quand: suppleance.quand },
    succedeId: mandat.id,
  }
}
