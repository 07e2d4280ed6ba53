/** The gaps of several quartiers, indicator by indicator: what the page of a contract and that of a quartier show. Pure. */
import { absDecimal, compareDecimals, roundDecimal } from './decimal.ts'
import { type Ecart, measureEcart } from './ecart.ts'
import type { Indicateur } from './indicateur.ts'
import type { Mesure, NatureSource, TypeTerritoire } from './observation.ts'
import { comparePeriodes } from './periode.ts'
import { chooseReference, type Reference, type Repere, TYPES_REFERENCE, type TypeReference } from './reference.ts'
import { recomputeRatio, type Somme, sumMesures } from './somme.ts'

/** A figure with its source, as read. */
export type MesureSourcee = Mesure & {
  indicateurId: string
  generationCode: string | null
  sourceNom: string
  sourceNature: NatureSource
  millesime: string | null
}
export type Donnees = { indicateurs: readonly Indicateur[]; mesures: readonly MesureSourcee[] }

export type LigneEcart = { repere: Repere; reference: Reference | null; ecart: Ecart; quartier: MesureSourcee | null }
export type BlocIndicateur = {
  indicateur: Indicateur
  lignes: readonly LigneEcart[]
  /** Over all the quartiers, when it means something: an amount, or a share recomputed. */
  ensemble: { periode: string; somme: Somme } | null
  sources: readonly {
    nom: string
    nature: NatureSource
    millesimes: readonly string[]
    periodes: readonly string[]
    statuts: readonly string[]
  }[]
}

/** Places whose figures are needed: the quartiers, what they come from, what they are compared with. */
export function lieuxOf(reperes: readonly Repere[]): { type: TypeTerritoire; code: string }[] {
  const lieux = new Map<string, { type: TypeTerritoire; code: string }>()
  const add = (type: TypeTerritoire, code: string) => lieux.set(`${type} ${code}`, { type, code })
  for (const repere of reperes) {
    add('quartier', repere.code)
    for (const { code } of repere.ancetres) add('quartier', code)
    for (const { code } of repere.communes) add('commune', code)
    for (const { code } of repere.epci) add('epci', code)
    for (const { code } of repere.unitesUrbaines) add('unite_urbaine', code)
  }
  return [...lieux.values()]
}

/** Kind of reference to show when nobody has chosen: the first with which something can be compared. */
export function defaultReference(reperes: readonly Repere[], donnees: Donnees): TypeReference {
  const blocs = (type: TypeReference) => tableauEcarts(reperes, donnees, type)
  return (
    TYPES_REFERENCE.find((type) => blocs(type).some(({ lignes }) => lignes.some(({ ecart }) => ecart.point !== null))) ??
    TYPES_REFERENCE.find((type) => reperes.some((repere) => chooseReference(repere, type) !== null)) ??
    'unite_urbaine'
  )
}

/** One block an indicator that has a figure for at least one of the quartiers, in the order of the definitions. */
export function tableauEcarts(reperes: readonly Repere[], { indicateurs, mesures }: Donnees, type: TypeReference): BlocIndicateur[] {
  const parLieu = groupedMesures(mesures)
  const de = (indicateurId: string, lieu: TypeTerritoire, code: string) => parLieu.get(`${indicateurId} ${lieu} ${code}`) ?? []
  return indicateurs.flatMap((indicateur) => {
    const lignes = reperes.map((repere): LigneEcart => {
      const reference = chooseReference(repere, type)
      const meme = new Set([repere.code, ...repere.ancetres.filter((ancetre) => ancetre.type === 'identique').map(({ code }) => code)])
      const quartier = [repere.code, ...repere.ancetres.map(({ code }) => code)].flatMap((code) => de(indicateur.id, 'quartier', code))
      const ecart = measureEcart(
        {
          indicateur,
          quartier,
          reference: reference === null ? [] : de(indicateur.id, reference.type, reference.code),
          memePerimetre: meme,
        },
        reference === null ? 'inconnu' : 'connu',
      )
      const sienne = quartier.filter(({ territoireCode }) => meme.has(territoireCode))
      const montree = sienne.find((mesure) => mesure === ecart.point?.quartier) ?? latest(sienne)
      return { repere, reference, ecart, quartier: montree }
    })
    if (lignes.every(({ quartier }) => quartier === null)) return []
    const montrees = lignes.flatMap(({ quartier }) => (quartier === null ? [] : [quartier]))
    return [{ indicateur, lignes, ensemble: overall(indicateur, indicateurs, reperes, de), sources: sourcesOf(montrees) }]
  })
}

function groupedMesures(mesures: readonly MesureSourcee[]): Map<string, MesureSourcee[]> {
  const parLieu = new Map<string, MesureSourcee[]>()
  for (const mesure of mesures) {
    const cle = `${mesure.indicateurId} ${mesure.territoireType} ${mesure.territoireCode}`
    const groupe = parLieu.get(cle)
    if (groupe === undefined) parLieu.set(cle, [mesure])
    else groupe.push(mesure)
  }
  return parLieu
}

type Lookup = (indicateurId: string, lieu: TypeTerritoire, code: string) => MesureSourcee[]

/** The sum of the quartiers at the latest period that one of them has; null for what has no sense as a whole. */
function overall(
  indicateur: Indicateur,
  indicateurs: readonly Indicateur[],
  reperes: readonly Repere[],
  de: Lookup,
): BlocIndicateur['ensemble'] {
  if (reperes.length < 2) return null
  const term = (code: string | null) => indicateurs.find((autre) => autre.code === code)
  const [haut, bas] = [term(indicateur.numerateurCode), term(indicateur.denominateurCode)]
  if (!indicateur.sommable && (haut === undefined || bas === undefined)) return null
  const parts = (id: string) => reperes.map(({ code }) => de(id, 'quartier', code))
  const base = indicateur.sommable ? indicateur : (haut ?? indicateur)
  const periode = parts(base.id)
    .flat()
    .map((mesure) => mesure.periode)
    .sort(comparePeriodes)
    .at(-1)
  if (periode === undefined) return null
  const pick = (id: string) =>
    parts(id).map((liste, rang) => liste.find((mesure) => mesure.periode === periode) ?? lacking(reperes[rang]?.code ?? '', periode))
  if (indicateur.sommable) return { periode, somme: sumMesures(indicateur, pick(indicateur.id)) }
  return haut === undefined || bas === undefined ? null : { periode, somme: recomputeRatio(indicateur, pick(haut.id), pick(bas.id)) }
}

/** A quartier of which nothing is known counts as a part without a value: a sum without it would be taken for the whole. */
function lacking(territoireCode: string, periode: string): Mesure {
  return { territoireType: 'quartier', territoireCode, periode, valeur: null, absence: 'manquant', statut: 'officiel', sourceId: '' }
}

function latest(mesures: readonly MesureSourcee[]): MesureSourcee | null {
  return [...mesures].sort((a, b) => comparePeriodes(a.periode, b.periode)).at(-1) ?? null
}

function sourcesOf(mesures: readonly MesureSourcee[]): BlocIndicateur['sources'] {
  const noms = [...new Set(mesures.map(({ sourceNom }) => sourceNom))]
  return noms.map((nom) => {
    const siennes = mesures.filter(({ sourceNom }) => sourceNom === nom)
    const distinct = <T extends string>(liste: readonly (T | null)[]): T[] =>
      [...new Set(liste.filter((valeur) => valeur !== null && valeur !== ''))].sort() as T[]
    return {
      nom,
      nature: siennes[0]?.sourceNature ?? 'officielle',
      millesimes: distinct(siennes.map(({ millesime }) => millesime)),
      periodes: [...new Set(siennes.map(({ periode }) => periode))].sort(comparePeriodes),
      statuts: distinct(siennes.map(({ statut }) => statut)),
    }
  })
}

export const TRIS = ['nom', 'valeur', 'reference', 'ecart', 'evolution'] as const
export type Tri = (typeof TRIS)[number]

/** The quartiers of a block in this order; those without a figure come last, whatever the direction. */
export function sortedLignes(lignes: readonly LigneEcart[], tri: Tri, sens: 'asc' | 'desc'): LigneEcart[] {
  if (tri === 'nom') {
    const parNom = [...lignes].sort((a, b) => a.repere.nom.localeCompare(b.repere.nom, 'fr'))
    return sens === 'asc' ? parNom : parNom.reverse()
  }
  const value = ({ ecart: { point, evolution }, quartier }: LigneEcart) => {
    if (tri === 'valeur') return quartier?.valeur ?? null
    if (tri === 'reference') return point?.valeurReference ?? null
    if (tri === 'evolution') return evolution.possible ? evolution.difference : null
    return point === null ? null : (point.part ?? point.difference)
  }
  return [...lignes].sort((a, b) => {
    const [x, y] = [value(a), value(b)]
    if (x === null || y === null) return Number(x === null) - Number(y === null)
    return compareDecimals(x, y) * (sens === 'asc' ? 1 : -1)
  })
}

/** « L’écart se réduit pour 5 des 8 mesures comparables »: what moves the way one wishes, counted. */
export function countEvolutions(blocs: readonly BlocIndicateur[]): {
  reduits: number
  creuses: number
  stables: number
  comparables: number
  non: number
} {
  const compte = { reduits: 0, creuses: 0, stables: 0, comparables: 0, non: 0 }
  for (const { lignes, indicateur } of blocs) {
    if (indicateur.sommable) continue
    for (const { ecart } of lignes) {
      const { evolution } = ecart
      if (!evolution.possible) {
        if (ecart.point !== null) compte.non += 1
        continue
      }
      compte.comparables += 1
      if (isNegligible(evolution.difference, indicateur)) compte.stables += 1
      else if (evolution.bon === true) compte.reduits += 1
      else if (evolution.bon === false) compte.creuses += 1
      else compte.stables += 1
    }
  }
  return compte
}

function isNegligible(difference: Parameters<typeof absDecimal>[0], { decimales }: Indicateur): boolean {
  return roundDecimal(absDecimal(difference), decimales).entier === 0
}
