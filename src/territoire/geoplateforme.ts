/**
 * Questions to the Géoplateforme geocoder and what is believed of its answers. Pure.
 * Source: https://data.geopf.fr/geocodage (GeocodeJSON for one question, CSV for a batch).
 */
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import type { Candidat, ReponseGeocodage, TypeCandidat } from './geocodeur.ts'
import { type Position, quantise } from './geometrie.ts'
import { findZoneDeFrance } from './zones-de-france.ts'

export const ADRESSE_GEOPLATEFORME = 'https://data.geopf.fr/geocodage'

/** An answer elsewhere (zero, swapped coordinates) is not believed. */
export function isEnFrance([lon, lat]: Position): boolean {
  return findZoneDeFrance(lon, lat) !== null
}

const texte = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((valeur) => {
    const propre = String(valeur ?? '')
      .replace(/[\p{C}\s]+/gu, ' ')
      .trim()
      .slice(0, 200)
    return propre === '' ? null : propre
  })

/** What is read of a search; the rest is passed over. */
export const formeRecherche = z.object({
  type: z.literal('FeatureCollection'),
  features: z
    .array(
      z.object({
        geometry: z.object({ type: z.literal('Point'), coordinates: z.tuple([z.number(), z.number()]).rest(z.number()) }),
        properties: z.object({
          label: z.string().min(1),
          score: z.number().min(0).max(1.5),
          type: z.string(),
          housenumber: texte,
          postcode: texte,
          citycode: texte,
          city: texte,
        }),
      }),
    )
    .max(50),
})

/** @returns null when a place that it gives cannot be one of France: nothing of such an answer is believed */
export function reponseOfRecherche({ features }: z.infer<typeof formeRecherche>): (ReponseGeocodage & { ok: true }) | null {
  const candidats: Candidat[] = []
  for (const { geometry, properties: lue } of features) {
    const candidat = candidatOf({
      libelle: lue.label,
      type: lue.type,
      lon: geometry.coordinates[0],
      lat: geometry.coordinates[1],
      score: lue.score,
      numero: lue.housenumber,
      codePostal: lue.postcode,
      commune: lue.city,
      codeCommune: lue.citycode,
    })
    if (candidat === null) return null
    candidats.push(candidat)
  }
  // The service sorts them; the rule rests on it, so it is not taken on trust.
  candidats.sort((a, b) => b.score - a.score)
  return { ok: true, candidats, scoreSuivant: candidats[1]?.score ?? null }
}

type Brut = Omit<Candidat, 'type' | 'position' | 'libelle'> & { libelle: string | null; type: string | null; lon: number; lat: number }

function candidatOf({ libelle, type, lon, lat, score, numero, ...reste }: Brut): Candidat | null {
  if (libelle === null || !Number.isFinite(lon) || !Number.isFinite(lat) || !Number.isFinite(score) || score < 0 || score > 1.5) return null
  const position: Position = [quantise(lon), quantise(lat)]
  if (!isEnFrance(position)) return null
  const dit = TYPES_DITS[type ?? ''] ?? 'autre'
  // Without its number, it is a street, whatever it calls itself.
  const vrai = dit === 'housenumber' && numero === null ? 'street' : dit
  return { libelle, type: vrai, position, score: Math.min(1, score), numero: vrai === 'housenumber' ? numero : null, ...reste }
}

const TYPES_DITS: Record<string, TypeCandidat> = {
  housenumber: 'housenumber',
  street: 'street',
  locality: 'locality',
  municipality: 'municipality',
}

/** One line sent in a batch. `cle`: its place in the slice, that comes back; nothing else of the file leaves. */
export type LigneDeLot = { cle: number; adresse: string; codePostal: string; codeCommune: string }

/** The CSV sent: the columns of the address and the key, nothing more. */
export function writeLot(lignes: readonly LigneDeLot[]): string {
  const corps = lignes.map(({ cle, adresse, codePostal, codeCommune }) =>
    [String(cle), adresse, codePostal, codeCommune].map(cell).join(','),
  )
  return `${['cle', 'adresse', 'code_postal', 'code_commune'].join(',')}\n${corps.join('\n')}\n`
}

function cell(valeur: string): string {
  return `"${valeur.replace(/[\p{C}\s]+/gu, ' ').replaceAll('"', '""')}"`
}

/**
 * Answers of a batch by key. A line is believed when it comes back with its key and the address that was sent, once; all others
 * are left out, to be asked again. @param complet false: the reply was cut, its last line may be half a line
 * @returns null when it is not a reply to a batch at all
 */
export function readLot(texteCsv: string, envoyees: readonly LigneDeLot[], complet: boolean): Map<number, ReponseGeocodage> | null {
  const fin = complet ? texteCsv.length : endOfRecords(texteCsv)
  let lues: Record<string, string>[]
  try {
    lues = parse(texteCsv.slice(0, fin), {
      columns: true,
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 20_000,
    })
  } catch {
    return null
  }
  const premiere = lues[0]
  if (premiere === undefined) return /(^|[,"])cle["]?,/.test(texteCsv) && !complet ? new Map() : null
  if (!('cle' in premiere) || !('result_status' in premiere)) return null
  const attendues = new Map(envoyees.map((ligne) => [ligne.cle, ligne]))
  const reponses = new Map<number, ReponseGeocodage>()
  const doubles = new Set<number>()
  for (const lue of lues) {
    const cle = /^\d{1,9}$/.test(lue.cle ?? '') ? Number(lue.cle) : -1
    if (attendues.get(cle)?.adresse !== lue.adresse) continue
    if (reponses.has(cle)) doubles.add(cle)
    const reponse = reponseOfLigne(lue)
    if (reponse !== null) reponses.set(cle, reponse)
  }
  for (const cle of doubles) reponses.delete(cle)
  return reponses
}

/** @returns null when the line says nothing that can be believed */
function reponseOfLigne(lue: Record<string, string>): ReponseGeocodage | null {
  const statut = lue.result_status
  if (statut === 'not-found' || statut === 'skipped') return { ok: true, candidats: [], scoreSuivant: null }
  if (statut !== 'ok') return null
  const champ = (nom: string) => texte.parse(lue[nom])
  const nombre = (nom: string) => (champ(nom) === null ? Number.NaN : Number(lue[nom]))
  const candidat = candidatOf({
    libelle: champ('result_label'),
    type: champ('result_type'),
    lon: nombre('longitude'),
    lat: nombre('latitude'),
    score: nombre('result_score'),
    numero: champ('result_housenumber'),
    codePostal: champ('result_postcode'),
    commune: champ('result_city'),
    codeCommune: champ('result_citycode'),
  })
  if (candidat === null) return null
  const suivant = nombre('result_score_next')
  return { ok: true, candidats: [candidat], scoreSuivant: Number.isNaN(suivant) ? null : Math.max(0, Math.min(1, suivant)) }
}

/** Where the last whole record ends: a line break within quotes ends nothing. */
function endOfRecords(texteCsv: string): number {
  let fin = 0
  let dansGuillemets = false
  for (let i = 0; i < texteCsv.length; i += 1) {
    const signe = texteCsv.charCodeAt(i)
    if (signe === 34) dansGuillemets = !dansGuillemets
    else if (signe === 10 && !dansGuillemets) fin = i + 1
  }
  return fin
}

/** Rest asked by `retry-after`, in milliseconds: seconds or a date; null when it says nothing that can be read. */
export function retryAfterMs(valeur: string | null, now: number): number | null {
  if (valeur === null) return null
  const dit = valeur.trim()
  if (/^\d{1,9}(\.\d+)?$/.test(dit)) return Number(dit) * 1000
  const date = /^[A-Za-z]{3}/.test(dit) ? Date.parse(dit) : Number.NaN
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}
