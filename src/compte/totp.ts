/** One-time codes of six digits (RFC 6238: SHA-1, 30 seconds) and the codes that replace a lost device. Pure. */
import { createHmac } from 'node:crypto'

export const PERIODE_S = 30
const CHIFFRES = 6
/** One step before and one after: clocks of telephones drift. */
const ECART = 1
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Time step of an instant. */
export function pasDe(instant: Date): number {
  return Math.floor(instant.getTime() / 1000 / PERIODE_S)
}

/** The code of a step. @param secret at least 20 bytes */
export function codeDuPas(secret: Uint8Array, pas: number): string {
  const compteur = Buffer.alloc(8)
  compteur.writeBigUInt64BE(BigInt(pas))
  const hachage = createHmac('sha1', secret).update(compteur).digest()
  const debut = hachage.readUInt8(hachage.length - 1) & 0x0f
  return String((hachage.readUInt32BE(debut) & 0x7fffffff) % 10 ** CHIFFRES).padStart(CHIFFRES, '0')
}

/**
 * The step that this code proves, among those near the instant and later than the last one accepted: a code serves once.
 * @returns null when the code is wrong, too old, or has served
 */
export function pasProuve(secret: Uint8Array, code: string, instant: Date, dernierPas: number): number | null {
  const tape = code.replace(/\s/gu, '')
  if (!/^\d{6}$/.test(tape)) return null
  const present = pasDe(instant)
  let prouve: number | null = null
  // All steps are computed whatever happens: the time taken tells nothing.
  for (let pas = present - ECART; pas <= present + ECART; pas += 1) {
    if (codeDuPas(secret, pas) === tape && pas > dernierPas) prouve = pas
  }
  return prouve
}

/** The secret as people type it: base 32, in groups of four. */
export function cleEnTexte(secret: Uint8Array): string {
  return encodeBase32(secret).replace(/(.{4})(?=.)/g, '$1 ')
}

/** Address that an authenticator reads in the QR code. @param emetteur name of the instance */
export function adresseOtp(secret: Uint8Array, emetteur: string, compte: string): string {
  const nom = `${encodeURIComponent(emetteur)}:${encodeURIComponent(compte)}`
  return `otpauth://totp/${nom}?secret=${encodeBase32(secret)}&issuer=${encodeURIComponent(emetteur)}&algorithm=SHA1&digits=${CHIFFRES}&period=${PERIODE_S}`
}

export function encodeBase32(octets: Uint8Array): string {
  let texte = ''
  let reste = 0
  let bits = 0
  for (const octet of octets) {
    reste = (reste << 8) | octet
    bits += 8
    while (bits >= 5) {
      bits -= 5
      texte += ALPHABET[(reste >> bits) & 31]
    }
    reste &= (1 << bits) - 1
  }
  return bits === 0 ? texte : texte + ALPHABET[(reste << (5 - bits)) & 31]
}

export const NOMBRE_CODES = 10
/** Letters and digits that are not taken for one another on paper. */
const ALPHABET_CODES = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A recovery code: « k7mqd-3hx9r », about 49 bits. @param octets ten random bytes */
export function codeDeSecours(octets: Uint8Array): string {
  const lettres = [...octets.subarray(0, 10)].map((octet) => ALPHABET_CODES[octet % ALPHABET_CODES.length])
  return `${lettres.slice(0, 5).join('')}-${lettres.slice(5).join('')}`
}

/** A recovery code as typed: case, spaces and hyphens do not count. Null when it has not the shape of one. */
export function parseCodeDeSecours(texte: string): string | null {
  const nu = texte.toLowerCase().replace(/[\s-]/gu, '')
  return /^[a-z2-9]{10}$/.test(nu) ? `${nu.slice(0, 5)}-${nu.slice(5)}` : null
}

/**
 * What is kept of a recovery code: its digest under the person's own secret, which is itself encrypted. It does not depend on the key of
 * the instance, so that changing that key leaves the codes on paper valid.
 */
export function empreinteSecours(secret: Uint8Array, code: string): string {
  return createHmac('sha256', secret).update(`code-recuperation\n${code}`).digest('hex')
}
