/** What is wrong with the codes of outlines and of urban units. A code that the reference does not know is said, never refused. Pure. */
import type { EntiteAnalysee } from './analyse.ts'
import { type Reference, splitCommunes } from './attacher.ts'
import { textOf } from './correspondance.ts'
import type { Correspondance, DefautImport, GenreImport } from './forme.ts'

type Constat = Pick<DefautImport, 'entite' | 'autre' | 'genre' | 'gravite' | 'phrase'>

export function findDefautsTableau(
  genre: GenreImport,
  entites: readonly EntiteAnalysee[],
  correspondance: Correspondance,
  reference: Reference,
): Constat[] {
  const constats: Constat[] = []
  const say = (entite: number, sorte: string, gravite: Constat['gravite'], phrase: string, autre: number | null = null) =>
    constats.push({ entite, autre, genre: sorte, gravite, phrase })
  const premiers = new Map<string, EntiteAnalysee>()
  for (const entite of entites) {
    const { rang, code, place } = entite
    if (code === null) {
      say(rang, 'code_absent', 'bloquant', `Pas de code : ${place}.`)
      continue
    }
    // One row an urban unit and a commune: the unit comes back.
    const cle = genre === 'unites_urbaines' ? `${code}|${textOf(entite.proprietes, correspondance, 'communes') ?? ''}` : code
    const double = premiers.get(cle)
    if (double !== undefined) say(rang, 'code_double', 'bloquant', `${code} revient deux fois : ${double.place} et ${place}.`, double.rang)
    else premiers.set(cle, entite)
    const communes = genre === 'contours' ? [code] : splitCommunes(textOf(entite.proprietes, correspondance, 'communes')).codes
    for (const commune of communes) {
      if (genre === 'contours' && !/^(\d{2}|2[AB])\d{3}$/.test(commune)) continue
      if (reference.communesInconnues.has(commune))
        say(
          rang,
          'commune_inconnue',
          'a_voir',
          `La commune ${commune} (${place}) n’est pas dans la référence chargée : elle est gardée avec son code.`,
        )
    }
  }
  return constats
}
