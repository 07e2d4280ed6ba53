import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { mayEditFiche } from '../droits.ts'
import { saveFiche as saveFicheRows } from '../fiche-ecriture.store.ts'
import { schemaContenu } from '../fiche-schema.ts'
import { edited } from '../fiche-statut.ts'
import { FicheModifiee } from '../fiche-verrou.ts'
import { ficheFaite, ficheVisee, openFiche } from './open-fiche.ts'

/** Keeps the text of a fiche. A validated one becomes a draft again; a stale save throws both texts back (FicheModifiee). */
export const saveFiche = command(
  'strategie.modifier_fiche',
  z.object({ ...ficheVisee, contenu: schemaContenu }),
  async ({ tx, agent, now }, { contenu, ...visee }) => {
    const derniere = { ...visee, version: null }
    const avant = await openFiche({ tx, agent }, derniere, {
      may: mayEditFiche,
      refus: 'Votre mandat ne permet pas de modifier cette fiche dans son état actuel.',
    })
    if (avant.version !== visee.version) throw new FicheModifiee(avant, contenu)
    const apres = await saveFicheRows(tx, edited(avant, contenu), { now, par: agent.personneId })
    return ficheFaite(avant, apres, avant.statut === 'validee' ? 'modifiée\u00a0: un nouveau brouillon est ouvert' : 'modifiée')
  },
)
