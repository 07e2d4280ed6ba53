import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { act, type Commande } from '#platform/acte.ts'
import { verifyAudit } from '#platform/audit/verification.store.ts'
import { openBase } from '#platform/db/base.ts'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { Interdit, RegleViolee } from '#platform/errors.ts'
import { getGeneration } from '../generation.store.ts'
import { citeDecret, countQuartiers, findEcartsComptes, parseComptes } from '../generation.ts'
import { createAdministrateur, createAgent, MAINTENANT } from '../import/import-de-test.ts'
import { createQuartierDeTest } from '../quartier-de-test.ts'
import { searchQuartiers } from '../quartier-recherche.store.ts'
import { listSousQuartiers } from '../sous-quartier.store.ts'
import { declareDecret, removeDecret } from './declare-decret.ts'
import { declareGeneration } from './declare-generation.ts'
import { nameSousQuartier, removeSousQuartier } from './name-sous-quartier.ts'

const base = await createBaseDeTest()
const proprietaire = openBase(base.url, { role: null, max: 1 })
after(() => proprietaire.close())
const admin = await createAdministrateur(proprietaire.db)
const autre = await createAgent(proprietaire.db, 'Sans')
const run = <E, T>(commande: Commande<E, T>, brut: unknown, agent = admin) =>
  act({ db: base.db, agent, now: MAINTENANT, requeteId: 'essai' }, commande, brut)
const saisie = {
  code: 'qpv2030',
  libelle: 'Quartiers prioritaires 2030',
  nature: 'quartier prioritaire',
  debut: '2030-01-01',
  grammaireCode: '^QR\\d{5}$',
  comptes: 'métropole : 1 400\nN = 12',
}

test('une génération se déclare avec ses comptes annoncés et la forme de ses codes, puis se corrige', async () => {
  const { generationId } = await run(declareGeneration, saisie)
  const lue = await getGeneration(base.db, 'qpv2030')
  assert.deepEqual([lue.code, lue.compteAnnonce, lue.fin, lue.version], ['QPV2030', { metropole: 1400, N: 12 }, null, 1])
  await run(declareGeneration, { ...saisie, generationId, version: 1, fin: '2035-12-31' })
  assert.equal((await getGeneration(base.db, generationId)).fin, '2035-12-31')
  await assert.rejects(run(declareGeneration, { ...saisie, generationId, version: 1 }), /modifiée entre-temps/)
  await assert.rejects(run(declareGeneration, saisie), /déjà le code QPV2030/)
  assert.deepEqual((await verifyAudit(base.libre)).defauts, [])
})

test('une saisie fausse nomme son champ : dates à l’envers, compte illisible, expression régulière cassée', async () => {
  await assert.rejects(run(declareGeneration, { ...saisie, code: 'A1', fin: '2029-01-01' }), /La fin de validité ne peut pas précéder/)
  await assert.rejects(run(declareGeneration, { ...saisie, code: 'A2', comptes: 'beaucoup' }), /Ligne 1 des nombres annoncés/)
  await assert.rejects(
    run(declareGeneration, { ...saisie, code: 'A3', grammaireCode: '(' }),
    (erreur: unknown) => erreur instanceof RegleViolee && erreur.champs[0]?.champ === 'grammaireCode',
  )
  await assert.rejects(run(declareGeneration, { ...saisie, code: '?' }), RegleViolee)
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from territoire.generation where code like 'A%'`.execute(base.db)
  assert.equal(rows[0]?.n, 0)
})

test('un texte garde à part son numéro, sa signature, sa publication et son entrée en vigueur', async () => {
  const { id: generationId } = await getGeneration(base.db, 'QPV2024')
  const texte = {
    generationId,
    numero: '2026-1',
    objet: 'correction',
    signeLe: '2026-01-05',
    publieLe: '2026-01-06',
    enVigueurLe: '2026-02-01',
  }
  const { decretId } = await run(declareDecret, texte)
  const lu = (await getGeneration(base.db, generationId)).decrets.find(({ id }) => id === decretId)
  assert.ok(lu !== undefined)
  assert.equal(citeDecret(lu), 'décret n°\u00a02026-1 du 5\u00a0janvier 2026')
  await assert.rejects(run(declareDecret, texte), /déjà dans cette génération/)
  await assert.rejects(
    run(declareDecret, { ...texte, numero: '2026-2', publieLe: '2026-01-01' }),
    /publié le jour de sa signature ou après/,
  )
  await run(declareDecret, { ...texte, decretId, intitule: 'Corrigé' })
  await run(removeDecret, { generationId, decretId })
  await assert.rejects(run(removeDecret, { generationId, decretId }), /n’est pas, ou plus/)
})

test('sans administrer la plateforme, rien de tout cela', async () => {
  const { id: generationId } = await getGeneration(base.db, 'QPV2024')
  for (const essai of [
    () => run(declareGeneration, saisie, autre),
    () => run(declareDecret, { generationId, numero: '1', objet: 'liste' }, autre),
    () => run(nameSousQuartier, { quartierId: generationId, nom: 'x' }, autre),
  ]) {
    await assert.rejects(essai(), Interdit)
  }
})

test('les cinq sous-quartiers d’Auray se nomment, se renomment, se retirent, et se retrouvent', async () => {
  const quartierId = await createQuartierDeTest(base.libre, { code: 'QN05691M', nom: 'Gumenen Goaner-Parco Pointer', communes: ['56007'] })
  for (const nom of ['Le Gumenen', 'Goaner', 'Parco', 'Pointer', 'Kerfontaine']) await run(nameSousQuartier, { quartierId, nom })
  const connus = await listSousQuartiers(base.db, quartierId)
  assert.deepEqual(
    connus.map(({ nom }) => nom),
    ['Le Gumenen', 'Goaner', 'Parco', 'Pointer', 'Kerfontaine'],
  )
  await assert.rejects(run(nameSousQuartier, { quartierId, nom: 'Parco' }), /a déjà un sous-quartier nommé « Parco »/)
  await run(nameSousQuartier, { quartierId, sousQuartierId: connus[2]?.id, nom: 'Le Parco' })
  await run(removeSousQuartier, { quartierId, sousQuartierId: connus[4]?.id })
  const [trouve] = await searchQuartiers(base.db, 'gumenen')
  assert.deepEqual([trouve?.code, trouve?.par, trouve?.alias], ['QN05691M', 'alias', 'Le Gumenen'])
  assert.equal((await searchQuartiers(base.db, 'Kerfontaine'))[0], undefined)
})

test('les quartiers se cherchent sans accents, articles ni « quartier de » ; un nom proche n’est jamais donné pour le même', async () => {
  for (const [code, nom, communes] of [
    ['QN03792M', 'Sanitas', ['37261']],
    ['QN03793M', 'Maryse Bastié', ['37261', '37195']],
    ['QN03794M', 'La Rabière', ['37122']],
    ['QN03795M', 'Rabaterie', ['37233']],
  ] as const) {
    await createQuartierDeTest(base.libre, { code, nom, communes })
  }
  const premier = async (texte: string, communes?: string[]) =>
    (await searchQuartiers(base.db, texte, communes === undefined ? {} : { communes }))[0]
  for (const [texte, code] of [
    ['Quartier du Sanitas', 'QN03792M'],
    ['maryse bastie', 'QN03793M'],
    ['Rabière', 'QN03794M'],
    ['la rabaterie', 'QN03795M'],
    ['QPV Rabaterie', 'QN03795M'],
  ] as const) {
    const trouve = await premier(texte)
    assert.deepEqual([trouve?.code, trouve?.par], [code, 'nom'], texte)
  }
  assert.equal((await premier('qn03792m'))?.par, 'code')
  assert.deepEqual([(await premier('Sanitass'))?.code, (await premier('Sanitass'))?.par], ['QN03792M', 'proche'])
  assert.equal((await premier('Maryse'))?.par, 'proche', 'une partie du nom n’est pas le nom')
  assert.equal((await premier('Maryse Bastié', ['37195']))?.code, 'QN03793M', 'le quartier est aussi de la seconde commune')
  assert.equal(await premier('Sanitas', ['37122']), undefined)
  for (const hostile of ['', '%', "'; drop table territoire.quartier; --", '\u0000', 'x'.repeat(100_000)])
    assert.ok(Array.isArray(await searchQuartiers(base.db, hostile)))
})

test('les comptes se refont sur les codes, à côté de ceux des textes (BR-05)', () => {
  const quartiers = [
    { code: 'QN03701N', departement: '37' },
    { code: 'QN03702M', departement: '37' },
    { code: 'QN02A01I', departement: '2A' },
    { code: 'QN97401M', departement: '974' },
  ]
  assert.deepEqual(countQuartiers(quartiers), { total: 4, metropole: 3, 'outre-mer': 1, '37': 2, '2A': 1, '974': 1, N: 1, M: 1, I: 1 })
  const annonces = parseComptes('metropole : 1362\nN : 1')
  assert.deepEqual(findEcartsComptes(annonces, countQuartiers(quartiers)), [
    { cle: 'metropole', annonce: 1362, trouve: 3 },
    { cle: 'N', annonce: 1, trouve: 1 },
  ])
})
