/** What changed between two texts of a fiche, field by field, row by row, word by word. Pure. */
import { diffArrays, diffWordsWithSpace } from 'diff'
import type { ContenuFiche } from './fiche.ts'
import { CHAMPS_COMPARES, type ChampCompare, type LigneEnMots, motsDuChamp, sameChamp } from './fiche-mots.ts'

/** A piece of a row: kept, added or removed. */
export type Morceau = { texte: string; etat: 'garde' | 'ajoute' | 'retire' }
export type LigneComparee = { etat: 'gardee' | 'ajoutee' | 'retiree' | 'modifiee' | 'deplacee'; morceaux: Morceau[] }
export type ChampModifie = { champ: ChampCompare; lignes: LigneComparee[] }

/** Texts longer than this are compared whole: word by word would take seconds. */
const MOTS_MAX = 20_000

/** The fields that differ, in the order of the fiche; none when both texts are the same. */
export function diffContenus(avant: ContenuFiche, apres: ContenuFiche): ChampModifie[] {
  return CHAMPS_COMPARES.filter((champ) => !sameChamp(avant, apres, champ)).map((champ) => ({
    champ,
    lignes: diffLignes(motsDuChamp(avant, champ), motsDuChamp(apres, champ)),
  }))
}

/** Rows are followed by their id, else by their very text; the order is that of the new text, removed rows where they stood. */
export function diffLignes(avant: readonly LigneEnMots[], apres: readonly LigneEnMots[]): LigneComparee[] {
  const cles = clesCommunes(avant, apres)
  const pas = diffArrays([...cles.avant], [...cles.apres])
  const textes = new Map(avant.map((ligne, rang) => [cles.avant[rang], ligne.texte]))
  const nouveaux = new Map(apres.map((ligne, rang) => [cles.apres[rang], ligne.texte]))
  return pas.flatMap(({ value, added, removed }) =>
    value.flatMap((cle): LigneComparee[] => {
      const [ancien, nouveau] = [textes.get(cle), nouveaux.get(cle)]
      if (removed) {
        // A row that is found elsewhere in the new text is shown there.
        return nouveau === undefined && ancien !== undefined ? [{ etat: 'retiree', morceaux: [{ texte: ancien, etat: 'retire' }] }] : []
      }
      if (nouveau === undefined) return []
      if (ancien === undefined) return [{ etat: 'ajoutee', morceaux: [{ texte: nouveau, etat: 'ajoute' }] }]
      if (ancien === nouveau) return [{ etat: added ? 'deplacee' : 'gardee', morceaux: [{ texte: nouveau, etat: 'garde' }] }]
      return [{ etat: 'modifiee', morceaux: diffMots(ancien, nouveau) }]
    }),
  )
}

/** Both lists as keys: a row bears the same key on both sides when it has the same id, else the same text. */
function clesCommunes(avant: readonly LigneEnMots[], apres: readonly LigneEnMots[]): { avant: string[]; apres: string[] } {
  const ids = new Set(apres.map((ligne) => ligne.id))
  const communs = new Set(avant.map((ligne) => ligne.id).filter((id) => ids.has(id)))
  const compte = (lignes: readonly LigneEnMots[]): string[] => {
    const vus = new Map<string, number>()
    return lignes.map(({ id, texte }) => {
      if (communs.has(id)) return `id ${id}`
      const rang = vus.get(texte) ?? 0
      vus.set(texte, rang + 1)
      return `texte ${rang} ${texte}`
    })
  }
  return { avant: compte(avant), apres: compte(apres) }
}

/** Word by word; joined, the pieces kept and added give the new text, those kept and removed the old one. */
export function diffMots(avant: string, apres: string): Morceau[] {
  if (avant.length + apres.length > MOTS_MAX) {
    return [
      { texte: avant, etat: 'retire' },
      { texte: apres, etat: 'ajoute' },
    ]
  }
  return diffWordsWithSpace(avant, apres).map(({ value, added, removed }) => ({
    texte: value,
    etat: added ? 'ajoute' : removed ? 'retire' : 'garde',
  }))
}
