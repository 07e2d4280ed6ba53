/** Lengths and areas in words. Pure. */
import { aireM2, type MultiPolygone, type Position } from '../../geometrie.ts'

const RAYON_M = 6_371_007.2
const RAD = Math.PI / 180

/** Length of a line on the sphere, metres. */
export function longueurM(positions: readonly Position[]): number {
  let somme = 0
  for (let i = 1; i < positions.length; i += 1) {
    const [a, b] = [positions[i - 1] as Position, positions[i] as Position]
    const h =
      Math.sin(((b[1] - a[1]) * RAD) / 2) ** 2 + Math.cos(a[1] * RAD) * Math.cos(b[1] * RAD) * Math.sin(((b[0] - a[0]) * RAD) / 2) ** 2
    somme += 2 * RAYON_M * Math.asin(Math.min(1, Math.sqrt(h)))
  }
  return somme
}

const nombre = (valeur: number, decimales: number) =>
  valeur.toLocaleString('fr-FR', { minimumFractionDigits: 0, maximumFractionDigits: decimales })

/** « 340 m », « 1,24 km ». */
export function ditLongueur(metres: number): string {
  return metres < 1000 ? `${nombre(metres, 0)}\u00a0m` : `${nombre(metres / 1000, 2)}\u00a0km`
}

/** « 850 m² », « 12,4 hectares », « 3,2 km² ». */
export function ditSurface(m2: number): string {
  if (m2 < 10_000) return `${nombre(m2, 0)}\u00a0m²`
  return m2 < 1_000_000 ? `${nombre(m2 / 10_000, 1)}\u00a0${m2 < 20_000 ? 'hectare' : 'hectares'}` : `${nombre(m2 / 1_000_000, 2)}\u00a0km²`
}

/** What a line under way measures, and the area it would close. */
export function ditMesure(positions: readonly Position[]): string {
  if (positions.length < 2) return 'Un point posé. Posez le suivant.'
  const distance = `Distance\u00a0: ${ditLongueur(longueurM(positions))}`
  if (positions.length < 3) return `${distance}.`
  const boucle = [...positions, positions[0] as Position]
  return `${distance}. Refermée, la surface ferait ${ditSurface(Math.abs(aireM2([[boucle]])))}.`
}

/** What is drawn: area and length of its borders. */
export function ditTrace(m: MultiPolygone): string {
  if (m.length === 0) return 'Rien n’est dessiné.'
  const bords = m.flat().reduce((somme, anneau) => somme + longueurM(anneau), 0)
  const parties = m.length === 1 ? 'Une partie' : `${m.length} parties`
  return `${parties}, ${ditSurface(Math.abs(aireM2(m)))}, ${ditLongueur(bords)} de bord.`
}
