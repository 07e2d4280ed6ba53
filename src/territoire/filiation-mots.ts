/** Filiation in sentences, and what the official letter of a code says of it. Pure. */
import { accorde, formatNombre } from '#platform/formats.ts'
import type { TypeFiliation } from './quartier.ts'

/** A link as it is read: both ends by code and name, with their areas in m² where a contour is known. */
export type BoutDeLien = { code: string; nom: string; aireM2: number | null }
export type LienLu = {
  ancien: BoutDeLien | null
  nouveau: BoutDeLien | null
  type: TypeFiliation
  partAncienPm: number | null
  partNouveauPm: number | null
}

/** « 96 % », « 99,6 % », never rounded up to the whole. */
export function sayPart(pm: number): string {
  if (pm % 10 === 0 || (pm < 990 && pm > 10)) return `${Math.round(pm / 10)}\u00a0%`
  return `${Math.floor(pm / 10)},${pm % 10}\u00a0%`
}

/** « 5,2 hectares », « 320 m² » under a tenth of a hectare. */
export function sayAire(aireM2: number): string {
  if (aireM2 < 1000) return `${formatNombre(Math.round(aireM2))}\u00a0m²`
  const dixiemes = Math.round(aireM2 / 1000)
  const ecrit = `${formatNombre(Math.floor(dixiemes / 10))}${dixiemes % 10 === 0 ? '' : `,${dixiemes % 10}`}`
  return `${ecrit}\u00a0${dixiemes >= 20 ? 'hectares' : 'hectare'}`
}

/** « QN03705M reprend 96 % de QP037005 et y ajoute 5 hectares. » @param ilots separate pieces added and taken off, when counted */
export function sayLien(lien: LienLu, ilots: { ajoutes: number; retires: number } | null = null): string {
  const { ancien, nouveau, type, partAncienPm, partNouveauPm } = lien
  if (nouveau === null) return `${ancien?.code ?? ''} n’a pas de suite\u00a0: aucun nouveau quartier ne le recouvre.`
  if (ancien === null) return `${nouveau.code} est nouveau\u00a0: aucun ancien quartier ne le recouvre.`
  if (type === 'identique') return `${nouveau.code} garde le périmètre de ${ancien.code}.`
  const part = partAncienPm === null ? '' : `${sayPart(partAncienPm)} de `
  const sien = partNouveauPm === null ? '' : `, qui fait ${sayPart(partNouveauPm)} de sa surface`
  if (type === 'fusion') return `${nouveau.code} réunit plusieurs quartiers, dont ${part}${ancien.code}${sien}.`
  if (type === 'scission')
    return `${ancien.code} est partagé\u00a0: ${nouveau.code} en reprend ${partAncienPm === null ? 'une part' : sayPart(partAncienPm)}${sien}.`
  const changements = [
    sayChange('y ajoute', 'îlot', rest(nouveau.aireM2, partNouveauPm), ilots?.ajoutes ?? null),
    sayChange('en retire', 'îlot', rest(ancien.aireM2, partAncienPm), ilots?.retires ?? null),
  ].filter((mots) => mots !== null)
  return `${nouveau.code} reprend ${part}${ancien.code}${changements.length === 0 ? '' : ` et ${changements.join(', et ')}`}.`
}

/** m² of a contour that the other does not cover; null when not known. */
function rest(aireM2: number | null, partPm: number | null): number | null {
  return aireM2 === null || partPm === null ? null : (aireM2 * (1000 - partPm)) / 1000
}

function sayChange(verbe: string, piece: string, aireM2: number | null, nombre: number | null): string | null {
  if (aireM2 === null || aireM2 < 1) return null
  return nombre === null || nombre === 0 ? `${verbe} ${sayAire(aireM2)}` : `${verbe} ${accorde(nombre, piece)} (${sayAire(aireM2)})`
}

/** Kind of change that the last letter of a code of 2024 announces (data.gouv.fr): new, changed, unchanged. */
export type Lettre = 'N' | 'M' | 'I'
const LETTRES: Record<Lettre, { mot: string; types: readonly TypeFiliation[] }> = {
  N: { mot: 'nouveau', types: ['entrant'] },
  M: { mot: 'modifié', types: ['modifie', 'fusion', 'scission'] },
  I: { mot: 'identique', types: ['identique'] },
}

/** The letter of a code; null when its generation has none. */
export function lettreOf(code: string): Lettre | null {
  const lettre = /^QN(?:\d{3}|02[AB])\d{2}([NMI])$/.exec(code)?.[1]
  return lettre === 'N' || lettre === 'M' || lettre === 'I' ? lettre : null
}

const MOTS_TYPES: Record<TypeFiliation, string> = {
  identique: 'les contours se confondent',
  modifie: 'les contours diffèrent',
  fusion: 'plusieurs anciens quartiers s’y réunissent',
  scission: 'un ancien quartier y est partagé',
  entrant: 'aucun ancien quartier ne le recouvre',
  sortant: 'il n’a pas de suite',
}

/**
 * What the contours say against the letter of a new quartier, in a sentence; null when they agree or nothing is announced.
 * @param types kinds of all its links
 */
export function sayDesaccord(code: string, types: readonly TypeFiliation[]): string | null {
  const lettre = lettreOf(code)
  const [premier] = types
  if (lettre === null || premier === undefined || types.some((type) => LETTRES[lettre].types.includes(type))) return null
  return `${code} est dit «\u00a0${LETTRES[lettre].mot}\u00a0» (${lettre}), mais ${MOTS_TYPES[premier]}.`
}
