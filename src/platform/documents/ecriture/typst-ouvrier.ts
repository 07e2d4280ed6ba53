import { type CommandePdf, type Compilateur, createCompilateur } from './pdf/compiler-typst.ts'

/**
 * A PDF process of the pool (atelier-typst.ts): one document at a time, its compiler kept warm. The parent keeps the time.
 */
type Demande = { id: number; commande: CommandePdf }

let compilateur: Compilateur | null = null

process.on('message', ({ id, commande }: Demande) => {
  // Tidying up makes nobody wait: it comes once the answer is on its way.
  process.send?.({ id, ...answer(commande), memoire: process.memoryUsage.rss() }, undefined, undefined, () => compilateur?.forget())
})
// The parent is gone: nobody waits for an answer any more.
process.on('disconnect', () => process.exit(0))

function answer(commande: CommandePdf): { pdf: Buffer } | { erreur: string; absent: boolean } {
  try {
    compilateur ??= createCompilateur()
    return { pdf: compilateur.compile(commande) }
  } catch (erreur) {
    const message = erreur instanceof Error ? erreur.message : String(erreur)
    const absent = erreur instanceof Error && 'code' in erreur && erreur.code === 'MODULE_NOT_FOUND'
    return { erreur: message, absent: absent || /native binding/i.test(message) }
  }
}
