import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { id } from '../formes.ts'
import { nomNavigateur } from '../navigateur.ts'
import { removeSessions } from '../session.store.ts'

/** Closes one of one's own sessions: it ends at its next request. */
export const closeSession = command('compte.fermer_session', z.object({ sessionId: id }), async ({ tx, agent }, { sessionId }) => {
  // Only one's own are looked at: another's is not there.
  const [fermee] = await removeSessions(tx, agent.personneId, { id: sessionId })
  assertCan(fermee !== undefined, 'Cette session n’est pas, ou plus, une des vôtres.')
  return { valeur: null, trace: traceOf(agent, `Session fermée (${nomNavigateur(fermee?.navigateur ?? null)}) par`) }
})

/** Closes all of one's sessions but this one. */
export const closeAutresSessions = command(
  'compte.fermer_autres_sessions',
  z.object({ sessionId: id }),
  async ({ tx, agent }, { sessionId }) => {
    const fermees = await removeSessions(tx, agent.personneId, { saufId: sessionId })
    if (fermees.length === 0) throw new RegleViolee('Vous n’avez pas d’autre session ouverte.')
    return { valeur: { nombre: fermees.length }, trace: traceOf(agent, `Toutes les autres sessions fermées (${fermees.length}) par`) }
  },
)

function traceOf(agent: { personneId: string; prenom: string; nom: string }, debut: string) {
  return {
    contratId: null,
    objet: { type: 'personne', id: agent.personneId },
    libelle: `${debut} ${agent.prenom} ${agent.nom}`,
    avant: null,
    apres: null,
  }
}
