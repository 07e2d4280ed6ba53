import { randomFillSync } from 'node:crypto'

/**
 * A new uuid version 7: 48 bits of Unix milliseconds, then random bits, so that ids sort by creation.
 * @param at instant in Unix milliseconds
 */
export function createId(at: number = Date.now()): string {
  const octets = randomFillSync(Buffer.alloc(16))
  octets.writeUIntBE(at, 0, 6)
  octets[6] = ((octets[6] ?? 0) & 0x0f) | 0x70
  octets[8] = ((octets[8] ?? 0) & 0x3f) | 0x80
  const hex = octets.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

const FORME_UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** True when the text has the canonical form of a uuid, lower case. */
export function isId(text: string): boolean {
  return FORME_UUID.test(text)
}
