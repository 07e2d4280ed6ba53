import { sql } from 'kysely'
import { ordreFrancais, type Tx } from '#platform/db/base.ts'
import { Introuvable, RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import type { MandatComplet, NouveauMandat } from './mandat.ts'
import type { TablesCompte } from './tables.ts'

const compte = (tx: Tx) => tx.withTables<TablesCompte>()

function selectMandats(tx: Tx) {
  return compte(tx)
    .selectFrom('compte.mandat as m')
    .innerJoin('compte.personne as p', 'p.id', 'm.personne_id')
    .innerJoin('compte.utilisateur as u', 'u.personne_id', 'p.id')
    .innerJoin('compte.organisation as o', 'o.id', 'm.organisation_id')
    .select([
      'm.id',
      'm.personne_id as personneId',
      'u.courriel',
      'm.organisation_id as organisationId',
      'o.nom as organisation',
      'm.role',
      'm.contrat_id as contratId',
      'm.commune_code as communeCode',
      'm.qualite',
      'm.debut',
      'm.fin',
      'm.retire_le as retireLe',
    ])
    .select(sql<string>`p.prenom || ' ' || p.nom`.as('personne'))
}

/** Mandates given on a contract, past ones included, by name of person. */
export async function listMandatsOfContrat(tx: Tx, contratId: string): Promise<MandatComplet[]> {
  return selectMandats(tx)
    .where('m.contrat_id', '=', contratId)
    .orderBy(ordreFrancais(sql`p.nom`))
    .orderBy(ordreFrancais(sql`p.prenom`))
    .orderBy('m.debut', 'desc')
    .orderBy('m.id')
    .execute()
}

/** Mandates of a person, past ones included, the latest first. */
export async function listMandatsOfPersonne(tx: Tx, personneId: string): Promise<MandatComplet[]> {
  return selectMandats(tx).where('m.personne_id', '=', personneId).orderBy('m.debut', 'desc').orderBy('m.id').execute()
}

/** Locks the mandate until the end of the transaction. @throws Introuvable */
export async function lockMandat(tx: Tx, id: string): Promise<MandatComplet> {
  await compte(tx).selectFrom('compte.mandat').select('id').where('id', '=', id).forUpdate().executeTakeFirst()
  const mandat = await selectMandats(tx).where('m.id', '=', id).executeTakeFirst()
  if (mandat === undefined) throw new Introuvable('Ce mandat n’existe pas, ou plus.')
  return mandat
}

/** Mandates of this role and contract in force on a day, besides one. Locks them, so that two cannot be ended at once. */
export async function countAutresMandats(tx: Tx, mandat: MandatComplet, jour: string): Promise<number> {
  const autres = await compte(tx)
    .selectFrom('compte.mandat')
    .select('id')
    .where('role', '=', mandat.role)
    .where(sql<boolean>`contrat_id is not distinct from ${mandat.contratId}`)
    .where('id', '<>', mandat.id)
    .where('retire_le', 'is', null)
    .where('debut', '<=', jour)
    .where((eb) => eb.or([eb('fin', 'is', null), eb('fin', '>=', jour)]))
    .orderBy('id')
    .forUpdate()
    .execute()
  return autres.length
}

/** @throws RegleViolee when the person holds this very mandate already at some time of these dates */
export async function createMandatRow(
  tx: Tx,
  mandat: NouveauMandat & { id: string },
  auteur: { id: string | null; now: Date },
): Promise<void> {
  try {
    await compte(tx)
      .insertInto('compte.mandat')
      .values({
        id: mandat.id,
        personne_id: mandat.personneId,
        organisation_id: mandat.organisationId,
        role: mandat.role,
        contrat_id: mandat.contratId,
        commune_code: mandat.communeCode,
        qualite: mandat.qualite,
        debut: mandat.debut,
        fin: mandat.fin,
        cree_le: auteur.now,
        cree_par: auteur.id,
      })
      .execute()
  } catch (erreur) {
    if (erreur instanceof Error && 'constraint' in erreur && erreur.constraint === 'mandat_sans_doublon') {
      throw new RegleViolee('Cette personne a déjà ce mandat à ces dates : mettez-y fin d’abord, ou changez les dates.')
    }
    throw erreur
  }
}

export async function saveFinMandat(tx: Tx, mandat: MandatComplet, retirePar: string): Promise<void> {
  await compte(tx)
    .updateTable('compte.mandat')
    .set({ fin: mandat.fin, retire_le: mandat.retireLe, retire_par: mandat.retireLe === null ? null : retirePar })
    .where('id', '=', mandat.id)
    .execute()
}

/** The chef de projet who creates a contract holds that role on it at once, for the organisation under which she created it. */
export async function openMandatCreateur(
  tx: Tx,
  createur: { personneId: string; organisationId: string; contratId: string; debut: string },
  now: Date,
): Promise<void> {
  const mandat = {
    ...createur,
    id: createId(now.getTime()),
    role: 'chef_projet' as const,
    communeCode: null,
    qualite: 'titulaire' as const,
    fin: null,
  }
  await createMandatRow(tx, mandat, { id: createur.personneId, now })
}
