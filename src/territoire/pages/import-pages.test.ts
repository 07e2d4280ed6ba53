import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { act } from '#platform/acte.ts'
import { openBase } from '#platform/db/base.ts'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { countRequetes, createSite } from '#strategie/pages/arbre-de-test.ts'
import { decideDefauts } from '../commands/decide-defauts.ts'
import { importTerritoire } from '../commands/import-territoire.ts'
import {
  carre,
  communesDe,
  createAdministrateur,
  createAgent,
  createCommunes,
  csvQpv2015,
  depositAndRead,
  geojson,
  MAINTENANT,
  readDonnees,
  SANS_DONNEES,
} from '../import/import-de-test.ts'
import { getImport } from '../import.store.ts'
import { findQuartierByCode } from '../quartier.store.ts'
import { createRoutesReference } from './administration-routes.ts'

const base = await createBaseDeTest()
const proprietaire = openBase(base.url, { role: null, max: 1 })
after(() => proprietaire.close())
await createCommunes(proprietaire.db)
const admin = await createAdministrateur(proprietaire.db)
const autre = await createAgent(proprietaire.db, 'Sans')
const site = createSite(base, createRoutesReference())
const T = '/administration/territoire'
/** The generation of 2024, as the migrations write it. */
const REGLAGES = { source: '', generationId: '01930000-0000-7000-8000-000000000003' }
const quartier = (code: string, lon: number) => ({
  proprietes: { code_qp: code, lib_qp: `Quartier ${code}`, insee_com: '37261' },
  anneaux: [carre(lon, 47.38)],
})
const DEUX = geojson([quartier('QN03790N', 0.69), quartier('QX', 0.72)])

test('chaque page tient en six requêtes, a un seul titre, ni style ni script, et reste fermée à qui n’administre pas', async () => {
  const { importId } = await depositAndRead(base, admin, { nom: 'deux.geojson', contenu: DEUX, reglages: REGLAGES })
  const fait = await depositAndRead(base, admin, { nom: 'un.geojson', contenu: geojson([quartier('QN03791N', 0.69)]), reglages: REGLAGES })
  await act({ db: base.db, agent: admin, now: MAINTENANT, requeteId: 'essai' }, importTerritoire, { importId: fait.importId })
  const id = (await findQuartierByCode(base.db, 'QN03791N'))?.id
  for (const chemin of [
    T,
    `${T}/importer`,
    `${T}/imports/${importId}`,
    `${T}/imports/${fait.importId}`,
    `${T}/generations/nouvelle`,
    `${T}/generations/QPV2024`,
    `${T}/generations/QPV2024?q=quartier`,
    `${T}/quartiers/${id}`,
  ]) {
    let page = { statut: 0, html: '' }
    const nombre = await countRequetes(async () => {
      page = await site.get(chemin, admin)
    })
    assert.equal(page.statut, 200, chemin)
    assert.ok(nombre <= 6, `${chemin} : ${nombre}`)
    assert.equal(page.html.match(/<h1/g)?.length, 1, chemin)
    assert.doesNotMatch(page.html, / style=| on[a-z]+="|<script(?! type="module")/, chemin)
    assert.equal((await site.get(chemin, autre)).statut, 403, chemin)
  }
  assert.equal((await site.get(`${T}/imports/inconnu`, admin)).statut, 404)
  assert.equal((await site.get(`${T}/quartiers/inconnu`, admin)).statut, 404)
  assert.equal((await site.get(`${T}/generations/X`, admin)).statut, 404)
})

test('la relecture montre le défaut bloquant, refuse l’import en gardant la page, puis importe une fois l’entité écartée', async () => {
  const { importId } = await depositAndRead(base, admin, { nom: 'relire.geojson', contenu: DEUX, reglages: REGLAGES })
  const chemin = `${T}/imports/${importId}`
  const page = await site.get(chemin, admin)
  assert.match(page.html, /«\sQX\s» n’est pas un code/)
  const refuse = await site.post(`${chemin}/importer`, admin, {})
  assert.equal(refuse.statut, 422)
  assert.match(refuse.html, /1.défaut empêche l’import/)
  const rang = /id="defaut-(\d+)"/.exec(page.html)?.[1] ?? ''
  const decide = await site.post(`${chemin}/decider`, admin, { sur: rang, decision: 'ecarte' })
  assert.deepEqual([decide.statut, decide.vers], [303, `${chemin}?fait=decide#defaut-${rang}`])
  assert.match((await site.get(chemin, admin)).html, /Entité écartée de l’import/)
  assert.equal((await site.post(`${chemin}/importer`, admin, {})).statut, 303)
  assert.match((await site.get(chemin, admin)).html, /Importé le/)
  assert.equal((await findQuartierByCode(base.db, 'QN03790N'))?.nom, 'Quartier QN03790N')
  assert.equal((await site.post(`${chemin}/annuler`, admin, {})).statut, 303)
  assert.equal(await findQuartierByCode(base.db, 'QN03790N'), null)
})

test('les choix de lecture se corrigent par le formulaire ; une saisie fausse revient avec sa phrase', async () => {
  const { importId } = await depositAndRead(base, admin, { nom: 'regler.geojson', contenu: DEUX, reglages: REGLAGES })
  const chemin = `${T}/imports/${importId}`
  const faux = await site.post(`${chemin}/regler`, admin, { 'colonnes.code': 'absente' })
  assert.equal(faux.statut, 422)
  assert.match(faux.html, /pas de colonne « absente »/)
  const juste = await site.post(`${chemin}/regler`, admin, { decretId: '' })
  assert.equal(juste.vers, `${chemin}?fait=regle`)
  assert.equal((await getImport(base.db, importId)).reglages.decretId, null)
  assert.equal((await site.post(`${chemin}/abandonner`, admin, {})).vers, `${T}?fait=abandon`)
})

test('une génération, ses textes et les sous-quartiers se tiennent par formulaire', async () => {
  const vide = await site.post(`${T}/generations/nouvelle`, admin, { code: 'essai', libelle: '' })
  assert.equal(vide.statut, 422)
  assert.match(vide.html, /value="essai"/, 'ce qui est tapé reste')
  const cree = await site.post(`${T}/generations/nouvelle`, admin, {
    code: 'essai',
    libelle: 'Essai',
    nature: 'quartier',
    debut: '2030-01-01',
    fin: '',
    grammaireCode: '',
    comptes: '',
  })
  assert.equal(cree.vers, `${T}/generations/ESSAI?fait=declaree`)
  const texte = await site.post(`${T}/generations/ESSAI/decrets`, admin, {
    decretId: '',
    numero: '2030-1',
    objet: 'liste',
    signeLe: '2029-12-28',
  })
  assert.equal(texte.statut, 303)
  assert.match((await site.get(`${T}/generations/ESSAI`, admin)).html, /2030-1 du 28.décembre 2029/)
  const id = (await findQuartierByCode(base.db, 'QN03791N'))?.id
  assert.equal((await site.post(`${T}/quartiers/${id}/sous-quartiers`, admin, { sousQuartierId: '', nom: 'Les Arcades' })).statut, 303)
  assert.match((await site.get(`${T}/quartiers/${id}`, admin)).html, /Les Arcades/)
  assert.equal((await site.post(`${T}/quartiers/${id}/sous-quartiers`, admin, { sousQuartierId: '', nom: '' })).statut, 422)
})

test('les fichiers réels se relisent à l’écran : 272 communes décidées en bloc, et le contour de Paris qui se recoupe', {
  skip: SANS_DONNEES,
}, async () => {
  const contours = await depositAndRead(base, admin, {
    nom: 'communes.geojson',
    contenu: readDonnees(communesDe('37-indre-et-loire')),
    genre: 'contours',
    reglages: { typeContour: 'commune', millesime: '2018', source: 'IGN' },
  })
  const page = await site.get(`${T}/imports/${contours.importId}`, admin)
  assert.match(page.html, /se décide en bloc/)
  assert.ok(page.html.length < 400_000, `${page.html.length}`)
  const { importId } = await depositAndRead(base, admin, { nom: 'qpv2015.csv', contenu: csvQpv2015() })
  const relire = await site.get(`${T}/imports/${importId}`, admin)
  assert.match(relire.html, /QP075019.*se recoupe/s)
  assert.match(relire.html, /POINT \(2\.4/)
  await act({ db: base.db, agent: admin, now: MAINTENANT, requeteId: 'essai' }, decideDefauts, {
    importId,
    sur: 'auto_intersection',
    decision: 'accepte',
  })
  assert.equal((await site.post(`${T}/imports/${importId}/importer`, admin, {})).statut, 303)
})
