/** What was understood of a table: kept as it is shown to the person who says what each column is. Pure types. */
import type { TypeTerritoire } from '../observation.ts'
import type { Convention, ConventionLue } from './nombres.ts'

/** A line of the file, as a person reads it in the margin (from 1), and its text. */
export type LigneTexte = { ligne: number; texte: string }

/** An indicator proposed for a column or a variable: by the name of its variable, or by its label. */
export type Proposition = { indicateurId: string; periode: string | null; par: 'variable' | 'libelle' }

export type RoleColonne = 'territoire' | 'nom' | 'periode' | 'variable' | 'libelle_variable' | 'valeur' | 'mesure' | 'vide' | 'texte'

export type ColonneLue = {
  rang: number
  lettre: string
  /** From top to bottom. */
  entetes: readonly string[]
  /** Name of variable of the source, when a heading is one. */
  code: string | null
  libelle: string
  role: RoleColonne
  /** Cells of the body. */
  remplies: number
  nombres: number
  absences: number
  /** Neither a figure nor a known sign: the most frequent first, five at most. */
  incompris: readonly { texte: string; nombre: number }[]
  exemples: readonly string[]
  nombre: ConventionLue
  /** Every figure lies between 0 and 1 without the sign %. */
  entreZeroEtUn: boolean
  proposition: Proposition | null
  /** The period that its heading says. */
  periode: string | null
}

export type VariableLue = { cle: string; libelle: string; nombre: number; proposition: Proposition | null }

export type LectureTable = {
  feuilles: readonly { nom: string | null; lignes: number }[]
  /** Rank of the sheet that was read. */
  feuille: number
  /** « large »: one column an indicator; « longue »: one line a figure, its variable named in a column. */
  forme: 'large' | 'longue'
  titres: readonly LigneTexte[]
  notes: readonly LigneTexte[]
  /** Lines in the middle of the table that name no place, ten shown. */
  sansTerritoire: { nombre: number; lignes: readonly LigneTexte[] }
  /** Ranks of the first and last lines of the body, from 0. */
  premiere: number
  derniere: number
  territoire: {
    colonne: number
    type: TypeTerritoire
    reconnus: number
    repares: number
    inconnus: { nombre: number; exemples: readonly string[] }
  }
  colonnes: readonly ColonneLue[]
  variables: readonly VariableLue[]
  /** The one period that the titles say. */
  periode: string | null
  avertissements: readonly string[]
}

/** What a person says of a column (« c4 ») or of a variable of a long table (« v:TP6021 »). */
export type Cible = {
  cle: string
  action: 'ignorer' | 'indicateur' | 'nouveau'
  indicateurId: string | null
  /** Definition of the indicator to create. */
  nouveau: { code: string; libelle: string; unite: string; sens: string; sommable: boolean; millesimes: string; decimales: number } | null
  /** Null: that of the table, or of its column. */
  periode: string | null
  cent: 'tel' | 'cent'
  convention: Convention
}

export type ChoixTable = {
  feuille: number
  territoire: { colonne: number; type: TypeTerritoire }
  forme: 'large' | 'longue'
  colonneVariable: number | null
  colonneValeur: number | null
  colonnePeriode: number | null
  periode: string | null
  cibles: readonly Cible[]
  source: { id: string } | { nom: string; producteur: string; licence: string; adresse: string; nature: string }
  millesime: string
  statut: string
  /** Places that the reference does not know: « refuser » the table, or « laisser » their lines aside. */
  inconnus: 'refuser' | 'laisser'
  incompris: 'refuser' | 'laisser'
}
