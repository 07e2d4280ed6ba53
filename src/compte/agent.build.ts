/** Agents and mandates for tests, with only what matters said. */
import type { Agent, Mandat } from './agent.ts'
import { TOUT_LE_CONTRAT } from './mandat-territoire.ts'

export function buildMandat(partiel: Partial<Mandat> = {}): Mandat {
  return {
    id: '0190a000-0000-7000-8000-00000000000a',
    organisationId: '0190a000-0000-7000-8000-00000000000b',
    organisation: 'Ville d’essai',
    role: 'bailleur',
    contratId: '0190a000-0000-7000-8000-00000000000c',
    territoire: TOUT_LE_CONTRAT,
    suppleantDe: null,
    delegations: [],
    ...partiel,
  }
}

export function buildAgent(partiel: Partial<Agent> = {}): Agent {
  return {
    personneId: '0190a000-0000-7000-8000-00000000000d',
    prenom: 'Alix',
    nom: 'Moreau',
    courriel: 'alix.moreau@exemple.fr',
    fonction: null,
    mandats: [buildMandat()],
    autresMandats: [],
    ...partiel,
  }
}
