// The signs of Symbol and Wingdings that documents really use, by their code in the font.
const SYMBOL: Record<number, string> = {
  183: '•',
  176: '°',
  177: '±',
  163: '≤',
  179: '≥',
  185: '≠',
  174: '→',
  222: '⇒',
  219: '⇔',
  172: '←',
  180: '×',
  184: '÷',
  165: '∞',
  160: '€',
  97: 'α',
  98: 'β',
  68: 'Δ',
  83: 'Σ',
  109: 'µ',
}
const WINGDINGS: Record<number, string> = {
  108: '●',
  109: '❍',
  110: '■',
  111: '□',
  112: '❐',
  113: '❑',
  117: '◆',
  118: '❖',
  119: '⬥',
  167: '▪',
  168: '◻',
  216: '➢',
  224: '→',
  223: '←',
  232: '➔',
  240: '⇨',
  251: '✗',
  252: '✓',
  253: '☒',
  254: '☑',
  42: '✉',
  40: '☎',
  41: '✆',
  70: '☞',
  74: '☺',
  158: '·',
  159: '•',
}

/** The sign that a w:sym shows, as Unicode when a table knows it, else its private character. */
export function symbolOf(police: string, hexa: string): string {
  const code = Number.parseInt(hexa, 16)
  if (!Number.isFinite(code) || code <= 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return ''
  const dansPolice = code >= 0xf000 && code <= 0xf0ff ? code - 0xf000 : code
  const table = /symbol/i.test(police) ? SYMBOL : /wingdings/i.test(police) ? WINGDINGS : null
  const connu = table?.[dansPolice]
  if (connu !== undefined) return connu
  return String.fromCodePoint(table !== null && code < 0xf000 ? 0xf000 + code : code)
}
