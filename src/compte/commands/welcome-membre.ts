import { z } from 'zod'
import { command } from '#platform/acte.ts'
import type { Tx } from '#platform/db/base.ts'
import { assertCan, type ChampFautif, RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { LIBELLES_ROLES } from '../agent.ts'
import { canManageMandat } from '../droits.ts'
import { courriel, id, idFacultatif, texteFacultatif } from '../formes.ts'
import { champsMandat, mandatSaisi } from '../mandat-formes.ts'
import { findOrganisationConnue, getOrganisation } from '../organisation.store.ts'
import { createPersonneRow, findPersonneByCourriel } from '../personne.store.ts'
import { newOrganisation } from './create-organisation.ts'
import { writeMandat } from './give-mandat.ts'

const forme = z.object({
  contratId: id,
  courriel,
  /** Asked for when the address is not known yet. */
  prenom: texteFacultatif(100),
  nom: texteFacultatif(100),
  fonction: texteFacultatif(200),
  /** One of the list, or else a new one by its name and kind. */
  organisationId: idFacultatif,
  organisationNom: texteFacultatif(300),
  organisationType: texteFacultatif(40),
  ...champsMandat,
})
type Accueil = z.infer<typeof forme>

/** A member of the team of a contract, in one act: her account and her organisation when they are not known yet, and her mandate. */
export const welcomeMembre = command('compte.accueillir_membre', forme, async ({ tx, agent, now }, saisie) => {
  assertCan(canManageMandat(agent, saisie), 'Seule la personne cheffe de projet de ce contrat compose son équipe.')
  const organisation = await findOrCreateOrganisation(tx, saisie, now)
  const personne = await findOrCreatePersonne(tx, saisie, now)
  const { contratId, role } = saisie
  const nouveau = { personneId: personne.id, organisationId: organisation.id, contratId, ...mandatSaisi(saisie) }
  const mandat = await writeMandat(tx, nouveau, { id: agent.personneId, now })
  return {
    valeur: { mandatId: mandat.id, personneId: personne.id, prenom: personne.prenom, nom: personne.nom, nouvelle: personne.nouvelle },
    trace: {
      contratId,
      objet: { type: 'mandat', id: mandat.id },
      libelle: `Mandat « ${LIBELLES_ROLES[role]} » donné à ${personne.prenom} ${personne.nom} (${organisation.nom})`,
      avant: null,
      apres: {
        mandat,
        personne: personne.nouvelle ? personne : personne.id,
        organisation: organisation.nouvelle ? organisation : organisation.id,
      },
    },
  }
})

/** The organisation chosen in the list, else the one of this name, else a new one. @throws RegleViolee when none is named */
export async function findOrCreateOrganisation(
  tx: Tx,
  saisie: Pick<Accueil, 'organisationId' | 'organisationNom' | 'organisationType'>,
  now: Date,
) {
  if (saisie.organisationId !== null) return { ...(await getOrganisation(tx, saisie.organisationId)), nouvelle: false }
  const nom = saisie.organisationNom
  if (nom === null) throw manque('organisationId', 'Choisissez l’organisation dans la liste, ou donnez le nom d’une nouvelle.')
  const connue = await findOrganisationConnue(tx, { nom, siret: null })
  if (connue !== null) return { ...connue, nouvelle: false }
  if (saisie.organisationType === null) throw manque('organisationType', 'Choisissez la nature de la nouvelle organisation.')
  const organisation = await newOrganisation(tx, { nom, sigle: null, type: saisie.organisationType, siret: '' }, now)
  return { ...organisation, nouvelle: true }
}

/** The person of this address, else a new one by the name given. @throws RegleViolee when the address is new and the name missing */
export async function findOrCreatePersonne(tx: Tx, saisie: Pick<Accueil, 'courriel' | 'prenom' | 'nom' | 'fonction'>, now: Date) {
  const connue = await findPersonneByCourriel(tx, saisie.courriel)
  if (connue !== null) return { ...connue, nouvelle: false }
  const { prenom, nom } = saisie
  if (prenom === null) throw manque('prenom', 'Tapez le prénom : cette adresse n’est pas encore connue.')
  if (nom === null) throw manque('nom', 'Tapez le nom : cette adresse n’est pas encore connue.')
  const personne = {
    id: createId(now.getTime()),
    utilisateurId: createId(now.getTime()),
    prenom,
    nom,
    fonction: saisie.fonction,
    courriel: saisie.courriel,
  }
  await createPersonneRow(tx, personne, now)
  return { ...personne, nouvelle: true }
}

function manque(champ: ChampFautif['champ'], message: string): RegleViolee {
  return new RegleViolee(message, [{ champ, message }])
}
