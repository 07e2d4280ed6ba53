import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { enqueueCourriel } from '#platform/courriel/courriel.store.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { formeCoffre } from '../coffre.adaptateur.ts'
import { courrielChangement } from '../courriels.ts'
import { chosenMotDePasse, motsDe } from '../force-mot-de-passe.adaptateur.ts'
import { consumeJeton, findJeton, removeJetons } from '../jeton.store.ts'
import { removeSessions } from '../session.store.ts'
import { findCompte, isMotDePasse, saveMotDePasse } from '../utilisateur.store.ts'
import { proveCourriel } from './prove-courriel.ts'
import { LIEN_PERIME } from './use-lien.ts'

const deux = {
  motDePasse: z.string({ error: 'Tapez un mot de passe.' }).min(1, 'Tapez un mot de passe.').max(4096, 'Ce mot de passe est trop long.'),
  confirmation: z.string({ error: 'Tapez le mot de passe une seconde fois.' }),
}

/** @throws RegleViolee when the second typing differs */
export function assertMeme({ motDePasse, confirmation }: { motDePasse: string; confirmation: string }): void {
  if (motDePasse === confirmation) return
  const message = 'Les deux mots de passe diffèrent\u00a0: tapez deux fois le même.'
  throw new RegleViolee(message, [{ champ: 'confirmation', message }])
}

/**
 * A password chosen by a link, mailed or handed over: whoever holds it acts as the person of the link. Every session of the account
 * is closed, and its other links die.
 */
export const chooseMotDePasse = command(
  'compte.choisir_mot_de_passe',
  z.object({ secret: z.string(), coffre: formeCoffre, ...deux }),
  async ({ tx, agent, now }, { secret, coffre, ...saisie }) => {
    const jeton = await findJeton(tx, coffre, 'mot_de_passe', secret, now)
    assertCan(jeton === null || jeton.personneId === agent.personneId, 'Ce lien est celui d’une autre personne.')
    if (jeton === null) throw new RegleViolee(LIEN_PERIME)
    assertMeme(saisie)
    const motDePasse = await chosenMotDePasse(saisie.motDePasse, motsDe(jeton))
    if (!(await consumeJeton(tx, jeton.id, now))) throw new RegleViolee(LIEN_PERIME)
    await proveCourriel(tx, jeton, now)
    await saveMotDePasse(tx, jeton.utilisateurId, motDePasse, now)
    await removeSessions(tx, jeton.personneId, { saufId: null })
    await removeJetons(tx, jeton.utilisateurId, ['mot_de_passe', 'connexion', 'etape'])
    await enqueueCourriel(tx, courrielChangement(jeton, 'Un mot de passe a été choisi par un lien', now), now)
    return { valeur: null, trace: traceOf(agent, 'Mot de passe choisi par') }
  },
)

/** Another password, for who knows the present one. Other sessions of the account are closed. */
export const changeMotDePasse = command(
  'compte.changer_mot_de_passe',
  z.object({ ancien: z.string().max(4096), sessionId: z.string().nullable(), ...deux }),
  async ({ tx, agent, now }, { ancien, sessionId, ...saisie }) => {
    const compte = await findCompte(tx, { personneId: agent.personneId })
    assertCan(compte !== null, 'Ce compte est fermé.')
    if (compte === null || !(await isMotDePasse(compte, ancien))) {
      const message = 'Le mot de passe actuel ne correspond pas.'
      throw new RegleViolee(message, [{ champ: 'ancien', message }])
    }
    assertMeme(saisie)
    const motDePasse = await chosenMotDePasse(saisie.motDePasse, motsDe(compte))
    await saveMotDePasse(tx, compte.utilisateurId, motDePasse, now)
    await removeSessions(tx, agent.personneId, { saufId: sessionId })
    await removeJetons(tx, compte.utilisateurId, ['mot_de_passe', 'connexion', 'etape'])
    await enqueueCourriel(tx, courrielChangement(compte, 'Votre mot de passe a été changé', now), now)
    return { valeur: { utilisateurId: compte.utilisateurId }, trace: traceOf(agent, 'Mot de passe changé par') }
  },
)

function traceOf(agent: { personneId: string; prenom: string; nom: string }, debut: string) {
  return {
    contratId: null,
    objet: { type: 'personne', id: agent.personneId },
    libelle: `${debut} ${agent.prenom} ${agent.nom}`,
    avant: null,
    apres: null,
  }
}
