import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import test from 'node:test'
import { sql } from 'kysely'
import { z } from 'zod'
import { act, command } from '#platform/acte.ts'
import type { Acteur } from '#platform/acteur.ts'
import { openBase, type Tx } from '#platform/db/base.ts'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { RegleViolee } from '#platform/errors.ts'
import { listJournal, verifyAudit } from './audit.store.ts'

const base = await createBaseDeTest()
const agent: Acteur = { personneId: randomUUID(), prenom: 'Ada', nom: 'Test', courriel: 'ada@exemple.fr', fonction: null, mandats: [] }
const appel = () => ({ db: base.db, agent, now: new Date(), requeteId: 'r1' })

const noter = command(
  'test.noter',
  z.object({ valeur: z.number('Donnez un nombre.'), contrat: z.string().nullable() }),
  async (_ctx, entree) => ({
    valeur: entree.valeur,
    trace: {
      contratId: entree.contrat,
      objet: { type: 'note', id: String(entree.valeur) },
      libelle: `Note ${entree.valeur}`,
      avant: null,
      apres: { valeur: entree.valeur, texte: 'été' },
    },
  }),
)
const echouer = command('test.echouer', z.object({}), async ({ tx }) => {
  await tx.insertInto('platform.reglage').values({ cle: 'reste', valeur: '1' }).execute()
  throw new RegleViolee('Non.')
})

/** Acts as a superuser who tampers: the owner's role, triggers off for this transaction. */
async function tamper(faire: (tx: Tx) => Promise<unknown>): Promise<Awaited<ReturnType<typeof verifyAudit>>> {
  const owner = openBase(base.url, { role: null, max: 1 })
  let constat: Awaited<ReturnType<typeof verifyAudit>> | undefined
  await owner.db
    .transaction()
    .execute(async (tx) => {
      await sql`set local session_replication_role = replica`.execute(tx)
      await faire(tx)
      constat = await verifyAudit(tx)
      throw new Error('rolled back')
    })
    .catch((erreur: unknown) => {
      if (!(erreur instanceof Error) || erreur.message !== 'rolled back') throw erreur
    })
  await owner.close()
  assert.ok(constat)
  return constat
}

test('every act leaves one line in the chain of its contract, and the chain verifies', async () => {
  const contrat = randomUUID()
  for (let valeur = 1; valeur <= 5; valeur += 1) await act(appel(), noter, { valeur, contrat })
  await act(appel(), noter, { valeur: 99, contrat: null })
  const journal = await listJournal(base.db, { contratId: contrat, limite: 10 })
  assert.deepEqual(
    journal.map((ligne) => ligne.libelle),
    ['Note 5', 'Note 4', 'Note 3', 'Note 2', 'Note 1'],
  )
  const constat = await verifyAudit(base.db)
  assert.equal(constat.lignes, 6)
  assert.deepEqual(constat.defauts, [])
})

test('acts of one chain at the same instant wait for each other and stay chained', async () => {
  const contrat = randomUUID()
  await Promise.all(Array.from({ length: 12 }, (_, valeur) => act(appel(), noter, { valeur, contrat })))
  const constat = await verifyAudit(base.db)
  assert.deepEqual(constat.defauts, [])
  assert.equal((await listJournal(base.db, { contratId: contrat, limite: 50 })).length, 12)
})

test('a command that fails leaves nothing half-written', async () => {
  await assert.rejects(act(appel(), echouer, {}), RegleViolee)
  assert.equal((await base.db.selectFrom('platform.reglage').selectAll().where('cle', '=', 'reste').execute()).length, 0)
})

test('a wrong input is named field by field, in French', async () => {
  await assert.rejects(act(appel(), noter, { valeur: 'x', contrat: null }), (erreur: unknown) => {
    assert.ok(erreur instanceof RegleViolee)
    assert.deepEqual(erreur.champs, [{ champ: 'valeur', message: 'Donnez un nombre.' }])
    return true
  })
})

test('the application and even the owner are refused any update, delete or truncate', async () => {
  for (const requete of [
    'update platform.audit_ligne set commande = commande',
    'delete from platform.audit_ligne',
    'truncate platform.audit_ligne cascade',
  ]) {
    await assert.rejects(sql.raw(requete).execute(base.db), `application: ${requete}`)
  }
  const owner = openBase(base.url, { role: null, max: 1 })
  for (const requete of [
    "update platform.audit_ligne set commande = 'x'",
    'delete from platform.audit_ligne',
    'truncate platform.audit_ligne cascade',
    "update platform.audit_contenu set libelle = 'autre'",
  ]) {
    await assert.rejects(sql.raw(requete).execute(owner.db), /journal/, `owner: ${requete}`)
  }
  await owner.close()
})

test('an altered, removed or inserted line and an altered payload are found, and where', async () => {
  const contrat = randomUUID()
  for (let valeur = 1; valeur <= 4; valeur += 1) await act(appel(), noter, { valeur, contrat })
  const chaine = `contrat:${contrat}`
  const altere = await tamper((tx) =>
    sql`update platform.audit_ligne set commande = 'autre' where chaine = ${chaine} and numero = 2`.execute(tx),
  )
  assert.deepEqual(altere.defauts, [{ chaine, numero: 2, defaut: 'la ligne a été modifiée' }])
  const retire = await tamper((tx) => sql`delete from platform.audit_ligne where chaine = ${chaine} and numero = 3`.execute(tx))
  assert.ok(retire.defauts.some((d) => d.chaine === chaine && d.numero === 4 && d.defaut.includes('manquent')))
  const tronque = await tamper((tx) => sql`delete from platform.audit_ligne where chaine = ${chaine} and numero = 4`.execute(tx))
  assert.ok(tronque.defauts.some((d) => d.chaine === chaine && d.defaut.startsWith('la fin de la chaîne manque')))
  const contenu = await tamper((tx) =>
    sql`update platform.audit_contenu set apres = '{"valeur": 7}' where ligne_id = (select id from platform.audit_ligne where chaine = ${chaine} and numero = 1)`.execute(
      tx,
    ),
  )
  assert.deepEqual(contenu.defauts, [{ chaine, numero: 1, defaut: 'le contenu de la ligne a été modifié' }])
})

test('erasing a payload keeps the chain valid', async () => {
  const contrat = randomUUID()
  await act(appel(), noter, { valeur: 1, contrat })
  await sql`update platform.audit_contenu set sel = null, libelle = null, avant = null, apres = null, efface_le = now()
    where ligne_id = (select id from platform.audit_ligne where chaine = ${`contrat:${contrat}`})`.execute(base.db)
  assert.deepEqual((await verifyAudit(base.db)).defauts, [])
})
