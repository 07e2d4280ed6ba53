import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { enqueueCourriel } from '#platform/courriel/courriel.store.ts'
import { RegleViolee } from '#platform/errors.ts'
import { getCompteOf, getMoyens, linkIdentiteRow, removeIdentite } from '../oidc.store.ts'
import { assertDeliable, ConnexionRefusee } from '../oidc.ts'
import { formeIdentite, nomFournisseur } from '../oidc-forme.ts'

/**
 * Links an identity that the provider has just proven to the account of who acts: each for oneself, there is no other account to
 * name. She is told by mail, in case someone else did it.
 */
export const linkIdentite = command(
  'compte.relier_fournisseur',
  z.object({ identite: formeIdentite, libelle: z.string() }),
  async ({ tx, agent, now }, { identite, libelle }) => {
    const compte = await getCompteOf(tx, agent.personneId, identite.fournisseur)
    if (compte.relie) throw new RegleViolee(`Votre compte est déjà relié à une identité ${libelle}\u00a0: déliez-la d’abord.`)
    if (!(await linkIdentiteRow(tx, compte.utilisateurId, identite, now))) throw new ConnexionRefusee('identite_prise', { libelle })
    await enqueueCourriel(
      tx,
      {
        genre: 'securite',
        a: { courriel: compte.courriel, personneId: agent.personneId },
        objet: `Votre compte est relié à ${libelle}`,
        corps: [
          `Vous pouvez désormais vous connecter à Parvis par ${libelle}.`,
          'Si ce n’est pas vous qui l’avez fait, déliez ce fournisseur dans «\u00a0Mon compte\u00a0», changez votre mot de passe et prévenez l’administration de la plateforme.',
        ],
        action: { libelle: 'Voir mon compte', href: '/compte' },
        pourquoi: 'Parvis vous écrit chaque fois qu’un moyen de connexion est ajouté à votre compte.',
        envoi: 'immediat',
      },
      now,
    )
    return {
      valeur: { utilisateurId: compte.utilisateurId },
      trace: {
        contratId: null,
        objet: { type: 'personne', id: agent.personneId },
        libelle: `Compte de ${agent.prenom} ${agent.nom} relié à ${libelle}`,
        avant: null,
        apres: { fournisseur: identite.fournisseur, siret: identite.siret },
      },
    }
  },
)

/** Unlinks a provider from the account of who acts. @throws RegleViolee when it is the only way to sign in */
export const unlinkIdentite = command(
  'compte.delier_fournisseur',
  z.object({ fournisseur: nomFournisseur, libelle: z.string() }),
  async ({ tx, agent }, { fournisseur, libelle }) => {
    const { motDePasse, identites } = await getMoyens(tx, agent.personneId)
    if (!identites.some((identite) => identite.fournisseur === fournisseur)) {
      throw new RegleViolee(`Votre compte n’est pas relié à ${libelle}.`)
    }
    assertDeliable({ motDePasse, fournisseurs: identites.length })
    await removeIdentite(tx, agent.personneId, fournisseur)
    return {
      valeur: null,
      trace: {
        contratId: null,
        objet: { type: 'personne', id: agent.personneId },
        libelle: `Compte de ${agent.prenom} ${agent.nom} délié de ${libelle}`,
        avant: { fournisseur },
        apres: null,
      },
    }
  },
)
