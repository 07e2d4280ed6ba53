/**
 * Area that two contours share, without drawing what they share. Pure.
 *
 * Each contour is the signed sum of the trapezes below its edges; what both cover is then the signed sum, over pairs of edges, of
 * what two trapezes share, which has a closed form. No intersection is ever built, so nothing can fail: borders that coincide, or
 * nearly, touching vertices and slivers are sums like any other. Same plane as `aireM2` (equal-area cylinder): a contour shares
 * exactly its own area with itself.
 */
import { aireAnneauM2, type MultiPolygone } from './geometrie.ts'

const RAYON_M = 6_371_007.2
const RADIANS = Math.PI / 180

/** Edges sorted by their western end, metres in the equal-area cylinder around an origin; `signe` +1 when it runs east to west. */
type Aretes = { nombre: number; x1: Float64Array; y1: Float64Array; x2: Float64Array; y2: Float64Array; signe: Int8Array; portee: number }

/** A contour made ready to be compared with many others. */
export type ContourPrepare = { aretes: Aretes; sudM: number; nordM: number; ouestM: number; estM: number; aireM2: number }

/** Longitudes are taken from Greenwich, heights from the equator: differences of a few kilometres keep a tenth of a millimetre. */
export function prepareContour(m: MultiPolygone): ContourPrepare {
  const brutes: [number, number, number, number, number][] = []
  let [sudM, nordM, ouestM, estM, aire, portee] = [Infinity, -Infinity, Infinity, -Infinity, 0, 0]
  for (const polygone of m) {
    polygone.forEach((anneau, rang) => {
      const signee = aireAnneauM2(anneau)
      aire += rang === 0 ? Math.abs(signee) : -Math.abs(signee)
      // As a shell counter-clockwise or a hole clockwise would be, whatever the winding given.
      const sens = signee >= 0 === (rang === 0) ? 1 : -1
      const plan = anneau.map(([lon, lat]) => [lon * RADIANS * RAYON_M, Math.sin(lat * RADIANS) * RAYON_M] as const)
      for (let i = 1; i < plan.length; i += 1) {
        const [ax, ay] = plan[i - 1] as readonly [number, number]
        const [bx, by] = plan[i] as readonly [number, number]
        sudM = Math.min(sudM, ay)
        nordM = Math.max(nordM, ay)
        ouestM = Math.min(ouestM, ax)
        estM = Math.max(estM, ax)
        if (ax === bx) continue
        portee = Math.max(portee, Math.abs(bx - ax))
        brutes.push(ax < bx ? [ax, ay, bx, by, -sens] : [bx, by, ax, ay, sens])
      }
    })
  }
  brutes.sort((a, b) => a[0] - b[0])
  const nombre = brutes.length
  const colonne = (rang: number) => Float64Array.from(brutes, (arete) => arete[rang] as number)
  const aretes = {
    nombre,
    x1: colonne(0),
    y1: colonne(1),
    x2: colonne(2),
    y2: colonne(3),
    signe: Int8Array.from(brutes, (a) => a[4]),
    portee,
  }
  return { aretes, sudM, nordM, ouestM, estM, aireM2: aire }
}

/** Do their boxes share more than a border? */
export function boitesSeCouvrent(a: ContourPrepare, b: ContourPrepare): boolean {
  return a.ouestM < b.estM && b.ouestM < a.estM && a.sudM < b.nordM && b.sudM < a.nordM
}

/** Square metres that both cover; never negative, never more than the smaller of the two. */
export function aireCommuneM2(a: ContourPrepare, b: ContourPrepare): number {
  if (!boitesSeCouvrent(a, b)) return 0
  // Trapezes go down to the lower of the two: nothing is lost below it.
  const base = Math.min(a.sudM, b.sudM)
  let total = 0
  let debut = 0
  const [p, q] = [a.aretes, b.aretes]
  for (let i = 0; i < p.nombre; i += 1) {
    const [px1, px2] = [p.x1[i] as number, p.x2[i] as number]
    const [py1, py2] = [(p.y1[i] as number) - base, (p.y2[i] as number) - base]
    const pente = (py2 - py1) / (px2 - px1)
    // Edges of b are sorted by their western end, and none is longer than `portee`.
    while (debut < q.nombre && (q.x1[debut] as number) < px1 - q.portee) debut += 1
    let somme = 0
    for (let j = debut; j < q.nombre; j += 1) {
      const qx1 = q.x1[j] as number
      if (qx1 >= px2) break
      const qx2 = q.x2[j] as number
      const gauche = qx1 > px1 ? qx1 : px1
      const droite = qx2 < px2 ? qx2 : px2
      if (droite <= gauche) continue
      const qy1 = (q.y1[j] as number) - base
      const pas = ((q.y2[j] as number) - base - qy1) / (qx2 - qx1)
      const [pg, pd] = [py1 + pente * (gauche - px1), py1 + pente * (droite - px1)]
      const [qg, qd] = [qy1 + pas * (gauche - qx1), qy1 + pas * (droite - qx1)]
      somme += (q.signe[j] as number) * belowBoth(pg - qg, pd - qd, pg, pd, qg, qd) * (droite - gauche)
    }
    total += (p.signe[i] as number) * somme
  }
  return Math.max(0, Math.min(total, a.aireM2, b.aireM2))
}

/** Mean height of the lower of two segments over one stretch; `eg` and `ed` are how much higher the first is at each end. */
function belowBoth(eg: number, ed: number, pg: number, pd: number, qg: number, qd: number): number {
  if (eg <= 0 && ed <= 0) return (pg + pd) / 2
  if (eg >= 0 && ed >= 0) return (qg + qd) / 2
  // They cross at a share t of the stretch: the lower of the two is one before, the other after.
  const t = eg / (eg - ed)
  const haut = pg + t * (pd - pg)
  return eg < 0 ? (t * (pg + haut)) / 2 + ((1 - t) * (haut + qd)) / 2 : (t * (qg + haut)) / 2 + ((1 - t) * (haut + pd)) / 2
}
