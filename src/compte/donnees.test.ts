import assert from 'node:assert/strict'
import test from 'node:test'
import { sql } from 'kysely'
import { act } from '#platform/acte.ts'
import { verifyAudit } from '#platform/audit/verification.store.ts'
import { Interdit, RegleViolee } from '#platform/errors.ts'
import { getReglage, listReglagesDeclares } from '#platform/reglages.ts'
import { enqueueTache } from '#platform/taches/tache.store.ts'
import { findClotureEnCours } from './cloture.store.ts'
import { askedCloture, hastenedCloture, moinsMois, nomEfface, plusJours } from './cloture.ts'
import { askCloture } from './commands/ask-cloture.ts'
import { cancelCloture } from './commands/cancel-cloture.ts'
import { changeReglages } from './commands/change-reglages.ts'
import { copyDonnees } from './commands/copy-donnees.ts'
import { correctIdentite } from './commands/correct-identite.ts'
import { hastenCloture } from './commands/hasten-cloture.ts'
import { runPeriodique } from './commands/run-periodique.ts'
import { buildApp, createBaseDeTest, createMembre, get, listLibelles, NOW, post, signIn } from './compte.build.tsx'
import { dureeDelaiCloture, dureeJournal, reglageEditeur } from './reglages-instance.ts'
import { CONSERVER, EXPORTER_DONNEES } from './taches.ts'

const base = await createBaseDeTest()
const app = await buildApp(base)
const admin = await createMembre(base.libre, { courriel: 'admin@exemple.fr', role: 'admin_plateforme', contratId: null })
await createMembre(base.libre, { courriel: 'admin2@exemple.fr', role: 'admin_plateforme', contratId: null })
const cheffe = await createMembre(base.libre, { courriel: 'cheffe@exemple.fr', role: 'chef_projet' })
const bailleur = await createMembre(base.libre, { courriel: 'bailleur@exemple.fr', role: 'bailleur' })
const appel = (agent: typeof admin) => ({ db: base.db, agent, now: NOW, requeteId: 'r' })
const PUBLICATION = { section: 'Qui publie' }

test('l’administration change un réglage, avec sa ligne d’audit avant et après ; personne d’autre', async () => {
  await assert.rejects(act(appel(cheffe), changeReglages, { ...PUBLICATION, valeurs: { 'instance-editeur': 'Moi' } }), Interdit)
  await act(appel(admin), changeReglages, { ...PUBLICATION, valeurs: { 'instance-editeur': 'Métropole d’essai\n1 place' } })
  assert.equal(await getReglage(base.libre, reglageEditeur), 'Métropole d’essai\n1 place')
  assert.ok((await listLibelles(base.libre)).includes('Réglages «\u00a0Qui publie\u00a0» changés\u00a0: Éditeur du site'))
  const { rows } = await sql<{
    avant: unknown
    apres: unknown
  }>`select avant, apres from platform.audit_contenu where libelle like 'Réglages%'`.execute(base.libre)
  assert.deepEqual(rows, [{ avant: { 'instance.editeur': null }, apres: { 'instance.editeur': 'Métropole d’essai\n1 place' } }])
})

test('un réglage inchangé n’écrit rien ; une section inconnue est refusée', async () => {
  const avant = (await listLibelles(base.libre)).length
  assert.deepEqual(
    await act(appel(admin), changeReglages, { ...PUBLICATION, valeurs: { 'instance-editeur': 'Métropole d’essai\n1 place' } }),
    { changes: 0 },
  )
  assert.equal((await listLibelles(base.libre)).length, avant)
  await assert.rejects(act(appel(admin), changeReglages, { section: 'Rien', valeurs: {} }), RegleViolee)
})

test('une valeur refusée nomme son réglage, et rien de la section n’est gardé', async () => {
  const cookie = await signIn(app, 'admin@exemple.fr')
  const avant = await getReglage(base.libre, dureeJournal)
  const reponse = await post(
    app,
    '/administration/reglages',
    { section: 'Durées de conservation', 'compte-journal_ans': '7', 'compte-preavis_jours': '3' },
    cookie,
  )
  assert.equal(reponse.status, 422)
  const html = await reponse.text()
  assert.match(html, /La personne est prévenue avant, de : 15 jours au moins/)
  assert.match(html, /value="3"/, 'what was typed stays')
  assert.equal(await getReglage(base.libre, dureeJournal), avant)
  const contact = await post(app, '/administration/reglages', { section: 'Qui publie', 'instance-contact': 'javascript:alert(1)' }, cookie)
  assert.equal(contact.status, 422)
  assert.match(await contact.text(), /commence par https/)
})

test('la page des réglages montre tous ceux qui sont déclarés, et ce qui manque', async () => {
  const html = await (await get(app, '/administration/reglages', await signIn(app, 'admin@exemple.fr'))).text()
  for (const { cle } of listReglagesDeclares()) assert.match(html, new RegExp(`name="${cle.replaceAll('.', '-')}"`), cle)
  assert.match(html, /Nommez l’hébergeur/)
  assert.doesNotMatch(html, /Nommez l’éditeur/, 'it was named above')
})

test('chacun demande la fermeture de son compte, change d’avis, et recommence', async () => {
  const cookie = await signIn(app, 'bailleur@exemple.fr')
  assert.equal((await post(app, '/compte/fermer', {}, cookie)).status, 422, 'the box is ticked')
  const demande = await post(app, '/compte/fermer', { confirme: 'oui' }, cookie)
  assert.equal(demande.status, 303)
  const cloture = await findClotureEnCours(base.libre, bailleur.personneId)
  assert.ok(cloture)
  const { rows } = await sql<{
    n: number
  }>`select count(*) as n from platform.courriel where genre = 'fermeture' and destinataire = 'bailleur@exemple.fr'`.execute(base.libre)
  assert.equal(rows[0]?.n, 1, 'whoever asked, the holder is told')
  assert.equal(cloture.prevueLe.getTime(), plusJours(NOW, await getReglage(base.libre, dureeDelaiCloture)).getTime())
  assert.match(await (await get(app, '/compte/fermer', cookie)).text(), /Votre compte sera fermé le/)
  assert.equal((await post(app, '/compte/fermer', { confirme: 'oui' }, cookie)).status, 422, 'only once')
  await assert.rejects(act(appel(cheffe), cancelCloture, { clotureId: cloture.id }), Interdit)
  assert.equal((await post(app, '/compte/fermer/annuler', { clotureId: cloture.id }, cookie)).status, 303)
  assert.equal(await findClotureEnCours(base.libre, bailleur.personneId), null)
  await assert.rejects(act(appel(bailleur), cancelCloture, { clotureId: cloture.id }), /déjà annulée/)
  await assert.rejects(act(appel(bailleur), cancelCloture, { clotureId: 'x' }), RegleViolee)
})

test('la dernière cheffe de projet ne part pas sans relève', async () => {
  const cookie = await signIn(app, 'cheffe@exemple.fr')
  assert.match(await (await get(app, '/compte/fermer', cookie)).text(), /donnez-le d’abord à quelqu’un d’autre/)
  await assert.rejects(act(appel(cheffe), askCloture, { personneId: cheffe.personneId }), /dernier à tenir le mandat/)
})

test('pour autrui, l’administration seule, en disant comment la demande est venue', async () => {
  await assert.rejects(act(appel(cheffe), askCloture, { personneId: bailleur.personneId, raison: 'Elle me l’a demandé' }), Interdit)
  await assert.rejects(
    act(appel(admin), askCloture, { personneId: bailleur.personneId, raison: '' }),
    /comment la demande vous est parvenue/,
  )
  await act(appel(admin), askCloture, { personneId: bailleur.personneId, raison: 'Courrier du 2 mars 2026' })
  const cloture = await findClotureEnCours(base.libre, bailleur.personneId)
  assert.equal(cloture?.motif, 'administration')
  await assert.rejects(act(appel(bailleur), hastenCloture, { clotureId: cloture?.id }), Interdit)
  await act(appel(admin), hastenCloture, { clotureId: cloture?.id })
  assert.equal((await findClotureEnCours(base.libre, bailleur.personneId))?.prevueLe.getTime(), NOW.getTime())
  const html = await (await get(app, '/administration/demandes', await signIn(app, 'admin@exemple.fr'))).text()
  assert.match(html, /Alix bailleur/)
})

test('chacun corrige son nom et sa fonction, pas ceux d’un autre, et rien n’est écrasé', async () => {
  const cookie = await signIn(app, 'cheffe@exemple.fr')
  const page = '/compte/mes-donnees/identite'
  assert.equal((await post(app, page, { prenom: 'Alix', nom: '', fonction: '', version: '1' }, cookie)).status, 422)
  assert.equal((await post(app, page, { prenom: 'Alix', nom: 'Durand', fonction: 'Cheffe de projet', version: '1' }, cookie)).status, 303)
  const html = await (await get(app, '/compte/mes-donnees', cookie)).text()
  assert.match(html, /value="Durand"/)
  const perime = await post(app, page, { prenom: 'Alix', nom: 'Autre', fonction: '', version: '1' }, cookie)
  assert.equal(perime.status, 422)
  assert.match(await perime.text(), /ont changé entre-temps\s: Alix Durand, Cheffe de projet/)
  await assert.rejects(
    act(appel(admin), correctIdentite, { personneId: cheffe.personneId, prenom: 'A', nom: 'B', fonction: '', version: 2 }),
    Interdit,
  )
  const { rows } = await sql<{ nom: string }>`select nom from compte.utilisateur where personne_id = ${cheffe.personneId}`.execute(
    base.libre,
  )
  assert.deepEqual(rows, [{ nom: 'Alix Durand' }])
  const lignes = (await listLibelles(base.libre)).filter((libelle) => libelle.startsWith('Identité corrigée'))
  assert.deepEqual(lignes, ['Identité corrigée\u00a0: Alix Durand'])
  await act(appel(cheffe), correctIdentite, {
    personneId: cheffe.personneId,
    prenom: 'Alix',
    nom: 'Durand',
    fonction: 'Cheffe de projet',
    version: 2,
  })
  assert.equal(
    (await listLibelles(base.libre)).filter((libelle) => libelle.startsWith('Identité corrigée')).length,
    1,
    'unchanged: no line',
  )
})

test('la copie de ses données se demande pour soi ; seul le demandeur la télécharge', async () => {
  const cookie = await signIn(app, 'cheffe@exemple.fr')
  assert.equal((await post(app, '/compte/mes-donnees', {}, cookie)).status, 303)
  assert.equal((await post(app, '/compte/mes-donnees', {}, cookie)).status, 422, 'one at a time')
  await assert.rejects(act(appel(bailleur), copyDonnees, { personneId: cheffe.personneId, raison: 'Je voudrais voir' }), Interdit)
  await assert.rejects(act(appel(admin), copyDonnees, { personneId: cheffe.personneId, raison: 'non' }), /comment la demande/)
  await act(appel(admin), copyDonnees, { personneId: cheffe.personneId, raison: 'Demande écrite du 2 mars' })
  const { rows } = await sql<{
    id: string
    demandeur: string
  }>`select id, demandeur_id as demandeur from platform.tache where genre = ${EXPORTER_DONNEES}`.execute(base.libre)
  assert.equal(rows.length, 2)
  const sienne = rows.find(({ demandeur }) => demandeur === cheffe.personneId)
  const { rows: fichiers } = await sql<{
    id: string
  }>`insert into platform.fichier (id, sha256, taille, type, cree_le) values (gen_random_uuid(), ${'a'.repeat(64)}, 3, 'application/zip', ${NOW}) returning id`.execute(
    base.libre,
  )
  await sql`insert into platform.fichier_morceau (fichier_id, rang, contenu) values (${fichiers[0]?.id}, 0, ${Buffer.from('zip')})`.execute(
    base.libre,
  )
  await sql`update platform.tache set etat = 'faite', fichier_id = ${fichiers[0]?.id}, fichier_nom = 'mes-donnees.zip' where id = ${sienne?.id}`.execute(
    base.libre,
  )
  const fichier = await get(app, `/compte/mes-donnees/${sienne?.id}`, cookie)
  assert.equal(fichier.status, 200)
  assert.equal(await fichier.text(), 'zip')
  assert.match(fichier.headers.get('cache-control') ?? '', /no-store/)
  assert.equal((await get(app, `/compte/mes-donnees/${sienne?.id}`, await signIn(app, 'admin@exemple.fr'))).status, 404)
  assert.equal((await get(app, '/compte/mes-donnees/pas-un-id', cookie)).status, 404)
})

test('les tâches de nuit se voient et se lancent, une à la fois', async () => {
  await assert.rejects(act(appel(cheffe), runPeriodique, { genre: CONSERVER }), Interdit)
  await assert.rejects(act(appel(admin), runPeriodique, { genre: 'rien' }), /n’existe pas/)
  await act(appel(admin), runPeriodique, { genre: CONSERVER })
  await assert.rejects(act(appel(admin), runPeriodique, { genre: CONSERVER }), /déjà en cours/)
  await sql`update platform.tache set etat = 'faite', finie_le = ${NOW}, message = 'Effacés : 3 sessions' where genre = ${CONSERVER}`.execute(
    base.libre,
  )
  const html = await (await get(app, '/administration/taches', await signIn(app, 'admin@exemple.fr'))).text()
  assert.match(html, /Effacés : 3 sessions/)
})

test('l’entrée de l’administration dit ce qui attend', async () => {
  await base.libre.transaction().execute((tx) => enqueueTache(tx, { genre: 'autre', contratId: null, demandeurId: null, parametres: {} }))
  const html = await (await get(app, '/administration', await signIn(app, 'admin@exemple.fr'))).text()
  assert.match(html, /réglages à compléter/)
  assert.match(html, /1\u00a0fermeture en attente/)
  assert.match(html, /href="\/administration\/registre"/)
  assert.doesNotMatch(html, /administration\/contrats/, 'only pages that exist')
})

test('le registre s’affiche et se télécharge en trois formats', async () => {
  const cookie = await signIn(app, 'admin@exemple.fr')
  const html = await (await get(app, '/administration/registre', cookie)).text()
  assert.match(html, /Journal des actes/)
  assert.doesNotMatch(html, /ne disent pas si/)
  for (const [format, debut] of [
    ['csv', '\ufeff'],
    ['ods', 'PK'],
    ['xlsx', 'PK'],
  ] as const) {
    const reponse = await get(app, `/administration/registre/export/${format}`, cookie)
    assert.equal(reponse.status, 200)
    const octets = Buffer.from(await reponse.arrayBuffer())
    assert.ok(octets.toString('utf8').startsWith(debut), format)
  }
  assert.equal((await get(app, '/administration/registre/export/doc', cookie)).status, 404)
})

test('une fermeture se demande une fois, et l’on n’avance que ce qui attend', () => {
  const cloture = { id: '1', personneId: 'p', motif: 'demande' as const, raison: null, demandeeLe: NOW, prevueLe: plusJours(NOW, 15) }
  const complete = { ...cloture, numero: 3, annuleeLe: null, faiteLe: null, obstacle: null }
  assert.throws(() => askedCloture(cloture, { enCours: complete, indispensables: [] }), /déjà demandée/)
  assert.throws(() => hastenedCloture({ ...complete, faiteLe: NOW }, NOW), /déjà fermé/)
  assert.deepEqual(nomEfface(3), { prenom: 'Personne', nom: 'effacée n° 3' })
})

test('un mois se retranche sans déborder', () => {
  assert.equal(moinsMois(new Date('2026-03-31T10:00:00Z'), 1).toISOString(), '2026-02-28T10:00:00.000Z')
  assert.equal(moinsMois(new Date('2026-01-15T10:00:00Z'), 25).toISOString(), '2023-12-15T10:00:00.000Z')
})

test('la chaîne du journal reste valide', async () => {
  assert.deepEqual((await verifyAudit(base.libre)).defauts, [])
})
