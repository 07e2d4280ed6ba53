/** For tests of maps: two generations of drawn quartiers around Tours and the outline of its commune, none of them real. */
import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { aireM2, boiteOf, encodeWkb, type MultiPolygone, type Position } from './geometrie.ts'

export const QUARTIERS_DESSINES = [
  {
    generation: 'QPV2015',
    code: 'QP037901',
    nom: 'Les Allées',
    commune: '37261',
    coins: [
      [0.69, 47.38],
      [0.7, 47.38],
      [0.7, 47.39],
      [0.69, 47.39],
    ],
  },
  {
    generation: 'QPV2015',
    code: 'QP037902',
    nom: 'Le Port',
    commune: '37261',
    coins: [
      [0.705, 47.4],
      [0.715, 47.401],
      [0.712, 47.406],
    ],
  },
  {
    generation: 'QPV2024',
    code: 'QN03791M',
    nom: 'Les Allées',
    commune: '37261',
    coins: [
      [0.69, 47.38],
      [0.703, 47.38],
      [0.703, 47.39],
      [0.69, 47.39],
    ],
  },
  {
    generation: 'QPV2024',
    code: 'QN03792M',
    nom: 'La Fuye',
    commune: '37261',
    coins: [
      [0.703, 47.38],
      [0.712, 47.379],
      [0.711, 47.388],
      [0.703, 47.39],
    ],
  },
] as const satisfies readonly { generation: string; code: string; nom: string; commune: string; coins: readonly Position[] }[]

const COMMUNE: readonly Position[] = [
  [0.66, 47.36],
  [0.73, 47.355],
  [0.74, 47.41],
  [0.7, 47.43],
  [0.65, 47.41],
]

export function multiOf(coins: readonly Position[]): MultiPolygone {
  return [[[...coins, coins[0] as Position]]]
}

/** Lays them on a map of their own: contours that were there (those of the demo) are taken off. */
export async function insertQuartiersDessines(db: Tx): Promise<void> {
  await sql`update territoire.quartier set geometrie = null, geometrie_origine = null, ouest = null, sud = null, est = null, nord = null`.execute(
    db,
  )
  await sql`delete from territoire.contour`.execute(db)
  for (const [rang, { generation, code, nom, commune, coins }] of QUARTIERS_DESSINES.entries()) {
    const m = multiOf(coins)
    const [ouest, sud, est, nord] = boiteOf(m)
    const id = `01930000-0000-7000-8000-0000000009${String(rang).padStart(2, '0')}`
    await sql`insert into territoire.quartier (id, generation_id, code, nom, cle, population, geometrie, ouest, sud, est, nord, aire_m2)
      select ${id}, g.id, ${code}, ${nom}, ${` ${nom.toLowerCase()}`}, ${1000 + 100 * rang}, ${encodeWkb(m)}, ${ouest}, ${sud}, ${est}, ${nord}, ${Math.round(aireM2(m))}
      from territoire.generation g where g.code = ${generation}`.execute(db)
    await sql`insert into territoire.quartier_commune (quartier_id, commune_code, part_surface_pm) values (${id}, ${commune}, 1000)`.execute(
      db,
    )
  }
  const m = multiOf(COMMUNE)
  const [ouest, sud, est, nord] = boiteOf(m)
  await sql`insert into territoire.contour (type, code, millesime, nom, source, geometrie, ouest, sud, est, nord)
    values ('commune', '37261', 2026, 'Tours', 'dessin de test', ${encodeWkb(m)}, ${ouest}, ${sud}, ${est}, ${nord})`.execute(db)
}
