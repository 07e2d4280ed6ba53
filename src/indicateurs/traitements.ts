/** The processing that indicators carry out, for the register (GDPR, article 30). */
import { declareTraitement } from '#platform/donnees-personnelles/traitement.ts'

export const traitementIndicateurs = declareTraitement({
  code: 'indicateurs',
  nom: 'Indicateurs : chiffres de référence',
  finalite: 'Mesurer les écarts entre les quartiers et leur territoire, avec la source et le millésime de chaque chiffre.',
  base: 'Mission d’intérêt public (RGPD, article 6.1.e ; loi du 21 février 2014, articles 1 et 6).',
  personnes: 'Personnes de l’administration de la plateforme qui versent ces chiffres.',
  categories:
    'Auteur du versement. Les chiffres portent sur des territoires, jamais sur des personnes ; le secret statistique y est gardé.',
  destinataires: 'L’administration de la plateforme ; les chiffres eux-mêmes sont publics.',
  conservation: 'Tant que ces chiffres sont gardés.',
  mesures: 'Droits par mandat ; journal chaîné de chaque acte.',
  tableaux: ['indicateurs'],
})
