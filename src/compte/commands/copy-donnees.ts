import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, Introuvable, RegleViolee } from '#platform/errors.ts'
import { enqueueTache, listTachesDe } from '#platform/taches/tache.store.ts'
import { canCopyDonnees } from '../donnees-droits.ts'
import { findPersonneCherchee } from '../effacement.store.ts'
import { id, texteFacultatif } from '../formes.ts'
import { EXPORTER_DONNEES, type ParametresCopie } from '../taches.ts'

const forme = z.object({
  personneId: id,
  /** How the request came, when it is not the person who asks here. */
  raison: texteFacultatif(1000),
})

/** Asks for a copy of all that concerns a person (GDPR, articles 15 and 20). Composed by the worker; only the asker downloads it. */
export const copyDonnees = command('compte.copier_donnees', forme, async ({ tx, agent }, { personneId, raison }) => {
  assertCan(
    canCopyDonnees(agent, personneId),
    'Chacun demande la copie de ses propres données ; l’administration de la plateforme le fait pour autrui.',
  )
  const personne = await findPersonneCherchee(tx, personneId)
  if (personne === null || personne.utilisateurId === null) throw new Introuvable('Cette personne n’a pas, ou plus, de compte ici.')
  const soi = agent.personneId === personneId
  if (!soi && (raison ?? '').length < 10) {
    const message = 'Dites comment la demande vous est parvenue, en dix caractères au moins.'
    throw new RegleViolee(message, [{ champ: 'raison', message }])
  }
  const encore = await listTachesDe(tx, agent.personneId, EXPORTER_DONNEES, 1)
  if (encore.some(({ etat }) => etat === 'en_file' || etat === 'en_cours')) {
    throw new RegleViolee('Une copie est déjà en préparation : attendez qu’elle soit prête.')
  }
  const parametres: ParametresCopie = { personneId }
  const tacheId = await enqueueTache(tx, { genre: EXPORTER_DONNEES, contratId: null, demandeurId: agent.personneId, parametres })
  return {
    valeur: { tacheId },
    trace: {
      contratId: null,
      objet: { type: 'personne', id: personneId },
      libelle: soi ? 'Copie de ses données demandée' : `Copie des données de ${personne.prenom} ${personne.nom} demandée pour elle`,
      avant: null,
      apres: soi ? null : { raison },
    },
  }
})
