import { sql } from 'kysely'
import { ordreFrancais, type Tx } from '#platform/db/base.ts'
import { Introuvable, RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import type { Absence, MandatComplet, NouveauMandat } from './mandat.ts'
import { listesOf, TOUT_LE_CONTRAT, territoireOf } from './mandat-territoire.ts'
import type { TablesCompte } from './tables.ts'

const compte = (tx: Tx) => tx.withTables<TablesCompte>()

const absencesDe = (mandatId: string) => sql<readonly Absence[]>`
  (select coalesce(json_agg(json_build_object('id', a.id, 'debut', a.debut, 'fin', a.fin) order by a.debut, a.id), '[]')
    from compte.absence a where a.mandat_id = ${sql.ref(mandatId)} and a.annulee_le is null)`

function selectMandats(tx: Tx) {
  return compte(tx)
    .selectFrom('compte.mandat as m')
    .innerJoin('compte.personne as p', 'p.id', 'm.personne_id')
    .innerJoin('compte.utilisateur as u', 'u.personne_id', 'p.id')
    .innerJoin('compte.organisation as o', 'o.id', 'm.organisation_id')
    .leftJoin('compte.mandat as r', 'r.id', 'm.remplace_id')
    .leftJoin('compte.personne as rp', 'rp.id', 'r.personne_id')
    .select([
      'm.id',
      'm.personne_id as personneId',
      'u.courriel',
      'm.organisation_id as organisationId',
      'o.nom as organisation',
      'o.type as typeOrganisation',
      'm.role',
      'm.contrat_id as contratId',
      'm.communes',
      'm.quartiers',
      'm.qualite',
      'm.remplace_id as remplaceId',
      'm.suppleance as quand',
      'r.debut as titulaireDebut',
      'r.fin as titulaireFin',
      'r.retire_le as titulaireRetireLe',
      'm.debut',
      'm.fin',
      'm.retire_le as retireLe',
      'm.succede_id as succedeId',
    ])
    .select([
      sql<string>`p.prenom || ' ' || p.nom`.as('personne'),
      sql<string | null>`rp.prenom || ' ' || rp.nom`.as('titulaire'),
      absencesDe('m.id').as('absences'),
      absencesDe('r.id').as('titulaireAbsences'),
    ])
}
type LigneMandat = Awaited<ReturnType<ReturnType<typeof selectMandats>['executeTakeFirstOrThrow']>>

function toMandat(ligne: LigneMandat): MandatComplet {
  const {
    communes,
    quartiers,
    remplaceId,
    quand,
    titulaireDebut,
    titulaireFin,
    titulaireRetireLe,
    titulaire,
    titulaireAbsences,
    ...mandat
  } = ligne
  return {
    ...mandat,
    territoire: territoireOf({ communes, quartiers }),
    suppleance:
      remplaceId === null || quand === null || titulaireDebut === null
        ? null
        : {
            mandatId: remplaceId,
            quand,
            de: titulaire ?? '',
            titulaire: { debut: titulaireDebut, fin: titulaireFin, retireLe: titulaireRetireLe, absences: titulaireAbsences },
          },
  }
}

async function byNom(requete: ReturnType<typeof selectMandats>): Promise<MandatComplet[]> {
  const lignes = await requete
    .orderBy(ordreFrancais(sql`p.nom`))
    .orderBy(ordreFrancais(sql`p.prenom`))
    .orderBy('m.debut', 'desc')
    .orderBy('m.id')
    .execute()
  return lignes.map(toMandat)
}

/** Mandates given on a contract, past ones included, by name of person. */
export async function listMandatsOfContrat(tx: Tx, contratId: string): Promise<MandatComplet[]> {
  return listMandatsOfContrats(tx, [contratId])
}

/** Mandates given on these contracts, past ones included. Locks those not ended, so that the posts are not emptied meanwhile. */
export async function lockMandatsOfContrats(tx: Tx, contratIds: readonly string[]): Promise<MandatComplet[]> {
  if (contratIds.length === 0) return []
  await compte(tx)
    .selectFrom('compte.mandat')
    .select('id')
    .where('contrat_id', 'in', contratIds)
    .where('retire_le', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
  return listMandatsOfContrats(tx, contratIds)
}

/** Mandates given on these contracts, past ones included, by name of person. */
export async function listMandatsOfContrats(tx: Tx, contratIds: readonly string[]): Promise<MandatComplet[]> {
  if (contratIds.length === 0) return []
  return byNom(selectMandats(tx).where('m.contrat_id', 'in', contratIds))
}

/** Mandates given for an organisation on any contract, past ones included, by name of person. */
export async function listMandatsOfOrganisation(tx: Tx, organisationId: string): Promise<MandatComplet[]> {
  return byNom(selectMandats(tx).where('m.organisation_id', '=', organisationId).where('m.contrat_id', 'is not', null))
}

/** Mandates of a person, past ones included, the latest first. */
export async function listMandatsOfPersonne(tx: Tx, personneId: string): Promise<MandatComplet[]> {
  const lignes = await selectMandats(tx).where('m.personne_id', '=', personneId).orderBy('m.debut', 'desc').orderBy('m.id').execute()
  return lignes.map(toMandat)
}

/** Locks the mandate until the end of the transaction. @throws Introuvable */
export async function lockMandat(tx: Tx, id: string): Promise<MandatComplet> {
  await compte(tx).selectFrom('compte.mandat').select('id').where('id', '=', id).forUpdate().executeTakeFirst()
  const mandat = await selectMandats(tx).where('m.id', '=', id).executeTakeFirst()
  if (mandat === undefined) throw new Introuvable('Ce mandat n’existe pas, ou plus.')
  return toMandat(mandat)
}

/** Mandates by their ids. */
export async function listMandatsParId(tx: Tx, ids: readonly string[]): Promise<Map<string, MandatComplet>> {
  if (ids.length === 0) return new Map()
  const lignes = await selectMandats(tx)
    .where('m.id', 'in', [...new Set(ids)])
    .execute()
  return new Map(lignes.map((ligne) => [ligne.id, toMandat(ligne)]))
}

/** Mandates of this role and contract in force on a day, besides some. Locks them, so that two cannot be ended at once. */
export async function countAutresMandats(
  tx: Tx,
  poste: Pick<MandatComplet, 'role' | 'contratId'>,
  sauf: readonly string[],
  jour: string,
): Promise<number> {
  const autres = await compte(tx)
    .selectFrom('compte.mandat')
    .select('id')
    .where('role', '=', poste.role)
    .where(sql<boolean>`contrat_id is not distinct from ${poste.contratId}`)
    .where('id', 'not in', sauf)
    .where('retire_le', 'is', null)
    // A suppléance for absences, or one that falls with what is ended, would leave nobody.
    .where('remplace_id', 'is', null)
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
  mandat: NouveauMandat & { id: string; succedeId?: string },
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
        ...listesOf(mandat.territoire),
        qualite: mandat.qualite,
        remplace_id: mandat.suppleance?.mandatId ?? null,
        suppleance: mandat.suppleance?.quand ?? null,
        succede_id: mandat.succedeId ?? null,
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

export async function saveFinMandat(tx: Tx, mandat: Pick<MandatComplet, 'id' | 'fin' | 'retireLe'>, retirePar: string): Promise<void> {
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
    territoire: TOUT_LE_CONTRAT,
    qualite: 'titulaire' as const,
    suppleance: null,
    fin: null,
  }
  await createMandatRow(tx, mandat, { id: createur.personneId, now })
}

/** The mandate under which the person acts on the contract from now on, while it is in force. */
export async function saveMandatChoisi(
  tx: Tx,
  choix: { personneId: string; contratId: string; mandatId: string },
  now: Date,
): Promise<void> {
  const { personneId, contratId, mandatId } = choix
  await compte(tx)
    .insertInto('compte.mandat_choisi')
    .values({ personne_id: personneId, contrat_id: contratId, mandat_id: mandatId, choisi_le: now })
    .onConflict((deja) => deja.columns(['personne_id', 'contrat_id']).doUpdateSet({ mandat_id: mandatId, choisi_le: now }))
    .execute()
}

export async function createAbsenceRow(
  tx: Tx,
  mandat: Pick<MandatComplet, 'id' | 'contratId'>,
  absence: Absence,
  auteur: { id: string; now: Date },
): Promise<void> {
  if (mandat.contratId === null) throw new Error('an absence is declared on a mandate of a contract')
  await compte(tx)
    .insertInto('compte.absence')
    .values({ ...absence, contrat_id: mandat.contratId, mandat_id: mandat.id, cree_le: auteur.now, cree_par: auteur.id })
    .execute()
}

export async function cancelAbsenceRow(tx: Tx, id: string, auteur: { id: string; now: Date }): Promise<void> {
  await compte(tx).updateTable('compte.absence').set({ annulee_le: auteur.now, annulee_par: auteur.id }).where('id', '=', id).execute()
}
