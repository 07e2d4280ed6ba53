import type { Tx } from '#platform/db/base.ts'
import { type Anneau, boiteOf, type MultiPolygone, type Position, pasDe } from './geometrie.ts'
import { getRevision, listGenerations, listGeometries } from './quartier.store.ts'
import { type Generation, isEnVigueur, type QuartierAvecGeometrie } from './quartier.ts'
import { isComplet, isEnMetropole, type QuartierSitue, type SituationDatee } from './situation.ts'

type Garde = { revision: number; generations: readonly Generation[]; quartiers: Map<string, readonly QuartierAvecGeometrie[]> }
let garde: Garde | null = null

/** Where each position lies on that ISO day. One statement when nothing has changed since the last question. */
export async function situate(tx: Tx, positions: readonly Position[], jour: string): Promise<SituationDatee[]> {
  const revision = await getRevision(tx)
  if (garde?.revision !== revision) garde = { revision, generations: await listGenerations(tx), quartiers: new Map() }
  const memoire = garde
  const enVigueur: { generation: Generation; quartiers: QuartierAvecGeometrie[] }[] = []
  for (const generation of memoire.generations) {
    if (!isEnVigueur(generation, jour)) continue
    const connus = memoire.quartiers.get(generation.id) ?? (await listGeometries(tx, [generation.id]))
    memoire.quartiers.set(generation.id, connus)
    const quartiers = connus.filter((quartier) => isEnVigueur(quartier, jour))
    if (quartiers.length > 0) enVigueur.push({ generation, quartiers })
  }
  const quartiers = enVigueur.flatMap((une) => une.quartiers)
  const complet = isComplet(
    enVigueur.map(({ generation, quartiers: connus }) => ({
      compteAnnonce: generation.compteAnnonce,
      connus: connus.filter(({ boite }) => boite !== null && isEnMetropole([boite[0], boite[1]])).length,
    })),
  )
  const commun = { jour, generations: enVigueur.map(({ generation }) => generation), connus: quartiers.length }
  return positions.map((position) => ({
    ...commun,
    // The lists of overseas quartiers are others, counted nowhere in ours.
    complet: complet && isEnMetropole(position),
    ...placeAmong(quartiers, position),
  }))
}

function placeAmong(quartiers: readonly QuartierAvecGeometrie[], position: Position): Pick<SituationDatee, 'dedans' | 'proche'> {
  const situes = quartiers.map((quartier) => {
    const geometrie = quartier.geometrie ?? []
    const { id, code, nom, generation, nature } = quartier
    const situe: QuartierSitue = { id, code, nom, generation, nature, distanceM: distanceToBorder(geometrie, position) }
    return { situe, dedans: covers(geometrie, position) }
  })
  const dedans = situes.filter((un) => un.dedans).map(({ situe }) => situe)
  const proche = situes.reduce<QuartierSitue | null>((a, { situe }) => (a === null || situe.distanceM < a.distanceM ? situe : a), null)
  return { dedans: dedans.sort((a, b) => b.distanceM - a.distanceM), proche }
}

/** Exact in steps of 1e-7 degree; the border is inside. */
function covers(m: MultiPolygone, [lon, lat]: Position): boolean {
  if (m.length === 0) return false
  const [ouest, sud, est, nord] = boiteOf(m)
  if (lon < ouest || lon > est || lat < sud || lat > nord) return false
  const [px, py] = [pasDe(lon), pasDe(lat)]
  return m.some((polygone) => {
    let dans = false
    for (const anneau of polygone) {
      for (let i = 1; i < anneau.length; i += 1) {
        const [x1, y1] = stepsFrom(anneau, i - 1, px, py)
        const [x2, y2] = stepsFrom(anneau, i, px, py)
        const croix = x1 * y2 - x2 * y1
        if (croix === 0 && x1 * x2 <= 0 && y1 * y2 <= 0) return true
        if (y1 > 0 !== y2 > 0 && croix > 0 === y2 > y1) dans = !dans
      }
    }
    return dans
  })
}

function stepsFrom(anneau: Anneau, rang: number, px: number, py: number): [number, number] {
  const [lon = 0, lat = 0] = anneau[rang] ?? []
  return [pasDe(lon) - px, pasDe(lat) - py]
}

function distanceToBorder(m: MultiPolygone, [lon, lat]: Position): number {
  const parLat = 111_132.95
  const parLon = 111_319.49 * Math.cos((lat * Math.PI) / 180)
  let mini = Infinity
  for (const polygone of m) {
    for (const anneau of polygone) {
      for (let i = 1; i < anneau.length; i += 1) {
        const [a = [0, 0], b = [0, 0]] = [anneau[i - 1], anneau[i]]
        const [ax, ay, bx, by] = [(a[0] - lon) * parLon, (a[1] - lat) * parLat, (b[0] - lon) * parLon, (b[1] - lat) * parLat]
        const [dx, dy] = [bx - ax, by - ay]
        const l2 = dx * dx + dy * dy
        const t = l2 === 0 ? 0 : Math.max(0, Math.min(1, -(ax * dx + ay * dy) / l2))
        mini = Math.min(mini, Math.hypot(ax + t * dx, ay + t * dy))
      }
    }
  }
  return mini
}
