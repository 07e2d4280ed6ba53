import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan } from '#platform/errors.ts'
import { lockArbre, restorePlace } from '../arbre.store.ts'
import { mayKeepFiches } from '../droits.ts'
import { saveStatut } from '../fiche-ecriture.store.ts'
import { restored } from '../fiche-statut.ts'
import { ficheFaite, ficheVisee, openFiche } from './open-fiche.ts'

/** Brings an archived fiche back under its node, with its number when it is still free. */
export const restoreFiche = command('strategie.restaurer_fiche', z.object(ficheVisee), async ({ tx, agent, now }, visee) => {
  const { contratId } = visee
  const refus = 'Seule la cheffe ou le chef de projet restaure une fiche.'
  assertCan(mayKeepFiches(agent, contratId), refus)
  await lockArbre(tx, contratId) // before the fiche, as the moves of the tree do
  const avant = await openFiche({ tx, agent }, visee, { may: (agent) => mayKeepFiches(agent, contratId), refus })
  const apres = restored(avant)
  const place = await restorePlace(tx, avant.contratId, avant.id, now)
  return ficheFaite(avant, await saveStatut(tx, { ...apres, ...place }, { now, par: agent.personneId }), 'restaurée')
})
