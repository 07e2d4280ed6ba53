/** Words of the pages of imports. Pure. */
import type { EtatImport } from '../import/forme.ts'
import type { Difference } from '../import-ecriture.store.ts'

export const ETATS_IMPORT: Record<EtatImport, { etat: 'brouillon' | 'soumise' | 'validee' | 'doute' | 'abandonnee'; mot: string }> = {
  lecture: { etat: 'soumise', mot: 'En lecture' },
  question: { etat: 'doute', mot: 'Question posée' },
  a_relire: { etat: 'brouillon', mot: 'À relire' },
  importe: { etat: 'validee', mot: 'Importé' },
  annule: { etat: 'abandonnee', mot: 'Annulé' },
}

export const ETATS_DIFFERENCE: Record<Difference['etat'], string> = {
  nouveau: 'nouveau',
  modifie: 'modifié',
  identique: 'inchangé',
  absent: 'absent du fichier',
}

export const CHAMPS_DIFFERENCE: Readonly<Record<string, string>> = {
  nom: 'nom',
  geometrie: 'contour',
  communes: 'communes',
  departement: 'département',
  epci: 'intercommunalité',
  population: 'population',
}
