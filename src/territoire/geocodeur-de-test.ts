/** A geocoder of one's own for tests: it answers in the public format of the Géoplateforme, of addresses that do not exist, and lies as told. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after } from 'node:test'
import { parse } from 'csv-parse/sync'
import { createGeoplateforme, type OptionsGeoplateforme } from './geoplateforme.adaptateur.ts'

export type AdresseFausse = {
  label: string
  type: string
  lon: number
  lat: number
  score: number
  scoreSuivant?: number
  housenumber?: string
  postcode?: string
  city?: string
  citycode?: string
}

export type ServiceFaux = {
  adresse: string
  /** Method, address and body of each request, in order. */
  vues: { methode: string; url: string; corps: string }[]
  close: () => Promise<void>
}

export type Repond = (requete: { methode: string; url: URL; corps: string; rang: number }, reponse: ServerResponse) => void

/** A service that answers as told, on a port of this machine. */
export async function serveFaux(repond: Repond): Promise<ServiceFaux> {
  const vues: ServiceFaux['vues'] = []
  const serveur = createServer(async (requete: IncomingMessage, reponse) => {
    const morceaux: Uint8Array[] = []
    for await (const morceau of requete) morceaux.push(morceau as Uint8Array)
    const corps = Buffer.concat(morceaux).toString('utf8')
    const [methode, url] = [requete.method ?? '', requete.url ?? '']
    vues.push({ methode, url, corps })
    repond({ methode, url: new URL(url, 'http://faux.invalid'), corps, rang: vues.length - 1 }, reponse)
  })
  await new Promise<void>((resolve) => serveur.listen(0, '127.0.0.1', resolve))
  return {
    adresse: `http://127.0.0.1:${(serveur.address() as AddressInfo).port}/geocodage`,
    vues,
    close: async () => {
      serveur.closeAllConnections()
      await new Promise<void>((resolve) => serveur.close(() => resolve()))
    },
  }
}

/** Answers that know these addresses, by any part of what is asked. */
export function knows(connues: Readonly<Record<string, readonly AdresseFausse[]>>): Repond {
  const find = (q: string) => Object.entries(connues).find(([partie]) => q.toLowerCase().includes(partie.toLowerCase()))?.[1] ?? []
  return ({ url, corps }, reponse) => {
    if (url.pathname.endsWith('/search/csv')) {
      const lignes = fichierOf(corps)
      sendCsv(reponse, csvOf(lignes.map((ligne) => [ligne, find(ligne.adresse ?? '')] as const)))
    } else if (url.pathname.endsWith('/search')) sendJson(reponse, collectionOf(find(url.searchParams.get('q') ?? '')))
    else sendJson(reponse, collectionOf([]))
  }
}

export function sendJson(reponse: ServerResponse, valeur: unknown): void {
  reponse.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(valeur))
}
export function sendCsv(reponse: ServerResponse, texte: string): void {
  reponse.writeHead(200, { 'content-type': 'text/csv; charset=utf-8' }).end(texte)
}

export function collectionOf(adresses: readonly AdresseFausse[]): unknown {
  return {
    type: 'FeatureCollection',
    features: adresses.map(({ lon, lat, scoreSuivant: _, ...reste }) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [lon, lat] },
      properties: { id: '99999_0001_00001', importance: 0.5, context: '99, Nulle-Part', _type: 'address', x: 1, y: 2, ...reste },
    })),
    query: 'x',
  }
}

export const COLONNES_LOT =
  'longitude,latitude,result_score,result_score_next,result_label,result_type,result_id,result_banId,result_housenumber,result_name,result_street,result_postcode,result_city,result_context,result_citycode,result_oldcitycode,result_oldcity,result_district,result_status'

/** The lines that were sent, from the multipart body. */
export function fichierOf(corps: string): Record<string, string>[] {
  const debut = corps.indexOf('\r\n\r\n', corps.indexOf('filename=')) + 4
  return parse(corps.slice(debut, corps.indexOf('\r\n--', debut)), { columns: true })
}

export function ligneCsv(ligne: Readonly<Record<string, string>>, trouvee: AdresseFausse | undefined, statut?: string): string {
  const t = trouvee
  const resultat =
    t === undefined
      ? [...Array.from({ length: 18 }, () => ''), statut ?? 'not-found']
      : [t.lon, t.lat, t.score, t.scoreSuivant ?? '', t.label, t.type, 'id', 'ban', t.housenumber ?? '', '', '', t.postcode ?? ''].concat([
          t.city ?? '',
          '99, Nulle-Part',
          t.citycode ?? '',
          '',
          '',
          '',
          statut ?? 'ok',
        ])
  return [...Object.values(ligne), ...resultat].map((valeur) => `"${String(valeur).replaceAll('"', '""')}"`).join(',')
}

export function csvOf(paires: readonly (readonly [Record<string, string>, readonly AdresseFausse[]])[]): string {
  const entete = `${Object.keys(paires[0]?.[0] ?? {}).join(',')},${COLONNES_LOT}`
  return `${[entete, ...paires.map(([ligne, [premiere]]) => ligneCsv(ligne, premiere))].join('\r\n')}\r\n`
}

export const PORT: AdresseFausse = {
  label: '8 Boulevard du Port 37000 Ville-Exemple',
  type: 'housenumber',
  lon: 0.694,
  lat: 47.39,
  score: 0.95,
  housenumber: '8',
  postcode: '37000',
  city: 'Ville-Exemple',
  citycode: '37999',
}
export const rue = (n: number): AdresseFausse => ({ ...PORT, label: `${n} Rue X`, housenumber: String(n), lon: 0.6 + n / 10_000 })

/** A geocoder on a service that answers as told; waits are noted and not waited. */
export async function buildGeocodeur(repond: Repond, options: Partial<OptionsGeoplateforme> = {}) {
  const service = await serveFaux(repond)
  after(service.close)
  const attentes: number[] = []
  let maintenant = Date.parse('2026-03-22T10:00:00Z')
  const geocodeur = createGeoplateforme({
    adresse: service.adresse,
    delai: 2000,
    delaiLot: 2000,
    parSeconde: 1e9,
    horloge: () => maintenant,
    attend: async (ms) => {
      attentes.push(ms)
      maintenant += ms
    },
    ...options,
  })
  const avance = (ms: number) => {
    maintenant += ms
  }
  return { geocodeur, vues: service.vues, attentes, avance, service }
}
export const statut =
  (code: number, entetes: Record<string, string> = {}): Repond =>
  (_, reponse) =>
    void reponse.writeHead(code, entetes).end()
export const html = (_: unknown, reponse: ServerResponse) =>
  void reponse.writeHead(200, { 'content-type': 'text/html' }).end('<html><h1>Portail</h1></html>')
