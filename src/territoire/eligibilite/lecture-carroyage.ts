/** Reads the table of a statistical grid as it streams by: column names as INSEE writes them, numbers as exact integers. Pure. */
import { RegleViolee } from '#platform/errors.ts'
import { ABSENT, buildCellules, type Cellules, headOf } from './grille.ts'

/** How the places of cells are written. */
export type FormeGrille =
  /** `CRS3035RES200mN2029800E4254200`: the projection is said by each cell. */
  | { sorte: 'code' }
  /** Coordinates in metres, of the centre or of the south-west corner, in a projection that the file does not say. */
  | { sorte: 'metres'; epsg: number }
  /** Indices within a tile of so many cells, whose origin is that of the whole grid. */
  | { sorte: 'tuile'; epsg: number; origineX: number; origineY: number; tuileX: number; tuileY: number; cellulesTuile: number }

export type DemandeLecture = { forme: FormeGrille; coteM: number }

export type LectureCarroyage = {
  cellules: Cellules
  epsg: number
  /** What the file gives. */
  avecPopulation: boolean
  avecNiveau: boolean
  avecMenages: boolean
}

type Role = 'code' | 'x' | 'y' | 'population' | 'niveau' | 'menages' | 'pauvres' | 'imputee' | 'estimee'

/** Names of columns, lower case: Filosofi 2015, 2017, 2019, 2021, its tiles, and the examples of the package btb. */
const NOMS: Record<string, Role> = {
  idcar_200m: 'code',
  idinspire: 'code',
  id_inspire: 'code',
  idcar_nat: 'code',
  idk_200m: 'code',
  x: 'x',
  y: 'y',
  ind: 'population',
  ind_snv: 'niveau',
  men: 'menages',
  houhold: 'menages',
  household: 'menages',
  men_pauv: 'pauvres',
  phouhold: 'pauvres',
  imputed: 'imputee',
  i_est_200: 'estimee',
  i_est_cr: 'estimee',
}
/** Largest count of a cell, × ECHELLE. */
const MAX_COMPTE = 2 ** 31 - 1
/** Bad lines that a refusal names; the others are counted. */
const MAX_FAUTES = 20

export type Lecteur = {
  /** Adds a piece of the file. */
  push: (octets: Uint8Array) => void
  /** @throws RegleViolee naming the bad lines */
  end: () => LectureCarroyage
  lues: () => number
}

/** A reader of rows already cut into fields (a GeoPackage, or `createLecteur` below). @throws RegleViolee on unusable headings */
export function createCollecteur(entetes: readonly string[], demande: DemandeLecture) {
  const roles = entetes.map(
    (nom) =>
      NOMS[
        nom
          .trim()
          .replace(/^\ufeff/, '')
          .toLowerCase()
      ] ?? null,
  )
  // « Idcar_200m » and « idINSPIRE » may stand side by side: the first is enough.
  const premier = (role: Role) => roles.indexOf(role)
  checkEntetes(roles, demande)
  const places = (['code', 'x', 'y', 'population', 'niveau', 'menages', 'pauvres', 'imputee', 'estimee'] as const).map(
    (role) => [role, premier(role)] as const,
  )
  const place = Object.fromEntries(places) as Record<Role, number>
  const fautes: string[] = []
  let fausses = 0
  let n = 0
  let epsg = demande.forme.sorte === 'code' ? 0 : demande.forme.epsg
  let tampon = buildCellules(4096)
  const fault = (ligne: number, message: string): void => {
    fausses += 1
    if (fautes.length < MAX_FAUTES) fautes.push(`ligne ${ligne} : ${message}`)
  }
  const lieu = { x: 0, y: 0 }
  /** @returns what is wrong with the row, in French; null when it was kept */
  const keep = (champ: (colonne: number) => string): string | null => {
    if (n === tampon.x.length) tampon = grown(tampon)
    const probleme = locateCellule(champ, place, demande, lieu, epsg)
    if (typeof probleme === 'string') return probleme
    epsg = probleme
    // Four decimals are ECHELLE; two, cents.
    const population = place.population < 0 ? ABSENT : parseEntier(champ(place.population), 4)
    const niveau = place.niveau < 0 ? ABSENT : parseEntier(champ(place.niveau), 2)
    const menages = place.menages < 0 ? 0 : parseEntier(champ(place.menages), 4)
    const pauvres = place.pauvres < 0 ? 0 : parseEntier(champ(place.pauvres), 4)
    if (!(population <= MAX_COMPTE && niveau <= Number.MAX_SAFE_INTEGER && menages <= MAX_COMPTE && pauvres <= MAX_COMPTE)) {
      const role =
        population <= MAX_COMPTE
          ? niveau <= Number.MAX_SAFE_INTEGER
            ? menages <= MAX_COMPTE
              ? 'pauvres'
              : 'menages'
            : 'niveau'
          : 'population'
      return `« ${champ(place[role]).slice(0, 30)} » n’est pas un nombre positif (colonne ${entetes[place[role]] ?? '?'})`
    }
    if (pauvres > menages && place.menages >= 0) return 'plus de ménages pauvres que de ménages'
    tampon.x[n] = lieu.x
    tampon.y[n] = lieu.y
    tampon.population[n] = population
    tampon.niveauCents[n] = niveau
    tampon.menages[n] = menages
    tampon.menagesPauvres[n] = pauvres
    tampon.imputee[n] =
      place.imputee >= 0 ? Number(isVrai(champ(place.imputee))) : place.estimee >= 0 ? Number(isVrai(champ(place.estimee))) : 0
    n += 1
    return null
  }
  const add = (champ: (colonne: number) => string, ligne: number): void => {
    const probleme = keep(champ)
    if (probleme !== null) fault(ligne, probleme)
  }
  const end = (): LectureCarroyage => {
    if (fausses > 0) {
      const suite = fausses > fautes.length ? ` ; et ${fausses - fautes.length} autres` : ''
      throw new RegleViolee(
        `Le carroyage n’est pas enregistré : ${fausses === 1 ? '1 ligne est fausse' : `${fausses} lignes sont fausses`}. Corrigez le fichier, puis envoyez-le de nouveau : ${fautes.join(' ; ')}${suite}.`,
        [{ champ: 'fichier', message: fautes[0] ?? '' }],
      )
    }
    if (n === 0)
      throw new RegleViolee('Le fichier ne contient aucun carreau : il n’a que ses en-têtes.', [
        { champ: 'fichier', message: 'Aucun carreau.' },
      ])
    return {
      cellules: headOf(tampon, n),
      epsg,
      avecPopulation: place.population >= 0,
      avecNiveau: place.niveau >= 0,
      avecMenages: place.menages >= 0,
    }
  }
  return { add, fault, end, lues: () => n }
}

function checkEntetes(roles: readonly (Role | null)[], { forme }: DemandeLecture): void {
  const manque = (quoi: string): never => {
    throw new RegleViolee(
      `Le fichier n’a pas ${quoi}. Colonnes attendues : idcar_200m (ou x et y), ind, ind_snv, men, men_pauv, i_est_200. Vérifiez que la première ligne porte les en-têtes et que le séparateur est la virgule, le point-virgule ou la tabulation.`,
      [{ champ: 'fichier', message: `Il manque ${quoi}.` }],
    )
  }
  if (forme.sorte === 'code' && !roles.includes('code')) manque('de code de carreau (colonne idcar_200m)')
  if (forme.sorte !== 'code' && !(roles.includes('x') && roles.includes('y'))) manque('de colonnes x et y')
  const revenu = roles.includes('population') && roles.includes('niveau')
  if (!revenu && !(roles.includes('menages') && roles.includes('pauvres'))) {
    manque('ni niveaux de vie (ind et ind_snv), ni ménages pauvres (men et men_pauv)')
  }
}

/** Sets the indices of a cell. @returns the EPSG code of its projection, or what is wrong in French */
function locateCellule(
  champ: (colonne: number) => string,
  place: Record<Role, number>,
  { forme, coteM }: DemandeLecture,
  lieu: { x: number; y: number },
  connu: number,
): number | string {
  if (forme.sorte === 'code') {
    const code = champ(place.code)
    const lu = parseCode(code)
    if (lu === null) return `« ${code.slice(0, 40)} » n’est pas un code de carreau (attendu : CRS3035RES200mN…E…)`
    if (lu.coteM !== coteM) return `le carreau ${code.slice(0, 40)} a ${lu.coteM} m de côté, le carroyage ${coteM} m`
    if (connu !== 0 && lu.epsg !== connu) return `le carreau ${code.slice(0, 40)} est en projection ${lu.epsg}, les précédents en ${connu}`
    if (lu.x % coteM !== 0 || lu.y % coteM !== 0) return `le carreau ${code.slice(0, 40)} n’est pas sur la grille de ${coteM} m`
    lieu.x = lu.x / coteM
    lieu.y = lu.y / coteM
    return lu.epsg
  }
  const [ecritX, ecritY] = [champ(place.x), champ(place.y)]
  const [x, y] = [parseSigne(ecritX), parseSigne(ecritY)]
  if (!Number.isFinite(x) || !Number.isFinite(y))
    return `« ${ecritX.slice(0, 20)} ; ${ecritY.slice(0, 20)} » n’est pas un couple de coordonnées`
  if (forme.sorte === 'tuile') {
    const max = forme.cellulesTuile
    if (!Number.isInteger(x) || !Number.isInteger(y) || x < 0 || y < 0 || x >= max || y >= max) {
      return `x = ${ecritX.slice(0, 20)}, y = ${ecritY.slice(0, 20)} sortent de la tuile (0 à ${max - 1})`
    }
    lieu.x = Math.floor(forme.origineX / coteM) + forme.tuileX * max + x
    lieu.y = Math.floor(forme.origineY / coteM) + forme.tuileY * max + y
    return forme.epsg
  }
  if (Math.abs(x) > 1e8 || Math.abs(y) > 1e8) return `x = ${ecritX.slice(0, 20)}, y = ${ecritY.slice(0, 20)} sont hors de la Terre`
  // A centre (359 500 for cells of 200 m) and a south-west corner (359 400) lead to the same cell.
  lieu.x = Math.floor(x / coteM)
  lieu.y = Math.floor(y / coteM)
  return forme.epsg
}

/** « CRS3035RES200mN2029800E4254200 » → projection, side, south-west corner; null when it is not one. */
export function parseCode(code: string): { epsg: number; coteM: number; x: number; y: number } | null {
  // By hand: this runs once a cell, two million times a grid. Without its head (« 200mN…E… »), the code is that of Europe, LAEA.
  const tete = code.startsWith('CRS')
  const res = tete ? code.indexOf('RES', 3) : -3
  const n = code.indexOf('mN', res + 3)
  const e = code.indexOf('E', n + 2)
  if ((tete && res < 0) || n < 0 || e < 0) return null
  const epsg = tete ? parseCourt(code, 3, res) : 3035
  const coteM = parseCourt(code, res + 3, n)
  const y = parseCourt(code, n + 2, e)
  const x = parseCourt(code, e + 1, code.length)
  return Number.isNaN(epsg + coteM + x + y) || coteM === 0 ? null : { epsg, coteM, x, y }
}

/** A whole number of nine digits at most, with its sign, between two places of a text; NaN when it is not one. */
function parseCourt(texte: string, debut: number, fin: number): number {
  const negatif = texte.charCodeAt(debut) === 45
  const premier = negatif ? debut + 1 : debut
  if (fin <= premier || fin - premier > 9) return Number.NaN
  let valeur = 0
  for (let i = premier; i < fin; i += 1) {
    const chiffre = texte.charCodeAt(i) - 48
    if (chiffre < 0 || chiffre > 9) return Number.NaN
    valeur = valeur * 10 + chiffre
  }
  return negatif ? -valeur : valeur
}

/** The code of a cell, as INSEE writes it. */
export function formatCode({ epsg, coteM }: { epsg: number; coteM: number }, x: number, y: number): string {
  return `CRS${epsg}RES${coteM}mN${y * coteM}E${x * coteM}`
}

/** Some vintages number the ways of imputing. */
const isVrai = (texte: string) => texte !== '0' && texte !== '' && texte !== '0.0' && !/^f/i.test(texte)

function parseSigne(texte: string): number {
  return texte === '' ? Number.NaN : Number(texte.replace(',', '.'))
}

/**
 * A positive decimal as an integer of so many decimals, rounded half up on what it says: « 22483.9 », 2 → 2 248 390.
 * Comma or point; powers of ten as R writes them (« 1e+05 »). @returns NaN when it is not one
 */
export function parseEntier(texte: string, decimales: number): number {
  let entier = 0
  let apres = -1
  const n = texte.length
  if (n === 0) return Number.NaN
  for (let i = 0; i < n; i += 1) {
    const signe = texte.charCodeAt(i)
    if (signe >= 48 && signe <= 57) {
      if (apres < decimales) {
        entier = entier * 10 + (signe - 48)
        if (apres >= 0) apres += 1
      } else if (apres === decimales) {
        if (signe >= 53) entier += 1
        apres += 1
      }
    } else if ((signe === 46 || signe === 44) && apres < 0 && i > 0) apres = 0
    else return parsePuissance(texte, decimales)
  }
  for (let d = Math.max(apres, 0); d < decimales; d += 1) entier *= 10
  return entier
}

function parsePuissance(texte: string, decimales: number): number {
  const lu = /^(\d+)(?:[.,](\d+))?[eE]\+?(-?\d{1,2})$/.exec(texte)
  if (lu === null) return Number.NaN
  const chiffres = `${lu[1]}${lu[2] ?? ''}`
  const virgule = (lu[1] ?? '').length + Number(lu[3])
  if (virgule < -20 || virgule > 20) return Number.NaN
  const etendu =
    virgule <= 0
      ? `0.${'0'.repeat(-virgule)}${chiffres}`
      : `${chiffres.padEnd(virgule, '0').slice(0, virgule)}.${chiffres.slice(virgule) || '0'}`
  return parseEntier(etendu, decimales)
}

function grown(cellules: Cellules): Cellules {
  const grandes = buildCellules(cellules.x.length * 2)
  grandes.x.set(cellules.x)
  grandes.y.set(cellules.y)
  grandes.population.set(cellules.population)
  grandes.niveauCents.set(cellules.niveauCents)
  grandes.menages.set(cellules.menages)
  grandes.menagesPauvres.set(cellules.menagesPauvres)
  grandes.imputee.set(cellules.imputee)
  return grandes
}
