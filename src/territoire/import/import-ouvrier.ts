/** The process that reads one file of geography (import-processus.adaptateur.ts): it answers, and is stopped by its parent. */
import { analyse, type DemandeAnalyse } from './analyse.ts'
import type { MessageOuvrier } from './import-processus.adaptateur.ts'

const send = (message: MessageOuvrier): void => void process.send?.(message)

process.on('message', (demande: DemandeAnalyse) => {
  analyse(demande, (fait, total, message) => send({ quoi: 'avance', fait, total, message })).then(
    (analysee) => send({ quoi: 'fini', analyse: analysee }),
    (erreur: unknown) => send({ quoi: 'refus', phrase: erreur instanceof Error && erreur.name === 'RegleViolee' ? erreur.message : null }),
  )
})
// The parent is gone: nobody waits for an answer any more.
process.on('disconnect', () => process.exit(0))
