const NOMBRE = '\\d{1,3}(?:[ \\u00a0\\u202f.]\\d{3})+(?!\\d)|\\d+'
const MONTANT = new RegExp(
  `(?<![\\d.,])(?<entier>${NOMBRE})(?:[,.](?<decimales>\\d{1,6}))?\\s*(?<unite>k\\s?€|K\\s?€|M\\s?€|k(?:ilo)?euros?|millions? d['’]euros|millions? €|€|euros?|EUR)(?![\\p{L}])`,
  'gu',
)
const NU = new RegExp(`^(?<entier>${NOMBRE})(?:[,.](?<decimales>\\d{1,2}))?$`, 'u')

export type Montant = { cents: number; index: number; longueur: number }

/** Amounts in euros that the text states, in integer cents: "12 000,50 € TTC" is 1200050, "1,2 M€" is 120000000. */
export function findMontants(texte: string): Montant[] {
  return [...texte.matchAll(MONTANT)].flatMap((trouve) => {
    const { entier = '', decimales = '', unite = '' } = trouve.groups ?? {}
    const cents = toCents(entier, decimales, /^(?:m\s?€|million)/iu.test(unite) ? 6 : /^k/iu.test(unite) ? 3 : 0)
    return cents === null ? [] : [{ cents, index: trouve.index, longueur: trouve[0].length }]
  })
}

/** The amount of a cell that holds a bare number under a label of money; null when it holds anything else. */
export function parseMontantNu(texte: string): number | null {
  const trouve = NU.exec(texte.trim())
  return trouve === null ? null : toCents(trouve.groups?.entier ?? '', trouve.groups?.decimales ?? '', 0)
}

// Digits only: no float ever holds money.
function toCents(entier: string, decimales: string, puissance: number): number | null {
  const chiffres = entier.replace(/\D/gu, '') + decimales.padEnd(puissance + 2, '0').slice(0, puissance + 2)
  const cents = Number(chiffres)
  return Number.isSafeInteger(cents) ? cents : null
}
