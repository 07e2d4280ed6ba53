import type { Element } from './document.ts'

/** What is said before the words of a heading: « Axe 2.1 : », « Fiche action 2.1.5 : »; empty when nothing is. */
export function nomTitre(titre: Pick<Extract<Element, { sorte: 'titre' }>, 'famille' | 'numero'>): string {
  const nom = [titre.famille, titre.numero].filter((part) => part !== null && part !== '').join(' ')
  return nom === '' ? '' : `${nom}\u00a0: `
}
