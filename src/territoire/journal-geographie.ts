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
    paliers: {
      nom: 'les paliers de la géographie locale',
      champs: {
        'paliers.libelle': 'palier',
        'paliers.definition': 'définition',
        'paliers.conditions': 'conditions',
        'paliers.couleur': 'couleur',
        'paliers.seuilPm': { libelle: 'score requis', format: 'pour_mille' },
      },
    },
    perimetre: {
      nom: 'le périmètre',
      champs: {
        nom: 'nom',
        note: 'précisions',
        communes: 'communes',
        origine: {
          libelle: 'origine du contour',
          valeurs: { nom: 'connu par son nom', dessin: 'dessiné', fichier: 'lu dans un fichier', quartiers: 'fait de quartiers officiels' },
        },
        origineDetail: 'détail de l’origine',
        aireM2: 'surface (m²)',
        archive: 'archivé',
      },
    },
    classement: { nom: 'le classement du lieu', champs: { palier: 'palier', debut: 'depuis le', motif: 'raison', decision: 'décision' } },
    criteres: {
      nom: 'les critères de la géographie locale',
      champs: {
        'criteres.libelle': 'critère',
        'criteres.unite': 'unité',
        'criteres.sens': { libelle: 'besoin marqué par', valeurs: { haut: 'un chiffre haut', bas: 'un chiffre bas' } },
        'criteres.poids': 'poids',
        'criteres.normalisation': {
          libelle: 'méthode',
          valeurs: { rang: 'rang', min_max: 'entre le plus bas et le plus haut', seuil: 'seuil' },
        },
        'criteres.seuil': 'seuil',
        'criteres.source': 'source',
        'criteres.millesime': 'millésime',
        sensibilitePm: { libelle: 'variation des poids', format: 'pour_mille' },
        decision: 'décision',
        chiffres: 'chiffres',
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
    'territoire.definir_paliers': 'définir les paliers du contrat',
    'territoire.enregistrer_perimetre': 'enregistrer un périmètre',
    'territoire.archiver_perimetre': 'archiver un périmètre',
    'territoire.restaurer_perimetre': 'restaurer un périmètre',
    'territoire.classer_lieu': { libelle: 'classer un lieu dans un palier', phrase: 'a changé le palier d’un lieu' },
    'territoire.definir_criteres': 'définir les critères de la géographie locale',
    'territoire.noter_valeurs': { libelle: 'noter les chiffres des critères', phrase: 'a noté des chiffres de critères' },
  },
} satisfies Lexique
