import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import test from 'node:test'
import { sql } from 'kysely'
import { z } from 'zod'
import { act, command } from '#platform/acte.ts'
import type { Acteur } from '#platform/acteur.ts'
import { openBase } from '#platform/db/base.ts'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { RegleViolee } from '#platform/errors.ts'
import { listJournal, noteEvenement } from './audit.store.ts'
import { verifyAudit } from './verification.store.ts'

const base = await createBaseDeTest()
const agent: Acteur = {
  personneId: randomUUID(),
  prenom: 'Ada',
  nom: 'Test',
  courriel: 'ada@exemple.fr',
  fonction: null,
  mandats: [],
  autresMandats: [],
}
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

test('every act leaves one line in the chain of its contract, and the chain verifies', async () => {
  const contrat = randomUUID()
  for (let valeur = 1; valeur <= 5; valeur += 1) await act(appel(), noter, { valeur, contrat })
  await act(appel(), noter, { valeur: 99, contrat: null })
  const journal = await listJournal(base.libre, { contratId: contrat, limite: 10 })
  assert.deepEqual(
    journal.map((ligne) => ligne.libelle),
    ['Note 5', 'Note 4', 'Note 3', 'Note 2', 'Note 1'],
  )
  const constat = await verifyAudit(base.libre)
  assert.equal(constat.lignes, 6)
  assert.deepEqual(constat.defauts, [])
})

test('acts of one chain at the same instant wait for each other and stay chained', async () => {
  const contrat = randomUUID()
  await Promise.all(Array.from({ length: 12 }, (_, valeur) => act(appel(), noter, { valeur, contrat })))
  const constat = await verifyAudit(base.libre)
  assert.deepEqual(constat.defauts, [])
  assert.equal((await listJournal(base.libre, { contratId: contrat, limite: 50 })).length, 12)
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
  await act(appel(), noter, { valeur: 1, contrat: null })
  const requetes = [
    "update platform.audit_ligne set commande = 'x'",
    'delete from platform.audit_ligne',
    'truncate platform.audit_ligne cascade',
    "update platform.audit_contenu set libelle = 'autre'",
    "update platform.audit_contenu set mandat = 'cheffe de tout'",
    'update platform.audit_contenu set sel = null, libelle = null, avant = null, apres = null',
    'delete from platform.audit_contenu',
    'truncate platform.audit_contenu',
    'update platform.audit_chaine set dernier_numero = dernier_numero - 1',
    'update platform.audit_chaine set dernier_numero = dernier_numero + 1',
    "update platform.audit_chaine set derniere_empreinte = ''",
    'delete from platform.audit_chaine',
    'truncate platform.audit_chaine cascade',
  ]
  const owner = openBase(base.url, { role: null, max: 1 })
  for (const requete of requetes) {
    await assert.rejects(sql.raw(requete).execute(base.libre), /journal|permission denied/, `application: ${requete}`)
    await assert.rejects(sql.raw(requete).execute(owner.db), /journal/, `owner: ${requete}`)
  }
  await owner.close()
  assert.deepEqual((await verifyAudit(base.libre)).defauts, [])
})

test('a payload can be erased by the application, with the words of the mandate, and the chain stays valid', async () => {
  const contrat = randomUUID()
  await act(appel(), noter, { valeur: 1, contrat })
  const effacement = sql`update platform.audit_contenu set sel = null, libelle = null, avant = null, apres = null, efface_le = now()
    where ligne_id = (select id from platform.audit_ligne where chaine = ${`contrat:${contrat}`})`
  await effacement.execute(base.libre)
  const { rows } = await sql<{ mandat: string | null; effaces: number }>`
    select mandat, (efface_le is not null)::int as effaces from platform.audit_contenu
    where ligne_id = (select id from platform.audit_ligne where chaine = ${`contrat:${contrat}`})`.execute(base.libre)
  assert.deepEqual(rows, [{ mandat: null, effaces: 1 }])
  assert.deepEqual((await verifyAudit(base.libre)).defauts, [])
})

test('an event without an act is written alone or with the transaction around it', async () => {
  const evenement = {
    commande: 'test.refuser',
    acteurId: null,
    requeteId: 'r2',
    now: new Date(),
    contratId: null,
    objet: { type: 'adresse', id: 'x' },
    libelle: 'Connexion refusée',
    avant: null,
    apres: null,
  }
  await noteEvenement(base.db, evenement)
  await assert.rejects(
    base.db.transaction().execute(async (tx) => {
      await noteEvenement(tx, { ...evenement, libelle: 'Jamais gardée' })
      throw new Error('rolled back')
    }),
  )
  const libelles = (await listJournal(base.libre, { contratId: null, limite: 50 })).map((ligne) => ligne.libelle)
  assert.ok(libelles.includes('Connexion refusée'))
  assert.ok(!libelles.includes('Jamais gardée'))
})
