/** The journal of a contract, the history of its objects, the chain of the platform, the activity of one's own account. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { giveMandat } from '#compte/index.ts'
import { addDocument, saveThemes } from '#contrat/index.ts'
import { act } from '#platform/acte.ts'
import { appendAudit } from '#platform/audit/audit.store.ts'
import { createId } from '#platform/identifiants.ts'
import { editNoeud } from '#strategie/commands/edit-noeud.ts'
import { saveFiche } from '#strategie/commands/save-fiche.ts'
import { submitFiche } from '#strategie/commands/submit-fiche.ts'
import { getFiche } from '#strategie/fiche.store.ts'
import { idOf } from './droits-scene-de-test.ts'
import { openSite } from './journal-site-de-test.ts'

const site = await openSite()
const { base, scene } = site
const { contratId } = scene.ici
const id = (nom: string) => idOf(scene.ici, nom)
const appel = (cle = 'chef_projet') => ({ db: base.db, agent: site.agent(cle), now: new Date(), requeteId: 'essai' })

const fiche = await getFiche(scene.proprietaire, contratId, id('f4'))
const { kind } = fiche
const contenu = { ...fiche, intitule: 'Médiation de nuit', objectifs: [{ id: createId(), texte: 'Apaiser les nuits' }] }
await act(appel(), saveFiche, { contratId, ficheId: fiche.id, version: fiche.version, contenu: { ...contenu, kind } })
await act(appel('delegue_prefet'), submitFiche, { contratId, ficheId: fiche.id, version: fiche.version + 1 })
await act(appel(), editNoeud, { contratId, noeudId: id('a21'), version: 1, intitule: '=cmd|’ /C calc’!A0', description: '', themeIds: [] })

test('chaque acte se lit en une phrase, avec le titre de qui l’a fait et les champs changés', async () => {
  const { status, html } = await site.get('/espace/ici/journal', 'chef_projet')
  assert.equal(status, 200)
  assert.match(html, /Sujet chef_projet<\/strong><span class="pv-titre-acte"> \(chef ou cheffe de projet pour Organisation chef_projet\)/)
  assert.match(html, /a modifié la fiche 2\.1\.4/)
  assert.match(html, /objectifs et dynamiques \(1\u00a0ajout/)
  assert.match(html, /a soumis la fiche 2\.1\.4/)
  assert.match(html, /<span class="etat">Ajouté<\/span> Apaiser les nuits/)
  assert.doesNotMatch(html, /contenu\.intitule|contenu\.objectifs/)
  assert.doesNotMatch(html, / style="|<style|<script(?! type="module" src=)/)
})

test('le journal est à qui pilote le contrat ; le rail ne le montre à personne d’autre', async () => {
  for (const cle of ['elu_epci', 'prefet', 'evaluateur', 'bailleur', 'conseil_citoyen']) {
    assert.equal((await site.get('/espace/ici/journal', cle)).status, 403, cle)
    assert.equal((await site.get('/espace/ici/journal/telecharger', cle)).status, 403, cle)
    assert.doesNotMatch((await site.get('/espace/ici', cle)).html, /href="\/espace\/ici\/journal"/)
  }
  assert.equal((await site.get('/espace/ici/journal', 'ailleurs')).status, 404)
  assert.match((await site.get('/espace/ici', 'chef_projet')).html, /href="\/espace\/ici\/journal"/)
})

test('chaque filtre garde ce qu’il dit ; une valeur inconnue ne garde rien, une valeur folle est ignorée', async () => {
  const count = async (query: string) => {
    const { status, html } = await site.get(`/espace/ici/journal?${query}`, 'chef_projet')
    assert.equal(status, 200, query)
    return html.match(/<li id="n-/g)?.length ?? 0
  }
  const tout = await count('')
  assert.ok(tout >= 3)
  assert.equal(await count(`personne=${site.agent('delegue_prefet').personneId}`), 1)
  assert.equal(await count('acte=strategie.soumettre_fiche'), 1)
  assert.equal(await count('acte=strategie.'), 3)
  assert.equal(await count('objet=noeud'), 1)
  assert.equal(await count('q=SOUMISE'), 1)
  assert.equal(await count('q=rien+de+tel'), 0)
  assert.equal(await count('du=2020-01-01&au=2020-01-02'), 0)
  assert.equal(await count(`personne=${createId()}`), 0)
  for (const fou of ['personne=x', 'acte=%27%3B+drop', 'du=hier', 'avant=moins', 'apres=-1', 'objet=%3Cb%3E'])
    assert.equal(await count(fou), tout, fou)
})

test('le fichier CSV porte ce qui est filtré, et aucune cellule n’est une formule', async () => {
  const { status, html: csv, headers } = await site.get('/espace/ici/journal/telecharger?objet=noeud', 'chef_projet')
  assert.equal(status, 200)
  assert.equal(headers.get('content-type'), 'text/csv; charset=utf-8')
  assert.match(headers.get('content-disposition') ?? '', /attachment; filename="journal-ici-/)
  const lignes = csv.trim().split('\r\n')
  assert.equal(lignes.length, 2)
  assert.match(lignes[1] ?? '', /calc/)
  assert.doesNotMatch(csv, /(^|;|")[=+@]/m)
})

test('les pages se suivent par le numéro des lignes, sans en perdre ni en répéter', async () => {
  const { contratId: autre } = scene.ailleurs
  for (let numero = 1; numero <= 120; numero += 1) {
    const trace = { contratId: autre, objet: { type: 'contrat', id: autre }, libelle: `Acte ${numero}`, avant: null, apres: null }
    const auteur = { acteurId: null, mandatId: null, requeteId: 'r', instant: new Date(), commande: 'contrat.modifier' }
    await scene.proprietaire.transaction().execute((tx) => appendAudit(tx, trace, auteur))
  }
  const numeros = (html: string) => [...html.matchAll(/<li id="n-(\d+)"/g)].map(([, n]) => Number(n))
  const suite = (html: string, rel: string) => new RegExp(`href="([^"]*)" rel="${rel}"`).exec(html)?.[1]?.replaceAll('&amp;', '&')
  let chemin: string | undefined = '/espace/la-bas/journal'
  const lus: number[] = []
  let derniere = ''
  while (chemin !== undefined) {
    derniere = (await site.get(chemin, 'ailleurs')).html
    lus.push(...numeros(derniere))
    chemin = suite(derniere, 'next')
  }
  assert.deepEqual(
    lus,
    Array.from({ length: 120 }, (_, rang) => 120 - rang),
  )
  const retour = suite(derniere, 'prev')
  assert.ok(retour)
  assert.deepEqual(
    numeros((await site.get(retour, 'ailleurs')).html),
    Array.from({ length: 50 }, (_, rang) => 70 - rang),
  )
})

test('l’historique de chaque objet se lit par qui lit l’objet', async () => {
  await act(appel(), addDocument, { contratId, titre: 'Annexe', public: '', nom: 'annexe.txt', contenu: new Uint8Array([65]) })
  await act(appel(), saveThemes, { contratId, empreinte: await empreinteThemes(), themes: [{ id: id('theme'), libelle: 'Enfance' }] })
  const { rows } = await sql<{ id: string }>`select id from contrat.document where contrat_id = ${contratId} and titre = 'Annexe'`.execute(
    base.libre,
  )
  for (const [chemin, attendu] of [
    [`fiche/${id('f4')}`, /a soumis la fiche/],
    [`noeud/${id('a21')}`, /a modifié le nœud/],
    [`document/${rows[0]?.id}`, /a ajouté le document «.Annexe.»/u],
    [`contrat/${contratId}`, /a enregistré les thèmes du contrat/],
    [`contrat/${contratId}?acte=contrat.enregistrer_themes`, /a enregistré les thèmes du contrat/],
  ] as const) {
    for (const cle of ['chef_projet', 'evaluateur']) {
      const { status, html } = await site.get(`/espace/ici/historique/${chemin}`, cle)
      assert.equal(status, 200, `${chemin} ${cle}`)
      assert.match(html, attendu)
    }
    assert.equal((await site.get(`/espace/ici/historique/${chemin}`, 'ailleurs')).status, 404, chemin)
  }
  assert.match((await site.get(`/espace/ici/fiches/${id('f4')}/histoire`, 'evaluateur')).html, /a soumis la fiche 2\.1\.4/)
})

test('ce qui porte des adresses, ou n’est déclaré nulle part, n’a d’historique que pour qui pilote', async () => {
  const { rows } = await sql<{ organisation_id: string }>`select organisation_id from compte.mandat where id = ${id('mandat')}`.execute(
    base.libre,
  )
  const mandat = {
    contratId,
    personneId: id('tiers'),
    organisationId: rows[0]?.organisation_id,
    role: 'financeur',
    qualite: 'titulaire',
    debut: '2026-01-01',
    communes: [],
    quartiers: [],
  }
  await act(appel(), giveMandat, mandat)
  const trouve = await sql<{ id: string }>`select id from compte.mandat where personne_id = ${id('tiers')} and role = 'financeur'`.execute(
    base.libre,
  )
  for (const chemin of [`mandat/${trouve.rows[0]?.id}`, `personne/${id('tiers')}`, `acces/${createId()}`, `autre/${createId()}`]) {
    assert.equal((await site.get(`/espace/ici/historique/${chemin}`, 'chef_projet')).status, 200, chemin)
    assert.equal((await site.get(`/espace/ici/historique/${chemin}`, 'elu_epci')).status, 403, chemin)
  }
  assert.match(
    (await site.get(`/espace/ici/historique/mandat/${trouve.rows[0]?.id}`, 'chef_projet')).html,
    /a donné le mandat «.financeur.» à/u,
  )
})

test('une fiche archivée n’a d’historique que pour qui peut la restaurer', async () => {
  assert.equal((await site.get(`/espace/ici/historique/fiche/${id('z9')}`, 'chef_projet')).status, 200)
  assert.equal((await site.get(`/espace/ici/historique/fiche/${id('z9')}`, 'evaluateur')).status, 403)
})

test('l’historique d’un objet d’un autre contrat est vide, et ne dit pas son nom', async () => {
  const { status, html } = await site.get(`/espace/ici/historique/document/${idOf(scene.ailleurs, 'document')}`, 'chef_projet')
  assert.equal(status, 200)
  assert.match(html, /Aucun acte n’est noté/)
})

test('le journal de la plateforme est à son administration, et ne porte rien d’un contrat', async () => {
  const { status, html } = await site.get('/administration/journal', 'admin_plateforme')
  assert.equal(status, 200)
  assert.match(html, /a pris ce rôle dans la démonstration/)
  assert.doesNotMatch(html, /2\.1\.4|Médiation de nuit/)
  assert.equal((await site.get('/administration/journal/telecharger', 'admin_plateforme')).status, 200)
  for (const chemin of [
    '/administration/journal',
    '/administration/journal/telecharger',
    `/administration/historique/personne/${id('tiers')}`,
  ]) {
    assert.equal((await site.get(chemin, 'chef_projet')).status, 403, chemin)
  }
  const moi = site.agent('chef_projet').personneId
  assert.match((await site.get(`/administration/historique/personne/${moi}`, 'admin_plateforme')).html, /a pris ce rôle/)
})

test('chacun lit l’activité de son compte : ses connexions, les refus, et rien des autres', async () => {
  const { personneId } = site.agent('evaluateur')
  const auteur = { acteurId: null, mandatId: null, requeteId: 'r', instant: new Date(), commande: 'compte.echec_connexion' }
  for (const [qui, libelle] of [
    [personneId, 'Échec de connexion pour mon compte'],
    [site.agent('bailleur').personneId, 'Échec de connexion pour un autre compte'],
  ] as const) {
    const trace = { contratId: null, objet: { type: 'personne', id: qui }, libelle, avant: null, apres: null }
    await scene.proprietaire.transaction().execute((tx) => appendAudit(tx, trace, auteur))
  }
  const { status, html } = await site.get('/compte/activite', 'evaluateur')
  assert.equal(status, 200)
  assert.match(html, /a pris ce rôle dans la démonstration/)
  assert.match(html, /échec de connexion pour mon compte/i)
  assert.doesNotMatch(html, /autre compte/)
})

test('les pages du journal tiennent en six instructions SQL, identité et transaction mises à part', async () => {
  const instructions: string[] = []
  const ecoute = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown }
  const origine = ecoute.query
  ecoute.query = function (this: unknown, ...args: unknown[]) {
    const [premier] = args
    const texte = typeof premier === 'string' ? premier : String((premier as { text?: string }).text)
    if (!/^(begin|commit|rollback|start transaction|set )/i.test(texte) && !texte.includes('set_config')) instructions.push(texte)
    return Reflect.apply(origine, this, args)
  }
  try {
    for (const [chemin, cle] of [
      ['/espace/ici/journal', 'chef_projet'],
      [`/espace/ici/historique/fiche/${id('f4')}`, 'evaluateur'],
      ['/administration/journal', 'admin_plateforme'],
      ['/administration/contrats', 'admin_plateforme'],
      ['/compte/activite', 'evaluateur'],
    ] as const) {
      instructions.length = 0
      await site.get(chemin, cle)
      const lues = instructions.filter((texte) => !/graphile_worker|platform\.courriel/.test(texte))
      assert.ok(lues.length <= 6, `${chemin} : ${lues.length}\n${lues.join('\n')}`)
    }
  } finally {
    ecoute.query = origine
  }
})

async function empreinteThemes(): Promise<string> {
  const { empreinteListe, listThemes } = await import('#contrat/index.ts')
  return empreinteListe(await listThemes(base.libre, contratId))
}
