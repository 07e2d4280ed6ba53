/** The engine of <carte-quartiers>: one map, its layers and its tools. A file of its own, so that pages without map never ask for it. */
import { AttributionControl, addProtocol, Map as CarteGl, ScaleControl, type StyleSpecification, setWorkerUrl } from 'maplibre-gl'
import type { DonneesCarte } from '../carte/donnees-carte.ts'
import { addCalques, paintCalques, setVisible } from './carte/calques-vifs.ts'
import { lookOfFond } from './carte/couleurs-vives.ts'
import { element } from './carte/dom.ts'
import { FRANCAIS } from './carte/mots-vifs.ts'
import { createNoms } from './carte/noms.ts'
import { createOutil } from './carte/outil.ts'
import { createPanneau } from './carte/panneau.ts'

/**
 * Opens the map in its element, before the server's drawing. @returns what closes it and gives its memory back
 * @throws Error when its shapes cannot be read, or the drawing context is refused
 */
export async function openCarte(hote: HTMLElement): Promise<() => void> {
  const donnees = await loadDonnees(hote)
  setWorkerUrl(new URL(hote.dataset.travailleur ?? '', location.href).href)
  const cadre = element('div', { class: 'pv-vif' })
  const toile = element('div', { class: 'pv-vif-toile' })
  const dit = element('p', { class: 'pv-vif-dit', role: 'status' })
  cadre.append(toile, dit)
  hote.prepend(cadre)
  try {
    const carte = new CarteGl({
      container: toile,
      style: await styleOf(hote),
      ...(donnees.bbox === null ? {} : { bounds: donnees.bbox, fitBoundsOptions: { padding: 32, maxZoom: 17 } }),
      attributionControl: false,
      dragRotate: false,
      touchPitch: false,
      maxPitch: 0,
      renderWorldCopies: false,
      cooperativeGestures: true,
      fadeDuration: 0,
      locale: FRANCAIS,
    })
    carte.touchZoomRotate.disableRotation()
    carte.addControl(new ScaleControl({ unit: 'metric', maxWidth: 120 }), 'bottom-left')
    // The source of our outlines is under the map, in the page.
    const mention = hote.dataset.attribution ?? ''
    if (mention !== '') carte.addControl(new AttributionControl({ compact: false, customAttribution: ecritHtml(mention) }), 'bottom-right')
    await loaded(carte)
    addCalques(carte, donnees, hote)
    const noms = createNoms(carte, donnees)
    const outil = createOutil({ carte, toile, donnees, hote, dit: (phrase) => (dit.textContent = phrase) })
    const panneau = createPanneau({
      carte,
      donnees,
      hote,
      outil,
      setVisible: (calque, visible) => {
        setVisible(carte, calque, visible)
        noms.refresh()
      },
    })
    cadre.prepend(panneau.haut)
    cadre.append(panneau.bas)
    // Colours of the page change with its scheme: the map follows.
    const repeint = () => paintCalques(carte, donnees, hote)
    const nuit = matchMedia('(prefers-color-scheme: dark)')
    nuit.addEventListener('change', repeint)
    const choisie = new MutationObserver(repeint)
    choisie.observe(document.documentElement, { attributeFilter: ['data-color-scheme'] })
    return () => {
      nuit.removeEventListener('change', repeint)
      choisie.disconnect()
      carte.remove()
      cadre.remove()
    }
  } catch (erreur) {
    cadre.remove()
    throw erreur
  }
}

async function loadDonnees(hote: HTMLElement): Promise<DonneesCarte> {
  const ecrites = hote.querySelector(':scope > script[type="application/json"]')?.textContent
  if (ecrites !== undefined && ecrites !== null) return JSON.parse(ecrites) as DonneesCarte
  const reponse = await fetch(hote.dataset.source ?? '', { credentials: 'same-origin' })
  if (!reponse.ok) throw new Error(`no shapes: ${reponse.status}`)
  return (await reponse.json()) as DonneesCarte
}

/**
 * Nothing but a ground, unless the instance has a basemap. Its requests are made by the page itself, never by the worker: the
 * policy of the page, which names that one server, holds for each.
 */
async function styleOf(hote: HTMLElement): Promise<StyleSpecification> {
  const sol: StyleSpecification = {
    version: 8,
    sources: {},
    layers: [{ id: 'sol', type: 'background', paint: { 'background-color': lookOfFond(hote) } }],
  }
  const adresse = hote.dataset.fond ?? ''
  if (adresse === '') return sol
  addProtocol('fond', async ({ url, type }, { signal }) => {
    const reponse = await fetch(url.replace(/^fond:/, 'https:'), { credentials: 'omit', referrerPolicy: 'origin', signal })
    if (!reponse.ok) throw new Error(`basemap: ${reponse.status}`)
    return { data: type === 'json' ? await reponse.json() : await reponse.arrayBuffer() }
  })
  const relais = (texte: string) => texte.replace(/^https:/, 'fond:')
  if (adresse.includes('{z}')) {
    return {
      ...sol,
      sources: { fond: { type: 'raster', tiles: [relais(adresse)], tileSize: 256 } },
      layers: [...sol.layers, { id: 'fond', type: 'raster', source: 'fond', paint: { 'raster-opacity': 0.7 } }],
    }
  }
  const reponse = await fetch(adresse, { credentials: 'omit', referrerPolicy: 'origin' })
  if (!reponse.ok) return sol
  const lu = JSON.stringify(await reponse.json()).replaceAll('"https://', '"fond://')
  return JSON.parse(lu) as StyleSpecification
}

/** Milliseconds after which the drawing context is taken for refused: the server's map comes back. */
const PATIENCE = 30_000

function loaded(carte: CarteGl): Promise<void> {
  return new Promise((fini, echec) => {
    const attente = setTimeout(() => echec(new Error('the drawing context gives nothing')), PATIENCE)
    carte.once('load', () => {
      clearTimeout(attente)
      fini()
    })
    carte.once('webglcontextlost', () => echec(new Error('the drawing context is lost')))
  })
}

function ecritHtml(texte: string): string {
  return texte.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
