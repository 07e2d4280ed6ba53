import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { canonicalJson } from '#platform/canonique.ts'
import type { Tx } from '#platform/db/base.ts'
import { createId } from '#platform/identifiants.ts'
import { empreinteContenu, empreinteLigne, nomChaine, type Trace } from './chaine.ts'

export type Auteur = { acteurId: string | null; mandatId: string | null; requeteId: string; instant: Date; commande: string }

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
    empreinteContenu: empreinteContenu(sel, trace.libelle, avant, apres),
  }
  const empreinte = empreinteLigne(faits, precedente.derniere_empreinte)
  const id = createId(auteur.instant.getTime())
  await sql`
    with ligne as (
      insert into platform.audit_ligne (id, chaine, numero, instant, commande, acteur_id, mandat_id, objet_type, objet_id, requete_id,
        empreinte_contenu, empreinte_precedente, empreinte)
      values (${id}, ${chaine}, ${faits.numero}, ${auteur.instant}, ${auteur.commande}, ${auteur.acteurId}, ${auteur.mandatId},
        ${trace.objet.type}, ${trace.objet.id}, ${auteur.requeteId}, ${faits.empreinteContenu}, ${precedente.derniere_empreinte}, ${empreinte})
      returning id
    ), contenu as (
      insert into platform.audit_contenu (ligne_id, sel, libelle, avant, apres)
      select id, ${sel}, ${trace.libelle}, ${canonicalJson(avant)}::jsonb, ${canonicalJson(apres)}::jsonb from ligne
    )
    update platform.audit_chaine set dernier_numero = ${faits.numero}, derniere_empreinte = ${empreinte} where chaine = ${chaine}`.execute(
    tx,
  )
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

/** Latest lines of a contract's chain (or of the platform), newest first, optionally on one object. */
export async function listJournal(
  tx: Tx,
  filtre: { contratId: string | null; objet?: { type: string; id: string }; depuis?: Date; limite: number },
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
  if (filtre.depuis) requete = requete.where('l.instant', '>', filtre.depuis)
  return requete.execute()
}

export type DefautAudit = { chaine: string; numero: number; defaut: string }

/** Recomputes every chain and says which line was altered, removed or inserted, and where. Empty: all is as written. */
export async function verifyAudit(tx: Tx): Promise<{ lignes: number; defauts: DefautAudit[] }> {
  const defauts: DefautAudit[] = []
  let total = 0
  const chaines = await tx.selectFrom('platform.audit_chaine').selectAll().orderBy('chaine').execute()
  const connues = new Set(chaines.map((chaine) => chaine.chaine))
  for (const { chaine, dernier_numero, derniere_empreinte } of chaines) {
    let numeroAttendu = 1
    let precedente = ''
    for (;;) {
      const lignes = await tx
        .selectFrom('platform.audit_ligne as l')
        .leftJoin('platform.audit_contenu as c', 'c.ligne_id', 'l.id')
        .selectAll('l')
        .select(['c.ligne_id', 'c.sel', 'c.libelle', 'c.avant', 'c.apres', 'c.efface_le'])
        .where('l.chaine', '=', chaine)
        .where('l.numero', '>=', numeroAttendu)
        .orderBy('l.numero')
        .limit(1000)
        .execute()
      if (lignes.length === 0) break
      for (const ligne of lignes) {
        total += 1
        const dire = (defaut: string) => defauts.push({ chaine, numero: ligne.numero, defaut })
        if (ligne.numero !== numeroAttendu) dire(`les lignes ${numeroAttendu} à ${ligne.numero - 1} manquent`)
        if (ligne.empreinte_precedente !== precedente) dire('la ligne ne suit pas celle qui la précède')
        const faits = {
          chaine,
          numero: ligne.numero,
          instant: ligne.instant.toISOString(),
          commande: ligne.commande,
          acteurId: ligne.acteur_id,
          mandatId: ligne.mandat_id,
          objetType: ligne.objet_type,
          objetId: ligne.objet_id,
          requeteId: ligne.requete_id,
          empreinteContenu: ligne.empreinte_contenu,
        }
        if (empreinteLigne(faits, ligne.empreinte_precedente) !== ligne.empreinte) dire('la ligne a été modifiée')
        if (ligne.ligne_id === null) dire('le contenu de la ligne a disparu')
        else if (ligne.efface_le === null && ligne.sel !== null) {
          if (empreinteContenu(ligne.sel, ligne.libelle ?? '', ligne.avant, ligne.apres) !== ligne.empreinte_contenu) {
            dire('le contenu de la ligne a été modifié')
          }
        }
        precedente = ligne.empreinte
        numeroAttendu = ligne.numero + 1
      }
    }
    if (numeroAttendu - 1 !== dernier_numero || precedente !== derniere_empreinte) {
      defauts.push({
        chaine,
        numero: numeroAttendu,
        defaut: `la fin de la chaîne manque : ${dernier_numero} lignes annoncées, ${numeroAttendu - 1} présentes`,
      })
    }
  }
  const orphelines = await tx.selectFrom('platform.audit_ligne').select('chaine').distinct().execute()
  for (const { chaine } of orphelines) {
    if (!connues.has(chaine)) defauts.push({ chaine, numero: 0, defaut: 'cette chaîne n’est pas déclarée' })
  }
  return { lignes: total, defauts }
}
