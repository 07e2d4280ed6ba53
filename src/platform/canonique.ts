import { createHash } from 'node:crypto'

/** A value that JSON can hold. */
export type ValeurJson = null | boolean | number | string | ValeurJson[] | { [cle: string]: ValeurJson | undefined }

/**
 * Canonical JSON: keys sorted by code unit, no space, `undefined` members left out, dates as ISO text; so that equal values
 * have equal texts and equal digests.
 * @throws TypeError on what JSON cannot hold (NaN, bigint, function)
 */
export function canonicalJson(valeur: unknown): string {
  if (valeur === null || typeof valeur === 'boolean' || typeof valeur === 'string') return JSON.stringify(valeur)
  if (typeof valeur === 'number') {
    if (!Number.isFinite(valeur)) throw new TypeError(`no JSON for ${valeur}`)
    return JSON.stringify(valeur)
  }
  if (valeur instanceof Date) return JSON.stringify(valeur.toISOString())
  if (Array.isArray(valeur)) return `[${valeur.map((element) => canonicalJson(element === undefined ? null : element)).join(',')}]`
  if (typeof valeur === 'object') {
    const membres = Object.entries(valeur)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([cle, v]) => `${JSON.stringify(cle)}:${canonicalJson(v)}`)
    return `{${membres.join(',')}}`
  }
  throw new TypeError(`no JSON for a ${typeof valeur}`)
}

/** SHA-256 in lower-case hexadecimal of a text (UTF-8) or of bytes. */
export function sha256(contenu: string | Uint8Array): string {
  return createHash('sha256').update(contenu).digest('hex')
}
