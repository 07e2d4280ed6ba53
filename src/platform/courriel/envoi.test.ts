import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import test, { after, beforeEach } from 'node:test'
import { sql } from 'kysely'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { createId } from '#platform/identifiants.ts'
import { buildCourriel, etatOf, MAISON } from './courriel.build.ts'
import { enqueueCourriel } from './courriel.store.ts'
import type { Courriel } from './courriel.ts'
import { BAIL_MS, ESSAIS_MAX } from './echeances.ts'
import { type Poste, sendCourriel } from './facteur.ts'
import { claimCourriel, claimFin, requeueCourriel, settleCourriel, sweepCourriels } from './file.store.ts'
import { DELAIS } from './smtp.adaptateur.ts'
import { createServeurDeTest } from './smtp-de-test.ts'

const base = await createBaseDeTest()
const serveur = await createServeurDeTest()
after(() => serveur.stop())
const poste: Poste = {
  db: base.db,
  courriel: serveur.configuration,
  maison: MAISON,
  gardeLiens: false,
  now: () => new Date(),
  delais: { ...DELAIS, silenceMs: 300, connexionMs: 1000 },
}
beforeEach(() => void serveur.recus.splice(0))

const write = (partiel: Partial<Courriel> = {}) =>
  base.db.transaction().execute((tx) => enqueueCourriel(tx, buildCourriel(partiel), new Date()))
const send = (id: string) => sendCourriel(poste, id)

test('a mail that the server accepts is sent once, and its link is then kept nowhere', async () => {
  const id = await write()
  assert.equal(await send(id), 'accepte')
  const { etat, essais, corps, messageId } = await etatOf(base.db, id)
  assert.deepEqual([etat, essais], ['envoye', 1])
  assert.doesNotMatch(JSON.stringify(corps), /invitation/)
  assert.deepEqual(
    serveur.recus.map((recu) => [recu.messageId, recu.a]),
    [[messageId, ['personne@exemple.fr']]],
  )
  assert.match(serveur.recus[0]?.brut ?? '', /https:\/\/parvis\.exemple\.fr\/invitation\/abc/)
  assert.equal(await send(id), 'rien')
  assert.equal(serveur.recus.length, 1)
})

test('an act that is rolled back sends nothing', async () => {
  let id = ''
  await assert.rejects(
    base.db.transaction().execute(async (tx) => {
      id = await enqueueCourriel(tx, buildCourriel(), new Date())
      throw new Error('rolled back')
    }),
  )
  assert.equal(await send(id), 'rien')
  assert.equal(serveur.recus.length, 0)
})

for (const panne of ['raccroche', 'reporte_destinataire', 'reporte_texte', 'coupe_texte', 'muet'] as const) {
  test(`${panne}: nothing was handed over, the mail is tried again and arrives once, under the same Message-ID`, async () => {
    const id = await write()
    serveur.prevoir(panne)
    assert.equal(await send(id), 'reporte')
    const apres = await etatOf(base.db, id)
    assert.equal(apres.etat, 'en_attente')
    assert.notEqual(apres.erreur, null)
    assert.doesNotMatch(apres.erreur ?? '', /personne@/)
    assert.ok(apres.prochainEssaiLe !== null && apres.prochainEssaiLe > new Date())
    assert.equal(await send(id), 'accepte')
    assert.deepEqual(
      serveur.recus.map((recu) => recu.messageId),
      [apres.messageId],
    )
  })
}

for (const panne of ['refuse_destinataire', 'refuse_texte'] as const) {
  test(`${panne}: a final refusal is not tried again, and is shown`, async () => {
    const id = await write()
    serveur.prevoir(panne)
    assert.equal(await send(id), 'refuse')
    assert.deepEqual([(await etatOf(base.db, id)).etat, await send(id), serveur.recus.length], ['abandonne', 'rien', 0])
  })
}

test('the line is cut after the server kept the message, before its answer: uncertain, never sent again by itself', async () => {
  const id = await write()
  serveur.prevoir('coupe_reponse')
  assert.equal(await send(id), 'incertain')
  await sweepCourriels(base.db, new Date(Date.now() + 24 * 3600_000))
  assert.deepEqual([(await etatOf(base.db, id)).etat, await send(id), serveur.recus.length], ['incertain', 'rien', 1])
})

test('an uncertain mail that never arrived leaves again when an administrator says so, under its own Message-ID', async () => {
  const id = await write()
  serveur.prevoir('coupe_fin')
  assert.equal(await send(id), 'incertain')
  const { messageId } = await etatOf(base.db, id)
  assert.equal(serveur.recus.length, 0)
  assert.equal(await requeueCourriel(base.db, id, new Date()), true)
  assert.equal(await requeueCourriel(base.db, id, new Date()), false)
  assert.equal(await send(id), 'accepte')
  assert.deepEqual(
    serveur.recus.map((recu) => recu.messageId),
    [messageId],
  )
})

test('a server that is not there: the mail waits; after the last try it is given up, shown, and can be put back', async () => {
  const ferme = createServer()
  await new Promise<void>((resolve) => ferme.listen(0, '127.0.0.1', resolve))
  const adresse = ferme.address()
  const port = typeof adresse === 'object' && adresse !== null ? adresse.port : 0
  await new Promise((resolve) => ferme.close(resolve))
  const { serveur: reglage, expediteur } = serveur.configuration
  const absent: Poste = { ...poste, courriel: { serveur: { ...reglage, port }, expediteur } }
  const id = await write()
  assert.equal(await sendCourriel(absent, id), 'reporte')
  assert.match((await etatOf(base.db, id)).erreur ?? '', /ESOCKET|ECONN/)
  await sql`update platform.courriel set essais = ${ESSAIS_MAX - 1} where id = ${id}`.execute(base.db)
  await sendCourriel(absent, id)
  assert.equal((await etatOf(base.db, id)).etat, 'abandonne')
  assert.equal(await requeueCourriel(base.db, id, new Date()), true)
  assert.equal(await send(id), 'accepte')
})

test('a server that must speak TLS and does not gets nothing, not even the address', async () => {
  const { serveur: reglage, expediteur } = serveur.configuration
  const id = await write()
  assert.equal(await sendCourriel({ ...poste, courriel: { serveur: { ...reglage, exigeTls: true }, expediteur } }, id), 'reporte')
  assert.match((await etatOf(base.db, id)).erreur ?? '', /ETLS|STARTTLS/)
  assert.equal(serveur.recus.length, 0)
})

test('without a server mails wait', async () => {
  const id = await write()
  assert.equal(await sendCourriel({ ...poste, courriel: null }, id), 'rien')
  assert.equal((await etatOf(base.db, id)).etat, 'en_attente')
})

test('of two senders at once, one sends', async () => {
  const ids = await Promise.all(Array.from({ length: 12 }, () => write()))
  const issues = await Promise.all([...ids, ...ids, ...ids].map(send))
  assert.equal(issues.filter((issue) => issue === 'accepte').length, 12)
  assert.equal(new Set(serveur.recus.map((recu) => recu.messageId)).size, 12)
  assert.equal(serveur.recus.length, 12)
})

test('a sender taken for dead that wakes up may not send the last byte: the one that took over sends, alone', async () => {
  const id = await write()
  const lent = await claimCourriel(base.db, id, { now: new Date(Date.now() - 2 * BAIL_MS), domaine: 'exemple.fr' })
  assert.ok(lent !== null)
  assert.equal((await sweepCourriels(base.db, new Date())).repris, 1)
  assert.equal(await send(id), 'accepte')
  assert.equal(await claimFin(base.db, lent), false)
  await settleCourriel(base.db, lent, { etat: 'en_attente', prochainEssaiLe: new Date(), erreur: 'late' })
  assert.equal((await etatOf(base.db, id)).etat, 'envoye')
})

test('the hold lost between the text and its last line: the server keeps nothing', async () => {
  const id = await write()
  const pendant: Poste = { ...poste, delais: { ...DELAIS, avantFinMs: 400 } }
  const envoi = sendCourriel(pendant, id)
  while ((await etatOf(base.db, id)).etat !== 'en_cours') await new Promise((suite) => setTimeout(suite, 10))
  await sql`update platform.courriel set prise = ${createId()} where id = ${id}`.execute(base.db)
  assert.equal(await envoi, 'dessaisi')
  assert.equal(serveur.recus.length, 0)
})

test('a process that dies while the last byte leaves: uncertain; its late answer, if any, settles it', async () => {
  const id = await write()
  const pris = await claimCourriel(base.db, id, { now: new Date(Date.now() - 2 * BAIL_MS), domaine: 'exemple.fr' })
  assert.ok(pris !== null)
  assert.equal(await claimFin(base.db, pris), true)
  assert.equal((await sweepCourriels(base.db, new Date())).incertains, 1)
  assert.equal((await etatOf(base.db, id)).etat, 'incertain')
  await settleCourriel(base.db, pris, { etat: 'envoye', now: new Date(), gardeLiens: false })
  assert.equal((await etatOf(base.db, id)).etat, 'envoye')
})

test('what waited for days without a server is given up, not sent late', async () => {
  const id = await write()
  assert.equal((await sweepCourriels(base.db, new Date(Date.now() + 4 * 24 * 3600_000))).abandonnes >= 1, true)
  assert.deepEqual([(await etatOf(base.db, id)).etat, await send(id)], ['abandonne', 'rien'])
})
