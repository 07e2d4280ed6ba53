import { z } from 'zod'
import { command } from '#platform/acte.ts'
import type { Tx } from '#platform/db/base.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { canCreateOrganisation } from '../droits.ts'
import { texteFacultatif, texteRequis } from '../formes.ts'
import { createOrganisationRow, findOrganisationConnue, isTypeOrganisation } from '../organisation.store.ts'
import type { Organisation } from '../organisation.ts'
import { parseSirenOuSiret } from '../siret.ts'

const forme = z.object({
  nom: texteRequis('Tapez le nom de l’organisation.', 300),
  sigle: texteFacultatif(40),
  type: texteRequis('Choisissez la nature de l’organisation.', 40),
  siret: z.string({ error: 'Tapez un numéro SIRET, ou laissez vide.' }).max(40, 'Le numéro SIRET compte 14 chiffres.').default(''),
})
export type NouvelleOrganisation = z.infer<typeof forme>

/** An organisation under which people act. The same SIRET or the same name is refused: it is known already. */
export const createOrganisation = command('compte.creer_organisation', forme, async ({ tx, agent, now }, saisie) => {
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
export async function newOrganisation(tx: Tx, saisie: NouvelleOrganisation, now: Date): Promise<Omit<Organisation, 'typeLibelle'>> {
  if (!(await isTypeOrganisation(tx, saisie.type))) {
    const message = 'Choisissez la nature de l’organisation dans la liste.'
    throw new RegleViolee(message, [{ champ: 'type', message }])
  }
  const { siren, siret } = parseSirenOuSiret(saisie.siret)
  const connue = await findOrganisationConnue(tx, { nom: saisie.nom, siret })
  if (connue !== null) {
    const message = `Cette organisation est déjà connue sous le nom « ${connue.nom} ».`
    throw new RegleViolee(message, [{ champ: connue.siret !== null && connue.siret === siret ? 'siret' : 'nom', message }])
  }
  const organisation = { id: createId(now.getTime()), nom: saisie.nom, sigle: saisie.sigle, type: saisie.type, siren, siret }
  await createOrganisationRow(tx, organisation, now)
  return organisation
}
