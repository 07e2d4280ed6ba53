import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { canonicalJson } from '#platform/canonique.ts'
import type { Tx } from '#platform/db/base.ts'
import { createId } from '#platform/identifiants.ts'
import { empreinteContenu, empreinteLigne, nomChaine, type Trace } from './chaine.ts'

/** Who acted. `mandat`: under what title, in the words of that day, none for an event. */
export type Auteur = {
  acteurId: string | null
  mandatId: string | null
  mandat?: string | null
  requeteId: string
  instant: Date
  commande: string
}

/** Appends the line of an act to its chain, in the act's own transaction. Writes of one chain wait for each other here only. */
export async function appendAudit(tx: Tx, trace: Trace, auteur: Auteur): Promise<void> {
  const chaine = nomChaine(trace.contratId)
  const { rows } = await sql<{ dernier_numero: number; derniere_empreinte: string }>`
    insert into platform.audit_chaine as c (chaine) values (${chaine})
    on conflict (chaine) do update set dernier_numero = c.dernier_numero
    returning dernier_numero, derniere_empreinte`.execute(tx)
  const precedente = rows[0]
  if (precedente === undefined) throw new Error(`audit chain ${chaine} cannot be locked`)
  const sel = randomBytes(16)
  const avant = trace.avant ?? null
  const apres = trace.apres ?? null
  const faits = {
    chaine,
    numero: precedente.dernier_numero + 1,
    instant: auteur.instant.toISOString(),
    commande: auteur.commande,
    acteurId: auteur.acteurId,
    mandatId: auteur.mandatId,
    objetType: trace.objet.type,
    objetId: trace.objet.id,
    requeteId: auteur.requeteId,
    empreinteContenu: empreinteContenu(sel, { libelle: trace.libelle, mandat: auteur.mandat ?? null, avant, apres }),
  }
  const empreinte = empreinteLigne(faits, precedente.derniere_empreinte)
  const id = createId(auteur.instant.getTime())
  await sql`
    with ligne as (
      insert into platform.audit_ligne (id, chaine, numero, instant, commande, acteur_id, mandat_id, objet_type, objet_id, requete_id,
        empreinte_contenu, empreinte_precedente, empreinte)
      values (${id}, ${chaine}, ${faits.numero}, ${auteur.instant}, ${auteur.commande}, ${auteur.acteurId}, ${auteur.mandatId},
        ${trace.objet.type}, ${trace.objet.id}, ${auteur.requeteId}, ${faits.empreinteContenu}, ${precedente.derniere_empreinte}, ${empreinte})
    ), contenu as (
      insert into platform.audit_contenu (ligne_id, sel, libelle, mandat, avant, apres)
      values (${id}, ${sel}, ${trace.libelle}, ${auteur.mandat ?? null}, ${canonicalJson(avant)}::jsonb, ${canonicalJson(apres)}::jsonb)
    )
    update platform.audit_chaine set dernier_numero = ${faits.numero}, derniere_empreinte = ${empreinte} where chaine = ${chaine}`.execute(
    tx,
  )
}

/** Something that happened without an act: a sign-in refused, a session closed by another deed, an account opened by OpenID Connect. */
export type Evenement = Trace & {
  /** `capability.verbe_objet`, as a command would be named. */
  commande: string
  /** The person concerned who acted; null when nobody is signed in or the machine acts by itself. */
  acteurId: string | null
  requeteId: string
  now: Date
}

/**
 * Writes in its chain something that no command did. Inside the transaction given when there is one, so that the event and its
 * line are kept together; else in a transaction of its own.
 */
export async function noteEvenement(db: Tx, { commande, acteurId, requeteId, now, ...trace }: Evenement): Promise<void> {
  const auteur: Auteur = { acteurId, mandatId: null, requeteId, instant: now, commande }
  if (db.isTransaction) return appendAudit(db, trace, auteur)
  await db.transaction().execute((tx) => appendAudit(tx, trace, auteur))
}

export type LigneJournal = {
  id: string
  instant: Date
  commande: string
  acteurId: string | null
  libelle: string | null
  objetType: string
  objetId: string
}

/** Latest lines of a contract's chain (or of the platform), newest first, optionally on one object, without one command. */
export async function listJournal(
  tx: Tx,
  filtre: { contratId: string | null; objet?: { type: string; id: string }; depuis?: Date; sauf?: string; limite: number },
): Promise<LigneJournal[]> {
  let requete = tx
    .selectFrom('platform.audit_ligne as l')
    .leftJoin('platform.audit_contenu as c', 'c.ligne_id', 'l.id')
    .select([
      'l.id',
      'l.instant',
      'l.commande',
      'l.acteur_id as acteurId',
      'c.libelle',
      'l.objet_type as objetType',
      'l.objet_id as objetId',
    ])
    .where('l.chaine', '=', nomChaine(filtre.contratId))
    .orderBy('l.numero', 'desc')
    .limit(filtre.limite)
  if (filtre.objet) requete = requete.where('l.objet_type', '=', filtre.objet.type).where('l.objet_id', '=', filtre.objet.id)
  if (filtre.sauf !== undefined) requete = requete.where('l.commande', '<>', filtre.sauf)
  if (filtre.depuis) requete = requete.where('l.instant', '>', filtre.depuis)
  return requete.execute()
}
