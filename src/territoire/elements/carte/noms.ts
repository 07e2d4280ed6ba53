/** Names on the map as text of the page: no font is asked of anyone. Those that find no free place are hidden. */
import { type Map as CarteGl, Marker } from 'maplibre-gl'
import type { DonneesCarte, FormeGeoJson } from '../../carte/donnees-carte.ts'
import { type Boite, boiteOf } from '../../geometrie.ts'
import { element } from './dom.ts'

const NOMS_MAX = 200
const AIR = 6

type Cadre = { x1: number; y1: number; x2: number; y2: number }

export function createNoms(carte: CarteGl, donnees: DonneesCarte): { refresh: () => void } {
  const calques = new Map(donnees.calques.map((calque) => [calque.id, calque]))
  const poses = donnees.features
    .flatMap((forme) => {
      const { properties } = forme
      const calque = calques.get(properties.calque)
      if (calque === undefined || calque.etiquettes === null) return []
      const texte = calque.etiquettes === 'code' ? (properties.code ?? properties.nom) : properties.nom
      return [{ calque, texte, ancre: properties.ancre, boite: boxOf(forme) }]
    })
    // The background last: it yields its place.
    .sort((a, b) => Number(a.calque.fond) - Number(b.calque.fond))
    .slice(0, NOMS_MAX)
    .map((pose) => {
      const nom = element('span', { class: `pv-vif-nom${pose.calque.fond ? ' fond' : ''}` }, pose.texte)
      const porte = element('div', {}, nom)
      const repere = new Marker({ element: porte, anchor: 'center' }).setLngLat([pose.ancre[0], pose.ancre[1]]).addTo(carte)
      // Said by the list of places and by the table: here, only for the eye.
      for (const attribut of ['role', 'tabindex', 'aria-label']) porte.removeAttribute(attribut)
      porte.setAttribute('aria-hidden', 'true')
      return { ...pose, nom, repere }
    })
  const refresh = () => {
    const { clientWidth, clientHeight } = carte.getContainer()
    const toile: Cadre = { x1: 0, y1: 0, x2: clientWidth, y2: clientHeight }
    const visibles = poses.filter(({ calque }) => calque.visible).map((pose) => ({ ...pose, forme: onScreen(carte, pose.boite) }))
    const pris: Cadre[] = []
    const ecrits = new Set<string>()
    for (const { nom } of poses) nom.hidden = true
    for (const { calque, nom, texte, ancre, forme, repere } of visibles) {
      if (ecrits.has(texte)) continue
      const { x, y } = carte.project([ancre[0], ancre[1]])
      const [l, h] = [nom.offsetWidth, nom.offsetHeight]
      const placeDe = ([dx, dy]: readonly [number, number]): Cadre => ({
        x1: x + dx - l / 2,
        y1: y + dy - h / 2,
        x2: x + dx + l / 2,
        y2: y + dy + h / 2,
      })
      const tient = calque.fond || l < forme.x2 - forme.x1
      const autour = [
        [forme.x2 - x + l / 2 + AIR, 0],
        [forme.x1 - x - l / 2 - AIR, 0],
        [0, forme.y1 - y - h / 2 - AIR],
        [0, forme.y2 - y + h / 2 + AIR],
      ] as const
      const libres = (tient ? [[0, 0] as const] : autour).filter((ecart) => {
        const place = placeDe(ecart)
        return isIn(place, toile) && !pris.some((autre) => meet(place, autre))
      })
      const voisines = visibles.filter((autre) => !autre.calque.fond && autre.texte !== texte)
      const choisi = libres.find((ecart) => tient || !voisines.some((autre) => meet(placeDe(ecart), autre.forme))) ?? libres[0]
      if (choisi === undefined) continue
      repere.setOffset([choisi[0], choisi[1]])
      nom.hidden = false
      pris.push(placeDe(choisi))
      if (!calque.fond) ecrits.add(texte)
    }
  }
  carte.on('moveend', refresh)
  carte.on('resize', refresh)
  requestAnimationFrame(refresh)
  return { refresh }
}

function boxOf({ geometry, properties }: FormeGeoJson): Boite {
  const [lon, lat] = properties.ancre
  if (geometry.type === 'Point') return [lon, lat, lon, lat]
  return boiteOf(geometry.coordinates.map((anneaux) => anneaux.map((anneau) => anneau.map(([x = 0, y = 0]) => [x, y] as const))))
}

function onScreen(carte: CarteGl, [ouest, sud, est, nord]: Boite): Cadre {
  const [haut, bas] = [carte.project([ouest, nord]), carte.project([est, sud])]
  return { x1: haut.x, y1: haut.y, x2: bas.x, y2: bas.y }
}

function meet(a: Cadre, b: Cadre): boolean {
  return a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2
}

function isIn(a: Cadre, b: Cadre): boolean {
  return a.x1 >= b.x1 && a.x2 <= b.x2 && a.y1 >= b.y1 && a.y2 <= b.y2
}
