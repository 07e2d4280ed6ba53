/** Tools and layers around the map: plain buttons and boxes, in words; the vertices drawn, in a table. */
import { type Map as CarteGl, LngLatBounds } from 'maplibre-gl'
import type { CalqueDonnees, DonneesCarte } from '../../carte/donnees-carte.ts'
import type { Position } from '../../geometrie.ts'
import { setOpacite } from './calques-vifs.ts'
import { bouton, element, patch, uniqueId } from './dom.ts'
import type { Mode, Outil } from './outil.ts'
import { removed } from './trace-main.ts'

type Deps = {
  carte: CarteGl
  donnees: DonneesCarte
  hote: HTMLElement
  outil: Outil
  setVisible: (calque: CalqueDonnees, visible: boolean) => void
}

export function createPanneau(deps: Deps): { haut: HTMLElement; bas: HTMLElement } {
  const haut = element('div', { class: 'pv-vif-outils' }, ...tools(deps))
  const bas = element(
    'div',
    { class: 'pv-vif-calques' },
    layers(deps),
    ...compare(deps),
    ...(deps.hote.dataset.champ === undefined ? [] : [vertices(deps)]),
  )
  return { haut, bas }
}

function tools({ carte, donnees, hote, outil }: Deps): HTMLElement[] {
  const voir = element(
    'div',
    { role: 'group', 'aria-label': 'Vue' },
    bouton('Agrandir', () => carte.zoomIn()),
    bouton('Réduire', () => carte.zoomOut()),
    bouton('Tout voir', () => {
      if (donnees.bbox !== null) carte.fitBounds(new LngLatBounds(donnees.bbox), { padding: 32, maxZoom: 17, animate: false })
    }),
    bouton('Imprimer', () => window.print()),
  )
  const modes: readonly (readonly [Mode, string])[] = [
    ['parcourir', 'Parcourir'],
    ['mesurer', 'Mesurer'],
    ...(hote.dataset.champ === undefined ? [] : ([['tracer', 'Dessiner']] as const)),
  ]
  const boutons = modes.map(([mode, libelle]) => {
    const fait = bouton(libelle, () => {
      outil.setMode(mode)
      montre()
      carte.getCanvas().focus()
    })
    return { mode, fait }
  })
  const montre = () => {
    for (const { mode, fait } of boutons) fait.setAttribute('aria-pressed', String(mode === outil.modeOf()))
  }
  montre()
  const choix = element('div', { role: 'group', 'aria-label': 'Outil' }, ...boutons.map(({ fait }) => fait))
  if (hote.dataset.champ === undefined) return [voir, choix]
  const dessin = element(
    'div',
    { role: 'group', 'aria-label': 'Dessin' },
    bouton('Fermer le contour', outil.close),
    bouton('Annuler', outil.undo),
    bouton('Tout effacer', outil.empty),
  )
  outil.listen(() => {
    dessin.hidden = outil.modeOf() !== 'tracer'
    montre()
  })
  dessin.hidden = outil.modeOf() !== 'tracer'
  return [voir, choix, dessin]
}

function layers({ donnees, setVisible }: Deps): HTMLElement {
  const prefixe = uniqueId('calque')
  const cases = donnees.calques.map((calque) => {
    const boite = element('input', { type: 'checkbox' })
    boite.checked = calque.visible
    boite.addEventListener('change', () => setVisible(calque, boite.checked))
    const nombre = element('span', { class: 'pv-petit' }, ` (${calque.nombre.toLocaleString('fr-FR')})`)
    return element('label', {}, boite, patch(calque.style, `${prefixe}-${calque.id}`), calque.libelle, nombre)
  })
  return element('fieldset', { class: 'pv-plan' }, element('legend', {}, 'Calques'), ...cases)
}

/** Two generations, one fading into the other. */
function compare({ carte, donnees, setVisible }: Deps): HTMLElement[] {
  // The eldest first.
  const parGeneration = donnees.calques.filter(({ generation }) => generation !== null).reverse()
  const [avant, ...autres] = parGeneration
  const apres = autres.at(-1)
  if (avant === undefined || apres === undefined) return []
  const choix = [avant, apres].map((defaut, rang) => {
    const liste = element('select', { class: 'ds-input' })
    for (const { id, libelle } of parGeneration) liste.append(new Option(libelle, id, false, id === defaut.id))
    return { liste, nom: element('label', {}, rang === 0 ? 'De' : 'À', liste) }
  })
  const glisse = element('input', {
    type: 'range',
    min: '0',
    max: '100',
    value: '50',
    step: '5',
    'aria-label': 'Passer d’une génération à l’autre',
  })
  const dit = element('output', { class: 'pv-petit' })
  const applique = () => {
    const [gauche, droite] = choix.map(({ liste }) => parGeneration.find(({ id }) => id === liste.value))
    if (gauche === undefined || droite === undefined) return
    const part = Number(glisse.value) / 100
    for (const calque of parGeneration) {
      const dessus = calque === gauche || calque === droite
      if (calque.visible !== dessus) setVisible(calque, dessus)
      setOpacite(carte, calque.id, calque === droite ? part : 1 - part)
    }
    if (gauche === droite) setOpacite(carte, gauche.id, 1)
    dit.textContent = part === 0 ? `${gauche.libelle} seule` : part === 1 ? `${droite.libelle} seule` : 'Les deux, l’une sur l’autre'
    glisse.setAttribute('aria-valuetext', dit.textContent)
  }
  for (const commande of [...choix.map(({ liste }) => liste), glisse]) commande.addEventListener('input', applique)
  return [
    element(
      'fieldset',
      { class: 'pv-vif-compare' },
      element('legend', {}, 'Comparer deux générations'),
      ...choix.map(({ nom }) => nom),
      glisse,
      dit,
    ),
  ]
}

/** Every vertex drawn, to reach, move or remove one without the map. */
function vertices({ outil }: Deps): HTMLElement {
  const corps = element('tbody')
  const tete = element('tr', {}, ...['Sommet', 'Latitude', 'Longitude', 'Agir'].map((mot) => element('th', { scope: 'col' }, mot)))
  const table = element('table', { class: 'ds-table' }, element('caption', {}, 'Sommets du dessin'), element('thead', {}, tete), corps)
  const bloc = element('section', { class: 'pv-defile', tabindex: '0', 'aria-label': 'Sommets du dessin' }, table)
  const degres = (valeur: number) => `${valeur.toLocaleString('fr-FR', { minimumFractionDigits: 6, maximumFractionDigits: 6 })}°`
  const montre = () => {
    const { polygones, encours } = outil.traceOf()
    const rangees = polygones.flatMap((anneaux, polygone) =>
      anneaux.flatMap((boucle, anneau) =>
        boucle.map(([lon, lat]: Position, rang) => {
          const nom = `${polygones.length > 1 ? `${polygone + 1}.` : ''}${rang + 1}${anneau > 0 ? `, trou ${anneau}` : ''}`
          const sommet = { polygone, anneau, rang }
          return rowOf(nom, degres(lat), degres(lon), [
            bouton('Déplacer', () => outil.take(sommet), { 'aria-label': `Déplacer le sommet ${nom}` }),
            bouton('Retirer', () => outil.change(removed(outil.traceOf(), sommet), `Sommet ${nom} retiré.`), {
              'aria-label': `Retirer le sommet ${nom}`,
            }),
          ])
        }),
      ),
    )
    const enCours = encours.map(([lon, lat], rang) => rowOf(`en cours, ${rang + 1}`, degres(lat), degres(lon), []))
    const garde = document.activeElement instanceof HTMLElement && corps.contains(document.activeElement) ? bloc : null
    corps.replaceChildren(...rangees, ...enCours)
    bloc.hidden = rangees.length + enCours.length === 0
    if (!bloc.hidden) garde?.focus()
  }
  outil.listen(montre)
  montre()
  return bloc
}

function rowOf(nom: string, lat: string, lon: string, gestes: readonly HTMLElement[]): HTMLTableRowElement {
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, nom),
    element('td', {}, lat),
    element('td', {}, lon),
    element('td', { class: 'gestes' }, ...gestes),
  )
}
