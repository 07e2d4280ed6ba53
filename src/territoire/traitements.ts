/** The processing that the geography carries out, for the register (GDPR, article 30). */
import { declareTraitement } from '#platform/donnees-personnelles/traitement.ts'

export const traitementTerritoire = declareTraitement({
  code: 'territoire',
  nom: 'Territoire : quartiers, périmètres, fichiers importés',
  finalite: 'Tenir la géographie prioritaire et locale du contrat, et savoir qui a chargé, relu ou arrêté chaque périmètre.',
  base: 'Mission d’intérêt public (RGPD, article 6.1.e ; loi du 21 février 2014, articles 5 et 6).',
  personnes: 'Agents qui chargent un fichier, relisent une filiation ou arrêtent un périmètre.',
  categories:
    'Auteur et date de ces actes. Aucune donnée sur les habitants : ni adresse cherchée, ni ligne d’un fichier de bénéficiaires n’est gardée.',
  destinataires: 'Les personnes qui ont un mandat sur le contrat ; l’administration de la plateforme pour les référentiels.',
  conservation: 'Avec la génération de quartiers ou le contrat qui les porte.',
  mesures: 'Droits par mandat ; cloisonnement par contrat dans la base ; journal chaîné de chaque acte.',
  tableaux: ['territoire'],
})

export const traitementAdresse = declareTraitement({
  code: 'territoire_adresse',
  nom: 'Mon adresse est-elle dans un quartier ? et API des quartiers',
  finalite: 'Répondre à qui demande si une adresse ou un point est dans un quartier.',
  base: 'Mission d’intérêt public (RGPD, article 6.1.e ; loi du 21 février 2014, article 5).',
  personnes: 'Toute personne qui pose la question, sans compte.',
  categories:
    'L’adresse tapée, ou la position que la personne choisit de donner, le temps de répondre. Sa connexion est comptée en mémoire, pour limiter les abus.',
  destinataires:
    'L’adresse seule est envoyée au service public des adresses (Géoplateforme, IGN), par ce site : il ne voit pas qui la tape.',
  conservation: 'Rien n’est enregistré. La réponse du service des adresses reste dix minutes en mémoire, la limite d’abus une minute.',
  mesures:
    'Rien dans l’adresse des pages, ni dans un cookie, ni dans un journal ; chiffrement du transport ; service réglable ou éteint par l’instance.',
  tableaux: [],
})
