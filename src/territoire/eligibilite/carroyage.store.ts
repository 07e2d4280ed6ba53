import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import { isId } from '#platform/identifiants.ts'
import type { EtatTache } from '#platform/taches/tache.store.ts'
import { type Bloc, COTE_BLOC, decodeBlocs } from './bloc.ts'
import type { Emprise } from './geometrie-cellules.ts'
import { type Grille, sortGrille } from './grille.ts'
import type { FormeGrille } from './lecture-carroyage.ts'
import type { Carroyage } from './scenario.ts'
import type { TablesEligibilite } from './tables.ts'

const tablesDe = (tx: Tx) => tx.withTables<TablesEligibilite>()

/** A grid as its administrator sees it: read or not, with the task that reads it. */
export type CarroyageDepose = {
  id: string
  nom: string
  source: string
  millesime: number
  coteM: number
  forme: FormeGrille
  epsg: number | null
  avecPopulation: boolean | null
  avecNiveau: boolean | null
  avecMenages: boolean | null
  cellules: number | null
  imputees: number | null
  fichierNom: string
  fichierId: string | null
  deposeLe: Date
  pretLe: Date | null
  retireLe: Date | null
  tacheId: string | null
  etat: EtatTache | null
  fait: number | null
  total: number | null
  message: string | null
  scenarios: number
}

const COLONNES = sql`c.id, c.nom, c.source, c.millesime, c.cote_m as "coteM", c.forme, c.epsg, c.avec_population as "avecPopulation",
  c.avec_niveau as "avecNiveau", c.avec_menages as "avecMenages", c.cellules, c.imputees, c.x0, c.y0, c.x1, c.y1`

async function selectDeposes(tx: Tx, suite: RawBuilder<unknown>): Promise<CarroyageDepose[]> {
  const { rows } = await sql<CarroyageDepose>`select ${COLONNES}, c.fichier_nom as "fichierNom", c.fichier_id as "fichierId",
      c.depose_le as "deposeLe", c.pret_le as "pretLe", c.retire_le as "retireLe", c.tache_id as "tacheId",
      t.etat, t.fait, t.total, t.message,
      territoire.usages_carroyage(c.id) as scenarios
    from territoire.carroyage c left join platform.tache t on t.id = c.tache_id ${suite}`.execute(tx)
  return rows
}

/** Every grid, the last deposited first. */
export async function listCarroyagesDeposes(tx: Tx): Promise<CarroyageDepose[]> {
  return selectDeposes(tx, sql`order by c.depose_le desc`)
}

/** @throws Introuvable */
export async function getCarroyageDepose(tx: Tx, id: string): Promise<CarroyageDepose> {
  const [trouve] = isId(id) ? await selectDeposes(tx, sql`where c.id = ${id}`) : []
  if (trouve === undefined) throw new Introuvable('Ce carroyage n’existe pas, ou plus.')
  return trouve
}

/** Grids that a simulation may choose, the most recent vintage first. */
export async function listCarroyages(tx: Tx): Promise<Carroyage[]> {
  const { rows } = await sql<Carroyage>`/* prepare carroyages */ select ${COLONNES} from territoire.carroyage c
    where c.pret_le is not null and c.retire_le is null order by c.millesime desc, c.nom collate "fr-FR-x-icu"`.execute(tx)
  return rows
}

export type DepotCarroyage = {
  id: string
  nom: string
  source: string
  millesime: number
  coteM: number
  forme: FormeGrille
  fichierNom: string
  fichierId: string | null
  tacheId: string | null
  deposeLe: Date
}

export async function insertCarroyage(tx: Tx, depot: DepotCarroyage): Promise<void> {
  await tablesDe(tx)
    .insertInto('territoire.carroyage')
    .values({
      id: depot.id,
      nom: depot.nom,
      source: depot.source,
      millesime: depot.millesime,
      cote_m: depot.coteM,
      forme: JSON.stringify(depot.forme),
      fichier_nom: depot.fichierNom,
      fichier_id: depot.fichierId,
      tache_id: depot.tacheId,
      depose_le: depot.deposeLe,
    })
    .execute()
}

export type FaitsCarroyage = {
  epsg: number
  avecPopulation: boolean
  avecNiveau: boolean
  avecMenages: boolean
  imputees: number
  emprise: Emprise
}

/** Rows in one statement: some two megabytes. */
const BLOCS_PAR_ENVOI = 40

/**
 * Writes the blocks of a grid and says that it is ready. @returns false when it was taken off meanwhile
 * @param avance called with the number of blocks written
 */
export async function fillCarroyage(
  tx: Tx,
  id: string,
  { blocs, faits, now }: { blocs: Iterable<Bloc>; faits: FaitsCarroyage; now: Date },
): Promise<boolean> {
  const { rows } = await sql`select 1 from territoire.carroyage where id = ${id} and pret_le is null for update`.execute(tx)
  if (rows.length === 0) return false
  await sql`delete from territoire.carroyage_bloc where carroyage_id = ${id}`.execute(tx)
  let envoi: Bloc[] = []
  let cellules = 0
  const send = async () => {
    if (envoi.length === 0) return
    await tablesDe(tx)
      .insertInto('territoire.carroyage_bloc')
      .values(envoi.map((bloc) => ({ carroyage_id: id, ...bloc })))
      .execute()
    envoi = []
  }
  for (const bloc of blocs) {
    envoi.push(bloc)
    cellules += bloc.cellules
    if (envoi.length === BLOCS_PAR_ENVOI) await send()
  }
  await send()
  await tablesDe(tx)
    .updateTable('territoire.carroyage')
    .set({
      epsg: faits.epsg,
      avec_population: faits.avecPopulation,
      avec_niveau: faits.avecNiveau,
      avec_menages: faits.avecMenages,
      cellules,
      imputees: faits.imputees,
      ...faits.emprise,
      pret_le: now,
    })
    .where('id', '=', id)
    .execute()
  return true
}

/** Takes a grid off the choices; the simulations that use it keep it. One that no simulation uses goes with its cells. */
export async function retireCarroyageRow(tx: Tx, id: string, now: Date): Promise<'retire' | 'supprime'> {
  const { rows } = await sql`delete from territoire.carroyage c where id = ${id}
    and territoire.usages_carroyage(c.id) = 0 returning 1`.execute(tx)
  if (rows.length > 0) return 'supprime'
  await tablesDe(tx).updateTable('territoire.carroyage').set({ retire_le: now }).where('id', '=', id).execute()
  return 'retire'
}

/** Cells of a grid within a rectangle of indices. One statement. */
export async function loadGrille(tx: Tx, carroyageId: string, emprise: Emprise): Promise<Grille> {
  const bloc = (indice: number) => Math.floor(indice / COTE_BLOC)
  const { rows } = await sql<Bloc>`/* prepare carroyage_blocs */ select x, y, cellules, donnees from territoire.carroyage_bloc
    where carroyage_id = ${carroyageId} and y between ${bloc(emprise.y0)} and ${bloc(emprise.y1)}
      and x between ${bloc(emprise.x0)} and ${bloc(emprise.x1)} order by y, x`.execute(tx)
  return sortGrille(decodeBlocs(rows, emprise)).grille
}
