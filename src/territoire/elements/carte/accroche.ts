/** Snapping: what one draws near a neighbour's outline takes exactly its vertex, or lies on its edge. Pure. */
import { type Boite, type Position, quantise } from '../../geometrie.ts'

export type Ligne = { nom: string; points: readonly Position[]; boite: Boite }
export type Pixel = { x: number; y: number }
export type Ecran = { project: (position: Position) => Pixel; unproject: (pixel: Pixel) => Position }
/** `sommet`: exactly the neighbour's; `bord`: on its edge, to the centimetre; `libre`: near nothing. */
export type Accroche = {
  position: Position
  sorte: 'sommet' | 'bord' | 'libre'
  /** Whose outline it is. */
  nom: string | null
  /** Line and rank of the vertex, or of the first end of the edge. */
  ligne: number
  rang: number
}

/** An outline one can snap to. @param points closed or open */
export function lineOf(nom: string, points: readonly Position[]): Ligne {
  let [o, s, e, n] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lon, lat] of points) [o, s, e, n] = [Math.min(o, lon), Math.min(s, lat), Math.max(e, lon), Math.max(n, lat)]
  return { nom, points, boite: [o, s, e, n] }
}

/**
 * The vertex nearest to the cursor within the tolerance; failing that, the nearest point of an edge; failing that, the cursor.
 * @param tolerance in pixels, on the screen
 */
export function snap(curseur: Pixel, lignes: readonly Ligne[], { project, unproject }: Ecran, tolerance: number): Accroche {
  const coins = [
    unproject({ x: curseur.x - tolerance, y: curseur.y + tolerance }),
    unproject({ x: curseur.x + tolerance, y: curseur.y - tolerance }),
  ] as const
  const [ouest, sud, est, nord] = [coins[0][0], coins[0][1], coins[1][0], coins[1][1]]
  let sommet: (Accroche & { d: number }) | null = null
  let bord: (Accroche & { d: number }) | null = null
  for (const [ligne, { nom, points, boite }] of lignes.entries()) {
    if (boite[0] > est || boite[2] < ouest || boite[1] > nord || boite[3] < sud) continue
    for (let rang = 0; rang < points.length; rang += 1) {
      const a = points[rang] as Position
      const b = points[rang + 1] ?? a
      if (Math.min(a[0], b[0]) > est || Math.max(a[0], b[0]) < ouest || Math.min(a[1], b[1]) > nord || Math.max(a[1], b[1]) < sud) continue
      const [pa, pb] = [project(a), project(b)]
      const d = Math.hypot(pa.x - curseur.x, pa.y - curseur.y)
      if (d <= tolerance && (sommet === null || d < sommet.d)) sommet = { position: a, sorte: 'sommet', nom, ligne, rang, d }
      const [dx, dy] = [pb.x - pa.x, pb.y - pa.y]
      const longueur = dx * dx + dy * dy
      if (longueur === 0) continue
      const u = ((curseur.x - pa.x) * dx + (curseur.y - pa.y) * dy) / longueur
      if (u <= 0 || u >= 1) continue
      const ecart = Math.hypot(pa.x + u * dx - curseur.x, pa.y + u * dy - curseur.y)
      if (ecart > tolerance || (bord !== null && ecart >= bord.d)) continue
      const position: Position = [quantise(a[0] + u * (b[0] - a[0])), quantise(a[1] + u * (b[1] - a[1]))]
      bord = { position, sorte: 'bord', nom, ligne, rang, d: ecart }
    }
  }
  const trouve = sommet ?? bord
  if (trouve !== null) return { position: trouve.position, sorte: trouve.sorte, nom: trouve.nom, ligne: trouve.ligne, rang: trouve.rang }
  const [lon, lat] = unproject(curseur)
  return { position: [quantise(lon), quantise(lat)], sorte: 'libre', nom: null, ligne: -1, rang: -1 }
}
