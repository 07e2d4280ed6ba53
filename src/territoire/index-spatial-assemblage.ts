/** From the sweep of every polygon to the raster: pages, blocks, fine cells, records and sets. Pure. */
import { type Balayage, pushFull } from './index-spatial-balayage.ts'
import { COTE, createListe, DERNIERE, FICHE, type IndexSpatial, type Liste, push, reserve } from './index-spatial-forme.ts'

type Raster = Pick<
  IndexSpatial,
  'colonnes' | 'lignes' | 'largeur' | 'pages' | 'cases' | 'fines' | 'bases' | 'adresses' | 'fiches' | 'debuts' | 'membres'
>

const PAGE = 2 * COTE
const MASQUE = (1 << COTE) - 1
const PAR_BLOC = 1 << (2 * COTE)

/** Columns and rows of fine cells of the box: first and last. */
type Etendue = { colonne: number; ligne: number; derniereColonne: number; derniereLigne: number }

export function assemble(nombre: number, etendue: Etendue, balayage: Balayage): Raster {
  const { cellules, pleines } = balayage
  const grille = layPages(etendue, balayage)
  // Blocks: the cases that a border touches.
  let blocs = 0
  for (let i = 0; i < cellules.taille; i += 3) {
    const ici = caseAt(grille, etendue, cellules.valeurs[i] as number, cellules.valeurs[i + 1] as number)
    if (grille.cases[ici] === 0) grille.cases[ici] = ++blocs
  }
  const ensembles = createEnsembles(nombre)
  const fines = new Uint16Array((blocs + 1) * PAR_BLOC)
  for (let i = 0; i < pleines.taille; i += 4) fillSpan(i, balayage, etendue, grille, fines, ensembles)
  const fiches = writeFiches(blocs, balayage, etendue, grille, fines, ensembles)
  return { ...grille, fines, ...fiches, debuts: Int32Array.from(ensembles.debuts), membres: Int32Array.from(ensembles.membres) }
}

type Grille = Pick<IndexSpatial, 'colonnes' | 'lignes' | 'largeur' | 'pages' | 'cases'>

/** Pages wherever a border or an inner span stands. */
function layPages(etendue: Etendue, { cellules, pleines }: Balayage): Grille {
  const { colonne: c0, ligne: l0 } = etendue
  const page = (c: number, origine: number) => (c >> PAGE) - (origine >> PAGE)
  const colonnes = new Uint16Array(Math.max(0, page(etendue.derniereColonne, c0)) + 1)
  const lignes = new Uint16Array(Math.max(0, page(etendue.derniereLigne, l0)) + 1)
  const eachPage = (faire: (colonne: number, ligne: number) => void) => {
    for (let i = 0; i < cellules.taille; i += 3) faire(page(cellules.valeurs[i] as number, c0), page(cellules.valeurs[i + 1] as number, l0))
    for (let i = 0; i < pleines.taille; i += 4) {
      const fin = page(pleines.valeurs[i + 3] as number, c0)
      for (let c = page(pleines.valeurs[i + 2] as number, c0); c <= fin; c += 1) faire(c, page(pleines.valeurs[i + 1] as number, l0))
    }
  }
  eachPage((c, l) => {
    colonnes[c] = 1
    lignes[l] = 1
  })
  const largeur = number(colonnes) + 1
  const pages = new Int32Array(largeur * (number(lignes) + 1))
  let nombre = 0
  eachPage((c, l) => {
    const ici = (lignes[l] as number) * largeur + (colonnes[c] as number)
    if (pages[ici] === 0) pages[ici] = ++nombre
  })
  return { colonnes, lignes, largeur, pages, cases: new Int32Array((nombre + 1) * PAR_BLOC) }
}

/** Ranks, from 1, of what is not 0. @returns how many */
function number(rangs: Uint16Array): number {
  let rang = 0
  for (let i = 0; i < rangs.length; i += 1) if (rangs[i] !== 0) rangs[i] = ++rang
  return rang
}

function caseAt(grille: Grille, etendue: Etendue, colonne: number, ligne: number): number {
  const c = grille.colonnes[(colonne >> PAGE) - (etendue.colonne >> PAGE)] as number
  const l = grille.lignes[(ligne >> PAGE) - (etendue.ligne >> PAGE)] as number
  const page = grille.pages[l * grille.largeur + c] as number
  return (page << PAGE) | (((ligne >> COTE) & MASQUE) << COTE) | ((colonne >> COTE) & MASQUE)
}

/** Sets of zones, each known once. Set of rank < nombre: the zone of that rank alone. */
type Ensembles = { nombre: number; debuts: number[]; membres: number[]; connus: Map<string, number> }

function createEnsembles(nombre: number): Ensembles {
  return { nombre, debuts: [0], membres: [], connus: new Map() }
}

function membersOf({ nombre, debuts, membres }: Ensembles, ensemble: number): readonly number[] {
  return ensemble < nombre ? [ensemble] : membres.slice(debuts[ensemble - nombre], debuts[ensemble - nombre + 1])
}

/** The set with one zone more. */
function withZone(ensembles: Ensembles, ensemble: number, zone: number): number {
  if (ensemble === zone) return ensemble
  const cle = `${ensemble}+${zone}`
  const connu = ensembles.connus.get(cle)
  if (connu !== undefined) return connu
  const tous = [...new Set([...membersOf(ensembles, ensemble), zone])].sort((a, b) => a - b)
  const nom = tous.join(',')
  let rang = tous.length === 1 ? (tous[0] as number) : ensembles.connus.get(nom)
  if (rang === undefined) {
    ensembles.membres.push(...tous)
    ensembles.debuts.push(ensembles.membres.length)
    rang = ensembles.nombre + ensembles.debuts.length - 2
    ensembles.connus.set(nom, rang)
  }
  ensembles.connus.set(cle, rang)
  return rang
}

function fillSpan(i: number, balayage: Balayage, etendue: Etendue, grille: Grille, fines: Uint16Array, ensembles: Ensembles): void {
  const [zone, ligne, de, a] = balayage.pleines.valeurs.subarray(i, i + 4) as unknown as [number, number, number, number]
  for (let bloc = de >> COTE; bloc <= a >> COTE; bloc += 1) {
    const ou = caseAt(grille, etendue, bloc << COTE, ligne)
    const valeur = grille.cases[ou] as number
    if (valeur <= 0) {
      // Without a border of any zone, the case lies whole in this one: its first row says it once.
      if ((ligne & MASQUE) === 0) grille.cases[ou] = -1 - (valeur === 0 ? zone : withZone(ensembles, -1 - valeur, zone))
      continue
    }
    const base = (valeur << (2 * COTE)) | ((ligne & MASQUE) << COTE)
    const fin = Math.min(a, (bloc << COTE) + MASQUE)
    for (let colonne = Math.max(de, bloc << COTE); colonne <= fin; colonne += 1) {
      const fine = base | (colonne & MASQUE)
      const avant = fines[fine] as number
      const ensemble = avant === 0 ? zone : withZone(ensembles, avant - 1, zone)
      if (ensemble + 1 < FICHE) fines[fine] = ensemble + 1
      else pushFull(zone, colonne, ligne, balayage)
    }
  }
}

/** Records of the cells with a border: the zones that cover them wholly first, then one entry a polygon. */
function writeFiches(
  blocs: number,
  { cellules, contenu }: Balayage,
  etendue: Etendue,
  grille: Grille,
  fines: Uint16Array,
  ensembles: Ensembles,
): Pick<IndexSpatial, 'bases' | 'adresses' | 'fiches'> {
  const nombre = cellules.taille / 3
  const places = new Int32Array(nombre)
  for (let n = 0; n < nombre; n += 1) {
    const colonne = cellules.valeurs[3 * n] as number
    const ligne = cellules.valeurs[3 * n + 1] as number
    const bloc = grille.cases[caseAt(grille, etendue, colonne, ligne)] as number
    places[n] = (bloc << (2 * COTE)) | ((ligne & MASQUE) << COTE) | (colonne & MASQUE)
  }
  const ordre = sortPlaces(places, blocs)
  const bases = new Int32Array(blocs + 1)
  const adresses = createListe(nombre + 1)
  const fiches = createListe(contenu.taille + nombre)
  let bloc = 0
  for (let n = 0; n < nombre; ) {
    const place = places[ordre[n] as number] as number
    if (place >> (2 * COTE) !== bloc) {
      bloc = place >> (2 * COTE)
      bases[bloc] = adresses.taille
    }
    let entete = 0
    const ensemble = (fines[place] as number) - 1
    fines[place] = FICHE | (adresses.taille - (bases[bloc] as number))
    push(adresses, fiches.taille)
    for (const zone of ensemble < 0 ? [] : membersOf(ensembles, ensemble)) {
      entete = fiches.taille
      for (const valeur of [zone, 2, 0]) push(fiches, valeur)
    }
    for (; n < nombre && places[ordre[n] as number] === place; n += 1) {
      entete = fiches.taille
      copyEntry(contenu, cellules.valeurs[3 * (ordre[n] as number) + 2] as number, fiches)
    }
    fiches.valeurs[entete + 1] = (fiches.valeurs[entete + 1] as number) | DERNIERE
  }
  return { bases, adresses: adresses.valeurs.slice(0, adresses.taille), fiches: fiches.valeurs.slice(0, fiches.taille) }
}

function copyEntry(contenu: Liste, debut: number, fiches: Liste): void {
  const mots = 3 + ((contenu.valeurs[debut + 1] as number) >> 2) + 2 * (contenu.valeurs[debut + 2] as number)
  reserve(fiches, mots)
  for (let i = 0; i < mots; i += 1) fiches.valeurs[fiches.taille + i] = contenu.valeurs[debut + i] as number
  fiches.taille += mots
}

/** Order of the places: by cell, then by block (stable counting sorts). */
function sortPlaces(places: Int32Array, blocs: number): Int32Array {
  const parCellule = countingSort(places, null, 0, PAR_BLOC)
  return countingSort(places, parCellule, 2 * COTE, blocs + 1)
}

function countingSort(places: Int32Array, ordre: Int32Array | null, decalage: number, classes: number): Int32Array {
  const masque = decalage === 0 ? PAR_BLOC - 1 : -1
  const comptes = new Int32Array(classes + 1)
  const sortie = new Int32Array(places.length)
  for (let i = 0; i < places.length; i += 1) {
    const k = (((places[i] as number) >> decalage) & masque) + 1
    comptes[k] = (comptes[k] as number) + 1
  }
  for (let k = 1; k <= classes; k += 1) comptes[k] = (comptes[k] as number) + (comptes[k - 1] as number)
  for (let i = 0; i < places.length; i += 1) {
    const lequel = ordre === null ? i : (ordre[i] as number)
    const k = ((places[lequel] as number) >> decalage) & masque
    sortie[comptes[k] as number] = lequel
    comptes[k] = (comptes[k] as number) + 1
  }
  return sortie
}
