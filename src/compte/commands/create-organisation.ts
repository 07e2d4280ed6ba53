import type { z } from 'zod'
import { command } from '#platform/acte.ts'
import type { Tx } from '#platform/db/base.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { jourParis } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { canCreateOrganisation } from '../droits.ts'
import { createOrganisationRow, findOrganisationConnue, isTypeOrganisation } from '../organisation.store.ts'
import { type ChampsOrganisation, givenOrganisation } from '../organisation.ts'
import { refreshDoublons } from '../organisation-doublon.store.ts'
import { champsSaisis, formeOrganisation } from '../organisation-formes.ts'

export type NouvelleOrganisation = z.input<typeof formeOrganisation>

/** An organisation under which people act. The same SIRET or the same name is refused: it is known already. */
export const createOrganisation = command('compte.creer_organisation', formeOrganisation, async ({ tx, agent, now }, saisie) => {
  assertCan(canCreateOrganisation(agent), 'Il faut être chef ou cheffe de projet d’un contrat pour ajouter une organisation.')
  const organisation = await newOrganisation(tx, saisie, now)
  return {
    valeur: { organisationId: organisation.id },
    trace: {
      contratId: null,
      objet: { type: 'organisation', id: organisation.id },
      libelle: `Organisation « ${organisation.nom} » ajoutée`,
      avant: null,
      apres: organisation,
    },
  }
})

/** The row of a new organisation, checked. Shared by the commands that welcome people. @throws RegleViolee */
export async function newOrganisation(tx: Tx, saisie: NouvelleOrganisation, now: Date): Promise<{ id: string } & ChampsOrganisation> {
  const champs = givenOrganisation(champsSaisis(formeOrganisation.parse(saisie)), jourParis(now))
  await assertType(tx, champs.type)
  const connue = await findOrganisationConnue(tx, { nom: champs.nom, siret: champs.siret })
  if (connue !== null) {
    const message = `Cette organisation est déjà connue sous le nom « ${connue.nom} ».`
    throw new RegleViolee(message, [{ champ: connue.siret !== null && connue.siret === champs.siret ? 'siret' : 'nom', message }])
  }
  const organisation = { id: createId(now.getTime()), ...champs }
  await createOrganisationRow(tx, organisation, now)
  await refreshDoublons(tx, [organisation.id], now)
  return organisation
}

/** @throws RegleViolee on `type` when the list does not hold it */
export async function assertType(tx: Tx, type: string): Promise<void> {
  if (await isTypeOrganisation(tx, type)) return
  const message = 'Choisissez la nature de l’organisation dans la liste.'
  throw new RegleViolee(message, [{ champ: 'type', message }])
}
