/** Gathers the features of one file within the limits. */
import type { AnneauBrut, EntiteLue, PolygoneBrut, Valeur } from './lecture.ts'
import { LIMITES_GEO } from './limites-geo.ts'
import { refusGeo } from './refus-geo.ts'

export type RecueilGeo = {
  nom: string
  entites: EntiteLue[]
  colonnes: string[]
  avertissements: string[]
  /** Numbers the feature and counts what it holds. @throws RegleViolee beyond the limits */
  add(entite: Omit<EntiteLue, 'numero'>): void
  warn(phrase: string): void
}

export function createRecueilGeo(nom: string): RecueilGeo {
  const entites: EntiteLue[] = []
  const colonnes: string[] = []
  const connues = new Set<string>()
  const avertissements: string[] = []
  let sommets = 0
  let anneaux = 0
  return {
    nom,
    entites,
    colonnes,
    avertissements,
    add(entite) {
      if (entites.length >= LIMITES_GEO.entites) throw refusGeo.tropLong(nom, 'entités')
      for (const polygone of entite.polygones) {
        anneaux += polygone.length
        for (const anneau of polygone) sommets += anneau.length / 2
      }
      if (sommets > LIMITES_GEO.sommets) throw refusGeo.tropLong(nom, 'sommets')
      if (anneaux > LIMITES_GEO.anneaux) throw refusGeo.tropLong(nom, 'contours')
      for (const colonne of Object.keys(entite.proprietes)) {
        if (connues.has(colonne)) continue
        if (connues.size >= LIMITES_GEO.colonnes) throw refusGeo.tropLong(nom, 'colonnes')
        connues.add(colonne)
        colonnes.push(colonne)
      }
      entites.push({ numero: entites.length + 1, ...entite })
    },
    warn(phrase) {
      if (avertissements.length < 50 && !avertissements.includes(phrase)) avertissements.push(phrase)
    },
  }
}

/** A value of any JSON as a column keeps it: lists joined, objects as text, long texts cut. */
export function valeurOf(brute: unknown): Valeur {
  if (brute === null || brute === undefined) return null
  if (typeof brute === 'string') return brute.length > LIMITES_GEO.valeur ? brute.slice(0, LIMITES_GEO.valeur) : brute
  if (typeof brute === 'boolean') return brute
  if (typeof brute === 'number') return Number.isFinite(brute) ? brute : null
  if (typeof brute === 'bigint') return Number.isSafeInteger(Number(brute)) ? Number(brute) : brute.toString()
  if (Array.isArray(brute) && brute.every((un) => typeof un === 'string' || typeof un === 'number')) return valeurOf(brute.join(', '))
  return valeurOf(brute instanceof Uint8Array ? null : JSON.stringify(brute))
}

export const SANS_SURFACE: Pick<EntiteLue, 'polygones' | 'dimension'> = { polygones: [], dimension: 2 }

/** Twice the signed area of a ring in its own plane: positive counter-clockwise. Closed or not. */
export function aireDouble(anneau: AnneauBrut): number {
  const n = anneau.length
  if (n < 6) return 0
  const [x0, y0] = [anneau[0] as number, anneau[1] as number]
  let somme = 0
  for (let i = 2; i + 3 < n; i += 2) {
    const ax = (anneau[i] as number) - x0
    const ay = (anneau[i + 1] as number) - y0
    const bx = (anneau[i + 2] as number) - x0
    const by = (anneau[i + 3] as number) - y0
    somme += ax * by - bx * ay
  }
  return somme
}

export type { PolygoneBrut }
