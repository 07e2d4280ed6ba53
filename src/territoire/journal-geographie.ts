/** Words of the journal for filiation and for the local geography of a contract. */
import type { Lexique } from '#platform/audit/lexique.ts'
import { LIBELLES_FILIATION } from './quartier.ts'

export const lexiqueGeographie = {
  objets: {
    filiation: {
      nom: 'le lien de filiation',
      champs: {
        type: { libelle: 'sorte de lien', valeurs: LIBELLES_FILIATION },
        motif: 'raison',
        ancien: 'ancien quartier',
        nouveau: 'nouveau quartier',
        revue: 'relu',
        ecarte: 'écarté',
      },
    },
    calcul_filiation: { nom: 'le calcul de filiation', champs: { arretee: 'arrêté' } },
  },
  commandes: {
    'territoire.calculer_filiation': 'demander un calcul de filiation',
    'territoire.arreter_filiation': 'arrêter un calcul de filiation',
    'territoire.accepter_filiation': 'accepter un lien de filiation',
    'territoire.accepter_filiations': 'accepter les liens de filiation d’une sorte',
    'territoire.corriger_filiation': 'corriger un lien de filiation',
    'territoire.ecarter_filiation': 'écarter un lien de filiation',
    'territoire.ajouter_filiation': 'ajouter un lien de filiation',
  },
} satisfies Lexique
