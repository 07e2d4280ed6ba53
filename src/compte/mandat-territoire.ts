/** Where a mandate holds: the whole contract, some communes, or some of its named neighbourhoods. Pure. */
import { RegleViolee } from '#platform/errors.ts'

export type Territoire =
  | { type: 'contrat' }
  /** INSEE codes. */
  | { type: 'communes'; codes: readonly string[] }
  /** Ids of named neighbourhoods of the contract. */
  | { type: 'quartiers'; ids: readonly string[] }

export const TOUT_LE_CONTRAT: Territoire = { type: 'contrat' }

/** Names of what a territory can hold, to say it: they live in the contract. */
export type NomsTerritoire = {
  communes: readonly { code: string; nom: string }[]
  quartiers?: readonly { id: string; nom: string }[]
}

/** From the two lists as they are kept and typed: none filled is the whole contract. @throws RegleViolee when both are filled */
export function territoireOf(listes: { communes: readonly string[]; quartiers: readonly string[] }): Territoire {
  if (listes.communes.length > 0 && listes.quartiers.length > 0) {
    fautif('quartiers', 'Choisissez des communes ou des quartiers, pas les deux : un mandat porte sur un seul genre de territoire.')
  }
  if (listes.communes.length > 0) return { type: 'communes', codes: [...new Set(listes.communes)] }
  if (listes.quartiers.length > 0) return { type: 'quartiers', ids: [...new Set(listes.quartiers)] }
  return TOUT_LE_CONTRAT
}

/** The two lists that keep a territory. */
export function listesOf(territoire: Territoire): { communes: string[]; quartiers: string[] } {
  return {
    communes: territoire.type === 'communes' ? [...territoire.codes] : [],
    quartiers: territoire.type === 'quartiers' ? [...territoire.ids] : [],
  }
}

/** @throws RegleViolee when the territory names a commune or a neighbourhood that the contract does not know */
export function assertTerritoireConnu(territoire: Territoire, noms: NomsTerritoire): void {
  const { communes, quartiers } = listesOf(territoire)
  if (communes.some((code) => !noms.communes.some((commune) => commune.code === code)))
    fautif('communes', 'Choisissez une commune du contrat.')
  if (quartiers.some((id) => !(noms.quartiers ?? []).some((quartier) => quartier.id === id)))
    fautif('quartiers', 'Choisissez un quartier du contrat.')
}

/** True when the mandate holds for the whole of this commune. A mandate on neighbourhoods covers none. @param code INSEE */
export function coversCommune(mandat: { territoire: Territoire }, code: string): boolean {
  const { territoire } = mandat
  return territoire.type === 'contrat' || (territoire.type === 'communes' && territoire.codes.includes(code))
}

/** True when the mandate holds for this neighbourhood: named, in a commune it covers, or anywhere in the contract. */
export function coversQuartier(mandat: { territoire: Territoire }, quartier: { id: string; communeCode: string | null }): boolean {
  const { territoire } = mandat
  if (territoire.type === 'quartiers') return territoire.ids.includes(quartier.id)
  return territoire.type === 'contrat' || (quartier.communeCode !== null && territoire.codes.includes(quartier.communeCode))
}

/** True when every place of `dedans` is in `dehors`: who stands in for someone does not hold more than she. */
export function holdsWithin(dedans: Territoire, dehors: Territoire): boolean {
  if (dehors.type === 'contrat') return true
  if (dedans.type === 'communes' && dehors.type === 'communes') return dedans.codes.every((code) => dehors.codes.includes(code))
  if (dedans.type === 'quartiers' && dehors.type === 'quartiers') return dedans.ids.every((id) => dehors.ids.includes(id))
  return false
}

const LISTE = new Intl.ListFormat('fr', { type: 'conjunction' })

/** « tout le contrat », « Tours et Joué-lès-Tours », « quartier Sanitas ». A name since removed is said so. */
export function sayTerritoire(territoire: Territoire, noms: NomsTerritoire): string {
  if (territoire.type === 'contrat') return 'tout le contrat'
  if (territoire.type === 'communes') {
    return LISTE.format(territoire.codes.map((code) => noms.communes.find((commune) => commune.code === code)?.nom ?? code))
  }
  const quartiers = territoire.ids.map((id) => (noms.quartiers ?? []).find((quartier) => quartier.id === id)?.nom ?? 'retiré du contrat')
  return `${quartiers.length > 1 ? 'quartiers' : 'quartier'} ${LISTE.format(quartiers)}`
}

function fautif(champ: string, message: string): never {
  throw new RegleViolee(message, [{ champ, message }])
}
