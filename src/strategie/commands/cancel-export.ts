import { z } from 'zod'
import { canReadContrat } from '#contrat/index.ts'
import { command } from '#platform/acte.ts'
import { assertCan, Introuvable, RegleViolee } from '#platform/errors.ts'
import { cancelTache, getTache } from '#platform/taches/tache.store.ts'
import { EXPORTER } from './ask-export.ts'

/** Stops a document being composed. Only who asked for it may, as long as she reads the contract. */
export const cancelExport = command(
  'strategie.annuler_export',
  z.object({ contratId: z.uuid(), tacheId: z.uuid() }),
  async ({ tx, agent, now }, { contratId, tacheId }) => {
    assertCan(canReadContrat(agent, contratId), 'Votre mandat ne permet pas de lire ce contrat.')
    const tache = await getTache(tx, tacheId)
    if (tache.genre !== EXPORTER || tache.contratId !== contratId) throw new Introuvable('Cet export n’existe pas.')
    assertCan(tache.demandeurId === agent.personneId, 'Seule la personne qui a demandé ce document peut l’arrêter.')
    if (!(await cancelTache(tx, tacheId, now))) throw new RegleViolee('Ce document est déjà composé.')
    return {
      valeur: null,
      trace: {
        contratId,
        objet: { type: 'export', id: tacheId },
        libelle: 'Composition d’un document arrêtée',
        avant: { etat: tache.etat },
        apres: { etat: 'annulee' },
      },
    }
  },
)
