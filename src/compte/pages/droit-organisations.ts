import { assertCan, Introuvable } from '#platform/errors.ts'
import { type C, readHttp, requireAgent } from '#platform/http/env.ts'
import type { Droit } from '#platform/http/routes.ts'
import { isId } from '#platform/identifiants.ts'
import type { Agent } from '../agent.ts'
import {
  canEditOrganisation,
  canListOrganisations,
  canReadOrganisation,
  canUseDocuments,
  type OrganisationSituee,
} from '../organisation-droits.ts'
import { locateOrganisation } from '../organisation-presence.store.ts'

declare module '#platform/http/env.ts' {
  interface Variables {
    /** The organisation of the page, with the contracts where it is: what rights are about. */
    organisationSituee: OrganisationSituee
  }
}

/** Lists of organisations, additions, duplicates. */
export const droitOrganisations: Droit = {
  nom: 'tenir les organisations',
  verifier: (c) =>
    assertCan(
      canListOrganisations(requireAgent(c)),
      'Les organisations sont tenues par l’administration de la plateforme et par les chefs et cheffes de projet.',
    ),
}

export const droitLireOrganisation = surOrganisation('lire une organisation', canReadOrganisation)
export const droitModifierOrganisation = surOrganisation('modifier une organisation', canEditOrganisation)
export const droitDocumentsOrganisation = surOrganisation('documents d’une organisation', canUseDocuments)

/** Organisation of the address. @throws Introuvable when it is no id */
export function organisationOf(c: C): string {
  const id = c.req.param('organisation') ?? ''
  if (!isId(id)) throw new Introuvable('Cette organisation n’existe pas, ou plus.')
  return id
}

/** Whoever may not even read it is not told that it exists. */
function surOrganisation(nom: string, peut: (agent: Agent | null, organisation: OrganisationSituee) => boolean): Droit {
  return {
    nom,
    verifier: async (c) => {
      const agent = requireAgent(c)
      const id = organisationOf(c)
      const situee = await readHttp(c, (tx) => locateOrganisation(tx, id))
      if (!canReadOrganisation(agent, situee)) throw new Introuvable('Cette organisation n’existe pas, ou ne vous est pas ouverte.')
      assertCan(peut(agent, situee), 'Cette page revient à qui pilote un contrat où cette organisation est présente.')
      c.set('organisationSituee', situee)
    },
  }
}
