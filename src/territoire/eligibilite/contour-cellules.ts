/** Outline of a set of cells: the exact union of their squares, as rectilinear polygons on the grid's own corners. Pure. */

/** A corner of the grid: cell (x, y) has the corners (x, y) and (x + 1, y + 1). */
export type Coin = readonly [x: number, y: number]
/** Closed ring of corners; shells counter-clockwise, holes clockwise. */
export type AnneauCoins = readonly Coin[]
export type PolygoneCoins = readonly AnneauCoins[]

/** Vertices of a long side: the projected side then stays within a decimetre of the true one. */
const PAS_MAX = 10

const cleDe = (x: number, y: number) => `${x},${y}`

/**
 * Polygons whose union is exactly the cells: one for each set of cells contiguous by a side, so that cells that touch by a
 * corner give polygons that touch by a point, each valid (OGC: simple rings, connected interior).
 */
export function traceContour(cellules: readonly Coin[]): PolygoneCoins[] {
  const restantes = new Map(cellules.map((cellule) => [cleDe(cellule[0], cellule[1]), cellule]))
  const polygones: PolygoneCoins[] = []
  for (const depart of cellules) {
    if (!restantes.has(cleDe(depart[0], depart[1]))) continue
    polygones.push(tracePartie(takePartie(restantes, depart)))
  }
  return polygones
}

/** Takes out of `restantes` all the cells joined to this one by sides. */
function takePartie(restantes: Map<string, Coin>, depart: Coin): Map<string, Coin> {
  const partie = new Map<string, Coin>()
  const pile: Coin[] = [depart]
  restantes.delete(cleDe(depart[0], depart[1]))
  for (let ici = pile.pop(); ici !== undefined; ici = pile.pop()) {
    const [x, y] = ici
    partie.set(cleDe(x, y), ici)
    for (const voisine of [cleDe(x - 1, y), cleDe(x + 1, y), cleDe(x, y - 1), cleDe(x, y + 1)]) {
      const trouvee = restantes.get(voisine)
      if (trouvee === undefined) continue
      restantes.delete(voisine)
      pile.push(trouvee)
    }
  }
  return partie
}

/** One shell and its holes. Sides are walked with the cells on the left. */
function tracePartie(partie: Map<string, Coin>): PolygoneCoins {
  const suites = new Map<string, Coin[]>()
  const pose = (de: Coin, vers: Coin) => {
    const cle = cleDe(de[0], de[1])
    const connues = suites.get(cle)
    if (connues === undefined) suites.set(cle, [vers])
    else connues.push(vers)
  }
  for (const [x, y] of partie.values()) {
    if (!partie.has(cleDe(x, y - 1))) pose([x, y], [x + 1, y])
    if (!partie.has(cleDe(x + 1, y))) pose([x + 1, y], [x + 1, y + 1])
    if (!partie.has(cleDe(x, y + 1))) pose([x + 1, y + 1], [x, y + 1])
    if (!partie.has(cleDe(x - 1, y))) pose([x, y + 1], [x, y])
  }
  const anneaux = [...suites.keys()].flatMap((cle) => walkAnneaux(suites, cle))
  anneaux.sort((a, b) => Number(aireCoins(b) > 0) - Number(aireCoins(a) > 0))
  return anneaux.map(simplified)
}

/** Walks from a corner until no side leaves it; a corner passed twice closes a ring of its own. */
function walkAnneaux(suites: Map<string, Coin[]>, depart: string): AnneauCoins[] {
  const anneaux: AnneauCoins[] = []
  while ((suites.get(depart)?.length ?? 0) > 0) {
    const [x = 0, y = 0] = depart.split(',').map(Number)
    const chemin: Coin[] = [[x, y]]
    const places = new Map([[depart, 0]])
    for (let ici: Coin = [x, y]; ; ) {
      const suite = suites.get(cleDe(ici[0], ici[1]))?.pop()
      if (suite === undefined) break
      const cle = cleDe(suite[0], suite[1])
      const deja = places.get(cle)
      if (deja === undefined) {
        places.set(cle, chemin.length)
        chemin.push(suite)
      } else {
        const boucle = chemin.splice(deja + 1)
        for (const passe of boucle) places.delete(cleDe(passe[0], passe[1]))
        anneaux.push([suite, ...boucle, suite])
      }
      ici = suite
    }
  }
  return anneaux
}

/** Signed area in cells: positive when counter-clockwise. */
export function aireCoins(anneau: AnneauCoins): number {
  let double = 0
  for (let i = 1; i < anneau.length; i += 1) {
    const [x1, y1] = anneau[i - 1] as Coin
    const [x2, y2] = anneau[i] as Coin
    double += x1 * y2 - x2 * y1
  }
  return double / 2
}

/** Keeps the turns, and a corner every ten along a straight side. */
function simplified(anneau: AnneauCoins): AnneauCoins {
  const n = anneau.length - 1
  const tourne = (i: number) => {
    const [x0, y0] = anneau[(i - 1 + n) % n] as Coin
    const [x1, y1] = anneau[i] as Coin
    const [x2, y2] = anneau[(i + 1) % n] as Coin
    return (x1 - x0) * (y2 - y1) !== (x2 - x1) * (y1 - y0)
  }
  const garde = (i: number) => {
    const [x, y] = anneau[i] as Coin
    // On the grid itself, so that two outlines that share a side share its corners.
    return tourne(i) || (x + y) % PAS_MAX === 0
  }
  const gardes = Array.from({ length: n }, (_, i) => i)
    .filter(garde)
    .map((i) => anneau[i] as Coin)
  return [...gardes, gardes[0] as Coin]
}
