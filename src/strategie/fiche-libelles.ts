/** Words of the fiche, as people read them. Pure. */
import type { EtatRealisation, Genre, Kind, NatureFinancement, Precision, StatutFiche, TypeEchelle } from './fiche.ts'

export const LIBELLES_KINDS: Record<Kind, string> = {
  orientation: 'Fiche orientation',
  action: 'Fiche action',
  bilan: 'Fiche bilan',
}

export const LIBELLES_STATUTS_FICHE: Record<StatutFiche, string> = {
  brouillon: 'Brouillon',
  a_valider: 'Soumise, à valider',
  validee: 'Validée',
  abandonnee: 'Abandonnée',
}

export const LIBELLES_NATURES: Record<NatureFinancement, string> = {
  specifique: 'Crédits spécifiques',
  droit_commun: 'Droit commun',
  tfpb: 'Abattement TFPB',
  fondation: 'Fondation privée',
  europe: 'Fonds européens',
  cper: 'Contrat de plan État-Région',
  autre: 'Autre financement',
}

export const LIBELLES_ETATS: Record<EtatRealisation, string> = {
  prevue: 'Prévue',
  en_cours: 'En cours',
  realisee: 'Réalisée',
  abandonnee: 'Abandonnée',
}

export const LIBELLES_ECHELLES: Record<TypeEchelle, string> = {
  agglomeration: 'Agglomération',
  commune: 'Commune',
  quartier: 'Quartier',
  autre: 'Autre',
}

export const LIBELLES_GENRES: Record<Genre, string> = {
  tous: 'Femmes et hommes',
  femmes: 'Femmes',
  hommes: 'Hommes',
}

export const LIBELLES_PRECISIONS: Record<Precision, string> = {
  jour: 'Au jour près',
  mois: 'Au mois près',
  trimestre: 'Au trimestre près',
  annee: 'À l’année près',
  au_fil_de_leau: 'Au fil de l’eau',
}
