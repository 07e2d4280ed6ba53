/** The gaps on screen as a sheet: one line an indicator and a quartier, with source, period and what cannot be compared. Pure. */
import type { Feuille } from '#platform/documents/ecriture/classeur.ts'
import { formatDecimal } from './decimal.ts'
import { sayDepuis, sayEvolution, sayRaison } from './ecart-phrase.ts'
import { LIBELLES_UNITES } from './indicateur.ts'
import { LIBELLES_ABSENCES, LIBELLES_STATUTS } from './observation.ts'
import { LIBELLES_REFERENCES } from './reference.ts'
import type { BlocIndicateur, LigneEcart } from './tableau.ts'

const COLONNES = [
  ['Indicateur', 40],
  ['Code', 24],
  ['Unité', 18],
  ['Quartier', 24],
  ['Code du quartier', 14],
  ['Génération', 12],
  ['Période', 12],
  ['Valeur', 12],
  ['Comparé à', 16],
  ['Territoire de comparaison', 26],
  ['Son code', 12],
  ['Sa valeur', 12],
  ['Écart', 12],
  ['Rapport', 10],
  ['Part de la référence (%)', 14],
  ['Évolution de l’écart', 44],
  ['Ce qui ne se compare pas', 44],
  ['Source', 34],
  ['Millésime', 12],
  ['Statut', 12],
] as const

/** Figures are whole, as their source gives them: rounding is for screens. */
export function feuilleEcarts(blocs: readonly BlocIndicateur[]): Feuille {
  return {
    nom: 'Écarts',
    colonnes: COLONNES.map(([titre, largeur]) => ({ titre, largeur })),
    lignes: blocs.flatMap(({ lignes }) => lignes.map(rowOf)),
  }
}

function rowOf({ repere, reference, ecart, quartier }: LigneEcart): string[] {
  const { indicateur, point, evolution } = ecart
  const nombre = (valeur: Parameters<typeof formatDecimal>[0] | null | undefined) =>
    valeur == null ? '' : formatDecimal(valeur).replaceAll('\u202f', '').replace('\u2212', '-')
  const raisons = [ecart.raison === null ? null : sayRaison(ecart.raison, quartier?.periode ?? null), sayDepuis(ecart)].filter(
    (raison) => raison !== null,
  )
  return [
    indicateur.libelle,
    indicateur.code,
    LIBELLES_UNITES[indicateur.unite],
    repere.nom,
    quartier?.territoireCode ?? repere.code,
    quartier?.generationCode ?? repere.generationCode,
    point?.periode ?? quartier?.periode ?? '',
    quartier !== null && quartier.valeur === null ? LIBELLES_ABSENCES[quartier.absence ?? 'manquant'] : nombre(quartier?.valeur),
    reference === null ? '' : LIBELLES_REFERENCES[reference.type],
    reference?.nom ?? '',
    reference?.code ?? '',
    nombre(point?.valeurReference),
    indicateur.sommable ? '' : nombre(point?.difference),
    nombre(point?.rapport),
    nombre(point?.part),
    point === null ? '' : sayEvolution(evolution, indicateur),
    raisons.join(' ; '),
    quartier?.sourceNom ?? '',
    quartier?.millesime ?? '',
    quartier === null ? '' : LIBELLES_STATUTS[quartier.statut],
  ]
}
