/** Throttling of sign-in. Pure: how many failures are borne, for how long. */

/**
 * Three counts, so that no one is locked out by a stranger: few failures for one account from one address, more for the
 * account from anywhere, more again for an address whatever the account (an office shares one).
 */
export const SEUILS = { compteEtAdresse: 5, compte: 30, adresse: 50 } as const
export type Portee = keyof typeof SEUILS
/** A count starts afresh after a quarter of an hour. */
export const FENETRE_MS = 15 * 60_000

export type Compteur = { echecs: number; depuis: Date }

/** The count with one more failure; a window that is over starts again. */
export function countedEchec(compteur: Compteur | null, now: Date): Compteur {
  if (compteur === null || now.getTime() - compteur.depuis.getTime() >= FENETRE_MS) return { echecs: 1, depuis: now }
  return { echecs: compteur.echecs + 1, depuis: compteur.depuis }
}

/** Milliseconds to wait before another attempt; 0 when it may be made. */
export function attente(portee: Portee, compteur: Compteur | null, now: Date): number {
  if (compteur === null || compteur.echecs < SEUILS[portee]) return 0
  return Math.max(0, compteur.depuis.getTime() + FENETRE_MS - now.getTime())
}

/** The sentence shown when one must wait. @param ms more than 0 */
export function phraseAttente(ms: number): string {
  const minutes = Math.ceil(ms / 60_000)
  return `Trop d’essais de connexion. Réessayez dans ${minutes}\u00a0minute${minutes > 1 ? 's' : ''}, ou demandez un nouveau lien à la personne qui gère votre contrat.`
}
