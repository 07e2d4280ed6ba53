import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { LIBELLES_ROLES } from '../agent.ts'
import { canManageMandat } from '../droits.ts'
import { codeCommune, id, idFacultatif, jourFacultatif, jourRequis, qualite, role } from '../formes.ts'
import { createMandatRow } from '../mandat.store.ts'
import { givenMandat } from '../mandat.ts'
import { getOrganisation } from '../organisation.store.ts'
import { getPersonne } from '../personne.store.ts'

const forme = z.object({
  personneId: id,
  organisationId: id,
  role,
  contratId: idFacultatif,
  communeCode: codeCommune,
  qualite,
  debut: jourRequis,
  fin: jourFacultatif,
})

/** A mandate to a person who has an account: person × organisation × role × contract × commune × dates. */
export const giveMandat = command('compte.donner_mandat', forme, async ({ tx, agent, now }, saisie) => {
  assertCan(canManageMandat(agent, saisie), 'Seule la personne cheffe de projet de ce contrat y donne des mandats.')
  const mandat = { ...givenMandat(saisie), id: createId(now.getTime()) }
  const personne = await getPersonne(tx, mandat.personneId)
  const organisation = await getOrganisation(tx, mandat.organisationId)
  await createMandatRow(tx, mandat, { id: agent.personneId, now })
  return {
    valeur: { mandatId: mandat.id },
    trace: {
      contratId: mandat.contratId,
      objet: { type: 'mandat', id: mandat.id },
      libelle: `Mandat « ${LIBELLES_ROLES[mandat.role]} » donné à ${personne.prenom} ${personne.nom} (${organisation.nom})`,
      avant: null,
      apres: mandat,
    },
  }
})
