/** A node of the tree: a pillar, an axis, a stake, as the contract names its levels. Pure: types and rules. */
import type { Niveau } from '#contrat/index.ts'
import { RegleViolee } from '#platform/errors.ts'

export type Noeud = {
  id: string
  contratId: string
  /** null at the root of the contract. */
  parentId: string | null
  /** Rank of its level, from 1. A node of rank r hangs from a node of rank r − 1. */
  rang: number
  /** Number among its siblings; holes are allowed, an imported contract may hold only 2.1.5. */
  numero: number
  /** Materialised code, « 2.1 »; empty when its level is not numbered. */
  code: string
  intitule: string
  description: string | null
  /** Optimistic lock of its texts: raised at each edit, not by a move. */
  version: number
  archiveLe: Date | null
}

/** The level of a rank. @throws RegleViolee when the contract has no such level */
export function niveauDe(niveaux: readonly Niveau[], rang: number): Niveau {
  const niveau = niveaux.find((n) => n.rang === rang)
  if (niveau !== undefined) return niveau
  const dernier = niveaux.reduce<Niveau | null>((a, b) => (a === null || b.rang > a.rang ? b : a), null)
  if (dernier === null) throw new RegleViolee('Ce contrat n’a pas encore de niveaux : choisissez-les dans les réglages du contrat.')
  throw new RegleViolee(`Ce contrat n’a pas de niveau sous ${avecArticle(dernier)} : ajoutez-en un dans les réglages du contrat.`)
}

/** « le pilier », « l’axe », « la priorité ». */
export function avecArticle(niveau: Niveau): string {
  const nom = niveau.singulier.toLocaleLowerCase('fr')
  if (/^[aeiouyhéèêàâîôûœ]/.test(nom)) return `l’${nom}`
  return `${niveau.feminin ? 'la' : 'le'} ${nom}`
}

/** « un pilier », « une orientation ». */
export function avecIndefini(niveau: Niveau): string {
  return `${niveau.feminin ? 'une' : 'un'} ${niveau.singulier.toLocaleLowerCase('fr')}`
}

/** « de l’axe 2.1 », « du pilier 2 ». */
export function avecDe(nom: string): string {
  return nom.startsWith('le ') ? `du ${nom.slice(3)}` : `de ${nom}`
}

/** « l’axe 2.1 », or « l’enjeu « Habiter » » when its level is not numbered. */
export function designation(noeud: Pick<Noeud, 'code' | 'intitule'>, niveau: Niveau | undefined): string {
  const quoi = niveau === undefined ? 'le nœud' : avecArticle(niveau)
  return noeud.code === '' ? `${quoi} «\u00a0${noeud.intitule}\u00a0»` : `${quoi} ${noeud.code}`
}

/** What a form may change of a node, cleaned. @throws RegleViolee on an empty or too long title */
export function edited(noeud: Noeud, saisie: { intitule: string; description: string | null }): Noeud {
  return { ...noeud, intitule: assertIntitule(saisie.intitule), description: toTexteOuNul(saisie.description) }
}

/** The node was saved by someone else since the form was opened. The page shows both texts; `actuel` is what is kept. */
export class NoeudModifie extends RegleViolee {
  readonly actuel: Noeud
  constructor(actuel: Noeud) {
    super('Quelqu’un a modifié ce nœud pendant que vous écriviez. Rien n’est perdu : comparez les deux textes, puis enregistrez.')
    this.name = 'NoeudModifie'
    this.actuel = actuel
  }
}

/** @throws RegleViolee when the title is empty or longer than 500 characters */
export function assertIntitule(brut: string): string {
  const intitule = brut.trim().replace(/\s+/gu, ' ')
  if (intitule === '') throw new RegleViolee('Donnez un intitulé.', [{ champ: 'intitule', message: 'Donnez un intitulé.' }])
  if (intitule.length > 500) {
    const message = 'L’intitulé dépasse 500 caractères : mettez le détail dans la description.'
    throw new RegleViolee(message, [{ champ: 'intitule', message }])
  }
  return intitule
}

function toTexteOuNul(texte: string | null): string | null {
  const net = texte?.trim() ?? ''
  return net === '' ? null : net
}

/** Themes are the contract's. @throws RegleViolee when one is not among them */
export function assertThemesConnus(themes: readonly { id: string }[], choisis: readonly string[]): void {
  const connus = new Set(themes.map((theme) => theme.id))
  if (choisis.every((id) => connus.has(id))) return
  const message = 'Un des thèmes choisis n’est plus dans ce contrat : rechargez la page.'
  throw new RegleViolee(message, [{ champ: 'themeIds', message }])
}
