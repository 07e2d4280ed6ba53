import { z } from 'zod'
import { type Contexte, command } from '#platform/acte.ts'

/** What better-auth has just done for the person, written in the audit. The deed is done: these commands only say it. */
export const noteConnexion = command('compte.se_connecter', z.object({}), async (contexte) => sayOf(contexte, 'Connexion de'))
export const noteConnexionPersona = command('compte.jouer_personnage', z.object({}), async (contexte) =>
  sayOf(contexte, 'Démonstration : connexion dans le rôle de'),
)
export const noteDeconnexion = command('compte.se_deconnecter', z.object({}), async (contexte) => sayOf(contexte, 'Déconnexion de'))
export const noteMotDePasse = command('compte.choisir_mot_de_passe', z.object({}), async (contexte) =>
  sayOf(contexte, 'Mot de passe choisi par'),
)

function sayOf({ agent }: Contexte, debut: string) {
  return {
    valeur: null,
    trace: {
      contratId: null,
      objet: { type: 'personne', id: agent.personneId },
      libelle: `${debut} ${agent.prenom} ${agent.nom}`,
      avant: null,
      apres: null,
    },
  }
}
