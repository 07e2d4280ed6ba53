/** Where the body of a table begins, which column names the places, what its headings are. Pure. */
import type { TypeTerritoire } from '../observation.ts'
import { TYPES_TERRITOIRE } from '../observation.ts'
import { isCodeQpv, readCode, type TerritoireConnu, typesOfEntete } from './codes-territoires.ts'
import type { Feuille } from './grille.ts'

const ECHANTILLON = 300
/** Share of the cells of a column that must be codes for it to name the places. */
const SEUIL = 0.6
const LIGNES_ENTETE_MAX = 5

/** Codes of a sample of each column, to be asked of the reference. */
export function sampleCodes(feuille: Feuille): { type: TypeTerritoire; code: string }[] {
  const demandes = new Map<string, { type: TypeTerritoire; code: string }>()
  for (const { type, codes } of candidates(feuille)) for (const code of codes) demandes.set(`${type} ${code}`, { type, code })
  return [...demandes.values()]
}

type Candidate = { colonne: number; type: TypeTerritoire; codes: string[]; lus: number; remplies: number }

function candidates({ lignes }: Feuille): Candidate[] {
  const largeur = lignes.reduce((max, ligne) => Math.max(max, ligne.length), 0)
  const trouvees: Candidate[] = []
  for (let colonne = 0; colonne < largeur; colonne += 1) {
    const cases = lignes.map((ligne) => ligne[colonne] ?? '').filter((texte) => texte !== '')
    const pas = Math.max(1, Math.floor(cases.length / ECHANTILLON))
    const echantillon = cases.filter((_, rang) => rang % pas === 0)
    for (const type of TYPES_TERRITOIRE) {
      const codes = echantillon.map((texte) => readCode(texte, type)?.code).filter((code) => code !== undefined)
      const retenus = type === 'quartier' ? codes.filter((code) => isCodeQpv(code) || !/^\d+$/.test(code)) : codes
      if (retenus.length > 0 && retenus.length >= echantillon.length * 0.3)
        trouvees.push({ colonne, type, codes: retenus, lus: retenus.length, remplies: echantillon.length })
    }
  }
  return trouvees
}

export const cleTerritoire = (type: TypeTerritoire, code: string): string => `${type} ${code}`

/** The column that names the places: most of its cells are codes that the reference knows; a heading settles what is close. */
export function chooseTerritoire(
  feuille: Feuille,
  connus: ReadonlyMap<string, TerritoireConnu>,
): { colonne: number; type: TypeTerritoire; note: number } | null {
  let choisie: { colonne: number; type: TypeTerritoire; note: number } | null = null
  for (const { colonne, type, codes, remplies } of candidates(feuille)) {
    const reconnus = codes.filter((code) => connus.has(cleTerritoire(type, code))).length / Math.max(1, remplies)
    const formes = codes.length / Math.max(1, remplies)
    const dit = feuille.lignes.slice(0, 40).some((ligne) => typesOfEntete(ligne[colonne] ?? '').includes(type))
    const qpv = type === 'quartier' && codes.some(isCodeQpv)
    // A code of quartier is told by its form alone; elsewhere the reference, or a heading, must say so.
    if (formes < SEUIL / 2 || (reconnus === 0 && !dit && !qpv)) continue
    const distincts = new Set(codes).size / codes.length
    const note = reconnus * 2 + formes * 0.5 + (dit ? 0.8 : 0) + (qpv ? 1 : 0) + distincts * 0.3 - colonne * 0.01
    if (choisie === null || note > choisie.note + 1e-9) choisie = { colonne, type, note }
  }
  return choisie
}

export type Corps = {
  /** Ranks of the heading lines, from the top. */
  entetes: number[]
  premiere: number
  derniere: number
}

/** Where the body lies once the column of places is known. @returns null when no line names a place */
export function findCorps(
  { lignes }: Feuille,
  colonne: number,
  type: TypeTerritoire,
  connus: ReadonlyMap<string, TerritoireConnu>,
): Corps | null {
  const isLieu = (ligne: readonly string[]): boolean => {
    const lu = readCode(ligne[colonne] ?? '', type)
    return (
      lu !== null &&
      (connus.has(cleTerritoire(type, lu.code)) ||
        (type === 'quartier' ? isCodeQpv(lu.code) : ligne.some((texte, rang) => rang !== colonne && /\d/.test(texte))))
    )
  }
  const premiere = lignes.findIndex(isLieu)
  if (premiere < 0) return null
  const derniere = lignes.findLastIndex(isLieu)
  const entetes: number[] = []
  for (let rang = premiere - 1; rang >= 0 && entetes.length < LIGNES_ENTETE_MAX; rang -= 1) {
    const textes = new Set((lignes[rang] ?? []).filter((texte) => texte !== ''))
    if (textes.size === 0 && entetes.length === 0) continue
    if (textes.size < 2) break
    entetes.unshift(rang)
  }
  return { entetes, premiere, derniere }
}
