import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { saveFichier } from '#platform/fichiers/fichier.store.ts'
import { createId } from '#platform/identifiants.ts'
import { buildAgent, createArbreDeTest, MAINTENANT } from '../arbre-de-test.ts'
import { getFiche } from '../fiche.store.ts'
import { LIGNES_FICHE } from '../import/documents-de-test.ts'
import { createLotDeTest } from '../import-de-test.ts'
import { getFicheARelire } from '../import-fiche.store.ts'
import { listLibelles } from '../libelle-import.store.ts'
import { getLot, getSource, listSourcesSansFiche, saveSource } from '../lot.store.ts'
import { countRequetes, createSite } from './arbre-de-test.ts'
import { routesImport } from './index.ts'

const base = await createBaseDeTest()
const site = createSite(base, routesImport)
let suivant = 0

/** A workspace with a batch of documents already read. */
async function espace(documents: Record<string, readonly string[]> = { 'halls.docx': LIGNES_FICHE }) {
  suivant += 1
  const adresse = `import-${suivant}`
  return base.libre.transaction().execute(async (tx) => {
    const arbre = await createArbreDeTest(tx, adresse)
    const { lotId, ids: importees } = await createLotDeTest(tx, arbre.contratId, arbre.agent, documents)
    const chemin = `/espace/${adresse}/importer`
    const relire = `${chemin}/${lotId}/fiches/${importees[0]}`
    return { ...arbre, lotId, importees, chemin, relire, lue: () => getFicheARelire(base.libre, arbre.contratId, importees[0] ?? '') }
  })
}

const fin = { intitule: 'Rénover les halls', code: '2.1.7', kind: 'action', noeud: 'creer' }
const doute = { 'doutes.0.cle': 'plusieurs_indicateurs@17', 'doutes.0.reponse': 'separer' }

test('chaque page de l’import tient en cinq requêtes, la session en ajoute une, sans style ni script dans la page', async () => {
  const e = await espace()
  const suites = [
    '',
    '/libelles',
    `/${e.lotId}`,
    `/${e.lotId}/fiches/${e.importees[0]}`,
    `/${e.lotId}/fiches/${e.importees[0]}/differences?avec=${e.ids.f5}`,
  ]
  for (const suite of suites) {
    let page = { statut: 0, html: '' }
    const nombre = await countRequetes(async () => {
      page = await site.get(`${e.chemin}${suite}`, e.agent)
    })
    assert.equal(page.statut, 200, suite)
    assert.ok(nombre <= 5, `${suite} : ${nombre}`)
    assert.doesNotMatch(page.html, / style=| on[a-z]+="|<script(?! type="module")/, suite)
    assert.equal(page.html.match(/<h1/g)?.length, 1, suite)
  }
})

test('qui n’écrit pas de fiche n’importe pas ; qui est d’ailleurs ne sait pas que le contrat existe', async () => {
  const e = await espace()
  for (const suite of ['', `/${e.lotId}`, '/libelles', `/${e.lotId}/fiches/${e.importees[0]}`]) {
    assert.equal((await site.get(`${e.chemin}${suite}`, buildAgent(e.contratId, 'conseil_citoyen'))).statut, 403, suite)
    assert.equal((await site.get(`${e.chemin}${suite}`, buildAgent(createId()))).statut, 404, suite)
  }
  const bailleur = buildAgent(e.contratId, 'bailleur')
  assert.equal((await site.get(`${e.chemin}/libelles`, bailleur)).statut, 200)
  assert.equal((await site.post(`${e.chemin}/libelles`, bailleur, { libelle: 'Constats', cible: 'contexte' })).statut, 403)
})

test('l’import, le document et la fiche d’un autre contrat n’existent pas, ni ce qui n’est pas un identifiant', async () => {
  const [e, autre] = [await espace(), await espace()]
  const source = (await e.lue()).source.id
  for (const suite of [
    `/${autre.lotId}`,
    `/${e.lotId}/fiches/${autre.importees[0]}`,
    '/rien',
    `/${e.lotId}/fiches/rien`,
    `/${e.lotId}/documents/rien`,
  ]) {
    assert.equal((await site.get(`${e.chemin}${suite}`, e.agent)).statut, 404, suite)
  }
  assert.equal((await site.get(`${autre.chemin}/${autre.lotId}/documents/${source}`, autre.agent)).statut, 404)
})

test('la relecture montre chaque bloc, sa place, ce qui est sans place, et le doute comme une question', async () => {
  const e = await espace()
  const { html } = await site.get(e.relire, e.agent)
  for (let numero = 1; numero <= 20; numero += 1) assert.match(html, new RegExp(`id="b${numero}"`))
  assert.match(html, /<strong>20\u00a0blocs lus<\/strong> : 18\u00a0placés, <a href="#bac">2 sans place<\/a>/)
  assert.match(html, /2\u00a0blocs sans place/)
  assert.match(html, /faut-il les séparer/)
  assert.match(html, /value="separer" checked=""/)
  assert.match(html, /À créer avec la fiche|Gestion de proximité/)
})

test('un bloc se place d’un geste ; ce qui était tapé plus bas reste', async () => {
  const e = await espace()
  const { statut, vers } = await site.post(e.relire, e.agent, {
    geste: 'placer-19',
    'places.b19': 'contexte',
    'places.b18': 'ignore',
    ...fin,
    intitule: 'Des halls',
    ...doute,
  })
  assert.equal(statut, 303)
  assert.match(vers, /#bac$/)
  const { decisions } = await e.lue()
  assert.deepEqual(decisions.placements, { 19: 'contexte' })
  assert.equal(decisions.intitule, 'Des halls')
  assert.deepEqual(decisions.doutes, {}, 'une réponse seulement proposée n’est pas une décision')
  const { html } = await site.get(e.relire, e.agent)
  assert.match(html, /value="Des halls"/)
  assert.match(html, /Un bloc sans place/)
})

test('les blocs sans place se placent tous ensemble, un bloc placé se déplace et revient', async () => {
  const e = await espace()
  await site.post(e.relire, e.agent, { geste: 'placer-tout', 'places.b19': 'suivi', 'places.b18': 'ignore' })
  assert.deepEqual((await e.lue()).decisions.placements, { 18: 'ignore', 19: 'suivi' })
  const { html } = await site.get(`${e.relire}?bloc=5`, e.agent)
  assert.match(html, /Placer le bloc 5 dans/)
  await site.post(e.relire, e.agent, { geste: 'deplacer-4', vers: 'objectifs' })
  assert.equal((await e.lue()).decisions.placements['4'], 'objectifs')
  await site.post(e.relire, e.agent, { geste: 'deplacer-4', vers: 'origine' })
  assert.equal((await e.lue()).decisions.placements['4'], undefined)
})

test('créer depuis la relecture mène à la fiche ; la page dit ensuite qu’elle est traitée', async () => {
  const e = await espace()
  const { statut, vers } = await site.post(e.relire, e.agent, { geste: 'finir', ...fin, ...doute })
  assert.equal(statut, 303)
  const id = vers.split('/').at(-1) ?? ''
  const fiche = await getFiche(base.libre, e.contratId, id)
  assert.deepEqual([fiche.code, fiche.indicateursRealisation.length], ['2.1.7', 2])
  const { html } = await site.get(e.relire, e.agent)
  assert.match(html, /Cette fiche est déjà dans le contrat/)
  assert.doesNotMatch(html, /name="geste"/)
})

test('une saisie refusée dit où, et garde ce qui était tapé', async () => {
  const e = await espace()
  const { statut, html } = await site.post(e.relire, e.agent, {
    geste: 'finir',
    ...fin,
    code: '2.1.5',
    intitule: 'Un titre bien à moi',
    suite: 'autre',
  })
  assert.equal(statut, 422)
  assert.match(html, /role="alert"/)
  assert.match(html, /href="#c-code">Le numéro 5 est déjà pris/)
  assert.match(html, /value="Un titre bien à moi"/)
})

test('une fiche déjà dans le contrat est reconnue ; ses différences se choisissent champ par champ', async () => {
  const connue = LIGNES_FICHE.map((ligne) => ligne.replace('2.1.7 : Rénover les halls', '2.1.5 : Une gestion adaptée aux quartiers'))
  const e = await espace({ 'fiche.docx': connue })
  const page = await site.get(e.relire, e.agent)
  assert.match(page.html, /Cette fiche existe peut-être déjà/)
  assert.match(page.html, /Elle a le même code et presque le même intitulé\./)
  assert.match(page.html, /value="meme" checked=""/)
  const { vers } = await site.post(e.relire, e.agent, {
    geste: 'finir',
    suite: 'meme',
    ...fin,
    intitule: 'Une gestion adaptée aux quartiers',
    code: '2.1.5',
  })
  assert.match(vers, new RegExp(`/differences\\?avec=${e.ids.f5}$`))
  const { html } = await site.get(vers, e.agent)
  assert.match(html, /champs diffèrent entre le document et la fiche/)
  assert.match(html, /<ins>Les halls sont anciens<\/ins>/)
  const fini = await site.post(vers, e.agent, { version: '1', 'champs[]': ['contexte', 'objectifs'] })
  assert.equal(fini.statut, 303)
  const fiche = await getFiche(base.libre, e.contratId, e.ids.f5 ?? '')
  assert.deepEqual([fiche.contexte.length, fiche.partenaires.length], [2, 0])
})

test('mettre à jour une fiche changée entre-temps est refusé, et les nouvelles différences sont montrées', async () => {
  const e = await espace()
  const adresse = `${e.relire}/differences?avec=${e.ids.f5}`
  const { statut, html } = await site.post(adresse, e.agent, { version: '9', 'champs[]': ['contexte'] })
  assert.equal(statut, 422)
  assert.match(html, /Cette fiche a changé/)
  assert.equal((await site.get(`${e.relire}/differences?avec=rien`, e.agent)).statut, 404)
})

test('écarter une fiche ramène à l’import, et se reprend', async () => {
  const e = await espace()
  const { vers } = await site.post(e.relire, e.agent, { geste: 'ecarter', ...fin })
  assert.equal(vers, `${e.chemin}/${e.lotId}`)
  assert.match((await site.get(e.relire, e.agent)).html, /a été écartée de l’import/)
  assert.equal((await site.post(`${e.relire}/reprendre`, e.agent, {})).vers, e.relire)
  assert.equal((await e.lue()).etat, 'a_relire')
})

test('une étiquette s’apprend depuis un bloc sans place, et se retire du dictionnaire', async () => {
  const e = await espace()
  const { vers } = await site.post(e.relire, e.agent, { geste: 'etiquette-18', 'etiquettes.b18': 'suivi', ...fin })
  assert.match(vers, /retenue=relu/)
  const [libelle] = await listLibelles(base.libre, e.contratId)
  assert.equal(libelle?.libelle, 'Points de blocage')
  assert.match((await site.get(`${e.chemin}/libelles`, e.agent)).html, /Retirer<span class="pv-cache"> « Points de blocage »/)
  await site.post(`${e.chemin}/libelles/retirer`, e.agent, { libelleId: libelle?.id ?? '' })
  assert.deepEqual(await listLibelles(base.libre, e.contratId), [])
  const faux = await site.post(`${e.chemin}/libelles`, e.agent, { libelle: '', cible: 'suivi' })
  assert.equal(faux.statut, 422)
  assert.match(faux.html, /href="#c-libelle"/)
})

test('une image n’est envoyée que si elle est de ce document', async () => {
  const e = await espace()
  const { image, secret } = await base.libre.transaction().execute(async (tx) => {
    const image = await saveFichier(tx, { contenu: Buffer.from('image'), type: 'image/png', now: MAINTENANT })
    const secret = await saveFichier(tx, { contenu: Buffer.from('secret'), type: 'image/png', now: MAINTENANT })
    const images = [{ apres: 0, nom: 'plan.png', type: 'image/png', alt: 'Plan', fichierId: image.id }]
    const blocs = (await e.lue()).source.blocs
    await saveSource(tx, e.lotId, 7, {
      nom: 'plan.docx',
      format: 'docx',
      sha256: '',
      fichierId: null,
      erreur: null,
      blocs,
      compris: null,
      images,
    })
    return { image, secret }
  })
  const [source] = await listSourcesSansFiche(base.libre, e.lotId)
  const dossier = `${e.chemin}/${e.lotId}/documents/${source?.id}`
  assert.deepEqual(await site.get(`${dossier}/images/${image.id}`, e.agent).then(({ statut, html }) => [statut, html]), [200, 'image'])
  assert.equal((await site.get(`${dossier}/images/${secret.id}`, e.agent)).statut, 404)
  assert.equal((await site.get(`${dossier}/original`, e.agent)).statut, 404)
  const page = await site.get(dossier, e.agent)
  assert.match(page.html, new RegExp(`images/${image.id}" alt="Plan"`))
  assert.match(page.html, /Points de blocage/)
  assert.equal((await getSource(base.libre, e.contratId, source?.id ?? '')).images.length, 1)
})

test('un document de dix mille blocs se relit sans que la page déborde, et aucun bloc n’est hors d’atteinte', async () => {
  const lignes = [
    ...LIGNES_FICHE.slice(0, 4),
    ...Array.from({ length: 10_000 }, (_, n) => `• constat numéro ${n}`),
    ...LIGNES_FICHE.slice(4),
  ]
  const e = await espace({ 'long.docx': lignes })
  const { html } = await site.get(e.relire, e.agent)
  const poids = gzipSync(html).byteLength
  assert.ok(poids <= 60_000, `${poids} octets compressés`)
  assert.match(html, /Page 1 sur 26/)
  const loin = await site.get(`${e.relire}?bloc=9000`, e.agent)
  assert.match(loin.html, /id="b9000"/)
  assert.match(loin.html, /Placer le bloc 9000 dans/)
  const derniere = await site.get(`${e.relire}?page=26`, e.agent)
  assert.match(derniere.html, /id="b10020"/)
})

test('la page d’un import dit l’avancement, crée d’un coup, annule en entier', async () => {
  const e = await espace({ 'nette.docx': LIGNES_FICHE.slice(0, 16), 'halls.docx': LIGNES_FICHE })
  const { html } = await site.get(`${e.chemin}/${e.lotId}`, e.agent)
  assert.match(html, /Actualiser/)
  assert.match(html, /Arrêter la lecture/)
  assert.match(html, /Commencer la relecture/)
  await site.post(`${e.chemin}/${e.lotId}/arreter`, e.agent, {})
  assert.match((await site.get(`${e.chemin}/${e.lotId}`, e.agent)).html, /La lecture a été arrêtée/)
  const { vers } = await site.post(`${e.chemin}/${e.lotId}/creer`, e.agent, {})
  assert.match(vers, /creees=1$/)
  assert.match((await site.get(vers, e.agent)).html, /1\u00a0fiche créée, en brouillon/)
  await site.post(`${e.chemin}/${e.lotId}/annuler`, e.agent, {})
  assert.notEqual((await getLot(base.libre, e.contratId, e.lotId)).annuleLe, null)
  const annule = await site.post(`${e.chemin}/${e.lotId}/annuler`, e.agent, {})
  assert.equal(annule.statut, 422)
  assert.match(annule.html, /déjà annulé/)
})

test('déposer sans fichier dit quoi faire, et garde le nom tapé', async () => {
  const e = await espace()
  const { statut, html } = await site.post(e.chemin, e.agent, { libelle: 'Pilier 3' })
  assert.equal(statut, 422)
  assert.match(html, /href="#c-fichiers">Choisissez au moins un fichier/)
  assert.match(html, /value="Pilier 3"/)
})
