import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan } from '#platform/errors.ts'
import { formatDate, jourParis } from '#platform/formats.ts'
import { LIBELLES_ROLES } from '../agent.ts'
import { canManageMandat } from '../droits.ts'
import { id, jourFacultatif } from '../formes.ts'
import { countAutresMandats, lockMandat, saveFinMandat } from '../mandat.store.ts'
import { endedMandat } from '../mandat.ts'

const forme = z.object({
  mandatId: id,
  /** Last day in force; none: at once. */
  dernierJour: jourFacultatif,
})

/** Ends a mandate, at once or after a day. What was done under it stays signed by it. */
export const endMandat = command('compte.terminer_mandat', forme, async ({ tx, agent, now }, { mandatId, dernierJour }) => {
  const mandat = await lockMandat(tx, mandatId)
  assertCan(canManageMandat(agent, mandat), 'Seule la personne cheffe de projet de ce contrat met fin à ses mandats.')
  const jour = jourParis(now)
  const termine = endedMandat(mandat, { dernierJour, now, jour, autres: await countAutresMandats(tx, mandat, [mandat.id], jour) })
  await saveFinMandat(tx, termine, agent.personneId)
  const quand = dernierJour === null ? 'tout de suite' : `le ${formatDate(dernierJour)} au soir`
  return {
    valeur: { mandat: termine },
    trace: {
      contratId: mandat.contratId,
      objet: { type: 'mandat', id: mandat.id },
      libelle: `Mandat « ${LIBELLES_ROLES[mandat.role]} » de ${mandat.personne} terminé ${quand}`,
      avant: { fin: mandat.fin, retireLe: mandat.retireLe },
      apres: { fin: termine.fin, retireLe: termine.retireLe },
    },
  }
})
