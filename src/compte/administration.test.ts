import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { sql } from 'kysely'
import { verifyAudit } from '#platform/audit/verification.store.ts'
import { openBase } from '#platform/db/base.ts'
import { jourParis } from '#platform/formats.ts'
import { findAgentByCourriel } from './agent.store.ts'
import { type IoAdmin, runAdmin } from './commands/cli-admin.ts'
import { annule, buildApp, CONTRAT, createBaseDeTest, createMembre, get, listLibelles, NOW, post, signIn } from './compte.build.tsx'
import { addNomOrganisation, createOrganisationRow, findOrganisationConnue, listOrganisations } from './organisation.store.ts'
import { listNoms } from './personne.store.ts'
import { ensureSecret } from './secret.adaptateur.ts'
import { readSecretStdin } from './terminal.ts'

const base = await createBaseDeTest()
const app = await buildApp(base)
const JOUR = jourParis(NOW)
const PHRASE = 'des pavés sous la plage'

function buildIo(partiel: Partial<IoAdmin> = {}) {
  const lignes: string[] = []
  const io: IoAdmin = {
    ecrire: (ligne) => lignes.push(ligne),
    erreur: (ligne) => lignes.push(ligne),
    demanderSecret: async () => PHRASE,
    lireEntree: async () => PHRASE,
    openBase: async () => openBase(base.url, { max: 1 }),
    now: () => NOW,
    ...partiel,
  }
  return { io, lignes }
}
const ADMIN = ['create', '--courriel', 'Admin@exemple.fr', '--prenom', 'Dominique', '--nom', 'Roy', '--mot-de-passe-stdin']
async function comptePersonnes(): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from compte.personne`.execute(base.libre)
  return rows[0]?.n ?? 0
}

test('« parvis admin create » crée la première administratrice, avec sa ligne d’audit, et elle se connecte', async () => {
  const { io, lignes } = buildIo()
  assert.equal(await runAdmin(ADMIN, io), 0, lignes.join())
  const agent = await findAgentByCourriel(base.libre, 'admin@exemple.fr', JOUR)
  assert.deepEqual(
    agent?.mandats.map(({ role, contratId }) => ({ role, contratId })),
    [{ role: 'admin_plateforme', contratId: null }],
  )
  assert.deepEqual(await listLibelles(base.libre), ['Compte d’administration de Dominique Roy créé en ligne de commande'])
  assert.deepEqual((await verifyAudit(base.libre)).defauts, [])
  await signIn(app, 'admin@exemple.fr', PHRASE)
  assert.ok(!lignes.join().includes(PHRASE), 'the password is never printed')
})

test('une erreur de la ligne de commande dit quoi faire, et n’écrit rien', async () => {
  const avant = await comptePersonnes()
  const cas: [string[], Partial<IoAdmin>, RegExp][] = [
    [ADMIN, {}, /a déjà un compte/],
    [['create', '--courriel', 'x', '--prenom', 'A', '--nom', 'B', '--mot-de-passe-stdin'], {}, /--courriel : .*bonne forme/],
    [['create', '--courriel', 'b@exemple.fr', '--mot-de-passe-stdin'], {}, /--prenom : Tapez le prénom/],
    [
      ['create', '--courriel', 'b@exemple.fr', '--prenom', 'A', '--nom', 'B', '--mot-de-passe-stdin'],
      { lireEntree: async () => 'court' },
      /il en manque 7/,
    ],
    [
      ['create', '--courriel', 'b@exemple.fr', '--prenom', 'A', '--nom', 'B'],
      { demanderSecret: async (question) => question },
      /diffèrent/,
    ],
    [['create', '--mot-de-passe', 'x'], {}, /option n’est pas reconnue/],
    [['supprimer'], {}, /« supprimer » n’est pas une commande/],
  ]
  for (const [args, partiel, phrase] of cas) {
    const { io, lignes } = buildIo(partiel)
    assert.equal(await runAdmin(args, io), 2, args.join(' '))
    assert.match(lignes.join('\n'), phrase)
  }
  assert.equal(await comptePersonnes(), avant)
  const { io, lignes } = buildIo()
  assert.equal(await runAdmin([], io), 0)
  assert.match(lignes.join(), /Usage/)
})

test('the secret is the first line of the standard input', async () => {
  const entree = new PassThrough()
  entree.end(`${PHRASE}\nreste`)
  assert.equal(await readSecretStdin(entree), PHRASE)
})

test('l’administration crée un compte, lui donne un mandat, y met fin, et fait un lien', async () => {
  const admin = await signIn(app, 'admin@exemple.fr', PHRASE)
  const cree = await post(app, '/administration/personnes', { courriel: 'p@exemple.fr', prenom: 'Paul', nom: 'Petit', fonction: '' }, admin)
  assert.equal(cree.status, 303)
  const page = cree.headers.get('location')?.split('?')[0] ?? ''
  const encore = await post(app, '/administration/personnes', { courriel: 'P@exemple.fr', prenom: 'Autre', nom: 'Petit' }, admin)
  assert.equal(encore.status, 422)
  assert.match(await encore.text(), /déjà celle de Paul Petit/)

  assert.equal((await post(app, '/organisations/nouvelle', { nom: 'Métropole d’essai', type: 'epci', siret: '' }, admin)).status, 303)
  const [organisation] = await listOrganisations(base.libre, { texte: 'metropole d’essai' })
  assert.ok(organisation)
  const mandat = {
    role: 'chef_projet',
    organisationId: organisation.id,
    contratId: CONTRAT.id,
    communeCode: '',
    qualite: 'titulaire',
    debut: JOUR,
    fin: '',
  }
  const manque = await post(app, `${page}/mandats`, { ...mandat, contratId: '' }, admin)
  assert.equal(manque.status, 422)
  assert.match(await manque.text(), /Choisissez le contrat/)
  assert.equal((await post(app, `${page}/mandats`, mandat, admin)).status, 303)
  const html = await (await get(app, page, admin)).text()
  assert.match(html, /Contrat d’essai/)
  assert.equal((await post(app, `${page}/lien`, {}, admin)).status, 200)

  const fin = /href="(\/administration[^"]*\/fin)"/.exec(html)?.[1] ?? ''
  assert.equal((await get(app, fin, admin)).status, 200)
  const dernier = await post(app, fin, { dernierJour: '' }, admin)
  assert.equal(dernier.status, 422, 'the last chef de projet of the contract stays, for the administrators too')
  assert.equal((await get(app, '/administration/personnes/pas-un-id', admin)).status, 404)
  assert.match(await (await get(app, '/administration/personnes?q=petit', admin)).text(), /1\u00a0personne</)
})

test('une organisation ne s’ajoute pas deux fois, ni avec un SIRET faux', async () => {
  const admin = await signIn(app, 'admin@exemple.fr', PHRASE)
  const ajoute = (nom: string, siret = '') => post(app, '/organisations/nouvelle', { nom, type: 'association', siret }, admin)
  assert.equal((await ajoute('Les Amis du Quartier', '732 829 320 00074')).status, 303)
  assert.match(await (await ajoute('LES  AMIS DU QUARTIER')).text(), /déjà connue/)
  assert.match(await (await ajoute('Autre nom', '73282932000074')).text(), /déjà connue sous le nom « Les Amis du Quartier »/)
  const faux = await ajoute('Encore une', '73282932000075')
  assert.equal(faux.status, 422)
  assert.match(await faux.text(), /SIRET n’existe pas/)
})

test('les pages d’administration sont fermées à tous les autres', async () => {
  await createMembre(base.libre, { courriel: 'cheffe@exemple.fr', role: 'chef_projet' })
  const cheffe = await signIn(app, 'cheffe@exemple.fr')
  for (const { methode, chemin, droit } of app.routes) {
    if (!chemin.startsWith('/administration')) continue
    assert.equal(droit, 'administration de la plateforme')
    const adresse = chemin.replaceAll(/:\w+/g, CONTRAT.id)
    const reponse = methode === 'GET' ? await get(app, adresse, cheffe) : await post(app, adresse, {}, cheffe)
    assert.equal(reponse.status, 403, `${methode} ${chemin}`)
    assert.match(await reponse.text(), /réservée à l’administration/)
  }
})

test('une organisation se retrouve par une variante de son nom, sans accents', async () => {
  await annule(base.db, async (tx) => {
    const id = '0190a000-0000-7000-8000-0000000000b1'
    await createOrganisationRow(tx, { id, nom: 'Val Touraine Habitat', sigle: 'VTH', type: 'bailleur', siren: null, siret: null }, NOW)
    await addNomOrganisation(tx, id, 'Bailleur d’Indre-et-Loire')
    await addNomOrganisation(tx, id, 'Bailleur d’Indre-et-Loire')
    assert.equal((await findOrganisationConnue(tx, { nom: 'VAL TOURAINE HABITAT', siret: null }))?.id, id)
    assert.equal((await findOrganisationConnue(tx, { nom: 'bailleur d’indre-et-loire', siret: null }))?.id, id)
    assert.equal(await findOrganisationConnue(tx, { nom: 'Habitat', siret: null }), null)
    assert.deepEqual(
      (await listOrganisations(tx, { texte: 'vth' })).map((o) => o.id),
      [id],
    )
    assert.deepEqual(await listOrganisations(tx, { texte: '100 %_\\' }), [])
  })
})

test('les noms se lisent par leurs identifiants', async () => {
  const agent = await findAgentByCourriel(base.libre, 'admin@exemple.fr', JOUR)
  assert.ok(agent)
  assert.deepEqual([...(await listNoms(base.libre, [agent.personneId, agent.personneId]))], [[agent.personneId, 'Dominique Roy']])
})

test('the secret of the sessions is made once, readable by its owner alone', async () => {
  const donnees = await mkdtemp(join(tmpdir(), 'parvis-secret-'))
  try {
    const secrets = await Promise.all(Array.from({ length: 4 }, () => ensureSecret({ secret: null, donnees: join(donnees, 'neuf') })))
    assert.equal(new Set(secrets).size, 1)
    const fichier = join(donnees, 'neuf', 'secret')
    assert.equal((await stat(fichier)).mode & 0o777, 0o600)
    assert.equal((await readFile(fichier, 'utf8')).trim(), secrets[0])
    assert.equal(await ensureSecret({ secret: 'donné par le réglage', donnees }), 'donné par le réglage')
    await writeFile(fichier, 'court')
    await assert.rejects(ensureSecret({ secret: null, donnees: join(donnees, 'neuf') }), /abîmé/)
  } finally {
    await rm(donnees, { recursive: true })
  }
})

test('the database refuses what no rule should let through', async () => {
  const refuse = (requete: ReturnType<typeof sql>) => assert.rejects(requete.execute(base.libre))
  await refuse(sql`update compte.utilisateur set courriel = upper(courriel)`)
  await refuse(sql`delete from compte.mandat`)
  await refuse(sql`delete from compte.personne`)
  await refuse(sql`delete from compte.type_organisation`)
  await refuse(sql`update compte.mandat set contrat_id = null where role = 'chef_projet'`)
})
