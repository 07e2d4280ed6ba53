import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { champVers, moveObjet } from './move-objet.ts'
import { champId } from './noeud-entrees.ts'

/** Moves a fiche among its siblings or under another node; its code follows, the old one stays findable. */
export const moveFiche = command(
  'strategie.deplacer_fiche',
  z.object({ contratId: champId, ficheId: champId, code: z.string().optional(), vers: champVers }),
  (contexte, { ficheId, ...entree }) => moveObjet(contexte, 'fiche', { ...entree, id: ficheId }),
)
