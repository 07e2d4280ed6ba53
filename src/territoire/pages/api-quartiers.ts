import { adresseComptee, findAdresseReseau } from '#compte/index.ts'
import { jourParis } from '#platform/formats.ts'
import { type C, readHttp } from '#platform/http/env.ts'
import { createRoutes, publique, type Routes } from '#platform/http/routes.ts'
import { answerPoint, DemandeRefusee, parseDemandeApi, parseLotApi, sayGeneration, sayQuartier } from '../api.ts'
import type { Debit } from '../debit.ts'
import { toGeoJson } from '../geometrie.ts'
import { findQuartierByCode, getGeometries, listGenerations } from '../quartier.store.ts'
import { getReglagesAdresse, type ReglagesAdresse } from '../reglages-adresse.ts'
import { situate } from '../situation.store.ts'

/** Bytes of a batch: ten thousand points and their identifiers. */
const CORPS_MAX = 2_000_000

/** The public API: no account, no cookie, readable from any site. Nothing of what is asked is kept. */
export function createRoutesApiQuartiers(debit: Debit): Routes {
  const routes = createRoutes()

  routes.get('/api/v1/quartiers', publique, (c) =>
    answer(c, async () => {
      const aujourdhui = jourParis(c.get('now'))
      const demande = parseDemandeApi((nom) => c.req.query(nom), aujourdhui)
      const { reglages, situations } = await readHttp(c, async (tx) => {
        const reglages = await getReglagesAdresse(tx)
        takeOrWait(c, debit, reglages, 1)
        return { reglages, situations: await situate(tx, [demande.position], demande.jour, aujourdhui) }
      })
      const [situation] = situations
      if (situation === undefined) throw new Error('a position without situation')
      return {
        corps: {
          date: demande.jour,
          ...answerPoint(demande.position, situation, demande.precisionM, reglesOf(reglages)),
          generations: situation.generations.map(sayGeneration),
          quartiers_connus: situation.connus,
          liste_complete: situation.complet,
          attribution: reglages.attribution,
        },
      }
    }),
  )

  routes.post('/api/v1/quartiers', publique, (c) =>
    answer(c, async () => {
      if (Number(c.req.header('content-length') ?? '0') > CORPS_MAX) throw new DemandeRefusee('L’envoi dépasse 2 Mo : faites-en plusieurs.')
      const texte = await c.req.text()
      if (texte.length > CORPS_MAX) throw new DemandeRefusee('L’envoi dépasse 2 Mo : faites-en plusieurs.')
      const aujourdhui = jourParis(c.get('now'))
      return readHttp(c, async (tx) => {
        const reglages = await getReglagesAdresse(tx)
        const { points, jour, precisionM } = parseLotApi(texte, aujourdhui, reglages.apiPoints)
        takeOrWait(c, debit, reglages, points.length)
        const situations = await situate(
          tx,
          points.map(({ position }) => position),
          jour,
          aujourdhui,
        )
        const regles = reglesOf(reglages)
        const [premiere] = situations
        return {
          corps: {
            date: jour,
            points: points.map(({ id, position }, rang) => {
              const situation = situations[rang]
              if (situation === undefined) throw new Error('a position without situation')
              return { ...(id === undefined ? {} : { id }), ...answerPoint(position, situation, precisionM, regles) }
            }),
            generations: premiere?.generations.map(sayGeneration) ?? [],
            quartiers_connus: premiere?.connus ?? 0,
            attribution: reglages.attribution,
          },
        }
      })
    }),
  )

  routes.get('/api/v1/quartiers/:quartier', publique, (c) =>
    answer(c, async () => {
      const [, code = '', suffixe = ''] = /^(.*?)(\.geojson|\.json)?$/i.exec(c.req.param('quartier') ?? '') ?? []
      const trouve = await readHttp(c, async (tx) => {
        const reglages = await getReglagesAdresse(tx)
        takeOrWait(c, debit, reglages, 1)
        const quartier = /^[A-Za-z0-9]{3,20}$/.test(code) ? await findQuartierByCode(tx, code) : null
        if (quartier === null) return null
        if (suffixe.toLowerCase() !== '.geojson') {
          const generation = (await listGenerations(tx)).find(({ id }) => id === quartier.generationId)
          return {
            corps: {
              ...sayQuartier(quartier),
              ...(generation === undefined ? {} : { generation: sayGeneration(generation) }),
              attribution: reglages.attribution,
            },
          }
        }
        const geometrie = (await getGeometries(tx, [quartier.id])).get(quartier.id)
        return {
          type: 'application/geo+json',
          corps: {
            type: 'Feature',
            geometry: geometrie === undefined ? null : toGeoJson(geometrie),
            properties: { ...sayQuartier(quartier), attribution: reglages.attribution },
          },
        }
      })
      if (trouve === null) return { statut: 404, corps: { erreur: 'Aucun quartier connu ici ne porte ce code.' } }
      return { ...trouve, cache: 'public, max-age=300' }
    }),
  )

  return routes
}

function reglesOf({ seuils, rayonConnuM, bandes }: ReglagesAdresse) {
  return { toleranceM: seuils.toleranceM, rayonConnuM, bandes }
}

class TropDeDemandes extends Error {
  readonly secondes: number
  constructor(secondes: number) {
    super('too many requests')
    this.name = 'TropDeDemandes'
    this.secondes = secondes
  }
}

function takeOrWait(c: C, debit: Debit, { apiParMinute }: ReglagesAdresse, cout: number): void {
  const attente = debit.take(`api ${adresseComptee(findAdresseReseau(c))}`, cout, apiParMinute, c.get('now').getTime())
  if (attente > 0) throw new TropDeDemandes(Math.ceil(attente / 1000))
}

type Reponse = { corps: unknown; statut?: 404; type?: string; cache?: string }

/** JSON for everyone, refusals too. A point asked is nobody's business: unless said, no cache keeps the answer. */
async function answer(c: C, faire: () => Promise<Reponse>): Promise<Response> {
  c.header('access-control-allow-origin', '*')
  c.header('cache-control', 'no-store')
  try {
    const { corps, statut = 200, type = 'application/json; charset=utf-8', cache } = await faire()
    if (cache !== undefined) c.header('cache-control', cache)
    return c.body(JSON.stringify(corps), statut, { 'content-type': type })
  } catch (erreur) {
    if (erreur instanceof DemandeRefusee) return c.json({ erreur: erreur.message }, 400)
    if (erreur instanceof TropDeDemandes) {
      c.header('retry-after', String(erreur.secondes))
      return c.json({ erreur: `Trop de demandes depuis votre réseau : réessayez dans ${erreur.secondes} s.` }, 429)
    }
    throw erreur
  }
}
