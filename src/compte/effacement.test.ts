import assert from 'node:assert/strict'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import PizZip from 'pizzip'
import { withIdentite } from '#platform/acte.ts'
import { verifyAudit } from '#platform/audit/verification.store.ts'
import '#contrat/traitements.ts'
import '#strategie/traitements.ts'
import '#territoire/traitements.ts'
import { openBase, type Tx } from '#platform/db/base.ts'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { listColonnes } from '#platform/donnees-personnelles/colonne.store.ts'
import { type Colonne, listPersonnelles } from '#platform/donnees-personnelles/declaration.ts'
import { loadFichier } from '#platform/fichiers/fichier.store.ts'
import { createId } from '#platform/identifiants.ts'
import { startOuvrier } from '#platform/taches/ouvrier.ts'
import { enqueueTache, getTache, listDernieresTaches } from '#platform/taches/tache.store.ts'
import { createClotureRow, findClotureEnCours, listClotures } from './cloture.store.ts'
import { moinsMois, plusJours } from './cloture.ts'
import { travauxCompte } from './jobs.ts'
import { createPersonnePartout, type Partout, ZOE } from './personne-partout-de-test.ts'
import { EXPORTER_DONNEES } from './taches.ts'

const base = await createBaseDeTest()
const NOW = new Date('2026-03-02T02:10:00Z')
const owner = openBase(base.url, { role: null, max: 2 })
test.after(() => owner.close())

/** Runs a work as the worker does: its role, the identity of a task of the platform. */
async function work(genre: string, now = NOW, parametres: unknown = {}, demandeurId: string | null = null) {
  const travail = travauxCompte[genre]
  assert.ok(travail)
  const ouvrier = openBase(base.url, { role: 'parvis_ouvrier', max: 1 })
  try {
    const id = await base.libre.transaction().execute((tx) => enqueueTache(tx, { genre, contratId: null, demandeurId, parametres }))
    const tache = await getTache(base.libre, id)
    return await withIdentite(ouvrier.db, { personneId: demandeurId, contrats: [], technique: true }, (db) =>
      travail({ db, tache, now: () => now, avance: async () => true }),
    )
  } finally {
    await ouvrier.close()
  }
}

/** Every column of the database where one of these words stands, with how many rows. Reads all that can be read as text. */
async function scan(tx: Tx, colonnes: readonly Colonne[], mots: readonly string[]): Promise<Map<string, number>> {
  const trouves = new Map<string, number>()
  for (const { tableau, nom, type } of colonnes) {
    const texte = type === 'bytea' ? sql`encode(${sql.ref(nom)}, 'escape')` : sql`${sql.ref(nom)}::text`
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(tableau)}
      where ${sql.join(
        mots.map((mot) => sql`strpos(platform.sans_accents(${texte}), platform.sans_accents(${mot})) > 0`),
        sql` or `,
      )}`.execute(tx)
    if ((rows[0]?.n ?? 0) > 0) trouves.set(`${tableau}.${nom}`, rows[0]?.n ?? 0)
  }
  return trouves
}

let partout: Partout
test.before(async () => {
  partout = await base.libre.transaction().execute((tx) => createPersonnePartout(tx, NOW))
})

test('chaque table qui efface a une ligne de cette personne : la preuve n’est pas vide', async () => {
  const colonnes = await listColonnes(base.libre)
  const attendues = new Set(
    listPersonnelles(colonnes)
      .filter(({ declaration }) => ['ligne', 'vide', 'mention', 'remplace'].includes(declaration.effacement))
      .map(({ tableau }) => tableau),
  )
  for (const tableau of attendues) {
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(tableau)}`.execute(owner.db)
    assert.ok((rows[0]?.n ?? 0) > 0, `${tableau} is empty: give it a row in personne-partout-de-test.ts`)
  }
})

test('la copie de ses données tient tout ce qui la concerne, sans secret et sans les données des autres', async () => {
  const fin = await work(EXPORTER_DONNEES, NOW, { personneId: partout.personneId }, partout.personneId)
  assert.ok(fin.fichier)
  const zip = new PizZip(await loadFichier(owner.db, fin.fichier.id))
  const json = zip.file('donnees.json')?.asText() ?? ''
  const html = zip.file('donnees.html')?.asText() ?? ''
  const copie: { traitements: { nom: string; donnees: Record<string, Record<string, unknown>[]> }[] } = JSON.parse(json)
  const donnees = Object.assign({}, ...copie.traitements.map((traitement) => traitement.donnees)) as Record<
    string,
    Record<string, unknown>[]
  >
  for (const tableau of [
    'compte.personne',
    'compte.utilisateur',
    'compte.session',
    'compte.identite',
    'compte.identite_oidc',
    'compte.mandat',
    'compte.invitation',
    'contrat.visite',
    'strategie.commentaire',
    'strategie.fiche',
    'platform.courriel',
    'platform.tache',
    'platform.audit_ligne',
    'platform.audit_contenu',
  ]) {
    assert.ok(donnees[tableau], `${tableau} is missing: ${Object.keys(donnees).join(', ')}`)
  }
  for (const secret of ['jeton-secret', 'scelle-secret', 'empreinte-secrete', 'chiffre-secret'])
    assert.ok(!json.includes(secret) && !html.includes(secret), secret)
  assert.ok(!json.includes('autre@exemple.fr'), 'mail to others is theirs')
  const mandats = donnees['compte.mandat'] ?? []
  assert.equal(mandats.length, 2, 'hers, and the one that she gave')
  const donne = mandats.find((mandat) => mandat.personne_id === undefined)
  assert.ok(donne, 'of the mandate that she gave, not to whom')
  assert.equal(donne.cree_par, partout.personneId)
  assert.match(html, /Zéphyrine Quatrefages/)
  assert.match(html, /10\sans/, 'durations are those of the settings')
  assert.match(zip.file('donnees.html')?.asText() ?? '', /<caption>Mandat choisi/)
})

test('effacée, son nom, son adresse et son courriel ne restent que là où la loi les garde ; la chaîne du journal reste valide', async () => {
  const colonnes = await listColonnes(base.libre)
  const mots = [ZOE.nom, ZOE.prenom, ZOE.courriel, ZOE.adresse]
  const avant = await scan(owner.db, colonnes, mots)
  assert.ok(avant.size > 25, `she was in ${avant.size} columns`)
  const id = createId(NOW.getTime())
  await base.libre
    .transaction()
    .execute((tx) =>
      createClotureRow(
        tx,
        { id, personneId: partout.personneId, motif: 'demande', raison: null, demandeeLe: NOW, prevueLe: NOW },
        partout.personneId,
      ),
    )
  const fin = await work('compte.fermer_comptes')
  assert.match(fin.message ?? '', /1\u00a0compte fermé/)

  const gardees = new Map(
    listPersonnelles(colonnes).map(({ tableau, nom, declaration }) => [
      `${tableau}.${nom}`,
      declaration.effacement === 'garde' ? declaration.raison : null,
    ]),
  )
  const apres = await scan(owner.db, colonnes, mots)
  const indues = [...apres.keys()].filter((colonne) => (gardees.get(colonne) ?? null) === null)
  assert.deepEqual(indues, [])
  assert.ok(apres.has('contrat.signataire.representant'), 'who signed stays signed')
  assert.ok(apres.has('contrat.version.contenu'), 'what was published stays as it was')

  const { rows } = await sql<{ prenom: string; nom: string; fonction: string | null; archive: boolean }>`
    select prenom, nom, fonction, archive_le is not null as archive from compte.personne where id = ${partout.personneId}`.execute(owner.db)
  const [personne] = rows
  assert.equal(personne?.prenom, 'Personne')
  assert.match(personne?.nom ?? '', /^effacée n° \d+$/)
  assert.equal(personne?.fonction, null)
  assert.equal(personne?.archive, true)

  const constat = await verifyAudit(owner.db)
  assert.deepEqual(constat.defauts, [])
  const { rows: contenus } = await sql<{ libelle: string | null }>`select libelle from platform.audit_contenu order by ligne_id`.execute(
    owner.db,
  )
  const libelles = contenus.map(({ libelle }) => libelle)
  assert.ok(libelles.includes('Fiche 1 validée') && libelles.includes('Fiche 1 soumise'), 'what does not name her stays')
  assert.ok(libelles.some((libelle) => libelle?.startsWith('Compte fermé, personne effacée')))
  assert.equal(libelles.filter((libelle) => libelle === null).length, 3)
  const { rows: mandats } = await sql<{
    retire: boolean
  }>`select retire_le is not null as retire from compte.mandat where personne_id = ${partout.personneId}`.execute(owner.db)
  assert.deepEqual(mandats, [{ retire: true }])
})

test('le travail refait ne change plus rien', async () => {
  const fin = await work('compte.fermer_comptes')
  assert.deepEqual(fin.resultat, { prevenus: 0, fermes: 0, gardes: 0, empeches: 0 })
})

test('l’application, elle, ne peut rien effacer', async () => {
  await assert.rejects(sql`delete from compte.utilisateur`.execute(base.db), /permission denied/)
  await assert.rejects(sql`delete from platform.courriel`.execute(base.db), /permission denied/)
})

async function createCompte(courriel: string, quand: Date): Promise<string> {
  const personneId = createId(quand.getTime())
  await sql`insert into compte.personne (id, prenom, nom, cree_le, modifie_le) values (${personneId}, 'Ines', 'Sommeil', ${quand}, ${quand})`.execute(
    base.libre,
  )
  await sql`insert into compte.utilisateur (id, personne_id, nom, courriel, cree_le, modifie_le) values (${createId()}, ${personneId}, 'Ines Sommeil', ${courriel}, ${quand}, ${quand})`.execute(
    base.libre,
  )
  return personneId
}

test('un compte inutilisé est prévenu, gardé s’il sert de nouveau, fermé sinon', async () => {
  const vieux = moinsMois(NOW, 25)
  const [dort, revient] = [await createCompte('dort@exemple.fr', vieux), await createCompte('revient@exemple.fr', vieux)]
  const recent = await createCompte('recent@exemple.fr', moinsMois(NOW, 23))
  const prevenir = await work('compte.fermer_comptes')
  assert.deepEqual(prevenir.resultat, { prevenus: 2, fermes: 0, gardes: 0, empeches: 0 })
  assert.equal(await findClotureEnCours(base.libre, recent), null)
  const { rows } = await sql<{
    destinataire: string
    objet: string
  }>`select destinataire, objet from platform.courriel where genre = 'fermeture' order by destinataire`.execute(owner.db)
  assert.deepEqual(
    rows.map(({ destinataire }) => destinataire),
    ['dort@exemple.fr', 'revient@exemple.fr'],
  )
  const cloture = await findClotureEnCours(base.libre, dort)
  assert.equal(cloture?.prevueLe.toISOString(), plusJours(NOW, 30).toISOString())

  const utilisateur = sql`(select id from compte.utilisateur where personne_id = ${revient})`
  const plusTard = plusJours(NOW, 30)
  await sql`insert into compte.session (id, utilisateur_id, jeton, expire_le, vue_le) values (${createId()}, ${utilisateur}, 'r', ${plusJours(NOW, 60)}, ${plusJours(NOW, 3)})`.execute(
    base.libre,
  )
  const fermer = await work('compte.fermer_comptes', plusTard)
  assert.deepEqual(fermer.resultat, { prevenus: 0, fermes: 1, gardes: 1, empeches: 0 })
  assert.equal(await findClotureEnCours(base.libre, revient), null)
})

test('le dernier mandat d’administration ne s’efface pas : l’administration le voit', async () => {
  const personneId = await createCompte('seule@exemple.fr', NOW)
  const organisationId = createId()
  await sql`insert into compte.organisation (id, nom, type) values (${organisationId}, 'Seule', 'autre')`.execute(base.libre)
  await sql`insert into compte.mandat (id, personne_id, organisation_id, role, debut) values (${createId()}, ${personneId}, ${organisationId}, 'admin_plateforme', '2024-01-01')`.execute(
    base.libre,
  )
  await base.libre
    .transaction()
    .execute((tx) =>
      createClotureRow(tx, { id: createId(), personneId, motif: 'demande', raison: null, demandeeLe: NOW, prevueLe: NOW }, personneId),
    )
  const fin = await work('compte.fermer_comptes')
  assert.deepEqual(fin.resultat, { prevenus: 0, fermes: 0, gardes: 0, empeches: 1 })
  const clotures = await listClotures(base.libre, 10)
  assert.match(clotures.find((cloture) => cloture.personneId === personneId)?.obstacle ?? '', /dernier à tenir le mandat/)
})

test('les durées de conservation s’appliquent, et rien d’autre ne part', async () => {
  await sql`insert into compte.tentative (cle, echecs, depuis) values (${'a'.repeat(64)}, 1, ${plusJours(NOW, -2)}), (${'b'.repeat(64)}, 1, ${NOW})`.execute(
    base.libre,
  )
  await sql`insert into platform.tache (id, genre, etat, finie_le, message) values (${createId()}, 'vieille', 'faite', ${plusJours(NOW, -40)}, null)`.execute(
    base.libre,
  )
  const fin = await work('compte.appliquer_durees')
  assert.match(fin.message ?? '', /^Effacés\s: /)
  const { rows } = await sql<{ cle: string }>`select cle from compte.tentative`.execute(owner.db)
  assert.deepEqual(rows, [{ cle: 'b'.repeat(64) }])
  assert.equal((await sql`select 1 from platform.tache where genre = 'vieille'`.execute(owner.db)).rows.length, 0)
  const { rows: details } = await sql<{ n: number }>`select count(*) as n from platform.audit_contenu where efface_le is null`.execute(
    owner.db,
  )
  assert.ok((details[0]?.n ?? 0) > 0, 'the journal of the year stays')

  const dansOnzeAns = new Date('2037-03-02T02:40:00Z')
  await work('compte.appliquer_durees', dansOnzeAns)
  const restes = async () =>
    (
      await sql<{ chaine: string }>`select distinct l.chaine from platform.audit_contenu c join platform.audit_ligne l on l.id = c.ligne_id
        where c.efface_le is null`.execute(owner.db)
    ).rows.map(({ chaine }) => chaine)
  const ouverte = await restes()
  assert.ok(ouverte.length === 1 && ouverte[0]?.startsWith('contrat:'), 'the details of a contract that goes on stay')
  await sql`update contrat.contrat set debut = '2020-01-01', fin = '2026-12-31' where id = ${ouverte[0]?.slice(8)}`.execute(owner.db)
  await work('compte.appliquer_durees', dansOnzeAns)
  assert.deepEqual(await restes(), [])
  assert.deepEqual((await verifyAudit(owner.db)).defauts, [])
  assert.equal(
    (await sql`select 1 from compte.mandat where fin is null and retire_le is null`.execute(owner.db)).rows.length,
    2,
    'mandates in force stay',
  )
  assert.equal((await sql`select 1 from compte.mandat where personne_id = ${partout.personneId}`.execute(owner.db)).rows.length, 0)
  const { rows: copies } = await sql<{ n: number }>`select count(*) as n from platform.fichier`.execute(owner.db)
  assert.equal(copies[0]?.n, 1, 'a file goes with its task: the copy of the test has none')
})

test('the hour come, the worker queues its nightly work as a task and does it under its own role', async () => {
  const ouvrier = await startOuvrier(base.url, travauxCompte, () => NOW)
  const last = async () => (await listDernieresTaches(base.libre, ['compte.appliquer_durees']))[0]
  const avant = (await last())?.id
  try {
    await sql`select graphile_worker.add_job('periodique', '{"genre": "compte.appliquer_durees"}')`.execute(owner.db)
    for (let essai = 0; essai < 400; essai += 1) {
      const tache = await last()
      if (tache !== undefined && tache.id !== avant && tache.finieLe !== null) break
      await sleep(25)
    }
  } finally {
    await ouvrier.stop()
  }
  const faite = await last()
  assert.notEqual(faite?.id, avant)
  assert.equal(faite?.etat, 'faite')
  assert.match(faite?.message ?? '', /^Effacés\s: /)
})
