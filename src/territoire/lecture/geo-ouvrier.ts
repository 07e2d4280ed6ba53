import { type DemandeExamen, examineFichier } from './examiner.ts'

/** A reading process of the pool of geographic files (atelier-geo.ts). Its limits are kept by the parent and by the system. */
type Demande = { id: number; nom: string; contenu: Uint8Array; options: DemandeExamen | undefined }

process.on('message', (demande: Demande) => {
  void answer(demande)
})
// The parent is gone: nobody waits for an answer any more.
process.on('disconnect', () => process.exit(0))

async function answer({ id, nom, contenu, options }: Demande): Promise<void> {
  try {
    process.send?.({ id, document: await examineFichier(nom, contenu, options ?? {}) })
  } catch (erreur) {
    process.send?.({ id, refus: erreur instanceof Error && erreur.name === 'RegleViolee' ? erreur.message : null })
  }
}
