/** The fiches of a contract as rows of its tree. */
import { sql } from 'kysely'
import type { Agent } from '#compte/index.ts'
import type { Tx } from '#platform/db/base.ts'
import type { Objet } from './arbre.ts'
import type { FicheListee } from './arbre-filtre.ts'
import { visibleTo } from './fiche.store.ts'

/** A live or archived node as the tree shows it. */
export type NoeudListe = Objet & { archiveLe: Date | null; themeIds: string[] }

/** Nodes of a contract: the live ones, or the archived ones. One statement. */
export async function listNoeuds(tx: Tx, contratId: string, vue: 'vivants' | 'archives' = 'vivants'): Promise<NoeudListe[]> {
  const { rows } = await sql<NoeudListe>`
    select 'noeud' as type, n.id, n.parent_id as "parentId", n.numero, n.rang, n.code, n.intitule, n.archive_le as "archiveLe",
      array(select theme_id::text from strategie.noeud_theme t where t.noeud_id = n.id) as "themeIds"
    from strategie.noeud n
    where n.contrat_id = ${contratId} and (n.archive_le is null) = ${vue === 'vivants'}
    order by n.rang, n.numero`.execute(tx)
  return rows
}

/**
 * Fiches of a contract that the agent may read, with what the list shows and filters by. One statement.
 * @param texte words or a code to look for; null: all are found
 */
export async function listFichesArbre(
  tx: Tx,
  agent: Agent | null,
  contratId: string,
  texte: string | null = null,
  vue: 'vivants' | 'archives' = 'vivants',
): Promise<FicheListee[]> {
  const trouvee =
    texte === null
      ? sql`true`
      : sql`(f.recherche @@ websearch_to_tsquery('platform.francais', ${texte})
          or f.code = ${texte} or f.code like ${`${likeLitteral(texte)}.%`}
          or strpos(platform.sans_accents(f.intitule), platform.sans_accents(${texte})) > 0)`
  const { rows } = await sql<FicheListee>`
    select f.id, f.noeud_id as "noeudId", f.numero, f.code, f.kind, f.intitule, f.statut, f.version, f.soumise_le as "soumiseLe",
      f.modifie_le as "modifieeLe", f.archive_le as "archiveeLe", ${trouvee} as trouvee,
      coalesce(l.animateurs, '{}') as animateurs, array(select nom from strategie.fiche_lieu p where p.fiche_id = f.id
        union select unnest(coalesce(l.territoires, '{}')) order by 1) as territoires,
      array(select distinct o from strategie.fiche_ligne m, unnest(m.organisations) o
        where m.fiche_id = f.id and m.champ = 'financements' and o <> '') as financeurs,
      array(select theme_id::text from strategie.fiche_theme t where t.fiche_id = f.id) as "themeIds",
      coalesce(l.champs, '{}')
        || case when btrim(coalesce(f.enjeu, '')) <> '' then array['enjeu'] else '{}'::text[] end
        || case when f.calendrier_texte is not null or f.calendrier_precision is not null then array['calendrier'] else '{}'::text[] end
        as "champsRemplis"
    from strategie.fiche f
    left join lateral (
      select array_agg(distinct champ) as champs,
        array_agg(left(texte, 200) order by ordre) filter (where champ = 'animateur') as animateurs,
        array_agg(left(texte, 200) order by ordre) filter (where champ = 'echelleTerritoriale') as territoires
      from strategie.fiche_ligne where fiche_id = f.id
    ) l on true
    where f.contrat_id = ${contratId} and (f.archive_le is null) = ${vue === 'vivants'} and ${visibleTo(agent)}
    order by f.numero, f.code`.execute(tx)
  return rows
}

/** A text as it is inside a LIKE pattern. */
function likeLitteral(texte: string): string {
  return texte.replace(/[\\%_]/g, '\\$&')
}

/** A fiche as an object of the tree. */
export function toObjet(fiche: FicheListee): Objet {
  return {
    type: 'fiche',
    id: fiche.id,
    parentId: fiche.noeudId,
    numero: fiche.numero,
    rang: null,
    code: fiche.code,
    intitule: fiche.intitule,
  }
}
