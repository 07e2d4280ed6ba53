/** Bullets typed in the text, as people and extracts write them. */

// Signs that are never the beginning of a French sentence: a bullet even without a space after them.
const FORTES =
  '\u00b7\u2022\u2023\u2043\u204c\u204d\u2219\u25a0-\u25ff\u2605\u2606\u2610-\u2612\u261e\u2666\u2713-\u2718\u2726\u2727\u2731\u2736\u2740\u2756\u2776-\u2793\u2794-\u27be\u27a4\u29bf\u2b24\u2b25\u2b27\u2b9a\u2b9e\u2bc8\u2192\u21d2\u21e8\ufffd\uf020-\uf0ff'
// A dash needs a space or a letter after it ("-20 %" is a figure); an asterisk needs a space.
const PUCE = new RegExp(
  `^\\s*((?:[${FORTES}]\\s*)+|[-\u2010-\u2015\u2212\uff0d](?=\\s|\\p{L})|\\*(?=\\s)|[\u00a7\u00d8\u00fc\u00e8](?=\\s+\\p{L})|[ov\u00a8q](?=\\t|\\s{2,}\\S|\\s+\\p{Lu}))\\s*`,
  'u',
)
const FORTE_SEULE = new RegExp(`[${FORTES.replace('\u00b7', '').replace('\u2192', '').replace('\u21d2', '').replace('\ufffd', '')}]`, 'u')

/** Splits a typed bullet from the text it announces; null when there is none, or nothing after it. */
export function splitPuce(texte: string): { puce: string; reste: string } | null {
  const trouve = PUCE.exec(texte)
  if (trouve?.[1] === undefined) return null
  const reste = texte.slice(trouve[0].length)
  if (reste.trim() === '') return null
  return { puce: trouve[1].trim(), reste }
}

/** Splits a run of text in which several unmistakable bullets follow one another ("➤ one ➤ two"). */
export function splitAtPuces(texte: string): string[] {
  const parts: string[] = []
  let debut = 0
  for (let i = 0; i < texte.length; i += 1) {
    if (FORTE_SEULE.test(texte[i] ?? '') && texte.slice(debut, i).trim() !== '' && !FORTE_SEULE.test(lastVisible(texte, debut, i))) {
      parts.push(texte.slice(debut, i))
      debut = i
    }
  }
  parts.push(texte.slice(debut))
  return parts
}

function lastVisible(texte: string, debut: number, fin: number): string {
  for (let i = fin - 1; i >= debut; i -= 1) {
    const signe = texte[i] ?? ''
    if (signe.trim() !== '') return signe
  }
  return ''
}

const NUMERO_TAPE = /^\s*((?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})(?:\.(?:\d{1,3}|[a-zA-Z]))*[.)°]|\d{1,3}(?:\.(?:\d{1,3}|[a-zA-Z]))+)(?=\s|$)/

/** The number typed at the start of a text ("2.", "a)", "2.1.5"), null when there is none. */
export function typedNumero(texte: string): string | null {
  return NUMERO_TAPE.exec(texte)?.[1] ?? null
}
