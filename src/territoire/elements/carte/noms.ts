/** Names on the map as text of the page: no font is asked of anyone. Those that would lie over another are hidden. */
import { type Map as CarteGl, Marker } from 'maplibre-gl'
import type { DonneesCarte, FormeGeoJson } from '../../carte/donnees-carte.ts'
import { element } from './dom.ts'

const NOMS_MAX = 200

export function createNoms(carte: CarteGl, donnees: DonneesCarte): { refresh: () => void } {
  const calques = new Map(donnees.calques.map((calque) => [calque.id, calque]))
  const poses = donnees.features
    .flatMap((forme) => {
      const { properties } = forme
      const calque = calques.get(properties.calque)
      if (calque === undefined || calque.etiquettes === null) return []
      const texte = calque.etiquettes === 'code' ? (properties.code ?? properties.nom) : properties.nom
      return [{ calque, texte, ancre: properties.ancre, est: eastOf(forme), ouest: westOf(forme) }]
    })
    // The background last: it yields its place.
    .sort((a, b) => Number(a.calque.fond) - Number(b.calque.fond))
    .slice(0, NOMS_MAX)
    .map(({ calque, texte, ancre, est, ouest }) => {
      const nom = element('span', { class: `pv-vif-nom${calque.fond ? ' fond' : ''}` }, texte)
      const porte = element('div', {}, nom)
      const repere = new Marker({ element: porte, anchor: 'center' }).setLngLat([ancre[0], ancre[1]]).addTo(carte)
      // Said by the list of places and by the table: here, only for the eye.
      for (const attribut of ['role', 'tabindex', 'aria-label']) porte.removeAttribute(attribut)
      porte.setAttribute('aria-hidden', 'true')
      return { calque, nom, texte, ancre, est, ouest, repere }
    })
  const refresh = () => {
    const cadre = carte.getContainer().getBoundingClientRect()
    const pris: DOMRect[] = []
    const ecrits = new Set<string>()
    for (const { calque, nom, texte, ancre, est, ouest, repere } of poses) {
      nom.hidden = !calque.visible || ecrits.has(texte)
      if (nom.hidden) continue
      // On the shape when it is wide enough; otherwise beside it, so that it is not hidden by its own name.
      const [a, b, ici] = [carte.project([ouest, ancre[1]]).x, carte.project([est, ancre[1]]).x, carte.project([ancre[0], ancre[1]]).x]
      const large = nom.offsetWidth
      repere.setOffset(calque.fond || large < b - a ? [0, 0] : [b - ici + large / 2 + 6, 0])
      const place = nom.getBoundingClientRect()
      const dehors = place.left < cadre.left || place.right > cadre.right || place.top < cadre.top || place.bottom > cadre.bottom
      const couvert = pris.some(
        (autre) => place.left < autre.right && autre.left < place.right && place.top < autre.bottom && autre.top < place.bottom,
      )
      nom.hidden = dehors || couvert
      if (nom.hidden) continue
      pris.push(place)
      if (!calque.fond) ecrits.add(texte)
    }
  }
  carte.on('moveend', refresh)
  requestAnimationFrame(refresh)
  return { refresh }
}

function longitudes({ geometry }: FormeGeoJson): number[] {
  return geometry.type === 'Point'
    ? [geometry.coordinates[0]]
    : geometry.coordinates.flatMap(([coque]) => (coque ?? []).map(([lon = 0]) => lon))
}

function eastOf(forme: FormeGeoJson): number {
  return longitudes(forme).reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
}

function westOf(forme: FormeGeoJson): number {
  return longitudes(forme).reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
}
