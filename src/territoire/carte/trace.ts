/**
 * Outlines in units of the drawing: lightened below what the eye sees, cut at the frame, written as short paths. Pure.
 * Points are pairs x, y in one array; a ring is open there (its first point is not repeated).
 */

export type Points = Float64Array

/** A point of a ring: its place is always inside the array where it is asked. */
function at(points: Points, rang: number): number {
  return points[rang] as number
}

/**
 * Douglas and Peucker on a ring, from two anchors that do not depend on where the ring starts. Nothing moves by more than
 * the tolerance. @returns fewer than three points when the ring is thinner than the tolerance everywhere
 */
export function simplifyRing(points: Points, tolerance: number): Points {
  const nombre = points.length / 2
  if (nombre <= 3) return points
  let depart = 0
  for (let i = 1; i < nombre; i += 1) {
    const ecart = at(points, 2 * i) - at(points, 2 * depart) || at(points, 2 * i + 1) - at(points, 2 * depart + 1)
    if (ecart < 0) depart = i
  }
  let oppose = depart
  let loin = 0
  for (let i = 0; i < nombre; i += 1) {
    const d = (at(points, 2 * i) - at(points, 2 * depart)) ** 2 + (at(points, 2 * i + 1) - at(points, 2 * depart + 1)) ** 2
    if (d > loin) [loin, oppose] = [d, i]
  }
  if (loin <= tolerance * tolerance) return points.subarray(0, 2)
  // The ring turned so that the first anchor is its first point; `milieu` is the other anchor, `nombre` the first again.
  const tour = (rang: number) => 2 * ((depart + rang) % nombre)
  const milieu = (oppose - depart + nombre) % nombre
  const garde = new Uint8Array(nombre + 1)
  garde[0] = garde[milieu] = 1
  const pile = [0, milieu, milieu, nombre]
  const seuil = tolerance * tolerance
  while (pile.length > 0) {
    const fin = pile.pop() as number
    const debut = pile.pop() as number
    const [ax, ay] = [at(points, tour(debut)), at(points, tour(debut) + 1)]
    const [bx, by] = [at(points, tour(fin)) - ax, at(points, tour(fin) + 1) - ay]
    const longueur = bx * bx + by * by
    let pire = seuil
    let choisi = -1
    for (let i = debut + 1; i < fin; i += 1) {
      const [px, py] = [at(points, tour(i)) - ax, at(points, tour(i) + 1) - ay]
      const u = longueur === 0 ? 0 : Math.min(1, Math.max(0, (px * bx + py * by) / longueur))
      const d = (px - u * bx) ** 2 + (py - u * by) ** 2
      if (d > pire) [pire, choisi] = [d, i]
    }
    if (choisi < 0) continue
    garde[choisi] = 1
    pile.push(debut, choisi, choisi, fin)
  }
  const sortie: number[] = []
  for (let i = 0; i < nombre; i += 1) if (garde[i] === 1) sortie.push(at(points, tour(i)), at(points, tour(i) + 1))
  return Float64Array.from(sortie)
}

export type Rectangle = { x: number; y: number; largeur: number; hauteur: number }

/** The smallest rectangle around points. */
export function rectangleOf(points: Points): Rectangle {
  let [x1, y1, x2, y2] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [at(points, i), at(points, i + 1)]
    if (x < x1) x1 = x
    if (x > x2) x2 = x
    if (y < y1) y1 = y
    if (y > y2) y2 = y
  }
  return { x: x1, y: y1, largeur: x2 - x1, hauteur: y2 - y1 }
}

/** The part of a ring within a rectangle (Sutherland and Hodgman, side after side). */
export function clipRing(points: Points, { x, y, largeur, hauteur }: Rectangle): Points {
  const boite = rectangleOf(points)
  if (boite.x >= x && boite.y >= y && boite.x + boite.largeur <= x + largeur && boite.y + boite.hauteur <= y + hauteur) return points
  if (boite.x > x + largeur || boite.y > y + hauteur || boite.x + boite.largeur < x || boite.y + boite.hauteur < y)
    return points.subarray(0, 0)
  let reste: number[] = Array.from(points)
  for (const [axe, borne, sens] of [
    [0, x, 1],
    [0, x + largeur, -1],
    [1, y, 1],
    [1, y + hauteur, -1],
  ] as const) {
    const coupe: number[] = []
    for (let i = 0; i < reste.length; i += 2) {
      const j = (i + 2) % reste.length
      const [p, q] = [
        [reste[i] as number, reste[i + 1] as number],
        [reste[j] as number, reste[j + 1] as number],
      ] as const
      const [dp, dq] = [(p[axe] - borne) * sens, (q[axe] - borne) * sens]
      if (dp >= 0) coupe.push(p[0], p[1])
      if (dp >= 0 !== dq >= 0) {
        const u = dp / (dp - dq)
        coupe.push(p[0] + u * (q[0] - p[0]), p[1] + u * (q[1] - p[1]))
      }
    }
    reste = coupe
  }
  return Float64Array.from(reste)
}

/** A ring as a path in tenths of a unit, in relative steps. Empty when fewer than three points differ at that size. */
export function writeRing(points: Points): string {
  let [x, y] = [Math.round(at(points, 0) * 10), Math.round(at(points, 1) * 10)]
  let texte = `M${dixieme(x)} ${dixieme(y)}l`
  let traits = 0
  for (let i = 2; i < points.length; i += 2) {
    const [a, b] = [Math.round(at(points, i) * 10), Math.round(at(points, i + 1) * 10)]
    if (a === x && b === y) continue
    const [dx, dy] = [dixieme(a - x), dixieme(b - y)]
    texte += `${traits > 0 && dx.charCodeAt(0) !== 45 ? ' ' : ''}${dx}${dy.charCodeAt(0) === 45 ? '' : ' '}${dy}`
    ;[x, y] = [a, b]
    traits += 1
  }
  return traits < 2 ? '' : `${texte}z`
}

/** Tenths as the shortest decimal: 3 → « .3 », −12 → « -1.2 », 40 → « 4 ». */
function dixieme(valeur: number): string {
  const entier = Math.abs(valeur)
  const unites = Math.floor(entier / 10)
  const reste = entier % 10
  return `${valeur < 0 ? '-' : ''}${reste === 0 ? unites : `${unites === 0 ? '' : unites}.${reste}`}`
}
