/** Ages by bands that are parameters. Pure. */
import { RegleViolee } from '#platform/errors.ts'

/** From the youngest to the oldest; `jusqua` is included, null: no upper bound. */
export type Bandes = readonly { de: number; jusqua: number | null; libelle: string }[]

export const AGE_INCONNU = 'Âge inconnu'

/** « 0 ; 16 ; 26 » : first age of each band. @throws RegleViolee naming the field */
export function parseBandesAge(texte: string): Bandes {
  const bornes = texte.split(/[;,\s]+/).filter((mot) => mot !== '')
  const ages = bornes.map(Number)
  if (bornes.length === 0 || bornes.some((mot) => !/^\d{1,3}$/.test(mot)) || ages.some((age, i) => i > 0 && age <= (ages[i - 1] ?? 0))) {
    const message = 'Tranches d’âge : tapez le premier âge de chaque tranche, en montant, par exemple 0 ; 16 ; 26 ; 60.'
    throw new RegleViolee(message, [{ champ: 'bandes', message }])
  }
  return ages.map((de, rang) => {
    const suivant = ages[rang + 1]
    const jusqua = suivant === undefined ? null : suivant - 1
    return { de, jusqua, libelle: jusqua === null ? `${de} ans et plus` : de === jusqua ? `${de} ans` : `${de} à ${jusqua} ans` }
  })
}

/** Whole years from an age (« 34 », « 34 ans »), a date of birth (12/04/1990, 1990-04-12) or a year; null: neither. */
export function parseAge(texte: string, jour: string): number | null {
  const age = /^(\d{1,3})(?:[.,]\d+)?(?:\s*ans?)?$/i.exec(texte)
  if (age !== null) return plausible(Number(age[1]))
  const francais = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b/.exec(texte)
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})\b/.exec(texte)
  const [annee, mois, quantieme] =
    francais !== null
      ? [francais[3], francais[2], francais[1]]
      : iso !== null
        ? [iso[1], iso[2], iso[3]]
        : [/^(19|20)\d\d$/.exec(texte)?.[0], '12', '31']
  if (annee === undefined) return null
  const [a, m, j] = jour.split('-').map(Number) as [number, number, number]
  const pasEncore = Number(mois) > m || (Number(mois) === m && Number(quantieme) > j)
  return plausible(a - Number(annee) - (pasEncore ? 1 : 0))
}

function plausible(age: number): number | null {
  return age >= 0 && age <= 125 ? age : null
}

export function bandeOfAge(age: number | null, bandes: Bandes): string {
  if (age === null) return AGE_INCONNU
  const bande = bandes.find(({ de, jusqua }) => age >= de && (jusqua === null || age <= jusqua))
  return bande?.libelle ?? `Moins de ${bandes[0]?.de ?? 0} ans`
}
