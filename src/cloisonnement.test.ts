/** Row-level security by contract, table by table, read from the catalog: a table that nobody thought of is found. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { sql } from 'kysely'
import { setFentesContrat } from '#contrat/index.ts'
import { type Identite, setIdentite } from '#platform/acte.ts'
import { appendAudit } from '#platform/audit/audit.store.ts'
import { openBase, type Tx } from '#platform/db/base.ts'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { saveFichier } from '#platform/fichiers/fichier.store.ts'
import { fentesStrategie } from '#strategie/index.ts'
import { loadDecoupageIn } from '#territoire/index.ts'
import { loadDemo } from '../db/demo/charger.ts'

const proprietaire = await createBaseDeTest({ role: null })
const application = openBase(proprietaire.url, { max: 2 })
const ouvrier = openBase(proprietaire.url, { role: 'parvis_ouvrier', max: 1 })
test.after(async () => {
  await application.close()
  await ouvrier.close()
})
setFentesContrat(fentesStrategie)
await proprietaire.db.transaction().execute((tx) => loadDecoupageIn(tx, new Date()))
await loadDemo(proprietaire.db, new Date())

// Auray stays online. Something of everything: a file, an act that concerns no contract.
await sql`update contrat.version set retire_le = now() where contrat_id = (select id from contrat.contrat where adresse = 'tours-2015')`.execute(
  proprietaire.db,
)
await saveFichier(proprietaire.db, { contenu: Buffer.from('un plan'), type: 'text/plain', now: new Date() })
await saveFichier(proprietaire.db, { contenu: Buffer.from('un autre'), type: 'text/plain', now: new Date() })
await proprietaire.db
  .transaction()
  .execute((tx) =>
    appendAudit(
      tx,
      { contratId: null, objet: { type: 'essai', id: '1' }, libelle: 'Essai', avant: null, apres: null },
      { acteurId: null, mandatId: null, mandat: null, requeteId: 'essai', instant: new Date(), commande: 'essai' },
    ),
  )

const { rows: contrats } = await sql<{ id: string; adresse: string }>`select id, adresse from contrat.contrat order by adresse`.execute(
  proprietaire.db,
)
const idOf = (adresse: string): string => contrats.find((contrat) => contrat.adresse === adresse)?.id ?? assert.fail(adresse)
const TOURS = idOf('tours-2015')
const IGNY = idOf('igny-cucs')
const PERSONNE = '018f0000-0000-7000-8000-000000000001'
const sur = (...ids: string[]): Identite => ({ personneId: PERSONNE, contrats: ids, technique: false })
const PERSONNE_ICI: Identite = { personneId: null, contrats: [], technique: false }
const TECHNIQUE: Identite = { personneId: PERSONNE, contrats: [], technique: true }

type Table = { nom: string; contrat: boolean; rls: boolean }
const { rows: tables } = await sql<Table>`
  select n.nspname || '.' || c.relname as nom, c.relrowsecurity as rls,
    exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'contrat_id' and not a.attisdropped) as contrat
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'graphile_worker', 'public') and n.nspname not like 'pg_%'
  order by 1`.execute(proprietaire.db)
const duContrat = tables.filter((table) => table.contrat).map((table) => table.nom)

/** Runs as the application (or the worker) with this identity; everything is rolled back. */
async function as<T>(identite: Identite, faire: (tx: Tx) => Promise<T>, base = application): Promise<T> {
  let resultat: { valeur: T } | undefined
  await base.db
    .transaction()
    .execute(async (tx) => {
      await setIdentite(tx, identite)
      resultat = { valeur: await faire(tx) }
      throw new Error('rolled back')
    })
    .catch((erreur: unknown) => {
      if (resultat === undefined) throw erreur
    })
  return resultat === undefined ? assert.fail() : resultat.valeur
}
async function count(tx: Tx, table: string, condition = sql<boolean>`true`): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)} where ${condition}`.execute(tx)
  return rows[0]?.n ?? 0
}

/** Tables of a contract that everyone reads in part: what is online. */
const EN_LIGNE = new Set(['contrat.version', 'publication.telechargement'])
/** Tables that who runs the machine sees: that contracts exist, who acts on them. Not what they say. */
const seesTechnique = (table: string) => table.startsWith('compte.') || ['contrat.commune', 'contrat.quartier_nomme'].includes(table)

test('the application and the worker own nothing and bypass nothing', async () => {
  for (const role of ['parvis_app', 'parvis_ouvrier']) {
    const { rows } = await sql<{ super: boolean; bypass: boolean; objets: number }>`
      select rolsuper as super, rolbypassrls as bypass, (select count(*) from pg_class where relowner = r.oid) as objets
      from pg_roles r where rolname = ${role}`.execute(proprietaire.db)
    assert.deepEqual(rows, [{ super: false, bypass: false, objets: 0 }], role)
  }
})

test('every table that bears a contract is partitioned by it', () => {
  assert.ok(duContrat.length >= 25, `${duContrat.length} tables`)
  assert.deepEqual(
    tables.filter((table) => table.contrat && !table.rls).map((table) => table.nom),
    [],
  )
})

test('every such table compares the contract of the row with those of the identity, and nothing opens it to everyone', async () => {
  const { rows } = await sql<{ nom: string; politique: string; lecture: string | null; roles: string }>`
    select schemaname || '.' || tablename as nom, policyname as politique, qual as lecture, roles::text as roles
    from pg_policies where schemaname || '.' || tablename = any(${duContrat})`.execute(proprietaire.db)
  const sans = duContrat.filter(
    (table) =>
      !rows.some(
        ({ nom, politique, lecture }) =>
          nom === table && politique === 'contrat' && /contrat_id = ANY \(.*contrats\(\)/s.test(lecture ?? ''),
      ),
  )
  assert.deepEqual(sans, [])
  const ouvertes = rows.filter(({ lecture, roles }) => lecture === 'true' && roles !== '{parvis_ouvrier}')
  assert.deepEqual(ouvertes, [])
})

test('every table without row-level security is known not to hold the content of a contract', async () => {
  const { rows } = await sql<{ nom: string }>`
    select n.nspname || '.' || c.relname as nom from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname in ('contrat', 'strategie', 'publication') and not c.relrowsecurity`.execute(proprietaire.db)
  // Generations are the same for all contracts.
  assert.deepEqual(
    rows.map((row) => row.nom),
    ['contrat.generation'],
  )
})

for (const table of duContrat) {
  test(`${table}: without a where, the rows of one's own contract come and no other`, async () => {
    const a = sql<boolean>`contrat_id = ${TOURS}`
    const toutes = await count(proprietaire.db, table)
    const siennes = await count(proprietaire.db, table, a)
    const vues = await as(sur(TOURS), async (tx) => ({ siennes: await count(tx, table, a), toutes: await count(tx, table) }))
    assert.equal(vues.siennes, siennes)
    const autresEnLigne = await as(PERSONNE_ICI, (tx) => count(tx, table, sql<boolean>`contrat_id is distinct from ${TOURS}`))
    assert.equal(vues.toutes - vues.siennes, EN_LIGNE.has(table) ? autresEnLigne : 0)
    if (!EN_LIGNE.has(table)) assert.equal(await as(PERSONNE_ICI, (tx) => count(tx, table)), 0, 'nobody sees nothing')
    if (!seesTechnique(table) && !EN_LIGNE.has(table))
      assert.equal(
        await as(TECHNIQUE, (tx) => count(tx, table, sql<boolean>`contrat_id is not null`)),
        0,
        'who runs the machine sees no content',
      )
    assert.equal(
      await as({ ...PERSONNE_ICI, technique: true }, (tx) => count(tx, table), ouvrier),
      toutes,
      'a task of the platform sees all',
    )
  })

  test(`${table}: without a where, nothing of another contract is changed, removed or taken over`, async () => {
    const autres = sql<boolean>`contrat_id is distinct from ${IGNY}`
    for (const ordre of [
      sql`update ${sql.table(table)} set contrat_id = contrat_id`,
      sql`update ${sql.table(table)} set contrat_id = ${TOURS}`,
      sql`delete from ${sql.table(table)}`,
    ]) {
      const avant = await count(proprietaire.db, table, autres)
      // Refused for want of a right, by the check of the policy, by another constraint: or done on one's own rows alone.
      await application.db
        .transaction()
        .execute(async (tx) => {
          await setIdentite(tx, sur(IGNY))
          await ordre.execute(tx)
        })
        .catch((erreur: unknown) => assert.ok(erreur instanceof Error && 'code' in erreur, String(erreur)))
      assert.equal(await count(proprietaire.db, table, autres), avant)
    }
  })
}

test('a contract that is not online does not exist for someone else, nor for the public', async () => {
  const adresses = (identite: Identite) =>
    as(identite, async (tx) =>
      (await sql<{ adresse: string }>`select adresse from contrat.contrat order by 1`.execute(tx)).rows.map((r) => r.adresse),
    )
  assert.deepEqual(await adresses(PERSONNE_ICI), ['auray-2030'])
  assert.deepEqual(await adresses(sur(TOURS)), ['auray-2030', 'tours-2015'])
  assert.equal((await adresses(TECHNIQUE)).length, contrats.length)
  const { rows } = await as(sur(TOURS), (tx) => sql`update contrat.contrat set titre = 'pris' returning adresse`.execute(tx))
  assert.deepEqual(rows, [{ adresse: 'tours-2015' }])
})

test('a row cannot be written into another contract', async () => {
  const theme = (contratId: string) =>
    sql`insert into contrat.theme (id, contrat_id, libelle, ordre) values (gen_random_uuid(), ${contratId}, 'Essai', 99)`
  await as(sur(TOURS), (tx) => theme(TOURS).execute(tx))
  await assert.rejects(
    as(sur(TOURS), (tx) => theme(IGNY).execute(tx)),
    /row-level security/,
  )
  const ligne = (contratId: string) => sql`insert into strategie.fiche_ligne (id, fiche_id, champ, ordre, texte)
    select gen_random_uuid(), ${fiches[contratId] ?? ''}::uuid, 'contexte', 999, 'glissée'`
  const fiches: Record<string, string> = {}
  for (const { id, contratId } of (
    await sql<{
      id: string
      contratId: string
    }>`select distinct on (contrat_id) id, contrat_id as "contratId" from strategie.fiche`.execute(proprietaire.db)
  ).rows)
    fiches[contratId] = id
  await as(sur(TOURS), (tx) => ligne(TOURS).execute(tx))
  await assert.rejects(as(sur(TOURS), (tx) => ligne(IGNY).execute(tx)))
})

test('the journal of another contract does not exist, and its payloads neither', async () => {
  const chaines = (identite: Identite) =>
    as(identite, async (tx) => ({
      lignes: (await sql<{ chaine: string }>`select distinct chaine from platform.audit_ligne order by 1`.execute(tx)).rows.map(
        (r) => r.chaine,
      ),
      contenus: await count(tx, 'platform.audit_contenu'),
      siens: await count(tx, 'platform.audit_ligne'),
    }))
  const tours = await chaines(sur(TOURS))
  assert.deepEqual(tours.lignes, [`contrat:${TOURS}`])
  assert.ok(tours.contenus > 0 && tours.contenus === tours.siens)
  assert.deepEqual(await chaines(PERSONNE_ICI), { lignes: [], contenus: 0, siens: 0 })
  assert.deepEqual((await chaines(TECHNIQUE)).lignes, ['plateforme'])
})

test('bytes are read file by file, by who names the file', async () => {
  const { rows } = await sql<{ id: string }>`select id from platform.fichier limit 1`.execute(proprietaire.db)
  const id = rows[0]?.id ?? assert.fail('no file in the demo')
  assert.equal(await as(sur(TOURS), (tx) => count(tx, 'platform.fichier_morceau')), 0)
  const distincts = await as(sur(TOURS), async (tx) => {
    await sql`select set_config('parvis.fichier', ${id}, true)`.execute(tx)
    return (await sql<{ id: string }>`select distinct fichier_id as id from platform.fichier_morceau`.execute(tx)).rows
  })
  assert.deepEqual(distincts, [{ id }])
})

test('an identity does not outlive its transaction on a connection of the pool', async () => {
  const { rows } = await application.db.connection().execute(async (connexion) => {
    await connexion.transaction().execute((tx) => setIdentite(tx, sur(TOURS)))
    return sql<{ contrats: string | null }>`select nullif(current_setting('parvis.contrats', true), '') as contrats`.execute(connexion)
  })
  assert.deepEqual(rows, [{ contrats: null }])
})
