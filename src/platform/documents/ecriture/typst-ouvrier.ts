import { type CommandePdf, type Compilateur, createCompilateur } from './pdf/compiler-typst.ts'

/**
 * A PDF process of the pool (atelier-typst.ts): one document at a time, its compiler kept warm. The parent keeps the time.
 */
type Demande = { id: number; commande: CommandePdf }

let compilateur: Compilateur | null = null

process.on('message', ({ id, commande }: Demande) => {
  try {
    compilateur ??= createCompilateur()
    const pdf = compilateur.compile(commande)
    process.send?.({ id, pdf, memoire: process.memoryUsage.rss() })
  } catch (erreur) {
    const absent =
      erreur instanceof Error && 'code' in erreur && (erreur.code === 'MODULE_NOT_FOUND' || /native binding/i.test(erreur.message))
    process.send?.({ id, erreur: erreur instanceof Error ? erreur.message : String(erreur), absent, memoire: process.memoryUsage.rss() })
  }
  // The answer is on its way: tidying up makes nobody wait.
  compilateur?.forget()
})
// The parent is gone: nobody waits for an answer any more.
process.on('disconnect', () => process.exit(0))
