/** Words of the journal for the geography. */
import type { Lexique } from '#platform/audit/lexique.ts'
import { lexiqueEligibilite } from './journal-eligibilite.ts'
import { lexiqueGeographie } from './journal-geographie.ts'

export const lexiqueTerritoire: Lexique = {
  objets: {
    ...lexiqueGeographie.objets,
    ...lexiqueEligibilite.objets,
    quartier: { nom: 'le quartier', champs: { code: 'code', nom: 'nom', population: 'habitants' } },
    generation: { nom: 'la génération de quartiers', champs: { code: 'code', libelle: 'nom', debut: 'depuis le', fin: 'jusqu’au' } },
    import_territoire: {
      nom: 'l’import de géographie',
      champs: {
        nouveaux: 'nouveaux',
        modifies: 'modifiés',
        identiques: 'inchangés',
        absents: 'absents du fichier',
        reparations: 'réparations acceptées',
        sha256: { libelle: 'empreinte du fichier', technique: true },
      },
    },
  },
  commandes: {
    ...lexiqueGeographie.commandes,
    ...lexiqueEligibilite.commandes,
    'territoire.declarer_generation': 'déclarer une génération de quartiers',
    'territoire.declarer_decret': 'déclarer un texte d’une génération de quartiers',
    'territoire.retirer_decret': 'retirer un texte d’une génération de quartiers',
    'territoire.nommer_sous_quartier': 'nommer un sous-quartier',
    'territoire.retirer_sous_quartier': 'retirer un sous-quartier',
    'territoire.deposer_import': 'déposer un fichier de géographie',
    'territoire.regler_import': 'régler la lecture d’un fichier de géographie',
    'territoire.decider_defauts': 'décider des défauts d’un fichier de géographie',
    'territoire.importer': 'importer un fichier de géographie',
    'territoire.annuler_import': 'annuler un import de géographie',
    'territoire.arreter_lecture': 'arrêter la lecture d’un fichier de géographie',
    'territoire.abandonner_import': 'abandonner un fichier de géographie',
  },
}
