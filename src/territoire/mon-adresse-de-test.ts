/** For tests: the public page and the API on their own database, with two invented quartiers and an invented geocoder. */
import { after } from 'node:test'
import pg from 'pg'
import { parseConfiguration } from '#platform/configuration.ts'
import { openBase } from '#platform/db/base.ts'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { createApp } from '#platform/http/application.tsx'
import { createDebit } from './debit.ts'
import { type AdresseFausse, knows, type Repond, serveFaux } from './geocodeur-de-test.ts'
import { createGeoplateforme } from './geoplateforme.adaptateur.ts'
import { loadDecoupageIn } from './index.ts'
import { routesApi } from './pages/api.tsx'
import { createRoutesApiQuartiers } from './pages/api-quartiers.ts'
import { createRoutesAdresse } from './pages/mon-adresse.tsx'
import { carre, createQuartierDeTest } from './quartier-de-test.ts'

/** In the middle of QN03799N (a square of 0.01° from 0.69, 47.38), far from it, on its border, and 200 m west of it. */
export const POINTS = { dedans: [0.695, 47.385], loin: [0.72, 47.385], bord: [0.6901, 47.385], proche: [0.6873, 47.385] } as const

const adresse = (numero: string, [lon, lat]: readonly [number, number], partiel: Partial<AdresseFausse> = {}): AdresseFausse => ({
  label: `${numero} Rue des Essais 37000 Tours`,
  type: 'housenumber',
  housenumber: numero,
  lon,
  lat,
  score: 0.96,
  postcode: '37000',
  city: 'Tours',
  citycode: '37261',
  ...partiel,
})

/** What the invented geocoder knows, by a part of what is typed. */
export const CONNUES: Record<string, AdresseFausse[]> = {
  '1 rue des essais': [adresse('1', POINTS.dedans)],
  '2 rue des essais': [adresse('2', POINTS.loin)],
  '3 rue des essais': [adresse('3', POINTS.bord)],
  '4 rue des essais': [adresse('4', POINTS.proche)],
  '5 rue des essais': [
    adresse('5', POINTS.dedans),
    adresse('5', POINTS.loin, { label: '5 Rue des Essais 37700 La Ville-aux-Dames', score: 0.95 }),
  ],
  marseille: [
    adresse('6', [5.37, 43.29], { label: '6 Rue Loin 13001 Marseille', citycode: '13201', postcode: '13001', city: 'Marseille' }),
  ],
  'rue sans numéro': [adresse('', POINTS.dedans, { type: 'street', label: 'Rue Sans Numéro 37000 Tours', score: 1 })],
  'mairie de tours': [adresse('', POINTS.dedans, { type: 'municipality', label: 'Tours', score: 1 })],
}

export async function openAdresse(
  options: { now?: Date; repond?: Repond; eteint?: boolean; quartiers?: boolean; communes?: boolean } = {},
) {
  const { now = new Date('2026-03-22T10:00:00Z'), repond = knows(CONNUES) } = options
  const base = await createBaseDeTest()
  const service = await serveFaux(repond)
  after(service.close)
  if (options.communes === true) {
    const proprietaire = openBase(base.url, { max: 1, role: null })
    await proprietaire.db.transaction().execute((tx) => loadDecoupageIn(tx, now))
    await proprietaire.close()
  }
  if (options.quartiers !== false) {
    await base.libre.transaction().execute(async (tx) => {
      await createQuartierDeTest(tx, { code: 'QN03799N', nom: 'Les Essais', communes: ['37261'], geometrie: carre(0.69, 47.38, 0.01) })
      await createQuartierDeTest(tx, {
        code: 'QP037999',
        nom: 'Anciens Essais',
        communes: ['37261'],
        generation: 'QPV2015',
        geometrie: carre(0.71, 47.38, 0.02),
      })
    })
  }
  const geocodeur = createGeoplateforme({ adresse: options.eteint === true ? null : service.adresse, delai: 1500 })
  const configuration = parseConfiguration({ DATABASE_URL: base.url, PARVIS_GEOCODAGE: 'non' })
  const debit = createDebit()
  const { hono, routes } = createApp({
    base,
    configuration,
    findAgent: async () => null,
    routes: [createRoutesAdresse({ geocodeur, debit }), createRoutesApiQuartiers(debit), routesApi],
    now: () => now,
  })
  const ADRESSE = 'http://localhost'
  return {
    base,
    service,
    routes,
    get: (chemin: string, headers: Record<string, string> = {}) => hono.request(`${ADRESSE}${chemin}`, { headers }),
    post: async (champs: Record<string, string>) => {
      const reponse = await hono.request(`${ADRESSE}/mon-adresse`, {
        method: 'POST',
        body: new URLSearchParams(champs),
        headers: { origin: ADRESSE },
      })
      const html = await reponse.text()
      return { reponse, html, titre: titreOf(html) }
    },
    json: (chemin: string, corps: unknown) =>
      hono.request(`${ADRESSE}${chemin}`, {
        method: 'POST',
        body: typeof corps === 'string' ? corps : JSON.stringify(corps),
        headers: { 'content-type': 'application/json' },
      }),
  }
}

/** The heading, its spaces made plain. */
export function titreOf(html: string): string {
  const h1 = /<h1[^>]*>([\s\S]*?)<\/h1>/.exec(html)?.[1] ?? ''
  return plain(h1)
}

/** Text without marks, special spaces made plain. */
export function plain(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&#39;/g, '’')
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .trim()
}

/** Data statements that this runs; identity and transactions are not counted. */
export async function countStatements(faire: () => Promise<unknown>): Promise<number> {
  let nombre = 0
  const { query } = pg.Client.prototype
  pg.Client.prototype.query = function counted(this: pg.Client, ...args: Parameters<typeof query>) {
    const texte: unknown = typeof args[0] === 'string' ? args[0] : (args[0] as { text?: string } | undefined)?.text
    if (
      typeof texte === 'string' &&
      !/^\s*(\/\* prepare identite \*\/ )?(begin|start transaction|commit|rollback|set |select set_config)/i.test(texte)
    )
      nombre += 1
    return Reflect.apply(query, this, args)
  } as typeof query
  try {
    await faire()
  } finally {
    pg.Client.prototype.query = query
  }
  return nombre
}
