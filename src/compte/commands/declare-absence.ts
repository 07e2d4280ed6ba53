import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, Introuvable } from '#platform/errors.ts'
import { formatDate, jourParis } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { deNom } from '../agent.ts'
import { canDeclareAbsence } from '../droits.ts'
import { id, jourRequis } from '../formes.ts'
import { cancelAbsenceRow, createAbsenceRow, lockMandat } from '../mandat.store.ts'
import { declaredAbsence } from '../mandat.ts'

const REFUS = 'Seules la personne elle-même et la personne cheffe de projet disent ses absences.'

/** Days on which the holder of a mandate is away: who stands in for her acts on those days. No reason is asked. */
export const declareAbsence = command(
  'compte.declarer_absence',
  z.object({ mandatId: id, debut: jourRequis, fin: jourRequis }),
  async ({ tx, agent, now }, { mandatId, debut, fin }) => {
    const mandat = await lockMandat(tx, mandatId)
    assertCan(canDeclareAbsence(agent, mandat), REFUS)
    const absence = { id: createId(now.getTime()), ...declaredAbsence(mandat, { debut, fin }, jourParis(now)) }
    await createAbsenceRow(tx, mandat, absence, { id: agent.personneId, now })
    return {
      valeur: { absenceId: absence.id },
      trace: {
        contratId: mandat.contratId,
        objet: { type: 'mandat', id: mandatId },
        libelle: `Absence ${deNom(mandat.personne)} déclarée du ${formatDate(debut)} au ${formatDate(fin)}`,
        avant: null,
        apres: absence,
      },
    }
  },
)

/** The absence is over, or was not one: the suppléance stops at once. */
export const cancelAbsence = command(
  'compte.annuler_absence',
  z.object({ mandatId: id, absenceId: id }),
  async ({ tx, agent, now }, { mandatId, absenceId }) => {
    const mandat = await lockMandat(tx, mandatId)
    assertCan(canDeclareAbsence(agent, mandat), REFUS)
    const absence = mandat.absences.find((connue) => connue.id === absenceId)
    if (absence === undefined) throw new Introuvable('Cette absence n’existe pas, ou elle est déjà annulée.')
    await cancelAbsenceRow(tx, absenceId, { id: agent.personneId, now })
    return {
      valeur: null,
      trace: {
        contratId: mandat.contratId,
        objet: { type: 'mandat', id: mandatId },
        libelle: `Absence ${deNom(mandat.personne)} annulée`,
        avant: absence,
        apres: null,
      },
    }
  },
)
