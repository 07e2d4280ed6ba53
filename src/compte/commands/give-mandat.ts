import { z } from 'zod'
import { command } from '#platform/acte.ts'
import type { Tx } from '#platform/db/base.ts'
import { assertCan } from '#platform/errors.ts'
import { jourParis } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { LIBELLES_ROLES } from '../agent.ts'
import { canManageMandat } from '../droits.ts'
import { id, idFacultatif } from '../formes.ts'
import { createMandatRow, lockMandat } from '../mandat.store.ts'
import { assertSuppleanceAdmise, givenMandat, type NouveauMandat } from '../mandat.ts'
import { champsMandat, mandatSaisi } from '../mandat-formes.ts'
import { getOrganisation } from '../organisation.store.ts'
import { getPersonne } from '../personne.store.ts'

const forme = z.object({
  personneId: id,
  organisationId: id,
  contratId: idFacultatif,
  ...champsMandat,
})

/** A mandate to a person who has an account: person × organisation × role × contract × territory × dates. */
export const giveMandat = command('compte.donner_mandat', forme, async ({ tx, agent, now }, saisie) => {
  assertCan(canManageMandat(agent, saisie), 'Seule la personne cheffe de projet de ce contrat y donne des mandats.')
  const { personneId, organisationId, contratId } = saisie
  const personne = await getPersonne(tx, personneId)
  const organisation = await getOrganisation(tx, organisationId)
  const mandat = await writeMandat(tx, { personneId, organisationId, contratId, ...mandatSaisi(saisie) }, { id: agent.personneId, now })
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

/** The rules of a new mandate hold: dates, territory, titulaire that it stands in for. @throws RegleViolee */
export async function assertDonnable<M extends NouveauMandat>(tx: Tx, nouveau: M, now: Date): Promise<M> {
  const mandat = { ...nouveau, ...givenMandat(nouveau) }
  if (mandat.suppleance !== null) {
    assertSuppleanceAdmise(mandat, await lockMandat(tx, mandat.suppleance.mandatId), jourParis(now))
  }
  return mandat
}

/** Writes a new mandate once its rules hold. @throws RegleViolee */
export async function writeMandat(
  tx: Tx,
  nouveau: NouveauMandat & { succedeId?: string },
  auteur: { id: string; now: Date },
): Promise<NouveauMandat & { id: string }> {
  const mandat = { ...(await assertDonnable(tx, nouveau, auteur.now)), id: createId(auteur.now.getTime()) }
  await createMandatRow(tx, mandat, auteur)
  return mandat
}
