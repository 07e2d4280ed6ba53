/** What a map is asked, and what it gives: layers of shapes in WGS84, drawn on the server as SVG. Pure. */
import type { Boite, MultiPolygone, Position } from '../geometrie.ts'

/**
 * Looks a layer may have; each is a colour and, save for the plain ones, a pattern, so that it never rests on colour alone.
 * `ici`: the one place the page is about. `ancien`: a former generation. `palier-1…6`: tiers of a contract, strongest first.
 */
export const STYLES_CARTE = [
  'commune',
  'cellule',
  'cellule-retenue',
  'voisin',
  'ancien',
  'quartier',
  'palier-1',
  'palier-2',
  'palier-3',
  'palier-4',
  'palier-5',
  'palier-6',
  'candidat',
  'manque',
  'exces',
  'perimetre',
  'ici',
  'defaut',
  'point',
] as const
export type StyleCarte = (typeof STYLES_CARTE)[number]

export type FormeCarte = {
  /** Unique in its layer. */
  id: string
  nom: string
  /** Official code, shown in the table. */
  code?: string
  /** A position is drawn as a mark. */
  geometrie: MultiPolygone | Position
  /** Makes the shape a link. */
  href?: string
  /** Already formatted, with its unit: « 8 470 habitants ». */
  valeur?: string
}

export type Calque = {
  /** Unique in the map; letters, digits and hyphens. */
  id: string
  /** Words of the legend and of the table. */
  libelle: string
  style: StyleCarte
  formes: readonly FormeCarte[]
  /** What is written on the shapes; nothing when left out. */
  etiquettes?: 'nom' | 'code'
  /** A background (communes around), that the table and the frame leave out. */
  role?: 'fond'
  /** Code of the generation these shapes belong to; two layers that have one can be compared, the youngest first. */
  generation?: string
}

export type DemandeCarte = {
  /** Prefix of the identifiers of the picture, unique in the page; drawn from the title when left out. */
  id?: string
  titre: string
  /** What the picture shows, in sentences, for someone who does not see it. */
  description: string
  /** Drawn in this order, the last on top. */
  calques: readonly Calque[]
  /** West, south, east, north in degrees; `auto` (default): all the shapes that are not background. */
  cadre?: Boite | 'auto'
  /** Width of the drawing in its own units, which are CSS pixels at full size: 640 by default. */
  largeur?: number
  /** Tallest shape of the picture; the frame is as flat as its shapes allow. Default `paysage`. */
  format?: 'paysage' | 'carre' | 'portrait'
  /** Who made the outlines: « ANCT, licence ouverte ». */
  source: string
  /** Vintage of the outlines: « génération 2024, millésime 2025 ». */
  millesime?: string
  /** Heading of the column of values in the table. */
  enteteValeur?: string
}

export type EntreeLegende = { calque: string; libelle: string; style: StyleCarte; nombre: number }

/** The scale bar: a round length, its width in units of the drawing. */
export type Echelle = { metres: number; largeur: number; libelle: string }

export type DessinCarte = {
  svg: string
  id: string
  largeur: number
  hauteur: number
  legende: readonly EntreeLegende[]
  echelle: Echelle
  /** Degrees by which the north leans, clockwise; 0 when up. */
  nord: number
  /** « Lambert-93 » or « Mercator transverse, méridien 55,5° ». */
  projection: string
  /** Shapes of the request that are elsewhere on Earth, left out of the drawing because a map has one projection. */
  ailleurs: readonly FormeCarte[]
  /** Shapes too small to be drawn to scale, shown by a square. */
  reduites: number
}

export function isPosition(geometrie: MultiPolygone | Position): geometrie is Position {
  return typeof geometrie[0] === 'number'
}

/** Identifier of a map in its page: the one given, else from its title, the same at each rendering. */
export function idCarte({ id, titre }: Pick<DemandeCarte, 'id' | 'titre'>): string {
  if (id !== undefined) return id
  let empreinte = 5381
  for (const signe of titre) empreinte = (Math.imul(empreinte, 33) ^ (signe.codePointAt(0) ?? 0)) >>> 0
  return `carte-${empreinte.toString(36)}`
}
