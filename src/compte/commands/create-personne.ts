import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { canAdministerComptes } from '../droits.ts'
import { courriel, texteFacultatif, texteRequis } from '../formes.ts'
import { createPersonneRow, findPersonneByCourriel } from '../personne.store.ts'

export const formePersonne = {
  courriel,
  prenom: texteRequis('Tapez le prénom.', 100),
  nom: texteRequis('Tapez le nom.', 100),
  fonction: texteFacultatif(200),
}

/** A person and her account, without right or password: mandates and the link come after. */
export const createPersonne = command('compte.creer_personne', z.object(formePersonne), async ({ tx, agent, now }, saisie) => {
  assertCan(canAdministerComptes(agent), 'Seule l’administration de la plateforme crée des comptes.')
  const connue = await findPersonneByCourriel(tx, saisie.courriel)
  if (connue !== null) {
    const message = `Cette adresse est déjà celle de ${connue.prenom} ${connue.nom}.`
    throw new RegleViolee(message, [{ champ: 'courriel', message }])
  }
  const personne = { id: createId(now.getTime()), utilisateurId: createId(now.getTime()), ...saisie }
  await createPersonneRow(tx, personne, now)
  return {
    valeur: { personneId: personne.id },
    trace: {
      contratId: null,
      objet: { type: 'personne', id: personne.id },
      libelle: `Compte de ${personne.prenom} ${personne.nom} créé`,
      avant: null,
      apres: personne,
    },
  }
})
