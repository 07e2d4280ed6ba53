/** For the proofs of rights: what the pages of the reference geography open in the scene. */
import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { saveFichier } from '#platform/fichiers/fichier.store.ts'
import { createId } from '#platform/identifiants.ts'
import { encodeWkb } from '#territoire/geometrie.ts'
import { carre } from '#territoire/quartier-de-test.ts'

/** The generation of 2024 and its text of correction, as the migrations write them. */
export const QPV2024 = '01930000-0000-7000-8000-000000000003'
export const DECRET = '01930000-0000-7000-8000-000000000017'

const LECTURE = {
  format: 'geojson',
  fichier: null,
  couche: null,
  projection: { epsg: 4326, origine: 'format' },
  colonnes: [{ nom: 'code', exemples: ['QN03797N'] }],
  correspondance: { code: 'code', nom: 'nom' },
  entites: 1,
  sommets: 5,
  annonce: null,
  avertissements: [],
  question: null,
  contours: null,
  dureeMs: 1,
}

/** A file of one quartier, read, with one defect that can be repaired. */
export async function createImportDeTest(tx: Tx, etat: { importe?: Date; tacheId?: string } = {}): Promise<string> {
  const id = createId()
  const fichier = await saveFichier(tx, { contenu: Buffer.from(`{"import":"${id}"}`), type: 'application/json', now: new Date() })
  const reglages = JSON.stringify({ generationId: QPV2024, decretId: null })
  await sql`insert into territoire.import (id, genre, nom, fichier_id, sha256, reglages, lecture, tache_id, depose_le, lu_le, importe_le, bilan)
    values (${id}, 'quartiers', 'quartiers.geojson', ${fichier.id}, ${fichier.sha256}, ${reglages}::jsonb, ${JSON.stringify(LECTURE)}::jsonb,
      ${etat.tacheId ?? null}, now(), now(), ${etat.importe ?? null},
      ${etat.importe === undefined ? null : JSON.stringify({ nouveaux: 0, modifies: 0, identiques: 1, absents: 0, reparations: 0 })}::jsonb)`.execute(
    tx,
  )
  const geometrie = encodeWkb(carre(0.72, 47.38, 0.01))
  await sql`insert into territoire.import_entite (import_id, rang, place, proprietes, code, nom, geometrie_lue, geometrie, ouest, sud, est, nord, aire_m2)
    values (${id}, 1, 'entité 1', '{}', 'QN03797N', 'Les Prés', ${geometrie}, ${geometrie}, 0.72, 47.38, 0.73, 47.39, 800000)`.execute(tx)
  await sql`insert into territoire.import_defaut (import_id, rang, entite, genre, gravite, phrase, reparation)
    values (${id}, 1, 1, 'sommets_doubles', 'reparable', 'Un sommet est en double.', 'Retirer les sommets répétés')`.execute(tx)
  return id
}

/** What the routes of the reference open in the scene. */
export async function createReferenceDeTest(tx: Tx, quartierId: string): Promise<Record<string, string>> {
  const sousQuartier = await createSousQuartier(tx, quartierId)
  return { importTerritoire: await createImportDeTest(tx), quartierReference: quartierId, sousQuartier, decret: DECRET }
}

async function createSousQuartier(tx: Tx, quartierId: string): Promise<string> {
  const id = createId()
  await sql`insert into territoire.sous_quartier (id, quartier_id, nom, cle, ordre)
    values (${id}, ${quartierId}, ${`Partie ${id}`}, ' partie', 1)`.execute(tx)
  return id
}
