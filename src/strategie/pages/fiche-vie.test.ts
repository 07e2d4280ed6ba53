import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { createId } from '#platform/identifiants.ts'
import { buildAgent, fait } from '../arbre-de-test.ts'
import { saveFiche } from '../commands/save-fiche.ts'
import { submitFiche } from '../commands/submit-fiche.ts'
import type { ContenuFiche } from '../fiche.ts'
import { createSite } from './arbre-de-test.ts'
import { routes as fiche } from './fiche.tsx'
import { routes as actes } from './fiche-actes.tsx'
import { routes as histoire } from './fiche-histoire.tsx'
import { routes as modifier } from './fiche-modifier.tsx'
import { routes as nouvelle } from './fiche-nouvelle.tsx'
import { createFicheDeTest, plein } from './fiche-page-de-test.ts'
import { routes as versions } from './fiche-versions.tsx'

const base = await createBaseDeTest()
const site = createSite(base, [nouvelle, fiche, modifier, actes, versions, histoire])
const espace = (contenu?: ContenuFiche | null) => createFicheDeTest(base, contenu)

test('les remarques : écrire, répondre, régler ; une remarque vide revient avec son champ', async () => {
  const { ici, contratId } = await espace()
  const citoyenne = buildAgent(contratId, 'conseil_citoyen')
  const vide = await site.post(`${ici}/remarques`, citoyenne, { champ: 'contexte', texte: '  ' })
  assert.equal(vide.statut, 422)
  assert.match(vide.html, /Écrivez votre remarque/)
  assert.match(vide.html, /<option value="contexte" selected/)
  const ecrite = await site.post(`${ici}/remarques`, citoyenne, { champ: 'contexte', texte: 'Préciser « vivant ».' })
  const id = /#commentaire-(.+)$/.exec(ecrite.vers)?.[1] ?? ''
  const { html } = await site.get(ici, citoyenne)
  assert.match(html, new RegExp(`class="pv-renvoi" href="#commentaire-${id}"`))
  assert.match(html, /Préciser «\u00a0vivant\u00a0»/)
  const bailleur = buildAgent(contratId, 'bailleur')
  assert.equal((await site.post(`${ici}/remarques/${id}/repondre`, bailleur, { texte: 'D’accord.' })).statut, 303)
  assert.equal((await site.post(`${ici}/remarques/${id}/regler`, bailleur, {})).statut, 303)
  const apres = (await site.get(ici, citoyenne)).html
  assert.match(apres, /Réglée \(1\)|Réglée<\/b>|Réglée/)
  assert.doesNotMatch(apres, /class="pv-renvoi"/)
})

test('les thèmes se cochent en marge, sans toucher au texte', async () => {
  const { ici, agent, contratId, lue } = await espace()
  const themeId = createId()
  await sql`insert into contrat.theme (id, contrat_id, libelle, ordre) values (${themeId}, ${contratId}, 'Jeunesse', 0)`.execute(base.libre)
  const { version } = await lue()
  assert.match((await site.get(ici, agent)).html, /Aucun thème/)
  assert.equal((await site.post(`${ici}/themes`, agent, { 'themeIds[]': themeId })).statut, 303)
  assert.match((await site.get(ici, agent)).html, /<p>Jeunesse<\/p>/)
  assert.equal((await lue()).version, version)
  assert.equal((await site.post(`${ici}/themes`, buildAgent(contratId, 'conseil_citoyen'), { 'themeIds[]': themeId })).statut, 403)
  assert.equal((await site.post(`${ici}/themes`, agent, {})).statut, 303)
  assert.match((await site.get(ici, agent)).html, /Aucun thème/)
})

test('créer, archiver, restaurer, dupliquer par les pages', async () => {
  const { chemin, agent, id, ici, lue } = await espace()
  const { html } = await site.get(`${chemin}/nouvelle?noeud=${id('a21')}`, agent)
  assert.match(html, new RegExp(`<option value="${id('a21')}" selected`))
  const refusee = await site.post(`${chemin}/nouvelle`, agent, { intitule: '', noeudId: id('a21'), kind: 'action', numero: '' })
  assert.equal(refusee.statut, 422)
  assert.match(refusee.html, /Donnez un intitulé/)
  const creee = await site.post(`${chemin}/nouvelle`, agent, { intitule: 'Des jardins', noeudId: id('a21'), kind: 'action', numero: '' })
  assert.match(creee.vers, /\/fiches\/[0-9a-f-]{36}\/modifier$/)
  assert.match((await site.get(`${ici}/archiver`, agent)).html, /Rien n’est effacé/)
  await site.post(`${ici}/archiver`, agent, { version: String((await lue()).version) })
  assert.match((await site.get(ici, agent)).html, /Fiche archivée le/)
  await site.post(`${ici}/restaurer`, agent, { version: String((await lue()).version) })
  assert.equal((await lue()).archiveeLe, null)
  const copie = await site.post(`${ici}/dupliquer`, agent, { version: String((await lue()).version) })
  assert.match((await site.get(copie.vers, agent)).html, /\(copie\)/)
})

test('les versions se lisent, se comparent mot à mot, se reprennent ; une version qui n’existe pas est introuvable', async () => {
  const { ici, agent, contratId, id, lue } = await espace()
  await base.libre.transaction().execute(async (tx) => {
    const soumise = await fait(tx, agent, submitFiche, { contratId, ficheId: id('f5'), version: (await lue()).version })
    await fait(tx, agent, saveFiche, {
      contratId,
      ficheId: id('f5'),
      version: soumise.version,
      contenu: { ...(await lue()), enjeu: 'Bien vivre là-bas' },
    })
  })
  assert.match((await site.get(`${ici}/versions`, agent)).html, /Soumise à validation/)
  assert.match((await site.get(`${ici}/versions/1`, agent)).html, /Ce texte ne change plus/)
  const { html } = await site.get(`${ici}/versions/1..courante`, agent)
  assert.match(html, /Un champ a changé/)
  assert.match(html, /<ins>[^<]*là-bas/)
  assert.match(html, /<del>[^<]*ici/)
  assert.equal((await site.get(`${ici}/versions?de=1&a=courante`, agent)).statut, 302)
  for (const suite of ['/versions/9', '/versions/1..9', '/versions/abc', '/versions/1..']) {
    assert.equal((await site.get(`${ici}${suite}`, agent)).statut, 404, suite)
  }
  assert.equal((await site.post(`${ici}/versions/1/reprendre`, agent, {})).statut, 303)
  assert.equal((await lue()).enjeu, plein.enjeu)
  assert.match((await site.get(`${ici}/histoire`, agent)).html, /fiche 2\.1\.5 soumise à validation/)
})
