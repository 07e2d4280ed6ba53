import { CHAMPS } from '../fiche.ts'
import type { Flux } from './flux.ts'
import type { TableauDeLignes } from './tableaux.ts'
import { normalized } from './texte.ts'

/** A table whose every row is a fiche. */
export type Registre = {
  tableau: TableauDeLignes
  /** Rows that are fiches, with the section rows ("Axe 1 : …") above each. */
  lignes: { segments: number[]; sections: number[] }[]
  /** All its segments. */
  segments: number[]
  /** Those that are in no fiche: title above, totals, unknown headers. */
  dehors: number[]
}

const CONTENU: ReadonlySet<string> = new Set(CHAMPS)
const TABLEURS: ReadonlySet<string> = new Set(['xlsx', 'xls', 'ods', 'csv'])
const TOTAL = /^(?:sous )?totaux?\b|^total\b|^montant total|^ensemble$/

/** Finds the tables that list fiches, one a row, or one a column beside a column of labels. */
export function findRecords(flux: Flux): Registre[] {
  const lignes = flux.tables.lignes.filter((tableau) => isRegister(flux, tableau)).map((tableau) => readRegister(flux, tableau))
  return [...lignes, ...findColumns(flux)]
}

function isRegister(flux: Flux, tableau: TableauDeLignes): boolean {
  const cibles = new Set(tableau.groupes.flatMap(({ cibles: liste }) => liste))
  const champs = [...cibles].filter((cible) => CONTENU.has(cible))
  const lignes = tableau.lignes.filter(({ section }) => !section)
  if (lignes.length === 0) return false
  const nommee = cibles.has('intitule') || cibles.has('code')
  if (TABLEURS.has(flux.format)) return (nommee && champs.length >= 2) || (champs.length >= 3 && lignes.length >= 2)
  if (!nommee || champs.length < 2) return false
  return !runsInsideFiche(flux, tableau)
}

// A plan of actions inside a fiche also has "Action | Pilote | Échéance" for a header.
function runsInsideFiche(flux: Flux, tableau: TableauDeLignes): boolean {
  const premier = Math.min(...tableau.entete)
  let labels = 0
  for (let rang = 0; rang < premier; rang += 1) {
    const note = flux.notes[rang]
    const segment = flux.segments[rang]
    if (segment?.cellule?.table === tableau.table) continue
    if (note?.etiquette?.lue.cibles.some((cible) => CONTENU.has(cible))) labels += 1
  }
  return labels >= 2
}

function readRegister(flux: Flux, tableau: TableauDeLignes): Registre {
  const dehors = [...tableau.avant]
  const lignes: Registre['lignes'] = []
  let sections: number[] = []
  for (const ligne of tableau.lignes) {
    if (ligne.section) {
      const segment = ligne.segments[0] ?? -1
      if ((flux.notes[segment]?.niveaux.length ?? 0) > 0) sections = nestSection(flux, sections, segment)
      else dehors.push(...ligne.segments)
      continue
    }
    if (isTotal(flux, ligne.segments)) dehors.push(...ligne.segments)
    else lignes.push({ segments: ligne.segments, sections })
  }
  // Labels of the header belong to the fiches; what nobody knows in it stays outside.
  for (const rang of tableau.entete) if (flux.notes[rang]?.etiquette == null) dehors.push(rang)
  const segments = [...tableau.avant, ...tableau.entete, ...tableau.lignes.flatMap((ligne) => ligne.segments)]
  return { tableau, lignes, segments, dehors }
}

/** "Pilier 2" replaces "Pilier 1" and what hung under it. */
function nestSection(flux: Flux, sections: readonly number[], nouvelle: number): number[] {
  const nom = normalized(flux.notes[nouvelle]?.niveaux[0]?.niveau ?? '')
  const place = sections.findIndex((section) => normalized(flux.notes[section]?.niveaux[0]?.niveau ?? '') === nom)
  return [...(place === -1 ? sections : sections.slice(0, place)), nouvelle]
}

function isTotal(flux: Flux, segments: readonly number[]): boolean {
  return segments.slice(0, 2).some((rang) => TOTAL.test(normalized(flux.segments[rang]?.texte ?? '')))
}

/** Labels in the first column, one fiche in each of the others: the row of titles (or of codes) has several. */
function findColumns(flux: Flux): Registre[] {
  const parTable = new Map<number, number[]>()
  for (const [rang, segment] of flux.segments.entries()) {
    if (segment.cellule === null) continue
    const liste = parTable.get(segment.cellule.table)
    if (liste === undefined) parTable.set(segment.cellule.table, [rang])
    else liste.push(rang)
  }
  return [...parTable.values()].flatMap((rangs) => readColumns(flux, rangs) ?? [])
}

function readColumns(flux: Flux, rangs: readonly number[]): Registre | null {
  const labels = rangs.filter((rang) => flux.notes[rang]?.table?.sorte === 'etiquette')
  if (labels.length < 3 || !labels.every((rang) => flux.segments[rang]?.cellule?.colonne === 0)) return null
  const valeurs = rangs.filter((rang) => flux.notes[rang]?.table?.sorte === 'valeur')
  const colonneDe = (rang: number) => flux.segments[rang]?.cellule?.colonne ?? 0
  const colonnesDe = (cible: string) => {
    const groupes = new Set(
      labels
        .filter((rang) => flux.notes[rang]?.etiquette?.lue.cibles.some((autre) => autre === cible))
        .map((rang) => flux.notes[rang]?.etiquette?.groupe),
    )
    return new Set(valeurs.filter((rang) => groupes.has(groupOf(flux, rang) ?? undefined)).map(colonneDe))
  }
  const titres = colonnesDe('intitule').size > 1 ? colonnesDe('intitule') : colonnesDe('code')
  if (titres.size < 2) return null
  const remplies = labels.filter(
    (label) => new Set(valeurs.filter((rang) => groupOf(flux, rang) === flux.notes[label]?.etiquette?.groupe).map(colonneDe)).size >= 2,
  )
  if (remplies.length < labels.length * 0.6) return null
  const lignes = [...titres]
    .sort((a, b) => a - b)
    .map((colonne) => ({ segments: valeurs.filter((rang) => colonneDe(rang) === colonne), sections: [] }))
  const pris = new Set([...labels, ...lignes.flatMap((ligne) => ligne.segments)])
  const tableau: TableauDeLignes = {
    table: flux.segments[rangs[0] ?? 0]?.cellule?.table ?? 0,
    entete: labels,
    lignes: [],
    avant: [],
    groupes: [],
  }
  return { tableau, lignes, segments: [...rangs], dehors: rangs.filter((rang) => !pris.has(rang)) }
}

function groupOf(flux: Flux, rang: number): number | null {
  const table = flux.notes[rang]?.table
  return table?.sorte === 'valeur' ? table.groupe : null
}
