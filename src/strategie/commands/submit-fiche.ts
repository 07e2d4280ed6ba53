import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { mayWriteFiche } from '../droits.ts'
import { saveStatut } from '../fiche-ecriture.store.ts'
import { submitted } from '../fiche-statut.ts'
import { createVersion } from '../version.store.ts'
import { ficheFaite, ficheVisee, listChampsUtilises, openFiche } from './open-fiche.ts'

/** Gives a draft to the technical committee: its text is kept as a version. */
export const submitFiche = command('strategie.soumettre_fiche', z.object(ficheVisee), async ({ tx, agent, now }, visee) => {
  const avant = await openFiche({ tx, agent }, visee, {
    may: mayWriteFiche,
    refus: 'Votre mandat ne permet pas de soumettre cette fiche.',
  })
  const apres = submitted(avant, await listChampsUtilises(tx, avant.contratId), now)
  const par = agent.personneId
  const fiche = await saveStatut(tx, apres, { now, par })
  const version = await createVersion(tx, fiche, { acte: 'soumission', motif: 'Soumise à validation', now, par })
  return ficheFaite(avant, fiche, 'soumise à validation', { versionGardee: version.numero, sha256: version.sha256 })
})
