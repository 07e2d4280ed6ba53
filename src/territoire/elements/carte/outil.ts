/** Going through the map, measuring, drawing: by pointer, by finger and by keyboard alike. */
import type { Map as CarteGl, MapMouseEvent } from 'maplibre-gl'
import type { DonneesCarte } from '../../carte/donnees-carte.ts'
import type { Position } from '../../geometrie.ts'
import { type Accroche, type Ecran, type Ligne, lineOf, type Pixel, snap } from './accroche.ts'
import { addTrace } from './calques-vifs.ts'
import { lookOf } from './couleurs-vives.ts'
import { hrefUnder, openUnder, sayUnder } from './dessous.ts'
import { element, uniqueId } from './dom.ts'
import { shapesOf, shapesOfMesure } from './formes-trace.ts'
import { ditMesure, ditTrace } from './mesure.ts'
import { AIDE_MESURER, AIDE_PARCOURIR, AIDE_TRACER } from './mots-vifs.ts'
import {
  cancelled,
  chosen,
  closed,
  inserted,
  memePosition,
  moved,
  readTrace,
  removed,
  type Sommet,
  TRACE_VIDE,
  type TraceMain,
  toMultiPolygone,
  withoutLast,
  withPosition,
  writeTrace,
} from './trace-main.ts'

export type Mode = 'parcourir' | 'mesurer' | 'tracer'
export type Outil = {
  modeOf: () => Mode
  setMode: (mode: Mode) => void
  traceOf: () => TraceMain
  /** Replaces what is drawn by another state of it; undone by `undo`. */
  change: (suite: TraceMain, phrase?: string) => void
  undo: () => void
  close: () => void
  empty: () => void
  /** Brings the cursor on a vertex and takes it. */
  take: (sommet: Sommet) => void
  /** Called after each change, to show it elsewhere. */
  listen: (ecoute: () => void) => void
}

/** Pixels on the screen within which one snaps, and by which an arrow moves the cursor. */
const TOLERANCE = 14
const PAS = 12
const BORD = 24

type Deps = { carte: CarteGl; toile: HTMLElement; donnees: DonneesCarte; hote: HTMLElement; dit: (phrase: string) => void }

export function createOutil({ carte, toile, donnees, hote, dit }: Deps): Outil {
  const champ = fieldOf(hote)
  const reticule = element('div', { class: 'pv-vif-reticule', 'aria-hidden': 'true' })
  toile.append(reticule)
  const scene = carte.getCanvas()
  scene.setAttribute('role', 'application')
  scene.setAttribute('aria-label', hote.dataset.titre ?? 'Carte')
  const aide = element('p', { class: 'pv-cache', id: uniqueId('aide') }, AIDE_PARCOURIR)
  toile.after(aide)
  scene.setAttribute('aria-describedby', aide.id)
  const montre = addTrace(carte, lookOf(hote, 'perimetre').trait)
  const ecran: Ecran = {
    project: ([lon, lat]) => carte.project([lon, lat]),
    unproject: ({ x, y }) => {
      const { lng, lat } = carte.unproject([x, y])
      return [lng, lat]
    },
  }
  const ecoutes: (() => void)[] = []
  let mode: Mode = 'parcourir'
  let mesure: Position[] = []
  let trace = readTrace(champ?.value ?? '') ?? TRACE_VIDE
  let passe: TraceMain[] = []
  let curseur: Pixel = { x: 0, y: 0 }

  const rafraichit = () => {
    montre(mode === 'mesurer' ? shapesOfMesure(mesure) : shapesOf(trace))
    for (const ecoute of ecoutes) ecoute()
  }
  const change = (suite: TraceMain, phrase = '') => {
    passe = [...passe.slice(-99), trace]
    trace = suite
    writeField(champ, trace)
    dit(phrase === '' ? ditTrace(toMultiPolygone(trace)) : phrase)
    rafraichit()
  }
  const lines = (): Ligne[] => [...ownLines(trace), ...neighbourLines(donnees, trace)]
  const accroche = (pixel: Pixel): Accroche => snap(pixel, lines(), ecran, TOLERANCE)

  const acte = (pixel: Pixel) => {
    if (mode === 'parcourir') return openUnder(carte, donnees, pixel)
    const trouve = accroche(pixel)
    if (mode === 'mesurer') {
      mesure = [...mesure, trouve.position]
      dit(ditMesure(mesure))
      return rafraichit()
    }
    const propre = ownSommet(trace, trouve)
    if (trace.choisi !== null) return change(moved(trace, trace.choisi, trouve.position), `Sommet déplacé. ${ditAccroche(trouve)}`)
    if (trace.encours.length === 0 && propre !== null) {
      if (trouve.sorte === 'sommet') return change(chosen(trace, propre), 'Sommet pris. Déplacez le repère, puis Entrée pour le poser.')
      return change(inserted(trace, propre, trouve.position), 'Sommet ajouté sur le bord, et pris. Entrée pour le poser ailleurs.')
    }
    const suite = withPosition(trace, trouve.position)
    if (suite === trace) return dit('Ce point est déjà posé.')
    const ferme = suite.encours.length === 0
    return change(
      suite,
      ferme ? `Contour fermé. ${ditTrace(toMultiPolygone(suite))}` : `Point ${suite.encours.length} posé. ${ditAccroche(trouve)}`,
    )
  }
  const retire = () => {
    if (mode === 'mesurer') {
      mesure = mesure.slice(0, -1)
      dit(ditMesure(mesure))
      return rafraichit()
    }
    if (trace.choisi !== null) return change(removed(trace, trace.choisi), 'Sommet retiré.')
    if (trace.encours.length > 0) return change(withoutLast(trace), 'Dernier point retiré.')
    const trouve = accroche(curseur)
    const propre = trouve.sorte === 'sommet' ? ownSommet(trace, trouve) : null
    return propre === null ? dit('Aucun sommet à vous sous le repère.') : change(removed(trace, propre), 'Sommet retiré.')
  }
  const place = (pixel: Pixel) => {
    const { clientWidth: large, clientHeight: haut } = scene
    const dx = pixel.x < BORD ? pixel.x - BORD : pixel.x > large - BORD ? pixel.x - large + BORD : 0
    const dy = pixel.y < BORD ? pixel.y - BORD : pixel.y > haut - BORD ? pixel.y - haut + BORD : 0
    if (dx !== 0 || dy !== 0) carte.panBy([dx, dy], { animate: false })
    curseur = { x: pixel.x - dx, y: pixel.y - dy }
    const trouve = mode === 'parcourir' ? null : accroche(curseur)
    const ici = trouve === null || trouve.sorte === 'libre' ? curseur : ecran.project(trouve.position)
    reticule.dataset.sorte = trouve?.sorte ?? 'milieu'
    reticule.style.transform = `translate(${ici.x}px, ${ici.y}px)`
  }
  const centre = () => place({ x: scene.clientWidth / 2, y: scene.clientHeight / 2 })
  const undo = () => {
    const avant = passe.at(-1)
    if (avant === undefined) return dit('Rien à annuler.')
    passe = passe.slice(0, -1)
    trace = avant
    writeField(champ, trace)
    dit(`Annulé. ${ditTrace(toMultiPolygone(trace))}`)
    return rafraichit()
  }
  const setMode = (voulu: Mode) => {
    mode = voulu
    mesure = []
    toile.dataset.mode = voulu
    aide.textContent = voulu === 'parcourir' ? AIDE_PARCOURIR : voulu === 'mesurer' ? AIDE_MESURER : AIDE_TRACER
    if (voulu === 'parcourir') carte.keyboard.enable()
    else carte.keyboard.disable()
    carte.doubleClickZoom[voulu === 'parcourir' ? 'enable' : 'disable']()
    dit(aide.textContent)
    centre()
    rafraichit()
  }

  carte.on('click', (e: MapMouseEvent) => {
    curseur = e.point
    acte(e.point)
    if (mode !== 'parcourir') place(e.point)
  })
  carte.on('mousemove', (e: MapMouseEvent) => {
    if (mode !== 'parcourir') place(e.point)
    else scene.style.cursor = hrefUnder(carte, donnees, e.point) === null ? '' : 'pointer'
  })
  carte.on('moveend', () => {
    if (mode === 'parcourir') centre()
  })
  // Once drawn, not once moved: what has just come into the frame counts.
  carte.on('idle', () => {
    if (mode === 'parcourir' && document.activeElement === scene) dit(sayUnder(carte, donnees, curseur))
  })
  scene.addEventListener('focus', centre)
  scene.addEventListener('keydown', (e) => {
    const pas = e.shiftKey ? 1 : PAS
    const touches: Record<string, () => void> = {
      Enter: () => acte(curseur),
      ...(mode === 'parcourir'
        ? {}
        : {
            ArrowLeft: () => place({ x: curseur.x - pas, y: curseur.y }),
            ArrowRight: () => place({ x: curseur.x + pas, y: curseur.y }),
            ArrowUp: () => place({ x: curseur.x, y: curseur.y - pas }),
            ArrowDown: () => place({ x: curseur.x, y: curseur.y + pas }),
            Delete: retire,
            Backspace: retire,
            Escape: () => (mode === 'mesurer' ? setMode('mesurer') : change(cancelled(trace), 'Contour en cours abandonné.')),
            '+': () => carte.zoomIn({ animate: false }),
            '-': () => carte.zoomOut({ animate: false }),
            ...(e.ctrlKey || e.metaKey ? { z: undo } : {}),
          }),
    }
    const faire = touches[e.key]
    if (faire === undefined) return
    e.preventDefault()
    faire()
  })
  champ?.addEventListener('change', () => {
    const lu = readTrace(champ.value)
    if (lu === null) return dit('Ce texte n’est pas un contour GeoJSON : la carte garde le sien.')
    passe = [...passe, trace]
    trace = lu
    return rafraichit()
  })
  rafraichit()
  return {
    modeOf: () => mode,
    setMode,
    traceOf: () => trace,
    change,
    undo,
    close: () => (trace.encours.length < 3 ? dit('Posez au moins trois points avant de fermer.') : change(closed(trace), '')),
    empty: () => change(TRACE_VIDE, 'Dessin effacé. Ctrl et Z pour le retrouver.'),
    take: (sommet) => {
      const position = trace.polygones[sommet.polygone]?.[sommet.anneau]?.[sommet.rang]
      if (position === undefined) return
      if (mode !== 'tracer') setMode('tracer')
      if (!carte.getBounds().contains([position[0], position[1]])) carte.jumpTo({ center: [position[0], position[1]] })
      place(ecran.project(position))
      change(chosen(trace, sommet), 'Sommet pris. Déplacez le repère, puis Entrée pour le poser.')
      scene.focus()
    },
    listen: (ecoute) => ecoutes.push(ecoute),
  }
}

function fieldOf(hote: HTMLElement): HTMLTextAreaElement | null {
  const champ = hote.dataset.champ === undefined ? null : document.getElementById(hote.dataset.champ)
  return champ instanceof HTMLTextAreaElement ? champ : null
}

function writeField(champ: HTMLTextAreaElement | null, trace: TraceMain): void {
  if (champ === null) return
  champ.value = writeTrace(trace)
  // A draft kept by the browser learns of it.
  champ.dispatchEvent(new Event('input', { bubbles: true }))
}

/** One's own outlines first, as many as `ownSommet` counts, then the one under way. */
function ownLines({ polygones, encours }: TraceMain): Ligne[] {
  const fermees = polygones.flatMap((anneaux) => anneaux.map((boucle) => lineOf('votre dessin', [...boucle, ...boucle.slice(0, 1)])))
  return encours.length === 0 ? fermees : [...fermees, lineOf('votre premier point', encours.slice(0, 1))]
}

function neighbourLines(donnees: DonneesCarte, { polygones }: TraceMain): Ligne[] {
  const visibles = new Set(donnees.calques.filter(({ visible }) => visible).map(({ id }) => id))
  const siennes = new Set(polygones.flatMap((anneaux) => anneaux.map((boucle) => String(boucle[0]))))
  return donnees.features.flatMap(({ geometry, properties }) =>
    geometry.type === 'Point' || !visibles.has(properties.calque)
      ? []
      : geometry.coordinates.flatMap((anneaux) =>
          anneaux.flatMap((anneau) => {
            const points = anneau.map(([lon = 0, lat = 0]): Position => [lon, lat])
            // The outline being edited is not a neighbour of itself.
            return siennes.has(String(points[0])) ? [] : [lineOf(properties.nom, points)]
          }),
        ),
  )
}

/** Which of the drawn vertices (or, for an edge, its first end) was snapped to. */
function ownSommet({ polygones }: TraceMain, { ligne, rang, nom, position }: Accroche): Sommet | null {
  if (nom !== 'votre dessin') return null
  let place = 0
  for (const [polygone, anneaux] of polygones.entries()) {
    for (const [anneau, boucle] of anneaux.entries()) {
      if (place === ligne) return { polygone, anneau, rang: memePosition(boucle[0], position) ? 0 : Math.min(rang, boucle.length - 1) }
      place += 1
    }
  }
  return null
}

function ditAccroche({ sorte, nom }: Accroche): string {
  if (sorte === 'sommet') return `Exactement sur un sommet de ${nom}.`
  return sorte === 'bord' ? `Sur le bord de ${nom}.` : ''
}
