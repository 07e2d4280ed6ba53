import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { nestForm } from '#platform/http/formulaire.ts'
import { createId } from '#platform/identifiants.ts'
import { buildAgent } from '../arbre-de-test.ts'
import type { ContenuFiche } from '../fiche.ts'
import { buildContenu, contenuArbitraire, ligne } from '../fiche-de-test.ts'
import { CHAMPS_COMPARES, sameChamp } from '../fiche-mots.ts'
import { parseSaisieFiche, saisieOf } from '../fiche-saisie.ts'
import { countRequetes, createSite } from './arbre-de-test.ts'
import { routes as fiche } from './fiche.tsx'
import { routes as actes } from './fiche-actes.tsx'
import { flattened } from './fiche-conflit.tsx'
import { routes as histoire } from './fiche-histoire.tsx'
import { cleaned, routes as modifier, withIds } from './fiche-modifier.tsx'
import { routes as nouvelle } from './fiche-nouvelle.tsx'
import { createFicheDeTest, plein } from './fiche-page-de-test.ts'
import { routes as versions } from './fiche-versions.tsx'

const base = await createBaseDeTest()
const site = createSite(base, [nouvelle, fiche, modifier, actes, versions, histoire])
const espace = (contenu?: ContenuFiche | null) => createFicheDeTest(base, contenu)

/** What a browser sends for a form that shows this content. */
function envoi(saisi: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(flattened(saisi).filter(([nom, valeur]) => !(nom.endsWith('.habitants') && valeur === '')))
}

test('la fiche se lit en une page : code, place, champs, effets, montants, calendrier, liens, en six requêtes au plus', async () => {
  const { ici, agent } = await espace()
  let html = ''
  const nombre = await countRequetes(async () => {
    html = (await site.get(ici, agent)).html
  })
  assert.ok(nombre <= 5, `${nombre} statements, the session adds one`)
  assert.match(html, /2<i>\.<\/i>1<i>\.<\/i>5/)
  assert.match(html, /Pilier 2, axe 1 · fiche orientation/)
  assert.match(html, /<strong>décider ensemble<\/strong>/)
  assert.match(html, /Un quartier &lt;em&gt;rénové&lt;\/em&gt; &amp; vivant/)
  assert.match(html, /aria-label="Indicateurs de l’effet A"/)
  assert.match(html, /Pas encore d’indicateur pour cet effet/)
  assert.match(html, /100\u202f000,00\u00a0€/)
  assert.match(html, /Des phases se chevauchent du 1er\u00a0avril 2026 au 30\u00a0juin 2026/)
  assert.match(html, /Mobilités douces/)
  assert.match(html, /Une ligne orpheline/)
  assert.match(html, /Non renseigné/)
  assert.match(html, /8 champs sur 17/)
  assert.doesNotMatch(html, / style=| on[a-z]+="|<script/)
})

test('un montant inconnu : ni barre, ni total', async () => {
  const [connu] = plein.financements
  assert.ok(connu)
  const { ici, agent } = await espace(buildContenu({ financements: [connu, { ...connu, ...ligne('Autre'), montantCents: null }] }))
  const { html } = await site.get(ici, agent)
  assert.match(html, /1\u00a0montant connu sur 2/)
  assert.doesNotMatch(html, /pv-mix-barre|<tfoot>/)
})

test('les liens se lisent des deux côtés', async () => {
  const { chemin, id, agent } = await espace()
  const { html } = await site.get(`${chemin}/${id('f4')}`, agent)
  assert.match(html, /Citée par[\s\S]*Une gestion adaptée aux quartiers/)
})

test('chacun voit les gestes que son mandat permet, et la page ne ment pas sur ce que la commande fera', async () => {
  const { ici, contratId, lue } = await espace()
  const version = String((await lue()).version)
  const gestes = async (role: Parameters<typeof buildAgent>[1]) => {
    const { html } = await site.get(ici, buildAgent(contratId, role))
    return ['/modifier"', '/soumettre"', '/valider"', '/archiver"', '/remarques"'].filter((fin) => html.includes(`${ici}${fin}`))
  }
  assert.deepEqual(await gestes('chef_projet'), ['/modifier"', '/soumettre"', '/archiver"', '/remarques"'])
  assert.deepEqual(await gestes('bailleur'), ['/modifier"', '/soumettre"', '/remarques"'])
  assert.deepEqual(await gestes('conseil_citoyen'), ['/remarques"'])
  assert.deepEqual(await gestes('evaluateur'), [])
  const citoyenne = buildAgent(contratId, 'conseil_citoyen')
  for (const suite of ['/soumettre', '/valider', '/rouvrir', '/dupliquer', '/restaurer', '/renvoyer', '/abandonner', '/archiver']) {
    const { statut } = await site.post(`${ici}${suite}`, citoyenne, { version, motif: 'Non' })
    assert.ok(statut === 403 || statut === 422, `${suite} ${statut}`)
  }
  assert.equal((await site.get(`${ici}/modifier`, citoyenne)).statut, 403)
  assert.equal((await site.post(`${ici}/modifier`, citoyenne, { version })).statut, 403)
  assert.equal((await lue()).statut, 'brouillon')
  assert.equal((await site.get(ici, buildAgent(createId()))).statut, 404)
  assert.equal((await site.get(`${ici}x`, citoyenne)).statut, 404)
})

test('soumettre, renvoyer avec un motif, soumettre, valider : la fiche dit où elle en est', async () => {
  const { ici, agent, contratId, lue } = await espace()
  const elue = buildAgent(contratId, 'elu_epci')
  const version = async () => String((await lue()).version)
  assert.equal((await site.post(`${ici}/soumettre`, agent, { version: await version() })).vers, `${ici}?fait=soumise`)
  const sansMotif = await site.post(`${ici}/renvoyer`, elue, { version: await version(), motif: ' ' })
  assert.equal(sansMotif.statut, 422)
  assert.match(sansMotif.html, /Écrivez votre remarque|Dites ce qui est à revoir/)
  assert.equal((await site.post(`${ici}/renvoyer`, elue, { version: await version(), motif: 'Préciser les publics' })).statut, 303)
  assert.match((await site.get(ici, agent)).html, /Renvoyée en brouillon\u00a0: Préciser les publics/)
  await site.post(`${ici}/soumettre`, agent, { version: await version() })
  await site.post(`${ici}/valider`, elue, { version: await version() })
  const { html } = await site.get(`${ici}?fait=validee`, agent)
  assert.match(html, /La fiche est validée/)
  assert.match(html, /version 3, validée le/)
})

test('un acte sur une page périmée ne fait rien et le dit', async () => {
  const { ici, agent, lue } = await espace()
  const { statut, html } = await site.post(`${ici}/soumettre`, agent, { version: '1' })
  assert.equal(statut, 422)
  assert.match(html, /a changé depuis que vous l’avez ouverte/)
  assert.equal((await lue()).statut, 'brouillon')
})

test('ce qui manque pour soumettre est dit, point par point', async () => {
  const { ici, agent, lue } = await espace(buildContenu({ indicateursEffets: [{ ...ligne('Réunions'), effetId: null }] }))
  const { statut, html } = await site.post(`${ici}/soumettre`, agent, { version: String((await lue()).version) })
  assert.equal(statut, 422)
  assert.match(html, /<li>Indiquez au moins un objectif[\s\S]*<li>Dites quel effet mesure l’indicateur/)
})

test('le formulaire renvoyé tel quel ne change rien', () => {
  fc.assert(
    fc.property(contenuArbitraire, (contenu) => {
      const recu = nestForm(Object.entries(envoi({ ...saisieOf(contenu), version: '1' })))
      const relu = parseSaisieFiche(withIds(cleaned(recu)), contenu, createId)
      for (const champ of CHAMPS_COMPARES) assert.ok(sameChamp(relu, contenu, champ), champ)
    }),
    { numRuns: 60 },
  )
})

test('modifier sans script : ajouter une ligne, la monter, la retirer, la remettre, enregistrer', async () => {
  const { ici, agent, lue } = await espace()
  const avant = await lue()
  const saisi = envoi({ ...saisieOf(avant) })
  const poste = (suite: Record<string, string>) =>
    site.post(`${ici}/modifier`, agent, { ...saisi, version: String(avant.version), ...suite })
  const ajoutee = await poste({ action: 'ajouter effets 2' })
  assert.equal(ajoutee.statut, 200)
  const effetId = /name="effets\.2\.id" value="([^"]+)"/.exec(ajoutee.html)?.[1] ?? ''
  assert.match(effetId, /^[0-9a-f-]{36}$/)
  // The indicator can choose the effect that is not saved yet.
  assert.match(ajoutee.html, new RegExp(`<option value="${effetId}"`))
  const montee = await poste({ action: 'monter effets 1' })
  assert.match(montee.html, /name="effets\.0\.texte"[^>]*>\s*Les travaux durent/)
  const retiree = await poste({ action: 'retirer contexte 0' })
  assert.match(retiree.html, /Remettre/)
  const fin = await poste({
    action: 'enregistrer',
    'effets.2.id': effetId,
    'effets.2.texte': 'Un troisième effet',
    'indicateursEffets.0.effetId': effetId,
    'contexte.1.texte': ' ',
  })
  assert.equal(fin.vers, `${ici}?fait=enregistree`)
  const apres = await lue()
  assert.equal(apres.indicateursEffets[0]?.effetId, effetId)
  assert.deepEqual(apres.contexte, avant.contexte)
  assert.equal(apres.version, avant.version + 1)
})

test('une saisie fautive revient entière, chaque faute liée à son champ', async () => {
  const { ici, agent, lue } = await espace()
  const avant = await lue()
  const { statut, html } = await site.post(`${ici}/modifier`, agent, {
    ...envoi(saisieOf(avant)),
    version: String(avant.version),
    action: 'enregistrer',
    enjeu: 'Mon long texte',
    'financements.0.montant': 'beaucoup',
  })
  assert.equal(statut, 422)
  assert.match(html, /<a href="#c-financements-0-montant">«\u00a0beaucoup\u00a0» n’est pas un montant/)
  assert.match(html, /value="beaucoup"/)
  assert.match(html, /Mon long texte/)
  assert.equal((await lue()).version, avant.version)
})

test('deux personnes écrivent : les deux textes face à face, aucun n’est perdu', async () => {
  const { ici, agent, contratId, lue } = await espace()
  const bailleur = buildAgent(contratId, 'bailleur')
  const { html: ouverte } = await site.get(`${ici}/modifier`, agent)
  const vue = /name="vue" value="([^"]+)"/.exec(ouverte)?.[1] ?? ''
  const avant = await lue()
  const sien = { ...avant, enjeu: 'Le sien', suivi: [ligne('Son suivi')] }
  assert.equal(
    (await site.post(`${ici}/modifier`, bailleur, { ...envoi(saisieOf(sien)), vue, version: String(avant.version) })).statut,
    303,
  )
  const mien = { ...avant, enjeu: 'Le mien', moyens: [ligne('Mes moyens')] }
  const conflit = await site.post(`${ici}/modifier`, agent, { ...envoi(saisieOf(mien)), vue, version: String(avant.version) })
  assert.equal(conflit.statut, 409)
  assert.match(conflit.html, /Le <mark>mien/)
  assert.match(conflit.html, /Le <mark>sien/)
  assert.match(conflit.html, /un champ a été changé des deux côtés/)
  const caches = Object.fromEntries(
    [...conflit.html.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, nom, valeur]) => [nom ?? '', decode(valeur ?? '')]),
  )
  const choisis = Object.fromEntries(
    [...conflit.html.matchAll(/name="(choix\.[a-zA-Z]+)" value="([a-z]+)" checked/g)].map(([, nom, valeur]) => [nom ?? '', valeur ?? '']),
  )
  assert.deepEqual(choisis, { 'choix.enjeu': 'deux', 'choix.moyens': 'mien', 'choix.suivi': 'sien' })
  const garde = await site.post(`${ici}/modifier`, agent, { ...caches, ...choisis, action: 'fusionner' })
  assert.equal(garde.vers, `${ici}?fait=enregistree`)
  const fin = await lue()
  assert.equal(fin.enjeu, 'Le sien\n\nLe mien')
  assert.deepEqual([fin.moyens[0]?.texte, fin.suivi[0]?.texte], ['Mes moyens', 'Son suivi'])
  assert.deepEqual(fin.contexte, avant.contexte)
})

function decode(html: string): string {
  return html.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
