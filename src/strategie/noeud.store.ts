/** Nodes as they are kept: texts, themes, archive. Their places are written by arbre.store.ts. */
import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import type { Noeud } from './noeud.ts'
import type { TablesStrategie } from './tables.ts'

const dansStrategie = (tx: Tx) => tx.withTables<TablesStrategie>()

function selectNoeud(tx: Tx, contratId: string, id: string) {
  return dansStrategie(tx)
    .selectFrom('strategie.noeud')
    .select([
      'id',
      'contrat_id as contratId',
      'parent_id as parentId',
      'rang',
      'numero',
      'code',
      'intitule',
      'description',
      'version',
      'archive_le as archiveLe',
    ])
    .where('contrat_id', '=', contratId)
    .where('id', '=', id)
}

/** A node of this contract, live or archived. @throws Introuvable */
export async function getNoeud(tx: Tx, contratId: string, id: string): Promise<Noeud> {
  const noeud = await selectNoeud(tx, contratId, id).executeTakeFirst()
  if (noeud === undefined) throw new Introuvable('Ce nœud n’existe pas dans ce contrat.')
  return noeud
}

/** The same, held until the end of the transaction. @throws Introuvable */
export async function lockNoeud(tx: Tx, contratId: string, id: string): Promise<Noeud> {
  const noeud = await selectNoeud(tx, contratId, id).forUpdate().executeTakeFirst()
  if (noeud === undefined) throw new Introuvable('Ce nœud n’existe pas dans ce contrat.')
  return noeud
}

export async function insertNoeud(tx: Tx, noeud: Noeud, now: Date): Promise<void> {
  await dansStrategie(tx)
    .insertInto('strategie.noeud')
    .values({
      id: noeud.id,
      contrat_id: noeud.contratId,
      parent_id: noeud.parentId,
      rang: noeud.rang,
      numero: noeud.numero,
      code: noeud.code,
      intitule: noeud.intitule,
      description: noeud.description,
      cree_le: now,
      modifie_le: now,
    })
    .execute()
}

/** Saves the texts of a node and raises its version. @returns the new version */
export async function saveNoeud(tx: Tx, noeud: Pick<Noeud, 'id' | 'intitule' | 'description' | 'version'>, now: Date): Promise<number> {
  const version = noeud.version + 1
  await dansStrategie(tx)
    .updateTable('strategie.noeud')
    .set({ intitule: noeud.intitule, description: noeud.description, version, modifie_le: now })
    .where('id', '=', noeud.id)
    .execute()
  return version
}

/** Replaces the themes of a node. */
export async function saveThemesNoeud(tx: Tx, noeudId: string, themeIds: readonly string[]): Promise<void> {
  await dansStrategie(tx).deleteFrom('strategie.noeud_theme').where('noeud_id', '=', noeudId).execute()
  if (themeIds.length === 0) return
  await dansStrategie(tx)
    .insertInto('strategie.noeud_theme')
    .values([...new Set(themeIds)].map((theme_id) => ({ noeud_id: noeudId, theme_id })))
    .execute()
}

/** Ids of the themes of a node. */
export async function listThemesNoeud(tx: Tx, noeudId: string): Promise<string[]> {
  const lignes = await dansStrategie(tx).selectFrom('strategie.noeud_theme').select('theme_id').where('noeud_id', '=', noeudId).execute()
  return lignes.map((ligne) => ligne.theme_id)
}

/** Archives nodes and fiches together: they bear the same instant, by which they come back together. */
export async function archiveBranche(tx: Tx, ids: { noeuds: readonly string[]; fiches: readonly string[] }, now: Date): Promise<void> {
  if (ids.noeuds.length > 0) {
    await dansStrategie(tx).updateTable('strategie.noeud').set({ archive_le: now }).where('id', 'in', ids.noeuds).execute()
  }
  if (ids.fiches.length > 0) {
    await dansStrategie(tx).updateTable('strategie.fiche').set({ archive_le: now }).where('id', 'in', ids.fiches).execute()
  }
}

/** What was archived at the same instant under an archived node, itself included, from the top down. */
export async function listArchivesAvec(tx: Tx, noeud: Pick<Noeud, 'id' | 'contratId'> & { archiveLe: Date }): Promise<ObjetArchive[]> {
  const { rows } = await sql<ObjetArchive>`
    with recursive branche as (
      select id, 0 as profondeur from strategie.noeud where id = ${noeud.id}
      union all
      select n.id, b.profondeur + 1 from strategie.noeud n join branche b on n.parent_id = b.id where n.archive_le = ${noeud.archiveLe}
    )
    select 'noeud' as type, n.id, n.parent_id as "parentId", n.numero, n.rang, n.code, n.intitule, b.profondeur
    from branche b join strategie.noeud n using (id)
    union all
    select 'fiche', f.id, f.noeud_id, f.numero, null, f.code, f.intitule, 99
    from branche b join strategie.fiche f on f.noeud_id = b.id where f.archive_le = ${noeud.archiveLe}
    order by profondeur, numero`.execute(tx)
  return rows
}

export type ObjetArchive = {
  type: 'noeud' | 'fiche'
  id: string
  parentId: string | null
  numero: number
  rang: number | null
  code: string
  intitule: string
}

/** Takes nodes and fiches out of the archive. */
export async function unarchive(tx: Tx, objets: readonly Pick<ObjetArchive, 'type' | 'id'>[]): Promise<void> {
  const ids = (type: ObjetArchive['type']) => objets.filter((objet) => objet.type === type).map((objet) => objet.id)
  const [noeuds, fiches] = [ids('noeud'), ids('fiche')]
  if (noeuds.length > 0)
    await dansStrategie(tx).updateTable('strategie.noeud').set({ archive_le: null }).where('id', 'in', noeuds).execute()
  if (fiches.length > 0)
    await dansStrategie(tx).updateTable('strategie.fiche').set({ archive_le: null }).where('id', 'in', fiches).execute()
}

/** Old codes of a node or of a fiche, the latest first. */
export async function listAnciensCodes(tx: Tx, objetId: string): Promise<{ code: string; jusquAu: Date }[]> {
  return dansStrategie(tx)
    .selectFrom('strategie.ancien_code')
    .select((eb) => ['code', eb.fn.max('jusqu_au').as('jusquAu')])
    .where('objet_id', '=', objetId)
    .groupBy('code')
    .orderBy('jusquAu', 'desc')
    .execute()
}

/** Ids of the live nodes of a contract by their codes; nodes without a code are left out. */
export async function listNoeudsParCode(tx: Tx, contratId: string): Promise<Map<string, string>> {
  const lignes = await dansStrategie(tx)
    .selectFrom('strategie.noeud')
    .select(['id', 'code'])
    .where('contrat_id', '=', contratId)
    .where('archive_le', 'is', null)
    .where('code', '<>', '')
    .execute()
  return new Map(lignes.map(({ id, code }) => [code, id]))
}
