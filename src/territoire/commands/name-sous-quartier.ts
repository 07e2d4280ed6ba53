import { z } from 'zod'
import { command } from '#platform/acte.ts'
import type { Tx } from '#platform/db/base.ts'
import { assertCan, Introuvable, RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { canImportTerritoire } from '../droits.ts'
import { identifiant, ligneRequise } from '../generation-formes.ts'
import { listQuartiersByIds } from '../quartier.store.ts'
import type { Quartier } from '../quartier.ts'
import { listSousQuartiers, removeSousQuartierRow, saveSousQuartier } from '../sous-quartier.store.ts'
import { REFUS_TERRITOIRE } from './declare-generation.ts'

/** Names a part of a quartier, or renames one: Auray's quartier holds five. */
export const nameSousQuartier = command(
  'territoire.nommer_sous_quartier',
  z.object({
    quartierId: identifiant,
    sousQuartierId: identifiant.optional(),
    nom: ligneRequise('Donnez un nom au sous-quartier.', 200),
  }),
  async ({ tx, agent, now }, { quartierId, sousQuartierId, nom }) => {
    assertCan(canImportTerritoire(agent), REFUS_TERRITOIRE)
    const quartier = await getQuartier(tx, quartierId)
    const connus = await listSousQuartiers(tx, quartierId)
    const avant = connus.find(({ id }) => id === sousQuartierId) ?? null
    if (sousQuartierId !== undefined && avant === null) throw new Introuvable('Ce sous-quartier n’existe pas, ou plus.')
    if (connus.some((autre) => autre.nom === nom && autre.id !== sousQuartierId)) {
      const message = `${quartier.nom} a déjà un sous-quartier nommé « ${nom} ».`
      throw new RegleViolee(message, [{ champ: 'nom', message }])
    }
    const ordre = avant?.ordre ?? Math.max(0, ...connus.map((un) => un.ordre)) + 1
    const apres = { id: avant?.id ?? createId(now.getTime()), nom, ordre }
    await saveSousQuartier(tx, quartierId, apres)
    return {
      valeur: { sousQuartierId: apres.id },
      trace: {
        contratId: null,
        objet: { type: 'quartier', id: quartierId },
        libelle: `Sous-quartier « ${nom} » ${avant === null ? 'nommé' : 'renommé'} dans le quartier ${quartier.code}`,
        avant,
        apres,
      },
    }
  },
)

/** Takes off a sub-quartier named by mistake. */
export const removeSousQuartier = command(
  'territoire.retirer_sous_quartier',
  z.object({ quartierId: identifiant, sousQuartierId: identifiant }),
  async ({ tx, agent }, { quartierId, sousQuartierId }) => {
    assertCan(canImportTerritoire(agent), REFUS_TERRITOIRE)
    const quartier = await getQuartier(tx, quartierId)
    const avant = (await listSousQuartiers(tx, quartierId)).find(({ id }) => id === sousQuartierId)
    if (avant === undefined) throw new Introuvable('Ce sous-quartier n’existe pas, ou plus.')
    await removeSousQuartierRow(tx, sousQuartierId)
    return {
      valeur: null,
      trace: {
        contratId: null,
        objet: { type: 'quartier', id: quartierId },
        libelle: `Sous-quartier « ${avant.nom} » retiré du quartier ${quartier.code}`,
        avant,
        apres: null,
      },
    }
  },
)

async function getQuartier(tx: Tx, id: string): Promise<Quartier> {
  const [quartier] = await listQuartiersByIds(tx, [id])
  if (quartier === undefined) throw new Introuvable('Ce quartier n’existe pas, ou plus.')
  return quartier
}
