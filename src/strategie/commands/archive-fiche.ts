import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan } from '#platform/errors.ts'
import { lockArbre } from '../arbre.store.ts'
import { mayKeepFiches } from '../droits.ts'
import { saveStatut } from '../fiche-ecriture.store.ts'
import { archived } from '../fiche-statut.ts'
import { ficheFaite, ficheVisee, openFiche } from './open-fiche.ts'

/** Puts a fiche away: it leaves the tree and frees its number, keeps its text and its versions, and can be restored. */
export const archiveFiche = command('strategie.archiver_fiche', z.object(ficheVisee), async ({ tx, agent, now }, visee) => {
  const { contratId } = visee
  const refus = 'Seule la cheffe ou le chef de projet archive une fiche.'
  assertCan(mayKeepFiches(agent, contratId), refus)
  await lockArbre(tx, contratId) // before the fiche, as the moves of the tree do
  const avant = await openFiche({ tx, agent }, visee, { may: (agent) => mayKeepFiches(agent, contratId), refus })
  const apres = archived(avant, now)
  return ficheFaite(avant, await saveStatut(tx, apres, { now, par: agent.personneId }), 'archivée')
})
