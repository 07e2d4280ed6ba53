import { sql } from 'kysely'
import { ordreFrancais, type Tx } from '#platform/db/base.ts'
import type { Agent } from './agent.ts'
import { matchesTexte } from './organisation.store.ts'
import type { Probleme } from './organisation.ts'
import { editableBy } from './organisation-presence.store.ts'
import type { TablesCompte } from './tables.ts'

export const TRIS_ORGANISATIONS = ['nom', 'type', 'commune', 'modifie'] as const
export type TriOrganisations = (typeof TRIS_ORGANISATIONS)[number]

export type FiltreOrganisations = {
  texte: string
  type: string | null
  probleme: Probleme | null
  etat: 'en_activite' | 'fermees' | 'archivees'
  tri: TriOrganisations
  sens: 'croissant' | 'decroissant'
}

export type OrganisationListee = {
  id: string
  nom: string
  sigle: string | null
  typeLibelle: string
  siren: string | null
  siret: string | null
  rna: string | null
  adresse: string | null
  codePostal: string | null
  commune: string | null
  representantNom: string | null
  representantFonction: string | null
  fermeeLe: string | null
  archiveLe: Date | null
  modifieLe: Date
  sansSiret: boolean
  sansRna: boolean
  documentExpire: boolean
  doublon: boolean
}

/** No SIRET where one is expected. Aliased `o` and `t`. */
const SANS_SIRET = sql<boolean>`(o.siret is null and t.numero_attendu <> 'aucun')`
/** No RNA where one is expected, and no register of a court in its stead. */
const SANS_RNA = sql<boolean>`(o.rna is null and o.inscription_locale is null and t.numero_attendu = 'rna'
  and not exists (select from compte.departement_sans_rna s where left(o.code_postal, 2) = s.departement))`
const DOUBLON = sql<boolean>`(exists (select from compte.organisation_doublon d
    join compte.organisation autre on autre.id = d.b and autre.archive_le is null where d.a = o.id and d.ecarte_le is null)
  or exists (select from compte.organisation_doublon d
    join compte.organisation autre on autre.id = d.a and autre.archive_le is null where d.b = o.id and d.ecarte_le is null))`
/** The last document of a kind is out of date: one that a later one replaces is no matter. */
const documentExpire = (jour: string) => sql<boolean>`exists (select from compte.organisation_document d
  where d.organisation_id = o.id and d.archive_le is null
  group by d.nature having max(coalesce(d.valable_jusqu, 'infinity'::date)) < ${jour}::date)`

/**
 * Organisations that the agent may edit, filtered and sorted, with their number before the page is cut. Two statements.
 * @param jour ISO day of today
 */
export async function listOrganisationsFiltrees(
  tx: Tx,
  agent: Agent,
  filtre: FiltreOrganisations,
  page: { jour: string; limite: number; debut: number },
): Promise<{ organisations: OrganisationListee[]; total: number }> {
  const problemes: Record<Probleme, ReturnType<typeof sql<boolean>>> = {
    sans_siret: SANS_SIRET,
    sans_rna: SANS_RNA,
    document_expire: documentExpire(page.jour),
    doublon: DOUBLON,
  }
  let requete = tx
    .withTables<TablesCompte>()
    .selectFrom('compte.organisation as o')
    .innerJoin('compte.type_organisation as t', 't.code', 'o.type')
    .select([
      'o.id',
      'o.nom',
      'o.sigle',
      't.libelle as typeLibelle',
      'o.siren',
      'o.siret',
      'o.rna',
      'o.adresse',
      'o.code_postal as codePostal',
      'o.commune',
      'o.representant_nom as representantNom',
      'o.representant_fonction as representantFonction',
      'o.fermee_le as fermeeLe',
      'o.archive_le as archiveLe',
      'o.modifie_le as modifieLe',
      sql<number>`count(*) over ()`.as('total'),
    ])
    .where(editableBy(agent, sql`o.id`))
    .where('o.archive_le', filtre.etat === 'archivees' ? 'is not' : 'is', null)
  if (filtre.etat === 'fermees') requete = requete.where('o.fermee_le', 'is not', null)
  if (filtre.texte !== '') requete = requete.where(matchesTexte(filtre.texte))
  if (filtre.type !== null) requete = requete.where('o.type', '=', filtre.type)
  if (filtre.probleme !== null) requete = requete.where(problemes[filtre.probleme])
  const sens = filtre.sens === 'croissant' ? 'asc' : 'desc'
  if (filtre.tri === 'type') requete = requete.orderBy('t.ordre', sens)
  else if (filtre.tri === 'commune') requete = requete.orderBy(ordreFrancais(sql`o.commune`), (ordre) => ordre[sens]().nullsLast())
  else if (filtre.tri === 'modifie') requete = requete.orderBy('o.modifie_le', sens)
  const lignes = await requete
    .orderBy(ordreFrancais(sql`o.nom`), filtre.tri === 'nom' ? sens : 'asc')
    .orderBy('o.id')
    .limit(page.limite)
    .offset(page.debut)
    .execute()
  const signalees = await listSignalements(
    tx,
    lignes.map(({ id }) => id),
    page.jour,
  )
  const organisations = lignes.flatMap(({ total: _, ...ligne }) => {
    const signalements = signalees.get(ligne.id)
    return signalements === undefined ? [] : [{ ...ligne, ...signalements }]
  })
  return { organisations, total: lignes[0]?.total ?? 0 }
}

/** What is to be corrected on each of these organisations: looked for on those that are shown, not on all that were counted. */
async function listSignalements(tx: Tx, ids: readonly string[], jour: string) {
  const lignes = await tx
    .withTables<TablesCompte>()
    .selectFrom('compte.organisation as o')
    .innerJoin('compte.type_organisation as t', 't.code', 'o.type')
    .select(['o.id', SANS_SIRET.as('sansSiret'), SANS_RNA.as('sansRna'), documentExpire(jour).as('documentExpire'), DOUBLON.as('doublon')])
    .where(sql<boolean>`o.id = any(${sql.val([...ids])}::uuid[])`)
    .execute()
  return new Map(lignes.map(({ id, ...signalements }) => [id, signalements]))
}

/** Departments without RNA, with the register that holds their associations. */
export async function listDepartementsSansRna(tx: Tx): Promise<Map<string, string>> {
  const lignes = await tx.withTables<TablesCompte>().selectFrom('compte.departement_sans_rna').selectAll().execute()
  return new Map(lignes.map(({ departement, registre }) => [departement, registre]))
}
