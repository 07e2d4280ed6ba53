import { type Dictionnaire, type Etiquette, matchEnLigne, matchEtiquette } from './etiquette.ts'
import { parseNiveaux } from './niveaux.ts'
import { parseKind, parseRepere } from './reperes.ts'
import type { Segment } from './segments.ts'

/** A cell of a table with what its text looks like, before its role is known. */
export type Case = {
  ligne: number
  colonne: number
  lignes: number
  colonnes: number
  /** Ranks of its segments in the document's list. */
  segments: number[]
  /** One label for each segment when the whole cell is labels ("Partenaires" over "Dispositifs"), else null. */
  etiquettes: Etiquette[] | null
  /** "Axe 1" alone: a level whose title may stand beside. */
  niveau: Etiquette | null
  /** Begins with "Label : value", a level of the tree, the opening of a fiche or the name of its kind. */
  ouvre: boolean
  /** Short, without bullets: may be a label that the dictionary does not know. */
  courte: boolean
  texte: string
}

/** `hautes` are the cells that span several rows. */
export type Grille = { table: number; cases: Case[]; hautes: Case[]; rangees: Case[][]; colonnes: number }

/** The cells of one table, row by row; empty cells are not there. */
export function buildGrille(table: number, rangs: readonly number[], segments: readonly Segment[], dictionnaire: Dictionnaire): Grille {
  const parCase = new Map<string, number[]>()
  for (const rang of rangs) {
    const cellule = segments[rang]?.cellule
    if (cellule === null || cellule === undefined) continue
    const cle = `${cellule.ligne},${cellule.colonne}`
    const liste = parCase.get(cle)
    if (liste === undefined) parCase.set(cle, [rang])
    else liste.push(rang)
  }
  const cases: Case[] = []
  for (const liste of parCase.values()) cases.push(describeCase(liste, segments, dictionnaire))
  cases.sort((a, b) => a.ligne - b.ligne || a.colonne - b.colonne)
  const rangees: Case[][] = []
  for (const une of cases) {
    const derniere = rangees.at(-1)
    if (derniere?.[0]?.ligne === une.ligne) derniere.push(une)
    else rangees.push([une])
  }
  const colonnes = Math.max(1, ...cases.map((une) => une.colonne + une.colonnes))
  return { table, cases, hautes: cases.filter((une) => une.lignes > 1), rangees, colonnes }
}

function describeCase(liste: number[], segments: readonly Segment[], dictionnaire: Dictionnaire): Case {
  const propres = liste.flatMap((rang) => segments[rang] ?? [])
  const cellule = propres[0]?.cellule
  const texte = propres.map((segment) => segment.texte).join(' ')
  const premier = propres[0]
  const nue =
    propres.every((segment) => segment.puce === null || /\d/.test(segment.puce)) && propres.every((segment) => segment.coche === null)
  return {
    ligne: cellule?.ligne ?? 0,
    colonne: cellule?.colonne ?? 0,
    lignes: cellule?.lignes ?? 1,
    colonnes: cellule?.colonnes ?? 1,
    segments: liste,
    etiquettes: nue ? labelsOf(propres, dictionnaire, texte) : null,
    niveau: nue && propres.length === 1 ? levelLabel(texte) : null,
    ouvre: premier !== undefined && opens(premier, dictionnaire),
    courte: nue && texte.length <= 80 && propres.length <= 3 && !/[.;]$/u.test(texte),
    texte,
  }
}

/** What a blank form says under its labels. */
const CONSIGNE =
  /^(?:à compléter|à préciser|préciser|précisez|indiquer|indiquez|décrire|décrivez|expliquer|expliquez|rappeler|rappelez|citer|citez|lister|listez|ex\s?:|exemple|cf\.?)(?![\p{L}])/iu

function labelsOf(propres: readonly Segment[], dictionnaire: Dictionnaire, texte: string): Etiquette[] | null {
  const etiquettes: Etiquette[] = []
  for (const { texte: ligne } of propres) {
    const etiquette = matchEtiquette(dictionnaire, ligne)
    if (etiquette === null) {
      // A label cut over two paragraphs of its cell ("Partenaires" / "mobilisables"), or a remark in brackets under it.
      const entier = matchEtiquette(dictionnaire, texte)
      if (entier !== null && propres.length <= 3) return [entier]
      if (etiquettes.length > 0 && (/^[([].*[)\]]$/u.test(ligne) || CONSIGNE.test(ligne))) continue
      return null
    }
    etiquettes.push(etiquette)
  }
  return etiquettes.length > 0 ? etiquettes : null
}

function levelLabel(texte: string): Etiquette | null {
  const niveaux = parseNiveaux(texte)
  const seul = niveaux[0]
  if (niveaux.length !== 1 || seul === undefined || seul.code === null || seul.intitule !== null || /^objectif$/iu.test(seul.niveau))
    return null
  return { cibles: ['niveau'], variante: seul.niveau, mode: 'exacte', faible: false, libelle: texte }
}

function opens(segment: Segment, dictionnaire: Dictionnaire): boolean {
  const { texte, debutAccent, titre, accent, majuscules } = segment
  if (matchEnLigne(dictionnaire, texte, debutAccent) !== null || parseNiveaux(texte).length > 0 || parseKind(texte) !== null) return true
  const repere = parseRepere(texte, titre > 0 || accent || majuscules)
  return repere !== null && !repere.faible
}

/** Share of the non-empty cells of a column that are labels, over the rows that have at least two cells. */
export function labelShare(grille: Grille, colonne: number): { etiquettes: number; part: number } {
  let etiquettes = 0
  let total = 0
  for (const rangee of grille.rangees) {
    if (rangee.length < 2) continue
    const une = rangee.find((candidate) => candidate.colonne === colonne)
    if (une === undefined) continue
    total += 1
    if (une.etiquettes !== null) etiquettes += 1
  }
  return { etiquettes, part: total === 0 ? 0 : etiquettes / total }
}
