import { z } from 'zod'
import { listThemes } from '#contrat/index.ts'
import { command } from '#platform/acte.ts'
import { mayEditFiche } from '../droits.ts'
import { listThemesFiche, saveThemesFiche } from '../fiche-ecriture.store.ts'
import { assertEcrivable } from '../fiche-statut.ts'
import { assertThemesConnus } from '../noeud.ts'
import { champThemes } from './noeud-entrees.ts'
import { identifiant, openFiche } from './open-fiche.ts'

/** Replaces the transversal themes of a fiche. They are tags: the text does not move, nor its version. */
export const setThemesFiche = command(
  'strategie.etiqueter_fiche',
  z.object({ contratId: identifiant, ficheId: identifiant, themeIds: champThemes }),
  async ({ tx, agent }, { contratId, ficheId, themeIds }) => {
    const visee = { contratId, ficheId, version: null }
    const fiche = await openFiche({ tx, agent }, visee, {
      may: mayEditFiche,
      refus: 'Votre mandat ne permet pas de changer les thèmes de cette fiche dans son état actuel.',
    })
    assertEcrivable(fiche)
    const themes = await listThemes(tx, contratId)
    assertThemesConnus(themes, themeIds)
    const avant = await listThemesFiche(tx, ficheId)
    const apres = [...new Set(themeIds)].sort()
    if (avant.join() === apres.join()) return { valeur: apres, trace: null }
    await saveThemesFiche(tx, ficheId, apres)
    const noms = themes.filter((theme) => apres.includes(theme.id)).map((theme) => theme.libelle)
    return {
      valeur: apres,
      trace: {
        contratId,
        objet: { type: 'fiche', id: ficheId },
        libelle: `Fiche ${fiche.code} : ${noms.length === 0 ? 'thèmes retirés' : `thèmes ${noms.join(', ')}`}`,
        avant: { themeIds: avant },
        apres: { themeIds: apres },
      },
    }
  },
)
