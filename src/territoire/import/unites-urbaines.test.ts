import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { utils, write } from '@e965/xlsx'
import { act, type Commande } from '#platform/acte.ts'
import { openBase } from '#platform/db/base.ts'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { importTerritoire } from '../commands/import-territoire.ts'
import { undoImportTerritoire } from '../commands/undo-import-territoire.ts'
import { findUniteDeLaCommune, roundedUp } from '../import-contour.store.ts'
import { listDefauts } from '../import-entite.store.ts'
import { getEtatReference } from '../import-reference.store.ts'
import { createAdministrateur, createCommunes, depositAndRead, MAINTENANT } from './import-de-test.ts'
import { readTableau } from './tableau.ts'

const base = await createBaseDeTest()
const proprietaire = openBase(base.url, { role: null, max: 1 })
after(() => proprietaire.close())
await createCommunes(proprietaire.db)
const admin = await createAdministrateur(proprietaire.db)
const run = <E, T>(commande: Commande<E, T>, brut: unknown) =>
  act({ db: base.db, agent: admin, now: MAINTENANT, requeteId: 'essai' }, commande, brut)
const REGLAGES = { millesime: '2020', source: 'Insee' }

/** As Insee publishes the composition: a title, a source, titles of columns, one row a commune; a second sheet for units. */
function classeurInsee(): Uint8Array {
  const livre = utils.book_new()
  const unites = [
    ['Unités urbaines 2020'],
    ['Insee, géographie au 01/01/2024'],
    [],
    ['UU2020', 'LIBUU2020', 'NB_COM'],
    ['37701', 'Tours', 4],
  ]
  const composition = [
    ['Composition communale'],
    ['Insee'],
    [],
    ['Code commune', 'Libellé', 'Unité urbaine', 'Libellé de l’unité urbaine'],
    ['CODGEO', 'LIBGEO', 'UU2020', 'LIBUU2020'],
    ['37261', 'Tours', '37701', 'Tours'],
    ['37233', 'Saint-Pierre-des-Corps', '37701', 'Tours'],
    ['37122', 'Joué-lès-Tours', '37701', 'Tours'],
    ['37999', 'Une inconnue', '37701', 'Tours'],
    ['37195', 'La Riche', '37000', 'Communes hors unité urbaine de l’Indre-et-Loire'],
  ]
  utils.book_append_sheet(livre, utils.aoa_to_sheet(unites), 'UU2020')
  utils.book_append_sheet(livre, utils.aoa_to_sheet(composition), 'Composition_communale')
  return new Uint8Array(write(livre, { type: 'buffer', bookType: 'xlsx' }))
}

test('le fichier de l’Insee, une ligne par commune : titres trouvés sous l’en-tête, communes rattachées, hors unité laissées', async () => {
  const tableau = readTableau('uu.xlsx', classeurInsee(), 'unites_urbaines')
  assert.deepEqual(
    [tableau.feuille, tableau.colonnes, tableau.lignes.length],
    ['Composition_communale', ['CODGEO', 'LIBGEO', 'UU2020', 'LIBUU2020'], 5],
  )
  const { importId } = await depositAndRead(base, admin, {
    nom: 'uu.xlsx',
    contenu: classeurInsee(),
    genre: 'unites_urbaines',
    reglages: REGLAGES,
  })
  const inconnues = await listDefauts(base.db, importId, { genre: 'commune_inconnue', limite: 10, debut: 0 })
  assert.match(inconnues[0]?.phrase ?? '', /37999 \(ligne 9\)/)
  const { bilan } = await run(importTerritoire, { importId })
  assert.equal(bilan.nouveaux, 1)
  const tours = await findUniteDeLaCommune(base.db, '37233')
  assert.deepEqual(
    [tours?.code, tours?.nom, tours?.population, tours?.communes],
    ['37701', 'Tours', null, ['37122', '37233', '37261', '37999']],
  )
  assert.equal(await findUniteDeLaCommune(base.db, '37195'), null)
  assert.deepEqual((await getEtatReference(base.db)).unites, [{ millesime: 2020, nombre: 1, communes: 4 }])
})

test('un second fichier donne la population, gardée telle que publiée : la règle l’arrondit, jamais la base', async () => {
  const contenu = Buffer.from('UU2020;LIBUU2020;P19_POP\n37701;Tours;359 992\n')
  const reglages = { ...REGLAGES, populationMillesime: '2019' }
  const { importId } = await depositAndRead(base, admin, { nom: 'population.csv', contenu, genre: 'unites_urbaines', reglages })
  const { bilan } = await run(importTerritoire, { importId })
  assert.deepEqual([bilan.nouveaux, bilan.modifies], [0, 1])
  const tours = await findUniteDeLaCommune(base.db, '37261')
  assert.deepEqual([tours?.population, tours?.populationMillesime, tours?.communes.length], [359_992, 2019, 4])
  assert.equal(roundedUp(359_992), 360_000)
  assert.equal(roundedUp(10_000), 10_000)
  const encore = await depositAndRead(base, admin, { nom: 'population.csv', contenu, genre: 'unites_urbaines', reglages })
  assert.equal((await run(importTerritoire, { importId: encore.importId })).bilan.identiques, 1)
  await run(undoImportTerritoire, { importId })
  const rendue = await findUniteDeLaCommune(base.db, '37261')
  assert.deepEqual([rendue?.population, rendue?.communes.length], [null, 4], 'l’annulation rend l’unité d’avant')
})

test('des populations de communes qui diffèrent font la somme de l’unité', async () => {
  const contenu = Buffer.from('CODGEO;UU2020;LIBUU2020;POP\n93066;00851;Paris;100\n93001;00851;Paris;20\n')
  const { importId } = await depositAndRead(base, admin, { nom: 'paris.csv', contenu, genre: 'unites_urbaines', reglages: REGLAGES })
  await run(importTerritoire, { importId })
  assert.equal((await findUniteDeLaCommune(base.db, '93001'))?.population, 120)
})

test('sans millésime ni source, l’import dit ce qui manque', async () => {
  const { importId } = await depositAndRead(base, admin, {
    nom: 'sans.csv',
    contenu: Buffer.from('UU2020;LIBUU2020\n37702;Amboise\n'),
    genre: 'unites_urbaines',
  })
  await assert.rejects(run(importTerritoire, { importId }), /Donnez le millésime/)
})
