import assert from 'node:assert/strict'
import test from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { setReglage } from '#platform/reglages.ts'
import { openSite } from '../../journal-site-de-test.ts'
import { insertQuartiersDessines, multiOf } from '../carte-de-test.ts'
import { encodeWkb } from '../geometrie.ts'
import { isAdresseFond, reglageAttributionFond, reglageFondCarte } from '../reglages-carte.ts'

const site = await openSite()
const { scene } = site
await insertQuartiersDessines(scene.proprietaire)
const dessine = encodeWkb(
  multiOf([
    [0.72, 47.39],
    [0.73, 47.39],
    [0.73, 47.4],
  ]),
)
for (const [{ contratId }, nom] of [
  [scene.ici, 'Les Bords du Cher'],
  [scene.ailleurs, 'Un secret d’ailleurs'],
] as const)
  await sql`insert into territoire.perimetre (id, contrat_id, nom, communes, origine, geometrie, ouest, sud, est, nord, aire_m2)
    values (gen_random_uuid(), ${contratId}, ${nom}, '{37261}', 'dessin', ${dessine}, 0.72, 47.39, 0.73, 47.4, 400000)`.execute(
    scene.proprietaire,
  )
const CARTE = '/espace/ici/territoire/carte'

test('la carte du contrat montre ses quartiers, ses communes, ses périmètres, et eux seuls', async () => {
  const { status, html } = await site.get(CARTE, 'evaluateur')
  assert.equal(status, 200)
  assert.match(html, /<a href="\/espace\/ici\/territoire\/quartiers\/QN03792M" aria-label="La Fuye, QN03792M">/)
  assert.match(html, /Les Bords du Cher/)
  assert.doesNotMatch(html, /secret d’ailleurs/)
  assert.match(html, /La même carte en tableau/)
  assert.equal((await site.get(CARTE, 'ailleurs')).status, 404)
  assert.equal((await site.get(`${CARTE}.geojson`, 'ailleurs')).status, 404)
})

test('ses contours se téléchargent ; leur empreinte change avec eux', async () => {
  const { status, html, headers } = await site.get(`${CARTE}.geojson`, 'evaluateur')
  assert.equal(status, 200)
  assert.match(headers.get('content-type') ?? '', /^application\/geo\+json/)
  const lu = JSON.parse(html) as { type: string; features: { properties: { nom: string } }[] }
  assert.equal(lu.type, 'FeatureCollection')
  assert.deepEqual(
    lu.features.map(({ properties }) => properties.nom).sort((a, b) => a.localeCompare(b, 'fr')),
    ['La Fuye', 'Le Port', 'Les Allées', 'Les Allées', 'Les Bords du Cher', 'Tours'],
  )
  const etag = headers.get('etag')
  assert.ok(etag)
  const encore = await site.get(`${CARTE}.geojson`, 'evaluateur')
  assert.equal(encore.headers.get('etag'), etag)
  await sql`update territoire.quartier set nom = 'La Fuye-Velpeau' where code = 'QN03792M'`.execute(scene.proprietaire)
  assert.notEqual((await site.get(`${CARTE}.geojson`, 'evaluateur')).headers.get('etag'), etag)
  await sql`update territoire.quartier set nom = 'La Fuye' where code = 'QN03792M'`.execute(scene.proprietaire)
})

test('deux générations se superposent ; une qui n’existe pas ne compte pas', async () => {
  const { html } = await site.get(`${CARTE}?generation=QPV2015&generation=QPV2024`, 'evaluateur')
  assert.match(html, /QP037902/)
  assert.match(html, /2\u00a0quartiers \(Quartiers prioritaires 2024\) et 2\u00a0quartiers \(Quartiers prioritaires 2015\)/)
  assert.equal((await site.get(`${CARTE}?generation=XXX'`, 'evaluateur')).status, 200)
})

test('sans fond de carte, rien d’autre n’est permis ; avec, une seule origine, sur cette page seulement', async () => {
  const sans = await site.get(CARTE, 'evaluateur')
  assert.doesNotMatch(sans.headers.get('content-security-policy') ?? '', /https:/)
  assert.doesNotMatch(sans.html, /data-fond/)
  await setReglage(scene.proprietaire, reglageFondCarte, 'https://tuiles.exemple.fr/{z}/{x}/{y}.png', new Date())
  await setReglage(scene.proprietaire, reglageAttributionFond, '© Exemple', new Date())
  const avec = await site.get(CARTE, 'evaluateur')
  assert.match(avec.headers.get('content-security-policy') ?? '', /img-src 'self' data: https:\/\/tuiles\.exemple\.fr;/)
  assert.match(avec.html, /data-fond="https:\/\/tuiles\.exemple\.fr\/\{z\}\/\{x\}\/\{y\}\.png"/)
  assert.match(avec.html, /data-attribution="© Exemple"/)
  assert.doesNotMatch((await site.get('/espace/ici/territoire', 'evaluateur')).headers.get('content-security-policy') ?? '', /tuiles/)
})

test('l’adresse d’un fond est entière, en https, sans mot de passe', () => {
  for (const bonne of ['https://exemple.fr/style.json', 'https://exemple.fr:8443/{z}/{x}/{y}.png?cle=1'])
    assert.equal(isAdresseFond(bonne), true, bonne)
  for (const mauvaise of [
    'http://exemple.fr/style.json',
    'exemple.fr',
    'https://a:b@exemple.fr/s.json',
    'https://exemple.fr/{z}/{x}.png',
    'https://exemple.fr/a b',
    'javascript:alert(1)',
  ])
    assert.equal(isAdresseFond(mauvaise), false, mauvaise)
})

test('la page tient en six instructions SQL, identité et transaction mises à part', async () => {
  const instructions: string[] = []
  const ecoute = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown }
  const origine = ecoute.query
  ecoute.query = function (this: unknown, ...args: unknown[]) {
    const [premier] = args
    const texte = typeof premier === 'string' ? premier : String((premier as { text?: string }).text)
    if (!/^(begin|commit|rollback|start transaction|set )/i.test(texte) && !texte.includes('set_config')) instructions.push(texte)
    return Reflect.apply(origine, this, args)
  }
  try {
    await site.get(CARTE, 'evaluateur')
  } finally {
    ecoute.query = origine
  }
  // The session and the mandates of the reader are those of every page.
  const lues = instructions.filter((texte) => !/graphile_worker|platform\.courriel|compte\./.test(texte))
  assert.ok(lues.length <= 6, `${lues.length}\n${lues.map((texte) => texte.slice(0, 90)).join('\n')}`)
})
