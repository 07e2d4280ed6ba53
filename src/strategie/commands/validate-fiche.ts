import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { mayValidateFiches } from '../droits.ts'
import { saveStatut } from '../fiche-ecriture.store.ts'
import { validated } from '../fiche-statut.ts'
import { createVersion } from '../version.store.ts'
import { ficheFaite, ficheVisee, openFiche } from './open-fiche.ts'

/** Validates a submitted fiche: its text is kept as a version, whose digest is printed on the documents. */
export const validateFiche = command('strategie.valider_fiche', z.object(ficheVisee), async ({ tx, agent, now }, visee) => {
  const avant = await openFiche({ tx, agent }, visee, {
    may: (agent, { contratId }) => mayValidateFiches(agent, contratId),
    refus: 'Votre mandat ne permet pas de valider cette fiche.',
  })
  const apres = validated(avant, now)
  const par = agent.personneId
  const fiche = await saveStatut(tx, apres, { now, par })
  const version = await createVersion(tx, fiche, { acte: 'validation', motif: 'Validée', now, par })
  return ficheFaite(avant, fiche, 'validée', { versionGardee: version.numero, sha256: version.sha256 })
})
