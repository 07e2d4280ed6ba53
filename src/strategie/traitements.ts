/** The processing that the strategy carries out, for the register (GDPR, article 30). */
import { declareTraitement } from '#platform/donnees-personnelles/traitement.ts'

export const traitementStrategie = declareTraitement({
  code: 'strategie',
  nom: 'Stratégie : fiches, remarques, documents importés',
  finalite: 'Écrire les fiches du contrat à plusieurs, reprendre fidèlement les documents existants, garder ce qui a été validé.',
  base: 'Mission d’intérêt public (RGPD, article 6.1.e ; loi du 21 février 2014, article 6).',
  personnes:
    'Personnes citées dans les fiches et les documents importés (animateurs, référents) ; auteurs des remarques et des validations.',
  categories:
    'Noms et fonctions écrits dans les fiches et les documents, auteur des actes. Aucune donnée sur les bénéficiaires des actions.',
  destinataires: 'Les personnes qui ont un mandat sur le contrat ; le public, pour les fiches validées et publiées.',
  conservation: 'Archives publiques (code du patrimoine, article L. 211-1), avec le contrat.',
  mesures: 'Droits par mandat ; cloisonnement par contrat dans la base ; versions datées et leur empreinte.',
  tableaux: ['strategie'],
})
