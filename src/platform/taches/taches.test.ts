import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { startOuvrier, type Travaux } from './ouvrier.ts'
import { cancelTache, enqueueTache, getTache } from './tache.store.ts'

const base = await createBaseDeTest()
const tentatives = new Map<string, number>()
const travaux: Travaux = {
  compter: async ({ avance, tache }) => {
    tentatives.set(tache.id, (tentatives.get(tache.id) ?? 0) + 1)
    for (let pas = 1; pas <= 3; pas += 1) if (!(await avance(pas, 3, `pas ${pas}`))) return { message: 'arrêté' }
    return { message: 'fini', resultat: { pas: 3 } }
  },
  refuser: async () => {
    throw new RegleViolee('Ce document ne se compose pas.')
  },
  attendre: async ({ avance }) => {
    while (await avance(0, 1)) await sleep(20)
    return { message: null }
  },
}
const ouvrier = await startOuvrier(base.url, travaux)
after(() => ouvrier.stop())

async function ended(id: string) {
  for (let essai = 0; essai < 400; essai += 1) {
    const tache = await getTache(base.libre, id)
    if (tache.finieLe !== null) return tache
    await sleep(25)
  }
  assert.fail('the task never ended')
}
const queue = (genre: string) =>
  base.libre.transaction().execute((tx) => enqueueTache(tx, { genre, contratId: null, demandeurId: null, parametres: {} }))

test('a task queued under the role of the application is done, with its progress and its result', async () => {
  const tache = await ended(await queue('compter'))
  assert.deepEqual([tache.etat, tache.fait, tache.total, tache.message, tache.resultat], ['faite', 3, 3, 'fini', { pas: 3 }])
})

test('a task whose act is rolled back never exists', async () => {
  let id = createId()
  await assert.rejects(
    base.libre.transaction().execute(async (tx) => {
      id = await enqueueTache(tx, { genre: 'compter', contratId: null, demandeurId: null, parametres: {} })
      throw new Error('rolled back')
    }),
  )
  await assert.rejects(getTache(base.libre, id), /Cette tâche n’existe pas/)
  await ended(await queue('compter'))
  assert.equal(tentatives.get(id), undefined)
})

test('a rule that is broken ends the task with its sentence, at once', async () => {
  const tache = await ended(await queue('refuser'))
  assert.deepEqual([tache.etat, tache.message], ['echouee', 'Ce document ne se compose pas.'])
})

test('a task that is cancelled stops, and stays cancelled', async () => {
  const id = await queue('attendre')
  for (let essai = 0; essai < 200 && (await getTache(base.libre, id)).etat === 'en_file'; essai += 1) await sleep(25)
  assert.equal(await cancelTache(base.libre, id, new Date()), true)
  await ended(await queue('compter'))
  assert.equal((await getTache(base.libre, id)).etat, 'annulee')
})

test('the application may queue, not touch the tables of the queue', async () => {
  await assert.rejects(sql`select * from graphile_worker._private_jobs`.execute(base.db), /permission denied/)
})
