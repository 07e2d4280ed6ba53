import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { canImportTerritoire } from '../droits.ts'
import { lockLien } from '../filiation.store.ts'
import { sayLien } from '../filiation-mots.ts'
import { acceptLiens, listLiensEnAttente } from '../filiation-revue.store.ts'
import { TYPES_FILIATION } from '../filiation-saisie.ts'
import { getGeneration } from '../generation.store.ts'
import { identifiant } from '../generation-formes.ts'
import { LIBELLES_FILIATION } from '../quartier.ts'
import { REFUS_TERRITOIRE } from './declare-generation.ts'

/** Accepts a link as the computation proposed it. */
export const acceptLien = command(
  'territoire.accepter_filiation',
  z.object({ lienId: identifiant }),
  async ({ tx, agent, now }, { lienId }) => {
    assertCan(canImportTerritoire(agent), REFUS_TERRITOIRE)
    const lien = await lockLien(tx, lienId)
    if (lien.ecarteLe !== null) throw new RegleViolee('Ce lien a été écarté : ajoutez-le de nouveau pour le reprendre.')
    if (lien.revueLe !== null) throw new RegleViolee('Ce lien a déjà été relu : rechargez la page.')
    await acceptLiens(tx, [lienId], now)
    return {
      valeur: null,
      trace: {
        contratId: null,
        objet: { type: 'filiation', id: lienId },
        libelle: `Lien accepté : ${sayLien(lien)}`,
        avant: { revue: false },
        apres: { revue: true, type: lien.type },
      },
    }
  },
)

/** Accepts every waiting link of one kind between two generations. */
export const acceptLiensDuType = command(
  'territoire.accepter_filiations',
  z.object({
    ancienneId: identifiant,
    nouvelleId: identifiant,
    type: z.enum(TYPES_FILIATION, 'Choisissez une sorte de lien.'),
    /** How many the person was shown: more, and she has not seen them all. */
    nombre: z.coerce.number<unknown>().int(),
  }),
  async ({ tx, agent, now }, { ancienneId, nouvelleId, type, nombre }) => {
    assertCan(canImportTerritoire(agent), REFUS_TERRITOIRE)
    const ancienne = await getGeneration(tx, ancienneId)
    const nouvelle = await getGeneration(tx, nouvelleId)
    const ids = await listLiensEnAttente(tx, { ancienneId, nouvelleId, type })
    if (ids.length === 0) throw new RegleViolee('Aucun lien de cette sorte n’attend de relecture.')
    if (ids.length !== nombre) throw new RegleViolee('Les liens ont changé depuis l’affichage de la page : rechargez-la, puis recommencez.')
    await acceptLiens(tx, ids, now)
    return {
      valeur: { acceptes: ids.length },
      trace: {
        contratId: null,
        objet: { type: 'generation', id: nouvelleId },
        libelle: `Filiation de ${ancienne.code} à ${nouvelle.code} : ${accorde(ids.length, 'lien accepté', 'liens acceptés')} (${LIBELLES_FILIATION[type]})`,
        avant: null,
        apres: { type, acceptes: ids.length },
      },
    }
  },
)
