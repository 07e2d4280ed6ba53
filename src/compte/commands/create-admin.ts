import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { RegleViolee } from '#platform/errors.ts'
import { jourParis } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { chosenMotDePasse, motsDe } from '../force-mot-de-passe.adaptateur.ts'
import { id, texteRequis } from '../formes.ts'
import { createMandatRow } from '../mandat.store.ts'
import { TOUT_LE_CONTRAT } from '../mandat-territoire.ts'
import { findOrganisationConnue } from '../organisation.store.ts'
import { createPersonneRow, findPersonneByCourriel } from '../personne.store.ts'
import { createMotDePasse } from '../utilisateur.store.ts'
import { newOrganisation } from './create-organisation.ts'
import { formePersonne } from './create-personne.ts'

const forme = z.object({
  ...formePersonne,
  /** Given by the caller, who signs the audit line with it. */
  personneId: id,
  organisation: texteRequis('Donnez le nom de l’organisation qui administre la plateforme.', 300),
  motDePasse: z.string({ error: 'Tapez un mot de passe.' }),
})

/**
 * A platform administrator, with a password and the mandate. Only the command line runs it, by whoever holds the database:
 * there is no page for it, so there is no right to check.
 */
export const createAdmin = command('compte.creer_administrateur', forme, async ({ tx, now }, saisie) => {
  const { personneId, courriel, prenom, nom, fonction } = saisie
  if ((await findPersonneByCourriel(tx, courriel)) !== null) {
    throw new RegleViolee(`L’adresse ${courriel} a déjà un compte : donnez-lui le mandat depuis /administration/personnes.`)
  }
  const motDePasse = await chosenMotDePasse(saisie.motDePasse, motsDe({ prenom, nom, courriel }))
  const organisation =
    (await findOrganisationConnue(tx, { nom: saisie.organisation, siret: null })) ??
    (await newOrganisation(tx, { nom: saisie.organisation, sigle: null, type: 'autre', siret: '' }, now))
  const personne = { id: personneId, utilisateurId: createId(now.getTime()), prenom, nom, fonction, courriel }
  await createPersonneRow(tx, personne, now)
  await createMotDePasse(tx, personne.utilisateurId, motDePasse, now)
  const mandat = {
    id: createId(now.getTime()),
    personneId,
    organisationId: organisation.id,
    role: 'admin_plateforme' as const,
    contratId: null,
    territoire: TOUT_LE_CONTRAT,
    qualite: 'titulaire' as const,
    suppleance: null,
    debut: jourParis(now),
    fin: null,
  }
  await createMandatRow(tx, mandat, { id: null, now })
  return {
    valeur: { personneId },
    trace: {
      contratId: null,
      objet: { type: 'personne', id: personneId },
      libelle: `Compte d’administration de ${prenom} ${nom} créé en ligne de commande`,
      avant: null,
      apres: { personne, mandat },
    },
  }
})
