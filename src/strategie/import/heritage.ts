import { isOpening } from './decoupe.ts'
import type { Entete } from './entete.ts'
import type { Flux } from './flux.ts'
import type { NiveauLu } from './niveaux.ts'
import { normalized } from './texte.ts'

export type NiveauHerite = NiveauLu & { rangs: number[] }

/** Levels that the headings above a fiche name ("Pilier 1" over several fiches), the nearest under each other. */
export function inheritedLevels(
  flux: Flux,
  segments: readonly number[],
  tete: readonly number[],
  precedents: readonly NiveauHerite[],
): NiveauHerite[] {
  const debut = segments[0] ?? 0
  const propre = tete.flatMap((rang) => {
    const segment = flux.segments[rang]
    return segment !== undefined && segment.titre > 0 && (flux.notes[rang]?.niveaux.length ?? 0) === 0 ? [segment.titre] : []
  })
  const labels = segments.flatMap((rang) => (flux.notes[rang]?.etiquette != null ? (flux.segments[rang]?.titre ?? 0) : []))
  const plafond = Math.min(...propre, ...labels.filter((titre) => titre > 0), 10)
  const pile: { titre: number; niveaux: NiveauHerite[] }[] = []
  for (let rang = 0; rang < debut; rang += 1) {
    const segment = flux.segments[rang]
    const note = flux.notes[rang]
    if (
      segment === undefined ||
      note === undefined ||
      segment.titre === 0 ||
      note.ignore !== null ||
      segment.feuille !== flux.segments[debut]?.feuille
    )
      continue
    while (pile.length > 0 && (pile.at(-1)?.titre ?? 0) >= segment.titre) pile.pop()
    pile.push({ titre: segment.titre, niveaux: note.niveaux.map((niveau) => ({ ...niveau, rangs: [rang] })) })
  }
  const titres = pile.filter(({ titre }) => titre < plafond).flatMap(({ niveaux }) => niveaux)
  return titres.length > 0 ? titres : [...precedents]
}

/** Levels written above the opening of a fiche, without heading styles: they hold for the next fiches too. */
export function levelsAboveOpening(flux: Flux, tete: readonly number[], avant: readonly NiveauHerite[]): NiveauHerite[] {
  const ouverture = tete.findIndex((rang) => isOpening(flux, rang) && flux.notes[rang]?.repere?.faible === false)
  if (ouverture <= 0) return ouverture === 0 ? [...avant] : []
  const dessus = tete
    .slice(0, ouverture)
    .flatMap((rang) => (flux.notes[rang]?.niveaux ?? []).map((niveau) => ({ ...niveau, rangs: [rang] })))
  if (dessus.length === 0) return [...avant]
  const nom = normalized(dessus[0]?.niveau ?? '')
  const place = avant.findIndex((niveau) => normalized(niveau.niveau) === nom)
  return [...(place === -1 ? (dessus.length > 1 ? [] : avant) : avant.slice(0, place)), ...dessus]
}

/** Adds to a heading the levels it inherits and does not name itself. */
export function withInherited(entete: Entete, herites: readonly NiveauHerite[]): Entete {
  const propres = new Set(entete.rattachement.map((niveau) => normalized(niveau.niveau)))
  const ajouts = herites.filter((niveau) => !propres.has(normalized(niveau.niveau)))
  return { ...entete, rattachement: [...ajouts, ...entete.rattachement] }
}
