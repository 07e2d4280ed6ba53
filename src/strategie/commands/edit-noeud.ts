import { z } from 'zod'
import { listThemes } from '#contrat/index.ts'
import { command } from '#platform/acte.ts'
import { assertCan } from '#platform/errors.ts'
import { listThemesNoeud, lockNoeud, saveNoeud, saveThemesNoeud } from '../noeud.store.ts'
import { assertThemesConnus, edited, NoeudModifie } from '../noeud.ts'
import { canEditArbre } from '../noeud-droits.ts'
import { champId, champTexte, champThemes, champVersion } from './noeud-entrees.ts'

/** Changes the title, the description and the themes of a node. */
export const editNoeud = command(
  'strategie.modifier_noeud',
  z.object({
    contratId: champId,
    noeudId: champId,
    version: champVersion,
    intitule: z.string(),
    description: champTexte,
    themeIds: champThemes,
  }),
  async ({ tx, agent, now }, entree) => {
    assertCan(canEditArbre(agent, entree.contratId), 'Seule la cheffe ou le chef de projet modifie un nœud de l’arbre.')
    const avant = await lockNoeud(tx, entree.contratId, entree.noeudId)
    if (avant.version !== entree.version) throw new NoeudModifie(avant)
    const apres = edited(avant, entree)
    const themesAvant = await listThemesNoeud(tx, avant.id)
    const version = await saveNoeud(tx, apres, now)
    assertThemesConnus(await listThemes(tx, entree.contratId), entree.themeIds)
    await saveThemesNoeud(tx, avant.id, entree.themeIds)
    return {
      valeur: { ...apres, version },
      trace: {
        contratId: avant.contratId,
        objet: { type: 'noeud', id: avant.id },
        libelle: `Nœud ${avant.code === '' ? `«\u00a0${apres.intitule}\u00a0»` : avant.code} modifié`,
        avant: { intitule: avant.intitule, description: avant.description, themeIds: themesAvant },
        apres: { intitule: apres.intitule, description: apres.description, themeIds: entree.themeIds },
      },
    }
  },
)
