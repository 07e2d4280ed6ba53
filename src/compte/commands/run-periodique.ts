import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, Introuvable, RegleViolee } from '#platform/errors.ts'
import { listPeriodiques } from '#platform/periodique.ts'
import { enqueuePeriodique } from '#platform/taches/tache.store.ts'
import { canAdministerInstance } from '../donnees-droits.ts'

const forme = z.object({ genre: z.string({ error: 'Dites quelle tâche lancer.' }).min(1, 'Dites quelle tâche lancer.') })

/** Starts now what usually runs at night. Run twice, such work does nothing more. */
export const runPeriodique = command('compte.lancer_tache', forme, async ({ tx, agent }, { genre }) => {
  assertCan(canAdministerInstance(agent), 'Les tâches sont lancées par l’administration de la plateforme.')
  const periodique = listPeriodiques().find((candidat) => candidat.genre === genre)
  if (periodique === undefined) throw new Introuvable('Cette tâche n’existe pas.')
  const tacheId = await enqueuePeriodique(tx, genre)
  if (tacheId === null) throw new RegleViolee('Cette tâche est déjà en cours.')
  return {
    valeur: { tacheId },
    trace: {
      contratId: null,
      objet: { type: 'tache', id: tacheId },
      libelle: `Tâche lancée : ${periodique.libelle}`,
      avant: null,
      apres: { genre },
    },
  }
})
