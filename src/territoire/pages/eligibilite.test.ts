import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { champsEnvoyes } from '#ui/formulaire-de-test.ts'
import { idOf } from '../../droits-scene-de-test.ts'
import { openSite } from '../../journal-site-de-test.ts'
import { celluleDe, saisieDeTest } from '../eligibilite/simulation-de-test.ts'

const site = await openSite()
const { scene } = site
const BASE = '/espace/ici/territoire/eligibilite'
const SCENARIO = idOf(scene.ici, 'scenario')
const ICI = `${BASE}/${SCENARIO}`
const ADMIN = '/administration/territoire'

/** Statements on the geography: the queue of the whole product runs beside the pages. */
async function countTerritoire(faire: () => Promise<void>): Promise<number> {
  let nombre = 0
  const { query } = pg.Client.prototype
  pg.Client.prototype.query = function compte(this: pg.Client, ...args: Parameters<typeof query>) {
    const texte: unknown = typeof args[0] === 'string' ? args[0] : (args[0] as { text?: string } | undefined)?.text
    if (typeof texte === 'string' && texte.includes('territoire.')) nombre += 1
    return Reflect.apply(query, this, args)
  } as typeof query
  try {
    await faire()
  } finally {
    pg.Client.prototype.query = query
  }
  return nombre
}

test('chaque page tient en six requêtes, a un seul titre, ni style ni script en ligne', async () => {
  for (const [chemin, qui] of [
    [BASE, 'chef_projet'],
    [`${BASE}/nouvelle`, 'chef_projet'],
    [ICI, 'chef_projet'],
    [ICI, 'evaluateur'],
    [`${ICI}/modifier`, 'chef_projet'],
    [`${ICI}/ajuster`, 'chef_projet'],
    [`${ADMIN}/carroyages`, 'admin_plateforme'],
    [`${ADMIN}/parametres`, 'admin_plateforme'],
    [`${ADMIN}/parametres/corriger`, 'admin_plateforme'],
    [`${ADMIN}/parametres/corriger?cle=2023-1312%2Fmoins-de-5-millions`, 'admin_plateforme'],
    [`${ADMIN}/parametres/regle?id=01930000-0000-7000-8000-000000000111`, 'admin_plateforme'],
  ] as const) {
    await site.get(chemin, qui)
    let page = { status: 0, html: '' }
    const nombre = await countTerritoire(async () => {
      page = await site.get(chemin, qui)
    })
    assert.equal(page.status, 200, chemin)
    assert.ok(nombre <= 6, `${chemin} : ${nombre}`)
    assert.equal(page.html.match(/<h1/g)?.length, 1, chemin)
    assert.doesNotMatch(page.html, / style=| on[a-z]+="|<script(?! type="(module|application\/json)")/, chemin)
    if (chemin.startsWith(ICI)) assert.match(page.html, /class="pv-simulation"/, chemin)
  }
})

test('la simulation montre ses ensembles, le calcul du seuil, les quartiers officiels et ses exports', async () => {
  const { html } = await site.get(ICI, 'evaluateur')
  assert.match(html, /1\u00a0ensemble de carreaux réunit au moins 1\u202f000 habitants/)
  assert.match(html, /1\u202f600/)
  assert.match(html, /13\u202f020,00\u00a0€/)
  assert.match(html, /strictement inférieur/)
  assert.match(html, /une approximation du revenu médian/)
  assert.match(html, /Les Halles/)
  assert.doesNotMatch(html, /Ajuster les carreaux/)
  const geojson = await site.get(`${ICI}/candidats.geojson`, 'evaluateur')
  const lu = JSON.parse(geojson.html) as {
    features: { properties: { statut: string; carreaux: number }; geometry: { type: string } }[]
    simulation: boolean
  }
  assert.deepEqual(
    lu.features.map(({ properties, geometry }) => [properties.statut, properties.carreaux, geometry.type]),
    [
      ['eligible', 16, 'MultiPolygon'],
      ['proche', 6, 'MultiPolygon'],
    ],
  )
  assert.equal(lu.simulation, true)
  const csv = await site.get(`${ICI}/candidats.csv`, 'evaluateur')
  assert.match(csv.headers.get('content-type') ?? '', /text\/csv/)
  assert.match(csv.html, /éligible \(simulation\)/)
})

test('sans script : un carreau décoché sur le plan est retiré, la version d’avant reste lisible', async () => {
  const plan = await site.get(`${ICI}/ajuster`, 'chef_projet')
  const { x, y } = celluleDe(0.692, 47.382)
  const champs = champsEnvoyes(plan.html, { vers: '/ajuster' }).filter(([nom, valeur]) => nom !== 'gardes[]' || valeur !== `${x},${y}`)
  const corps = new URLSearchParams(champs)
  const rendu = await site.post(`${ICI}/ajuster`, 'chef_projet', corps)
  assert.equal(rendu.status, 303)
  const apres = await site.get(`${ICI}/ajuster`, 'chef_projet')
  assert.match(apres.html, /1\u00a0carreau retiré/)
  assert.match((await site.get(ICI, 'chef_projet')).html, /Version 2/)
  assert.match((await site.get(`${ICI}?version=1`, 'chef_projet')).html, /Version 1, remplacée/)
  assert.equal((await site.get(`${ICI}?version=99`, 'chef_projet')).status, 404)
  // Sent twice, the same form is stale: nothing is lost, and it says so.
  assert.equal((await site.post(`${ICI}/ajuster`, 'chef_projet', corps)).status, 422)
})

test('un formulaire faux revient avec ce qui était tapé et le champ à corriger ; juste, il ouvre la simulation', async () => {
  const saisie = Object.fromEntries(
    Object.entries(saisieDeTest(idOf(scene.ici, 'carroyage'))).map(([champ, valeur]) => [champ, String(valeur)]),
  )
  const faux = await site.post(
    `${BASE}/nouvelle`,
    'chef_projet',
    new URLSearchParams({ ...saisie, nom: 'Mon essai', revenuNational: 'beaucoup' }),
  )
  assert.equal(faux.status, 422)
  assert.match(faux.html, /value="Mon essai"/)
  assert.match(faux.html, /value="beaucoup"/)
  assert.match(faux.html, /href="#c-revenuNational"/)
  const juste = await site.post(`${BASE}/nouvelle`, 'chef_projet', new URLSearchParams(saisie))
  assert.equal(juste.status, 303)
  const comparee = await site.get(
    `${ICI}?avec=${/eligibilite\/([0-9a-f-]{36})/.exec(juste.headers.get('location') ?? '')?.[1]}`,
    'chef_projet',
  )
  assert.match(comparee.html, /carreaux éligibles sont communs/)
})

test('qui n’a pas le droit ne simule pas ; une autre collectivité ne voit rien', async () => {
  assert.equal((await site.get(`${ICI}/ajuster`, 'evaluateur')).status, 403)
  assert.equal((await site.post(`${ICI}/ajuster`, 'evaluateur', new URLSearchParams({ effacer: 'oui' }))).status, 403)
  assert.equal((await site.get(ICI, 'ailleurs')).status, 404)
  assert.equal((await site.get(`/espace/ici/territoire/eligibilite/${idOf(scene.ailleurs, 'scenario')}`, 'chef_projet')).status, 404)
  assert.equal((await site.get(`${ADMIN}/carroyages`, 'chef_projet')).status, 403)
})
