import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { champVers, moveObjet } from './move-objet.ts'
import { champId } from './noeud-entrees.ts'

/** Moves a node with all that hangs from it; every code follows, the old ones stay findable. */
export const moveNoeud = command(
  'strategie.deplacer_noeud',
  z.object({ contratId: champId, noeudId: champId, code: z.string().optional(), vers: champVers }),
  (contexte, { noeudId, ...entree }) => moveObjet(contexte, 'noeud', { ...entree, id: noeudId }),
)
