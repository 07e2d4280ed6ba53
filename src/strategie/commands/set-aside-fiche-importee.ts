import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { RegleViolee } from '#platform/errors.ts'
import { settleFicheImportee } from '../import-fiche.store.ts'
import { assertARelire, ficheImportee, openImport } from './open-import.ts'

/** Leaves a fiche of an import out of the contract, or takes its review up again. Its document stays kept. */
export const setAsideFicheImportee = command(
  'strategie.ecarter_fiche_importee',
  z.object({ ...ficheImportee, geste: z.enum(['ecarter', 'reprendre']) }),
  async (contexte, { contratId, importFicheId, geste }) => {
    const { tx, agent, now } = contexte
    const aRelire = await openImport(contexte, { contratId, importFicheId })
    if (geste === 'ecarter') assertARelire(aRelire)
    else if (aRelire.etat !== 'ecartee') throw new RegleViolee('Cette fiche d’import n’est pas écartée.')
    const etat = geste === 'ecarter' ? ('ecartee' as const) : ('a_relire' as const)
    await settleFicheImportee(tx, aRelire.id, { etat, ficheId: null, versionAvant: null, par: agent.personneId, le: now })
    return {
      valeur: { lotId: aRelire.lotId },
      trace: {
        contratId,
        objet: { type: 'import', id: aRelire.lotId },
        libelle: `Fiche de « ${aRelire.source.nom} » ${geste === 'ecarter' ? 'écartée de l’import' : 'reprise en relecture'}`,
        avant: { etat: aRelire.etat },
        apres: { etat, importFicheId },
      },
    }
  },
)
