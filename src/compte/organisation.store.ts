import { sql } from 'kysely'
import { ordreFrancais, type Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import type { Organisation, TypeOrganisation } from './organisation.ts'
import type { TablesCompte } from './tables.ts'

const compte = (tx: Tx) => tx.withTables<TablesCompte>()

export async function listTypesOrganisation(tx: Tx): Promise<TypeOrganisation[]> {
  return compte(tx).selectFrom('compte.type_organisation').select(['code', 'libelle']).orderBy('ordre').execute()
}

function selectOrganisations(tx: Tx) {
  return compte(tx)
    .selectFrom('compte.organisation as o')
    .innerJoin('compte.type_organisation as t', 't.code', 'o.type')
    .select(['o.id', 'o.nom', 'o.sigle', 'o.type', 't.libelle as typeLibelle', 'o.siren', 'o.siret'])
}

/** Organisations in use, in French alphabetical order. @param filtre.texte part of a name, of a variant or of a number */
export async function listOrganisations(tx: Tx, filtre: { texte?: string; limite?: number } = {}): Promise<Organisation[]> {
  let requete = selectOrganisations(tx).where('o.archive_le', 'is', null)
  const texte = filtre.texte?.trim() ?? ''
  if (texte !== '') {
    const chiffres = texte.replace(/\s/g, '')
    const motif = sql`'%' || replace(replace(replace(platform.sans_accents(${texte}), '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%'`
    requete = requete.where(
      sql<boolean>`(platform.sans_accents(o.nom) like ${motif} or platform.sans_accents(o.sigle) like ${motif} or o.siret = ${chiffres}
        or o.siren = ${chiffres} or exists (select from compte.organisation_nom v where v.organisation_id = o.id
          and platform.sans_accents(v.nom) like ${motif}))`,
    )
  }
  return requete
    .orderBy(ordreFrancais(sql`o.nom`))
    .orderBy('o.id')
    .limit(filtre.limite ?? 500)
    .execute()
}

/** @throws Introuvable */
export async function getOrganisation(tx: Tx, id: string): Promise<Organisation> {
  const organisation = await selectOrganisations(tx).where('o.id', '=', id).executeTakeFirst()
  if (organisation === undefined) throw new Introuvable('Cette organisation n’existe pas, ou plus.')
  return organisation
}

/** The organisation already known under this SIRET, or else under this very name or a variant of it (accents and case aside). */
export async function findOrganisationConnue(tx: Tx, cherche: { nom: string; siret: string | null }): Promise<Organisation | null> {
  const trouvee = await selectOrganisations(tx)
    .where('o.archive_le', 'is', null)
    .where(
      sql<boolean>`(o.siret = ${cherche.siret} or platform.sans_accents(o.nom) = platform.sans_accents(${cherche.nom})
        or exists (select from compte.organisation_nom v where v.organisation_id = o.id
          and platform.sans_accents(v.nom) = platform.sans_accents(${cherche.nom})))`,
    )
    .orderBy(sql`o.siret is not distinct from ${cherche.siret}`, 'desc')
    .orderBy('o.cree_le')
    .executeTakeFirst()
  return trouvee ?? null
}

export async function createOrganisationRow(
  tx: Tx,
  organisation: Pick<Organisation, 'id' | 'nom' | 'sigle' | 'type' | 'siren' | 'siret'>,
  now: Date,
): Promise<void> {
  await compte(tx)
    .insertInto('compte.organisation')
    .values({ ...organisation, cree_le: now, modifie_le: now })
    .execute()
}

/** Another name under which documents call it; nothing when it is known already. */
export async function addNomOrganisation(tx: Tx, organisationId: string, nom: string): Promise<void> {
  await compte(tx)
    .insertInto('compte.organisation_nom')
    .values({ organisation_id: organisationId, nom })
    .onConflict((conflit) => conflit.doNothing())
    .execute()
}

export async function isTypeOrganisation(tx: Tx, code: string): Promise<boolean> {
  return (await compte(tx).selectFrom('compte.type_organisation').select('code').where('code', '=', code).executeTakeFirst()) !== undefined
}
