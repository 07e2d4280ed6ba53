import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan } from '#platform/errors.ts'
import { createDeplacement, lockArbre, saveArbre } from '../arbre.store.ts'
import { nomme } from '../arbre.ts'
import { renumbered } from '../arbre-deplacement.ts'
import { avecDe } from '../noeud.ts'
import { canEditArbre } from '../noeud-droits.ts'
import { champId, champParent } from './noeud-entrees.ts'

/** Closes the holes of the numbering of a node and of what hangs from it, or of the whole contract. */
export const renumberNoeuds = command(
  'strategie.renumeroter',
  z.object({ contratId: champId, noeudId: champParent }),
  async ({ tx, agent, now }, { contratId, noeudId }) => {
    assertCan(canEditArbre(agent, contratId), 'Seule la cheffe ou le chef de projet renumérote l’arbre.')
    const avant = await lockArbre(tx, contratId)
    const { mouvement, codes } = await saveArbre(tx, contratId, avant, renumbered(avant, noeudId), now)
    const libelle = `renumérotation ${noeudId === null ? 'du contrat' : avecDe(nomme(avant, noeudId))}`
    await createDeplacement(tx, { contratId, libelle, mouvement, faitPar: agent.personneId, faitLe: now })
    return {
      valeur: { codes },
      trace: {
        contratId,
        objet: noeudId === null ? { type: 'contrat', id: contratId } : { type: 'noeud', id: noeudId },
        libelle: `R${libelle.slice(1)}`,
        avant: { places: mouvement.avant, codes: codes.map(({ id, avant: ancien }) => ({ id, code: ancien })) },
        apres: { places: mouvement.apres, codes: codes.map(({ id, apres: nouveau }) => ({ id, code: nouveau })) },
      },
    }
  },
)
