/** Places that the fiches of a contract may point at. Pure. */
import type { LieuConnu } from './reconnaissance.ts'

export type TypeChoix = 'quartier' | 'commune' | 'epci' | 'perimetre'

export type ChoixLieu = {
  type: TypeChoix
  code: string
  nom: string
  /** Its parts: « Le Gumenen » in the quartier of Auray. */
  parties: readonly string[]
  /** INSEE codes of the communes where it lies. */
  communes: readonly string[]
  /** Inhabitants, to share out by; null: not known. */
  population: number | null
}

/** The names by which each is recognised in a text. */
export function lieuxConnus(choix: readonly ChoixLieu[]): LieuConnu<ChoixLieu>[] {
  return choix.map((lieu) => ({ lieu, noms: [lieu.nom, ...lieu.parties, ...(lieu.type === 'perimetre' ? [] : [lieu.code])] }))
}
