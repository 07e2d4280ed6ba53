/** What the foot of every page says of accessibility (decree of 24 July 2019, article 5). Known to the process, told by the application. */

let mention = 'non conforme'

/** @param etat « partiellement conforme » */
export function setMentionAccessibilite(etat: string): void {
  mention = etat
}

export function mentionAccessibilite(): string {
  return `Accessibilité\u00a0: ${mention}`
}
