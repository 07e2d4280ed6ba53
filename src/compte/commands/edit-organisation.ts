import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { type ChampFautif, RegleViolee } from '#platform/errors.ts'
import { formatDate, jourParis } from '#platform/formats.ts'
import { id } from '../formes.ts'
import { saveOrganisation } from '../organisation.store.ts'
import {
  CHAMPS,
  type ChampsOrganisation,
  champsOf,
  changedChamps,
  givenOrganisation,
  LIBELLES_CHAMPS,
  type OrganisationComplete,
} from '../organisation.ts'
import { refreshDoublons } from '../organisation-doublon.store.ts'
import { champsSaisis, formeOrganisation } from '../organisation-formes.ts'
import { assertType } from './create-organisation.ts'
import { lockToEditOrganisation } from './open-organisation.ts'

const forme = formeOrganisation.extend({
  organisationId: id,
  /** Version that the person had before her eyes. */
  version: z.coerce.number({ error: 'Rechargez la page.' }).int(),
})

/** Changes what is known of an organisation. A save over someone else's is refused, with both values. */
export const editOrganisation = command(
  'compte.modifier_organisation',
  forme,
  async ({ tx, agent, now }, { organisationId, version, ...saisie }) => {
    const avant = await lockToEditOrganisation({ tx, agent }, organisationId)
    const apres = givenOrganisation(champsSaisis(saisie), jourParis(now))
    const changes = changedChamps(avant, apres)
    if (version !== avant.version) throw conflict(avant, apres, changes)
    if (changes.length === 0) return { valeur: { changes }, trace: null }
    await assertType(tx, apres.type)
    await saveOrganisation(tx, organisationId, apres, now)
    await refreshDoublons(tx, [organisationId], now)
    return {
      valeur: { changes },
      trace: {
        contratId: null,
        objet: { type: 'organisation', id: organisationId },
        libelle: `Organisation « ${apres.nom} » modifiée : ${changes.map((champ) => LIBELLES_CHAMPS[champ].toLowerCase()).join(', ')}`,
        avant: pick(avant, changes),
        apres: pick(apres, changes),
      },
    }
  },
)

/** What was saved meanwhile, field by field, beside what was typed: nothing is lost, a second save is a choice. */
function conflict(actuel: OrganisationComplete, saisie: ChampsOrganisation, changes: (keyof ChampsOrganisation)[]): RegleViolee {
  const champs: ChampFautif[] = changes.map((champ) => ({
    champ: champ === 'siren' ? 'siret' : champ,
    message: `${LIBELLES_CHAMPS[champ]} : « ${say(actuel[champ])} » est enregistré, vous avez « ${say(saisie[champ])} ».`,
  }))
  return new RegleViolee(
    'Quelqu’un a modifié cette organisation pendant votre saisie. Vos valeurs sont dans les champs : vérifiez-les, puis enregistrez.',
    champs,
  )
}

function say(valeur: string | null): string {
  if (valeur === null) return 'vide'
  return /^\d{4}-\d{2}-\d{2}$/.test(valeur) ? formatDate(valeur) : valeur
}

function pick(organisation: ChampsOrganisation, champs: readonly (keyof ChampsOrganisation)[]): Partial<ChampsOrganisation> {
  const tout = champsOf(organisation)
  return Object.fromEntries(CHAMPS.filter((champ) => champs.includes(champ)).map((champ) => [champ, tout[champ]]))
}
