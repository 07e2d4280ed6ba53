import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'

/**
 * Erases the payload of the lines that name a person or are about her. The lines stay, with their digests: the chain verifies.
 * @param motif from `motifMention` @returns how many
 */
export async function eraseContenusDe(tx: Tx, personneId: string, motif: RawBuilder<boolean>, now: Date): Promise<number> {
  const fait = await sql`
    update platform.audit_contenu c set sel = null, libelle = null, mandat = null, avant = null, apres = null, efface_le = ${now}
    from (
      select k.ligne_id, platform.sans_accents(concat_ws(' ', k.libelle, k.mandat, k.avant::text, k.apres::text)) as texte
      from platform.audit_contenu k where k.efface_le is null
    ) citee, platform.audit_ligne l
    where citee.ligne_id = c.ligne_id and l.id = c.ligne_id and c.efface_le is null
      and ((l.objet_type = 'personne' and l.objet_id = ${personneId}::text) or ${motif})`.execute(tx)
  return Number(fait.numAffectedRows ?? 0)
}

/**
 * Erases the payload of lines older than an instant, at most `limite`; those of a contract, once the contract too ended before:
 * while it runs, its auditors may ask for any of its acts. @returns how many
 */
export async function eraseContenusAvant(tx: Tx, avant: Date, limite: number, now: Date): Promise<number> {
  const fait = await sql`
    update platform.audit_contenu c set sel = null, libelle = null, mandat = null, avant = null, apres = null, efface_le = ${now}
    where c.ligne_id in (
      select l.id from platform.audit_ligne l join platform.audit_contenu k on k.ligne_id = l.id
      where l.instant < ${avant} and k.efface_le is null
        and (l.chaine = 'plateforme' or platform.fin_de_chaine(l.chaine) < ${avant}::date)
      order by l.instant limit ${limite}
    )`.execute(tx)
  return Number(fait.numAffectedRows ?? 0)
}
