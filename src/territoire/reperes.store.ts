import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { cleRecherche } from './nom.ts'

type Lieu = { code: string; nom: string }

/** A quartier among the places that it is compared with. Shares in ‰ of the quartier; null: nobody has measured them. */
export type RepereQuartier = {
  id: string
  code: string
  nom: string
  generationCode: string
  communes: (Lieu & { partPopulationPm: number | null; partSurfacePm: number | null })[]
  epci: Lieu[]
  /** Of the latest delimitation known. */
  unitesUrbaines: Lieu[]
  /** Quartiers of older generations that it comes from, with the kind of tie. */
  ancetres: { code: string; generationCode: string; type: string }[]
}

/**
 * Where these quartiers stand among communes, intercommunalities and urban units, and what they come from. One statement.
 * @param cible ids of quartiers, or INSEE codes of communes and an ISO day: the quartiers in force there that day
 */
export async function listReperes(
  tx: Tx,
  cible: { ids: readonly string[] } | { communes: readonly string[]; jour: string },
): Promise<RepereQuartier[]> {
  const choix =
    'ids' in cible
      ? sql`q.id = any (${[...cible.ids]}::uuid[])`
      : sql`exists (select from territoire.quartier_commune c left join territoire.commune n on n.code = c.commune_code and n.type <> 'actuelle'
          where c.quartier_id = q.id and (c.commune_code = any (${[...cible.communes]}::text[]) or n.commune_actuelle = any (${[...cible.communes]}::text[])))
        and coalesce(q.debut, g.debut) <= ${cible.jour}::date and coalesce(q.fin, g.fin, ${cible.jour}::date) >= ${cible.jour}::date`
  const { rows } = await sql<RepereQuartier>`
    with choisi as (select q.id from territoire.quartier q join territoire.generation g on g.id = q.generation_id where ${choix}),
    -- An arrondissement is read as its commune: urban units and intercommunalities are made of communes.
    lieu as (select c.quartier_id, coalesce(n.commune_actuelle, c.commune_code) as code, coalesce(n.nom, c.commune_code) as nom,
        n.epci_siren, sum(c.part_population_pm)::integer as population, sum(c.part_surface_pm)::integer as surface
      from choisi join territoire.quartier_commune c on c.quartier_id = choisi.id
      left join lateral (select a.commune_actuelle, a.nom, a.epci_siren from territoire.commune n
        join territoire.commune a on a.code = n.commune_actuelle and a.type = 'actuelle'
        where n.code = c.commune_code order by (n.type = 'actuelle') desc limit 1) n on true
      group by 1, 2, 3, 4)
    select q.id, q.code, q.nom, g.code as "generationCode",
      coalesce((select json_agg(json_build_object('code', l.code, 'nom', l.nom, 'partPopulationPm', l.population, 'partSurfacePm', l.surface)
        order by l.surface desc nulls last, l.code) from lieu l where l.quartier_id = q.id), '[]') as communes,
      coalesce((select json_agg(distinct jsonb_build_object('code', e.siren, 'nom', e.nom))
        from lieu l join territoire.epci e on e.siren = l.epci_siren where l.quartier_id = q.id), '[]') as epci,
      coalesce((select json_agg(distinct jsonb_build_object('code', u.code, 'nom', u.nom))
        from lieu l join territoire.unite_urbaine_commune m on m.commune_code = l.code
        join territoire.unite_urbaine u on u.code = m.unite_code and u.millesime = m.millesime
        where l.quartier_id = q.id and m.millesime = (select max(millesime) from territoire.unite_urbaine)), '[]') as "unitesUrbaines",
      coalesce((select json_agg(json_build_object('code', a.code, 'generationCode', h.code, 'type', f.type) order by a.code)
        from territoire.filiation f join territoire.quartier a on a.id = f.ancien_id join territoire.generation h on h.id = a.generation_id
        where f.nouveau_id = q.id), '[]') as ancetres
    from territoire.quartier q join territoire.generation g on g.id = q.generation_id
    where q.id in (select id from choisi)
    order by q.nom collate "fr-FR-x-icu", q.code`.execute(tx)
  return rows
}

/** A place that the reference knows, by its code. `generationCode`: of a quartier, else null. */
export type TerritoireDeReference = { type: TypeDeReference; code: string; nom: string; generationCode: string | null }
export type TypeDeReference = 'quartier' | 'commune' | 'epci' | 'departement' | 'region' | 'unite_urbaine' | 'france'

const FRANCE: readonly TerritoireDeReference[] = [
  { type: 'france', code: 'FR', nom: 'France', generationCode: null },
  { type: 'france', code: 'FM', nom: 'France métropolitaine', generationCode: null },
]

/**
 * Those of these codes that the reference knows, places that are no more included (old figures name them). A quartier of two
 * generations is that of the latest. One statement.
 */
export async function listTerritoiresConnus(
  tx: Tx,
  demandes: readonly { type: TypeDeReference; code: string }[],
): Promise<TerritoireDeReference[]> {
  const codes = (type: TypeDeReference) => demandes.filter((demande) => demande.type === type).map(({ code }) => code)
  const { rows } = await sql<TerritoireDeReference>`
    select 'quartier' as type, * from (select distinct on (q.code) q.code, q.nom, g.code as "generationCode"
      from territoire.quartier q join territoire.generation g on g.id = q.generation_id
      where q.code = any (${codes('quartier')}::text[]) order by q.code, g.debut desc) q
    union all select 'commune', * from (select distinct on (code) code, nom, null::text from territoire.commune
      where code = any (${codes('commune')}::text[]) order by code, (type = 'actuelle') desc, (type = 'arrondissement') desc) c
    union all select 'epci', siren, nom, null from territoire.epci where siren = any (${codes('epci')}::text[])
    union all select 'departement', code, nom, null from territoire.departement where code = any (${codes('departement')}::text[])
    union all select 'region', code, nom, null from territoire.region where code = any (${codes('region')}::text[])
    union all select 'unite_urbaine', * from (select distinct on (code) code, nom, null::text from territoire.unite_urbaine
      where code = any (${codes('unite_urbaine')}::text[]) order by code, millesime desc) u`.execute(tx)
  const france = new Set(codes('france'))
  return [...rows, ...FRANCE.filter(({ code }) => france.has(code))]
}

/** An urban unit of a delimitation, with the communes that it takes. Written once: what is there already stays. */
export async function saveUniteUrbaine(
  tx: Tx,
  unite: { code: string; millesime: number; nom: string; population: number | null; source: string; communes: readonly string[] },
): Promise<void> {
  await sql`insert into territoire.unite_urbaine (code, millesime, nom, cle, population, population_millesime, source)
    values (${unite.code}, ${unite.millesime}, ${unite.nom}, ${` ${cleRecherche(unite.nom)}`}, ${unite.population},
      ${unite.population === null ? null : unite.millesime}, ${unite.source}) on conflict do nothing`.execute(tx)
  await sql`insert into territoire.unite_urbaine_commune (unite_code, millesime, commune_code)
    select ${unite.code}, ${unite.millesime}, c from unnest(${[...unite.communes]}::text[]) c on conflict do nothing`.execute(tx)
}
