import { readDocument } from './lire.ts'

/**
 * A reading process of the pool (atelier.ts). It takes one file at a time and answers with its document or with the
 * sentence that refuses it. Its limits of time and memory are kept by the parent and by the system.
 */
type Demande = { id: number; nom: string; contenu: Uint8Array }

process.on('message', (demande: Demande) => {
  void answer(demande)
})
// The parent is gone: nobody waits for an answer any more.
process.on('disconnect', () => process.exit(0))

async function answer({ id, nom, contenu }: Demande): Promise<void> {
  try {
    process.send?.({ id, document: await readDocument(nom, contenu) })
  } catch (erreur) {
    process.send?.({ id, refus: erreur instanceof Error && erreur.name === 'RegleViolee' ? erreur.message : null })
  }
}
