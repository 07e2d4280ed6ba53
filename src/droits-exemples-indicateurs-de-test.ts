/** Examples of the commands of indicators. */
import type { EtatTable } from '#indicateurs/table.ts'
import { type Exemple, un } from './droits-exemples-forme-de-test.ts'
import { CHOIX, createTableDeTest, INDICATEUR } from './droits-scene-indicateurs-de-test.ts'

const table = (etat: EtatTable, suite: object = {}) => un(async ({ tx }) => ({ tableId: await createTableDeTest(tx, etat), ...suite }))

export const exemplesIndicateurs: Readonly<Record<string, readonly Exemple[]>> = {
  'indicateurs.enregistrer_indicateur': un(() => ({
    code: 'essai',
    libelle: 'Essai',
    type: 'contexte',
    unite: 'pourcent',
    sens: 'hausse',
    decimales: '1',
    millesimes: 'comparables',
  })),
  'indicateurs.archiver_indicateur': un(() => ({ id: INDICATEUR, geste: 'archiver' })),
  'indicateurs.enregistrer_marqueur': un(() => ({ texte: 'confidentiel', sens: 'secret' })),
  'indicateurs.deposer_table': un(() => ({ table: { nom: 'a.csv', contenu: Buffer.from('code;valeur\nQN03798N;1\n') } })),
  'indicateurs.relire_table': table('a_relire', { feuille: 0, colonne: 0, type: 'quartier' }),
  'indicateurs.verifier_table': table('a_relire', { choix: CHOIX }),
  'indicateurs.ecrire_table': table('prete'),
  'indicateurs.arreter_table': table('a_relire'),
  'indicateurs.annuler_table': table('ecrite'),
}
