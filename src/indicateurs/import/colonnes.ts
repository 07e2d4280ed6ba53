/** One column of a table, looked at cell by cell. Pure. */
import { compareDecimals, decimal } from '../decimal.ts'
import { type Feuille, lettreOf } from './grille.ts'
import type { ColonneLue } from './lecture.ts'
import { guessConvention, type Marqueurs, readCase } from './nombres.ts'
import { isCodeVariable } from './variables.ts'

const [ZERO, UN] = [decimal(0), decimal(1)]

/** @param entetes ranks of the heading lines @param rangs ranks of the lines of the body */
export function describeColonne(
  { lignes }: Feuille,
  rang: number,
  entetes: readonly number[],
  rangs: readonly number[],
  marqueurs: Marqueurs,
): Omit<ColonneLue, 'proposition' | 'periode'> {
  const cases = rangs.map((ligne) => lignes[ligne]?.[rang] ?? '').filter((texte) => texte !== '')
  const nombre = guessConvention(cases)
  const lues = cases.map((texte) => ({ texte, lue: readCase(texte, nombre.convention, marqueurs) }))
  const valeurs = lues.flatMap(({ lue }) => (lue.sorte === 'valeur' ? [lue] : []))
  const titres = [...new Set(entetes.map((ligne) => lignes[ligne]?.[rang] ?? '').filter((texte) => texte !== ''))]
  const code = titres.findLast(isCodeVariable) ?? null
  const libelles = titres.filter((titre) => titre !== code)
  return {
    rang,
    lettre: lettreOf(rang),
    entetes: titres,
    code,
    // A group of columns stands above: « Revenus · Taux de pauvreté ».
    libelle: libelles.length === 0 ? (code ?? `Colonne ${lettreOf(rang)}`) : (libelles.at(-1) ?? ''),
    role: 'mesure',
    remplies: cases.length,
    nombres: valeurs.length,
    absences: lues.filter(({ lue }) => lue.sorte === 'absence').length,
    incompris: mostFrequent(lues.flatMap(({ texte, lue }) => (lue.sorte === 'incompris' ? [texte] : []))),
    exemples: [...new Set(cases)].slice(0, 4),
    nombre,
    entreZeroEtUn:
      valeurs.length > 1 &&
      valeurs.every(({ valeur, pourcent }) => !pourcent && compareDecimals(valeur, ZERO) >= 0 && compareDecimals(valeur, UN) <= 0) &&
      valeurs.some(({ valeur }) => valeur.entier % 10 ** valeur.echelle !== 0),
  }
}

function mostFrequent(textes: readonly string[]): { texte: string; nombre: number }[] {
  const nombres = new Map<string, number>()
  for (const texte of textes) nombres.set(texte, (nombres.get(texte) ?? 0) + 1)
  return [...nombres]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 5)
    .map(([texte, nombre]) => ({ texte: texte.slice(0, 80), nombre }))
}
