/** The parties of the contract (BR-08). Pure. */
import type { ChampFautif } from '#platform/errors.ts'
import { isJour } from './dates.ts'

export const ROLES_SIGNATAIRES = ['pilote', 'obligatoire', 'facultatif'] as const
export type RoleSignataire = (typeof ROLES_SIGNATAIRES)[number]

export const LIBELLES_ROLES_SIGNATAIRES: Record<RoleSignataire, string> = {
  pilote: 'Pilote',
  obligatoire: 'Obligatoire',
  facultatif: 'Facultatif',
}

export type Signataire = {
  id: string
  organisationId: string | null
  organisation: string
  /** « commune », « autorité organisatrice des mobilités »: as what it signs. */
  precisionRole: string | null
  representant: string | null
  fonction: string | null
  role: RoleSignataire
  /** ISO day. */
  signeLe: string | null
}

/** Those whose signature the contract waits for: the pilots and the obligatory parties without a date. */
export function signaturesManquantes<S extends Pick<Signataire, 'role' | 'signeLe'>>(signataires: readonly S[]): S[] {
  return signataires.filter((signataire) => signataire.role !== 'facultatif' && signataire.signeLe === null)
}

/** What forbids to keep the list: a name missing, twice the same party, a signature in the future. @param jour ISO day of today */
export function fautesSignataires(signataires: readonly Pick<Signataire, 'organisation' | 'signeLe'>[], jour: string): ChampFautif[] {
  const fautes: ChampFautif[] = []
  const vus = new Map<string, number>()
  for (const [rang, { organisation, signeLe }] of signataires.entries()) {
    const cle = normaliseOrganisation(organisation)
    const premier = vus.get(cle)
    if (cle === '') fautes.push({ champ: `signataires.${rang}.organisation`, message: `Signataire ${rang + 1} : indiquez l’organisation.` })
    else if (premier !== undefined) {
      fautes.push({ champ: `signataires.${rang}.organisation`, message: `« ${organisation} » est déjà le signataire ${premier + 1}.` })
    } else vus.set(cle, rang)
    if (signeLe === null) continue
    if (!isJour(signeLe))
      fautes.push({ champ: `signataires.${rang}.signeLe`, message: `Signataire ${rang + 1} : écrivez la date comme 28/06/2026.` })
    else if (signeLe > jour)
      fautes.push({ champ: `signataires.${rang}.signeLe`, message: `« ${organisation} » ne peut pas avoir déjà signé à une date à venir.` })
  }
  return fautes
}

/** The same organisation written in two ways: without case, accents, punctuation. */
function normaliseOrganisation(nom: string): string {
  return nom
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}

/** « 4 signatures sur 6 »: of the pilots and obligatory parties. */
export function avancementSignatures(signataires: readonly Pick<Signataire, 'role' | 'signeLe'>[]): { signees: number; attendues: number } {
  const attendues = signataires.filter((signataire) => signataire.role !== 'facultatif').length
  return { signees: attendues - signaturesManquantes(signataires).length, attendues }
}
