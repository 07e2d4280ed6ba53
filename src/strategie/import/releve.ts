import type { Cible } from './dictionnaire.ts'
import type { Etiquette } from './etiquette.ts'

/** A value under a label: the segment and the part of its text that is the value. */
export type Valeur = { rang: number; texte: string; rangee: string | null }

/** One label met in a fiche and what it announces there. */
export type Releve = { cible: Cible; etiquette: Etiquette; labels: number[]; valeurs: Valeur[]; groupe: number }
