/** For tests of the import: a fixture read, chosen and planned as the product does. */
import assert from 'node:assert/strict'
import { readDocument } from '#platform/documents/lecture/lire.ts'
import { formatDecimal } from '../decimal.ts'
import { buildIndicateur } from '../indicateurs.build.ts'
import type { Absence } from '../observation.ts'
import { proposedChoix } from './choix.ts'
import type { TerritoireConnu } from './codes-territoires.ts'
import * as fichiers from './fixtures-de-test.ts'
import { chooseTerritoire, cleTerritoire } from './forme.ts'
import { type Feuille, type Grille, grilleOfCsv, grilleOfDocument } from './grille.ts'
import type { ChoixTable, LectureTable } from './lecture.ts'
import { planTable } from './plan.ts'
import { recognizeTable } from './reconnaitre.ts'

export const CONNUS = new Map<string, TerritoireConnu>(fichiers.CONNUS.map((lieu) => [cleTerritoire(lieu.type, lieu.code), lieu]))
export const MARQUEURS = new Map<string, Absence>([
  ['s', 'secret'],
  ['c', 'secret'],
  ['ns', 'non_significatif'],
  ['nd', 'manquant'],
  ['-', 'manquant'],
])
export const PAUVRETE = buildIndicateur({ id: 'i-pauvrete' })
export const EMPLOI = buildIndicateur({ id: 'i-emploi', code: 'taux_emploi', libelle: 'Taux d’emploi' })
const POPULATION = buildIndicateur({
  id: 'i-population',
  code: 'population',
  libelle: 'Population municipale',
  unite: 'nombre',
  sommable: true,
  decimales: 0,
})
export const REFERENTIEL = {
  indicateurs: [PAUVRETE, EMPLOI, POPULATION],
  variables: new Map([
    ['TP60##', 'i-pauvrete'],
    ['P##_POP', 'i-population'],
  ]),
  marqueurs: MARQUEURS,
}

export async function grilleOf({ nom, octets }: fichiers.FichierDeTest): Promise<Grille> {
  return nom.endsWith('.xlsx') ? grilleOfDocument(await readDocument(nom, octets)) : grilleOfCsv(nom, octets)
}
export async function read(
  fichier: fichiers.FichierDeTest,
  dictionnaire?: fichiers.FichierDeTest,
): Promise<{ lecture: LectureTable; feuille: Feuille }> {
  const grille = await grilleOf(fichier)
  const choisies = grille.feuilles.map((feuille) => chooseTerritoire(feuille, CONNUS))
  const rang = choisies.findIndex((choisie) => choisie !== null)
  const feuille = grille.feuilles[rang] ?? assert.fail('aucune feuille')
  const dits = dictionnaire === undefined ? [] : (await grilleOf(dictionnaire)).feuilles
  return { feuille, lecture: recognizeTable(grille, rang, choisies[rang] ?? assert.fail(), CONNUS, REFERENTIEL, dits) }
}
export const SOURCE = { source: { nom: 'Essai', producteur: '', licence: '', adresse: '', nature: 'officielle' } }
/** Every column of figures bears its own new indicator unless one is proposed. */
export function allChosen(lecture: LectureTable, champs: Partial<ChoixTable> = {}): ChoixTable {
  const propose = proposedChoix(lecture)
  return {
    ...propose,
    ...SOURCE,
    periode: propose.periode ?? '2021',
    cibles: propose.cibles.map((cible) =>
      cible.action === 'ignorer' ? { ...cible, action: 'indicateur', indicateurId: `i-${cible.cle}` } : cible,
    ),
    ...champs,
  }
}
/** « QN03701I i-pauvrete 2021 48,1 » */
export async function planned(fichier: fichiers.FichierDeTest, champs: Partial<ChoixTable> = {}) {
  const { lecture, feuille } = await read(fichier)
  const choix = allChosen(lecture, champs)
  const plan = planTable(feuille, lecture, choix, CONNUS, MARQUEURS)
  const dites = plan.observations.map(
    ({ indicateur, territoire, periode, valeur, absence }) =>
      `${territoire.code} ${indicateur} ${periode} ${valeur === null ? absence : formatDecimal(valeur).replaceAll('\u202f', ' ')}`,
  )
  return { lecture, choix, plan, dites }
}
