/** Examples of the commands of the reference geography. */
import { enqueueTache } from '#platform/taches/tache.store.ts'
import { LIRE_TERRITOIRE } from '#territoire/commands/deposit-import.ts'
import { type Exemple, un } from './droits-exemples-forme-de-test.ts'
import { createImportDeTest, DECRET, QPV2024 } from './droits-scene-reference-de-test.ts'

const generation = { code: 'ESSAI2030', libelle: 'Essai 2030', nature: 'quartier', debut: '2030-01-01' }

export const exemplesReference: Readonly<Record<string, readonly Exemple[]>> = {
  'territoire.declarer_generation': un(() => generation),
  'territoire.declarer_decret': un(() => ({ generationId: QPV2024, numero: '2030-1', objet: 'correction' })),
  'territoire.retirer_decret': un(() => ({ generationId: QPV2024, decretId: DECRET })),
  'territoire.nommer_sous_quartier': un(({ id }) => ({ quartierId: id('quartierReference'), nom: 'Les Arcades' })),
  'territoire.retirer_sous_quartier': un(({ id }) => ({ quartierId: id('quartierReference'), sousQuartierId: id('sousQuartier') })),
  'territoire.deposer_import': un(() => ({ genre: 'quartiers', nom: 'a.geojson', contenu: Buffer.from('{"type":"FeatureCollection"}') })),
  'territoire.regler_import': un(({ id }) => ({ importId: id('importTerritoire'), reglages: { decretId: DECRET } })),
  'territoire.decider_defauts': un(({ id }) => ({ importId: id('importTerritoire'), sur: 1, decision: 'accepte' })),
  'territoire.importer': un(({ id }) => ({ importId: id('importTerritoire') })),
  'territoire.annuler_import': un(async ({ tx }) => ({ importId: await createImportDeTest(tx, { importe: new Date() }) })),
  'territoire.arreter_lecture': un(async ({ tx, agent }) => {
    const tacheId = await enqueueTache(tx, { genre: LIRE_TERRITOIRE, contratId: null, demandeurId: agent.personneId, parametres: {} })
    return { importId: await createImportDeTest(tx, { tacheId }) }
  }),
  'territoire.abandonner_import': un(async ({ tx }) => ({ importId: await createImportDeTest(tx) })),
}
