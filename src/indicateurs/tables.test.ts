import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { type Agent, TOUT_LE_CONTRAT } from '#compte/index.ts'
import { act, withIdentite } from '#platform/acte.ts'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { readDocument } from '#platform/documents/lecture/lire.ts'
import { Interdit, RegleViolee } from '#platform/errors.ts'
import { advanceTache, endTache, startTache } from '#platform/taches/tache.store.ts'
import { depositTable } from './commands/deposit-table.ts'
import { checkTable, rereadTable, stopTable, undoTable, writeTableFigures } from './commands/table-acts.ts'
import { proposedChoix } from './import/choix.ts'
import * as fichiers from './import/fixtures-de-test.ts'
import type { ChoixTable } from './import/lecture.ts'
import { travauxIndicateurs } from './jobs.ts'
import { listMesures } from './observation.store.ts'
import { getTable, type TableSuivie } from './table.store.ts'

const base = await createBaseDeTest()
const NOW = new Date('2026-03-09T09:00:00Z')
const PERSONNE = '018f0000-0000-7000-8000-000000000001'
const mandat = (role: 'admin_plateforme' | 'chef_projet', contratId: string | null): Agent => ({
  personneId: PERSONNE,
  prenom: 'Nadia',
  nom: 'Essai',
  courriel: 'nadia@exemple.fr',
  fonction: null,
  autresMandats: [],
  mandats: [
    {
      id: PERSONNE,
      contratId,
      organisationId: '',
      organisation: 'Essai',
      role,
      territoire: TOUT_LE_CONTRAT,
      suppleantDe: null,
      delegations: [],
    },
  ],
})
const ADMIN = mandat('admin_plateforme', null)
const CHEF = mandat('chef_projet', '018f0000-0000-7000-8000-000000000002')
const appel = (agent: Agent = ADMIN) => ({ db: base.db, agent, now: NOW, requeteId: 'essai' })

for (const [generation, code, nom] of [
  ['QPV2024', 'QN03701I', 'Sanitas'],
  ['QPV2024', 'QN03702M', 'Europe'],
  ['QPV2024', 'QN03703N', 'Rives du Cher'],
] as const)
  await sql`insert into territoire.quartier (id, generation_id, code, nom, cle)
    select gen_random_uuid(), id, ${code}, ${nom}, ${` ${nom}`} from territoire.generation where code = ${generation}`.execute(base.libre)

const travaux = travauxIndicateurs({
  read: (nom, contenu) => readDocument(nom, Buffer.from(contenu)),
  readArchive: async function* () {},
})
/** Runs the work of a table as the worker does, under its identity; several steps if one asks for another. */
async function work(tableId: string, arretApres = Number.POSITIVE_INFINITY): Promise<TableSuivie> {
  const { tacheId } = await getTable(base.libre, tableId)
  const tache = await startTache(base.libre, tacheId ?? assert.fail(), NOW)
  if (tache !== null) {
    let pas = 0
    const fin = await withIdentite(base.db, { personneId: PERSONNE, contrats: [], technique: true }, (db) =>
      (travaux[tache.genre] ?? assert.fail(tache.genre))({
        db,
        tache,
        now: () => NOW,
        avance: async (fait, total) => {
          pas += 1
          return pas <= arretApres && (await advanceTache(base.libre, tache.id, { fait, total }))
        },
      }),
    )
    await endTache(base.libre, tache.id, { etat: 'faite', ...fin }, NOW)
  }
  return getTable(base.libre, tableId)
}
async function deposit({ nom, octets }: fichiers.FichierDeTest): Promise<TableSuivie> {
  const { tableId } = await act(appel(), depositTable, { table: { nom, contenu: octets } })
  return work(tableId)
}
const SOURCE = { nom: 'Essai, valeurs inventées', producteur: 'Essai', licence: '', adresse: '', nature: 'demonstration' }
async function check(table: TableSuivie, champs: Partial<ChoixTable> = {}): Promise<TableSuivie> {
  const choix = { ...proposedChoix(table.lecture ?? assert.fail(table.erreur ?? '')), source: SOURCE, millesime: '2021', ...champs }
  await act(appel(), checkTable, { tableId: table.id, choix })
  return work(table.id)
}
async function write(table: TableSuivie): Promise<TableSuivie> {
  await act(appel(), writeTableFigures, { tableId: table.id })
  return work(table.id)
}
const SANITAS = [{ type: 'quartier', code: 'QN03701I' }] as const
const valeurs = async () => (await listMesures(base.libre, SANITAS)).mesures.map(({ valeur, absence }) => valeur?.entier ?? absence)
const counts = async () => {
  const { rows } = await sql<{
    n: number
    la: number
  }>`select count(*) as n, count(*) filter (where remplacee_par is null) as la from indicateurs.observation`.execute(base.libre)
  return rows[0] ?? assert.fail()
}
const taux = (valeur: string) => ({ nom: 'taux.csv', octets: Buffer.from(`code_qp;TP6021\nQN03701I;${valeur}\nQN03702M;s\n`) })

test('une table déposée est lue, vérifiée, puis importée ; la réimporter ne change rien', async () => {
  const lue = await deposit(fichiers.qpvClasseur())
  assert.equal(lue.etat, 'a_relire', lue.erreur ?? '')
  const prete = await check(lue)
  assert.equal(prete.etat, 'prete', prete.erreur ?? '')
  // TP6021 and MED21 are known variables; the households are left aside until someone says what they are.
  assert.deepEqual([prete.bilan?.nouvelles, prete.bilan?.changees, prete.bilan?.identiques], [6, 0, 0])
  assert.deepEqual(await counts(), { n: 0, la: 0 })
  assert.equal((await write(prete)).etat, 'ecrite')
  assert.deepEqual(await valeurs(), [12740, 481])

  const encore = await check(await deposit(fichiers.qpvClasseur()))
  assert.deepEqual([encore.bilan?.nouvelles, encore.bilan?.changees, encore.bilan?.identiques], [0, 0, 6])
  await write(encore)
  assert.deepEqual(await counts(), { n: 6, la: 6 })
})

test('une nouvelle table montre ce qui change, et son annulation rend les valeurs d’avant', async () => {
  const avant = await valeurs()
  const prete = await check(await deposit(taux('47,9')))
  assert.deepEqual([prete.bilan?.nouvelles, prete.bilan?.changees, prete.bilan?.identiques, prete.bilan?.absentes], [0, 1, 1, 1])
  assert.deepEqual(prete.bilan?.exemples, [
    { indicateur: 'colonne B, TP6021', territoire: 'Sanitas (QN03701I)', periode: '2021', avant: '48,1', apres: '47,9' },
  ])
  const ecrite = await write(prete)
  assert.deepEqual(await valeurs(), [12740, 479])
  const suivante = await write(await check(await deposit(taux('47,5'))))
  await assert.rejects(act(appel(), undoTable, { tableId: ecrite.id }), /a remplacé des valeurs de celle-ci depuis/)
  await act(appel(), undoTable, { tableId: suivante.id })
  assert.deepEqual(await valeurs(), [12740, 479])
  await act(appel(), undoTable, { tableId: ecrite.id })
  assert.deepEqual(await valeurs(), avant)
  await assert.rejects(act(appel(), undoTable, { tableId: ecrite.id }), /il n’y a pas d’import à annuler/)
})

test('un indicateur nouveau naît avec l’import, et sa variable est reconnue la fois suivante', async () => {
  const table = await deposit(fichiers.qpvClasseur())
  const choix = proposedChoix(table.lecture ?? assert.fail())
  const nouveau = {
    code: 'menages_fiscaux',
    libelle: 'Ménages fiscaux',
    unite: 'nombre',
    sens: 'neutre',
    sommable: true,
    millesimes: 'comparables',
    decimales: 0,
  }
  const prete = await check(table, {
    cibles: choix.cibles.map((cible) => (cible.cle === 'c4' ? { ...cible, action: 'nouveau', nouveau } : cible)),
  })
  assert.deepEqual(prete.bilan?.nouveauxIndicateurs, ['Ménages fiscaux'])
  await write(prete)
  const relue = await deposit(fichiers.qpvClasseur())
  assert.equal(relue.lecture?.colonnes[4]?.proposition?.par, 'variable')
})

test('tout ou rien : un territoire inconnu, une case illisible, une contradiction arrêtent tout', async () => {
  const avant = await counts()
  const table = await deposit(fichiers.fautesCsv())
  const { rows } = await sql<{ id: string }>`select id from indicateurs.indicateur where code = 'taux_pauvrete_60'`.execute(base.libre)
  const { cibles } = proposedChoix(table.lecture ?? assert.fail())
  const prete = await check(table, {
    cibles: cibles.map((cible) => ({ ...cible, action: 'indicateur', indicateurId: rows[0]?.id ?? '' })),
  })
  assert.equal(prete.bilan?.obstacles.length, 2)
  await assert.rejects(act(appel(), writeTableFigures, { tableId: prete.id }), RegleViolee)
  assert.deepEqual(await counts(), avant)
})

test('arrêtée pendant l’écriture, la table n’a rien écrit', async () => {
  const avant = await counts()
  const prete = await check(await deposit(taux('40,0')))
  await act(appel(), writeTableFigures, { tableId: prete.id })
  await work(prete.id, 0)
  assert.deepEqual(await counts(), avant)
  await act(appel(), stopTable, { tableId: prete.id })
})

test('ce qui a changé depuis la vérification n’est pas écrit à l’aveugle', async () => {
  const [une, deux] = [await check(await deposit(taux('46,0'))), await check(await deposit(taux('45,0')))]
  await write(deux)
  await write(await check(await deposit(taux('46,0'))))
  const refusee = await write(une)
  assert.equal(refusee.etat, 'a_relire')
  assert.match(refusee.erreur ?? '', /ont changé depuis la vérification/)
})

test('un fichier qui n’est pas une table est refusé d’une phrase, un tableau sans territoire aussi', async () => {
  await assert.rejects(act(appel(), depositTable, { table: { nom: 'plan.pdf', contenu: Buffer.from('x') } }), /n’est pas une table/)
  await assert.rejects(act(appel(), depositTable, { table: { nom: 'vide.csv', contenu: new Uint8Array() } }), /est vide/)
  await assert.rejects(act(appel(), depositTable, {}), /Choisissez un fichier/)
  const sans = await deposit(fichiers.sansTerritoire())
  assert.equal(sans.etat, 'illisible')
  assert.match(sans.erreur ?? '', /Aucune colonne de ce fichier/)
  const abime = await deposit({ nom: 'abime.xlsx', octets: Buffer.from('PK\u0003\u0004 rien de bon') })
  assert.equal(abime.etat, 'illisible')
})

test('on peut dire soi-même quelle colonne nomme les territoires', async () => {
  const table = await deposit(fichiers.longueCsv())
  await act(appel(), rereadTable, { tableId: table.id, feuille: 0, colonne: 1, type: 'quartier' })
  assert.match((await work(table.id)).erreur ?? '', /Aucune ligne de ce tableau/)
  await act(appel(), rereadTable, { tableId: table.id, feuille: 0, colonne: 0, type: 'quartier' })
  assert.equal((await work(table.id)).lecture?.territoire.reconnus, 2)
})

test('sans mandat d’administration, personne ne dépose, ne vérifie, n’importe ni n’annule', async () => {
  const table = await check(await deposit(taux('41,0')))
  const choix = proposedChoix(table.lecture ?? assert.fail())
  await assert.rejects(act(appel(CHEF), depositTable, { table: { nom: 'a.csv', contenu: Buffer.from('a') } }), Interdit)
  await assert.rejects(act(appel(CHEF), checkTable, { tableId: table.id, choix: { ...choix, source: SOURCE } }), Interdit)
  await assert.rejects(act(appel(CHEF), writeTableFigures, { tableId: table.id }), Interdit)
  await assert.rejects(act(appel(CHEF), stopTable, { tableId: table.id }), Interdit)
  await assert.rejects(act(appel(CHEF), undoTable, { tableId: table.id }), Interdit)
  await assert.rejects(act(appel(CHEF), rereadTable, { tableId: table.id, feuille: 0, colonne: 0, type: 'quartier' }), Interdit)
})
