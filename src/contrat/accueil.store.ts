import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import type { Jalon } from './calendrier.ts'

/** What the home page of a workspace needs of the contract itself. */
export type Accueil = {
  /** End of the visit before this one; null at the first. */
  derniereVisite: Date | null
  jalons: Jalon[]
  /** Pilots and obligatory parties. */
  signatures: { attendues: number; signees: number }
}

/**
 * Notes that the person comes, and gives what her home page shows, in one statement. Half an hour without a page ends a
 * visit. It writes: not for a read-only transaction.
 */
export async function openAccueil(db: Tx, contratId: string, personneId: string, now: Date): Promise<Accueil> {
  const { rows } = await sql<{ precedente: Date | null; jalons: Jalon[]; attendues: number; signees: number }>`
    with visite as (
      insert into contrat.visite as v (contrat_id, personne_id, derniere_le) values (${contratId}, ${personneId}, ${now})
      on conflict (contrat_id, personne_id) do update set
        precedente_le = case when v.derniere_le < excluded.derniere_le - interval '30 minutes' then v.derniere_le else v.precedente_le end,
        derniere_le = greatest(v.derniere_le, excluded.derniere_le)
      returning precedente_le
    )
    select visite.precedente_le as precedente,
      coalesce((select json_agg(json_build_object('id', j.id, 'libelle', j.libelle, 'detail', j.detail, 'debut', j.debut, 'fin', j.fin,
        'precision', j."precision") order by j.ordre) from contrat.jalon j where j.contrat_id = ${contratId}), '[]') as jalons,
      (select count(*) from contrat.signataire s where s.contrat_id = ${contratId} and s.role <> 'facultatif') as attendues,
      (select count(*) from contrat.signataire s where s.contrat_id = ${contratId} and s.role <> 'facultatif' and s.signe_le is not null) as signees
    from visite`.execute(db)
  const ligne = rows[0]
  if (ligne === undefined) throw new Error(`no visit noted on ${contratId}`)
  return { derniereVisite: ligne.precedente, jalons: ligne.jalons, signatures: { attendues: ligne.attendues, signees: ligne.signees } }
}
