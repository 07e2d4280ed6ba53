/** An administrator of the platform reads the content of a contract: with a reason, in sight, without writing. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { closeAcces, findAgentByPersonne, openAcces } from '#compte/index.ts'
import { act } from '#platform/acte.ts'
import { verifyAudit } from '#platform/audit/verification.store.ts'
import { Interdit, Introuvable, RegleViolee } from '#platform/errors.ts'
import { jourParis } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { createNoeud } from '#strategie/index.ts'
import { idOf } from './droits-scene-de-test.ts'
import { openSite } from './journal-site-de-test.ts'

const site = await openSite()
const { base, scene } = site
const contratId = scene.ici.contratId
const ADMIN = 'admin_plateforme'
const MOTIF = 'Demande d’assistance 421 : une fiche ne s’affiche plus'
const appel = (cle: string) => ({ db: base.db, agent: site.agent(cle), now: new Date(), requeteId: 'essai' })
const fiche = `/espace/ici/fiches/${idOf(scene.ici, 'f4')}`

/** Lines of the chain of the contract about accesses. */
async function lignesAcces(): Promise<{ commande: string; libelle: string; mandat: string | null }[]> {
  const { rows } = await sql<{ commande: string; libelle: string; mandat: string | null }>`
    select l.commande, c.libelle, c.mandat from platform.audit_ligne l join platform.audit_contenu c on c.ligne_id = l.id
    where l.chaine = ${`contrat:${contratId}`} and l.objet_type = 'acces' order by l.numero`.execute(base.libre)
  return rows
}

test('sans accès, l’administration voit que les contrats existent, leurs tailles, et rien de leur contenu', async () => {
  const liste = await site.get('/administration/contrats', ADMIN)
  assert.equal(liste.status, 200)
  assert.match(liste.html, /\/administration\/contrats\/ici\/acces/)
  for (const chemin of ['/espace/ici', fiche, '/espace/ici/journal', '/espace/ici/contrat']) {
    const { status, html } = await site.get(chemin, ADMIN)
    assert.equal(status, 404, chemin)
    assert.doesNotMatch(html, /2\.1\.5/)
  }
  for (const cle of ['chef_projet', 'evaluateur']) {
    assert.equal((await site.get('/administration/contrats', cle)).status, 403)
    assert.equal((await site.post('/administration/contrats/ici/acces', cle, { motif: MOTIF, duree: '1' })).status, 403)
  }
})

test('les mesures techniques sont refusées par la base à qui n’administre pas, quoi que demande l’application', async () => {
  await assert.rejects(
    base.db.transaction().execute(async (tx) => {
      await sql`select set_config('parvis.personne', ${site.agent('chef_projet').personneId}, true), set_config('parvis.technique', '1', true)`.execute(
        tx,
      )
      await sql`select * from contrat.mesures(current_date)`.execute(tx)
    }),
    /administration de la plateforme/,
  )
})

test('un motif trop court, une durée trop longue ou un contrat qui n’existe pas : une phrase, et rien n’est ouvert', async () => {
  const court = await site.post('/administration/contrats/ici/acces', ADMIN, { motif: 'Parce que', duree: '1' })
  assert.equal(court.status, 422)
  assert.match(court.html, /Dites pourquoi en 20 caractères au moins/)
  assert.match(court.html, />Parce que<\/textarea>/)
  const long = await site.post('/administration/contrats/ici/acces', ADMIN, { motif: MOTIF, duree: '9' })
  assert.equal(long.status, 422)
  assert.match(long.html, /4\u00a0heures au plus/)
  assert.equal((await site.post('/administration/contrats/nulle-part/acces', ADMIN, { motif: MOTIF, duree: '1' })).status, 404)
  await assert.rejects(act(appel(ADMIN), openAcces, { contratId: createId(), motif: MOTIF, duree: '1' }), Introuvable)
  await assert.rejects(act(appel('chef_projet'), openAcces, { contratId, motif: MOTIF, duree: '1' }), Interdit)
  assert.deepEqual(await lignesAcces(), [])
})

test('avec un motif, elle lit ; le motif est au journal, qui pilote est prévenu, chaque page laisse une ligne', async () => {
  const ouverture = await site.post('/administration/contrats/ici/acces', ADMIN, { motif: MOTIF, duree: '2' })
  assert.equal(ouverture.status, 303, ouverture.html)
  assert.equal(ouverture.headers.get('location'), '/espace/ici')
  const page = await site.get(`${fiche}?onglet=1`, ADMIN)
  assert.equal(page.status, 200)
  assert.match(page.html, /Accès de l’administration jusqu’au/)
  assert.match(page.html, /Fermer l’accès/)
  const lignes = await lignesAcces()
  assert.deepEqual(
    lignes.map(({ commande }) => commande),
    ['compte.ouvrir_acces', 'compte.lire_contenu'],
  )
  assert.match(lignes[0]?.libelle ?? '', /Contenu ouvert à l’administration jusqu’au .* : Demande d’assistance 421/)
  assert.equal(lignes[1]?.libelle, `Page lue sous accès justifié : ${fiche}?onglet=1`)
  assert.match(lignes[1]?.mandat ?? '', /^administration de la plateforme pour .*, sous accès justifié$/)
  const { rows } = await sql<{ destinataire: string; objet: string; corps: unknown }>`
    select destinataire, objet, corps from platform.courriel where genre = 'acces_ouvert' order by destinataire`.execute(base.libre)
  assert.deepEqual(
    rows.map(({ destinataire }) => destinataire),
    ['autre-chef-projet@exemple.fr', 'chef-projet@exemple.fr'],
  )
  assert.match(JSON.stringify(rows[0]?.corps), /Demande d’assistance 421/)
  const journal = await site.get('/espace/ici/journal?objet=acces', 'chef_projet')
  assert.equal(journal.status, 200)
  assert.match(journal.html, /a ouvert le contenu du contrat à l’administration jusqu’au/)
  assert.match(journal.html, /a lu la page \/espace\/ici\/fiches\//)
})

test('pendant l’accès, un autre contrat reste fermé, et un second accès au même est refusé', async () => {
  assert.equal((await site.get('/espace/la-bas', ADMIN)).status, 404)
  const second = await site.post('/administration/contrats/ici/acces', ADMIN, { motif: MOTIF, duree: '1' })
  assert.equal(second.status, 422)
  assert.match(second.html, /déjà ouvert jusqu’au/)
})

test('pendant l’accès, elle ne peut rien écrire : ni par les pages, ni par les commandes', async () => {
  const envois = [
    '/espace/ici/fiches/nouvelle',
    `${fiche}/modifier`,
    `${fiche}/soumettre`,
    `${fiche}/remarques`,
    '/espace/ici/exporter',
    '/espace/ici/importer',
    '/espace/ici/contrat/modifier',
    '/espace/ici/publication',
  ]
  for (const chemin of envois) {
    const { status } = await site.post(chemin, ADMIN, { texte: 'x', version: '1' })
    assert.ok(status === 403 || status === 404, `${chemin} : ${status}`)
  }
  const lecture = await sql<{
    id: string
  }>`select id from compte.acces_justifie where contrat_id = ${contratId} and ferme_le is null`.execute(base.libre)
  const agent = await findAgentByPersonne(base.libre, site.agent(ADMIN).personneId, jourParis(new Date()))
  assert.ok(agent)
  // As the session makes her: a forged right would still be stopped, by the mandate and by the database.
  const avec = { ...agent, mandats: [...agent.mandats, { ...mandatFort(agent, lecture.rows[0]?.id ?? ''), role: 'chef_projet' as const }] }
  const entree = { contratId, parentId: null, intitule: 'Interdit', description: null, numero: null, themeIds: [] }
  await assert.rejects(act({ ...appel(ADMIN), agent: avec }, createNoeud, entree))
  const { rows } = await sql`select from strategie.noeud where intitule = 'Interdit'`.execute(base.libre)
  assert.equal(rows.length, 0)
})

function mandatFort(agent: ReturnType<typeof site.agent>, id: string) {
  const [administration] = agent.mandats
  assert.ok(administration)
  return { ...administration, id, contratId, actes: ['compte.'] }
}

test('le journal reste à qui pilote : l’accès ne l’ouvre pas', async () => {
  assert.equal((await site.get('/espace/ici/journal', ADMIN)).status, 403)
  assert.equal((await site.get('/espace/ici/journal/telecharger', ADMIN)).status, 403)
})

test('elle ferme avant le terme ; personne ne ferme à sa place ; ce qui est fermé ne s’ouvre plus', async () => {
  const { rows } = await sql<{ id: string }>`select id from compte.acces_justifie where contrat_id = ${contratId}`.execute(base.libre)
  const accesId = rows[0]?.id ?? ''
  await assert.rejects(act(appel('chef_projet'), closeAcces, { accesId }), Interdit)
  await assert.rejects(act(appel(ADMIN), closeAcces, { accesId: createId() }), Introuvable)
  await assert.rejects(act(appel(ADMIN), closeAcces, { accesId: 'x' }), RegleViolee)
  assert.equal((await site.post(`/administration/contrats/acces/${accesId}/fermer`, ADMIN)).status, 303)
  assert.equal((await site.get(fiche, ADMIN)).status, 404)
  await assert.rejects(act(appel(ADMIN), closeAcces, { accesId }), RegleViolee)
  assert.equal((await lignesAcces()).at(-1)?.libelle, 'Accès au contenu fermé avant son terme')
})

test('à son heure, l’accès finit de lui-même ; il tombe aussi avec le mandat d’administration', async () => {
  assert.equal((await site.post('/administration/contrats/ici/acces', ADMIN, { motif: MOTIF, duree: '1' })).status, 303)
  assert.equal((await site.get('/espace/ici', ADMIN)).status, 200)
  const avant = (await lignesAcces()).length
  site.setHeure(new Date(Date.now() + 61 * 60_000))
  assert.equal((await site.get('/espace/ici', ADMIN)).status, 404)
  assert.equal((await lignesAcces()).length, avant, 'a page refused is not a page read')
  site.setHeure(new Date())
  assert.equal((await site.get('/espace/ici', ADMIN)).status, 200)
  await sql`update compte.mandat set retire_le = now() where personne_id = ${site.agent(ADMIN).personneId}`.execute(scene.proprietaire)
  assert.equal((await site.get('/espace/ici', ADMIN)).status, 404)
  assert.deepEqual((await verifyAudit(base.libre)).defauts, [])
})
