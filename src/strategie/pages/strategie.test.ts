import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { createId } from '#platform/identifiants.ts'
import { buildAgent, codesDe, createArbreDeTest } from '../arbre-de-test.ts'
import { countRequetes, createSite } from './arbre-de-test.ts'
import { routes as deplacer } from './deplacer.tsx'
import { routes as modifierFiches } from './modifier-fiches.tsx'
import { routes as noeud } from './noeud.tsx'
import { routes as noeudArchives } from './noeud-archives.tsx'
import { routes as noeudFormulaire } from './noeud-formulaire.tsx'
import { routes as recherche } from './recherche.tsx'
import { routes as strategie } from './strategie.tsx'

const base = await createBaseDeTest()
const site = createSite(base, [strategie, modifierFiches, noeudFormulaire, noeudArchives, noeud, deplacer, recherche])
let suivant = 0
async function espace() {
  suivant += 1
  const adresse = `essai-${suivant}`
  const cree = await base.libre.transaction().execute((tx) => createArbreDeTest(tx, adresse))
  return { ...cree, chemin: `/espace/${adresse}`, id: (nom: string) => cree.ids[nom] ?? '' }
}

test('la page montre l’arbre, ses codes et ses comptes, en six requêtes au plus', async () => {
  const { chemin, agent } = await espace()
  let html = ''
  const nombre = await countRequetes(async () => {
    html = (await site.get(`${chemin}/strategie`, agent)).html
  })
  assert.ok(nombre <= 5, `${nombre} statements, the session adds one`)
  assert.match(html, /La stratégie, 4\u00a0fiches/)
  assert.match(html, /2\u00a0piliers, 2\u00a0axes/)
  assert.match(html, /4\u00a0brouillons/)
  assert.match(html, /aria-label="Monter la fiche 2\.1\.5"/)
  assert.doesNotMatch(html, / style=| on[a-z]+="|<script(?! type="module")/)
})

test('qui ne tient pas l’arbre le lit sans boutons, et ne peut pas déplacer', async () => {
  const { chemin, contratId, id } = await espace()
  const elue = buildAgent(contratId, 'elu_commune')
  const { html } = await site.get(`${chemin}/strategie`, elue)
  assert.match(html, /2<i>\.<\/i>1<i>\.<\/i>5/)
  assert.doesNotMatch(html, /Monter la fiche|Nouvelle fiche|Renuméroter|Voir ce qui est archivé/)
  for (const suite of ['/strategie/deplacer', '/strategie/annuler', '/strategie/lot', `/noeuds/${id('a21')}/archiver`]) {
    assert.equal((await site.post(`${chemin}${suite}`, elue, { monter: `${id('f5')}:2.1.5` })).statut, 403, suite)
  }
  for (const suite of ['/strategie/archives', '/strategie/renumeroter', '/noeuds/nouveau', `/strategie/deplacer/fiche/${id('f5')}`]) {
    assert.equal((await site.get(`${chemin}${suite}`, elue)).statut, 403, suite)
  }
  const ailleurs = buildAgent(createId())
  assert.equal((await site.get(`${chemin}/strategie`, ailleurs)).statut, 404)
  assert.equal((await site.get(`${chemin}/recherche?q=nature`, ailleurs)).statut, 404)
})

test('monter sans script : la page revient au même filtre, rend le focus, et propose d’annuler', async () => {
  const { chemin, agent, id, contratId } = await espace()
  const { statut, vers } = await site.post(`${chemin}/strategie/deplacer`, agent, {
    monter: `${id('f8')}:2.1.8`,
    retour: 'statut=brouillon',
  })
  assert.equal(statut, 303)
  assert.equal(vers, `${chemin}/strategie?statut=brouillon&vise=${id('f8')}&geste=monter`)
  const { html } = await site.get(vers, agent)
  assert.match(html, /Déplacement fait : 2\.1\.5, qui portait 2\.1\.8/)
  assert.match(html, /Monter la fiche 2\.1\.5"[^>]*autofocus/)
  const deplacementId = /name="deplacementId" value="([^"]+)"/.exec(html)?.[1] ?? ''
  const annule = await site.post(`${chemin}/strategie/annuler`, agent, { deplacementId })
  assert.equal(annule.vers, `${chemin}/strategie?annule=oui`)
  assert.equal((await codesDe(base.libre, contratId))[id('f8')], '2.1.8')
  const encore = await site.post(`${chemin}/strategie/annuler`, agent, { deplacementId })
  assert.equal(encore.statut, 422)
  assert.match(encore.html, /Ce déplacement a déjà été annulé/)
})

test('une page périmée : 422, la phrase en tête, rien ne bouge', async () => {
  const { chemin, agent, id, contratId } = await espace()
  const { statut, html } = await site.post(`${chemin}/strategie/deplacer`, agent, { descendre: `${id('f4')}:2.1.3`, retour: '' })
  assert.equal(statut, 422)
  assert.match(html, /role="alert"[^<]*>[^<]*2\.1\.3 porte maintenant le code 2\.1\.4/)
  assert.equal((await codesDe(base.libre, contratId))[id('f4')], '2.1.4')
})

test('glisser envoie la même place que « Vers… »', async () => {
  const { chemin, agent, id, contratId } = await espace()
  await site.post(`${chemin}/strategie/deplacer`, agent, { fiche: `${id('f8')}:2.1.8`, parentId: id('a22'), avantId: id('g1'), retour: '' })
  assert.equal((await codesDe(base.libre, contratId))[id('f8')], '2.2.1')
  const { html } = await site.get(`${chemin}/strategie/deplacer/fiche/${id('f5')}`, agent)
  assert.match(html, new RegExp(`value="${id('a22')}:${id('f8')}"[^>]*>avant 2\\.2\\.1`))
  assert.match(html, /à la fin \(2\.2\.3\)/)
  assert.equal((await site.post(`${chemin}/strategie/deplacer/fiche/${id('f5')}`, agent, { code: '2.1.5', place: '' })).statut, 422)
  const fait = await site.post(`${chemin}/strategie/deplacer/fiche/${id('f5')}`, agent, { code: '2.1.5', place: `${id('a22')}:` })
  assert.equal(fait.statut, 303)
  assert.equal((await codesDe(base.libre, contratId))[id('f5')], '2.2.3')
  assert.equal((await site.get(`${chemin}/strategie/deplacer/fiche/${id('a21')}`, agent)).statut, 404)
})

test('un nœud : créer, modifier, archiver avec son contenu, restaurer', async () => {
  const { chemin, agent, id, contratId } = await espace()
  const refuse = await site.post(`${chemin}/noeuds/nouveau`, agent, { parentId: id('p2'), intitule: '', description: 'Gardée' })
  assert.equal(refuse.statut, 422)
  assert.match(refuse.html, /Donnez un intitulé[\s\S]*Gardée/)
  assert.equal((await site.post(`${chemin}/noeuds/nouveau`, agent, { parentId: id('p2'), intitule: 'Climat', numero: '3' })).statut, 303)
  const modifie = { version: '1', intitule: 'Proximité', description: '' }
  assert.equal((await site.post(`${chemin}/noeuds/${id('a21')}/modifier`, agent, modifie)).statut, 303)
  const perime = await site.post(`${chemin}/noeuds/${id('a21')}/modifier`, agent, { ...modifie, intitule: 'Ma version' })
  assert.equal(perime.statut, 422)
  assert.match(perime.html, /Texte gardé :[^<]*<strong>Proximité<\/strong>/)
  assert.match(perime.html, /value="Ma version"/)
  assert.match(perime.html, /name="version" value="2"/)
  assert.match((await site.get(`${chemin}/noeuds/${id('a21')}/archiver`, agent)).html, /Il porte 3\u00a0éléments/)
  assert.equal((await site.post(`${chemin}/noeuds/${id('a21')}/archiver`, agent, {})).statut, 422)
  assert.equal((await site.post(`${chemin}/noeuds/${id('a21')}/archiver`, agent, { contenu: 'archiver' })).statut, 303)
  assert.match((await site.get(`${chemin}/strategie/archives`, agent)).html, /Proximité[\s\S]*avec ce qu’il portait \(3\)/)
  assert.equal((await site.get(`${chemin}/noeuds/${id('a21')}`, buildAgent(contratId, 'elu_commune'))).statut, 404)
  assert.equal((await site.post(`${chemin}/noeuds/${id('a21')}/restaurer`, agent, {})).statut, 303)
  assert.match((await site.get(`${chemin}/noeuds/${id('a21')}`, agent)).html, /2<i>\.<\/i>1<i>\.<\/i>5/)
  assert.equal((await site.get(`${chemin}/noeuds/pas-un-id`, agent)).statut, 404)
})

test('renuméroter montre d’abord chaque code qui change', async () => {
  const { chemin, agent, id, contratId } = await espace()
  const { html } = await site.get(`${chemin}/strategie/renumeroter?noeud=${id('a21')}`, agent)
  assert.match(html, /3 codes changent/)
  assert.equal((await site.post(`${chemin}/strategie/renumeroter`, agent, { noeudId: id('a21') })).statut, 303)
  assert.equal((await codesDe(base.libre, contratId))[id('f8')], '2.1.3')
  assert.match((await site.get(`${chemin}/strategie/renumeroter?noeud=${id('a21')}`, agent)).html, /n’a pas de trou/)
})

test('modifier plusieurs fiches : choisir, voir, appliquer', async () => {
  const { chemin, agent, id } = await espace()
  assert.match((await site.get(`${chemin}/strategie?choisir=oui`, agent)).html, /aria-label="Choisir la fiche 2\.1\.5"/)
  assert.match((await site.post(`${chemin}/strategie/lot`, agent, { etape: 'choix' })).html, /Aucune fiche n’est choisie/)
  const choix = await site.post(`${chemin}/strategie/lot`, agent, { etape: 'choix', 'fiches[]': [id('f5'), id('g1')] })
  assert.match(choix.html, /Modifier 2\u00a0fiches/)
  const fiches = { 'fiches.0.id': id('f5'), 'fiches.0.version': '1', 'fiches.1.id': id('g1'), 'fiches.1.version': '1' }
  const sansGeste = await site.post(`${chemin}/strategie/lot`, agent, { ...fiches, etape: 'apercu' })
  assert.equal(sansGeste.statut, 422)
  assert.match(sansGeste.html, /Choisissez ce qui doit changer/)
  const refus = await site.post(`${chemin}/strategie/lot`, agent, { ...fiches, etape: 'apercu', 'modification.geste': 'valider' })
  assert.match(refus.html, /2\u00a0fiches sur 2 ne peuvent pas être modifiées/)
  assert.doesNotMatch(refus.html, /value="appliquer"/)
  const animateur = { ...fiches, 'modification.geste': 'animateur', 'modification.animateur': 'Régie' }
  const apercu = await site.post(`${chemin}/strategie/lot`, agent, { ...animateur, etape: 'apercu' })
  assert.match(apercu.html, /2\u00a0fiches changeront[\s\S]*Fiche 2\.1\.5 modifiée/)
  const fait = await site.post(`${chemin}/strategie/lot`, agent, { ...animateur, etape: 'appliquer' })
  assert.equal(fait.vers, `${chemin}/strategie?modifiees=2`)
  assert.match((await site.get(fait.vers, agent)).html, /2\u00a0fiches modifiées/)
})

test('la recherche : l’ancien code, le passage marqué, le texte jamais interprété, six requêtes au plus', async () => {
  const { chemin, agent, id } = await espace()
  await sql`update strategie.fiche set texte_recherche = '<img src=x onerror=alert(1)> & des jardins' where id = ${id('g1')}`.execute(
    base.libre,
  )
  await site.post(`${chemin}/strategie/deplacer`, agent, { monter: `${id('f8')}:2.1.8`, retour: '' })
  const ancien = await site.get(`${chemin}/recherche?q=2.1.8`, agent)
  assert.match(ancien.html, /portait le code 2\.1\.8 jusqu’au 2\u00a0mars 2026/)
  let html = ''
  const nombre = await countRequetes(async () => {
    html = (await site.get(`${chemin}/recherche?q=jradins`, agent)).html
  })
  assert.ok(nombre <= 5, `${nombre} statements, the session adds one`)
  assert.match(html, /&amp; des <mark>/)
  assert.doesNotMatch(html, /<img/)
  assert.match((await site.get(`${chemin}/recherche?q=%3Cscript%3E`, agent)).html, /&lt;script&gt;/)
  assert.match((await site.get(`${chemin}/recherche`, agent)).html, /Chercher dans le contrat/)
  assert.equal((await site.get(`${chemin}/recherche?q=a&page=abc`, agent)).statut, 200)
})
