import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { act, type Commande } from '#platform/acte.ts'
import { openBase } from '#platform/db/base.ts'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { Interdit, RegleViolee } from '#platform/errors.ts'
import { decideDefauts } from '../commands/decide-defauts.ts'
import { depositImport } from '../commands/deposit-import.ts'
import { importTerritoire } from '../commands/import-territoire.ts'
import { settleImport } from '../commands/settle-import.ts'
import { undoImportTerritoire } from '../commands/undo-import-territoire.ts'
import { decodeWkb } from '../geometrie.ts'
import { getImport } from '../import.store.ts'
import { listHistoire } from '../import-annulation.store.ts'
import { countDifferences } from '../import-ecriture.store.ts'
import { countDefauts, listDefauts } from '../import-entite.store.ts'
import { findQuartierByCode, listGenerations } from '../quartier.store.ts'
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
  QPV_2024,
  readDonnees,
  SANS_DONNEES,
} from './import-de-test.ts'

const base = await createBaseDeTest()
const proprietaire = openBase(base.url, { role: null, max: 1 })
after(() => proprietaire.close())
await createCommunes(proprietaire.db)
const admin = await createAdministrateur(proprietaire.db)
const generations = await listGenerations(base.db)
const generationOf = (code: string) => generations.find((une) => une.code === code)?.id ?? ''
const run = <E, T>(commande: Commande<E, T>, brut: unknown, agent = admin, now = MAINTENANT) =>
  act({ db: base.db, agent, now, requeteId: 'essai' }, commande, brut)
const TOUS = { limite: 1000, debut: 0 }

/** One quartier of Tours, as the official file has it. */
const quartier = (proprietes: Record<string, unknown> = {}, anneaux = [carre(0.69, 47.38)]) => ({
  proprietes: { code_qp: 'QN03790N', lib_qp: 'Les Essais', insee_com: '37261', ...proprietes },
  anneaux,
})

test('les 17 quartiers réels de 2024 : reconnus, comptés, importés, et le même fichier ne change rien', {
  skip: SANS_DONNEES,
}, async () => {
  const contenu = readDonnees(QPV_2024)
  const { importId } = await depositAndRead(base, admin, { nom: 'qpv.geojson', contenu })
  const lu = await getImport(base.db, importId)
  assert.equal(lu.reglages.generationId, generationOf('QPV2024'), 'la génération se reconnaît aux codes')
  assert.deepEqual([lu.lecture?.entites, lu.lecture?.correspondance.code, lu.lecture?.correspondance.nom], [17, 'code_qp', 'lib_qp'])
  await run(decideDefauts, { importId, sur: 'tous', decision: 'accepte' }).catch(() => undefined)
  const { bilan } = await run(importTerritoire, { importId })
  assert.deepEqual([bilan.nouveaux, bilan.modifies, bilan.identiques], [17, 0, 0])
  const bastie = await findQuartierByCode(base.db, 'QN03710M')
  assert.deepEqual(
    bastie?.communes.map(({ code, surfacePm }) => [code, surfacePm]).sort(),
    [
      ['37195', null],
      ['37261', null],
    ],
    'deux communes, dont personne n’a mesuré les parts : elles ne s’inventent pas',
  )
  const encore = await depositAndRead(base, admin, { nom: 'qpv-copie.geojson', contenu })
  await run(decideDefauts, { importId: encore.importId, sur: 'tous', decision: 'accepte' }).catch(() => undefined)
  const { rows: avant } = await sql<{ n: number }>`select numero as n from territoire.revision`.execute(base.db)
  const second = await run(importTerritoire, { importId: encore.importId })
  assert.deepEqual([second.bilan.nouveaux, second.bilan.modifies, second.bilan.identiques], [0, 0, 17])
  const { rows: apres } = await sql<{ n: number }>`select numero as n from territoire.revision`.execute(base.db)
  assert.deepEqual(apres, avant, 'rien n’a changé : l’index en mémoire reste bon')
  await run(undoImportTerritoire, { importId })
  assert.equal(await findQuartierByCode(base.db, 'QN03710M'), null)
})

test('les parts de surface se mesurent sur les contours de communes : Maryse Bastié, à Tours pour 98 %, à La Riche pour 2 %', {
  skip: SANS_DONNEES,
}, async () => {
  const contours = await depositAndRead(base, admin, {
    nom: 'communes-37.geojson',
    contenu: readDonnees(communesDe('37-indre-et-loire')),
    genre: 'contours',
    reglages: { typeContour: 'commune', millesime: '2018', source: 'IGN, Admin Express' },
  })
  await run(decideDefauts, { importId: contours.importId, sur: 'tous', decision: 'accepte' }).catch(() => undefined)
  const { bilan } = await run(importTerritoire, { importId: contours.importId })
  assert.equal(bilan.nouveaux, 272)
  assert.ok(
    (await listDefauts(base.db, contours.importId, { ...TOUS, genre: 'commune_inconnue' })).length > 200,
    'un code inconnu est dit, jamais refusé',
  )
  const { importId } = await depositAndRead(base, admin, { nom: 'qpv.geojson', contenu: readDonnees(QPV_2024) })
  assert.deepEqual((await getImport(base.db, importId)).lecture?.contours, { millesime: 2018, source: 'IGN, Admin Express' })
  await run(decideDefauts, { importId, sur: 'tous', decision: 'accepte' }).catch(() => undefined)
  await run(importTerritoire, { importId })
  const parts = Object.fromEntries(
    ((await findQuartierByCode(base.db, 'QN03710M'))?.communes ?? []).map(({ code, surfacePm }) => [code, surfacePm ?? -1]),
  )
  assert.ok(parts['37261'] !== undefined && parts['37261'] >= 960 && parts['37261'] <= 995, JSON.stringify(parts))
  assert.equal((parts['37261'] ?? 0) + (parts['37195'] ?? 0), 1000)
  assert.equal((await findQuartierByCode(base.db, 'QN05601M'))?.communes[0]?.surfacePm, null, 'aucun contour du Morbihan n’est chargé')
  await run(undoImportTerritoire, { importId })
  await run(undoImportTerritoire, { importId: contours.importId })
})

test('QP075019 se recoupe tel que publié : c’est dit, réparé seulement si on l’accepte, et l’original est gardé', {
  skip: SANS_DONNEES,
}, async () => {
  const { importId } = await depositAndRead(base, admin, { nom: 'qpv2015.csv', contenu: csvQpv2015() })
  const un = await getImport(base.db, importId)
  assert.equal(un.reglages.generationId, generationOf('QPV2015'))
  const defauts = await listDefauts(base.db, importId, TOUS)
  const recoupe = defauts.find(({ genre, code }) => genre === 'auto_intersection' && code === 'QP075019')
  assert.ok(recoupe !== undefined, defauts.map(({ phrase }) => phrase).join('\n'))
  assert.equal(recoupe.gravite, 'bloquant')
  assert.match(recoupe.reparation ?? '', /\w/)
  assert.ok(recoupe.lon !== null && recoupe.lon > 2.3 && recoupe.lon < 2.5, 'l’endroit est dit')
  await assert.rejects(
    run(importTerritoire, { importId }),
    (erreur: unknown) => erreur instanceof RegleViolee && /QP075019/.test(erreur.message),
  )
  assert.equal(await findQuartierByCode(base.db, 'QP093028'), null, 'tout ou rien')
  await run(decideDefauts, { importId, sur: recoupe.rang, decision: 'accepte' })
  await run(importTerritoire, { importId })
  const trois = await findQuartierByCode(base.db, 'QP093028')
  assert.deepEqual(
    trois?.communes.map(({ code }) => code).sort(),
    ['93001', '93027', '93066'],
    'les communes données par leur nom sont reconnues dans le département',
  )
  assert.deepEqual(
    (await findQuartierByCode(base.db, 'QP075019'))?.communes.map(({ code }) => code),
    ['75120'],
  )
  const { rows } = await sql<{ code: string; geometrie: Buffer; origine: Buffer | null }>`
    select code, geometrie, geometrie_origine as origine from territoire.quartier where code like 'QP%' order by code`.execute(base.db)
  const [paris, ...autres] = rows
  assert.ok(paris !== undefined && paris.origine !== null)
  assert.notDeepEqual(decodeWkb(paris.geometrie), decodeWkb(paris.origine))
  assert.equal(decodeWkb(paris.origine)[0]?.[0]?.[0]?.[0], 2.4128913231573907, 'l’original à la précision publiée')
  assert.deepEqual(
    autres.map(({ origine }) => origine),
    [null, null],
  )
  await run(undoImportTerritoire, { importId })
})

test('un nom corrigé par un décret : le quartier change de nom, son ancien nom et le texte restent dans son histoire', async () => {
  const generation = generations.find(({ code }) => code === 'QPV2024')
  const correction = generation?.decrets.find(({ objet }) => objet === 'correction')
  const premier = await depositAndRead(base, admin, { nom: 'liste.geojson', contenu: geojson([quartier()]) })
  await run(importTerritoire, { importId: premier.importId })
  const reglages = { generationId: generation?.id, decretId: correction?.id, source: '' }
  const second = await depositAndRead(base, admin, {
    nom: 'correction.geojson',
    contenu: geojson([quartier({ lib_qp: 'Les Essais du Cher' })]),
    reglages,
  })
  assert.deepEqual(await countDifferences(base.db, { importId: second.importId, generationId: generation?.id ?? '' }), {
    nouveau: 0,
    modifie: 1,
    identique: 0,
    absent: 0,
  })
  const plusTard = new Date(MAINTENANT.getTime() + 3600_000)
  const { bilan } = await run(importTerritoire, { importId: second.importId }, admin, plusTard)
  assert.deepEqual([bilan.nouveaux, bilan.modifies], [0, 1])
  const trouve = await findQuartierByCode(base.db, 'QN03790N')
  assert.equal(trouve?.nom, 'Les Essais du Cher')
  const [ligne] = await listHistoire(base.db, trouve?.id ?? '')
  assert.deepEqual([ligne?.ancienNom, ligne?.champs, ligne?.decret?.numero], ['Les Essais', ['nom'], '2024-806'])
  await run(undoImportTerritoire, { importId: second.importId }, admin, plusTard)
  assert.equal((await findQuartierByCode(base.db, 'QN03790N'))?.nom, 'Les Essais')
  await run(undoImportTerritoire, { importId: premier.importId })
  assert.equal(await findQuartierByCode(base.db, 'QN03790N'), null)
})

test('annuler un import laisse le quartier que quelque chose d’autre a changé depuis, et le dit', async () => {
  const premier = await depositAndRead(base, admin, { nom: 'liste.geojson', contenu: geojson([quartier()]) })
  await run(importTerritoire, { importId: premier.importId })
  const second = await depositAndRead(base, admin, {
    nom: 'correction.geojson',
    contenu: geojson([quartier({ lib_qp: 'Les Essais du Cher' })]),
  })
  const plusTard = new Date(MAINTENANT.getTime() + 3600_000)
  await run(importTerritoire, { importId: second.importId }, admin, plusTard)
  assert.deepEqual((await run(undoImportTerritoire, { importId: premier.importId }, admin, plusTard)).laisses, ['QN03790N'])
  assert.equal((await findQuartierByCode(base.db, 'QN03790N'))?.nom, 'Les Essais du Cher')
  await sql`delete from territoire.quartier`.execute(base.libre)
})

test('chaque défaut bloquant nomme son entité ; une entité écartée laisse passer les autres', async () => {
  const contenu = geojson([
    quartier(),
    quartier({ code_qp: 'QN03790N', lib_qp: 'Un double' }, [carre(0.72, 47.38)]),
    quartier({ code_qp: 'QX99999Z', lib_qp: 'Un code faux' }, [carre(0.75, 47.38)]),
    quartier({ code_qp: 'QN03791N', lib_qp: '', insee_com: '37999' }, [carre(0.78, 47.38)]),
  ])
  const { importId } = await depositAndRead(base, admin, {
    nom: 'defauts.geojson',
    contenu,
    reglages: { generationId: generationOf('QPV2024') },
  })
  const comptes = Object.fromEntries((await countDefauts(base.db, importId)).map(({ genre, nombre }) => [genre, nombre]))
  assert.deepEqual([comptes.code_double, comptes.code_invalide, comptes.nom_absent, comptes.commune_inconnue], [1, 1, 1, 1])
  await assert.rejects(run(importTerritoire, { importId }), /3\s*défauts empêchent l’import.*QN03790N.*QX99999Z/s)
  for (const { rang, gravite } of await listDefauts(base.db, importId, TOUS)) {
    if (gravite === 'bloquant') await run(decideDefauts, { importId, sur: rang, decision: 'ecarte' })
  }
  const { bilan } = await run(importTerritoire, { importId })
  assert.equal(bilan.nouveaux, 1)
  await run(undoImportTerritoire, { importId })
})

test('une réparation refusée n’est pas faite : le contour est gardé comme il est', async () => {
  const double = carre(0.69, 47.38).flatMap((point, i) => (i === 1 ? [point, point] : [point]))
  const { importId } = await depositAndRead(base, admin, { nom: 'double.geojson', contenu: geojson([quartier({}, [double])]) })
  const [defaut] = await listDefauts(base.db, importId, { ...TOUS, genre: 'sommets_doubles' })
  assert.equal(defaut?.gravite, 'reparable')
  await run(decideDefauts, { importId, sur: 'sommets_doubles', decision: 'refuse' })
  await run(importTerritoire, { importId })
  const { rows } = await sql<{ geometrie: Buffer }>`select geometrie from territoire.quartier where code = 'QN03790N'`.execute(base.db)
  assert.equal(decodeWkb(rows[0]?.geometrie ?? Buffer.alloc(0))[0]?.[0]?.length, 6)
  await run(undoImportTerritoire, { importId })
})

test('des colonnes non reconnues se choisissent, et le fichier est relu', async () => {
  const contenu = geojson([{ proprietes: { x1: 'QN03792N', x2: 'Les Prés' }, anneaux: [carre(0.69, 47.38)] }])
  const { importId } = await depositAndRead(base, admin, {
    nom: 'inconnu.geojson',
    contenu,
    reglages: { generationId: generationOf('QPV2024') },
  })
  await assert.rejects(run(importTerritoire, { importId }), /Dites quelle colonne donne : code/)
  await assert.rejects(run(settleImport, { importId, reglages: { colonnes: { code: 'x9' }, source: '' } }), /pas de colonne « x9 »/)
  const { relu } = await run(settleImport, { importId, reglages: { colonnes: { code: 'x1', nom: 'x2' }, source: '' } })
  assert.equal(relu, true)
  const { tacheId } = await getImport(base.db, importId)
  assert.ok(tacheId !== null, 'la lecture est mise en file')
})

test('un fichier illisible, vide ou trop gros se refuse d’une phrase ; sans le droit, rien n’est gardé', async () => {
  await assert.rejects(depositAndRead(base, admin, { nom: 'vide.geojson', contenu: new Uint8Array() }), /« vide.geojson » est vide/)
  await assert.rejects(
    depositAndRead(base, admin, { nom: 'faux.zip', contenu: Buffer.from('PK\u0003\u0004 pas une archive, non') }),
    RegleViolee,
  )
  const autre = await createAgent(proprietaire.db, 'Sans')
  await assert.rejects(run(depositImport, { genre: 'quartiers', nom: 'x.geojson', contenu: Buffer.from('{}') }, autre), Interdit)
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from territoire.import where nom = 'x.geojson'`.execute(base.db)
  assert.equal(rows[0]?.n, 0)
})
