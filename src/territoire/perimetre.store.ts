import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable, RegleViolee } from '#platform/errors.ts'
import { isId } from '#platform/identifiants.ts'
import { aireM2, type Boite, boiteOf, decodeWkb, encodeWkb, type MultiPolygone } from './geometrie.ts'

export type OriginePerimetre = 'nom' | 'dessin' | 'fichier' | 'quartiers'

/** A perimeter of a contract, without its geometry. */
export type Perimetre = {
  id: string
  nom: string
  note: string | null
  /** INSEE codes, with names. */
  communes: readonly { code: string; nom: string }[]
  origine: OriginePerimetre
  origineDetail: string | null
  quartierNommeId: string | null
  aireM2: number | null
  boite: Boite | null
  version: number
  archiveLe: Date | null
}

type Ligne = Omit<Perimetre, 'boite'> & { ouest: number | null; sud: number | null; est: number | null; nord: number | null }

const COLONNES = sql`p.id, p.nom, p.note, p.origine, p.origine_detail as "origineDetail", p.quartier_nomme_id as "quartierNommeId",
    p.aire_m2 as "aireM2", p.ouest, p.sud, p.est, p.nord, p.version, p.archive_le as "archiveLe",
    coalesce((select json_agg(json_build_object('code', x.code, 'nom', coalesce(n.nom, x.code)) order by x.rang)
      from unnest(p.communes) with ordinality x(code, rang)
      left join territoire.commune n on n.code = x.code and n.type = 'actuelle'), '[]') as communes`

function perimetreOf({ ouest, sud, est, nord, ...reste }: Ligne): Perimetre {
  return { ...reste, boite: ouest === null || sud === null || est === null || nord === null ? null : [ouest, sud, est, nord] }
}

/** Perimeters of a contract in French alphabetical order, archived ones aside. */
export async function listPerimetres(tx: Tx, contratId: string): Promise<Perimetre[]> {
  const { rows } = await sql<Ligne>`/* prepare perimetres */ select ${COLONNES} from territoire.perimetre p
    where p.contrat_id = ${contratId}::uuid and p.archive_le is null order by p.nom collate "fr-FR-x-icu"`.execute(tx)
  return rows.map(perimetreOf)
}

/** One perimeter of this contract, even archived. @throws Introuvable */
export async function getPerimetre(tx: Tx, contratId: string, id: string): Promise<Perimetre> {
  const { rows } = isId(id)
    ? await sql<Ligne>`select ${COLONNES} from territoire.perimetre p where p.id = ${id} and p.contrat_id = ${contratId}::uuid`.execute(tx)
    : { rows: [] }
  if (rows[0] === undefined) throw new Introuvable('Ce périmètre n’existe pas dans ce contrat, ou plus.')
  return perimetreOf(rows[0])
}

/** Contours by the id of their perimeter; those known by their name alone are left out. */
export async function getContours(tx: Tx, contratId: string, ids: readonly string[] | null): Promise<Map<string, MultiPolygone>> {
  const { rows } = await sql<{
    id: string
    geometrie: Buffer
  }>`/* prepare contours_perimetres */ select id, geometrie from territoire.perimetre
    where contrat_id = ${contratId}::uuid and archive_le is null and geometrie is not null
      and (${ids === null} or id = any (${ids === null ? [] : [...ids]}::uuid[]))`.execute(tx)
  return new Map(rows.map(({ id, geometrie }) => [id, decodeWkb(geometrie)]))
}

/** Contours of all the perimeters of a contract and of these official quartiers, by id. One statement. */
export async function getContoursDesLieux(tx: Tx, contratId: string, quartierIds: readonly string[]): Promise<Map<string, MultiPolygone>> {
  const { rows } = await sql<{ id: string; geometrie: Buffer }>`/* prepare contours_lieux */ select id, geometrie from territoire.perimetre
      where contrat_id = ${contratId}::uuid and archive_le is null and geometrie is not null
    union all select id, geometrie from territoire.quartier where id = any (${[...quartierIds]}::uuid[]) and geometrie is not null`.execute(
    tx,
  )
  return new Map(rows.map(({ id, geometrie }) => [id, decodeWkb(geometrie)]))
}

export type PerimetreSaisi = {
  id: string
  nom: string
  note: string | null
  communes: readonly string[]
  origine: OriginePerimetre
  origineDetail: string | null
  quartierNommeId: string | null
  /** Undefined: unchanged; null: known by its name alone. */
  geometrie: { retenue: MultiPolygone; recue: MultiPolygone } | null | undefined
}

/** Writes a perimeter, new or known. @param version seen by the person; null: a new one @throws RegleViolee when it has changed, or the name is taken */
export async function savePerimetre(tx: Tx, contratId: string, perimetre: PerimetreSaisi, version: number | null): Promise<void> {
  await assertNomLibre(tx, contratId, perimetre)
  const { nom, note, origine, origineDetail, quartierNommeId } = perimetre
  const communes = [...perimetre.communes]
  if (version === null) {
    await sql`insert into territoire.perimetre (id, contrat_id, nom, note, communes, origine, origine_detail, quartier_nomme_id)
      values (${perimetre.id}, ${contratId}, ${nom}, ${note}, ${communes}, ${origine}, ${origineDetail}, ${quartierNommeId})`.execute(tx)
  } else {
    const { rows } = await sql`update territoire.perimetre set nom = ${nom}, note = ${note}, communes = ${communes}, origine = ${origine},
        origine_detail = ${origineDetail}, quartier_nomme_id = ${quartierNommeId}, version = version + 1
      where id = ${perimetre.id} and contrat_id = ${contratId} and version = ${version} and archive_le is null returning 1`.execute(tx)
    if (rows.length === 0) throw change()
  }
  if (perimetre.geometrie !== undefined) await saveContour(tx, perimetre.id, perimetre.geometrie)
}

async function saveContour(tx: Tx, id: string, geometrie: { retenue: MultiPolygone; recue: MultiPolygone } | null): Promise<void> {
  if (geometrie === null) {
    await sql`update territoire.perimetre set geometrie = null, geometrie_origine = null, ouest = null, sud = null, est = null, nord = null,
      aire_m2 = null where id = ${id}`.execute(tx)
    return
  }
  const [ouest, sud, est, nord] = boiteOf(geometrie.retenue)
  await sql`update territoire.perimetre set geometrie = ${encodeWkb(geometrie.retenue)}, geometrie_origine = ${encodeWkb(geometrie.recue)},
    ouest = ${ouest}, sud = ${sud}, est = ${est}, nord = ${nord}, aire_m2 = ${Math.round(aireM2(geometrie.retenue))} where id = ${id}`.execute(
    tx,
  )
}

export async function archivePerimetre(tx: Tx, contratId: string, id: string, version: number, now: Date): Promise<void> {
  const { rows } = await sql`update territoire.perimetre set archive_le = ${now}, version = version + 1
    where id = ${id} and contrat_id = ${contratId} and version = ${version} and archive_le is null returning 1`.execute(tx)
  if (rows.length === 0) throw change()
}

/** @throws RegleViolee when its name has been taken since */
export async function restorePerimetre(tx: Tx, contratId: string, { id, nom }: Pick<Perimetre, 'id' | 'nom'>): Promise<void> {
  await assertNomLibre(tx, contratId, { id, nom })
  await sql`update territoire.perimetre set archive_le = null, version = version + 1 where id = ${id} and contrat_id = ${contratId}`.execute(
    tx,
  )
}

async function assertNomLibre(tx: Tx, contratId: string, { id, nom }: Pick<Perimetre, 'id' | 'nom'>): Promise<void> {
  const { rows } = await sql`select 1 from territoire.perimetre where contrat_id = ${contratId} and archive_le is null
    and lower(nom) = lower(${nom}) and id <> ${id}`.execute(tx)
  if (rows.length === 0) return
  const message = `Un autre périmètre du contrat s’appelle déjà « ${nom} » : donnez un autre nom.`
  throw new RegleViolee(message, [{ champ: 'nom', message }])
}

function change(): RegleViolee {
  return new RegleViolee(
    'Une autre personne a modifié ce périmètre entre-temps. Ce que vous avez saisi est encore ici : rechargez la page dans un autre onglet pour comparer, puis enregistrez de nouveau.',
  )
}
