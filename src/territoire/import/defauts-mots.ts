/** Kinds of defects in words, for headings. Pure. */
import type { NatureDefaut } from '../defaut.ts'

export const LIBELLES_DEFAUT: Readonly<Record<string, string>> = {
  geometrie_absente: 'Entité sans contour',
  geometrie_autre: 'Ce n’est pas une surface',
  coordonnees_non_finies: 'Coordonnées illisibles',
  dimension_mixte: 'Altitudes présentes par endroits',
  projection_fausse: 'Système de coordonnées inexact',
  coordonnees_inversees: 'Longitudes et latitudes inversées',
  hors_france: 'Hors de France',
  anneau_ouvert: 'Contour non fermé',
  sommets_doubles: 'Sommets en double',
  pointe: 'Pointe',
  anneau_degenere: 'Contour sans surface',
  auto_intersection: 'Contour qui se recoupe',
  trou_hors_contour: 'Trou hors du contour',
  parties_superposees: 'Parties superposées',
  sens_anneau: 'Sens de parcours inversé',
  superposition: 'Quartiers qui se chevauchent',
  code_absent: 'Code absent',
  code_invalide: 'Code qui n’a pas la bonne forme',
  code_double: 'Code en double',
  nom_absent: 'Nom absent',
  commune_inconnue: 'Commune inconnue',
  compte_faux: 'Compte annoncé inexact',
  commune_non_citee: 'Commune touchée mais non citée',
} satisfies Record<NatureDefaut | 'commune_non_citee', string>
