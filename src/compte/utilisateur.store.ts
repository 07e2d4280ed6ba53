import { hashPassword, verifyPassword } from 'better-auth/crypto'
import type { Tx } from '#platform/db/base.ts'
import { createId } from '#platform/identifiants.ts'
import type { TablesCompte } from './tables.ts'

const compte = (tx: Tx) => tx.withTables<TablesCompte>()

/** Gives an account its first password, in the transaction that creates it. @param motDePasse accepted already */
export async function createMotDePasse(tx: Tx, utilisateurId: string, motDePasse: string, now: Date): Promise<void> {
  await compte(tx)
    .insertInto('compte.identite')
    .values({
      id: createId(now.getTime()),
      utilisateur_id: utilisateurId,
      fournisseur: 'credential',
      compte_externe: utilisateurId,
      mot_de_passe: await hashPassword(motDePasse),
      cree_le: now,
      modifie_le: now,
    })
    .execute()
}

/** Gives an account a password, or another one. @param motDePasse accepted already */
export async function saveMotDePasse(tx: Tx, utilisateurId: string, motDePasse: string, now: Date): Promise<void> {
  const hache = await hashPassword(motDePasse)
  const { numUpdatedRows } = await compte(tx)
    .updateTable('compte.identite')
    .set({ mot_de_passe: hache, modifie_le: now })
    .where('utilisateur_id', '=', utilisateurId)
    .where('fournisseur', '=', 'credential')
    .executeTakeFirst()
  if (numUpdatedRows === 0n) await createMotDePasse(tx, utilisateurId, motDePasse, now)
}

/** A password that was set before the address was proven may be a stranger's: it goes. */
export async function removeMotDePasse(tx: Tx, utilisateurId: string, now: Date): Promise<void> {
  await compte(tx)
    .updateTable('compte.identite')
    .set({ mot_de_passe: null, modifie_le: now })
    .where('utilisateur_id', '=', utilisateurId)
    .where('fournisseur', '=', 'credential')
    .execute()
}

export type CompteConnu = {
  utilisateurId: string
  personneId: string
  prenom: string
  nom: string
  courriel: string
  courrielVerifie: boolean
  /** scrypt, as better-auth writes it; null without a password. */
  motDePasse: string | null
}

/** The account that signs in by this address; null when there is none, or the person is archived. @param courriel in lower case */
export async function findCompte(tx: Tx, cle: { courriel: string } | { personneId: string }): Promise<CompteConnu | null> {
  const ligne = await compte(tx)
    .selectFrom('compte.utilisateur as u')
    .innerJoin('compte.personne as p', 'p.id', 'u.personne_id')
    .leftJoin('compte.identite as i', (jointure) => jointure.onRef('i.utilisateur_id', '=', 'u.id').on('i.fournisseur', '=', 'credential'))
    .select(['u.id as utilisateurId', 'p.id as personneId', 'p.prenom', 'p.nom', 'u.courriel', 'u.courriel_verifie as courrielVerifie'])
    .select('i.mot_de_passe as motDePasse')
    .where('p.archive_le', 'is', null)
    .where((eb) => ('courriel' in cle ? eb('u.courriel', '=', cle.courriel) : eb('p.id', '=', cle.personneId)))
    .executeTakeFirst()
  return ligne ?? null
}

/** The digest of no password, so that an unknown account costs what a known one does. */
let leurre: Promise<string> | null = null

/** True when this is the password of the account. The work is the same when there is no account, or no password. */
export async function isMotDePasse(connu: Pick<CompteConnu, 'motDePasse'> | null, motDePasse: string): Promise<boolean> {
  leurre ??= hashPassword('aucun compte ne porte ce mot de passe')
  const hache = connu?.motDePasse ?? null
  const juste = await verifyPassword({ hash: hache ?? (await leurre), password: motDePasse })
  return juste && hache !== null
}

/** The person holds this address: she opened what was sent there. */
export async function saveCourrielVerifie(tx: Tx, utilisateurId: string, now: Date): Promise<void> {
  await compte(tx)
    .updateTable('compte.utilisateur')
    .set({ courriel_verifie: true, modifie_le: now })
    .where('id', '=', utilisateurId)
    .execute()
}
