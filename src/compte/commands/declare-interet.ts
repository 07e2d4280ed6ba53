import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { formatDate, jourParis } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { createInteretRow, lockInteret, saveInteret } from '../conflit.store.ts'
import { NATURES_INTERET } from '../conflit.ts'
import { canDeclareInteret } from '../droits.ts'
import { id, jourFacultatif, jourRequis } from '../formes.ts'
import { getOrganisation } from '../organisation.store.ts'

const forme = z.object({
  personneId: id,
  organisationId: id,
  nature: z.enum(NATURES_INTERET, { error: 'Choisissez la nature du lien.' }),
  debut: jourRequis,
  fin: jourFacultatif,
})
const REFUS = 'Chacun déclare ses propres intérêts.'

/** A tie with an organisation that no mandate shows. It bars the person from what concerns the organisation. */
export const declareInteret = command('compte.declarer_interet', forme, async ({ tx, agent, now }, saisie) => {
  assertCan(canDeclareInteret(agent, saisie.personneId), REFUS)
  const { organisationId, nature, debut, fin } = saisie
  const organisation = await getOrganisation(tx, organisationId)
  if (fin !== null && fin < debut) fautif('fin', 'La fin du lien précède son début : corrigez l’une des deux dates.')
  if (debut > jourParis(now)) fautif('debut', 'Déclarez le lien quand il commence : ce jour n’est pas encore venu.')
  const interet = { id: createId(now.getTime()), personneId: agent.personneId, organisationId, nature, debut, fin }
  await createInteretRow(tx, interet, now)
  return {
    valeur: { interetId: interet.id },
    trace: {
      contratId: null,
      objet: { type: 'personne', id: agent.personneId },
      libelle: `Intérêt déclaré par ${agent.prenom} ${agent.nom} : ${organisation.nom}`,
      avant: null,
      apres: interet,
    },
  }
})

/** The tie is over: it still counts for the months that the instance has set. Without a day: declared by mistake, it counts no more. */
export const endInteret = command(
  'compte.terminer_interet',
  z.object({ personneId: id, interetId: id, fin: jourFacultatif }),
  async ({ tx, agent, now }, { personneId, interetId, fin }) => {
    assertCan(canDeclareInteret(agent, personneId), REFUS)
    const interet = await lockInteret(tx, interetId, agent.personneId)
    if (fin !== null && fin < interet.debut) fautif('fin', 'La fin du lien précède son début : corrigez la date.')
    if (fin !== null && fin > jourParis(now)) fautif('fin', 'Ce jour n’est pas encore venu : dites la fin du lien quand il a pris fin.')
    await saveInteret(tx, interetId, fin === null ? { fin: interet.fin, retireLe: now } : { fin, retireLe: null })
    const comment = fin === null ? 'retiré, déclaré par erreur' : `terminé le ${formatDate(fin)}`
    return {
      valeur: null,
      trace: {
        contratId: null,
        objet: { type: 'personne', id: agent.personneId },
        libelle: `Intérêt de ${agent.prenom} ${agent.nom} avec ${interet.organisation} ${comment}`,
        avant: { fin: interet.fin, retireLe: null },
        apres: { fin: fin ?? interet.fin, retireLe: fin === null ? now : null },
      },
    }
  },
)

function fautif(champ: string, message: string): never {
  throw new RegleViolee(message, [{ champ, message }])
}
