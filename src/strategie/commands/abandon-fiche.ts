import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { mayKeepFiches } from '../droits.ts'
import { saveStatut } from '../fiche-ecriture.store.ts'
import { abandoned } from '../fiche-statut.ts'
import { ficheFaite, ficheVisee, openFiche } from './open-fiche.ts'

/** Gives an action up: the fiche stays readable, and can be reopened. */
export const abandonFiche = command('strategie.abandonner_fiche', z.object(ficheVisee), async ({ tx, agent, now }, visee) => {
  const avant = await openFiche({ tx, agent }, visee, {
    may: (agent, { contratId }) => mayKeepFiches(agent, contratId),
    refus: 'Seule la cheffe ou le chef de projet peut abandonner une fiche.',
  })
  const apres = abandoned(avant)
  return ficheFaite(avant, await saveStatut(tx, apres, { now, par: agent.personneId }), 'abandonnée')
})
