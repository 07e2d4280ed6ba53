/** Sweep of one polygon over the fine cells: which cells its border touches, and which spans of cells lie inside. Pure. */
import { createListe, DEDANS, type Liste, push, reserve } from './index-spatial-forme.ts'

/** What the sweep of all polygons gives. */
export type Balayage = {
  /** Column, row and place in `contenu` of each cell that a border touches. */
  cellules: Liste
  /** Entries of records, as in IndexSpatial.fiches. */
  contenu: Liste
  /** Zone, row, first column and last column of what lies inside, without a border of its polygon. */
  pleines: Liste
}

/** Reused from one polygon to the next. */
export type Atelier = { lignes: Liste; colonnes: Liste; aretes: Liste; tri: Liste; tri2: Liste; comptes: Int32Array; changements: number[] }

export function createBalayage(): Balayage {
  return { cellules: createListe(), contenu: createListe(), pleines: createListe() }
}

export function createAtelier(): Atelier {
  return {
    lignes: createListe(),
    colonnes: createListe(),
    aretes: createListe(),
    tri: createListe(),
    tri2: createListe(),
    comptes: new Int32Array(1024),
    changements: [],
  }
}

/**
 * Sweeps one polygon, whose rings are `anneaux` (first and last vertex of each in `sommets`).
 *
 * The status of a point of a cell is the parity of the edges on its left. Edges listed in the cell are tested; the others are on
 * one side of the whole cell, and their number changes only at the height of the ends of the listed chains that stand on the left:
 * the parity at the lowest row of the cell, and those heights, are kept with the entry. All of it is exact: a cell may list an edge
 * that only comes near, never miss one.
 */
export function sweepPolygone(
  zone: number,
  anneaux: readonly (readonly [number, number])[],
  sommets: Int32Array,
  pas: number,
  atelier: Atelier,
  sortie: Balayage,
): void {
  const ordre = listCells(anneaux, sommets, pas, atelier)
  const lignes = atelier.lignes.valeurs
  const colonnes = atelier.colonnes.valeurs
  const aretes = atelier.aretes.valeurs
  const total = atelier.lignes.taille
  let i = 0
  while (i < total) {
    const ligne = lignes[ordre[i] as number] as number
    const bas = ligne << pas
    // Number of edges met on the lowest row of this line of cells, up to the current cell.
    let avant = 0
    let precedente = 0
    let premiere = true
    while (i < total && lignes[ordre[i] as number] === ligne) {
      const colonne = colonnes[ordre[i] as number] as number
      if (!premiere && (avant & 1) === 1 && colonne > precedente + 1) pushSpan(sortie.pleines, zone, ligne, precedente + 1, colonne - 1)
      const debut = i
      let dansCellule = 0
      let listeesAvant = 0
      while (i < total && colonnes[ordre[i] as number] === colonne && lignes[ordre[i] as number] === ligne) {
        const arete = aretes[ordre[i] as number] as number
        const ay = sommets[2 * arete + 1] as number
        const by = sommets[2 * arete + 3] as number
        if (ay > bas !== by > bas) {
          const ou = crossing(sommets[2 * arete] as number, ay, sommets[2 * arete + 2] as number, by, bas) >> pas
          if (ou < colonne) listeesAvant += 1
          else if (ou === colonne) dansCellule += 1
        }
        i += 1
      }
      pushEntry(zone, (avant + listeesAvant) & 1, colonne, ligne, ordre, debut, i, aretes, sommets, pas, atelier.changements, sortie)
      avant += dansCellule
      precedente = colonne
      premiere = false
    }
  }
}

/** Whole x where the edge meets the parallel `y`, to one unit: the same for every cell that asks. */
function crossing(ax: number, ay: number, bx: number, by: number, y: number): number {
  const x = Math.floor(ax + ((y - ay) / (by - ay)) * (bx - ax))
  return ax < bx ? Math.min(bx, Math.max(ax, x)) : Math.min(ax, Math.max(bx, x))
}

/** Every cell that an edge touches, with a margin of one step; returns their order by line, column, then edge. */
function listCells(anneaux: readonly (readonly [number, number])[], sommets: Int32Array, pas: number, atelier: Atelier): Int32Array {
  atelier.lignes.taille = 0
  atelier.colonnes.taille = 0
  atelier.aretes.taille = 0
  const cote = 1 << pas
  for (const [premier, dernier] of anneaux) {
    for (let arete = premier; arete < dernier; arete += 1) {
      const ax = sommets[2 * arete] as number
      const ay = sommets[2 * arete + 1] as number
      const bx = sommets[2 * arete + 2] as number
      const by = sommets[2 * arete + 3] as number
      const ouest = Math.min(ax, bx)
      const est = Math.max(ax, bx)
      const sud = Math.min(ay, by)
      const nord = Math.max(ay, by)
      const haut = nord >> pas
      for (let ligne = sud >> pas; ligne <= haut; ligne += 1) {
        let de = ouest
        let a = est
        if (sud >> pas !== haut) {
          const bas = ligne << pas
          const x1 = crossing(ax, ay, bx, by, Math.max(sud, bas))
          const x2 = crossing(ax, ay, bx, by, Math.min(nord, bas + cote - 1))
          de = Math.max(ouest, Math.min(x1, x2) - 1)
          a = Math.min(est, Math.max(x1, x2) + 1)
        }
        for (let colonne = de >> pas; colonne <= a >> pas; colonne += 1) {
          push(atelier.lignes, ligne)
          push(atelier.colonnes, colonne)
          push(atelier.aretes, arete)
        }
      }
    }
  }
  const nombre = atelier.lignes.taille
  atelier.tri.taille = 0
  atelier.tri2.taille = 0
  const parColonne = reserve(atelier.tri, nombre)
  const parLigne = reserve(atelier.tri2, nombre)
  sortBy(atelier, atelier.colonnes.valeurs, null, parColonne, nombre)
  sortBy(atelier, atelier.lignes.valeurs, parColonne, parLigne, nombre)
  return parLigne
}

/** Stable counting sort. */
function sortBy(atelier: Atelier, cles: Int32Array, ordre: Int32Array | null, sortie: Int32Array, nombre: number): void {
  let min = cles[0] ?? 0
  let max = min
  for (let i = 1; i < nombre; i += 1) {
    const cle = cles[i] as number
    if (cle < min) min = cle
    else if (cle > max) max = cle
  }
  const etendue = max - min + 2
  if (atelier.comptes.length < etendue) atelier.comptes = new Int32Array(etendue * 2)
  const comptes = atelier.comptes
  comptes.fill(0, 0, etendue)
  for (let i = 0; i < nombre; i += 1) comptes[(cles[i] as number) - min + 1] = (comptes[(cles[i] as number) - min + 1] as number) + 1
  for (let k = 1; k < etendue; k += 1) comptes[k] = (comptes[k] as number) + (comptes[k - 1] as number)
  for (let i = 0; i < nombre; i += 1) {
    const lequel = ordre === null ? i : (ordre[i] as number)
    const k = (cles[lequel] as number) - min
    const place = comptes[k] as number
    sortie[place] = lequel
    comptes[k] = place + 1
  }
}

function pushSpan(pleines: Liste, zone: number, ligne: number, de: number, a: number): void {
  const valeurs = reserve(pleines, 4)
  valeurs[pleines.taille] = zone
  valeurs[pleines.taille + 1] = ligne
  valeurs[pleines.taille + 2] = de
  valeurs[pleines.taille + 3] = a
  pleines.taille += 4
}

function pushEntry(
  zone: number,
  parite: number,
  colonne: number,
  ligne: number,
  ordre: Int32Array,
  debut: number,
  fin: number,
  aretes: Int32Array,
  sommets: Int32Array,
  pas: number,
  changements: number[],
  { cellules, contenu }: Balayage,
): void {
  reserve(cellules, 3)
  cellules.valeurs[cellules.taille] = colonne
  cellules.valeurs[cellules.taille + 1] = ligne
  cellules.valeurs[cellules.taille + 2] = contenu.taille
  cellules.taille += 3
  const entete = contenu.taille
  reserve(contenu, 3 + 4 * (fin - debut))
  changements.length = 0
  const gauche = colonne << pas
  const bas = ligne << pas
  const haut = bas + (1 << pas) - 1
  // Ends of the chains: heights at which what is not listed changes.
  const noteEnd = (sommet: number) => {
    const y = sommets[2 * sommet + 1] as number
    if ((sommets[2 * sommet] as number) >= gauche || y <= bas || y > haut) return
    const deja = changements.indexOf(y)
    if (deja < 0) changements.push(y)
    else changements.splice(deja, 1)
  }
  const suites: number[] = []
  for (let i = debut; i < fin; ) {
    const premiere = aretes[ordre[i] as number] as number
    let derniere = premiere
    i += 1
    while (i < fin && aretes[ordre[i] as number] === derniere + 1) {
      derniere += 1
      i += 1
    }
    suites.push(premiere, derniere + 1)
    noteEnd(premiere)
    noteEnd(derniere + 1)
  }
  const valeurs = contenu.valeurs
  valeurs[entete] = zone
  valeurs[entete + 1] = (parite === 1 ? DEDANS : 0) | (changements.length << 2)
  valeurs[entete + 2] = suites.length / 2
  let ici = entete + 3
  for (const y of changements) valeurs[ici++] = y
  for (const borne of suites) valeurs[ici++] = borne
  contenu.taille = ici
}

/** An entry without an edge: a cell wholly inside the zone. */
export function pushFull(zone: number, colonne: number, ligne: number, { cellules, contenu }: Balayage): void {
  for (const valeur of [colonne, ligne, contenu.taille]) push(cellules, valeur)
  for (const valeur of [zone, DEDANS, 0]) push(contenu, valeur)
}
