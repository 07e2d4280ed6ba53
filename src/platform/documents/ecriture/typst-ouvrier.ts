import { type CommandePdf, createCompilateur } from './pdf/compiler-typst.ts'

/**
 * A PDF process of the pool (atelier-typst.ts): one document at a time, its compiler kept warm. The parent keeps the time.
 */
type Demande = { id: number; commande: CommandePdf }

let compiler: ReturnType<typeof createCompilateur> | null = null

process.on('message', ({ id, commande }: Demande) => {
  try {
    compiler ??= createCompilateur()
    const pdf = compiler(commande)
    process.send?.({ id, pdf, memoire: process.memoryUsage.rss() })
  } catch (erreur) {
    const absent =
      erreur instanceof Error && 'code' in erreur && (erreur.code === 'MODULE_NOT_FOUND' || /native binding/i.test(erreur.message))
    process.send?.({ id, erreur: erreur instanceof Error ? erreur.message : String(erreur), absent, memoire: process.memoryUsage.rss() })
  }
})
// The parent is gone: nobody waits for an answer any more.
process.on('disconnect', () => process.exit(0))
