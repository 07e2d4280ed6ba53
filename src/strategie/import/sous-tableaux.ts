import { CHAMPS } from '../fiche.ts'
import type { Cible } from './dictionnaire.ts'
import type { Flux } from './flux.ts'
import type { TableauDeLignes } from './tableaux.ts'

const CONTENU: ReadonlySet<string> = new Set(CHAMPS)
/** Fields whose table may tell, column by column, who does what and when. */
const PLANS: ReadonlySet<Cible> = new Set(['realisations', 'objectifs', 'effets', 'contexte', 'calendrier'])
const COLONNES: ReadonlySet<Cible> = new Set([
  'animateur',
  'partenaires',
  'calendrier',
  'financements',
  'indicateursRealisation',
  'indicateursEffets',
])

/**
 * A table right under a label of a fiche ("Plan d’action", "Plan de financement") belongs to that label: its rows are the
 * items, its header tells the columns. Columns of another field ("Pilote", "Échéance") still feed theirs.
 */
export function nestSubTables(flux: Flux): void {
  flux.tables.lignes = flux.tables.lignes.filter((tableau) => !nest(flux, tableau))
}

function nest(flux: Flux, tableau: TableauDeLignes): boolean {
  const premier = Math.min(...tableau.entete, ...tableau.avant)
  const label = labelBefore(flux, premier)
  if (label === null) return false
  const champ = flux.notes[label]?.etiquette?.lue.cibles[0]
  if (champ === undefined || !CONTENU.has(champ) || !hasOtherLabel(flux, label)) return false
  const groupe = flux.notes[label]?.etiquette?.groupe ?? null
  const propres = new Set<number>()
  for (const rang of tableau.entete) {
    const note = flux.notes[rang]
    if (note === undefined) continue
    const cible = note.etiquette?.lue.cibles[0]
    if (cible !== undefined && note.etiquette !== null && PLANS.has(champ) && COLONNES.has(cible) && cible !== champ) {
      propres.add(note.etiquette.groupe)
      continue
    }
    note.etiquette = null
    note.table = { sorte: 'donnee', rangee: `${tableau.table}/entete`, entete: true, groupe }
  }
  for (const ligne of tableau.lignes) {
    for (const rang of ligne.segments) {
      const note = flux.notes[rang]
      if (note?.table?.sorte !== 'valeur' || (note.table.groupe !== null && propres.has(note.table.groupe))) continue
      note.table = { sorte: 'donnee', rangee: note.table.rangee, entete: false, groupe }
    }
  }
  return true
}

/** The label just above the table, when it stands alone and outside it. */
function labelBefore(flux: Flux, premier: number): number | null {
  for (let rang = premier - 1; rang >= 0; rang -= 1) {
    const note = flux.notes[rang]
    const segment = flux.segments[rang]
    if (note === undefined || segment === undefined) return null
    if (note.ignore !== null) continue
    const autre = segment.cellule?.table !== flux.segments[premier]?.cellule?.table
    return note.etiquette !== null && note.etiquette.reste === null && autre && segment.feuille === flux.segments[premier]?.feuille
      ? rang
      : null
  }
  return null
}

function hasOtherLabel(flux: Flux, label: number): boolean {
  return flux.notes
    .slice(0, label)
    .some((note) => note.repere !== null || note.etiquette?.lue.cibles.some((cible) => CONTENU.has(cible) || cible === 'intitule') === true)
}
