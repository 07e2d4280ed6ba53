/**
 * Someone with every right on one contract tries to reach another: each route, with the identifiers of the other contract in
 * the path, the query, a form, JSON. The other contract bears a mark in all its texts: no answer may show it, no row of it
 * may change, and nothing of the first contract may point at it.
 */
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { assemble } from '#app.ts'
import { setFentesContrat } from '#contrat/index.ts'
import { parseConfiguration } from '#platform/configuration.ts'
import { openBase, type Tx } from '#platform/db/base.ts'
import type { RouteDeclaree } from '#platform/http/routes.ts'
import { fentesStrategie } from '#strategie/index.ts'
import { loadDecoupageIn } from '#territoire/index.ts'
import { loadDemo } from '../db/demo/charger.ts'
import { type Appris, createNavigateur, ID, learnPages, type Navigateur, type Tentative } from './formulaires-appris.ts'
import { createHasard, type Hasard } from './hasard.ts'

const ORIGINE = 'http://localhost:3000'
const SIEN = 'igny-cucs'
const AUTRE = 'tours-2015'
/** In every text of the other contract, and nowhere else. */
export const MARQUE = 'QZXMARQUEZXQ'

export type Bilan = {
  tentatives: number
  routes: number
  statuts: Record<string, number>
  /** What went wrong: empty when nothing crosses. */
  fuites: string[]
}

/** `partout`: someone with a mandate on both contracts, who must be seen to read the other one: the control of the measure. */
export type Options = { graine?: number; qui?: 'ailleurs' | 'partout' }

/** @param url an empty migrated database, which the attempts will spoil */
export async function attemptOtherContract(url: string, nombre: number, { graine = 1, qui = 'ailleurs' }: Options = {}): Promise<Bilan> {
  const proprietaire = openBase(url, { role: null, max: 2 })
  const application = openBase(url)
  const donnees = await mkdtemp(join(tmpdir(), 'parvis-tentatives-'))
  const configuration = parseConfiguration({ PORT: '0', DATABASE_URL: url, PARVIS_DEMO: '1', PARVIS_DONNEES: donnees, PARVIS_URL: ORIGINE })
  setFentesContrat(fentesStrategie)
  await proprietaire.db.transaction().execute((tx) => loadDecoupageIn(tx, new Date()))
  await loadDemo(proprietaire.db, new Date())
  const contrats = await prepareContrats(proprietaire.db, qui)
  const application_ = await assemble({ base: application, configuration, databaseUrl: url })
  try {
    const demander = createNavigateur(ORIGINE, (chemin, options) => Promise.resolve(application_.hono.request(ORIGINE + chemin, options)))
    await demander.signIn()
    const appris = await learnPages(demander, [`/espace/${SIEN}`, '/compte'])
    const avant = await fingerprint(proprietaire.db, contrats.autre.id)
    const hasard = createHasard(graine)
    const statuts: Record<string, number> = {}
    const fuites: string[] = []
    for (let rang = 0; rang < nombre; rang += 1) {
      if (rang % 400 === 0) await repair(proprietaire.db, contrats.sien.id, demander)
      const tentative = imagine(hasard, application_.routes, contrats, appris)
      let reponse = await demander.send(tentative)
      if (isSignedOut(reponse)) {
        // An attempt before this one closed the session: what a stranger gets proves nothing.
        await demander.signIn()
        reponse = await demander.send(tentative)
      }
      statuts[reponse.status] = (statuts[reponse.status] ?? 0) + 1
      const contenu = await reponse.arrayBuffer()
      const fuite = leakOf(reponse, contenu, contrats.autre.empreintes)
      if (fuite !== null && fuites.length < 20)
        fuites.push(`${fuite}: ${tentative.methode} ${tentative.chemin} ${tentative.corps?.contenu.slice(0, 300) ?? ''}`)
    }
    const apres = await fingerprint(proprietaire.db, contrats.autre.id)
    for (const [table, empreinte] of avant) if (apres.get(table) !== empreinte) fuites.push(`${table} of the other contract has changed`)
    fuites.push(...(await crossings(proprietaire.db)))
    return { tentatives: nombre, routes: application_.routes.length, statuts, fuites }
  } finally {
    await application_.close()
    await application.close()
    await proprietaire.close()
    await rm(donnees, { recursive: true, force: true })
  }
}

type Contrats = {
  sien: { id: string; ids: string[] }
  /** Its identifiers, those of the same kind as one of the attacker's, and the digests of its files. */
  autre: { id: string; ids: string[]; alike: (id: string) => readonly string[]; empreintes: Set<string> }
}

/** Personas keep their mandates on one contract only; the other is marked, and its identifiers are known to the attacker. */
async function prepareContrats(db: Tx, qui: 'ailleurs' | 'partout'): Promise<Contrats> {
  const { rows } = await sql<{ id: string; adresse: string }>`select id, adresse from contrat.contrat`.execute(db)
  const idOf = (adresse: string): string => {
    const contrat = rows.find((ligne) => ligne.adresse === adresse)
    if (contrat === undefined) throw new Error(`no contract ${adresse}`)
    return contrat.id
  }
  const sien = idOf(SIEN)
  const autre = idOf(AUTRE)
  if (qui === 'ailleurs') await sql`update compte.mandat set retire_le = now() where contrat_id is distinct from ${sien}`.execute(db)
  await sql`update contrat.version set retire_le = now() where retire_le is null`.execute(db)
  // Nothing moves by itself: what changes was changed by an attempt.
  await sql`update platform.tache set etat = 'annulee', finie_le = now() where etat in ('en_file', 'en_cours')`.execute(db)
  await markTexts(db, autre)
  const { rows: fichiers } = await sql<{ sha256: string }>`select sha256 from platform.fichier`.execute(db)
  const siens = await listIds(db, sien)
  const autres = await listIds(db, autre)
  const ids = [...autres.keys()]
  const parGenre = Map.groupBy(ids, (id) => autres.get(id))
  return {
    sien: { id: sien, ids: [...siens.keys()] },
    autre: {
      id: autre,
      ids,
      alike: (id) => parGenre.get(siens.get(id)) ?? ids,
      empreintes: new Set(fichiers.map((fichier) => fichier.sha256)),
    },
  }
}

async function tablesDuContrat(db: Tx): Promise<{ nom: string; textes: string[]; ids: string[] }[]> {
  const { rows } = await sql<{ nom: string; textes: string[]; ids: string[] }>`
    select c.table_schema || '.' || c.table_name as nom,
      coalesce(array_agg(c.column_name::text) filter (where c.data_type = 'text' and c.is_generated = 'NEVER'), '{}') as textes,
      coalesce(array_agg(c.column_name::text) filter (where c.data_type = 'uuid' and c.column_name <> 'contrat_id'), '{}') as ids
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where t.table_type = 'BASE TABLE' and exists (select from information_schema.columns x where x.table_schema = c.table_schema
      and x.table_name = c.table_name and x.column_name = 'contrat_id') and c.table_schema <> 'graphile_worker'
    group by 1 order by 1`.execute(db)
  return rows
}

/** Marks every text that a constraint lets be marked. */
async function markTexts(db: Tx, contratId: string): Promise<void> {
  for (const { nom, textes } of await tablesDuContrat(db)) {
    for (const colonne of textes) {
      const marque = sql`update ${sql.table(nom)} set ${sql.ref(colonne)} = ${sql.ref(colonne)} || ${` ${MARQUE}`}
        where contrat_id = ${contratId} and length(${sql.ref(colonne)}) > 3`
      await marque.execute(db).catch(() => {})
    }
  }
}

/** Identifiers met in the rows of a contract, with the first column in which they stand. */
async function listIds(db: Tx, contratId: string): Promise<Map<string, string>> {
  const ids = new Map([[contratId, 'contrat.contrat.id']])
  for (const { nom, ids: colonnes } of await tablesDuContrat(db)) {
    for (const colonne of colonnes) {
      const { rows } = await sql<{
        id: string | null
      }>`select distinct ${sql.ref(colonne)} as id from ${sql.table(nom)} where contrat_id = ${contratId}`.execute(db)
      for (const { id } of rows) if (id !== null && (colonne === 'id' || !ids.has(id))) ids.set(id, `${nom}.${colonne}`)
    }
  }
  return ids
}

/** Digest of every row of a contract, by table. */
async function fingerprint(db: Tx, contratId: string): Promise<Map<string, string>> {
  const empreintes = new Map<string, string>()
  for (const { nom } of await tablesDuContrat(db)) {
    const { rows } = await sql<{ e: string }>`select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as e
      from ${sql.table(nom)} t where contrat_id = ${contratId}`.execute(db)
    empreintes.set(nom, rows[0]?.e ?? '')
  }
  const { rows } = await sql<{ e: string }>`select md5(t::text) as e from contrat.contrat t where id = ${contratId}`.execute(db)
  empreintes.set('contrat.contrat', rows[0]?.e ?? '')
  return empreintes
}

/** Rows of one contract that point at a row of another, through any foreign key. */
export async function crossings(db: Tx): Promise<string[]> {
  const { rows } = await sql<{ enfant: string; colonne: string; parent: string }>`
    select c.conrelid::regclass::text as enfant, a.attname::text as colonne, c.confrelid::regclass::text as parent
    from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.contype = 'f' and array_length(c.conkey, 1) = 1
      and exists (select from pg_attribute x where x.attrelid = c.conrelid and x.attname = 'contrat_id')
      and exists (select from pg_attribute x where x.attrelid = c.confrelid and x.attname = 'contrat_id')`.execute(db)
  const croisees: string[] = []
  for (const { enfant, colonne, parent } of rows) {
    const { rows: trouvees } = await sql<{
      n: number
    }>`select count(*) as n from ${sql.raw(enfant)} e join ${sql.raw(parent)} p on p.id = e.${sql.ref(colonne)}
      where p.contrat_id is distinct from e.contrat_id`.execute(db)
    if ((trouvees[0]?.n ?? 0) > 0) croisees.push(`${trouvees[0]?.n} rows of ${enfant}.${colonne} point at ${parent} of another contract`)
  }
  return croisees
}

/** One attempt: what the pages send with other identifiers of the same kind, or any route with any identifier. */
function imagine(hasard: Hasard, routes: readonly RouteDeclaree[], contrats: Contrats, appris: Appris): Tentative {
  if (!hasard.chance(0.6)) return imagineAnything(hasard, routes, contrats, appris)
  const { autre } = contrats
  const chezLui = hasard.chance(0.3)
  const part = hasard.pick([0.4, 0.7, 1])
  const swap = (texte: string) => texte.replace(ID, (id) => (hasard.chance(part) ? hasard.pick(autre.alike(id)) : id))
  const swapChemin = (chemin: string) => swap(chezLui ? chemin.replace(`/espace/${SIEN}`, `/espace/${AUTRE}`) : chemin)
  if (hasard.chance(0.35)) return { methode: 'GET', chemin: swapChemin(hasard.pick(appris.pages)) }
  const formulaire = hasard.pick(appris.formulaires)
  const champs = formulaire.champs.map(([nom, valeur]): [string, string] => [nom, swap(valeur)])
  if (appris.noms.length > 0 && hasard.chance(0.3)) champs.push([hasard.pick(appris.noms), hasard.pick(autre.ids)])
  return { methode: 'POST', chemin: swapChemin(formulaire.chemin), corps: bodyOf(hasard, champs) }
}

function imagineAnything(hasard: Hasard, routes: readonly RouteDeclaree[], { sien, autre }: Contrats, appris: Appris): Tentative {
  const route = hasard.pick(routes)
  const chezLui = hasard.chance(0.4)
  const chemin = route.chemin.replace(/:([a-zA-Z]+)(\{[^}]*\})?/g, (_, nom: string) => {
    if (nom === 'contrat') return chezLui ? AUTRE : SIEN
    return hasard.pick(hasard.chance(0.8) ? autre.ids : sien.ids)
  })
  const valeur = () => (hasard.chance(0.9) ? hasard.pick(autre.ids) : hasard.pick([AUTRE, '2.1.5', 'gestion']))
  const requete = new URLSearchParams()
  if (hasard.chance(route.methode === 'GET' ? 0.5 : 0.2)) requete.set(hasard.pick(appris.requetes), valeur())
  const adresse = requete.size === 0 ? chemin : `${chemin}?${requete}`
  if (route.methode === 'GET') return { methode: 'GET', chemin: adresse }
  const champs = Array.from({ length: 4 }, (): [string, string] => [hasard.pick(appris.noms), valeur()])
  return { methode: 'POST', chemin: adresse, corps: bodyOf(hasard, champs) }
}

function bodyOf(hasard: Hasard, champs: [string, string][]): { type: string; contenu: string } {
  if (hasard.chance(0.1)) return { type: 'application/json', contenu: JSON.stringify(Object.fromEntries(champs)) }
  return { type: 'application/x-www-form-urlencoded', contenu: new URLSearchParams(champs).toString() }
}

const isSignedOut = (reponse: Response): boolean =>
  reponse.headers.get('location')?.startsWith('/connexion') === true ||
  (reponse.status === 403 && reponse.headers.get('cache-control') === null)

/** What an answer gives away of the other contract, or null. The mark is never sent: where it comes from, it was read. */
function leakOf(reponse: Response, contenu: ArrayBuffer, empreintes: ReadonlySet<string>): string | null {
  if (reponse.status >= 500) return `status ${reponse.status}`
  const octets = Buffer.from(contenu)
  if (reponse.headers.get('content-disposition') !== null && empreintes.has(createHash('sha256').update(octets).digest('hex')))
    return 'a file'
  const type = reponse.headers.get('content-type') ?? ''
  if (!/html|json|text|csv/.test(type)) return null
  const texte = octets.toString('utf8')
  return texte.includes(MARQUE) ? 'a text' : null
}

/** The contract of the attacker is put back to work, and she signs in again: an attempt may have closed one or the other. */
async function repair(db: Tx, contratId: string, demander: Navigateur): Promise<void> {
  await sql`update contrat.contrat set statut = coalesce(statut_avant_archive, statut), statut_avant_archive = null, archive_le = null
    where id = ${contratId} and statut = 'archive'`.execute(db)
  await sql`update compte.mandat set retire_le = null, fin = null where contrat_id = ${contratId}`.execute(db).catch(() => {})
  const reponse = await demander.get('/espace')
  if (reponse.status !== 200) await demander.signIn()
}
