/** The contract itself: types and rules. Pure: no database, clock or framework. */
import { RegleViolee } from '#platform/errors.ts'

export const STATUTS_CONTRAT = [
  'preparation',
  'concertation',
  'redaction',
  'validation',
  'signe',
  'en_vigueur',
  'proroge',
  'echu',
  'archive',
] as const
export type StatutContrat = (typeof STATUTS_CONTRAT)[number]

export const LIBELLES_STATUTS: Record<StatutContrat, string> = {
  preparation: 'En préparation',
  concertation: 'En concertation',
  redaction: 'En rédaction',
  validation: 'En validation',
  signe: 'Signé',
  en_vigueur: 'En vigueur',
  proroge: 'Prorogé',
  echu: 'Échu',
  archive: 'Archivé',
}

export const NUMEROTATIONS = ['arabe', 'romain', 'lettre', 'aucune'] as const
export type Numerotation = (typeof NUMEROTATIONS)[number]

/** A level of the tree as this contract names it: Pilier > Axe > Enjeu > Orientation… `rang` from 1, the root. */
export type Niveau = { rang: number; singulier: string; pluriel: string; feminin: boolean; numerotation: Numerotation }

/** A contract as every page of its workspace needs it. Dates are ISO days. */
export type ContratCourant = {
  id: string
  /** Address of its workspace and of its public page: /espace/<adresse>. */
  adresse: string
  titre: string
  generation: string
  generationLibelle: string
  epciSiren: string | null
  epciNom: string
  statut: StatutContrat
  debut: string | null
  fin: string | null
  version: number
  archiveLe: Date | null
}

/** « 2.1.5 », « II.3 », « B.2 »: one number of a code in the style of its level. @throws RegleViolee out of 1…9999 */
export function formatNumero(numero: number, style: Numerotation): string {
  if (!Number.isInteger(numero) || numero < 1 || numero > 9999) throw new RegleViolee('Un numéro va de 1 à 9999.')
  if (style === 'romain') return toRomain(numero)
  if (style === 'lettre') return toLettres(numero)
  return String(numero)
}

function toRomain(nombre: number): string {
  const valeurs: [number, string][] = [
    [1000, 'M'],
    [900, 'CM'],
    [500, 'D'],
    [400, 'CD'],
    [100, 'C'],
    [90, 'XC'],
    [50, 'L'],
    [40, 'XL'],
    [10, 'X'],
    [9, 'IX'],
    [5, 'V'],
    [4, 'IV'],
    [1, 'I'],
  ]
  let reste = nombre
  let texte = ''
  for (const [valeur, lettres] of valeurs) {
    while (reste >= valeur) {
      texte += lettres
      reste -= valeur
    }
  }
  return texte
}

function toLettres(nombre: number): string {
  let reste = nombre
  let texte = ''
  while (reste > 0) {
    const rang = (reste - 1) % 26
    texte = String.fromCharCode(65 + rang) + texte
    reste = Math.floor((reste - 1) / 26)
  }
  return texte
}
