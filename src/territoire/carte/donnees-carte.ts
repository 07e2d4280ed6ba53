/** The shapes of a map as GeoJSON, for the element that upgrades it and for whoever downloads it. Pure. */
import { type Boite, boiteCommune, boiteOf, type MultiPolygone, type Position, quantise, toGeoJson } from '../geometrie.ts'
import { type Calque, type DemandeCarte, isPosition, type StyleCarte } from './carte.ts'
import { poleOf } from './coeur.ts'
import { aireOf } from './formes.ts'

export type CalqueDonnees = {
  id: string
  libelle: string
  style: StyleCarte
  nombre: number
  /** Shown when the map opens. */
  visible: boolean
  fond: boolean
  etiquettes: 'nom' | 'code' | null
  generation: string | null
}
export type ProprietesForme = {
  calque: string
  id: string
  nom: string
  code: string | null
  href: string | null
  valeur: string | null
  /** Where its name stands. */
  ancre: Position
}
export type FormeGeoJson = {
  type: 'Feature'
  /** Rank in the file: what the drawing engine knows it by. */
  id: number
  properties: ProprietesForme
  geometry: { type: 'MultiPolygon'; coordinates: number[][][][] } | { type: 'Point'; coordinates: [number, number] }
}
/** RFC 7946, with foreign members `calques` and `attribution`. */
export type DonneesCarte = {
  type: 'FeatureCollection'
  bbox: [number, number, number, number] | null
  attribution: string
  calques: CalqueDonnees[]
  features: FormeGeoJson[]
}

/** @param masques ids of the layers hidden when the map opens */
export function toDonneesCarte(demande: DemandeCarte, masques: ReadonlySet<string> = new Set()): DonneesCarte {
  const features: FormeGeoJson[] = []
  for (const calque of demande.calques) for (const forme of calque.formes) features.push(...featureOf(calque, forme, features.length))
  return {
    type: 'FeatureCollection',
    bbox: typeof demande.cadre === 'object' ? writeBoite(demande.cadre) : boxOf(demande.calques),
    attribution: [demande.source, demande.millesime].filter((part) => part !== undefined).join(', '),
    calques: demande.calques
      .filter(({ formes }) => formes.length > 0)
      .map(({ id, libelle, style, formes, role, etiquettes, generation }) => ({
        id,
        libelle,
        style,
        nombre: formes.length,
        visible: !masques.has(id),
        fond: role === 'fond',
        etiquettes: etiquettes ?? null,
        generation: generation ?? null,
      })),
    features,
  }
}

function featureOf(calque: Calque, forme: Calque['formes'][number], id: number): FormeGeoJson[] {
  const { geometrie, nom } = forme
  const [position] = isPosition(geometrie) ? [geometrie] : (geometrie[0]?.[0] ?? [])
  if (position === undefined) return []
  const commun = { calque: calque.id, id: forme.id, nom, code: forme.code ?? null, href: forme.href ?? null, valeur: forme.valeur ?? null }
  return isPosition(geometrie)
    ? [
        {
          type: 'Feature',
          id,
          properties: { ...commun, ancre: geometrie },
          geometry: { type: 'Point', coordinates: [geometrie[0], geometrie[1]] },
        },
      ]
    : [{ type: 'Feature', id, properties: { ...commun, ancre: middleOf(geometrie) }, geometry: toGeoJson(geometrie) }]
}

/** The point farthest from the border of the largest part, where a name reads best. */
function middleOf(geometrie: MultiPolygone): Position {
  const [, sud, , nord] = boiteOf(geometrie)
  const serre = Math.cos((((sud + nord) / 2) * Math.PI) / 180)
  const parties = geometrie.map((polygone) =>
    polygone.map((anneau) => Float64Array.from(anneau.slice(0, -1).flatMap(([lon, lat]) => [lon * serre, lat]))),
  )
  const [grande] = parties.sort((a, b) => areaOf(b) - areaOf(a))
  const { x, y } = poleOf(grande ?? [])?.centre ?? { x: (geometrie[0]?.[0]?.[0]?.[0] ?? 0) * serre, y: sud }
  return [quantise(x / serre), quantise(y)]
}

function areaOf(anneaux: readonly Float64Array[]): number {
  return anneaux[0] === undefined ? 0 : Math.abs(aireOf(anneaux[0]))
}

function boxOf(calques: readonly Calque[]): DonneesCarte['bbox'] {
  const devant = calques.filter(({ role, formes }) => role !== 'fond' && formes.length > 0)
  const boite = boiteCommune(
    (devant.length > 0 ? devant : calques).flatMap(({ formes }) =>
      formes.flatMap(({ geometrie }): Boite[] => {
        if (isPosition(geometrie)) return [[geometrie[0], geometrie[1], geometrie[0], geometrie[1]]]
        return geometrie.some((polygone) => (polygone[0]?.length ?? 0) > 0) ? [boiteOf(geometrie)] : []
      }),
    ),
  )
  return boite === null ? null : writeBoite(boite)
}

function writeBoite([ouest, sud, est, nord]: Boite): [number, number, number, number] {
  return [ouest, sud, est, nord]
}
