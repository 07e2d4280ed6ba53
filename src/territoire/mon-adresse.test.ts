import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openBase } from '#platform/db/base.ts'
import { setReglage } from '#platform/reglages.ts'
import { CONNUES, countStatements, openAdresse, POINTS, plain } from './mon-adresse-de-test.ts'
import { reglageAdressesParMinute, reglageContactQuartiers, reglageDroitsOuverts } from './reglages-adresse.ts'
import { boxAround } from './tape.ts'

const site = await openAdresse({ communes: true })
const cherche = (adresse: string, champs: Record<string, string> = {}) => site.post({ par: 'adresse', adresse, ...champs })

test('la page s’ouvre sans compte, sans cookie, sans garder rien, et demande la position de l’appareil pour elle seule', async () => {
  const reponse = await site.get('/mon-adresse')
  const html = await reponse.text()
  assert.equal(reponse.status, 200)
  assert.equal(reponse.headers.get('set-cookie'), null)
  assert.equal(reponse.headers.get('cache-control'), 'no-store')
  assert.equal(reponse.headers.get('permissions-policy'), 'geolocation=(self)')
  assert.equal(reponse.headers.get('referrer-policy'), 'same-origin')
  assert.match((await site.get('/api')).headers.get('permissions-policy') ?? '', /geolocation=\(\)/)
  assert.match(html, /<form action="\/mon-adresse" method="post"/)
  assert.doesNotMatch(html, /method="get"/i)
})

test('une adresse dans un quartier : oui, le quartier, la distance, la liste et son décret', async () => {
  const { reponse, html, titre } = await cherche('1 rue des essais, Tours')
  assert.equal(reponse.status, 200)
  assert.equal(titre, 'Oui, cette adresse est dans le quartier prioritaire Les Essais.')
  const texte = plain(html)
  assert.match(texte, /Adresse reconnue : 1 Rue des Essais 37000 Tours/)
  assert.match(texte, /code QN03799N/)
  assert.match(texte, /Distance à la limite ?3[78]0 m, à l’intérieur/)
  assert.match(texte, /Quartiers prioritaires 2024, décret n° 2023-1314 du 28 décembre 2023, en vigueur depuis le 1er janvier 2024/)
  assert.match(texte, /Ce que cela ouvre/)
  assert.match(texte, /À votre mairie/)
  assert.match(html, /<svg class="pv-plan-dessin"/)
  assert.equal(reponse.headers.get('set-cookie'), null)
  assert.equal(reponse.headers.get('cache-control'), 'no-store')
  assert.doesNotMatch(
    /<title>(.*?)<\/title>/.exec(html)?.[1] ?? '',
    /Essais/,
    'the title of the document goes to the history of the browser',
  )
})

test('une adresse dehors : non, la distance au plus proche, et la bande', async () => {
  const proche = await cherche('4 rue des essais')
  assert.equal(proche.titre, 'Non, cette adresse n’est pas dans un quartier prioritaire.')
  assert.match(plain(proche.html), /Le plus proche est Les Essais, à 200 m/)
  assert.match(plain(proche.html), /À moins de 300 m d’un quartier/)
  const loin = await cherche('2 rue des essais')
  assert.match(plain(loin.html), /À plus de 500 m de tout quartier/)
  assert.match(plain(loin.html), /Ce site connaît 1 quartier et non la liste entière/)
})

test('trop près d’une limite : ni oui ni non, à vérifier auprès de quelqu’un', async () => {
  const { titre, html } = await cherche('3 rue des essais')
  assert.equal(titre, 'Cette adresse est à la limite du quartier prioritaire Les Essais : à vérifier.')
  assert.match(plain(html), /À qui demander de vérifier/)
})

test('loin de tout quartier connu d’un site qui ne les connaît pas tous : « nous ne savons pas », jamais « non »', async () => {
  const { titre, html } = await cherche('6 rue loin marseille')
  assert.equal(titre, 'Nous ne savons pas répondre pour cette adresse.')
  assert.match(plain(html), /Ce n’est pas un « non »/)
  assert.doesNotMatch(titre, /^(Oui|Non)/)
})

test('une rue, une commune, deux adresses qui se valent : à vérifier, avec les candidats', async () => {
  for (const [adresse, pourquoi] of [
    ['rue sans numéro', /Seule la rue a été reconnue/],
    ['mairie de tours', /Seule la commune a été reconnue/],
    ['5 rue des essais', /Plusieurs adresses ressemblent/],
    ['9 bis rue des essais inconnue', /n’est pas connue/],
  ] as const) {
    const { titre, html } = await cherche(adresse)
    assert.match(titre, /^À vérifier/, adresse)
    assert.match(plain(html), pourquoi)
    assert.doesNotMatch(plain(html), /Oui,|Non,/)
  }
  const { html } = await cherche('5 rue des essais')
  assert.match(html, /name="adresse" value="5 Rue des Essais 37700 La Ville-aux-Dames"/)
  assert.match(html, /<svg class="pv-plan-dessin"/)
})

test('au 1er janvier 2023, c’est l’autre liste qui répond', async () => {
  const avant = await cherche('2 rue des essais', { jour: '2023-01-01' })
  assert.equal(avant.titre, 'Oui, cette adresse était dans le quartier prioritaire Anciens Essais, au 1er janvier 2023.')
  assert.match(plain(avant.html), /Quartiers prioritaires 2015, décret n° 2014-1750 .* du 1er janvier 2015 au 31 décembre 2023/)
  const apres = await cherche('2 rue des essais')
  assert.match(apres.html, /name="jour" value="2023-12-31"/)
  const fausse = await cherche('2 rue des essais', { jour: '2023-02-31' })
  assert.equal(fausse.reponse.status, 422)
  assert.match(plain(fausse.html), /Cette date n’existe pas/)
  assert.match(fausse.html, /value="2 rue des essais"/, 'what was typed is kept')
})

test('par les coordonnées, avec une virgule, et des refus qui disent quoi faire', async () => {
  const point = (lat: string, lon: string) => site.post({ par: 'coordonnees', lat, lon })
  assert.equal((await point('47,385', '0,695')).titre, 'Oui, ce point est dans le quartier prioritaire Les Essais.')
  for (const [lat, lon, phrase] of [
    ['', '0.695', /Latitude : tapez un nombre/],
    ['abc', '0.695', /Latitude : tapez un nombre/],
    ['NaN', '0.695', /Latitude : tapez un nombre/],
    ['1e9', '0.695', /Latitude : tapez un nombre/],
    ['47.385', '181', /Longitude : tapez un nombre/],
    ['0', '0', /pas en France/],
    ['0.695', '47.385', /échangées/],
  ] as const) {
    const { reponse, html } = await point(lat, lon)
    assert.equal(reponse.status, 422, `${lat} ${lon}`)
    assert.match(plain(html), phrase)
  }
})

test('la position de l’appareil compte avec son imprécision', async () => {
  const position = (precision: string) => site.post({ par: 'position', lat: '47.385', lon: '0.695', precision })
  assert.equal((await position('12')).titre, 'Oui, l’endroit où vous êtes est dans le quartier prioritaire Les Essais.')
  assert.match((await position('900')).titre, /^L’endroit où vous êtes est à la limite/)
  const vague = await position('80000')
  assert.equal(vague.reponse.status, 422)
  assert.match(plain(vague.html), /ne sait pas bien où il est/)
})

test('une commune, puis la carte touchée : la réponse, et une carte plus proche', async () => {
  const commune = await site.post({ par: 'commune', commune: 'tours' })
  assert.equal(commune.titre, '1 quartier à Tours, au 22 mars 2026')
  assert.match(commune.html, /<input type="image" name="carte"/)
  const cadre = boxAround(POINTS.dedans, 2000).join(',')
  const milieu = await site.post({ par: 'carte', cadre, 'carte.x': '144', 'carte.y': '144', largeur: '' })
  assert.match(milieu.titre, /^Oui, ce point est dans/)
  const [nouveau] = /name="cadre" value="([^"]+)"/.exec(milieu.html)?.slice(1) ?? []
  assert.ok(nouveau !== undefined && nouveau !== cadre)
  const grand = await site.post({ par: 'carte', cadre, 'carte.x': '320', 'carte.y': '320', largeur: '640' })
  assert.equal(grand.titre, milieu.titre)
  const clavier = await site.post({ par: 'carte', cadre, 'carte.x': '0', 'carte.y': '0' })
  assert.equal(clavier.reponse.status, 422)
  for (const faux of ['', 'x', '1,2,3', '0,0,1,1', '0.1,47,0.2,46', '-170,-80,170,80'])
    assert.equal((await site.post({ par: 'carte', cadre: faux, 'carte.x': '9', 'carte.y': '9' })).reponse.status, 422, faux)
  assert.equal((await site.post({ par: 'commune', commune: 'Nulleparville-sur-Rien' })).reponse.status, 404)
  assert.match(plain((await site.post({ par: 'commune', commune: 'saint-denis' })).html), /Quelle commune est la vôtre/)
})

test('les propositions passent par ce site ; ce qu’on tape n’est jamais dans une adresse', async () => {
  const reponse = await site.json('/mon-adresse/propositions', { q: '5 rue des essais' })
  assert.deepEqual(await reponse.json(), { propositions: (CONNUES['5 rue des essais'] ?? []).map(({ label }) => label), message: null })
  for (const faux of ['', '[]', '{"q":12}', '{', '{"q":"x"}']) {
    const lue = (await (await site.json('/mon-adresse/propositions', faux)).json()) as { propositions: string[] }
    assert.deepEqual(lue.propositions, [], faux)
  }
})

test('ce que cela ouvre et à qui demander sont des textes de l’instance', async () => {
  await setReglage(
    site.base.libre,
    reglageDroitsOuverts,
    'Demandez **l’aide d’essai** à [la mairie](https://exemple.invalid/).',
    new Date(),
  )
  await setReglage(site.base.libre, reglageContactQuartiers, 'Service quartiers, 02 00 00 00 00', new Date())
  const { html } = await cherche('1 rue des essais')
  assert.match(html, /Demandez <strong>l’aide d’essai<\/strong> à <a href="https:\/\/exemple.invalid\/">la mairie<\/a>/)
  assert.match(plain(html), /Service quartiers, 02 00 00 00 00/)
  assert.doesNotMatch(plain(html), /n’en tient pas la liste/)
})

test('trop de recherches depuis un même réseau : on attend, la carte et les coordonnées répondent encore', async () => {
  const autre = await openAdresse()
  await setReglage(autre.base.libre, reglageAdressesParMinute, 2, new Date())
  const statuts: number[] = []
  for (let i = 0; i < 3; i += 1) statuts.push((await autre.post({ par: 'adresse', adresse: '1 rue des essais' })).reponse.status)
  assert.deepEqual(statuts, [200, 200, 429])
  assert.equal((await autre.post({ par: 'coordonnees', lat: '47.385', lon: '0.695' })).reponse.status, 200)
})

test('service des adresses éteint, muet ou menteur : une phrase, les autres chemins restent', async () => {
  const eteint = await openAdresse({ eteint: true })
  const page = await (await eteint.get('/mon-adresse')).text()
  assert.doesNotMatch(page, /name="adresse"/)
  assert.match(plain(page), /La recherche par adresse est éteinte/)
  assert.match((await eteint.post({ par: 'coordonnees', lat: '47.385', lon: '0.695' })).titre, /^Oui/)
  for (const repond of [
    (_: unknown, r: import('node:http').ServerResponse) => void r.writeHead(500).end(),
    (_: unknown, r: import('node:http').ServerResponse) => void r.writeHead(200).end('<html>'),
    (_: unknown, r: import('node:http').ServerResponse) => void r.destroy(),
  ]) {
    const panne = await openAdresse({ repond })
    const { reponse, html, titre } = await panne.post({ par: 'adresse', adresse: '1 rue des essais' })
    assert.equal(reponse.status, 503)
    assert.match(titre, /^Mon adresse/)
    assert.match(plain(html), /Vous pouvez chercher par la commune/)
    assert.match(html, /value="1 rue des essais"/)
  }
})

test('sans aucun quartier chargé, la page le dit et ne répond pas « non »', async () => {
  const vide = await openAdresse({ quartiers: false })
  const { titre, html } = await vide.post({ par: 'adresse', adresse: '1 rue des essais' })
  assert.equal(titre, 'Nous ne savons pas répondre pour cette adresse.')
  assert.match(plain(html), /Aucun contour de quartier n’est chargé sur ce site/)
})

test('une page demande six fois la base au plus, quelle que soit la question', async () => {
  const questions: Record<string, string>[] = [
    { par: 'adresse', adresse: '1 rue des essais' },
    { par: 'adresse', adresse: '2 rue des essais', jour: '2023-01-01' },
    { par: 'adresse', adresse: '5 rue des essais' },
    { par: 'coordonnees', lat: '47.385', lon: '0.695' },
    { par: 'commune', commune: 'tours' },
  ]
  for (const champs of questions) {
    await site.post(champs)
    const nombre = await countStatements(() => site.post(champs))
    assert.ok(nombre > 1 && nombre <= 6, `${JSON.stringify(champs)}: ${nombre}`)
  }
  assert.ok((await countStatements(() => Promise.resolve(site.get('/api/v1/quartiers?lon=0.69&lat=47.38')))) <= 2)
})

test('rien n’est gardé : ni dans la base, ni dans ce que le processus écrit', async () => {
  const MARQUE = 'zqxmarque'
  const ecrits: string[] = []
  const [sortie, erreur] = [process.stdout.write, process.stderr.write]
  const capte = (texte: string | Uint8Array) => {
    ecrits.push(String(texte))
    return true
  }
  process.stdout.write = capte
  process.stderr.write = capte
  try {
    await cherche(`1 rue des essais ${MARQUE}`)
    await cherche(`rue ${MARQUE}`)
    await site.post({ par: 'commune', commune: MARQUE })
    await site.post({ par: 'coordonnees', lat: '47.3851234', lon: '0.6951234' })
    await site.json('/mon-adresse/propositions', { q: `5 ${MARQUE}` })
    await site.get('/api/v1/quartiers?lon=0.6951234&lat=47.3851234')
  } finally {
    process.stdout.write = sortie
    process.stderr.write = erreur
  }
  assert.ok(
    site.service.vues.some(({ url }) => url.includes(MARQUE)),
    'the marker did leave for the geocoder',
  )
  assert.doesNotMatch(ecrits.join(''), /zqxmarque|3851234|6951234/)
  const proprietaire = openBase(site.base.url, { max: 1, role: null })
  const { rows } = await sql<{ table: string }>`select format('%I.%I', schemaname, tablename) as table from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`.execute(proprietaire.db)
  assert.ok(rows.length > 50)
  for (const { table } of rows) {
    const { rows: trouvees } = await sql<{ n: number }>`select count(*)::int as n from ${sql.raw(table)} t
      where t::text ~ 'zqxmarque|3851234|6951234'`.execute(proprietaire.db)
    assert.equal(trouvees[0]?.n, 0, table)
  }
  await proprietaire.close()
})
