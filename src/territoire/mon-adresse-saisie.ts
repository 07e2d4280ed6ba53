/** What a visitor typed, read with French sentences. Pure. */
import { RegleViolee } from '#platform/errors.ts'
import type { Saisie } from '#platform/http/formulaire.ts'
import type { Sujet } from './adresse-phrases.ts'
import { DemandeRefusee, parseJour } from './api.ts'
import { type Position, quantise } from './geometrie.ts'
import { findZoneDeFrance } from './zones-de-france.ts'

export function textOf(saisie: Saisie, champ: string): string {
  const valeur = saisie[champ]
  return typeof valeur === 'string' ? valeur.trim().slice(0, 300) : ''
}

/** @throws RegleViolee on `jour` or `adresse` */
export function parseDemandeAdresse(saisie: Saisie, aujourdhui: string): { jour: string; adresse: string } {
  const adresse = textOf(saisie, 'adresse')
  const par = textOf(saisie, 'par') || 'adresse'
  if (par === 'adresse' && adresse.replace(/[^\p{L}\p{N}]/gu, '').length < 3)
    refuse('adresse', 'Tapez votre adresse : le numéro, la rue, la commune.')
  if (par === 'commune' && textOf(saisie, 'commune').length < 2) refuse('commune', 'Tapez le nom ou le code postal de la commune.')
  try {
    return { adresse, jour: parseJour(textOf(saisie, 'jour'), aujourdhui) }
  } catch (erreur) {
    if (erreur instanceof DemandeRefusee) refuse('jour', 'Cette date n’existe pas : choisissez un jour, ou laissez vide pour aujourd’hui.')
    throw erreur
  }
}

export type PointLu = { sujet: Sujet; position: Position; precisionM: number | null; champs: Record<string, string> }

/** A device whose position is wider than this has only a guess from its network. */
const PRECISION_MAX_M = 2000

/**
 * Coordinates typed, or given by the device with its precision.
 * @throws RegleViolee on `lat` or `lon`, or when the device is too vague
 */
export function parsePoint(saisie: Saisie, par: 'position' | 'coordonnees'): PointLu {
  const degres = (nom: 'lat' | 'lon', libelle: string, max: number): number => {
    const texte = textOf(saisie, nom).replace(',', '.').replace('\u2212', '-').replace(/\s*°$/, '')
    const valeur = /^[+-]?\d{1,3}(\.\d{1,20})?$/.test(texte) ? Number(texte) : Number.NaN
    if (!(Math.abs(valeur) <= max))
      refuse(nom, `${libelle} : tapez un nombre de degrés entre −${max} et ${max}, par exemple ${nom === 'lat' ? '47,39' : '0,6889'}.`)
    return quantise(valeur)
  }
  const lat = degres('lat', 'Latitude', 90)
  const lon = degres('lon', 'Longitude', 180)
  if (findZoneDeFrance(lon, lat) === null)
    refuse(
      'lat',
      findZoneDeFrance(lat, lon) === null
        ? 'Ce point n’est pas en France.'
        : 'Ce point n’est pas en France : la latitude et la longitude sont peut-être échangées.',
    )
  const champs = { par, lat: String(lat), lon: String(lon) }
  if (par === 'coordonnees') return { sujet: 'point', position: [lon, lat], precisionM: null, champs }
  const dite = textOf(saisie, 'precision')
  const precisionM = /^\d{1,7}(\.\d+)?$/.test(dite) ? Math.ceil(Number(dite)) : PRECISION_MAX_M
  if (precisionM > PRECISION_MAX_M) refuse('adresse', 'Votre appareil ne sait pas bien où il est : tapez plutôt votre adresse.')
  return { sujet: 'position', position: [lon, lat], precisionM, champs: { ...champs, precision: String(precisionM) } }
}

function refuse(champ: string, message: string): never {
  throw new RegleViolee(message, [{ champ, message }])
}
