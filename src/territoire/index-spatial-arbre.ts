/** Boxes of short chains of edges in a tree, for distances. Pure. */
import { type ArbreBords, createListe, type Liste, push } from './index-spatial-forme.ts'

/** Edges in a chain, and children of a node. */
const ARETES = 6
const ENFANTS = 4

type Polygones = readonly { zone: number; anneaux: readonly (readonly [number, number])[] }[]
type Noeuds = { boites: Liste; premiers: Liste; fins: Liste; zones: Liste }

/** @param nombre zones; polygons come in their order */
export function buildArbre(nombre: number, sommets: Int32Array, polygones: Polygones): ArbreBords {
  const noeuds: Noeuds = { boites: createListe(), premiers: createListe(), fins: createListe(), zones: createListe() }
  const debutsRacines = new Int32Array(nombre + 1)
  const racines = new Int32Array(polygones.length)
  for (const [rang, { zone, anneaux }] of polygones.entries()) {
    const debut = noeuds.zones.taille
    for (const [premier, dernier] of anneaux) {
      for (let i = premier; i < dernier; i += ARETES) {
        pushNode(noeuds, -1 - i, Math.min(dernier, i + ARETES), zone, boxOfChain(sommets, i, Math.min(dernier, i + ARETES)))
      }
    }
    racines[rang] = raiseTree(noeuds, debut, zone)
    debutsRacines[zone + 1] = rang + 1
  }
  for (let zone = 1; zone <= nombre; zone += 1) {
    debutsRacines[zone] = Math.max(debutsRacines[zone] as number, debutsRacines[zone - 1] as number)
  }
  // Copies of the roots side by side, in an order that keeps neighbours together.
  const debut = noeuds.zones.taille
  for (const racine of hilbertOrder(noeuds.boites.valeurs, racines)) {
    const boite = Array.from(noeuds.boites.valeurs.subarray(4 * racine, 4 * racine + 4))
    const { premiers, fins, zones } = noeuds
    pushNode(noeuds, premiers.valeurs[racine] as number, fins.valeurs[racine] as number, zones.valeurs[racine] as number, boite)
  }
  if (polygones.length > 0) raiseTree(noeuds, debut, -1)
  const cut = ({ valeurs, taille }: Liste) => valeurs.slice(0, taille)
  return {
    boites: cut(noeuds.boites),
    premiers: cut(noeuds.premiers),
    fins: cut(noeuds.fins),
    zones: cut(noeuds.zones),
    debutsRacines,
    racines,
  }
}

/** Nodes above those from `debut` on, level by level. @returns the root */
function raiseTree(noeuds: Noeuds, debut: number, zone: number): number {
  let [bas, haut] = [debut, noeuds.zones.taille]
  while (haut - bas > 1) {
    for (let enfant = bas; enfant < haut; enfant += ENFANTS) {
      const fin = Math.min(haut, enfant + ENFANTS)
      pushNode(noeuds, enfant, fin, zone, boxOfNodes(noeuds.boites.valeurs, enfant, fin))
    }
    ;[bas, haut] = [haut, noeuds.zones.taille]
  }
  return bas
}

function pushNode(noeuds: Noeuds, premier: number, fin: number, zone: number, boite: readonly number[]): void {
  for (const valeur of boite) push(noeuds.boites, valeur)
  push(noeuds.premiers, premier)
  push(noeuds.fins, fin)
  push(noeuds.zones, zone)
}

function boxOfChain(sommets: Int32Array, premier: number, dernier: number): [number, number, number, number] {
  let [ouest, sud, est, nord] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = premier; i <= dernier; i += 1) {
    const x = sommets[2 * i] as number
    const y = sommets[2 * i + 1] as number
    if (x < ouest) ouest = x
    if (x > est) est = x
    if (y < sud) sud = y
    if (y > nord) nord = y
  }
  return [ouest, sud, est, nord]
}

function boxOfNodes(boites: Int32Array, premier: number, fin: number): [number, number, number, number] {
  let [ouest, sud, est, nord] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let n = premier; n < fin; n += 1) {
    ouest = Math.min(ouest, boites[4 * n] as number)
    sud = Math.min(sud, boites[4 * n + 1] as number)
    est = Math.max(est, boites[4 * n + 2] as number)
    nord = Math.max(nord, boites[4 * n + 3] as number)
  }
  return [ouest, sud, est, nord]
}

/** Nodes along a Hilbert curve of 2^16 × 2^16 over the globe. */
function hilbertOrder(boites: Int32Array, racines: Int32Array): number[] {
  return Array.from(racines, (racine) => ({
    racine,
    rang: hilbert(((boites[4 * racine] as number) >> 16) + 2 ** 15, ((boites[4 * racine + 1] as number) >> 16) + 2 ** 15),
  }))
    .sort((a, b) => a.rang - b.rang || a.racine - b.racine)
    .map(({ racine }) => racine)
}

/** Rank along the curve of order 16. */
function hilbert(x: number, y: number): number {
  let [a, b, rang] = [x, y, 0]
  for (let cote = 2 ** 15; cote > 0; cote = cote >> 1) {
    const droite = (a & cote) > 0 ? 1 : 0
    const haut = (b & cote) > 0 ? 1 : 0
    rang = rang * 4 + ((3 * droite) ^ haut)
    if (haut === 0) {
      if (droite === 1) [a, b] = [2 ** 16 - 1 - a, 2 ** 16 - 1 - b]
      ;[a, b] = [b, a]
    }
  }
  return rang
}
