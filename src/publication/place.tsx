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
 * Places for `nombre` stones in alternate courses around the square. The courses are as many on both sides of it: added until
 * all stones fit, at least five.
 * @returns places in reading order, the size of the drawing, and the middle of the square
 */
export function buildPlace(nombre: number): { paves: Pave[]; largeur: number; hauteur: number; milieu: number } {
  for (let rangs = 5; ; rangs += 1) {
    const hauteur = (rangs - 1) * PAS_Y + HAUTEUR
    const milieu = hauteur / 2
    const paves: Pave[] = []
    for (let rang = 0; rang < rangs; rang += 1) {
      const impair = rang % 2 === 1
      const y = rang * PAS_Y
      for (let colonne = 0; colonne < (impair ? COLONNES - 1 : COLONNES); colonne += 1) {
        const x = colonne * PAS_X + (impair ? PAS_X / 2 : 0)
        const dansLaPlace = x + LARGEUR > 138 && x < 298 && y + HAUTEUR > milieu - DEMI_PLACE && y < milieu + DEMI_PLACE
        if (!dansLaPlace) paves.push({ x, y })
      }
    }
    if (paves.length >= nombre) return { paves: paves.slice(0, nombre), largeur: COLONNES * PAS_X - (PAS_X - LARGEUR), hauteur, milieu }
  }
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
