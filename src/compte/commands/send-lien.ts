import { appendAudit } from '#platform/audit/audit.store.ts'
import { enqueueCourriel } from '#platform/courriel/courriel.store.ts'
import { RegleViolee } from '#platform/errors.ts'
import { courrielLienConnexion, courrielMotDePasse } from '../courriels.ts'
import { createJeton } from '../jeton.store.ts'
import { countTentative } from '../tentative.store.ts'
import { phraseAttente } from '../tentatives.ts'
import { type CompteConnu, findCompte } from '../utilisateur.store.ts'
import type { Depuis, Porte } from './sign-in.ts'

/** A link that signs in opens for twenty minutes, one to choose a password for an hour: mail may be slow. */
const MINUTES_CONNEXION = 20
const MINUTES_MOT_DE_PASSE = 60

/**
 * Sends a link to this address when it has an account. Nothing in the answer says whether it has one: neither the page, nor the
 * time taken (`atLeast`).
 * @param demande.courriel in lower case @throws RegleViolee when too many were asked for, known or not
 */
export async function sendLien(
  porte: Porte,
  demande: { genre: 'connexion' | 'mot_de_passe'; courriel: string; suite: string },
  depuis: Depuis,
): Promise<void> {
  const { base, sessions } = porte
  const { genre, courriel, suite } = demande
  const { now, adresse } = depuis
  const comptage = await countTentative(base.db, 'lien', { courriel, adresse }, now)
  if (comptage.attente > 0) throw new RegleViolee(phraseAttente(comptage.attente, 'servez-vous d’un lien déjà reçu'))
  const compte = await findCompte(base.db, { courriel })
  if (compte === null) return
  const minutes = genre === 'connexion' ? MINUTES_CONNEXION : MINUTES_MOT_DE_PASSE
  const fin = new Date(now.getTime() + minutes * 60_000)
  await base.db.transaction().execute(async (tx) => {
    const jeton = await createJeton(tx, sessions.coffre, { genre, utilisateurId: compte.utilisateurId, fin, envoyeA: courriel, suite }, now)
    const lettre = genre === 'connexion' ? courrielLienConnexion(compte, jeton, minutes) : courrielMotDePasse(compte, jeton, fin)
    await enqueueCourriel(tx, lettre, now)
    const auteur = { acteurId: null, mandatId: null, requeteId: depuis.requeteId, instant: now, commande: 'compte.demander_lien' }
    await appendAudit(tx, traceOf(compte, genre), auteur)
  })
}

function traceOf(compte: CompteConnu, genre: 'connexion' | 'mot_de_passe') {
  const quoi = genre === 'connexion' ? 'Lien de connexion' : 'Lien de mot de passe'
  return {
    contratId: null,
    objet: { type: 'personne', id: compte.personneId },
    libelle: `${quoi} envoyé à ${compte.prenom} ${compte.nom}, sur demande`,
    avant: null,
    apres: null,
  }
}

/** Answers no sooner than this, so that what was done cannot be guessed from the time it took. @param ms floor */
export async function atLeast<T>(ms: number, faire: () => Promise<T>): Promise<T> {
  const [resultat] = await Promise.allSettled([faire(), new Promise((fini) => setTimeout(fini, ms))])
  if (resultat.status === 'rejected') throw resultat.reason
  return resultat.value
}
