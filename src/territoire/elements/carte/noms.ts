/** Names on the map as text of the page: no font is asked of anyone. Those that would lie over another are hidden. */
import { type Map as CarteGl, Marker } from 'maplibre-gl'
import type { DonneesCarte } from '../../carte/donnees-carte.ts'
import { element } from './dom.ts'

const NOMS_MAX = 200

export function createNoms(carte: CarteGl, donnees: DonneesCarte): { refresh: () => void } {
  const calques = new Map(donnees.calques.map((calque) => [calque.id, calque]))
  const poses = donnees.features
    .flatMap(({ properties }) => {
      const calque = calques.get(properties.calque)
      if (calque === undefined || calque.etiquettes === null) return []
      const texte = calque.etiquettes === 'code' ? (properties.code ?? properties.nom) : properties.nom
      return [{ calque, texte, ancre: properties.ancre }]
    })
    // The background last: it yields its place.
    .sort((a, b) => Number(a.calque.fond) - Number(b.calque.fond))
    .slice(0, NOMS_MAX)
    .map(({ calque, texte, ancre }) => {
      const nom = element('span', { class: `pv-vif-nom${calque.fond ? ' fond' : ''}` }, texte)
      const porte = element('div', {}, nom)
      const repere = new Marker({ element: porte, anchor: 'center' }).setLngLat([ancre[0], ancre[1]]).addTo(carte)
      // Said by the list of places and by the table: here, only for the eye.
      for (const attribut of ['role', 'tabindex', 'aria-label']) porte.removeAttribute(attribut)
      porte.setAttribute('aria-hidden', 'true')
      return { calque, nom, repere }
    })
  const refresh = () => {
    const pris: DOMRect[] = []
    for (const { calque, nom } of poses) {
      nom.hidden = !calque.visible
      if (nom.hidden) continue
      const place = nom.getBoundingClientRect()
      const couvert = pris.some(
        (autre) => place.left < autre.right && autre.left < place.right && place.top < autre.bottom && autre.top < place.bottom,
      )
      nom.hidden = couvert
      if (!couvert) pris.push(place)
    }
  }
  carte.on('moveend', refresh)
  requestAnimationFrame(refresh)
  return { refresh }
}
