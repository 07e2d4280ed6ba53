/** From the cells of a table to observations, as a person said what each column is. Every cell is counted once. Pure. */
import type { Decimal } from '../decimal.ts'
import { sameDecimal } from '../decimal.ts'
import type { Absence, TypeTerritoire } from '../observation.ts'
import { parsePeriode } from '../periode.ts'
import type { BilanTable, DecompteCases } from '../table.ts'
import { readCode, type TerritoireConnu } from './codes-territoires.ts'
import { cleTerritoire } from './forme.ts'
import { type Feuille, lettreOf } from './grille.ts'
import type { ChoixTable, Cible, LectureTable } from './lecture.ts'
import { type Marqueurs, readCase } from './nombres.ts'

export type ObservationLue = {
  /** Key of the target: id of an indicator, or « nouveau:code ». */
  indicateur: string
  territoire: TerritoireConnu
  periode: string
  valeur: Decimal | null
  absence: Absence | null
  /** Line of the file, from 1. */
  ligne: number
}

export type PlanTable = {
  observations: ObservationLue[]
  decompte: DecompteCases
} & Pick<BilanTable, 'inconnus' | 'incompris' | 'contradictions'>

const MONTRES = 200

/** Key of the indicator of a target; null when it is left aside. */
export function indicateurOf(cible: Cible | undefined): string | null {
  if (cible === undefined || cible.action === 'ignorer') return null
  return cible.action === 'nouveau' ? `nouveau:${cible.nouveau?.code ?? ''}` : cible.indicateurId
}

export function planTable(
  { lignes }: Feuille,
  lecture: Pick<LectureTable, 'premiere' | 'derniere' | 'colonnes'>,
  choix: ChoixTable,
  connus: ReadonlyMap<string, TerritoireConnu>,
  marqueurs: Marqueurs,
): PlanTable {
  const decompte: DecompteCases = {
    total: 0,
    valeurs: 0,
    absences: 0,
    vides: 0,
    incomprises: 0,
    territoiresInconnus: 0,
    ignorees: 0,
    reperes: 0,
    repetees: 0,
    contradictoires: 0,
    arrondies: 0,
  }
  const plan: PlanTable = { observations: [], decompte, inconnus: [], incompris: [], contradictions: [] }
  const [inconnus, incompris, contradictions] = [
    new Map<string, { code: string; nom: string; ligne: number }>(),
    [...plan.incompris],
    [...plan.contradictions],
  ]
  const cibles = new Map(choix.cibles.map((cible) => [cible.cle, cible]))
  const vues = new Map<string, ObservationLue>()
  const { territoire, colonnePeriode, colonneVariable, colonneValeur } = choix
  const reperes = new Set([
    territoire.colonne,
    ...[colonnePeriode, choix.forme === 'longue' ? colonneVariable : null].filter((rang) => rang !== null),
  ])
  const noms = lecture.colonnes.find(({ role }) => role === 'nom')?.rang

  for (let rang = lecture.premiere; rang <= lecture.derniere; rang += 1) {
    const ligne = lignes[rang] ?? []
    const lu = readCode(ligne[territoire.colonne] ?? '', territoire.type)
    const lieu = lu === null ? undefined : connus.get(cleTerritoire(territoire.type, lu.code))
    const dite = colonnePeriode === null ? null : parsePeriode(ligne[colonnePeriode] ?? '')
    if (lu !== null && lieu === undefined && !inconnus.has(lu.code))
      inconnus.set(lu.code, { code: lu.code, nom: noms === undefined ? '' : (ligne[noms] ?? ''), ligne: rang + 1 })
    for (const { rang: colonne } of lecture.colonnes) {
      const texte = ligne[colonne] ?? ''
      decompte.total += 1
      if (reperes.has(colonne)) {
        decompte.reperes += 1
        continue
      }
      const cle = choix.forme === 'large' ? `c${colonne}` : colonne === colonneValeur ? `v:${ligne[colonneVariable ?? -1] ?? ''}` : ''
      const cible = cibles.get(cle)
      const indicateur = indicateurOf(cible)
      if (cible === undefined || indicateur === null || lu === null) {
        decompte.ignorees += 1
        continue
      }
      if (lieu === undefined) {
        decompte.territoiresInconnus += 1
        continue
      }
      const lue = readCase(texte, cible.convention, marqueurs, cible.cent)
      const periode = colonnePeriode === null ? (cible.periode ?? choix.periode) : dite
      if (lue.sorte === 'vide') {
        decompte.vides += 1
        continue
      }
      if (lue.sorte === 'incompris' || periode === null) {
        decompte.incomprises += 1
        const dit = lue.sorte === 'incompris' ? texte : `période illisible : ${ligne[colonnePeriode ?? -1] ?? ''}`
        if (incompris.length < MONTRES) incompris.push({ ligne: rang + 1, colonne: lettreOf(colonne), texte: dit.slice(0, 80) })
        continue
      }
      const observation: ObservationLue = {
        indicateur,
        territoire: lieu,
        periode,
        valeur: lue.sorte === 'valeur' ? lue.valeur : null,
        absence: lue.sorte === 'absence' ? lue.absence : null,
        ligne: rang + 1,
      }
      const unique = `${indicateur} ${lieu.code} ${periode}`
      const autre = vues.get(unique)
      if (autre !== undefined) {
        if (autre.absence === observation.absence && sameDecimal(autre.valeur, observation.valeur)) decompte.repetees += 1
        else {
          decompte.contradictoires += 1
          if (contradictions.length < MONTRES)
            contradictions.push({
              ligne: rang + 1,
              colonne: lettreOf(colonne),
              texte: `${lieu.code}, ${texte} ici, une autre valeur ligne ${autre.ligne}`,
            })
        }
        continue
      }
      vues.set(unique, observation)
      plan.observations.push(observation)
      if (lue.sorte === 'valeur') {
        decompte.valeurs += 1
        if (lue.arrondie) decompte.arrondies += 1
      } else decompte.absences += 1
    }
  }
  return { ...plan, inconnus: [...inconnus.values()], incompris, contradictions }
}

/** Codes of places that the body of the table names. */
export function codesOfCorps(
  { lignes }: Feuille,
  corps: { premiere: number; derniere: number },
  territoire: { colonne: number; type: TypeTerritoire },
) {
  const codes = new Set<string>()
  for (let rang = corps.premiere; rang <= corps.derniere; rang += 1) {
    const lu = readCode(lignes[rang]?.[territoire.colonne] ?? '', territoire.type)
    if (lu !== null) codes.add(lu.code)
  }
  return [...codes].map((code) => ({ type: territoire.type, code }))
}
