import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { createRechercheEntreprises, type OptionsRecherche } from './recherche-entreprises.adaptateur.ts'
import { formeReponse, propositionsOf, requeteOf } from './recherche-entreprises.ts'
import { ASSOCIATION, COMMUNE, DEUX_ETABLISSEMENTS, PROTEGEE, VIDE } from './recherche-entreprises-de-test.ts'

const serveurs: { close: () => void; closeAllConnections: () => void }[] = []
after(() => {
  for (const serveur of serveurs) {
    serveur.closeAllConnections()
    serveur.close()
  }
})

/** A service that answers as told; `vues` holds the addresses asked. */
async function serve(repond: (requete: IncomingMessage, reponse: ServerResponse) => void) {
  const vues: string[] = []
  const serveur = createServer((requete, reponse) => {
    vues.push(requete.url ?? '')
    repond(requete, reponse)
  })
  serveurs.push(serveur)
  await new Promise<void>((resolve) => serveur.listen(0, '127.0.0.1', resolve))
  return { adresse: `http://127.0.0.1:${(serveur.address() as AddressInfo).port}`, vues }
}
const json = (valeur: unknown) => (_: IncomingMessage, reponse: ServerResponse) => {
  reponse.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(valeur))
}
const NOW = new Date('2026-03-22T10:00:00Z')
const plusTard = (ms: number) => new Date(NOW.getTime() + ms)
const build = (adresse: string | null, options: Partial<OptionsRecherche> = {}) =>
  createRechercheEntreprises({ adresse, delai: 2000, ...options })

test('une association trouvée remplit nom, numéros et adresse', async () => {
  const { adresse, vues } = await serve(json(ASSOCIATION))
  const resultat = await build(adresse).search(' Régie  plurielle ', NOW)
  assert.ok(resultat.ok)
  assert.deepEqual(vues, ['/search?q=R%C3%A9gie+plurielle&page=1&per_page=10'])
  assert.deepEqual(resultat.propositions, [
    {
      nom: 'Régie Plurielle du Sanitas',
      sigle: 'RPS',
      type: 'association',
      siren: '000000018',
      siret: '00000001800010',
      rna: 'W372900001',
      adresse: '12 Place du Parvis',
      codePostal: '37000',
      commune: 'Tours',
      fermeeLe: null,
      enActivite: true,
    },
  ])
})

test('un SIRET demandé donne son établissement, pas le siège', () => {
  const lue = formeReponse.parse(DEUX_ETABLISSEMENTS)
  assert.equal(propositionsOf(lue, '00000002600021').propositions[0]?.siret, '00000002600021')
  assert.equal(propositionsOf(lue, '00000002600021').propositions[0]?.enActivite, false)
  assert.equal(propositionsOf(lue, '000000026').propositions[0]?.siret, '00000002600013')
})

test('une commune se reconnaît à sa catégorie juridique, une valeur protégée ne s’invente pas', () => {
  assert.equal(propositionsOf(formeReponse.parse(COMMUNE), 'x').propositions[0]?.type, 'commune')
  const [protegee] = propositionsOf(formeReponse.parse(PROTEGEE), 'x').propositions
  assert.deepEqual([protegee?.adresse, protegee?.codePostal, protegee?.type], [null, null, null])
})

test('la question est un numéro sans espaces, ou un nom de trois signs au moins', () => {
  assert.equal(requeteOf(' 732 829 320 00074 '), '73282932000074')
  assert.equal(requeteOf('w372001234'), 'W372001234')
  assert.equal(requeteOf(' ab '), null)
  assert.equal(requeteOf('x'.repeat(500))?.length, 200)
})

test('an answer is asked once, then remembered until it is too old; the same question at once is asked once', async () => {
  const { adresse, vues } = await serve(json(VIDE))
  const recherche = build(adresse, { memoire: 1000 })
  await Promise.all([recherche.search('régie', NOW), recherche.search('régie', NOW)])
  await recherche.search('régie', plusTard(999))
  assert.equal(vues.length, 1)
  await recherche.search('régie', plusTard(1001))
  assert.equal(vues.length, 2)
})

test('switched off, or too short a question: nothing leaves', async () => {
  const { adresse, vues } = await serve(json(VIDE))
  assert.deepEqual(await build(null).search('régie', NOW), { ok: false, echec: 'eteinte' })
  assert.deepEqual(await build(adresse).search('ré', NOW), { ok: false, echec: 'trop_court' })
  assert.equal(vues.length, 0)
})

test('slowness, in the headers or in the body, ends at the delay', async () => {
  const muet = await serve(() => {})
  assert.deepEqual(await build(muet.adresse, { delai: 80 }).search('régie', NOW), { ok: false, echec: 'lente' })
  const goutte = await serve((_, reponse) => void reponse.writeHead(200).write('{"results":'))
  assert.deepEqual(await build(goutte.adresse, { delai: 80 }).search('régie', NOW), { ok: false, echec: 'lente' })
})

test('a closed port, a name that is not there', async () => {
  const { adresse } = await serve(json(VIDE))
  const [serveur] = serveurs.splice(-1)
  await new Promise<void>((resolve) => {
    serveur?.closeAllConnections()
    serveur?.close()
    setImmediate(resolve)
  })
  assert.deepEqual(await build(adresse).search('régie', NOW), { ok: false, echec: 'injoignable' })
  assert.deepEqual(await build('http://nulle-part.invalid').search('régie', NOW), { ok: false, echec: 'injoignable' })
})

test('malformed JSON, another shape, a body over the bound (compressed too) are not read', async () => {
  for (const [nom, repond] of [
    ['truncated', (_: IncomingMessage, r: ServerResponse) => void r.writeHead(200).end('{"results":[')],
    ['html', (_: IncomingMessage, r: ServerResponse) => void r.writeHead(200).end('<html>')],
    ['shape', json({ results: [{ siren: 12 }] })],
    ['no results', json({ erreur: 'x' })],
    ['too many', json({ results: Array.from({ length: 26 }, () => ({ siren: '900000019' })) })],
    ['oversized', json({ results: [], bourrage: 'x'.repeat(20_000) })],
    [
      'bomb',
      (_: IncomingMessage, r: ServerResponse) =>
        void r.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(JSON.stringify({ results: [], b: 'x'.repeat(1_000_000) }))),
    ],
  ] as const) {
    const { adresse } = await serve(repond)
    assert.deepEqual(await build(adresse, { tailleMax: 10_000 }).search('régie', NOW), { ok: false, echec: 'illisible' }, nom)
  }
})

test('a redirection is never followed', async () => {
  const secret = await serve(json(ASSOCIATION))
  const { adresse } = await serve((_, reponse) => void reponse.writeHead(302, { location: `${secret.adresse}/search` }).end())
  assert.deepEqual(await build(adresse).search('régie', NOW), { ok: false, echec: 'refusee' })
  assert.equal(secret.vues.length, 0)
})

test('three failures in a row cut the service for its rest, then one question tries it again', async () => {
  let panne = true
  const { adresse, vues } = await serve((requete, reponse) => (panne ? void reponse.writeHead(500).end() : json(VIDE)(requete, reponse)))
  const recherche = build(adresse, { repos: 1000 })
  for (const nom of ['aaa', 'bbb', 'ccc']) assert.deepEqual(await recherche.search(nom, NOW), { ok: false, echec: 'refusee' })
  assert.deepEqual(await recherche.search('ddd', plusTard(999)), { ok: false, echec: 'coupee' })
  assert.equal(vues.length, 3)
  const deux = await Promise.all([recherche.search('eee', plusTard(1001)), recherche.search('fff', plusTard(1001))])
  assert.deepEqual(
    deux.map((resultat) => (resultat.ok ? 'ok' : resultat.echec)),
    ['refusee', 'occupee'],
  )
  assert.deepEqual(await recherche.search('ggg', plusTard(1500)), { ok: false, echec: 'coupee' })
  panne = false
  assert.equal((await recherche.search('hhh', plusTard(2100))).ok, true)
  assert.equal((await recherche.search('iii', plusTard(2101))).ok, true)
})

test('« too many requests » is obeyed for as long as it says, ten minutes at most', async () => {
  let attente = '30'
  const { adresse, vues } = await serve((_, reponse) => void reponse.writeHead(429, { 'retry-after': attente }).end())
  const recherche = build(adresse)
  assert.deepEqual(await recherche.search('aaa', NOW), { ok: false, echec: 'refusee' })
  assert.deepEqual(await recherche.search('bbb', plusTard(29_000)), { ok: false, echec: 'coupee' })
  assert.equal(vues.length, 1)
  attente = '999999'
  await recherche.search('ccc', plusTard(31_000))
  assert.equal(vues.length, 2)
  await recherche.search('ddd', plusTard(31_000 + 601_000))
  assert.equal(vues.length, 3)
})

test('what is remembered is still given while the service is cut', async () => {
  let panne = false
  const { adresse } = await serve((requete, reponse) => (panne ? void reponse.writeHead(503).end() : json(ASSOCIATION)(requete, reponse)))
  const recherche = build(adresse, { echecsMax: 1 })
  await recherche.search('régie', NOW)
  panne = true
  await recherche.search('autre', NOW)
  assert.equal((await recherche.search('régie', plusTard(10))).ok, true)
  assert.deepEqual(await recherche.search('encore', plusTard(10)), { ok: false, echec: 'coupee' })
})
