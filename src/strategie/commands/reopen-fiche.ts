import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { mayKeepFiches } from '../droits.ts'
import { saveStatut } from '../fiche-ecriture.store.ts'
import { reopened } from '../fiche-statut.ts'
import { ficheFaite, ficheVisee, openFiche } from './open-fiche.ts'

/** An abandoned fiche becomes a draft again. */
export const reopenFiche = command('strategie.rouvrir_fiche', z.object(ficheVisee), async ({ tx, agent, now }, visee) => {
  const avant = await openFiche({ tx, agent }, visee, {
    may: (agent, { contratId }) => mayKeepFiches(agent, contratId),
    refus: 'Seule la cheffe ou le chef de projet peut rouvrir une fiche.',
  })
  const apres = reopened(avant)
  return ficheFaite(avant, await saveStatut(tx, apres, { now, par: agent.personneId }), 'rouverte')
})
