import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { saveFichier } from '#platform/fichiers/fichier.store.ts'
import { createId } from '#platform/identifiants.ts'
import { endTache, startTache } from '#platform/taches/tache.store.ts'
import { buildAgent, createArbreDeTest, MAINTENANT } from '../arbre-de-test.ts'
import { getFiche } from '../fiche.store.ts'
import { LIGNES_FICHE } from '../import/documents-de-test.ts'
import { getFicheARelire } from '../import-fiche.store.ts'
import { createLotDeTest } from '../import-de-test.ts'
import { getLot, saveSource } from '../lot.store.ts'
import { countRequetes, createSite } from './arbre-de-test.ts'
import { routesImport } from './index.ts'

const base = await createBaseDeTest()
const site = createSite(base, routesImport)
let suivant = 0

/** A workspace with a batch of documents already read. */
async function espace(documents: Record<string, readonly string[]> = { 'halls.docx': LIGNES_FICHE }) {
  suivant += 1
  const adresse = `import-${suivant}`
  return base.db.transaction().execute(async (tx) => {
    const arbre = await createArbreDeTest(tx, adresse)
    const lot = await createLotDeTest(tx, arbre.contratId, arbre.agent, documents)
    const chemin = `/espace/${adresse}/importer`
    return { ...arbre, ...lot, chemin, relire: `${chemin}/${lot.lotId}/fiches/${lot.ids[0]}` }
  })
}
type Espace = Awaited<ReturnType<typeof espace>>
const lue = (e: Espace) => getFicheARelire(base.db, e.contratId, e.ids[0] ?? '')

test('chaque page de l’import tient en cinq requêtes, la session en ajoute une, sans style ni script dans la page', async () => {
  const e = await espace()
  for (const chemin of ['', '/libelles', `/${e.lotId}`, `/${e.lotId}/fiches/${e.ids[0]}`, `/${e.lotId}/fiches/${e.ids[0]}/differences?avec=${e.ids.length > 0 ? await ficheId(e) : ''}`]) {
    let page = { statut: 0, html: '' }
    const nombre = await countRequetes(async () => {
      page = await site.get(`${e.chemin}${chemin}`, e.agent)
    })
    assert.equal(page.statut, 200, chemin)
    assert.ok(nombre <= 5, `${chemin} : ${nombre}`)
    assert.doesNotMatch(page.html, / style=| on[a-z]+="|<script(?! type="module")/, chemin)
    assert.equal(page.html.match(/<h1/g)?.length, 1, chemin)
  }
})
const ficheId = async (e: Espace) => e.ids && Promise.resolve((await getIds(e)).f5)
const getIds = async (e: Espace) => ({ f5: (e as unknown as { ids: string[]; f5?: string }).f5 ?? '' })

test('qui n’écrit pas de fiche n’importe pas ; qui est d’ailleurs ne sait pas que le contrat existe', async () => {
  const e = await espace()
  for (const chemin of ['', `/${e.lotId}`, '/libelles']) {
    assert.equal((await site.get(`${e.chemin}${chemin}`, buildAgent(e.contratId, 'conseil_citoyen'))).statut, 403, chemin)
    assert.equal((await site.get(`${e.chemin}${chemin}`, buildAgent(createId()))).statut, 404, chemin)
  }
  assert.equal((await site.get(`${e.chemin}/libelles`, buildAgent(e.contratId, 'bailleur'))).statut, 200)
  assert.equal((await site.post(`${e.chemin}/libelles`, buildAgent(e.contratId, 'bailleur'), { libelle: 'Constats', cible: 'contexte' })).statut, 403)
})
