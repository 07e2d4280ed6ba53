/** A server of the machine that has PostGIS, for oracles and comparisons: `PARVIS_POSTGIS`, or none. */

import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { MultiPolygone } from '#territoire/index.ts'

/** A connection, with the zones in table `zone` (rang, g): coordinates are whole steps of 1e-7 degree, which doubles hold exactly. */
export async function openPostgis(zones: readonly { geometrie: MultiPolygone }[]): Promise<pg.Client | null> {
  const adresse = process.env.PARVIS_POSTGIS
  if (adresse === undefined) return null
  const client = new pg.Client({ connectionString: adresse })
  await client.connect()
  await client.query('create extension if not exists postgis; create temp table zone (rang int, polygone int, g geometry)')
  const lignes = zones.flatMap(({ geometrie }, rang) =>
    geometrie.map((polygone, p) => {
      const anneaux = polygone.map(
        (anneau) => `(${anneau.map(([lon, lat]) => `${Math.round(lon * 1e7)} ${Math.round(lat * 1e7)}`).join(',')})`,
      )
      return `${rang}\t${p}\tPOLYGON(${anneaux.join(',')})\n`
    }),
  )
  await pipeline(Readable.from(lignes), client.query(copyFrom('copy zone from stdin')))
  await client.query('create index on zone using gist (g); analyze zone')
  return client
}

/** Fills table `point` (n, x, y, g) with points in whole steps. */
export async function fillPoints(client: pg.Client, points: readonly (readonly [number, number])[]): Promise<void> {
  await client.query('drop table if exists point; create temp table point (n int, x float8, y float8)')
  async function* lignes(): AsyncGenerator<string> {
    for (let de = 0; de < points.length; de += 10_000) {
      yield points
        .slice(de, de + 10_000)
        .map(([x, y], i) => `${de + i}\t${x}\t${y}\n`)
        .join('')
    }
  }
  await pipeline(Readable.from(lignes()), client.query(copyFrom('copy point from stdin')))
  await client.query('alter table point add column g geometry; update point set g = st_makepoint(x, y); analyze point')
}
