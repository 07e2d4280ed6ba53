import type { Cible } from './dictionnaire.ts'
import type { Etiquette } from './etiquette.ts'
import { matchEnLigne, matchEtiquette } from './etiquette.ts'
import { type Flux, isNumbering } from './flux.ts'
import type { Releve } from './releve.ts'
import type { Segment } from './segments.ts'
import { SOEURS, subIndicator } from './sous-etiquettes.ts'
import { splitNumero } from './texte.ts'

/** How the labels of one fiche look, so that one the dictionary does not know is seen for what it is. */
export type StyleDesLabels = {
  looksLikeLabel(rang: number): boolean
  /** Labels are headings or lines of their own, seldom "Label : value". */
  labelsStandAlone: boolean
  subLabelIn(
    rang: number,
    groupe: readonly Releve[],
    actif: Releve,
    releves: readonly Releve[],
  ): { cible: Cible; etiquette: Etiquette; reste: string | null } | null
}

const LONGUEUR_MAX = 70

export function createStyle(flux: Flux, rangs: readonly number[]): StyleDesLabels {
  const seules = rangs.flatMap((rang) => {
    const note = flux.notes[rang]
    const segment = flux.segments[rang]
    return segment !== undefined && note?.etiquette != null && note.etiquette.reste === null && note.table?.sorte !== 'etiquette'
      ? [segment]
      : []
  })
  const titres = seules.filter((segment) => segment.titre > 0)
  const niveauTitres = titres.length >= 2 && titres.length >= seules.length * 0.5 ? Math.max(...titres.map((segment) => segment.titre)) : 0
  const toutes = (test: (segment: Segment) => boolean) => seules.length >= 3 && seules.every(test)
  const accents = toutes((segment) => segment.accent)
  const capitales = toutes((segment) => segment.majuscules)
  const numeros = seules.map(numberOf).filter((numero) => numero !== null)
  const enLigne = rangs.filter(
    (rang) => flux.notes[rang]?.etiquette?.reste != null && flux.notes[rang]?.etiquette?.lue.faible === false,
  ).length
  const numerotees = seules.length >= 3 && numeros.length === seules.length
  return {
    labelsStandAlone: seules.length >= 3 && enLigne <= seules.length * 0.34,
    looksLikeLabel(rang) {
      const segment = flux.segments[rang]
      const note = flux.notes[rang]
      if (segment === undefined || note === undefined || segment.texte.length > LONGUEUR_MAX || /[.;,]$/u.test(segment.texte)) return false
      if (segment.coche !== null || (segment.puce !== null && !isNumbering(segment.puce))) return false
      if (niveauTitres > 0 && segment.titre > 0) return segment.titre <= niveauTitres
      if (segment.titre > 0 && seules.length === 0 && segment.cellule === null) return true
      if (segment.cellule !== null && note.table?.sorte !== 'libre') return false
      if (note.niveaux.length > 0 && !segment.accent) return false
      if (/^\s*(?:phase|étape|etape|tranche|\d)/iu.test(segment.texte) && segment.titre === 0) {
        return numerotees && isNext(numberOf(segment), numeros)
      }
      if (accents && segment.accent) return true
      if (capitales && segment.majuscules && note.repere === null) return true
      return numerotees && isNext(numberOf(segment), numeros)
    },
    subLabelIn(rang, groupe, actif, releves) {
      const segment = flux.segments[rang]
      if (segment === undefined || segment.coche !== null) return null
      return findSubLabel(flux, segment, groupe, actif, releves)
    },
  }
}

// Rank in the numbering of labels ("4. Communication" after "3. Objectifs").
function numberOf(segment: Segment): number | null {
  const brut = segment.puce !== null && isNumbering(segment.puce) ? segment.puce : splitNumero(segment.texte).numero
  const chiffre = /^(\d{1,2})\s?[.)°/–—-]*$/u.exec(brut ?? '')?.[1]
  return chiffre === undefined ? null : Number(chiffre)
}

function isNext(numero: number | null, numeros: readonly (number | null)[]): boolean {
  return numero !== null && !numeros.includes(numero) && numeros.includes(numero - 1)
}

/** Fields in which a label found again before a value ("Les partenaires : …") is no part of it. */
export const MEME_CHAMP_RETIRE: ReadonlySet<Cible> = new Set([
  'partenaires',
  'dispositifs',
  'animateur',
  'publics',
  'echelleTerritoriale',
  'calendrier',
])

function findSubLabel(
  flux: Flux,
  segment: Segment,
  groupe: readonly Releve[],
  actif: Releve,
  releves: readonly Releve[],
): { cible: Cible; etiquette: Etiquette; reste: string | null } | null {
  const indicateur = subIndicator(actif.cible, segment.texte)
  if (indicateur !== null) return { cible: indicateur.cible, etiquette: actif.etiquette, reste: indicateur.reste }
  const enLigne = matchEnLigne(flux.dictionnaire, segment.texte, segment.debutAccent)
  const seule = matchEtiquette(flux.dictionnaire, segment.texte)
  const lue = seule !== null ? { lue: seule, reste: null } : enLigne !== null ? { lue: enLigne.etiquette, reste: enLigne.reste } : null
  if (lue === null) return null
  const cible = lue.lue.cibles[0]
  if (cible === undefined || lue.lue.cibles.length > 1) return null
  const puceNue = segment.puce !== null && !isNumbering(segment.puce)
  const empilee = groupe.find((releve) => releve.cible === cible)
  if (empilee !== undefined && new Set(groupe.map((releve) => releve.cible)).size > 1)
    return { cible, etiquette: lue.lue, reste: lue.reste }
  if (puceNue) return null
  if (cible === actif.cible) {
    if (lue.reste === null) return !lue.lue.faible && /:\s*$/u.test(segment.texte) ? { cible, etiquette: lue.lue, reste: null } : null
    return MEME_CHAMP_RETIRE.has(cible) && enLigne?.signe === 'deux_points' ? { cible, etiquette: lue.lue, reste: lue.reste } : null
  }
  const soeur = SOEURS.some((famille) => famille.includes(cible) && famille.includes(actif.cible))
  if (!soeur || lue.lue.faible || lue.lue.mode === 'composee') return null
  const marquee = lue.reste !== null ? enLigne?.signe === 'deux_points' : /:\s*$/u.test(segment.texte) || segment.accent
  const dejaVu = releves.some((releve) => releve.cible === cible && releve.valeurs.length > 0 && !groupe.includes(releve))
  return marquee && !dejaVu ? { cible, etiquette: lue.lue, reste: lue.reste } : null
}
