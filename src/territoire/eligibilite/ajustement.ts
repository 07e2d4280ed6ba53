/** Cells that a person adds or takes off, on top of those under the threshold. Pure. */
import { RegleViolee } from '#platform/errors.ts'
import type { Ajustement, Geste } from './candidats.ts'
import type { Emprise } from './geometrie-cellules.ts'
import { parseCode } from './lecture-carroyage.ts'

/** « 10135,3052 » or the code of a cell. */
export type Place = { x: number; y: number }

/** Adjustments of one simulation: beyond, it is another perimeter. */
const AJUSTEMENTS_MAX = 20_000

/** Reads the place of a cell: « x,y », or its code. @returns null when it is neither */
export function parsePlace(texte: string, repere: { epsg: number; coteM: number }): Place | null {
  const net = texte.trim()
  const indices = /^(-?\d{1,7}),(-?\d{1,7})$/.exec(net)
  if (indices !== null) return { x: Number(indices[1]), y: Number(indices[2]) }
  const code = parseCode(net)
  if (code === null || code.epsg !== repere.epsg || code.coteM !== repere.coteM) return null
  return code.x % code.coteM !== 0 || code.y % code.coteM !== 0 ? null : { x: code.x / code.coteM, y: code.y / code.coteM }
}

/**
 * Adds and takes off cells. What goes back to what the threshold says leaves no adjustment.
 * @param sousLeSeuil is the cell under the threshold?
 * @throws RegleViolee when a cell is out of the simulation, or there are too many
 */
export function adjusted(
  ajustements: readonly Ajustement[],
  { geste, places }: { geste: Geste; places: readonly Place[] },
  { emprise, sousLeSeuil }: { emprise: Emprise; sousLeSeuil: (place: Place) => boolean },
): Ajustement[] {
  const parPlace = new Map(ajustements.map((un) => [`${un.x},${un.y}`, un]))
  for (const { x, y } of places) {
    if (x < emprise.x0 || x > emprise.x1 || y < emprise.y0 || y > emprise.y1) {
      throw new RegleViolee(`Le carreau ${x},${y} est hors de l’emprise de la simulation : agrandissez-la d’abord.`, [
        { champ: 'carreaux', message: `Le carreau ${x},${y} est hors de l’emprise.` },
      ])
    }
    if (sousLeSeuil({ x, y }) === (geste === 'ajoutee')) parPlace.delete(`${x},${y}`)
    else parPlace.set(`${x},${y}`, { x, y, geste })
  }
  if (parPlace.size > AJUSTEMENTS_MAX)
    throw new RegleViolee('Une simulation compte 20 000 carreaux ajustés au plus : changez plutôt ses paramètres.')
  return [...parPlace.values()].sort((a, b) => a.y - b.y || a.x - b.x)
}

/** The same adjustments, in the same order? */
export function sameAjustements(a: readonly Ajustement[], b: readonly Ajustement[]): boolean {
  return a.length === b.length && a.every((un, rang) => un.x === b[rang]?.x && un.y === b[rang]?.y && un.geste === b[rang]?.geste)
}
