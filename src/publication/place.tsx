/** The square of paving stones of a public page: one stone a fiche, around its count. */

const LARGEUR = 58
const HAUTEUR = 36
const PAS_X = 63
const PAS_Y = 41
const COLONNES = 7

export type Pave = { x: number; y: number }

/**
 * Places for `nombre` stones in alternate courses, leaving a square in the middle for the count. The square keeps its height,
 * courses are added until all stones fit.
 * @returns places in reading order, and the size of the drawing
 */
export function buildPlace(nombre: number): { paves: Pave[]; largeur: number; hauteur: number } {
  for (let rangs = 5; ; rangs += 1) {
    const milieu = ((rangs - 1) * PAS_Y + HAUTEUR) / 2
    const paves: Pave[] = []
    for (let rang = 0; rang < rangs; rang += 1) {
      const impair = rang % 2 === 1
      const y = rang * PAS_Y
      for (let colonne = 0; colonne < (impair ? COLONNES - 1 : COLONNES); colonne += 1) {
        const x = colonne * PAS_X + (impair ? PAS_X / 2 : 0)
        const dansLaPlace = x + LARGEUR > 138 && x < 298 && y + HAUTEUR > milieu - 84 && y < milieu + 84
        if (!dansLaPlace) paves.push({ x, y })
      }
    }
    if (paves.length >= nombre) {
      const retenus = paves.slice(0, nombre)
      const dernier = retenus.at(-1)
      return { paves: retenus, largeur: 436, hauteur: Math.max(milieu + 84, (dernier?.y ?? 0) + HAUTEUR) }
    }
  }
}

export type PaveDeFiche = { serie: number; engagee: boolean }

/** The drawing and its twin in words. `series` are the names of the axes, in order. */
export function Place({ paves, series, mot }: { paves: readonly PaveDeFiche[]; series: readonly string[]; mot: string }) {
  const { paves: places, largeur, hauteur } = buildPlace(paves.length)
  const engagees = paves.filter((pave) => pave.engagee).length
  const rangs = places.length === 0 ? hauteur : Math.max(...places.map((place) => place.y)) + HAUTEUR
  const centre = Math.min(hauteur, Math.max(rangs, 200)) / 2
  return (
    <figure class="pv-place">
      <svg viewBox={`0 0 ${largeur} ${Math.ceil(hauteur)}`} role="img" aria-labelledby="place-t">
        <title id="place-t">{`${paves.length} pavés autour d’une place : un pavé par ${mot}, ${engagees} en cours ou faites`}</title>
        {paves.map((pave, rang) => {
          const place = places[rang]
          if (place === undefined) return null
          const serie = `s${((pave.serie - 1) % 4) + 1}`
          return pave.engagee ? (
            <rect class={`${serie} plein`} x={place.x} y={place.y} width={LARGEUR} height={HAUTEUR} rx="3" />
          ) : (
            <rect class={`${serie} creux`} x={place.x + 1} y={place.y + 1} width={LARGEUR - 2} height={HAUTEUR - 2} rx="3" />
          )
        })}
        <text x="218" y={centre + 6} class="tt" font-size="80" letter-spacing="-3">
          {paves.length}
        </text>
        <text x="218" y={centre + 34} font-size="17">
          {paves.length > 1 ? `${mot}s` : mot}
        </text>
      </svg>
      <figcaption>
        <ul class="pv-legende">
          {series.slice(0, 4).map((serie, rang) => (
            <li class={`s${rang + 1}`}>{serie}</li>
          ))}
        </ul>
        <p class="pv-petit">
          Un pavé, une {mot}. Plein : en cours ou faite ({engagees}). En contour : à venir ({paves.length - engagees}).
        </p>
      </figcaption>
    </figure>
  )
}
