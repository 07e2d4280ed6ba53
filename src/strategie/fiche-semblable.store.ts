import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'

/** A live fiche that an imported one may be again, and why we think so. */
export type FicheSemblable = { id: string; code: string; intitule: string; version: number; raison: string }

/** How near two titles must be, from 0 to 1, to be shown as perhaps the same: shown, never decided. */
const RESSEMBLANCE = 0.6

/** The fiche of this contract with the same code, from the same document, or with nearly the same title; null when none is near. */
export async function findFicheSemblable(
  tx: Tx,
  contratId: string,
  cherche: { code: string | null; intitule: string | null; sha256: string },
): Promise<FicheSemblable | null> {
  const intitule = cherche.intitule ?? ''
  const { rows } = await sql<Omit<FicheSemblable, 'raison'> & { memeCode: boolean; memeTitre: boolean }>`
    select f.id, f.code, f.intitule, f.version, f.code = ${cherche.code ?? ''} as "memeCode",
      similarity(platform.sans_accents(f.intitule), platform.sans_accents(${intitule})) >= ${RESSEMBLANCE} as "memeTitre"
    from strategie.fiche f
    where f.contrat_id = ${contratId} and f.archive_le is null
      and (f.code = ${cherche.code ?? ''} or similarity(platform.sans_accents(f.intitule), platform.sans_accents(${intitule})) >= ${RESSEMBLANCE})
    order by f.code = ${cherche.code ?? ''} desc, similarity(platform.sans_accents(f.intitule), platform.sans_accents(${intitule})) desc
    limit 1`.execute(tx)
  const trouvee = rows[0]
  if (trouvee === undefined) return null
  const { memeCode, memeTitre, ...fiche } = trouvee
  const raison =
    memeCode && memeTitre
      ? 'Elle porte le même code et presque le même intitulé.'
      : memeCode
        ? 'Elle porte le même code, avec un autre intitulé.'
        : 'Elle porte presque le même intitulé, sous un autre code.'
  return { ...fiche, raison }
}
