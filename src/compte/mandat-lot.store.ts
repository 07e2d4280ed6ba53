import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import type { MandatComplet } from './mandat.ts'
import type { GenreLot, LigneLot } from './mandat-lot.ts'
import type { TablesCompte } from './tables.ts'

const compte = (tx: Tx) => tx.withTables<TablesCompte>()

/** A bulk act, over one contract or several. */
export type GroupeMandats = {
  id: string
  genre: GenreLot
  /** Set when it was done for an organisation over all its contracts. */
  organisationId: string | null
  contratIds: readonly string[]
  jour: string | null
  creeLe: Date
  auteur: string
  nombre: number
  annuleLe: Date | null
}
export type GroupeComplet = GroupeMandats & { lignes: LigneLot[] }

/** Writes down a bulk act, one row a contract. @returns id of the whole */
export async function createGroupe(
  tx: Tx,
  groupe: Pick<GroupeMandats, 'genre' | 'jour' | 'organisationId'> & { lignes: readonly LigneLot[] },
  auteur: { id: string; now: Date },
): Promise<string> {
  const groupeId = createId(auteur.now.getTime())
  const contratIds = [...new Set(groupe.lignes.flatMap(({ mandat }) => mandat.contratId ?? []))]
  for (const contratId of contratIds) {
    const lotId = createId(auteur.now.getTime())
    await compte(tx)
      .insertInto('compte.lot_mandats')
      .values({
        id: lotId,
        groupe_id: groupeId,
        contrat_id: contratId,
        organisation_id: groupe.organisationId,
        genre: groupe.genre,
        jour: groupe.jour,
        cree_le: auteur.now,
        cree_par: auteur.id,
      })
      .execute()
    await compte(tx)
      .insertInto('compte.lot_mandat')
      .values(
        groupe.lignes
          .filter(({ mandat }) => mandat.contratId === contratId)
          .map(({ mandat, finAvant, finApres, retireApres }) => ({
            lot_id: lotId,
            contrat_id: contratId,
            mandat_id: mandat.id,
            fin_avant: finAvant,
            fin_apres: finApres,
            retire_apres: retireApres,
          })),
      )
      .execute()
  }
  return groupeId
}

type LigneLue = { mandatId: string; finAvant: string | null; finApres: string | null; retireApres: Date | null }
/** A bulk act as it was written down: its mandates by their ids. */
export type GroupeLu = GroupeMandats & { lignesLues: readonly LigneLue[] }

function selectLots(tx: Tx) {
  return compte(tx)
    .selectFrom('compte.lot_mandats as l')
    .innerJoin('compte.personne as p', 'p.id', 'l.cree_par')
    .select(['l.id', 'l.groupe_id', 'l.contrat_id', 'l.organisation_id', 'l.genre', 'l.jour', 'l.cree_le', 'l.annule_le'])
    .select((eb) => [
      sql<string>`p.prenom || ' ' || p.nom`.as('auteur'),
      eb.selectFrom('compte.lot_mandat as m').select(sql<number>`count(*)`.as('n')).whereRef('m.lot_id', '=', 'l.id').as('nombre'),
    ])
    .orderBy('l.cree_le', 'desc')
    .orderBy('l.id')
}
type Lot = Awaited<ReturnType<ReturnType<typeof selectLots>['executeTakeFirstOrThrow']>>

function toGroupe(lots: readonly [Lot, ...Lot[]]): GroupeMandats {
  const [lot] = lots
  return {
    id: lot.groupe_id,
    genre: lot.genre,
    organisationId: lot.organisation_id,
    contratIds: lots.map(({ contrat_id }) => contrat_id),
    jour: lot.jour,
    creeLe: lot.cree_le,
    auteur: lot.auteur,
    nombre: lots.reduce((somme, { nombre }) => somme + (nombre ?? 0), 0),
    annuleLe: lot.annule_le,
  }
}

/** Bulk acts on a contract, the latest first. */
export async function listGroupes(tx: Tx, contratId: string, limite: number): Promise<GroupeMandats[]> {
  const lots = await selectLots(tx).where('l.contrat_id', '=', contratId).limit(limite).execute()
  return lots.map((lot) => toGroupe([lot]))
}

/** A bulk act. Two statements. @throws Introuvable */
export async function getGroupe(tx: Tx, id: string): Promise<GroupeLu> {
  return readGroupe(tx, await selectLots(tx).where('l.groupe_id', '=', id).execute())
}

/** The same, locked until the end of the transaction. @throws Introuvable */
export async function lockGroupe(tx: Tx, id: string): Promise<GroupeLu> {
  return readGroupe(tx, await selectLots(tx).where('l.groupe_id', '=', id).forUpdate('l').execute())
}

async function readGroupe(tx: Tx, lots: readonly Lot[]): Promise<GroupeLu> {
  const [premier, ...autres] = lots
  if (premier === undefined) throw new Introuvable('Cet acte sur plusieurs mandats n’existe pas, ou plus.')
  const lignes = await compte(tx)
    .selectFrom('compte.lot_mandat')
    .select(['mandat_id as mandatId', 'fin_avant as finAvant', 'fin_apres as finApres', 'retire_apres as retireApres'])
    .where(
      'lot_id',
      'in',
      lots.map(({ id }) => id),
    )
    .execute()
  return { ...toGroupe([premier, ...autres]), lignesLues: lignes }
}

/** The act with its mandates as they stand now. @param tous every mandate of its contracts, in the order to show */
export function completeGroupe(groupe: GroupeLu, tous: readonly MandatComplet[]): GroupeComplet {
  const lignes = new Map(groupe.lignesLues.map((ligne) => [ligne.mandatId, ligne]))
  return {
    ...groupe,
    lignes: tous.flatMap((mandat) => {
      const ligne = lignes.get(mandat.id)
      return ligne === undefined ? [] : [{ ...ligne, mandat }]
    }),
  }
}

export async function markAnnule(tx: Tx, groupeId: string, auteur: { id: string; now: Date }): Promise<void> {
  await compte(tx)
    .updateTable('compte.lot_mandats')
    .set({ annule_le: auteur.now, annule_par: auteur.id })
    .where('groupe_id', '=', groupeId)
    .execute()
}
