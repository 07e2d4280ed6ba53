import pg from 'pg'
import { findDefauts } from '#territoire/defauts.ts'
import { repairEntites } from '#territoire/reparation.ts'
import { createHasard } from '#territoire/quartiers-synthetiques-de-test.ts'
import type { LectureGeo } from '#territoire/lecture/lecture.ts'
const c = new pg.Client({ host: '127.0.0.1', port: 54991, user: 'postgres', database: 'postgres' })
await c.connect(); await c.query('create extension if not exists postgis')
const CTX = { identites: [], grammaire: null, generation: null, communes: null, annonces: null, seuilChevauchementM2: null }
const h = createHasard(Number(process.argv[2] ?? 1)); const n = Number(process.argv[3] ?? 1000)
const [LON, LAT] = [0, 46]
const int = (k: number) => Math.floor(h() * k)
let cas = 0; let accordV = 0; const desaccords: string[] = []; let valides = 0; let aires = 0; let airesMal: string[] = []
for (let i = 0; i < n; i++) {
  const taille = [6, 12, 100, 100000][int(4)]!
  const poly = Array.from({ length: 1 + int(2) }, () => Array.from({ length: 1 + int(2) }, () => {
    const cx = int(taille), cy = int(taille), r = 1 + int(taille / 2); const k = 4 + int(7)
    const pts = h() < 0.5 ? Array.from({ length: k }, () => [int(taille), int(taille)]) : Array.from({ length: k }, (_, j) => [Math.round(cx + r * Math.cos(6.28 * j / k) * (0.5 + h())), Math.round(cy + r * Math.sin(6.28 * j / k) * (0.5 + h()))])
    return [...pts, pts[0]!]
  }))
  // in steps, far from the origin of coordinates
  const lecture: LectureGeo = { etat: 'lu', format: 'csv', fichier: null, couche: null, projection: { epsg: 4326, origine: 'fichier' }, colonnes: [], annonce: null, avertissements: [],
    entites: [{ numero: 1, ligne: null, nature: 'MultiPolygon', dimension: 2, proprietes: {}, polygones: poly.map(p => p.map(r => Float64Array.from(r.flatMap(([x, y]) => [LON + x! / 1e7, LAT + y! / 1e7])))) }] }
  const wkt = (m: readonly (readonly (readonly (readonly number[])[])[])[]) => `MULTIPOLYGON(${m.map(p => `(${p.map(r => `(${r.map(q => q.join(' ')).join(',')})`).join(',')})`).join(',')})`
  const d = findDefauts(lecture, CTX)
  const dur = d.filter(x => ['auto_intersection', 'parties_superposees', 'trou_hors_contour', 'anneau_degenere', 'pointe'].includes(x.nature))
  const src = wkt(poly as any)
  let v
  try { v = (await c.query('select st_isvalid($1::geometry) v, st_isvalidreason($1::geometry) r', [src])).rows[0] } catch { continue }
  cas++
  if (v.v === (dur.length === 0)) accordV++
  else desaccords.push(`${v.v} ${v.r} | ${dur.map(x => x.nature + ':' + x.phrase).join(';')} | ${src}`)
  const acc = d.flatMap(x => x.reparations[0] ? [{ nature: x.nature, numero: 'toutes' as const, variante: x.reparations[0].variante }] : [])
  if (d.some(x => x.bloquant && x.reparations.length === 0)) continue
  const [rep] = repairEntites(lecture, acc)
  if (rep!.geometrie.length === 0) continue
  const ints = rep!.geometrie.map(p => p.map(r => r.map(([x, y]) => [Math.round((x - LON) * 1e7), Math.round((y - LAT) * 1e7)])))
  const q = (await c.query('select st_isvalid($1::geometry) v, st_isvalidreason($1::geometry) r', [wkt(ints)])).rows[0]
  if (q.v) valides++; else desaccords.push('REPARE INVALIDE ' + q.r + ' ' + src + ' -> ' + wkt(ints))
  // even-odd against ST_MakeValid, single ring polygons at large size only (rounding)
  if (poly.length === 1 && poly[0]!.length === 1 && taille === 100000 && dur.some(x => x.nature === 'auto_intersection')) {
    const [eo] = repairEntites(lecture, [{ nature: 'pointe', numero: 'toutes', variante: 'oter' }, { nature: 'sommets_doubles', numero: 'toutes', variante: 'oter' }, { nature: 'auto_intersection', numero: 'toutes', variante: 'pair_impair' }])
    const ei = eo!.geometrie.map(p => p.map(r => r.map(([x, y]) => [Math.round((x - LON) * 1e7), Math.round((y - LAT) * 1e7)])))
    const a = (await c.query('select st_area(st_makevalid($1::geometry)) a, st_area($2::geometry) b', [src, ei.length ? wkt(ei) : 'MULTIPOLYGON EMPTY'])).rows[0]
    aires++
    if (Math.abs(a.a - a.b) > 1e-4 * a.a + 1e5) airesMal.push(`${a.a} ${a.b} ${src}`)
  }
}
console.log({ cas, accordV, valides, aires, airesMal: airesMal.length })
console.log(desaccords.slice(0, 8).join('\n')); console.log(airesMal.slice(0, 3).join('\n'))
await c.end()
