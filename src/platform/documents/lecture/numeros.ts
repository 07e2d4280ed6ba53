/** Styles of automatic numbers that Word and ODF share, under the names of OOXML. */
export type StyleNumero = 'decimal' | 'decimalZero' | 'lowerLetter' | 'upperLetter' | 'lowerRoman' | 'upperRoman' | 'ordinal' | 'none'

const ROMAINS: readonly (readonly [number, string])[] = [
  [1000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
]

/** A count as the word processor shows it: 3 is "3", "03", "c", "C", "iii", "III", "3e". */
export function formatNumero(n: number, style: StyleNumero): string {
  if (style === 'none') return ''
  if (style === 'decimalZero') return n < 10 ? `0${n}` : String(n)
  if (style === 'lowerLetter') return letters(n)
  if (style === 'upperLetter') return letters(n).toUpperCase()
  if (style === 'upperRoman') return roman(n)
  if (style === 'lowerRoman') return roman(n).toLowerCase()
  if (style === 'ordinal') return n === 1 ? '1er' : `${n}e`
  return String(n)
}

// Word repeats the letter after z: aa, bb, cc.
function letters(n: number): string {
  if (n < 1) return String(n)
  return String.fromCharCode(97 + ((n - 1) % 26)).repeat(Math.min(20, Math.ceil(n / 26)))
}

function roman(n: number): string {
  if (n < 1 || n > 3999) return String(n)
  let reste = n
  let texte = ''
  for (const [valeur, signe] of ROMAINS) {
    while (reste >= valeur) {
      texte += signe
      reste -= valeur
    }
  }
  return texte
}
