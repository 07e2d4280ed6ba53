/**
 * Throttling of sign-in. Pure: how many failures are borne, for how long.
 *
 * A lock must stop who guesses, and never let a stranger lock someone out. So a failure is counted by several keys, and which
 * keys count depends on what the attempt proves:
 * - from a device where this person has signed in before (signed cookie), only the count of that person on that device holds: what
 *   strangers try elsewhere, even from the same office, does not touch her;
 * - from an unknown device: few failures for the account from one network address, more for the account from anywhere (someone who
 *   guesses from a thousand addresses), more again for an address whatever the account (an office shares one).
 * Someone on a new device while her account is under attack waits, or asks for a link by mail: links are counted apart, and each of
 * those already sent still opens, so that asking for many in her name gives her only more ways in.
 * The second step is the same: a stranger who knows the password can shut it for unknown devices, not for hers, and a recovery code
 * (49 bits) is never counted for the account as a whole.
 */

type Seuil = { echecs: number; fenetreMs: number }
const QUART_D_HEURE = 15 * 60_000
const HEURE = 60 * 60_000

export const SEUILS = {
  compteEtAppareil: { echecs: 10, fenetreMs: QUART_D_HEURE },
  compteEtAdresse: { echecs: 5, fenetreMs: QUART_D_HEURE },
  compte: { echecs: 30, fenetreMs: QUART_D_HEURE },
  adresse: { echecs: 50, fenetreMs: QUART_D_HEURE },
  codeEtAppareil: { echecs: 10, fenetreMs: QUART_D_HEURE },
  codeEtAdresse: { echecs: 5, fenetreMs: QUART_D_HEURE },
  // Of a million codes three hold at a time: twenty guesses a day leave one chance in sixteen thousand.
  code: { echecs: 20, fenetreMs: 24 * HEURE },
  secours: { echecs: 10, fenetreMs: QUART_D_HEURE },
  lienVersCompte: { echecs: 5, fenetreMs: HEURE },
  lienDepuisAdresse: { echecs: 20, fenetreMs: HEURE },
} as const satisfies Record<string, Seuil>
export type Portee = keyof typeof SEUILS

export type Compteur = { echecs: number; depuis: Date }

/** The count with one more failure; a window that is over starts again. */
export function countedEchec(portee: Portee, compteur: Compteur | null, now: Date): Compteur {
  if (compteur === null || now.getTime() - compteur.depuis.getTime() >= SEUILS[portee].fenetreMs) return { echecs: 1, depuis: now }
  return { echecs: compteur.echecs + 1, depuis: compteur.depuis }
}

/** Milliseconds to wait before another attempt; 0 when it may be made. */
export function attente(portee: Portee, compteur: Compteur | null, now: Date): number {
  if (compteur === null || compteur.echecs < SEUILS[portee].echecs) return 0
  return Math.max(0, compteur.depuis.getTime() + SEUILS[portee].fenetreMs - now.getTime())
}

/** True when this failure is the one that shuts the door: it is said once. */
export function shutsDoor(portee: Portee, compteur: Compteur): boolean {
  return compteur.echecs === SEUILS[portee].echecs
}

/** The sentence shown when one must wait. @param ms more than 0 */
export function phraseAttente(ms: number, issue = 'demandez un lien de connexion'): string {
  const minutes = Math.ceil(ms / 60_000)
  const duree = minutes > 90 ? `${Math.ceil(minutes / 60)}\u00a0heures` : `${minutes}\u00a0minute${minutes > 1 ? 's' : ''}`
  return `Trop d’essais de connexion. Réessayez dans ${duree}, ou ${issue}.`
}

/** An address as it is counted: an IPv6 by its first 64 bits, which one subscriber holds whole. */
export function adresseComptee(adresse: string): string {
  const nue = adresse.replace(/^::ffff:(?=\d+\.)/i, '').toLowerCase()
  if (!nue.includes(':')) return nue
  const [gauche = '', droite] = nue.split('::')
  const debut = gauche.split(':').filter((groupe) => groupe !== '')
  const fin = droite === undefined ? [] : droite.split(':').filter((groupe) => groupe !== '')
  const zeros = Array.from({ length: droite === undefined ? 0 : Math.max(0, 8 - debut.length - fin.length) }, () => '0')
  return `${[...debut, ...zeros, ...fin]
    .slice(0, 4)
    .map((groupe) => groupe.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
