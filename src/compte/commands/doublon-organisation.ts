import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { id } from '../formes.ts'
import { refreshDoublons, saveEcartDoublon } from '../organisation-doublon.store.ts'
import { canDeclareNatures } from '../organisation-droits.ts'
import { lockToMerge } from './open-organisation.ts'

const forme = z.object({ a: id, b: id })

/** « These are two »: the pair is shown no more. Kept, and shown among the decisions. */
export const dismissDoublon = command('compte.ecarter_doublon', forme, async ({ tx, agent, now }, { a, b }) => {
  const [x, y] = await lockToMerge({ tx, agent }, [a, b])
  const { ecarteLe } = await saveEcartDoublon(tx, { a, b }, { le: now, par: agent.personneId })
  if (ecarteLe !== null) throw new RegleViolee('C’est déjà dit : ces deux organisations ne sont pas des doublons.')
  return {
    valeur: null,
    trace: {
      contratId: null,
      objet: { type: 'organisation', id: x.id },
      libelle: `« ${x.nom} » et « ${y.nom} » ne sont pas des doublons`,
      avant: { ecarteLe: null },
      apres: { ecarteLe: now, autre: y.id },
    },
  }
})

/** The decision is taken back: the pair is shown again. */
export const reopenDoublon = command('compte.rouvrir_doublon', forme, async ({ tx, agent }, { a, b }) => {
  const [x, y] = await lockToMerge({ tx, agent }, [a, b])
  const { ecarteLe } = await saveEcartDoublon(tx, { a, b }, null)
  if (ecarteLe === null) throw new RegleViolee('Cette paire est déjà parmi les doublons possibles.')
  return {
    valeur: null,
    trace: {
      contratId: null,
      objet: { type: 'organisation', id: x.id },
      libelle: `« ${x.nom} » et « ${y.nom} » sont de nouveau des doublons possibles`,
      avant: { ecarteLe, autre: y.id },
      apres: { ecarteLe: null },
    },
  }
})

/** Looks at all organisations again: after an import, or a change of what is compared. */
export const searchDoublons = command('compte.chercher_doublons', z.object({}), async ({ tx, agent, now }) => {
  assertCan(canDeclareNatures(agent), 'La recherche dans toute la plateforme revient à son administration.')
  const nouvelles = await refreshDoublons(tx, null, now)
  return {
    valeur: { nouvelles },
    trace: {
      contratId: null,
      objet: { type: 'organisation', id: 'toutes' },
      libelle: `Doublons cherchés parmi toutes les organisations : ${accorde(nouvelles, 'nouvelle paire', 'nouvelles paires')}`,
      avant: null,
      apres: { nouvelles },
    },
  }
})
