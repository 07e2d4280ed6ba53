/** Counts of quartiers, always computed again and never taken from a text (BR-05). Pure. */

/** What is counted: metropolitan France apart, because texts count it apart. */
export type Comptes = {
  total: number
  metropole: number
  outreMer: number
  /** Last letter of the 2024 codes, metropolitan France: N new, M changed, I identical (BR-04). */
  parLettre: Readonly<Record<string, number>>
  parDepartement: Readonly<Record<string, number>>
}

/** The département in a code of quartier: « QN09104M » → « 91 », « QP971001 » → « 971 », « QN02A01N » → « 2A »; null when none. */
export function departementOfCode(code: string): string | null {
  const trois = /^[A-Z]{2}(\d{3}|02[AB])/.exec(code)?.[1]
  if (trois === undefined || trois === '000') return null
  return trois.startsWith('0') ? trois.slice(1) : trois
}

/** Counts by letter and département of these codes; each code counts once. */
export function comptesOf(codes: readonly (string | null)[]): Comptes {
  const parLettre: Record<string, number> = {}
  const parDepartement: Record<string, number> = {}
  let [total, outreMer] = [0, 0]
  for (const code of new Set(codes)) {
    if (code === null) continue
    total += 1
    const departement = departementOfCode(code)
    if (departement !== null) parDepartement[departement] = (parDepartement[departement] ?? 0) + 1
    if (departement !== null && /^9[78]/.test(departement)) {
      outreMer += 1
      continue
    }
    const lettre = /\d([A-Z])$/.exec(code)?.[1]
    if (lettre !== undefined) parLettre[lettre] = (parLettre[lettre] ?? 0) + 1
  }
  return { total, metropole: total - outreMer, outreMer, parLettre, parDepartement }
}

/** A count that a file or a text states and what is found instead. */
export type EcartDeCompte = { quoi: string; annonce: number; trouve: number }

/**
 * Differences with what is stated: `total`, `metropole`, `outreMer`, a letter or a département.
 * @param annonces such as { metropole: 1362, N: 111, M: 960, I: 291 }
 */
export function ecartsDeCompte(comptes: Comptes, annonces: Readonly<Record<string, number>>): EcartDeCompte[] {
  return Object.entries(annonces).flatMap(([quoi, annonce]) => {
    const trouve = foundFor(comptes, quoi)
    return trouve === annonce ? [] : [{ quoi, annonce, trouve }]
  })
}

function foundFor(comptes: Comptes, quoi: string): number {
  if (quoi === 'total' || quoi === 'metropole' || quoi === 'outreMer') return comptes[quoi]
  return (/^[A-Z]$/.test(quoi) ? comptes.parLettre[quoi] : comptes.parDepartement[quoi]) ?? 0
}
