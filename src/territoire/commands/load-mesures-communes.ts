import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { canImportTerritoire } from '../droits.ts'
import { parseMesures } from '../eligibilite/mesures-csv.ts'
import { saveMesures } from '../eligibilite/regle-communale.store.ts'
import { REFUS_TERRITOIRE } from './declare-generation.ts'

/** Loads the figures of communes that rules compare: all of the file, or nothing. */
export const loadMesuresCommunes = command(
  'territoire.charger_mesures_communes',
  z.object({ fichier: z.object({ nom: z.string().min(1), contenu: z.instanceof(Uint8Array) }, { error: 'Choisissez un fichier CSV.' }) }),
  async ({ tx, agent, now }, { fichier }) => {
    assertCan(canImportTerritoire(agent), REFUS_TERRITOIRE)
    const mesures = parseMesures(fichier.contenu)
    await saveMesures(tx, mesures)
    const communes = new Set(mesures.map(({ communeCode }) => communeCode)).size
    return {
      valeur: { valeurs: mesures.length, communes },
      trace: {
        contratId: null,
        objet: { type: 'mesure_commune', id: createId(now.getTime()) },
        libelle: `${accorde(mesures.length, 'valeur')} de ${accorde(communes, 'commune')} chargées`,
        avant: null,
        apres: { fichier: fichier.nom, mesures: [...new Set(mesures.map(({ mesure }) => mesure))] },
      },
    }
  },
)
