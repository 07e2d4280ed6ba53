import { sql } from 'kysely'
import { eraseContenusDe } from '#platform/audit/effacement.store.ts'
import type { Tx } from '#platform/db/base.ts'
import { listColonnes } from '#platform/donnees-personnelles/colonne.store.ts'
import { emptyColonnes, emptyMentions, motifMention, removeLignes, textOf } from '#platform/donnees-personnelles/ligne.store.ts'
import { type PersonneCherchee, selectionsOf } from '#platform/donnees-personnelles/selection.ts'
import { jourParis } from '#platform/formats.ts'
import { nomEfface } from './cloture.ts'
import type { TablesCompte } from './tables.ts'

const compte = (tx: Tx) => tx.withTables<TablesCompte>()

/** The tables where people and accounts are, for the catalogue of personal data. */
export const RACINES = { racine: 'compte.personne', compte: 'compte.utilisateur' } as const

/** The person with her account, when she still has one; null when she is unknown. */
export async function findPersonneCherchee(tx: Tx, personneId: string): Promise<PersonneCherchee | null> {
  const ligne = await compte(tx)
    .selectFrom('compte.personne as p')
    .leftJoin('compte.utilisateur as u', 'u.personne_id', 'p.id')
    .select(['p.id as personneId', 'u.id as utilisateurId', 'u.courriel', 'p.prenom', 'p.nom'])
    .where('p.id', '=', personneId)
    .executeTakeFirst()
  return ligne ?? null
}

/**
 * Erases a person, in the transaction of the worker: her mandates end, her account and what hangs on it go, her name becomes a
 * number, texts that name her are emptied where they declare it, the payload of the journal too. What is kept says why, in the
 * comment of its column.
 * @returns how many rows went, how many lines of the journal lost their payload
 */
export async function erasePersonne(
  tx: Tx,
  personne: PersonneCherchee,
  numero: number,
  now: Date,
): Promise<{ lignes: number; contenus: number }> {
  const colonnes = await listColonnes(tx)
  const selections = selectionsOf(colonnes, personne, RACINES)
  await endMandatsDe(tx, personne.personneId, now)
  await emptyColonnes(tx, colonnes, selections)
  await removeVerifications(tx, personne)
  const lignes = await removeLignes(tx, colonnes, selections, RACINES.compte)
  const motif = motifMention(personne)
  await emptyMentions(tx, colonnes, motif, ['platform.audit_contenu'])
  await removeCourrielsCitant(tx, personne)
  const contenus = await eraseContenusDe(tx, personne.personneId, motif, now)
  await compte(tx)
    .updateTable('compte.personne')
    .set({ ...nomEfface(numero), fonction: null, archive_le: now, modifie_le: now })
    .where('id', '=', personne.personneId)
    .execute()
  return { lignes, contenus }
}

/** Her mandates in force end at once, those to come never begin. */
async function endMandatsDe(tx: Tx, personneId: string, now: Date): Promise<void> {
  const jour = jourParis(now)
  await compte(tx)
    .updateTable('compte.mandat')
    .set({ retire_le: now })
    .where('personne_id', '=', personneId)
    .where('retire_le', 'is', null)
    .where((eb) => eb.or([eb('fin', 'is', null), eb('fin', '>=', jour)]))
    .execute()
}

/** What better-auth keeps names the account inside a text. */
async function removeVerifications(tx: Tx, { utilisateurId, courriel }: PersonneCherchee): Promise<void> {
  for (const trace of [utilisateurId, courriel]) {
    if (trace !== null) {
      await sql`delete from compte.verification where strpos(identifiant, ${trace}) > 0 or strpos(valeur, ${trace}) > 0`.execute(tx)
    }
  }
}

/** Mail sent to others that names her. What still waits is sent, and goes with its usual retention. */
async function removeCourrielsCitant(tx: Tx, personne: PersonneCherchee): Promise<void> {
  await sql`
    with cites as (
      select citee.id from (
        select id, ${textOf([{ nom: 'objet' }, { nom: 'corps' }, { nom: 'erreur' }])} as texte from platform.courriel where fini_le is not null
      ) citee where ${motifMention(personne)}
    )
    delete from platform.courriel c where c.fini_le is not null
      and (c.id in (select id from cites) or c.recueil_id in (select id from cites))`.execute(tx)
}
