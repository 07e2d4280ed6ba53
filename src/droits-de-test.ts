/** For the tests of rights: the matrix as it is committed, in docs/droits.md. */
import { SUJETS } from '#compte/index.ts'
import { type Chapitre, matrixOf } from '#platform/droits.ts'

const CONTRAT = '00000000-0000-7000-8000-0000000000c0'

/** The whole matrix as Markdown. */
export function writeMatrice(chapitres: readonly Chapitre[]): string {
  const lignes = matrixOf(chapitres, SUJETS, CONTRAT)
  return [
    '# Qui peut quoi',
    '',
    'Calculé en posant chaque droit du produit à chaque rôle, par les prédicats mêmes que posent les commandes et les pages. Ne se',
    'modifie pas à la main : `PARVIS_ECRIRE_DROITS=1 npm test -- src/droits.test.ts` réécrit ce fichier, et le test échoue quand il diffère.',
    'Une ligne qui change ici est un droit qui change.',
    '',
    '| colonne | qui |',
    '|---|---|',
    ...SUJETS.map(({ cle, libelle }) => `| ${cle} | ${libelle} |`),
    ...chapitres.flatMap((chapitre) => [
      '',
      `## ${chapitre.libelle}`,
      '',
      `| action | cas | ${SUJETS.map(({ cle }) => cle).join(' | ')} |`,
      `|---|---|${SUJETS.map(() => ':-:').join('|')}|`,
      ...lignes
        .filter((ligne) => ligne.chapitre === chapitre)
        .map(
          ({ action, cas, permis }) =>
            `| ${action.libelle} | ${cas.libelle} | ${SUJETS.map(({ cle }) => (permis.has(cle) ? 'oui' : '–')).join(' | ')} |`,
        ),
      '',
      '| action | commandes | droits des routes |',
      '|---|---|---|',
      ...chapitre.actions.map(
        ({ libelle, commandes, droits }) => `| ${libelle} | ${commandes.map(code).join(' ')} | ${droits.map(code).join(' ')} |`,
      ),
    ]),
    '',
  ].join('\n')
}

const code = (nom: string) => `\`${nom}\``
