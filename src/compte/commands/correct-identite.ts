import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { canCorrectIdentite } from '../donnees-droits.ts'
import { id, texteFacultatif, texteRequis } from '../formes.ts'
import { getIdentitePersonne, saveIdentitePersonne } from '../identite-personne.store.ts'

const forme = z.object({
  personneId: id,
  prenom: texteRequis('Tapez votre prénom.', 100),
  nom: texteRequis('Tapez votre nom.', 100),
  fonction: texteFacultatif(200),
  version: z.coerce.number('Rechargez la page.').int('Rechargez la page.'),
})

/** Corrects one's own name and function (GDPR, article 16). What is signed or published keeps the name of its day. */
export const correctIdentite = command('compte.corriger_identite', forme, async ({ tx, agent, now }, { personneId, ...saisie }) => {
  assertCan(canCorrectIdentite(agent, personneId), 'Chacun corrige ses propres nom et fonction.')
  const avant = await getIdentitePersonne(tx, personneId)
  const memes = avant.prenom === saisie.prenom && avant.nom === saisie.nom && avant.fonction === saisie.fonction
  if (!memes && !(await saveIdentitePersonne(tx, personneId, saisie, now))) {
    throw new RegleViolee(
      `Vos informations ont changé entre-temps\u00a0: ${avant.prenom} ${avant.nom}${avant.fonction === null ? '' : `, ${avant.fonction}`}. Vérifiez, puis enregistrez de nouveau.`,
    )
  }
  const { version: _avant, ...ancienne } = avant
  const { version: _apres, ...nouvelle } = saisie
  return {
    valeur: null,
    trace: memes
      ? null
      : {
          contratId: null,
          objet: { type: 'personne', id: personneId },
          libelle: `Identité corrigée\u00a0: ${nouvelle.prenom} ${nouvelle.nom}`,
          avant: ancienne,
          apres: nouvelle,
        },
  }
})
