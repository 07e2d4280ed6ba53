/** Figures as tables write them: thousands, decimal comma or point, percent, signs that stand for a value. Pure. */
import { type Decimal, losesDigits, parseDecimal, shiftDecimal } from '../decimal.ts'
import type { Absence } from '../observation.ts'

/** Which sign parts the decimals in a column. */
export type Convention = 'virgule' | 'point'

/** What a cell says. `pourcent`: the file writes the sign %. */
export type CaseLue =
  | { sorte: 'vide' }
  | { sorte: 'absence'; absence: Absence }
  | { sorte: 'valeur'; valeur: Decimal; arrondie: boolean; pourcent: boolean }
  | { sorte: 'incompris' }

export type Marqueurs = ReadonlyMap<string, Absence>

/** A cell of a column of figures. @param cent multiplies by 100 a share written between 0 and 1 */
export function readCase(brut: string, convention: Convention, marqueurs: Marqueurs, cent: 'tel' | 'cent' = 'tel'): CaseLue {
  const texte = brut.trim()
  if (texte === '') return { sorte: 'vide' }
  const absence = marqueurs.get(texte.toLowerCase())
  if (absence !== undefined) return { sorte: 'absence', absence }
  const net = strip(texte)
  const ecrit = plain(net.texte, convention)
  if (ecrit === null) return { sorte: 'incompris' }
  const lu = parseDecimal(ecrit)
  const valeur = lu === null || cent === 'tel' || net.pourcent ? lu : shiftDecimal(lu, 2)
  return valeur === null ? { sorte: 'incompris' } : { sorte: 'valeur', valeur, arrondie: losesDigits(ecrit), pourcent: net.pourcent }
}

/** Without spaces between thousands, currency, percent; any minus becomes « - ». */
function strip(texte: string): { texte: string; pourcent: boolean } {
  const sans = texte.replace(/[\s\u00a0\u202f\u2009']/g, '').replace(/^[\u2212–](?=[\d.,])/, '-')
  const pourcent = /%$/.test(sans)
  return { texte: sans.replace(/(%|€|‰)$/, ''), pourcent }
}

/** As `parseDecimal` reads it, or null when it is not a number under this convention. */
function plain(texte: string, convention: Convention): string | null {
  const [decimale, milliers] = convention === 'virgule' ? [',', '.'] : ['.', ',']
  const [entiers = '', decimales, ...reste] = texte.split(decimale)
  if (reste.length > 0) return null
  const groupes = entiers.split(milliers)
  if (groupes.length > 1 && !groupes.every((groupe, rang) => (rang === 0 ? /^[+-]?\d{1,3}$/ : /^\d{3}$/).test(groupe))) return null
  const tout = groupes.join('')
  const complet = tout === '' || tout === '-' || tout === '+' ? `${tout}0` : tout
  if (decimales === '') return null
  return /^[+-]?\d+$/.test(complet) && (decimales === undefined || /^\d+$/.test(decimales))
    ? decimales === undefined
      ? complet
      : `${complet}.${decimales}`
    : null
}

export type ConventionLue = { convention: Convention; doute: 'ambigu' | 'melange' | null }

/**
 * The convention of a column, from what only one of the two can mean. « ambigu »: every figure with a sign has exactly three
 * digits after it (1,234 may be a thousand or one and some): the French reading is proposed and a person is asked.
 */
export function guessConvention(cases: Iterable<string>): ConventionLue {
  let [virgule, point, ambigus] = [0, 0, 0]
  for (const brut of cases) {
    const { texte } = strip(brut.trim())
    if (!/^[+-]?[\d.,]*\d[\d.,]*$/.test(texte) || !/[.,]/.test(texte)) continue
    const [enVirgule, enPoint] = [plain(texte, 'virgule') !== null, plain(texte, 'point') !== null]
    if (enVirgule && enPoint) ambigus += 1
    else if (enVirgule) virgule += 1
    else if (enPoint) point += 1
  }
  if (virgule > 0 && point > 0) return { convention: virgule >= point ? 'virgule' : 'point', doute: 'melange' }
  if (point > 0) return { convention: 'point', doute: null }
  return { convention: 'virgule', doute: virgule === 0 && ambigus > 0 ? 'ambigu' : null }
}
