/** What a person may type on a link of filiation. Pure. */
import { RegleViolee } from '#platform/errors.ts'
import { LIBELLES_FILIATION, type TypeFiliation } from './quartier.ts'

export const TYPES_FILIATION = [
  'identique',
  'modifie',
  'fusion',
  'scission',
  'entrant',
  'sortant',
] as const satisfies readonly TypeFiliation[]

/** Kinds that fit the ends of a link: one without ancestor enters, one without heir leaves, the others link two quartiers. */
export function typesPossibles(bouts: { ancien: boolean; nouveau: boolean }): readonly TypeFiliation[] {
  if (!bouts.ancien) return ['entrant']
  if (!bouts.nouveau) return ['sortant']
  return ['identique', 'modifie', 'fusion', 'scission']
}

/** @throws RegleViolee when the kind does not fit the ends */
export function assertType(type: TypeFiliation, bouts: { ancien: boolean; nouveau: boolean }): void {
  if (typesPossibles(bouts).includes(type)) return
  const message =
    bouts.ancien && bouts.nouveau
      ? `Un lien entre deux quartiers n’est pas « ${LIBELLES_FILIATION[type]} » : choisissez identique, modifié, réunion ou partage.`
      : bouts.ancien
        ? 'Sans nouveau quartier, le lien dit que l’ancien est sorti : choisissez « quartier sorti », ou donnez le code du nouveau.'
        : 'Sans ancien quartier, le lien dit que le nouveau entre : choisissez « nouveau quartier », ou donnez le code de l’ancien.'
  throw new RegleViolee(message, [{ champ: 'type', message }])
}
