import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { courriel, id, texteRequis } from '../formes.ts'
import { linkIdentiteRow, markCourrielVerifie } from '../oidc.store.ts'
import { formeIdentite } from '../oidc-forme.ts'
import { createPersonneRow, findPersonneByCourriel } from '../personne.store.ts'

const forme = z.object({
  /** Given by the caller, who signs the audit line with it. */
  personneId: id,
  identite: formeIdentite,
  courriel,
  prenom: texteRequis('Le prénom manque.', 100),
  nom: texteRequis('Le nom manque.', 100),
  libelle: z.string(),
})

/**
 * The account of a person who signs in by a provider for the first time: no right, no mandate, no organisation. The provider has
 * just proven who she is: there is no right to check.
 */
export const createCompteOidc = command('compte.creer_compte_fournisseur', forme, async ({ tx, now }, saisie) => {
  const { personneId, identite, prenom, nom, libelle } = saisie
  const utilisateurId = createId(now.getTime())
  if ((await findPersonneByCourriel(tx, saisie.courriel)) !== null)
    throw new RegleViolee('Un compte vient d’être créé avec cette adresse\u00a0: recommencez.')
  await createPersonneRow(tx, { id: personneId, utilisateurId, prenom, nom, fonction: null, courriel: saisie.courriel }, now)
  if (!(await linkIdentiteRow(tx, utilisateurId, identite, now)))
    throw new RegleViolee('Cette identité vient d’être reliée à un compte\u00a0: recommencez.')
  if (identite.preuveCourriel === 'verifiee') await markCourrielVerifie(tx, utilisateurId, now)
  return {
    valeur: { utilisateurId },
    trace: {
      contratId: null,
      objet: { type: 'personne', id: personneId },
      libelle: `Compte de ${prenom} ${nom} créé par ${libelle}, sans aucun droit`,
      avant: null,
      apres: { fournisseur: identite.fournisseur, courriel: saisie.courriel, siret: identite.siret },
    },
  }
})
