import { sha256 } from '#platform/canonique.ts'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable, RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import type { TablesContrat } from './tables.ts'

/** A version of a contract without its content. */
export type VersionContrat = {
  id: string
  contratId: string
  numero: number
  motif: string
  sha256: string
  creeLe: Date
  creePar: string | null
  publieLe: Date | null
  retireLe: Date | null
}
/** `contenu` is canonical JSON, opaque to this capability: who assembles it reads it. */
export type VersionComplete = VersionContrat & { contenu: string }

const versionsDe = (tx: Tx) => tx.withTables<TablesContrat>()

const COLONNES = [
  'v.id',
  'v.contrat_id as contratId',
  'v.numero',
  'v.motif',
  'v.sha256',
  'v.cree_le as creeLe',
  'v.cree_par as creePar',
  'v.publie_le as publieLe',
  'v.retire_le as retireLe',
] as const

/**
 * Keeps a snapshot of the contract under the next number. The contract is locked by the caller.
 * @param contenu canonical JSON; its SHA-256 is kept beside and printed on documents
 */
export async function saveVersion(
  tx: Tx,
  version: { contratId: string; motif: string; contenu: string; creeLe: Date; creePar: string | null },
): Promise<VersionContrat> {
  const derniere = await versionsDe(tx)
    .selectFrom('contrat.version')
    .select((eb) => eb.fn.max('numero').as('numero'))
    .where('contrat_id', '=', version.contratId)
    .executeTakeFirst()
  const { contratId, motif, contenu, creeLe, creePar } = version
  const ligne = { id: createId(creeLe.getTime()), numero: (derniere?.numero ?? 0) + 1, motif, sha256: sha256(contenu) }
  await versionsDe(tx)
    .insertInto('contrat.version')
    .values({ ...ligne, contrat_id: contratId, contenu, cree_le: creeLe, cree_par: creePar })
    .execute()
  return { ...ligne, contratId, creeLe, creePar, publieLe: null, retireLe: null }
}

/** Puts a version online; the one that was there leaves at the same instant. @throws Introuvable @throws RegleViolee when it was withdrawn */
export async function publishVersion(tx: Tx, id: string, now: Date): Promise<VersionContrat> {
  const version = await lockVersion(tx, id)
  if (version.retireLe !== null) throw new RegleViolee('Cette version a été retirée : publiez-en une nouvelle.')
  if (version.publieLe !== null) return version
  await versionsDe(tx)
    .updateTable('contrat.version')
    .set({ retire_le: now })
    .where('contrat_id', '=', version.contratId)
    .where('publie_le', 'is not', null)
    .where('retire_le', 'is', null)
    .execute()
  await versionsDe(tx).updateTable('contrat.version').set({ publie_le: now }).where('id', '=', id).execute()
  return { ...version, publieLe: now }
}

/** Takes a version off line. @throws Introuvable @throws RegleViolee when it is not online */
export async function withdrawVersion(tx: Tx, id: string, now: Date): Promise<VersionContrat> {
  const version = await lockVersion(tx, id)
  if (version.publieLe === null || version.retireLe !== null) throw new RegleViolee('Cette version n’est pas en ligne.')
  await versionsDe(tx).updateTable('contrat.version').set({ retire_le: now }).where('id', '=', id).execute()
  return { ...version, retireLe: now }
}

/** What the public sees of a contract, by its id or its address; null when nothing is published, or when it is archived. */
export async function findVersionEnLigne(tx: Tx, contrat: { id: string } | { adresse: string }): Promise<VersionComplete | null> {
  const requete = versionsDe(tx)
    .selectFrom('contrat.version as v')
    .innerJoin('contrat.contrat as c', 'c.id', 'v.contrat_id')
    .select([...COLONNES, 'v.contenu'])
    .where('v.publie_le', 'is not', null)
    .where('v.retire_le', 'is', null)
    .where('c.archive_le', 'is', null)
  const trouvee = 'id' in contrat ? requete.where('v.contrat_id', '=', contrat.id) : requete.where('c.adresse', '=', contrat.adresse)
  return (await trouvee.executeTakeFirst()) ?? null
}

/** Versions of a contract, the latest first, without their content. */
export async function listVersions(tx: Tx, contratId: string): Promise<VersionContrat[]> {
  return versionsDe(tx)
    .selectFrom('contrat.version as v')
    .select([...COLONNES])
    .where('v.contrat_id', '=', contratId)
    .orderBy('v.numero', 'desc')
    .execute()
}

/** @throws Introuvable */
export async function getVersion(tx: Tx, contratId: string, numero: number): Promise<VersionComplete> {
  const version = await versionsDe(tx)
    .selectFrom('contrat.version as v')
    .select([...COLONNES, 'v.contenu'])
    .where('v.contrat_id', '=', contratId)
    .where('v.numero', '=', numero)
    .executeTakeFirst()
  if (version === undefined) throw new Introuvable('Cette version du contrat n’existe pas.')
  return version
}

async function lockVersion(tx: Tx, id: string): Promise<VersionContrat> {
  const version = await versionsDe(tx)
    .selectFrom('contrat.version as v')
    .select([...COLONNES])
    .where('v.id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (version === undefined) throw new Introuvable('Cette version du contrat n’existe pas.')
  return version
}

/** Contracts that the public sees, the latest published first. */
export async function listContratsEnLigne(
  tx: Tx,
): Promise<
  { adresse: string; titre: string; epciNom: string; generationLibelle: string; debut: string | null; fin: string | null; publieLe: Date }[]
> {
  const lignes = await versionsDe(tx)
    .selectFrom('contrat.version as v')
    .innerJoin('contrat.contrat as c', 'c.id', 'v.contrat_id')
    .innerJoin('contrat.generation as g', 'g.code', 'c.generation')
    .select([
      'c.adresse',
      'c.titre',
      'c.epci_nom as epciNom',
      'g.libelle as generationLibelle',
      'c.debut',
      'c.fin',
      'v.publie_le as publieLe',
    ])
    .where('v.retire_le', 'is', null)
    .where('c.archive_le', 'is', null)
    .orderBy('v.publie_le', 'desc')
    .execute()
  return lignes.flatMap(({ publieLe, ...contrat }) => (publieLe === null ? [] : [{ ...contrat, publieLe }]))
}
