import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable, RegleViolee } from '#platform/errors.ts'
import type { ChampsOrganisation } from './organisation.ts'
import type { AvantFusion, MandatAReunir, MandatAvant, ReferenceOrganisation } from './organisation-fusion.ts'
import type { TablesCompte } from './tables.ts'

const compte = (tx: Tx) => tx.withTables<TablesCompte>()

export type Fusion = {
  id: string
  /** Order in which merges were made. */
  numero: number
  gardeId: string
  absorbeId: string
  /** Who bears the survivor's references today: another, when it was merged in its turn. */
  porteurId: string
  nomGarde: string
  nomAbsorbe: string
  faiteLe: Date
  avant: AvantFusion
  apres: ChampsOrganisation
  annuleeLe: Date | null
}

/** What points at an organisation and follows it in a merge, in whatever schema. One statement. */
export async function listReferences(tx: Tx, organisationId: string): Promise<ReferenceOrganisation[]> {
  const { rows } = await sql<ReferenceOrganisation>`
    select nom_table as "table", colonne, un, plusieurs, ids, contrats from compte.lister_references(${organisationId}::uuid)`.execute(tx)
  return rows
}

/**
 * Points rows of a list at another organisation. @returns how many still pointed at the first
 * @throws RegleViolee when a rule of their table wants one row for what would be two
 */
export async function moveReferences(
  tx: Tx,
  reference: ReferenceOrganisation,
  { de, vers }: { de: string; vers: string },
): Promise<number> {
  const { table, colonne, ids } = reference
  try {
    const { rows } = await sql<{ nombre: number }>`
      select compte.deplacer_references(${table}, ${colonne}, ${sql.val(ids)}::uuid[], ${de}::uuid, ${vers}::uuid) as nombre`.execute(tx)
    return rows[0]?.nombre ?? 0
  } catch (erreur) {
    if (erreur instanceof Error && 'code' in erreur && (erreur.code === '23505' || erreur.code === '23P01')) {
      throw new RegleViolee(
        `Les deux organisations portent la même ligne parmi leurs ${reference.plusieurs} : retirez l’une des deux d’abord, puis recommencez.`,
      )
    }
    throw erreur
  }
}

/** Mandates not withdrawn of two organisations, locked, as the rule that folds them reads them. */
export async function lockMandatsAReunir(tx: Tx, garde: string, absorbe: string): Promise<MandatAReunir[]> {
  await compte(tx)
    .selectFrom('compte.mandat')
    .select('id')
    .where('organisation_id', 'in', [garde, absorbe])
    .where('retire_le', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
  return compte(tx)
    .selectFrom('compte.mandat as m')
    .select(['m.id', 'm.personne_id as personneId', 'm.debut', 'm.fin'])
    .select([
      sql<string>`concat_ws('/', m.role, m.contrat_id, compte.cle_territoire(m.communes, m.quartiers), m.remplace_id)`.as('cle'),
      sql<'garde' | 'absorbe'>`case when m.organisation_id = ${garde}::uuid then 'garde' else 'absorbe' end`.as('cote'),
      sql<boolean>`exists (select from compte.delegation d where d.mandat_id = m.id and d.revoquee_le is null)
        or exists (select from compte.absence a where a.mandat_id = m.id and a.annulee_le is null)
        or exists (select from compte.mandat s where s.remplace_id = m.id and s.retire_le is null)`.as('porte'),
    ])
    .where('m.organisation_id', 'in', [garde, absorbe])
    .where('m.retire_le', 'is', null)
    .execute()
}

/** Days and withdrawal of mandates, as they are. */
export async function listEtatsMandats(tx: Tx, ids: readonly string[]): Promise<MandatAvant[]> {
  if (ids.length === 0) return []
  const lignes = await compte(tx)
    .selectFrom('compte.mandat')
    .select(['id', 'debut', 'fin', 'retire_le as retireLe'])
    .where('id', 'in', [...ids])
    .forUpdate()
    .execute()
  return lignes.map((ligne) => ({ ...ligne, retireLe: ligne.retireLe?.toISOString() ?? null }))
}

/** Writes them. @throws RegleViolee when the person has taken the same mandate meanwhile */
export async function saveEtatsMandats(tx: Tx, etats: readonly MandatAvant[], retirePar: string): Promise<void> {
  // Withdrawn ones first: they leave their days to the others.
  for (const { id, debut, fin, retireLe } of etats.toSorted((x, y) => Number(x.retireLe === null) - Number(y.retireLe === null))) {
    try {
      await compte(tx)
        .updateTable('compte.mandat')
        .set({ debut, fin, retire_le: retireLe === null ? null : new Date(retireLe), retire_par: retireLe === null ? null : retirePar })
        .where('id', '=', id)
        .execute()
    } catch (erreur) {
      if (erreur instanceof Error && 'constraint' in erreur && erreur.constraint === 'mandat_sans_doublon') {
        throw new RegleViolee('Une personne a reçu depuis le même mandat : mettez-y fin d’abord, puis recommencez.')
      }
      throw erreur
    }
  }
}

export async function createFusion(
  tx: Tx,
  fusion: { id: string; gardeId: string; absorbeId: string; avant: AvantFusion; apres: ChampsOrganisation },
  auteur: { id: string; now: Date },
): Promise<void> {
  await compte(tx)
    .insertInto('compte.organisation_fusion')
    .values({
      id: fusion.id,
      garde_id: fusion.gardeId,
      absorbe_id: fusion.absorbeId,
      faite_le: auteur.now,
      faite_par: auteur.id,
      avant: JSON.stringify(fusion.avant),
      apres: JSON.stringify(fusion.apres),
    })
    .execute()
}

function selectFusions(tx: Tx) {
  return compte(tx)
    .selectFrom('compte.organisation_fusion as f')
    .innerJoin('compte.organisation as g', 'g.id', 'f.garde_id')
    .innerJoin('compte.organisation as a', 'a.id', 'f.absorbe_id')
    .select([
      'f.id',
      'f.numero',
      'f.garde_id as gardeId',
      'f.absorbe_id as absorbeId',
      'g.nom as nomGarde',
      'a.nom as nomAbsorbe',
      'f.faite_le as faiteLe',
      'f.avant',
      'f.apres',
      'f.annulee_le as annuleeLe',
    ])
    .select(sql<string>`coalesce(g.fusionnee_dans, g.id)`.as('porteurId'))
}

/** Merges in which an organisation took part, the latest first. */
export async function listFusionsOf(tx: Tx, organisationId: string): Promise<Fusion[]> {
  return selectFusions(tx)
    .where((eb) => eb.or([eb('f.garde_id', '=', organisationId), eb('f.absorbe_id', '=', organisationId)]))
    .orderBy('f.numero', 'desc')
    .execute()
}

/** Locks a merge. @throws Introuvable */
export async function lockFusion(tx: Tx, id: string): Promise<Fusion> {
  await compte(tx).selectFrom('compte.organisation_fusion').select('id').where('id', '=', id).forUpdate().execute()
  return getFusion(tx, id)
}

/** @throws Introuvable */
export async function getFusion(tx: Tx, id: string): Promise<Fusion> {
  const fusion = await selectFusions(tx).where('f.id', '=', id).executeTakeFirst()
  if (fusion === undefined) throw new Introuvable('Cette réunion d’organisations n’existe pas, ou plus.')
  return fusion
}

/** A merge done since on either of the two, and not undone: it is to be undone first. */
export async function findFusionPlusRecente(tx: Tx, fusion: Fusion): Promise<Fusion | null> {
  const ids = [fusion.gardeId, fusion.absorbeId]
  const recente = await selectFusions(tx)
    .where((eb) => eb.or([eb('f.garde_id', 'in', ids), eb('f.absorbe_id', 'in', ids)]))
    .where('f.annulee_le', 'is', null)
    .where('f.numero', '>', fusion.numero)
    .orderBy('f.numero', 'desc')
    .executeTakeFirst()
  return recente ?? null
}

export async function saveAnnulationFusion(tx: Tx, id: string, auteur: { id: string; now: Date }): Promise<void> {
  await compte(tx)
    .updateTable('compte.organisation_fusion')
    .set({ annulee_le: auteur.now, annulee_par: auteur.id })
    .where('id', '=', id)
    .execute()
}
