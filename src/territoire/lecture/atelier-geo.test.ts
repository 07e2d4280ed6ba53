import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import { generateQuartiers } from '../quartiers-synthetiques-de-test.ts'
import { createAtelierGeo } from './atelier-geo.ts'
import { geojsonOf, gpkgOf } from './ecrire-de-test.ts'

const atelier = createAtelierGeo()
after(() => atelier.close())

const entites = generateQuartiers(2, { nombre: 30, sommets: 1500 }).map(({ geometrie, code, nom }) => ({
  geometrie,
  proprietes: { code, nom },
}))
const contexte = { identites: [], grammaire: null, generation: null, communes: null, annonces: null, seuilChevauchementM2: 1 }

test('a file is read in another process, with its defects when they are asked for', async () => {
  const { reponse, defauts } = await atelier.examine('a.geojson', geojsonOf(entites), { contexte })
  assert.ok(reponse.etat === 'lu' && reponse.entites[0]?.polygones[0]?.[0] instanceof Float64Array)
  assert.equal(reponse.entites.length, 30)
  assert.ok(Array.isArray(defauts))
  assert.equal((await atelier.examine('a.geojson', geojsonOf(entites))).defauts, null)
})

test('a refusal crosses the processes as its sentence', async () => {
  await assert.rejects(atelier.examine('a.kml', Buffer.from('<kml><Document>')), { name: 'RegleViolee', message: /a\.kml/ })
  await assert.rejects(atelier.examine('a.kml', new Uint8Array()), { name: 'RegleViolee', message: /vide/ })
})

test('a GeoPackage whose layer never ends is stopped, and the next file is read', async () => {
  const base = new DatabaseSync(':memory:')
  base.deserialize(gpkgOf({ quartiers: { epsg: 4326, entites } }))
  base.exec(`drop table quartiers;
    create view quartiers as with recursive n(fid) as (select 1 union all select fid + 1 from n) select fid, null as geom from n where fid < 0`)
  const piege = Buffer.from(base.serialize())
  base.close()
  const presse = createAtelierGeo({ delai: 2000 })
  try {
    await assert.rejects(presse.examine('piege.gpkg', piege), { name: 'RegleViolee', message: /piege\.gpkg.*2\u00a0secondes/ })
    assert.equal((await presse.examine('a.geojson', geojsonOf(entites))).reponse.etat, 'lu')
  } finally {
    await presse.close()
  }
})

test('a file that asks for too much memory is stopped with a sentence', async () => {
  const petit = createAtelierGeo({ memoire: 120 * 1024 * 1024 })
  try {
    const enorme = Buffer.from(
      `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[${'[1,2],'.repeat(3_000_000)}[1,2]]]}}]}`,
    )
    await assert.rejects(petit.examine('enorme.geojson', enorme), {
      name: 'RegleViolee',
      message: /enorme\.geojson.*(mémoire|interrompue)/,
    })
  } finally {
    await petit.close()
  }
})
