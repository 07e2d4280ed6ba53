/** The square of paving stones of a public page: one stone a fiche, around its count. */

const LARGEUR = 58
const HAUTEUR = 36
const PAS_X = 63
const PAS_Y = 41
const COLONNES = 7
/** Half the height and the width left free in the middle for the count. */
const DEMI_PLACE = 84

export type Pave = { x: number; y: number }

/**
 * Places for `nombre` stones in alternate courses around the square: as many courses as it takes, at least five, filled from
 * both ends towards the middle, so that the square stays in the middle of its stones.
 * @returns places in reading order, the size of the drawing, and the middle of the square
 */
export function buildPlace(nombre: number): { paves: Pave[]; largeur: number; hauteur: number; milieu: number } {
  for (let rangs = 5; ; rangs += 1) {
    const hauteur = (rangs - 1) * PAS_Y + HAUTEUR
    const milieu = hauteur / 2
    const assises = Array.from({ length: rangs }, (_, rang) => assise(rang, milieu))
    if (assises.reduce((somme, paves) => somme + paves.length, 0) < nombre) continue
    const paves = fromBothEnds(assises, nombre).sort((a, b) => a.y - b.y || a.x - b.x)
    return { paves, largeur: COLONNES * PAS_X - (PAS_X - LARGEUR), hauteur, milieu }
  }
}

/** Stones of one course, those that would stand on the square left out. */
function assise(rang: number, milieu: number): Pave[] {
  const impair = rang % 2 === 1
  const y = rang * PAS_Y
  return Array.from({ length: impair ? COLONNES - 1 : COLONNES }, (_, colonne) => ({
    x: colonne * PAS_X + (impair ? PAS_X / 2 : 0),
    y,
  })).filter(({ x }) => !(x + LARGEUR > 138 && x < 298 && y + HAUTEUR > milieu - DEMI_PLACE && y < milieu + DEMI_PLACE))
}

/** First and last course, then the next ones inwards; in the last that is begun, from its two ends. */
function fromBothEnds(assises: readonly Pave[][], nombre: number): Pave[] {
  const ordre = assises.map((_, rang) => (rang % 2 === 0 ? rang / 2 : assises.length - (rang + 1) / 2))
  const pris: Pave[] = []
  for (const rang of ordre) {
    const paves = assises[rang] ?? []
    const restent = nombre - pris.length
    if (restent <= 0) break
    const gauche = Math.ceil(Math.min(restent, paves.length) / 2)
    const droite = Math.min(restent, paves.length) - gauche
    pris.push(...paves.slice(0, gauche), ...paves.slice(paves.length - droite))
  }
  return pris
}

export type PaveDeFiche = { serie: number; engagee: boolean }

/** Colours that the drawing has. */
const SERIES = 4

/**
 * The drawing and its twin in words.
 * @param series names of the parts, in order; with more of them than colours the stones are all alike
 * @param mots one fiche, several fiches
 */
export function Place({
  paves,
  series,
  mots,
}: {
  paves: readonly PaveDeFiche[]
  series: readonly string[]
  mots: readonly [string, string]
}) {
  const { paves: places, largeur, hauteur, milieu } = buildPlace(paves.length)
  const engagees = paves.filter((pave) => pave.engagee).length
  const colore = series.length > 1 && series.length <= SERIES
  const [mot, pluriel] = mots
  return (
    <figure class="pv-place">
      <svg viewBox={`0 0 ${largeur} ${Math.ceil(hauteur)}`} role="img" aria-labelledby="place-t">
        <title id="place-t">{`${paves.length} pavés autour d’une place : un pavé par ${mot}, ${engagees} en cours ou faites`}</title>
        {paves.map((pave, rang) => {
          const place = places[rang]
          if (place === undefined) return null
          const serie = colore ? `s${pave.serie}` : 's1'
          return pave.engagee ? (
            <rect class={`${serie} plein`} x={place.x} y={place.y} width={LARGEUR} height={HAUTEUR} rx="3" />
          ) : (
            <rect class={`${serie} creux`} x={place.x + 1} y={place.y + 1} width={LARGEUR - 2} height={HAUTEUR - 2} rx="3" />
          )
        })}
        <text x="218" y={milieu + 12} class="tt" font-size="80" letter-spacing="-3">
          {paves.length}
        </text>
        <text x="218" y={milieu + 42} font-size="19">
          {paves.length > 1 ? pluriel : mot}
        </text>
      </svg>
      <figcaption>
        {colore && (
          <ul class="pv-legende">
            {series.map((serie, rang) => (
              <li class={`s${rang + 1}`}>{serie}</li>
            ))}
          </ul>
        )}
        <p class="pv-petit">
          Un pavé, une {mot}. Plein : en cours ou faite ({engagees}). En contour : à venir ({paves.length - engagees}).
        </p>
      </figcaption>
    </figure>
  )
}
