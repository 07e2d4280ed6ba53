import assert from 'node:assert/strict'
import test, { after, beforeEach } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { createId } from '#platform/identifiants.ts'
import { setReglage } from '#platform/reglages.ts'
import { buildCourriel, etatOf, MAISON, simpleParts } from './courriel.build.ts'
import { enqueueCourriel } from './courriel.store.ts'
import { echeanceRecueil } from './echeances.ts'
import { makeRonde, type Poste, sendCourriel, startFacteur } from './facteur.ts'
import { getPreferences, savePreferences } from './preferences.store.ts'
import { gatherRecueils } from './recueil.store.ts'
import { conservationCourriels, heureRecueil } from './reglages.ts'
import { createServeurDeTest } from './smtp-de-test.ts'

const base = await createBaseDeTest()
const serveur = await createServeurDeTest()
after(() => serveur.stop())
let horloge = new Date('2026-03-11T08:00:00Z')
const poste: Poste = { db: base.db, courriel: serveur.configuration, maison: MAISON, gardeLiens: false, now: () => horloge }
beforeEach(async () => {
  serveur.recus.splice(0)
  await sql`delete from platform.courriel_preference`.execute(base.db)
  await sql`update platform.courriel set etat = 'ecarte', fini_le = now() where etat in ('a_recueillir', 'en_attente')`.execute(base.db)
})

const writeTo = (personneId: string, objet: string, quand: string, genre = 'mandats', courriel = 'a@exemple.fr') =>
  base.db.transaction().execute((tx) => {
    const href = `/espace/${encodeURIComponent(objet)}`
    const mail = buildCourriel({ objet, genre, envoi: 'recueil', a: { courriel, personneId }, action: { libelle: 'Voir', href } })
    return enqueueCourriel(tx, mail, new Date(quand))
  })
const gatherAt = (quand: string, heure = '07:30') => {
  const echeance = echeanceRecueil(new Date(quand), heure)
  return echeance === null ? Promise.resolve(0) : gatherRecueils(base.db, echeance, new Date(quand))
}
const recueilsOf = async (personneId: string) => {
  const { rows } = await sql<{ id: string; objet: string; destinataire: string; recueil_le: string }>`
    select id, objet, destinataire, recueil_le from platform.courriel where personne_id = ${personneId} and recueil_le is not null order by recueil_le`.execute(
    base.db,
  )
  return rows
}

test('what waited since yesterday is one message this morning, however often the job runs; the rest waits for tomorrow', async () => {
  const moi = createId()
  const ids = [
    await writeTo(moi, 'Premier', '2026-03-10T10:00:00Z'),
    await writeTo(moi, 'Second', '2026-03-10T17:00:00Z', 'fiches', 'nouvelle@exemple.fr'),
  ]
  assert.equal(await gatherAt('2026-03-11T06:00:00Z'), 0)
  const deux = await Promise.all([gatherAt('2026-03-11T06:31:00Z'), gatherAt('2026-03-11T06:31:00Z')])
  assert.equal(deux[0] + deux[1], 1)
  const tard = await writeTo(moi, 'Après l’heure', '2026-03-11T09:00:00Z')
  assert.equal(await gatherAt('2026-03-11T20:00:00Z'), 0)
  const [recueil, ...autres] = await recueilsOf(moi)
  assert.equal(autres.length, 0)
  assert.equal(recueil?.objet, 'Votre récapitulatif du 11\u00a0mars 2026\u00a0: 2\u00a0nouvelles')
  assert.equal(recueil?.destinataire, 'nouvelle@exemple.fr')
  assert.deepEqual(await Promise.all(ids.map(async (id) => (await etatOf(base.db, id)).etat)), ['recueilli', 'recueilli'])
  assert.equal((await etatOf(base.db, tard)).etat, 'a_recueillir')
  assert.equal(await gatherAt('2026-03-12T06:31:00Z'), 1)
  assert.equal((await recueilsOf(moi))[1]?.objet, 'Après l’heure')
})

test('a change of the hour in the day sends no second digest that day', async () => {
  const moi = createId()
  await writeTo(moi, 'Premier', '2026-03-10T10:00:00Z')
  assert.equal(await gatherAt('2026-03-11T06:31:00Z'), 1)
  await writeTo(moi, 'Second', '2026-03-11T08:00:00Z')
  assert.equal(await gatherAt('2026-03-11T12:00:00Z', '12:30'), 0)
  assert.equal((await recueilsOf(moi)).length, 1)
})

test('a digest says each thing, why, and how to stop; a mailbox can stop it by itself', async () => {
  const moi = createId()
  for (const objet of ['Mandat donné', 'Fiche validée']) await writeTo(moi, objet, '2026-03-10T10:00:00Z')
  await gatherAt('2026-03-11T06:31:00Z')
  const id = (await recueilsOf(moi))[0]?.id ?? ''
  assert.equal(await sendCourriel(poste, id), 'accepte')
  const brut = serveur.recus[0]?.brut ?? ''
  const lien = `https://parvis.exemple.fr/courriels/preferences/${MAISON.jetons.sign(moi)}`
  const deplie = brut.replace(/\r\n[ \t]/g, ' ')
  assert.ok(deplie.includes(`List-Unsubscribe: <${lien}>`), deplie.slice(0, 1500))
  assert.match(deplie, /^List-Unsubscribe-Post: List-Unsubscribe=One-Click$/m)
  const { texte, html } = simpleParts(Buffer.from(brut, 'latin1'))
  for (const morceau of ['Mandat donné', 'Fiche validée', '/espace/Mandat%20donn%C3%A9', lien, 'parce qu’on vous a invitée']) {
    assert.ok(texte.includes(morceau), morceau)
    assert.ok(html.includes(morceau), morceau)
  }
  assert.equal(html.match(/<h2/g)?.length, 2)
})

test('a person chooses: weekly, or never, for everything or for one kind', async () => {
  const [semaine, jamais, mixte] = [createId(), createId(), createId()]
  await savePreferences(base.db, semaine, { '*': 'semaine' }, horloge)
  await savePreferences(base.db, jamais, { '*': 'jamais' }, horloge)
  await savePreferences(base.db, mixte, { '*': 'semaine', fiches: 'jamais', mandats: 'jour' }, horloge)
  assert.deepEqual(await getPreferences(base.db, mixte), { '*': 'semaine', fiches: 'jamais', mandats: 'jour' })
  for (const personne of [semaine, jamais, mixte])
    for (const genre of ['mandats', 'fiches', 'autres']) await writeTo(personne, `Sur ${genre}`, '2026-03-10T10:00:00Z', genre)
  await gatherAt('2026-03-11T06:31:00Z')
  assert.equal((await recueilsOf(semaine)).length, 0)
  assert.equal((await recueilsOf(jamais)).length, 0)
  assert.deepEqual(
    (await recueilsOf(mixte)).map(({ objet }) => objet),
    ['Sur mandats'],
  )
  await gatherAt('2026-03-16T06:31:00Z')
  assert.deepEqual(
    (await recueilsOf(semaine)).map(({ objet }) => objet),
    ['Votre récapitulatif du 16\u00a0mars 2026\u00a0: 3\u00a0nouvelles'],
  )
  assert.equal((await recueilsOf(jamais)).length, 0)
  assert.deepEqual(
    (await recueilsOf(mixte)).map(({ objet }) => objet),
    ['Sur mandats', 'Sur autres'],
  )
})

test('an invitation goes at once, whatever the person chose', async () => {
  const moi = createId()
  await savePreferences(base.db, moi, { '*': 'jamais' }, horloge)
  const id = await base.db
    .transaction()
    .execute((tx) => enqueueCourriel(tx, buildCourriel({ a: { courriel: 'a@exemple.fr', personneId: moi } }), horloge))
  assert.equal(await sendCourriel(poste, id), 'accepte')
  assert.doesNotMatch(serveur.recus[0]?.brut ?? '', /List-Unsubscribe/)
})

test('the content is erased when its days are over, not before; the line stays for the counts', async () => {
  const moi = createId()
  const id = await base.db
    .transaction()
    .execute((tx) => enqueueCourriel(tx, buildCourriel({ a: { courriel: 'a@exemple.fr', personneId: moi } }), horloge))
  await sendCourriel(poste, id)
  await base.db.transaction().execute((tx) => setReglage(tx, conservationCourriels, 10, horloge))
  const depart = horloge
  horloge = new Date(depart.getTime() + 9 * 24 * 3600_000)
  await makeRonde(poste)
  assert.notEqual((await etatOf(base.db, id)).corps, null)
  horloge = new Date(depart.getTime() + 11 * 24 * 3600_000)
  await makeRonde(poste)
  const { rows } = await sql<Record<string, unknown>>`
    select etat, personne_id, destinataire, objet, corps, erreur from platform.courriel where id = ${id}`.execute(base.db)
  assert.deepEqual(rows, [{ etat: 'envoye', personne_id: null, destinataire: null, objet: null, corps: null, erreur: null }])
  horloge = depart
})

test('the running sender: mails of an act leave by themselves, are tried again, and the morning digest with them', async () => {
  await base.db.transaction().execute((tx) => setReglage(tx, heureRecueil, '00:00', new Date()))
  const moi = createId()
  await writeTo(moi, 'De la veille', new Date(Date.now() - 24 * 3600_000).toISOString())
  serveur.prevoir('reporte_texte', 'coupe_texte')
  const facteur = await startFacteur({
    url: base.url,
    production: false,
    courriel: serveur.configuration,
    maison: MAISON,
    gardeLiens: false,
    now: () => new Date(),
    delaiApres: () => 50,
    pollInterval: 50,
  })
  try {
    const ids = await base.db
      .transaction()
      .execute((tx) =>
        Promise.all(
          ['a', 'b', 'c'].map((nom) =>
            enqueueCourriel(tx, buildCourriel({ a: { courriel: `${nom}@exemple.fr`, personneId: null } }), new Date()),
          ),
        ),
      )
    const recueil = (await recueilsOf(moi))[0]?.id ?? ''
    for (let essai = 0; essai < 400 && serveur.recus.length < 4; essai += 1) await sleep(25)
    for (
      let essai = 0;
      essai < 400 && (await Promise.all([...ids, recueil].map((id) => etatOf(base.db, id)))).some(({ etat }) => etat !== 'envoye');
      essai += 1
    )
      await sleep(25)
    assert.deepEqual(serveur.recus.flatMap(({ a }) => a).sort(), ['a@exemple.fr', 'a@exemple.fr', 'b@exemple.fr', 'c@exemple.fr'])
    assert.equal(new Set(serveur.recus.map(({ messageId }) => messageId)).size, 4)
  } finally {
    await facteur.stop()
  }
})
