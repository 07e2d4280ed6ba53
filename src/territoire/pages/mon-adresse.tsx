import { adresseComptee, findAdresseReseau } from '#compte/index.ts'
import { RegleViolee } from '#platform/errors.ts'
import { jourParis } from '#platform/formats.ts'
import { type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import { createRoutes, publique, type Routes } from '#platform/http/routes.ts'
import type { Debit } from '../debit.ts'
import { type Geocodeur, LIBELLES_ECHECS_GEOCODAGE } from '../geocodeur.ts'
import { parseDemandeAdresse, parsePoint, textOf } from '../mon-adresse-saisie.ts'
import { getReglagesAdresse, type ReglagesAdresse } from '../reglages-adresse.ts'
import { LARGEUR_TAPE, parseCadre, placeTape } from '../tape.ts'
import { PageAdresse, showAdresse, showCommune, showPoint } from './mon-adresse-vues.tsx'

export type DepsAdresse = { geocodeur: Geocodeur; debit: Debit }

/**
 * « Mon adresse est-elle dans un quartier prioritaire ? »: no account, nothing kept. What is asked comes in the body of a POST, so
 * that no address stands in a URL, a history, a referrer or the log of a proxy; the answer is not cached anywhere.
 */
export function createRoutesAdresse({ geocodeur, debit }: DepsAdresse): Routes {
  const routes = createRoutes()

  routes.get('/mon-adresse', publique, (c) => {
    guard(c)
    return c.html(<PageAdresse c={c} geocodeur={geocodeur} saisie={{}} />)
  })

  routes.post('/mon-adresse', publique, async (c) => {
    guard(c)
    const saisie = await parseFormulaire(c)
    const aujourdhui = jourParis(c.get('now'))
    try {
      return await answer(c, saisie, aujourdhui)
    } catch (erreur) {
      if (!(erreur instanceof RegleViolee)) throw erreur
      const par = textOf(saisie, 'par')
      const ouvert = par === 'commune' || par === 'coordonnees' ? par : null
      return c.html(<PageAdresse c={c} geocodeur={geocodeur} saisie={typedOf(saisie)} erreur={erreur} ouvert={ouvert} />, 422)
    }
  })

  /** Proposals while the address is typed: asked by <mon-adresse>, in JSON, answered in JSON. */
  routes.post('/mon-adresse/propositions', publique, async (c) => {
    guard(c)
    const q = await readQuestion(c)
    const reglages = await readHttp(c, getReglagesAdresse)
    if (!takes(c, reglages)) return c.json({ propositions: [], message: TROP }, 429)
    const reponse = await geocodeur.search({ adresse: q }, { mode: 'frappe', limite: 6 })
    if (!reponse.ok)
      return c.json({ propositions: [], message: reponse.echec === 'trop_court' ? null : LIBELLES_ECHECS_GEOCODAGE[reponse.echec] })
    return c.json({ propositions: [...new Set(reponse.candidats.map(({ libelle }) => libelle))], message: null })
  })

  async function answer(c: C, saisie: Saisie, aujourdhui: string): Promise<Response> {
    const par = textOf(saisie, 'par') || 'adresse'
    const demande = parseDemandeAdresse(saisie, aujourdhui)
    const reglages = await readHttp(c, getReglagesAdresse)
    const base = { c, geocodeur, reglages, jour: demande.jour, aujourdhui, saisie: typedOf(saisie) }
    if (par === 'position' || par === 'coordonnees') return showPoint({ ...base, ...parsePoint(saisie, par) })
    if (par === 'carte') {
      const cadre = parseCadre(textOf(saisie, 'cadre'))
      const tape = cadre === null ? null : parseTape(saisie, cadre)
      if (tape === null)
        throw new RegleViolee('Touchez un point de la carte, ou tapez une adresse.', [
          { champ: 'adresse', message: 'Touchez un point de la carte, ou tapez une adresse.' },
        ])
      return showPoint({
        ...base,
        sujet: 'point',
        position: tape.position,
        precisionM: tape.precisionM,
        cadre: tape.cadre,
        champs: champsTape(saisie),
      })
    }
    if (!takes(c, reglages)) return c.html(<PageAdresse c={c} geocodeur={geocodeur} saisie={base.saisie} message={TROP} />, 429)
    if (par === 'commune') return showCommune({ ...base, texte: textOf(saisie, 'commune') })
    return showAdresse({ ...base, adresse: demande.adresse })
  }

  const takes = (c: C, { parMinute }: ReglagesAdresse): boolean =>
    debit.take(`adresse ${adresseComptee(findAdresseReseau(c))}`, 1, parMinute, c.get('now').getTime()) === 0

  return routes
}

const TROP = 'Beaucoup de recherches viennent de votre réseau : attendez une minute, ou cherchez par la carte ou par les coordonnées.'

/** Nobody keeps the answer; the position of the device may be asked on this page alone. */
function guard(c: C): void {
  c.header('cache-control', 'no-store')
  c.header('permissions-policy', 'geolocation=(self)')
}

function typedOf(saisie: Saisie) {
  return {
    adresse: textOf(saisie, 'adresse'),
    jour: textOf(saisie, 'jour'),
    commune: textOf(saisie, 'commune'),
    lat: textOf(saisie, 'lat'),
    lon: textOf(saisie, 'lon'),
  }
}

function parseTape(saisie: Saisie, cadre: NonNullable<ReturnType<typeof parseCadre>>) {
  const carte = saisie.carte
  const [x, y] = ['x', 'y'].map((nom) => {
    const valeur = typeof carte === 'object' && carte !== null ? (carte as Record<string, unknown>)[nom] : undefined
    return typeof valeur === 'string' && /^\d{1,5}(\.\d+)?$/.test(valeur) ? Number(valeur) : Number.NaN
  })
  const dite = textOf(saisie, 'largeur')
  const largeur = /^\d{2,4}(\.\d+)?$/.test(dite) ? Number(dite) : LARGEUR_TAPE
  // A keyboard presses the picture at its corner: nobody meant that point.
  if (x === undefined || y === undefined || (x === 0 && y === 0)) return null
  return placeTape(cadre, x, y, largeur)
}

function champsTape(saisie: Saisie): Record<string, string> {
  const carte = saisie.carte as Record<string, unknown>
  return {
    par: 'carte',
    cadre: textOf(saisie, 'cadre'),
    largeur: textOf(saisie, 'largeur'),
    'carte.x': String(carte.x ?? ''),
    'carte.y': String(carte.y ?? ''),
  }
}

async function readQuestion(c: C): Promise<string> {
  try {
    const lu: unknown = JSON.parse((await c.req.text()).slice(0, 2000))
    return typeof lu === 'object' && lu !== null && 'q' in lu && typeof lu.q === 'string' ? lu.q.slice(0, 200) : ''
  } catch {
    return ''
  }
}
