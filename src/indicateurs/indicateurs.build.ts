/** For tests: indicators and figures with only what matters. */
import { decimal } from './decimal.ts'
import type { Indicateur } from './indicateur.ts'
import type { Mesure } from './observation.ts'

export function buildIndicateur(champs: Partial<Indicateur>): Indicateur {
  return {
    id: '0190a0b0-0000-7000-8000-000000000001',
    code: 'taux_pauvrete_60',
    libelle: 'Taux de pauvreté',
    definition: '',
    theme: 'Revenus',
    type: 'contexte',
    unite: 'pourcent',
    sens: 'baisse',
    sommable: false,
    decimales: 1,
    millesimes: 'comparables',
    numerateurCode: null,
    denominateurCode: null,
    facteur: 1,
    ordre: 1,
    version: 1,
    archiveLe: null,
    ...champs,
  }
}

export function buildMesure(champs: Partial<Mesure>): Mesure {
  return {
    territoireType: 'quartier',
    territoireCode: 'QN03705M',
    periode: '2021',
    valeur: decimal(481, 1),
    absence: champs.valeur === null ? 'manquant' : null,
    statut: 'officiel',
    sourceId: 'filosofi',
    ...champs,
  }
}
