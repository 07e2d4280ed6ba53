/** Codes by which tables name places, and how spreadsheets damage them. Pure. */
import type { TypeTerritoire } from '../observation.ts'

/** A place that the reference knows. `generationCode`: of a quartier, else null. */
export type TerritoireConnu = { type: TypeTerritoire; code: string; nom: string; generationCode: string | null }

/** The code as the reference would write it, and whether it had to be put right (a zero lost by a spreadsheet). */
export type CodeLu = { code: string; repare: boolean }

const FORMES: Readonly<Record<TypeTerritoire, RegExp>> = {
  quartier: /^(QP|QN|ZUS)?[0-9A-Z]{4,18}$/,
  commune: /^(\d{2}|2[AB])\d{3}$/,
  epci: /^\d{9}$/,
  departement: /^(\d{2,3}|2[AB])$/,
  region: /^\d{2}$/,
  unite_urbaine: /^[0-9AB]{5}$/,
  france: /^(FR|FM)$/,
}
/** Digits of a code, and how many first zeros a spreadsheet may have taken from it: 00851 becomes 851. */
const LONGUEURS: Readonly<Partial<Record<TypeTerritoire, readonly [number, number]>>> = {
  commune: [5, 1],
  unite_urbaine: [5, 2],
  departement: [2, 1],
  region: [2, 1],
}
const FRANCE: Readonly<Record<string, string>> = {
  FR: 'FR',
  FRANCE: 'FR',
  'FRANCE ENTIERE': 'FR',
  'FRANCE METROPOLITAINE': 'FM',
  FM: 'FM',
  METRO: 'FM',
}

/** A cell read as the code of a place of this kind; null when it cannot be one. */
export function readCode(brut: string, type: TypeTerritoire): CodeLu | null {
  const texte = brut.trim().replace(/^'/, '').normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase()
  if (type === 'france') {
    const code = FRANCE[texte]
    return code === undefined ? null : { code, repare: false }
  }
  const serre = texte.replace(/[\s\u00a0\u202f]/g, '')
  if (type === 'quartier') return /\d/.test(serre) && FORMES.quartier.test(serre) ? { code: serre, repare: false } : null
  if (FORMES[type].test(serre)) return { code: serre, repare: serre !== texte }
  const [longueur, perdus] = LONGUEURS[type] ?? [0, 0]
  return /^[1-9]\d*$/.test(serre) && serre.length < longueur && serre.length >= longueur - perdus
    ? { code: serre.padStart(longueur, '0'), repare: true }
    : null
}

/** BR-04: the grammar of quartiers prioritaires, 2015 and 2024. */
export function isCodeQpv(code: string): boolean {
  return /^QP(\d{3}|02[AB])\d{3}$|^QN(\d{3}|02[AB])\d{2}[NMI]$/.test(code)
}

/** Kinds that the title of a column announces: « CODGEO », « code_qp », « EPCI ». */
export function typesOfEntete(entete: string): TypeTerritoire[] {
  const texte = entete
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
  if (/\b(lib|libelle|nom|libgeo|intitule)/.test(texte)) return []
  const types: TypeTerritoire[] = []
  if (/\bqp(v|\d{0,4})?\b|\bquartier|code qp|cod ?qp/.test(texte)) types.push('quartier')
  if (/\bepci\b|siren|intercommunal/.test(texte)) types.push('epci')
  if (/\buu(\d{4})?\b|unite urbaine/.test(texte)) types.push('unite_urbaine')
  if (/\bcommune|\bcom\b|codgeo|insee|depcom|cod ?com/.test(texte)) types.push('commune')
  if (/^dep\b|departement/.test(texte)) types.push('departement')
  if (/^reg\b|\bregion/.test(texte)) types.push('region')
  return types
}
