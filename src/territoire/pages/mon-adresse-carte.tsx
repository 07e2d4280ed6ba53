import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { QuartierDessine } from '../adresse.store.ts'
import type { Calque, DemandeCarte } from '../carte/carte.ts'
import { drawCarte } from '../carte/dessin.ts'
import type { Boite, Position } from '../geometrie.ts'
import { demandeDuCadre } from '../tape.ts'

/** What lies in the frame of a map. */
export type Decor = { quartiers: readonly QuartierDessine[]; communes: readonly QuartierDessine[]; source: string }

/** The quartiers around, those of the answer apart. */
export function calquesOf({ quartiers, communes }: Decor, trouves: readonly string[]): Calque[] {
  const forme = ({ id, code, nom, geometrie }: QuartierDessine) => ({ id, code, nom, geometrie })
  const calques: Calque[] = [
    { id: 'communes', libelle: 'Commune', style: 'commune', formes: communes.map(forme), etiquettes: 'nom', role: 'fond' },
    {
      id: 'autres',
      libelle: 'Quartier prioritaire',
      style: 'quartier',
      formes: quartiers.filter(({ code }) => !trouves.includes(code)).map(forme),
      etiquettes: 'nom',
    },
    {
      id: 'trouve',
      libelle: 'Le quartier trouvé',
      style: 'ici',
      formes: quartiers.filter(({ code }) => trouves.includes(code)).map(forme),
      etiquettes: 'nom',
    },
  ]
  return calques.filter(({ formes }) => formes.length > 0)
}

/** The map of an answer: the place, and the quartiers around it. */
export function demandeReponse(
  decor: Decor,
  cadre: Boite,
  points: readonly { nom: string; position: Position }[],
  trouves: readonly string[],
): DemandeCarte {
  return {
    id: 'carte-adresse',
    titre: points.length > 1 ? 'Les endroits trouvés et les quartiers autour' : 'L’endroit cherché et les quartiers autour',
    description: points.length > 1 ? 'Chaque losange est un des endroits trouvés.' : 'Le losange est l’endroit cherché.',
    calques: [
      ...calquesOf(decor, trouves),
      {
        id: 'points',
        libelle: points.length > 1 ? 'Endroits trouvés' : 'L’endroit cherché',
        style: 'point',
        formes: points.map(({ nom, position }, rang) => ({ id: `p${rang}`, nom, geometrie: position })),
        ...(points.length > 1 ? { etiquettes: 'nom' as const } : {}),
      },
    ],
    cadre,
    source: decor.source,
  }
}

type PropsTape = { decor: Decor; cadre: Boite; jour: string; position: Position | null; trouves: readonly string[]; children?: Child }

/**
 * A map that answers where it is touched, without script: a transparent image button lies over the drawing and sends where it was
 * clicked. Without script its size is fixed, so that the server knows it; <carte-a-toucher> lets it grow and says its width.
 */
export function CarteATapper({ decor, cadre, jour, position, trouves, children }: PropsTape) {
  const points = position === null ? [] : [{ id: 'p', nom: 'Le point touché', geometrie: position }]
  const dessin = drawCarte({
    ...demandeDuCadre(cadre),
    id: 'carte-tape',
    description: 'Les quartiers prioritaires de l’endroit. La liste des quartiers est écrite sur la page.',
    calques: [...calquesOf(decor, trouves), { id: 'points', libelle: 'Le point touché', style: 'point', formes: points }],
  })
  if (dessin === null) return null
  return (
    <form action="/mon-adresse" method="post" class="pv-tape pv-ecran" autocomplete="off">
      <input type="hidden" name="par" value="carte" />
      <input type="hidden" name="cadre" value={cadre.join(',')} />
      <input type="hidden" name="jour" value={jour} />
      {children}
      <carte-a-toucher>
        <div class="pv-plan pv-tape-image">
          {raw(dessin.svg)}
          <input type="image" name="carte" src={TRANSPARENT} alt="Toucher la carte pour choisir un point" />
        </div>
        <input type="hidden" name="largeur" value="" />
      </carte-a-toucher>
      <p class="pv-note">
        {dessin.echelle.libelle === '' ? '' : `Contours${'\u00a0'}: ${decor.source}. `}Au clavier, tapez plutôt une adresse ou des
        coordonnées.
      </p>
    </form>
  )
}

/** One transparent pixel. */
const TRANSPARENT = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'
