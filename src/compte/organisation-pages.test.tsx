import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { createApp } from '#platform/http/application.tsx'
import { createRoutes } from '#platform/http/routes.ts'
import { type App, buildApp, CONFIGURATION, CONTRAT, createBaseDeTest, createMembre, get, post, signIn } from './compte.build.tsx'
import { createMandatRow } from './mandat.store.ts'
import { TOUT_LE_CONTRAT } from './mandat-territoire.ts'
import { addRoutesModifierOrganisation } from './pages/organisation-modifier.tsx'
import { createRechercheEntreprises } from './recherche-entreprises.adaptateur.ts'
import { ASSOCIATION } from './recherche-entreprises-de-test.ts'

const base = await createBaseDeTest()
const app = await buildApp(base)
const admin = await createMembre(base.libre, { courriel: 'admin@exemple.fr', role: 'admin_plateforme', contratId: null })
const cheffe = await createMembre(base.libre, { courriel: 'cheffe@exemple.fr', role: 'chef_projet' })
await createMembre(base.libre, { courriel: 'bailleur@exemple.fr', role: 'bailleur' })
await createMembre(base.libre, { courriel: 'ailleurs@exemple.fr', role: 'bailleur', contratId: '0190a000-0000-7000-8000-00000000c002' })
const session = Object.fromEntries(
  await Promise.all(['admin', 'cheffe', 'bailleur', 'ailleurs'].map(async (nom) => [nom, await signIn(app, `${nom}@exemple.fr`)] as const)),
)
assert.ok(admin)

/** An organisation added on screen by the chef de projet, and put on her contract. @returns its address */
async function ajoute(champs: Record<string, string>, qui = 'cheffe'): Promise<string> {
  const reponse = await post(app, '/organisations/nouvelle', { type: 'association', ...champs }, session[qui])
  assert.equal(reponse.status, 303, await reponse.clone().text())
  const adresse = (reponse.headers.get('location') ?? '').split('?')[0] ?? ''
  const mandat = {
    personneId: cheffe.personneId,
    organisationId: adresse.split('/')[2] ?? '',
    role: 'evaluateur' as const,
    contratId: CONTRAT.id,
  }
  const dates = { debut: '2020-01-01', fin: null, territoire: TOUT_LE_CONTRAT, qualite: 'titulaire' as const, suppleance: null }
  await createMandatRow(base.libre, { ...mandat, ...dates, id: crypto.randomUUID() }, { id: null, now: new Date() })
  return adresse
}
const texte = async (chemin: string, qui: string, ou: App = app) => (await get(ou, chemin, session[qui])).text()

test('une organisation s’ajoute, se complète, se retrouve dans la liste et dans le tableur', async () => {
  const adresse = await ajoute({ nom: '=Régie Plurielle', siret: '' })
  assert.match(await texte('/organisations', 'cheffe'), /Régie Plurielle.*sans SIRET/s)
  const champs = {
    version: '1',
    nom: '=Régie Plurielle',
    type: 'association',
    siret: '000 000 018 00010',
    codePostal: '37000',
    commune: 'Tours',
  }
  const faux = await post(app, `${adresse}/modifier`, { ...champs, siret: '00000001800011' }, session.cheffe)
  assert.equal(faux.status, 422)
  const html = await faux.text()
  assert.match(html, /href="#c-siret"/)
  assert.match(html, /value="00000001800011"/, 'what was typed is kept')
  assert.equal((await post(app, `${adresse}/modifier`, champs, session.cheffe)).status, 303)
  const perime = await post(app, `${adresse}/modifier`, { ...champs, commune: 'Joué' }, session.cheffe)
  assert.equal(perime.status, 422)
  assert.match(await perime.text(), /Commune : « Tours » est enregistré, vous avez « Joué »/)
  const csv = await get(app, '/organisations/export.csv?q=plurielle', session.cheffe)
  assert.match(csv.headers.get('content-disposition') ?? '', /attachment/)
  assert.match(await csv.text(), /\n'=Régie Plurielle;;Association;000000018;00000001800010/)
  assert.match(await texte(adresse, 'bailleur'), /000\u00a0000\u00a0018\u00a000010/)
})

test('qui n’est sur aucun de ses contrats ne sait pas qu’elle existe ; qui la lit ne la modifie pas, ni ses documents', async () => {
  const adresse = await ajoute({ nom: 'Foyer des Rives' })
  assert.equal((await get(app, adresse, session.ailleurs)).status, 404)
  assert.equal((await get(app, adresse, session.bailleur)).status, 200)
  for (const page of ['modifier', 'documents']) assert.equal((await get(app, `${adresse}/${page}`, session.bailleur)).status, 403, page)
  assert.doesNotMatch(await texte(adresse, 'bailleur'), /Modifier|Documents/)
  for (const acte of ['archiver', 'restaurer', 'noms', 'modifier', 'documents']) {
    assert.equal((await post(app, `${adresse}/${acte}`, {}, session.bailleur)).status, 403, acte)
  }
  for (const page of ['', '/export.csv', '/nouvelle', '/doublons']) {
    assert.equal((await get(app, `/organisations${page}`, session.bailleur)).status, 403, page)
  }
  assert.equal((await get(app, '/organisations/natures', session.cheffe)).status, 403)
  assert.equal((await get(app, '/organisations/pas-un-id', session.admin)).status, 404)
})

test('un document se dépose, se télécharge sans s’ouvrir, se corrige, s’archive et se restaure', async () => {
  const adresse = await ajoute({ nom: 'Amicale des Rives' })
  const envoi = async (contenu: string, valableDu = '2020-01-01') => {
    const corps = new FormData()
    for (const [nom, valeur] of Object.entries({ nature: 'assurance', valableDu })) corps.set(nom, valeur)
    corps.set('contenu', new File([contenu], 'attestation é.pdf', { type: 'application/pdf' }))
    const headers = { origin: 'http://localhost:3000', cookie: session.cheffe ?? '' }
    return app.hono.request(`http://localhost:3000${adresse}/documents`, { method: 'POST', headers, body: corps })
  }
  const html = await envoi('<html><script>alert(1)</script></html>')
  assert.equal(html.status, 422)
  assert.match(await html.text(), /pas d’un format accepté/)
  assert.equal((await envoi('%PDF-1.7\nun')).status, 303)
  assert.match(await texte(adresse, 'cheffe'), /expiré/)
  assert.match(await texte('/organisations?probleme=document_expire', 'cheffe'), /Amicale des Rives/)
  const fichier = /href="([^"]+\/fichier)"/.exec(await texte(`${adresse}/documents`, 'cheffe'))?.[1] ?? ''
  const telecharge = await get(app, fichier, session.cheffe)
  assert.equal(telecharge.headers.get('content-type'), 'application/pdf')
  assert.match(telecharge.headers.get('content-disposition') ?? '', /^attachment/)
  assert.equal(telecharge.headers.get('x-content-type-options'), 'nosniff')
  assert.equal(await telecharge.text(), '%PDF-1.7\nun')
  assert.equal((await get(app, fichier, session.bailleur)).status, 403)
  const page = fichier.replace('/fichier', '')
  const inverse = await post(app, page, { action: 'enregistrer', valableDu: '2021-01-01', valableJusqu: '2020-01-01' }, session.cheffe)
  assert.equal(inverse.status, 422)
  for (const action of ['enregistrer', 'archiver', 'restaurer']) {
    assert.equal((await post(app, page, { action, valableDu: '2026-01-01', valableJusqu: '' }, session.cheffe)).status, 303, action)
  }
})

test('deux organisations se comparent, se réunissent champ par champ, et se séparent', async () => {
  const a = (await ajoute({ nom: 'Compagnie du Parvis', commune: 'Tours', codePostal: '37000' })).split('/')[2] ?? ''
  const b = (await ajoute({ nom: 'Association Compagnie du parvis', sigle: 'CDP' })).split('/')[2] ?? ''
  const doublons = await texte('/organisations/doublons', 'cheffe')
  assert.match(doublons, /Compagnie du Parvis.*même nom, à la forme près/s)
  const compare = await texte(`/organisations/reunir?garde=${a}&absorbe=${b}`, 'cheffe')
  assert.match(compare, /choix\.sigle/)
  assert.match(compare, /Suivent, sur tous les contrats : 1\u00a0mandat/)
  const choix = { gardeId: a, absorbeId: b, versionGarde: '1', versionAbsorbe: '1', 'choix.nom': 'garde', 'choix.sigle': 'absorbe' }
  const perime = await post(app, '/organisations/reunir', { ...choix, versionGarde: '7' }, session.cheffe)
  assert.equal(perime.status, 422)
  assert.equal(
    (await post(app, '/organisations/reunir', choix, session.cheffe)).headers.get('location'),
    `/organisations/${a}?fait=reunion`,
  )
  const reunie = await texte(`/organisations/${a}`, 'cheffe')
  assert.match(reunie, /Compagnie du Parvis.*\(CDP\)/s)
  assert.match(await texte(`/organisations/${b}`, 'admin'), /a été réunie à une autre/)
  const annuler = /href="([^"]+\/annuler)"/.exec(reunie)?.[1] ?? ''
  assert.match(await texte(annuler, 'cheffe'), /Reviennent à « Association Compagnie du parvis » : 1\u00a0mandat/)
  assert.match(await (await post(app, annuler, {}, session.cheffe)).text(), /sont de\s+nouveau deux organisations/)
  assert.equal((await post(app, annuler, {}, session.cheffe)).status, 422)
  assert.equal((await post(app, '/organisations/doublons', { action: 'ecarter', a, b }, session.cheffe)).status, 303)
  assert.match(await texte('/organisations/doublons?ecartes=oui', 'cheffe'), /Compagnie du Parvis/)
  assert.equal((await post(app, '/organisations/doublons', { action: 'rouvrir', a, b }, session.cheffe)).status, 303)
})

test('l’administration voit tout, déclare des natures, cherche partout', async () => {
  assert.equal((await get(app, '/administration/organisations', session.admin)).headers.get('location'), '/organisations')
  assert.match(await texte('/organisations', 'admin'), /Organisation de ailleurs/)
  assert.doesNotMatch(await texte('/organisations', 'cheffe'), /Organisation de ailleurs/)
  assert.equal((await post(app, '/organisations/doublons', { action: 'chercher' }, session.admin)).status, 303)
  assert.equal((await post(app, '/organisations/doublons', { action: 'chercher' }, session.cheffe)).status, 403)
  const nature = { de: 'document', document: 'Agrément', dureeMois: '60', aide: '' }
  assert.equal((await post(app, '/organisations/natures', nature, session.admin)).status, 303)
  const encore = await post(app, '/organisations/natures', nature, session.admin)
  assert.equal(encore.status, 422)
  assert.match(await encore.text(), /href="#c-document"/)
  assert.equal((await post(app, '/organisations/natures', { libelle: 'Régie', numeroAttendu: 'rna' }, session.admin)).status, 303)
})

test('le service public remplit les champs vides, ne change rien à ce qui est écrit, et s’éteint par réglage', async () => {
  const serveur = createServer((_, reponse) => void reponse.end(JSON.stringify(ASSOCIATION)))
  await new Promise<void>((resolve) => serveur.listen(0, '127.0.0.1', resolve))
  after(() => serveur.close())
  const recherche = createRechercheEntreprises({ adresse: `http://127.0.0.1:${(serveur.address() as AddressInfo).port}` })
  const routes = createRoutes()
  addRoutesModifierOrganisation(routes, { recherche })
  const branche = { ...app, ...createApp({ base, configuration: CONFIGURATION, findAgent: app.sessions.findAgent, routes: [routes] }) }
  const trouvee = await texte('/organisations/nouvelle?cherche=plurielle', 'cheffe', branche)
  assert.match(trouvee, /Régie Plurielle du Sanitas.*000\u00a0000\u00a0018\u00a000010, 12 Place du Parvis 37000 Tours/s)
  const reprise = await texte('/organisations/nouvelle?cherche=plurielle&prendre=00000001800010', 'cheffe', branche)
  assert.match(reprise, /value="W372900001"/)
  assert.match(reprise, /Repris de : Recherche d’entreprises/)

  const adresse = await ajoute({ nom: 'La Régie du Sanitas', commune: 'Saint-Pierre-des-Corps' })
  const page = `${adresse}/modifier`
  const modifie = await texte(`${page}?cherche=plurielle&prendre=00000001800010`, 'cheffe', branche)
  assert.match(modifie, /value="Saint-Pierre-des-Corps"/)
  assert.match(modifie, /Remplacer par « Tours » \(Recherche d’entreprises\)/)
  const saisie = { version: '1', nom: 'La Régie du Sanitas', type: 'association', commune: 'Saint-Pierre-des-Corps', siret: '' }
  const prise = { 'propose.commune': 'Tours', 'propose.nom': 'Régie Plurielle du Sanitas', 'reprendre[]': 'commune' }
  assert.equal((await post(branche, page, { ...saisie, ...prise }, session.cheffe)).status, 303)
  const { rows } = await sql<{
    nom: string
    commune: string
  }>`select nom, commune from compte.organisation where id = ${adresse.split('/')[2]}`.execute(base.libre)
  assert.deepEqual(rows, [{ nom: 'La Régie du Sanitas', commune: 'Tours' }])

  assert.doesNotMatch(await texte('/organisations/nouvelle', 'cheffe'), /répertoire public/, 'without the service, by hand')
  await sql`insert into platform.reglage (cle, valeur) values ('compte.recherche_entreprises', 'false')`.execute(base.libre)
  assert.doesNotMatch(await texte('/organisations/nouvelle', 'cheffe', branche), /répertoire public/)
})
