/** A text file decoded, with what had to be guessed. */
export type TexteDecode = { texte: string; encodage: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'; nuls: number }

/**
 * Decodes a text of unknown encoding: byte order mark, UTF-16 told by its zero bytes, UTF-8 when it is valid, else
 * Windows-1252, the encoding of old French files. Line ends become "\n" and null characters go (they are counted).
 */
export function decodeTexte(octets: Uint8Array): TexteDecode {
  const encodage = guessEncodage(octets)
  const decode = new TextDecoder(encodage).decode(octets)
  const texte = decode.replace(/\r\n?|\u2028|\u2029/g, '\n')
  if (!texte.includes('\0')) return { texte, encodage, nuls: 0 }
  const sansNuls = texte.replaceAll('\0', '')
  return { texte: sansNuls, encodage, nuls: texte.length - sansNuls.length }
}

/** True when the bytes cannot be a text: too many control characters. */
export function isBinary(octets: Uint8Array): boolean {
  if (guessEncodage(octets).startsWith('utf-16')) return false
  const tete = octets.subarray(0, 8192)
  let controles = 0
  for (const octet of tete) if (octet < 9 || (octet > 13 && octet < 32 && octet !== 27)) controles += 1
  return controles > tete.length * 0.1
}

function guessEncodage(octets: Uint8Array): TexteDecode['encodage'] {
  if (octets[0] === 0xff && octets[1] === 0xfe) return 'utf-16le'
  if (octets[0] === 0xfe && octets[1] === 0xff) return 'utf-16be'
  const tete = octets.subarray(0, 4096)
  let pairs = 0
  let impairs = 0
  for (let i = 0; i < tete.length; i += 1) {
    if (tete[i] === 0 && i % 2 === 0) pairs += 1
    else if (tete[i] === 0) impairs += 1
  }
  const moitie = tete.length / 2
  if (moitie >= 2 && impairs > moitie * 0.6 && pairs < moitie * 0.1) return 'utf-16le'
  if (moitie >= 2 && pairs > moitie * 0.6 && impairs < moitie * 0.1) return 'utf-16be'
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(octets)
    return 'utf-8'
  } catch {
    return 'windows-1252'
  }
}
