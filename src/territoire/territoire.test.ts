import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { openBase } from '#platform/db/base.ts'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { Introuvable } from '#platform/errors.ts'
import { saveDecoupage } from './chargement.store.ts'
import { readDecoupage } from './decoupage.adaptateur.ts'
import {
  findCommune,
  getCommune,
  getEpci,
  listCommunesByCode,
  listCommunesOfEpci,
  loadDecoupage,
  searchCommunes,
  searchEpci,
} from './index.ts'
import { motif } from './recherche.store.ts'

const NOW = new Date('2026-03-02T09:00:00Z')
const base = await createBaseDeTest()
const premier = await loadDecoupage(base.url, NOW)

const noms = async (recherche: Promise<{ nom: string }[]>) => (await recherche).map(({ nom }) => nom)

test('le découpage compte toutes les communes, intercommunalités et leurs membres, et ne se charge qu’une fois', async () => {
  const { rows } = await sql<{ communes: number; epci: number; orphelines: number; membres: number }>`
    select (select count(*) from territoire.commune) as communes, (select count(*) from territoire.epci) as epci,
      (select count(*) from territoire.commune where epci_siren is null and type = 'actuelle') as orphelines,
      (select count(*) from territoire.epci_commune) as membres`.execute(base.db)
  const [compte] = rows
  assert.ok(compte)
  assert.ok(compte.communes > 37_000 && compte.epci > 1_200, JSON.stringify(compte))
  assert.ok(compte.orphelines < 150, 'presque toutes les communes ont une intercommunalité')
  assert.ok(compte.membres > 34_500)
  assert.equal(premier.charge, true)
  assert.equal((await loadDecoupage(base.url, NOW)).charge, false)
})

test('une intercommunalité se trouve par un morceau de son nom, ou par son SIREN', async () => {
  assert.equal((await searchEpci(base.db, 'tours metropole'))[0]?.siren, '243700754')
  assert.equal((await searchEpci(base.db, 'métropole de Tours'))[0]?.siren, '243700754')
  assert.equal((await searchEpci(base.db, '243 700 754'))[0]?.nom, 'Tours Métropole Val de Loire')
  assert.equal((await searchEpci(base.db, 'plaine commune'))[0]?.type, 'EPT')
  assert.match((await searchEpci(base.db, 'communauté d’agglomération paris saclay'))[0]?.nom ?? '', /Paris-Saclay/)
  assert.match((await searchEpci(base.db, 'auray quiberon'))[0]?.nom ?? '', /Auray Quiberon/)
})

test('une commune se trouve sans accents, articles ni traits d’union, et malgré une faute', async () => {
  assert.equal((await searchCommunes(base.db, 'saint pierre des corps'))[0]?.code, '37233')
  assert.equal((await searchCommunes(base.db, 'st pierre corps'))[0]?.code, '37233')
  assert.equal((await searchCommunes(base.db, "L'Haÿ les Roses"))[0]?.code, '94038')
  assert.equal((await searchCommunes(base.db, 'hay roses'))[0]?.code, '94038')
  assert.equal((await searchCommunes(base.db, 'joue les tours'))[0]?.code, '37122')
  assert.ok((await noms(searchCommunes(base.db, 'montreuill'))).some((nom) => nom.startsWith('Montreuil')))
  assert.equal((await searchCommunes(base.db, 'Y'))[0]?.nom, 'Y')
})

test('le nom exact passe avant le début du nom, puis avant le début d’un mot', async () => {
  const trouves = await noms(searchCommunes(base.db, 'tours', { limite: 50 }))
  assert.equal(trouves[0], 'Tours')
  assert.ok(trouves.indexOf('Tours-en-Savoie') < trouves.indexOf('Joué-lès-Tours'), trouves.join())
})

test('les homonymes se distinguent par leur département', async () => {
  const saintDenis = (await searchCommunes(base.db, 'saint denis', { limite: 20 })).filter(({ nom }) => nom === 'Saint-Denis')
  assert.deepEqual(
    saintDenis.map(({ departement }) => departement.nom).sort(),
    ['Aude', 'Gard', 'La Réunion', 'Seine-Saint-Denis'].sort().filter((nom) => saintDenis.some((c) => c.departement.nom === nom)),
  )
  assert.ok(saintDenis.length >= 2)
})

test('un code INSEE ou postal désigne ses communes', async () => {
  assert.equal((await searchCommunes(base.db, '37261'))[0]?.nom, 'Tours')
  assert.ok((await noms(searchCommunes(base.db, '37000'))).includes('Tours'))
})

test('la recherche se borne à une intercommunalité', async () => {
  const trouves = await searchCommunes(base.db, 'saint', { epciSiren: '243700754', limite: 50 })
  assert.ok(trouves.length >= 4)
  const membres = new Set((await listCommunesOfEpci(base.db, '243700754')).map(({ code }) => code))
  assert.equal(membres.size, 22)
  assert.ok(trouves.every(({ code }) => membres.has(code)))
})

test('les communes d’une intercommunalité viennent dans l’ordre alphabétique français', async () => {
  const liste = await noms(listCommunesOfEpci(base.db, '243700754'))
  assert.deepEqual(liste, [...liste].sort(new Intl.Collator('fr').compare))
  assert.equal((await getEpci(base.db, '243700754')).departements[0]?.nom, 'Indre-et-Loire')
})

test('les communes déléguées et les arrondissements se cherchent quand on les demande', async () => {
  assert.ok((await searchCommunes(base.db, 'Marseille 1er')).every(({ type }) => type === 'actuelle'))
  const [arrondissement] = await searchCommunes(base.db, 'Marseille 1er', { types: ['arrondissement'] })
  assert.equal(arrondissement?.communeActuelle, '13055')
  assert.equal(arrondissement?.epciSiren, (await getCommune(base.db, '13055')).epciSiren)
})

test('une liste de codes garde son ordre et laisse les inconnus', async () => {
  assert.deepEqual(await noms(listCommunesByCode(base.db, ['37233', '99999', '37261'])), ['Saint-Pierre-des-Corps', 'Tours'])
  assert.equal(await findCommune(base.db, '99999'), null)
  await assert.rejects(getCommune(base.db, '99999'), Introuvable)
  await assert.rejects(getEpci(base.db, '000000000'), /000000000/)
})

test('un texte hostile ne trouve rien et ne casse rien', async () => {
  for (const texte of ['', '%', '___', "'; drop table territoire.commune; --", '\u0000', '🏘️', 'x'.repeat(100_000), '٣٧٢٦١']) {
    assert.deepEqual(await searchCommunes(base.db, texte), [], JSON.stringify(texte.slice(0, 20)))
    assert.ok(Array.isArray(await searchEpci(base.db, texte)))
  }
})

test('the name search is served by the trigram index', async () => {
  await annule(base.db, async (tx: Tx) => {
    await sql`set local enable_seqscan = off`.execute(tx)
    const { rows } = await sql<{ 'QUERY PLAN': string }>`
      explain select code from territoire.commune c where ${motif(sql`c.cle`, 'saint pierre')}`.execute(tx)
    assert.match(rows.map((ligne) => ligne['QUERY PLAN']).join('\n'), /commune_cle/)
  })
})

test('the application cannot write the reference', async () => {
  await assert.rejects(sql`update territoire.commune set nom = 'x' where code = '37261'`.execute(base.db), /permission|droit/i)
})

test('une commune absente d’une nouvelle référence reste lisible, mais ne se propose plus', async () => {
  const proprietaire = openBase(base.url, { role: null, max: 1 })
  try {
    await annule(proprietaire.db, async (tx) => {
      const decoupage = await readDecoupage()
      const communes = decoupage.communes.filter((commune) => commune.code !== '37261')
      await saveDecoupage(tx, { ...decoupage, communes, version: '99.0.0' }, NOW)
      assert.equal((await getCommune(tx, '37261')).nom, 'Tours')
      assert.ok(!(await noms(searchCommunes(tx, 'Tours'))).includes('Tours'))
      await saveDecoupage(tx, { ...decoupage, version: '99.0.1' }, NOW)
      assert.equal((await searchCommunes(tx, 'Tours'))[0]?.nom, 'Tours')
    })
  } finally {
    await proprietaire.close()
  }
})
