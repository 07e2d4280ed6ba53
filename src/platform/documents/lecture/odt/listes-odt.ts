import type { Noeud } from '../xml.ts'
import { type NiveauListe, type StylesOdt, showLevel } from './styles-odt.ts'

/** A list being walked: its style, its level, and the counts shared by all its levels. */
export type ListeOuverte = { style: string; niveau: number; comptes: number[]; id: string | null }

/** Counts of lists and headings of a document. */
export type ComptesOdt = { parStyle: Map<string, number[]>; parId: Map<string, number[]>; plan: number[] }

export function createComptes(): ComptesOdt {
  return { parStyle: new Map(), parId: new Map(), plan: [] }
}

/** Opens a text:list: nested ones take their parent's style and counts, others start again unless they go on. */
export function openListOdt(comptes: ComptesOdt, noeud: Noeud, parent: ListeOuverte | null): ListeOuverte {
  const { attributs } = noeud
  const style = attributs['text:style-name'] ?? parent?.style ?? ''
  const id = attributs['xml:id'] ?? null
  if (parent !== null) return { style, niveau: parent.niveau + 1, comptes: parent.comptes, id: parent.id }
  const suivie = attributs['text:continue-list']
  const suite =
    (suivie === undefined ? undefined : comptes.parId.get(suivie)) ??
    (attributs['text:continue-numbering'] === 'true' ? comptes.parStyle.get(style) : undefined)
  const ouverts = suite ?? []
  comptes.parStyle.set(style, ouverts)
  if (id !== null) comptes.parId.set(id, ouverts)
  return { style, niveau: 1, comptes: ouverts, id }
}

/** Advances the count for an item and gives what stands before its text. */
export function nextItem(styles: StylesOdt, liste: ListeOuverte, item: Noeud, styleParagraphe: string | undefined): string | null {
  const nomme = liste.style === '' ? (styleParagraphe ?? '') : liste.style
  const levels = (niveau: number) => styles.levelOf(nomme, niveau)
  advance(liste.comptes, liste.niveau, levels, item.attributs['text:start-value'])
  return showLevel(levels, liste.niveau, liste.comptes)
}

/** Advances the outline for a heading that no list numbers. */
export function nextHeading(styles: StylesOdt, comptes: ComptesOdt, niveau: number, noeud: Noeud): string | null {
  if (noeud.attributs['text:is-list-header'] === 'true') return null
  const debut = noeud.attributs['text:restart-numbering'] === 'true' ? (noeud.attributs['text:start-value'] ?? '1') : undefined
  advance(comptes.plan, niveau, styles.outline, debut)
  return showLevel(styles.outline, niveau, comptes.plan)
}

function advance(comptes: number[], niveau: number, levels: (niveau: number) => NiveauListe | null, force: string | undefined): void {
  for (let rang = 1; rang < niveau; rang += 1) comptes[rang - 1] ??= startOf(levels(rang))
  const actuel = comptes[niveau - 1]
  comptes[niveau - 1] = force !== undefined ? Number(force) : actuel === undefined ? startOf(levels(niveau)) : actuel + 1
  comptes.length = niveau
}

function startOf(niveau: NiveauListe | null): number {
  return niveau?.sorte === 'numero' ? niveau.debut : 1
}
