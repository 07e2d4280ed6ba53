/** Level of a heading told by the name of its style, in French or English; null for any other style. */
export function levelOfStyleName(nom: string): number | null {
  const propre = nom.replaceAll('_20_', ' ').trim()
  const numerote = /^(?:heading|titre|title|überschrift)[ _]*([1-9])$/i.exec(propre)
  if (numerote !== null) return Number(numerote[1])
  if (/^(title|titre|titre principal|main title)$/i.test(propre)) return 1
  return /^(subtitle|sous-titre)$/i.test(propre) ? 2 : null
}
