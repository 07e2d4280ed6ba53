export { findContratByAdresse, getContrat } from './contrat.store.ts'
export { type ContratCourant, formatNumero, LIBELLES_STATUTS, type Niveau, type Numerotation, type StatutContrat } from './contrat.ts'
export { canCreateContrat, canEditContrat, canReadContrat } from './droits.ts'
export { droitEspace, type EntreeEspace, Espace, setEntreesEspace } from './espace.tsx'
