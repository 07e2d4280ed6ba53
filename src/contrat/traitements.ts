/** The processing that the contract itself carries out, for the register (GDPR, article 30). */
import { declareTraitement } from '#platform/donnees-personnelles/traitement.ts'

export const traitementContrat = declareTraitement({
  code: 'contrat',
  nom: 'Contrat de ville : signature, calendrier, versions publiées',
  finalite: 'Écrire, signer et publier le contrat, et prouver ce qui a été signé.',
  base: 'Mission d’intérêt public et obligation légale (RGPD, articles 6.1.e et 6.1.c ; loi du 21 février 2014, article 6).',
  personnes: 'Représentants des signataires ; personnes citées dans les pièces ; titulaires d’un compte, pour leur dernière visite.',
  categories: 'Nom et fonction des signataires, textes et pièces du contrat, date de dernière visite.',
  destinataires: 'Le public, pour ce qui est publié ; les personnes qui ont un mandat sur le contrat, pour le reste.',
  conservation:
    'Archives publiques (code du patrimoine, article L. 211-1) : les signatures et les versions ne s’effacent pas. Dernière visite : durée du compte.',
  mesures: 'Droits par mandat ; cloisonnement par contrat dans la base ; empreinte de chaque version.',
  tableaux: ['contrat', 'publication'],
})
