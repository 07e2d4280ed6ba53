import { sql } from 'kysely'
import { ordreFrancais, type Tx } from '#platform/db/base.ts'
import { Introuvable, RegleViolee } from '#platform/errors.ts'
import type { ChampsOrganisation, Organisation, OrganisationComplete, TypeOrganisation } from './organisation.ts'
import { cleNom } from './organisation-cle.ts'
import type { TablesCompte } from './tables.ts'

const compte = (tx: Tx) => tx.withTables<TablesCompte>()

export async function listTypesOrganisation(tx: Tx): Promise<TypeOrganisation[]> {
  return compte(tx)
    .selectFrom('compte.type_organisation')
    .select(['code', 'libelle', 'numero_attendu as numeroAttendu'])
    .orderBy('ordre')
    .orderBy('code')
    .execute()
}

function selectOrganisations(tx: Tx) {
  return compte(tx)
    .selectFrom('compte.organisation as o')
    .innerJoin('compte.type_organisation as t', 't.code', 'o.type')
    .select(['o.id', 'o.nom', 'o.sigle', 'o.type', 't.libelle as typeLibelle', 'o.siren', 'o.siret'])
}

/** Part of a name, of a variant, of a sigle, or a whole number. Aliased `o`. */
export function matchesTexte(texte: string) {
  const chiffres = texte.replace(/[\s.\u00a0\u202f]/g, '')
  const motif = sql`'%' || replace(replace(replace(platform.sans_accents(${texte}), '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%'`
  return sql<boolean>`(platform.sans_accents(o.nom) like ${motif} or platform.sans_accents(o.sigle) like ${motif} or o.siret = ${chiffres}
    or o.siren = ${chiffres} or o.rna = upper(${chiffres}) or exists (select from compte.organisation_nom v where v.organisation_id = o.id
      and platform.sans_accents(v.nom) like ${motif}))`
}

/** Organisations in use, in French alphabetical order. @param filtre.texte part of a name, of a variant or of a number */
export async function listOrganisations(tx: Tx, filtre: { texte?: string; limite?: number } = {}): Promise<Organisation[]> {
  let requete = selectOrganisations(tx).where('o.archive_le', 'is', null)
  const texte = filtre.texte?.trim() ?? ''
  if (texte !== '') requete = requete.where(matchesTexte(texte))
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

/** All that is known of these organisations, in no order. Unknown ids are left out. */
export async function listOrganisationsCompletes(tx: Tx, ids: readonly string[]): Promise<OrganisationComplete[]> {
  if (ids.length === 0) return []
  return selectOrganisations(tx)
    .select([
      't.numero_attendu as numeroAttendu',
      'o.rna',
      'o.inscription_locale as inscriptionLocale',
      'o.adresse',
      'o.code_postal as codePostal',
      'o.commune',
      'o.representant_nom as representantNom',
      'o.representant_fonction as representantFonction',
      'o.representant_depuis as representantDepuis',
      'o.fermee_le as fermeeLe',
      'o.version',
      'o.modifie_le as modifieLe',
      'o.archive_le as archiveLe',
      'o.fusionnee_dans as fusionneeDans',
    ])
    .select(
      sql<string[]>`array(select v.nom from compte.organisation_nom v where v.organisation_id = o.id
        order by v.nom collate "fr-FR-x-icu")`.as('noms'),
    )
    .where('o.id', 'in', [...new Set(ids)])
    .execute()
}

/** @throws Introuvable */
export async function getOrganisationComplete(tx: Tx, id: string): Promise<OrganisationComplete> {
  const [organisation] = await listOrganisationsCompletes(tx, [id])
  if (organisation === undefined) throw new Introuvable('Cette organisation n’existe pas, ou plus.')
  return organisation
}

/** Locks organisations until the end of the transaction, always in the same order. @throws Introuvable when one is not there */
export async function lockOrganisations(tx: Tx, ids: readonly string[]): Promise<OrganisationComplete[]> {
  await compte(tx)
    .selectFrom('compte.organisation')
    .select('id')
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forUpdate()
    .execute()
  const completes = await listOrganisationsCompletes(tx, ids)
  return ids.map((id) => {
    const organisation = completes.find((complete) => complete.id === id)
    if (organisation === undefined) throw new Introuvable('Cette organisation n’existe pas, ou plus.')
    return organisation
  })
}

/** Locks one. @throws Introuvable */
export async function lockOrganisation(tx: Tx, id: string): Promise<OrganisationComplete> {
  const [organisation] = await lockOrganisations(tx, [id])
  if (organisation === undefined) throw new Introuvable('Cette organisation n’existe pas, ou plus.')
  return organisation
}

/**
 * The organisation already known under this SIRET, or else under this very name or a variant of it (accents and case aside).
 * One that was merged leads to the one it was merged into.
 */
export async function findOrganisationConnue(tx: Tx, cherche: { nom: string; siret: string | null }): Promise<Organisation | null> {
  const trouvee = await selectOrganisations(tx)
    .where('o.archive_le', 'is', null)
    .innerJoin('compte.organisation as c', (jointure) => jointure.on(sql<boolean>`coalesce(c.fusionnee_dans, c.id) = o.id`))
    .where(
      sql<boolean>`(c.siret = ${cherche.siret} or platform.sans_accents(c.nom) = platform.sans_accents(${cherche.nom})
        or exists (select from compte.organisation_nom v where v.organisation_id = c.id
          and platform.sans_accents(v.nom) = platform.sans_accents(${cherche.nom})))`,
    )
    .orderBy(sql`c.siret is not distinct from ${cherche.siret}`, 'desc')
    .orderBy('o.cree_le')
    .executeTakeFirst()
  return trouvee ?? null
}

export async function createOrganisationRow(
  tx: Tx,
  organisation: { id: string } & Pick<Organisation, 'nom' | 'sigle' | 'type' | 'siren' | 'siret'> & Partial<ChampsOrganisation>,
  now: Date,
): Promise<void> {
  const { id, ...champs } = organisation
  await compte(tx)
    .insertInto('compte.organisation')
    .values({ id, ...rowOf(champs), cree_le: now, modifie_le: now })
    .execute()
}

/** Its fields, one version later. @throws RegleViolee when a number is already another's, archived ones included */
export async function saveOrganisation(tx: Tx, id: string, champs: ChampsOrganisation, now: Date): Promise<void> {
  const proprietaire = await findProprietaireNumero(tx, id, champs)
  if (proprietaire !== null) {
    const message = `Ce numéro est déjà celui de « ${proprietaire.nom} »${proprietaire.archivee ? ', archivée' : ''} : vérifiez-le, ou réunissez les deux organisations.`
    throw new RegleViolee(message, [{ champ: proprietaire.champ, message }])
  }
  await compte(tx)
    .updateTable('compte.organisation')
    .set({ ...rowOf(champs), modifie_le: now })
    .set('version', sql`version + 1`)
    .where('id', '=', id)
    .execute()
}

/** Archived at this instant, or restored (null). */
export async function saveArchiveOrganisation(
  tx: Tx,
  id: string,
  etat: { archiveLe: Date | null; fusionneeDans: string | null },
  now: Date,
): Promise<void> {
  await compte(tx)
    .updateTable('compte.organisation')
    .set({ archive_le: etat.archiveLe, fusionnee_dans: etat.fusionneeDans, modifie_le: now })
    .set('version', sql`version + 1`)
    .where('id', '=', id)
    .execute()
}

/** Takes its numbers from an organisation that gives them to another: they are unique. */
export async function removeNumeros(tx: Tx, id: string, champs: readonly ('siret' | 'rna')[]): Promise<void> {
  if (champs.length === 0) return
  await compte(tx)
    .updateTable('compte.organisation')
    .set(Object.fromEntries(champs.map((champ) => [champ, null])))
    .where('id', '=', id)
    .execute()
}

/** Another name under which documents call it; nothing when it is known already. */
export async function addNomOrganisation(tx: Tx, organisationId: string, nom: string): Promise<void> {
  await compte(tx)
    .insertInto('compte.organisation_nom')
    .values({ organisation_id: organisationId, nom, cle: cleNom(nom) })
    .onConflict((conflit) => conflit.doNothing())
    .execute()
}

export async function removeNomOrganisation(tx: Tx, organisationId: string, nom: string): Promise<void> {
  await compte(tx).deleteFrom('compte.organisation_nom').where('organisation_id', '=', organisationId).where('nom', '=', nom).execute()
}

export async function isTypeOrganisation(tx: Tx, code: string): Promise<boolean> {
  return (await compte(tx).selectFrom('compte.type_organisation').select('code').where('code', '=', code).executeTakeFirst()) !== undefined
}

/** A new kind of organisation, the last of the list. @returns false when its code is taken */
export async function createTypeOrganisationRow(tx: Tx, type: TypeOrganisation): Promise<boolean> {
  const ajoute = await compte(tx)
    .insertInto('compte.type_organisation')
    .values({
      code: type.code,
      libelle: type.libelle,
      numero_attendu: type.numeroAttendu,
      ordre: sql`(select coalesce(max(ordre), 0) + 1 from compte.type_organisation)`,
    })
    .onConflict((conflit) => conflit.doNothing())
    .returning('code')
    .executeTakeFirst()
  return ajoute !== undefined
}

async function findProprietaireNumero(tx: Tx, id: string, { siret, rna }: Pick<ChampsOrganisation, 'siret' | 'rna'>) {
  if (siret === null && rna === null) return null
  const autre = await compte(tx)
    .selectFrom('compte.organisation')
    .select(['nom', 'siret', 'archive_le'])
    .where('id', '<>', id)
    .where((eb) => eb.or([eb('siret', '=', siret), eb('rna', '=', rna)]))
    .executeTakeFirst()
  if (autre === undefined) return null
  return { nom: autre.nom, archivee: autre.archive_le !== null, champ: siret !== null && autre.siret === siret ? 'siret' : 'rna' }
}

type ChampsDits = Pick<ChampsOrganisation, 'nom' | 'sigle' | 'type' | 'siren' | 'siret'> & Partial<ChampsOrganisation>

function rowOf(champs: ChampsDits) {
  return {
    nom: champs.nom,
    sigle: champs.sigle,
    type: champs.type,
    siren: champs.siren,
    siret: champs.siret,
    rna: champs.rna ?? null,
    inscription_locale: champs.inscriptionLocale ?? null,
    adresse: champs.adresse ?? null,
    code_postal: champs.codePostal ?? null,
    commune: champs.commune ?? null,
    representant_nom: champs.representantNom ?? null,
    representant_fonction: champs.representantFonction ?? null,
    representant_depuis: champs.representantDepuis ?? null,
    fermee_le: champs.fermeeLe ?? null,
    cle: cleNom(champs.nom),
  }
}
