/** For tests: a batch of imports already read, its documents written line by line. */
import type { Agent } from '#compte/index.ts'
import { sha256 } from '#platform/canonique.ts'
import type { Tx } from '#platform/db/base.ts'
import { createId } from '#platform/identifiants.ts'
import { enqueueTache } from '#platform/taches/tache.store.ts'
import { MAINTENANT } from './arbre-de-test.ts'
import { LIRE_LOT } from './commands/create-lot.ts'
import { attributed } from './import/attribution.ts'
import { buildDocument } from './import/documents-de-test.ts'
import { recognizeFiches } from './import/reconnaitre.ts'
import { listFichesDuLot } from './import-fiche.store.ts'
import { insertLot, saveSource } from './lot.store.ts'

/** @returns the batch and the ids of its fiches to review, in order */
export async function createLotDeTest(
  tx: Tx,
  contratId: string,
  agent: Agent,
  documents: Record<string, readonly string[]>,
): Promise<{ lotId: string; ids: string[] }> {
  const lotId = createId()
  const parametres = { lotId, fichiers: [] }
  const tacheId = await enqueueTache(tx, { genre: LIRE_LOT, contratId, demandeurId: agent.personneId, parametres })
  await insertLot(tx, { id: lotId, contratId, libelle: 'Fiches du pilier 2', deposePar: agent.personneId, deposeLe: MAINTENANT, tacheId })
  for (const [ordre, [nom, lignes]] of Object.entries(documents).entries()) {
    const { blocs, ...document } = buildDocument(lignes, nom)
    const compris = attributed(recognizeFiches({ blocs, ...document }))
    const source = { nom, format: 'docx', sha256: sha256(lignes.join('\n')), fichierId: null, erreur: null, blocs, compris, images: [] }
    await saveSource(tx, lotId, ordre, source)
  }
  return { lotId, ids: (await listFichesDuLot(tx, lotId)).map((fiche) => fiche.id) }
}
