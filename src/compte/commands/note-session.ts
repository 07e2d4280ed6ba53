import { z } from 'zod'
import { type Contexte, command } from '#platform/acte.ts'
import { appendAudit } from '#platform/audit/audit.store.ts'
import type { Tx } from '#platform/db/base.ts'
import type { Coffre } from '../coffre.adaptateur.ts'
import { adresseComptee } from '../tentatives.ts'

/** How a session was opened, as the audit says it. */
const MOYENS: Record<string, string> = { mot_de_passe: 'mot de passe', lien: 'lien reçu par courriel', inscription: 'première connexion' }
const formeMoyen = z.object({ moyen: z.string().max(60).optional(), secondFacteur: z.enum(['donne', 'absent', 'secours']).optional() })

/** A session that has just been opened or closed for the person, written in the audit. The deed is done: these commands only say it. */
export const noteConnexion = command('compte.se_connecter', formeMoyen, async (contexte, { moyen, secondFacteur }) => {
  const precisions = [
    moyen === undefined ? undefined : (MOYENS[moyen] ?? moyen.replace(/^oidc:/, 'fournisseur d’identité ')),
    secondFacteur === 'donne' ? 'second facteur' : secondFacteur === 'secours' ? 'code de récupération' : undefined,
  ].filter((precision) => precision !== undefined)
  return sayOf(contexte, 'Connexion de', precisions.length === 0 ? '' : ` (${precisions.join(', ')})`)
})
export const noteConnexionPersona = command('compte.jouer_personnage', z.object({}), async (contexte) =>
  sayOf(contexte, 'Démonstration : connexion dans le rôle de'),
)
export const noteDeconnexion = command('compte.se_deconnecter', z.object({}), async (contexte) => sayOf(contexte, 'Déconnexion de'))

function sayOf({ agent }: Contexte, debut: string, fin = '') {
  return {
    valeur: null,
    trace: {
      contratId: null,
      objet: { type: 'personne', id: agent.personneId },
      libelle: `${debut} ${agent.prenom} ${agent.nom}${fin}`,
      avant: null,
      apres: null,
    },
  }
}

/** What failed at the door. */
export type Echec = {
  nom: 'compte.echec_connexion' | 'compte.echec_code' | 'compte.verrouillage'
  /** A sentence without a name: « Échec de connexion ». */
  libelle: string
  courriel: string
  personne: { personneId: string; prenom: string; nom: string } | null
  adresse: string
}

/**
 * Writes a failure at the door in the chain of the platform, in its own transaction: nobody is signed in. An address without an
 * account is written as a keyed digest, and so is the network address: the same ones can be told apart, not read.
 */
export async function noteEchec(db: Tx, coffre: Coffre, echec: Echec, quand: { now: Date; requeteId: string }): Promise<void> {
  const { personne, libelle } = echec
  const objet =
    personne === null
      ? { type: 'adresse_inconnue', id: coffre.empreinte('adresse', echec.courriel).slice(0, 16) }
      : { type: 'personne', id: personne.personneId }
  const qui = personne === null ? 'une adresse sans compte' : `le compte de ${personne.prenom} ${personne.nom}`
  const trace = {
    contratId: null,
    objet,
    libelle: `${libelle} pour ${qui}`,
    avant: null,
    apres: { origine: coffre.empreinte('origine', adresseComptee(echec.adresse)).slice(0, 16) },
  }
  const auteur = { acteurId: null, mandatId: null, requeteId: quand.requeteId, instant: quand.now, commande: echec.nom }
  await db.transaction().execute((tx) => appendAudit(tx, trace, auteur))
}
