/** Mandates and delegations for tests, with only what matters said. */
import type { Delegation } from './delegation.ts'
import type { MandatComplet } from './mandat.ts'
import { TOUT_LE_CONTRAT } from './mandat-territoire.ts'

export const CONTRAT_ESSAI = '0190a000-0000-7000-8000-00000000c0a1'

export function buildMandatComplet(partiel: Partial<MandatComplet> = {}): MandatComplet {
  const id = partiel.id ?? '0190a000-0000-7000-8000-0000000000a1'
  return {
    id,
    personneId: `0190b000${id.slice(8)}`,
    personne: 'Alix Moreau',
    courriel: 'alix.moreau@exemple.fr',
    organisationId: '0190a000-0000-7000-8000-0000000000b1',
    organisation: 'Ville d’essai',
    typeOrganisation: 'commune',
    role: 'bailleur',
    contratId: CONTRAT_ESSAI,
    territoire: TOUT_LE_CONTRAT,
    qualite: 'titulaire',
    debut: '2020-01-01',
    fin: null,
    retireLe: null,
    succedeId: null,
    suppleance: null,
    absences: [],
    ...partiel,
  }
}

/** The suppléance of a titulaire. */
export function buildSuppleance(
  titulaire: MandatComplet,
  quand: 'permanente' | 'absence',
  partiel: Partial<MandatComplet> = {},
): MandatComplet {
  return buildMandatComplet({
    id: '0190a000-0000-7000-8000-0000000000a9',
    personne: 'Noé Suppléant',
    role: titulaire.role,
    qualite: 'suppleant',
    suppleance: { mandatId: titulaire.id, quand, de: titulaire.personne, titulaire },
    ...partiel,
  })
}

export function buildDelegation(partiel: Partial<Delegation> & Pick<Delegation, 'delegant' | 'delegataire'>): Delegation {
  return {
    id: '0190a000-0000-7000-8000-0000000000d1',
    contratId: CONTRAT_ESSAI,
    mandatId: partiel.delegant.id,
    delegataireId: partiel.delegataire.id,
    matieres: ['convention'],
    arrete: '2026-118',
    debut: '2026-01-01',
    fin: null,
    revoqueeLe: null,
    ...partiel,
  }
}
