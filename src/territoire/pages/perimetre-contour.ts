/** From what a form brings (a drawing, a pasted text, a file) to a contour, with the defects to accept first. */
import { RegleViolee } from '#platform/errors.ts'
import type { Accord, Defaut } from '../defaut.ts'
import type { MultiPolygone } from '../geometrie.ts'
import type { AtelierGeo } from '../lecture/atelier-geo.ts'
import type { LectureGeo, OptionsLecture, QuestionGeo } from '../lecture/lecture.ts'
import { isWkt } from '../lecture/wkt.ts'
import { repairEntites } from '../reparation.ts'
import { unionOf } from '../superposition.ts'

export type ContourRecu = { sorte: 'dessin' | 'fichier'; nom: string; octets: Uint8Array }

export type ContourLu =
  | { etat: 'lu'; contour: { sorte: 'dessin' | 'fichier'; detail: string | null; retenu: MultiPolygone; recu: MultiPolygone } }
  | { etat: 'question'; question: QuestionGeo }
  /** `texte`: what was received, as GeoJSON, so that the form keeps it while the repairs are accepted. */
  | { etat: 'defauts'; defauts: readonly Defaut[]; texte: string }

/** Outlines without codes: only shapes are checked. */
const SANS_IDENTITE = { identites: [], annonces: null, seuilChevauchementM2: null, grammaire: null, generation: null, communes: null }

/** A pasted GeoJSON (geometry, feature or collection) or WKT, as the file that the readers know. @throws RegleViolee */
export function pasted(texte: string): ContourRecu {
  const net = texte.trim()
  if (net.startsWith('{')) return { sorte: 'dessin', nom: 'dessin.geojson', octets: Buffer.from(asCollection(net)) }
  if (isWkt(net)) return { sorte: 'dessin', nom: 'dessin.csv', octets: Buffer.from(`nom;wkt\ndessin;"${withSrid(net)}"\n`) }
  const message = 'Ce contour n’est ni du GeoJSON ni du WKT : copiez-le en entier, du premier au dernier signe.'
  throw new RegleViolee(message, [{ champ: 'geometrie', message }])
}

/** What is pasted is said to be in longitude and latitude, unless it says otherwise itself. */
function withSrid(wkt: string): string {
  const net = wkt.replaceAll('"', '')
  return /^SRID/i.test(net) ? net : `SRID=4326;${net}`
}

function asCollection(texte: string): string {
  let lu: unknown
  try {
    lu = JSON.parse(texte)
  } catch {
    const message = 'Ce GeoJSON est coupé ou mal écrit : copiez-le de nouveau, en entier.'
    throw new RegleViolee(message, [{ champ: 'geometrie', message }])
  }
  const type = typeof lu === 'object' && lu !== null && 'type' in lu ? lu.type : null
  if (type === 'Polygon' || type === 'MultiPolygon') lu = { type: 'Feature', properties: {}, geometry: lu }
  if (type === 'Polygon' || type === 'MultiPolygon' || type === 'Feature') lu = { type: 'FeatureCollection', features: [lu] }
  return JSON.stringify(lu)
}

/**
 * Reads a contour in a process apart. Several shapes make one perimeter: their union.
 * @param repare true once the person has accepted the repairs proposed @throws RegleViolee when it cannot be read, or repaired
 */
export async function readContour(
  atelier: AtelierGeo,
  recu: ContourRecu,
  { repare, ...options }: OptionsLecture & { repare: 'accepte' | 'demande' },
): Promise<ContourLu> {
  const { reponse, defauts } = await atelier.examine(recu.nom, recu.octets, { ...options, contexte: SANS_IDENTITE })
  if (reponse.etat === 'question') return { etat: 'question', question: reponse }
  const trouves = defauts ?? []
  const sansRemede = trouves.filter(({ bloquant, reparations }) => bloquant && reparations.length === 0)
  if (sansRemede.length > 0) {
    throw new RegleViolee(
      'Ce contour ne peut pas être repris.',
      sansRemede.map(({ phrase }) => ({ champ: 'geometrie', message: phrase })),
    )
  }
  if (trouves.length > 0 && repare === 'demande') return { etat: 'defauts', defauts: trouves, texte: rawText(reponse) }
  const reparees = repairEntites(reponse, trouves.flatMap(acceptFirst))
  return {
    etat: 'lu',
    contour: {
      sorte: recu.sorte,
      detail: recu.sorte === 'fichier' ? recu.nom : null,
      retenu: unionOf(reparees.map(({ geometrie }) => geometrie)),
      recu: reparees.flatMap(({ origine }) => origine),
    },
  }
}

function acceptFirst({ nature, numero, reparations }: Defaut): Accord[] {
  const [premiere] = reparations
  return premiere === undefined ? [] : [{ nature, numero: numero ?? 'toutes', variante: premiere.variante }]
}

function rawText(lecture: LectureGeo): string {
  return JSON.stringify({
    type: 'FeatureCollection',
    features: repairEntites(lecture, []).map(({ origine }) => ({
      type: 'Feature',
      properties: {},
      geometry: { type: 'MultiPolygon', coordinates: origine },
    })),
  })
}
