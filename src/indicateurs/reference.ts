/** What a quartier is compared with: its urban unit, its intercommunality, its communes. Pure. */
import { formatNombre, INSECABLE } from '#platform/formats.ts'
import type { TypeTerritoire } from './observation.ts'

export const TYPES_REFERENCE = ['unite_urbaine', 'epci', 'commune'] as const satisfies readonly TypeTerritoire[]
export type TypeReference = (typeof TYPES_REFERENCE)[number]
export const LIBELLES_REFERENCES: Record<TypeReference, string> = {
  unite_urbaine: 'unité urbaine',
  epci: 'intercommunalité',
  commune: 'commune',
}
/** « avec l’unité urbaine »: in a heading. */
export const AVEC_REFERENCE: Record<TypeReference, string> = {
  unite_urbaine: 'avec l’unité urbaine',
  epci: 'avec l’intercommunalité',
  commune: 'avec la commune',
}

export type Lieu = { code: string; nom: string }

/** A quartier and the places around it. Shares in ‰ of the quartier; null: nobody has measured them. */
export type Repere = {
  code: string
  nom: string
  generationCode: string
  communes: readonly (Lieu & { partPopulationPm: number | null; partSurfacePm: number | null })[]
  epci: readonly Lieu[]
  unitesUrbaines: readonly Lieu[]
  /** Quartiers of older generations that it comes from. `identique`: same contour, by the reviewed filiation. */
  ancetres: readonly { code: string; generationCode: string; type: string }[]
}

export type Reference = Lieu & {
  type: TypeReference
  /** Why this one among several; null when there is no other. */
  choix: string | null
}

/**
 * The reference of this kind: the only one, else that of the commune where most of the quartier lies, by population when it is
 * known, by area otherwise; the choice is said.
 * @returns null when there is none
 */
export function chooseReference(repere: Repere, type: TypeReference): Reference | null {
  if (type === 'unite_urbaine') return only(type, repere.unitesUrbaines, `${repere.nom} touche plusieurs unités urbaines`)
  if (type === 'epci') return only(type, repere.epci, `${repere.nom} touche plusieurs intercommunalités`)
  const communes = sortedCommunes(repere)
  const [premiere] = communes
  if (premiere === undefined) return null
  if (communes.length === 1) return { type, code: premiere.code, nom: premiere.nom, choix: null }
  const autres = communes.slice(1).map(({ nom }) => nom)
  const part =
    premiere.partPopulationPm !== null
      ? `${formatPourMille(premiere.partPopulationPm)} de ses habitants`
      : premiere.partSurfacePm !== null
        ? `${formatPourMille(premiere.partSurfacePm)} de sa surface`
        : null
  return {
    type,
    code: premiere.code,
    nom: premiere.nom,
    choix:
      part === null
        ? `${repere.nom} s’étend aussi sur ${autres.join(', ')} ; ses parts par commune ne sont pas connues, il est comparé à ${premiere.nom}.`
        : `${repere.nom} s’étend aussi sur ${autres.join(', ')} ; il est comparé à ${premiere.nom}, où se trouvent ${part}.`,
  }
}

/** Every reference of a quartier, the urban unit first: the law compares with it (act of 21 February 2014, article 5). */
export function listReferences(repere: Repere): Reference[] {
  return TYPES_REFERENCE.map((type) => chooseReference(repere, type)).filter((reference) => reference !== null)
}

function only(type: TypeReference, lieux: readonly Lieu[], plusieurs: string): Reference | null {
  const [premier] = lieux
  if (premier === undefined) return null
  return {
    type,
    code: premier.code,
    nom: premier.nom,
    choix: lieux.length === 1 ? null : `${plusieurs} ; il est comparé à ${premier.nom}.`,
  }
}

function sortedCommunes({ communes }: Repere): Repere['communes'] {
  const parPopulation = communes.every(({ partPopulationPm }) => partPopulationPm !== null)
  const part = (commune: Repere['communes'][number]) => (parPopulation ? commune.partPopulationPm : commune.partSurfacePm) ?? -1
  return [...communes]
    .map((commune) => (parPopulation ? commune : { ...commune, partPopulationPm: null }))
    .sort((a, b) => part(b) - part(a) || (a.code < b.code ? -1 : 1))
}

function formatPourMille(pm: number): string {
  return `${formatNombre(pm / 10)}${INSECABLE}%`
}
