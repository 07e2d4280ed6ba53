import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { createId } from '#platform/identifiants.ts'
import type { Role } from './agent.ts'
import type { CompteConnu, Identite, Lien } from './oidc.ts'
import type { TablesCompte } from './tables.ts'

const compte = (tx: Tx) => tx.withTables<TablesCompte>()

function selectComptes(tx: Tx, fournisseur: string) {
  return compte(tx)
    .selectFrom('compte.utilisateur as u')
    .innerJoin('compte.personne as p', 'p.id', 'u.personne_id')
    .select(['u.id as utilisateurId', 'p.id as personneId', 'u.courriel', 'u.courriel_verifie as courrielVerifie'])
    .select(sql<boolean>`p.archive_le is not null`.as('ferme'))
    .select(
      sql<boolean>`exists (select from compte.identite r where r.utilisateur_id = u.id and r.fournisseur = ${fournisseur})`.as('relie'),
    )
}

/** The account linked to this identity, with what the provider said last time. */
export async function findLien(tx: Tx, identite: Pick<Identite, 'fournisseur' | 'sub'>): Promise<Lien | null> {
  const ligne = await selectComptes(tx, identite.fournisseur)
    .innerJoin('compte.identite as i', 'i.utilisateur_id', 'u.id')
    .innerJoin('compte.identite_oidc as o', 'o.identite_id', 'i.id')
    .select(['o.emetteur', 'o.courriel as courrielFournisseur', 'o.siret'])
    .where('i.fournisseur', '=', identite.fournisseur)
    .where('i.compte_externe', '=', identite.sub)
    .executeTakeFirst()
  if (ligne === undefined) return null
  const { emetteur, courrielFournisseur, siret, ...connu } = ligne
  return { emetteur, courriel: courrielFournisseur, siret, compte: connu }
}

/** The account that bears this address. @param courriel in lower case */
export async function findHomonyme(tx: Tx, courriel: string | null, fournisseur: string): Promise<CompteConnu | null> {
  if (courriel === null) return null
  return (await selectComptes(tx, fournisseur).where('u.courriel', '=', courriel).executeTakeFirst()) ?? null
}

/** The account of a person. */
export async function getCompteOf(tx: Tx, personneId: string, fournisseur: string): Promise<CompteConnu> {
  return selectComptes(tx, fournisseur).where('p.id', '=', personneId).executeTakeFirstOrThrow()
}

/** Links an identity to an account. @returns false when the identity is linked already, to this account or another */
export async function linkIdentiteRow(tx: Tx, utilisateurId: string, identite: Identite, now: Date): Promise<boolean> {
  const id = createId(now.getTime())
  const lignes = await compte(tx)
    .insertInto('compte.identite')
    .values({
      id,
      utilisateur_id: utilisateurId,
      fournisseur: identite.fournisseur,
      compte_externe: identite.sub,
      mot_de_passe: null,
      cree_le: now,
      modifie_le: now,
    })
    .onConflict((conflit) => conflit.doNothing())
    .returning('id')
    .execute()
  if (lignes.length === 0) return false
  const { emetteur, courriel, siret } = identite
  await compte(tx)
    .insertInto('compte.identite_oidc')
    .values({ identite_id: id, emetteur, courriel, siret, relie_le: now, derniere_connexion_le: now })
    .execute()
  return true
}

/** Keeps what the provider says today. A siret that it leaves out this time is not forgotten. */
export async function saveIdentite(tx: Tx, identite: Identite, now: Date): Promise<void> {
  await compte(tx)
    .updateTable('compte.identite_oidc')
    .set({
      derniere_connexion_le: now,
      ...(identite.courriel === null ? {} : { courriel: identite.courriel }),
      ...(identite.siret === null ? {} : { siret: identite.siret }),
    })
    .where('identite_id', '=', (eb) =>
      eb
        .selectFrom('compte.identite as i')
        .select('i.id')
        .where('i.fournisseur', '=', identite.fournisseur)
        .where('i.compte_externe', '=', identite.sub),
    )
    .execute()
}

/** The address is proven: its account says so. */
export async function markCourrielVerifie(tx: Tx, utilisateurId: string, now: Date): Promise<void> {
  await compte(tx)
    .updateTable('compte.utilisateur')
    .set({ courriel_verifie: true, modifie_le: now })
    .where('id', '=', utilisateurId)
    .where('courriel_verifie', '=', false)
    .execute()
}

export type IdentiteReliee = {
  fournisseur: string
  courriel: string | null
  siret: string | null
  /** Organisation known under this siret today. */
  organisation: string | null
  relieLe: Date
  derniereConnexionLe: Date
}

/** Providers linked to the account of a person, and whether she has a password. One statement. */
export async function getMoyens(tx: Tx, personneId: string): Promise<{ motDePasse: boolean; identites: IdentiteReliee[] }> {
  const lignes = await compte(tx)
    .selectFrom('compte.utilisateur as u')
    .innerJoin('compte.identite as i', 'i.utilisateur_id', 'u.id')
    .leftJoin('compte.identite_oidc as o', 'o.identite_id', 'i.id')
    .leftJoin('compte.organisation as s', 's.siret', 'o.siret')
    // One that was merged is known by the one that was kept.
    .leftJoin('compte.organisation as g', (jointure) =>
      jointure.on('g.id', '=', sql<string>`coalesce(s.fusionnee_dans, s.id)`).on('g.archive_le', 'is', null),
    )
    .select(['i.fournisseur', 'o.courriel', 'o.siret', 'g.nom as organisation', 'o.relie_le as relieLe'])
    .select(['o.derniere_connexion_le as derniereConnexionLe', sql<boolean>`i.mot_de_passe is not null`.as('motDePasse')])
    .where('u.personne_id', '=', personneId)
    .orderBy('o.relie_le')
    .execute()
  return {
    motDePasse: lignes.some((ligne) => ligne.motDePasse),
    identites: lignes.flatMap(({ motDePasse: _, relieLe, derniereConnexionLe, ...identite }) =>
      relieLe === null || derniereConnexionLe === null ? [] : [{ ...identite, relieLe, derniereConnexionLe }],
    ),
  }
}

/** Removes the links of an account to a provider. @returns how many */
export async function removeIdentite(tx: Tx, personneId: string, fournisseur: string): Promise<number> {
  const lignes = await compte(tx)
    .deleteFrom('compte.identite')
    .where('fournisseur', '=', fournisseur)
    .where('mot_de_passe', 'is', null)
    .where('utilisateur_id', '=', (eb) => eb.selectFrom('compte.utilisateur as u').select('u.id').where('u.personne_id', '=', personneId))
    .returning('id')
    .execute()
  return lignes.length
}

/** Remembers which provider opened a session. */
export async function saveSessionOidc(tx: Tx, sessionId: string, session: { fournisseur: string; jetonScelle: string }): Promise<void> {
  await compte(tx)
    .insertInto('compte.session_oidc')
    .values({ session_id: sessionId, fournisseur: session.fournisseur, jeton_scelle: session.jetonScelle })
    .execute()
}

/** The provider that opened this session; null for any other session. */
export async function findSessionOidc(tx: Tx, sessionId: string): Promise<{ fournisseur: string; jetonScelle: string } | null> {
  const ligne = await compte(tx)
    .selectFrom('compte.session_oidc')
    .select(['fournisseur', 'jeton_scelle as jetonScelle'])
    .where('session_id', '=', sessionId)
    .executeTakeFirst()
  return ligne ?? null
}

export type Suspension = {
  id: string
  mandatId: string
  contratId: string | null
  role: Role
  organisation: string
  personneId: string
  personne: string
  fournisseur: string
  nouveauSiret: string
  /** Organisation known under the new siret today. */
  nouvelleOrganisation: string | null
  depuis: Date
}

function selectSuspensions(tx: Tx) {
  return compte(tx)
    .selectFrom('compte.mandat_suspendu as x')
    .innerJoin('compte.mandat as m', 'm.id', 'x.mandat_id')
    .innerJoin('compte.organisation as g', 'g.id', 'm.organisation_id')
    .innerJoin('compte.personne as p', 'p.id', 'm.personne_id')
    .leftJoin('compte.organisation as s', 's.siret', 'x.nouveau_siret')
    .leftJoin('compte.organisation as n', (jointure) =>
      jointure.on('n.id', '=', sql<string>`coalesce(s.fusionnee_dans, s.id)`).on('n.archive_le', 'is', null),
    )
    .select(['x.id', 'm.id as mandatId', 'm.contrat_id as contratId', 'm.role', 'g.nom as organisation', 'p.id as personneId'])
    .select(['x.fournisseur', 'x.nouveau_siret as nouveauSiret', 'n.nom as nouvelleOrganisation', 'x.depuis'])
    .select(sql<string>`p.prenom || ' ' || p.nom`.as('personne'))
    .where('x.leve_le', 'is', null)
    .where('m.retire_le', 'is', null)
    .orderBy('x.depuis')
    .orderBy('x.id')
}

/** Mandates that wait for a confirmation. @param filtre.contrats null: those of every contract, and of the platform */
export async function listSuspensions(
  tx: Tx,
  filtre: { personneId: string } | { contrats: readonly string[] | null },
): Promise<Suspension[]> {
  const requete = selectSuspensions(tx)
  if ('personneId' in filtre) return requete.where('m.personne_id', '=', filtre.personneId).execute()
  if (filtre.contrats === null) return requete.execute()
  return filtre.contrats.length === 0 ? [] : requete.where('x.contrat_id', 'in', filtre.contrats).execute()
}

export async function findSuspension(tx: Tx, id: string): Promise<Suspension | null> {
  return (await selectSuspensions(tx).where('x.id', '=', id).executeTakeFirst()) ?? null
}

/**
 * Makes the mandates that a person holds for an organisation wait, besides those that wait already and the last administration
 * of the platform. @param change.jour ISO @returns those that now wait
 */
export async function suspendMandats(
  tx: Tx,
  personneId: string,
  change: { fournisseur: string; ancien: string; nouveau: string; now: Date; jour: string },
): Promise<{ mandatId: string; contratId: string | null; role: Role; organisation: string }[]> {
  const { fournisseur, ancien, nouveau, now, jour } = change
  const mandats = await compte(tx)
    .selectFrom('compte.mandat as m')
    .innerJoin('compte.organisation as g', 'g.id', 'm.organisation_id')
    .select(['m.id as mandatId', 'm.contrat_id as contratId', 'm.role', 'g.nom as organisation'])
    .where('m.personne_id', '=', personneId)
    .where('m.organisation_id', 'in', organisationsOf(tx, ancien))
    .where('m.organisation_id', 'not in', organisationsOf(tx, nouveau))
    .where('m.retire_le', 'is', null)
    .where((eb) => eb.or([eb('m.fin', 'is', null), eb('m.fin', '>=', jour)]))
    .where(sql<boolean>`not exists (select from compte.mandat_suspendu x where x.mandat_id = m.id and x.leve_le is null)`)
    .where(
      sql<boolean>`(m.role <> 'admin_plateforme' or exists (select from compte.mandat a where a.role = 'admin_plateforme'
        and a.personne_id <> ${personneId} and a.retire_le is null and a.debut <= ${jour}::date and (a.fin is null or a.fin >= ${jour}::date)
        and not exists (select from compte.mandat_suspendu y where y.mandat_id = a.id and y.leve_le is null)))`,
    )
    .orderBy('m.id')
    .execute()
  if (mandats.length === 0) return []
  await compte(tx)
    .insertInto('compte.mandat_suspendu')
    .values(
      mandats.map(({ mandatId, contratId }) => ({
        id: createId(now.getTime()),
        mandat_id: mandatId,
        contrat_id: contratId,
        fournisseur,
        ancien_siret: ancien,
        nouveau_siret: nouveau,
        depuis: now,
      })),
    )
    .execute()
  return mandats
}

/** Organisations of the legal entity of a siret; those that were merged, by the ones that were kept. */
function organisationsOf(tx: Tx, siret: string) {
  return compte(tx)
    .selectFrom('compte.organisation as e')
    .select(sql<string>`coalesce(e.fusionnee_dans, e.id)`.as('id'))
    .where('e.siren', '=', siret.slice(0, 9))
}

/** The mandate opens its rights again. @returns false when it did not wait any more */
export async function liftSuspensionRow(tx: Tx, id: string, levee: { par: string; now: Date }): Promise<boolean> {
  const lignes = await compte(tx)
    .updateTable('compte.mandat_suspendu')
    .set({ leve_le: levee.now, leve_par: levee.par })
    .where('id', '=', id)
    .where('leve_le', 'is', null)
    .returning('id')
    .execute()
  return lignes.length === 1
}
