/** Words of the journal for indicators and their tables. */
import type { Lexique } from '#platform/audit/lexique.ts'
import { LIBELLES_SENS, LIBELLES_TYPES, LIBELLES_UNITES } from './indicateur.ts'
import { LIBELLES_ABSENCES } from './observation.ts'
import { LIBELLES_ETATS } from './table.ts'

export const lexiqueIndicateurs: Lexique = {
  objets: {
    indicateur: {
      nom: 'l’indicateur',
      champs: {
        libelle: 'nom',
        code: 'code',
        definition: 'définition',
        theme: 'thème',
        type: { libelle: 'type', valeurs: LIBELLES_TYPES },
        unite: { libelle: 'unité', valeurs: LIBELLES_UNITES },
        sens: { libelle: 'sens souhaité', valeurs: LIBELLES_SENS },
        sommable: 'se somme',
        decimales: 'décimales',
        millesimes: { libelle: 'millésimes', valeurs: { comparables: 'comparables', non_comparables: 'non comparables' } },
        numerateurCode: 'numérateur',
        denominateurCode: 'dénominateur',
        facteur: 'pour',
        ordre: 'rang',
        archiveLe: 'archivé le',
        version: { libelle: 'version', technique: true },
        id: { libelle: 'identifiant', technique: true },
      },
    },
    table_indicateurs: {
      nom: 'la table de chiffres',
      champs: {
        fichier: 'fichier',
        dictionnaire: 'dictionnaire',
        source: 'source',
        millesime: 'millésime',
        colonnes: 'indicateurs',
        nouvelles: 'valeurs nouvelles',
        changees: 'valeurs changées',
        retirees: 'valeurs retirées',
        rendues: 'valeurs rendues',
        etat: { libelle: 'état', valeurs: LIBELLES_ETATS },
        feuille: 'feuille',
        territoire: 'colonne des territoires',
        tableId: { libelle: 'table', technique: true },
      },
    },
    marqueur: { nom: 'le signe', champs: { sens: { libelle: 'sens', valeurs: LIBELLES_ABSENCES } } },
  },
  noms: ['l’import de la table'],
  commandes: {
    'indicateurs.enregistrer_indicateur': 'définir un indicateur',
    'indicateurs.archiver_indicateur': 'archiver ou restaurer un indicateur',
    'indicateurs.enregistrer_marqueur': 'dire ce qu’un signe veut dire dans une table',
    'indicateurs.deposer_table': 'déposer une table de chiffres',
    'indicateurs.relire_table': 'relire une table de chiffres autrement',
    'indicateurs.verifier_table': 'vérifier une table de chiffres',
    'indicateurs.ecrire_table': 'importer une table de chiffres',
    'indicateurs.arreter_table': 'arrêter l’import d’une table de chiffres',
    'indicateurs.annuler_table': 'annuler l’import d’une table de chiffres',
  },
}
