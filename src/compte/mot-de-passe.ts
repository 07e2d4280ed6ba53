/** What a password must be. Pure. Source: CNIL, délibération n° 2022-100 (entropy through length, no forced renewal). */
import { RegleViolee } from '#platform/errors.ts'

export const LONGUEUR_MIN = 12
/** Longer ones would let a stranger make the server hash megabytes. */
export const LONGUEUR_MAX = 128

/** What the form says under the field. */
export const AIDE_MOT_DE_PASSE = `${LONGUEUR_MIN} caractères au moins. Une phrase courte que vous seul connaissez convient très bien.`

/**
 * The password as it may be kept.
 * @param connus texts that a stranger would try first: name, address
 * @throws RegleViolee on the field `motDePasse`
 */
export function acceptedMotDePasse(motDePasse: string, connus: readonly string[] = []): string {
  const longueur = [...motDePasse].length
  if (longueur < LONGUEUR_MIN)
    fautif(`Le mot de passe compte ${LONGUEUR_MIN} caractères au moins : il en manque ${LONGUEUR_MIN - longueur}.`)
  if (motDePasse.length > LONGUEUR_MAX) fautif(`Le mot de passe compte ${LONGUEUR_MAX} caractères au plus.`)
  if (new Set(motDePasse).size < 5) fautif('Ce mot de passe répète les mêmes caractères : variez-les davantage.')
  const bas = motDePasse.toLowerCase()
  for (const connu of connus) {
    const mot = connu.trim().toLowerCase()
    if (mot.length >= 4 && bas.includes(mot) && bas.length - mot.length < 8) {
      fautif('Ce mot de passe reprend votre nom ou votre adresse : choisissez-en un autre.')
    }
  }
  return motDePasse
}

function fautif(message: string): never {
  throw new RegleViolee(message, [{ champ: 'motDePasse', message }])
}
