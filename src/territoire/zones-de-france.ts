import type { Boite } from './geometrie.ts'

/** A part of France and the box that holds it, WGS84, a little wider than its coasts. */
export type ZoneDeFrance = { nom: string; boite: Boite; departements: readonly string[] }

/** Where coordinates of France can be. The first is metropolitan France: every département that no other zone names. */
export const ZONES_DE_FRANCE: readonly ZoneDeFrance[] = [
  { nom: 'France métropolitaine', boite: [-5.3, 41.2, 9.8, 51.3], departements: [] },
  { nom: 'Guadeloupe', boite: [-61.95, 15.7, -60.9, 16.65], departements: ['971'] },
  { nom: 'Martinique', boite: [-61.35, 14.3, -60.7, 15], departements: ['972'] },
  { nom: 'Guyane', boite: [-54.75, 2, -51.4, 6], departements: ['973'] },
  { nom: 'La Réunion', boite: [55.1, -21.5, 55.95, -20.75], departements: ['974'] },
  { nom: 'Mayotte', boite: [44.9, -13.15, 45.4, -12.5], departements: ['976'] },
  { nom: 'Saint-Pierre-et-Miquelon', boite: [-56.6, 46.6, -56, 47.3], departements: ['975'] },
  { nom: 'Saint-Barthélemy et Saint-Martin', boite: [-63.25, 17.75, -62.7, 18.2], departements: ['977', '978'] },
  { nom: 'Nouvelle-Calédonie', boite: [163, -23, 168.5, -19], departements: ['988'] },
  { nom: 'Polynésie française', boite: [-155, -28.5, -134, -7.5], departements: ['987'] },
  { nom: 'Wallis-et-Futuna', boite: [-178.4, -14.6, -176, -13.1], departements: ['986'] },
]

/** The part of France a département lies in. */
export function zoneOfDepartement(code: string): ZoneDeFrance {
  const trouvee = ZONES_DE_FRANCE.find((zone) => zone.departements.includes(code)) ?? ZONES_DE_FRANCE[0]
  if (trouvee === undefined) throw new RangeError('no zone')
  return trouvee
}

/** The part of France at these coordinates; null elsewhere. */
export function findZoneDeFrance(lon: number, lat: number): ZoneDeFrance | null {
  return ZONES_DE_FRANCE.find(({ boite: [ouest, sud, est, nord] }) => lon >= ouest && lon <= est && lat >= sud && lat <= nord) ?? null
}
