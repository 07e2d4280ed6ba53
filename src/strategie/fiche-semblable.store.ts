import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import type { Fiche } from './fiche.ts'

/** A live fiche that an imported one may be again, and why we think so. `sure`: proposed as the same, else as another. */
export type FicheSemblable = Pick<Fiche, 'id' | 'code' | 'intitule' | 'version' | 'statut'> & { raison: string; sure: boolean }

/** How near two titles must be, from 0 to 1, to be shown as perhaps the same: shown, never decided. */
const RESSEMBLANCE = 0.6

/**
 * The live fiche of this contract with one of these codes, nearly the same title, or from a document of the same name; null when none is near.
 * What the same batch has just created under another code is another fiche, however near its title.
 */
export async function findFicheSemblable(
  tx: Tx,
  contratId: string,
  cherche: { codes: readonly string[]; intitule: string | null; source: { nom: string; rang: number }; lotId: string },
): Promise<FicheSemblable | null> {
  const { rows } = await sql<Omit<FicheSemblable, 'raison' | 'sure'> & { memeCode: boolean; memeTitre: boolean; memeSource: boolean }>`
    select * from (
      select f.id, f.code, f.intitule, f.version, f.statut, f.code = any (${[...cherche.codes]}::text[]) as "memeCode",
        similarity(platform.sans_accents(f.intitule), platform.sans_accents(${cherche.intitule ?? ''})) as ressemblance,
        similarity(platform.sans_accents(f.intitule), platform.sans_accents(${cherche.intitule ?? ''})) >= ${RESSEMBLANCE} as "memeTitre",
        f.id = any (array(
          select i.fiche_id from strategie.import_fiche i
          join strategie.import_source s on s.id = i.source_id join strategie.import_lot l on l.id = s.lot_id
          where l.contrat_id = ${contratId} and i.fiche_id is not null and i.etat in ('creee', 'mise_a_jour')
            and s.nom = ${cherche.source.nom} and i.ordre = ${cherche.source.rang}
        )) as "memeSource"
      from strategie.fiche f where f.contrat_id = ${contratId} and f.archive_le is null
    ) t
    where ("memeCode" or "memeTitre" or "memeSource")
      and ("memeCode" or not exists (
        select 1 from strategie.import_fiche i join strategie.import_source s on s.id = i.source_id
        where i.fiche_id = t.id and i.etat = 'creee' and s.lot_id = ${cherche.lotId}))
    order by ("memeCode"::int + "memeTitre"::int * 2 + "memeSource"::int) desc, ressemblance desc limit 1`.execute(tx)
  const trouvee = rows[0]
  if (trouvee === undefined) return null
  const { id, code, intitule, version, statut, memeCode, memeTitre, memeSource } = trouvee
  const motifs = [
    memeCode ? 'le même code' : null,
    memeTitre ? 'presque le même intitulé' : null,
    memeSource ? 'un document du même nom pour origine' : null,
  ].filter((motif) => motif !== null)
  return {
    id,
    code,
    intitule,
    version,
    statut,
    sure: memeTitre || (memeCode && memeSource),
    raison: `Elle a ${enumere(motifs)}${memeTitre ? '' : ', sous un autre intitulé'}.`,
  }
}

function enumere(motifs: readonly string[]): string {
  return motifs.length < 2 ? motifs.join('') : `${motifs.slice(0, -1).join(', ')} et ${motifs.at(-1)}`
}
