import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import type { CommuneContrat, ContratCourant, StatutContrat } from './contrat.ts'
import type { Generation } from './duree.ts'
import type { TablesContrat } from './tables.ts'

const contratsDe = (tx: Tx) => tx.withTables<TablesContrat>()

const COMMUNES = sql<CommuneContrat[]>`coalesce((select json_agg(json_build_object('code', m.code_insee, 'nom', m.nom) order by m.ordre)
  from contrat.commune m where m.contrat_id = c.id), '[]')`

function selectCourant(tx: Tx) {
  return contratsDe(tx)
    .selectFrom('contrat.contrat as c')
    .innerJoin('contrat.generation as g', 'g.code', 'c.generation')
    .select([
      'c.id',
      'c.adresse',
      'c.titre',
      'c.generation',
      'g.libelle as generationLibelle',
      'c.epci_siren as epciSiren',
      'c.epci_nom as epciNom',
      'c.statut',
      'c.debut',
      'c.fin',
      'c.version',
      'c.archive_le as archiveLe',
      COMMUNES.as('communes'),
    ])
}

/** The contract at this address, or null. */
export async function findContratByAdresse(tx: Tx, adresse: string): Promise<ContratCourant | null> {
  // Each page of a workspace begins with it: kept ready, for planning it costs more than running it.
  const { rows } = await sql<ContratCourant>`/* prepare contrat.par_adresse */
    select c.id, c.adresse, c.titre, c.generation, g.libelle as "generationLibelle", c.epci_siren as "epciSiren", c.epci_nom as "epciNom",
      c.statut, c.debut, c.fin, c.version, c.archive_le as "archiveLe", ${COMMUNES} as communes
    from contrat.contrat c join contrat.generation g on g.code = c.generation where c.adresse = ${adresse}`.execute(tx)
  return rows[0] ?? null
}

/** @throws Introuvable */
export async function getContrat(tx: Tx, id: string): Promise<ContratCourant> {
  const contrat = await selectCourant(tx).where('c.id', '=', id).executeTakeFirst()
  if (contrat === undefined) throw new Introuvable('Ce contrat n’existe pas.')
  return contrat
}

/** These contracts: those that run first, then by start. Archived ones last. */
export async function listContrats(tx: Tx, ids: readonly string[]): Promise<ContratCourant[]> {
  if (ids.length === 0) return []
  return selectCourant(tx)
    .where('c.id', 'in', [...new Set(ids)])
    .orderBy(sql`c.archive_le is not null`)
    .orderBy(sql`c.statut = 'echu'`)
    .orderBy(sql`c.debut desc nulls first`)
    .orderBy(sql`c.titre collate "fr-FR-x-icu"`)
    .execute()
}

/** Kinds of contracts that the instance knows, in their order. */
export async function listGenerations(tx: Tx): Promise<Generation[]> {
  return contratsDe(tx)
    .selectFrom('contrat.generation')
    .select([
      'code',
      'libelle',
      'nom_quartiers as nomQuartiers',
      'duree_ans as dureeAns',
      'duree_si_retard_ans as dureeSiRetardAns',
      'debut_usuel as debutUsuel',
      'source',
    ])
    .orderBy('ordre')
    .execute()
}

/** The columns of the contract itself, as its commands change them. */
export type PropresContrat = {
  titre: string
  generation: string
  epciSiren: string | null
  epciNom: string
  statut: StatutContrat
  debut: string | null
  fin: string | null
  finInitiale: string | null
  signeLe: string | null
  presentation: string | null
  accroche: string | null
  presentationFalc: string | null
  archiveLe: Date | null
  statutAvantArchive: StatutContrat | null
}
export type ContratVerrouille = PropresContrat & { id: string; adresse: string; version: number }

/** Locks the contract until the end of the transaction, so that its lists and statuses change one after the other. @throws Introuvable */
export async function lockContrat(tx: Tx, id: string): Promise<ContratVerrouille> {
  const ligne = await contratsDe(tx).selectFrom('contrat.contrat').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (ligne === undefined) throw new Introuvable('Ce contrat n’existe pas.')
  return {
    id: ligne.id,
    adresse: ligne.adresse,
    version: ligne.version,
    titre: ligne.titre,
    generation: ligne.generation,
    epciSiren: ligne.epci_siren,
    epciNom: ligne.epci_nom,
    statut: ligne.statut,
    debut: ligne.debut,
    fin: ligne.fin,
    finInitiale: ligne.fin_initiale,
    signeLe: ligne.signe_le,
    presentation: ligne.presentation,
    accroche: ligne.accroche,
    presentationFalc: ligne.presentation_falc,
    archiveLe: ligne.archive_le,
    statutAvantArchive: ligne.statut_avant_archive,
  }
}

function colonnes(contrat: PropresContrat) {
  return {
    titre: contrat.titre,
    generation: contrat.generation,
    epci_siren: contrat.epciSiren,
    epci_nom: contrat.epciNom,
    statut: contrat.statut,
    debut: contrat.debut,
    fin: contrat.fin,
    fin_initiale: contrat.finInitiale,
    signe_le: contrat.signeLe,
    presentation: contrat.presentation,
    accroche: contrat.accroche,
    presentation_falc: contrat.presentationFalc,
    archive_le: contrat.archiveLe,
    statut_avant_archive: contrat.statutAvantArchive,
  }
}

/** True when the address is free. */
export async function isAdresseLibre(tx: Tx, adresse: string): Promise<boolean> {
  return (await contratsDe(tx).selectFrom('contrat.contrat').select('id').where('adresse', '=', adresse).executeTakeFirst()) === undefined
}

/** The address, or the same with the first free number after it: « tours-2015-2020-2 ». */
export async function freeAdresse(tx: Tx, adresse: string): Promise<string> {
  const prises = await contratsDe(tx)
    .selectFrom('contrat.contrat')
    .select('adresse')
    .where((eb) => eb.or([eb('adresse', '=', adresse), eb('adresse', 'like', `${adresse}-%`)]))
    .execute()
  const connues = new Set(prises.map((ligne) => ligne.adresse))
  for (let numero = 1; ; numero += 1) {
    const essai = numero === 1 ? adresse : `${adresse}-${numero}`
    if (!connues.has(essai)) return essai
  }
}

export async function createContratRow(tx: Tx, contrat: PropresContrat & { id: string; adresse: string }, now: Date): Promise<void> {
  await contratsDe(tx)
    .insertInto('contrat.contrat')
    .values({ id: contrat.id, adresse: contrat.adresse, ...colonnes(contrat), cree_le: now, modifie_le: now })
    .execute()
}

/** Keeps the contract and raises its version. The row is locked. @returns the new version */
export async function saveContratRow(tx: Tx, contrat: ContratVerrouille, now: Date): Promise<number> {
  const version = contrat.version + 1
  await contratsDe(tx)
    .updateTable('contrat.contrat')
    .set({ ...colonnes(contrat), version, modifie_le: now })
    .where('id', '=', contrat.id)
    .execute()
  return version
}

/** A list of the contract has changed: its own version stays, what is derived from it must follow. */
export async function touchContrat(tx: Tx, id: string, now: Date): Promise<void> {
  await contratsDe(tx).updateTable('contrat.contrat').set({ modifie_le: now }).where('id', '=', id).execute()
}
