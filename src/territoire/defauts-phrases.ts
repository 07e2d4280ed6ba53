/** Sentences of the defects of shape and place. Pure. */
import { formatNombre } from '#platform/formats.ts'
import type { NatureDefaut, Reparation } from './defaut.ts'

export const LIBELLES_DEFAUT: Record<NatureDefaut, string> = {
  geometrie_absente: 'Contour absent',
  geometrie_autre: 'Géométrie sans surface',
  coordonnees_non_finies: 'Coordonnées impossibles',
  dimension_mixte: 'Altitudes en partie seulement',
  projection_fausse: 'Système de coordonnées faux',
  coordonnees_inversees: 'Longitude et latitude inversées',
  hors_france: 'Hors de France',
  anneau_ouvert: 'Contour non fermé',
  sommets_doubles: 'Sommets répétés',
  pointe: 'Pointe',
  anneau_degenere: 'Contour sans surface',
  auto_intersection: 'Contour qui se recoupe',
  trou_hors_contour: 'Trou hors du contour',
  parties_superposees: 'Parties superposées',
  sens_anneau: 'Sens du contour',
  superposition: 'Superposition',
  code_absent: 'Code absent',
  code_invalide: 'Code invalide',
  code_double: 'Code en double',
  nom_absent: 'Nom absent',
  commune_inconnue: 'Commune inconnue',
  compte_faux: 'Nombre inexact',
}

/** « Le quartier QP075019 « Les Portes du Vingtième » »; by its number when it has no code. */
export function sujetOf(numero: number, code: string | null, nom: string | null): string {
  const quoi = code === null || code === '' ? `L’entité n°\u00a0${numero}` : `L’entité ${code.slice(0, 40)}`
  return nom === null || nom === '' ? quoi : `${quoi} «\u00a0${nom.slice(0, 120)}\u00a0»`
}

const combien = (nombre: number, un: string, plusieurs: string) => (nombre === 1 ? un : `${formatNombre(nombre)}\u00a0${plusieurs}`)

/** What follows the subject. @param detail what `Constat.detail` says */
export function phraseForme(nature: NatureDefaut, nombre: number, detail: string | null): string {
  switch (nature) {
    case 'coordonnees_non_finies':
      return `a ${combien(nombre, 'un sommet', 'sommets')} sans coordonnées possibles.`
    case 'anneau_ouvert':
      return `a ${combien(nombre, 'un contour qui n’est pas refermé', 'contours qui ne sont pas refermés')}.`
    case 'sommets_doubles':
      return `a ${combien(nombre, 'un sommet répété', 'sommets répétés')}, au centimètre près.`
    case 'pointe':
      return `a ${combien(nombre, 'une pointe', 'pointes')}\u00a0: le contour y va et revient sur lui-même.`
    case 'anneau_degenere':
      return detail === 'seul'
        ? 'n’a aucune surface\u00a0: ses sommets sont alignés ou trop peu nombreux. Redessinez-la dans le fichier.'
        : `a ${combien(nombre, 'un contour sans surface', 'contours sans surface')} (moins de trois sommets distincts, ou tous alignés).`
    case 'auto_intersection':
      if (detail === 'coupe') {
        return `a des trous qui touchent son bord, ou se touchent, au point de le couper en morceaux\u00a0: sa surface est sûre, mais d’autres logiciels le refusent.`
      }
      return detail === 'touche'
        ? `a un contour qui se touche lui-même en ${combien(nombre, 'un point', 'points')}\u00a0: sa surface est sûre, mais d’autres logiciels le refusent.`
        : `a un contour qui se recoupe en ${combien(nombre, 'un point', 'points')}\u00a0: ce qui est dedans et ce qui est dehors n’y est pas sûr.`
    case 'trou_hors_contour':
      return `a ${combien(nombre, 'un trou qui n’est pas', 'trous qui ne sont pas')} dans ${nombre === 1 ? 'son' : 'leur'} contour.`
    case 'parties_superposees':
      return detail === 'longe'
        ? `a des parties qui se touchent le long d’un bord\u00a0: elles n’en font qu’une.`
        : `a des parties qui se superposent\u00a0: la surface commune est comptée deux fois.`
    case 'sens_anneau':
      return `a ${combien(nombre, 'un contour tourné', 'contours tournés')} dans le sens contraire à la norme GeoJSON (RFC 7946)\u00a0; sa surface n’est pas en cause.`
    default:
      return ''
  }
}

/** « Sa surface passerait de … à … »; both when two repairs are offered; null when no area is known. */
export function phraseAires(reparations: readonly Reparation[]): string | null {
  const connues = reparations.flatMap(({ libelle, aireAvantM2, aireApresM2 }) =>
    aireAvantM2 === null || aireApresM2 === null ? [] : [{ libelle, avant: aireAvantM2, apres: aireApresM2 }],
  )
  const [premiere, seconde] = connues
  if (premiere === undefined) return null
  if (seconde === undefined && Math.abs(premiere.avant - premiere.apres) < 1) {
    return `La réparation ne change pas sa surface (${formatAire(premiere.apres)}), à moins d’un mètre carré près.`
  }
  const choix = connues.map(({ libelle, apres }) =>
    seconde === undefined ? formatAire(apres) : `${formatAire(apres)} (${lowered(libelle)})`,
  )
  return `Sa surface passerait de ${formatAire(premiere.avant)} à ${choix.join(', ou à ')}.`
}

const lowered = (libelle: string) => `${libelle.slice(0, 1).toLowerCase()}${libelle.slice(1)}`

/** « 1 250 m² » or « 12,5 km² »: square metres as long as one of them can matter. */
export function formatAire(m2: number): string {
  if (m2 < 10) return `${formatNombre(Math.round(m2 * 10) / 10)}\u00a0m²`
  return m2 < 10_000_000 ? `${formatNombre(Math.round(m2))}\u00a0m²` : `${formatNombre(Math.round(m2 / 10_000) / 100)}\u00a0km²`
}

/** ‰ as « 12,3 % ». */
export function formatPart(pm: number): string {
  return `${formatNombre(pm / 10)}\u00a0%`
}
