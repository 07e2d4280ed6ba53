import type { Gouttiere } from './colonnes.ts'
import type { Ligne, Segment } from './lignes.ts'
import type { Trait } from './page-brute.ts'
import { type Cadre, type CasePdf, pitchOf, setParagraphs, wholeLine } from './paragraphes.ts'

/**
 * The rows of a table without vertical rules: parted by the horizontal rules when there are some, else by the blanks
 * and by the labels of the first column.
 */
export function setRows(
  lignes: readonly Ligne[],
  gouttieres: readonly Gouttiere[],
  bord: number,
  traits: readonly Trait[],
  cadre: Cadre,
): CasePdf[] {
  const colonnes = lignes.map((ligne) => columnsOf(ligne, gouttieres))
  const debuts = startsByRules(lignes, traits) ?? startsByLabels(colonnes, lignes, gouttieres[0]?.x1 ?? bord)
  const cases: CasePdf[] = []
  debuts.forEach((debut, rang) => {
    const fin = debuts[rang + 1] ?? lignes.length
    for (let colonne = 0; colonne <= gouttieres.length; colonne += 1) {
      const segments = colonnes.slice(debut, fin).flatMap((rangee) => rangee[colonne] ?? [])
      if (segments.length === 0) continue
      const droite = gouttieres[colonne]?.x1 ?? bord
      cases.push({ ligne: rang, colonne, lignes: 1, colonnes: 1, paras: setParagraphs(segments, droite, cadre) })
    }
  })
  return cases
}

/** For each column, what the line holds there as one segment. */
function columnsOf(ligne: Ligne, gouttieres: readonly Gouttiere[]): (Segment | null)[] {
  const bornes = [Number.NEGATIVE_INFINITY, ...gouttieres.map((gouttiere) => (gouttiere.x1 + gouttiere.x2) / 2), Number.POSITIVE_INFINITY]
  return bornes.slice(1).map((fin, rang) => {
    const debut = bornes[rang] ?? Number.NEGATIVE_INFINITY
    const segments = ligne.segments.filter((segment) => segment.x1 >= debut && segment.x1 < fin)
    return segments.length === 0 ? null : wholeLine({ ...ligne, segments })
  })
}

function startsByRules(lignes: readonly Ligne[], traits: readonly Trait[]): number[] | null {
  const x1 = Math.min(...lignes.flatMap((ligne) => ligne.segments.map((segment) => segment.x1)))
  const x2 = Math.max(...lignes.flatMap((ligne) => ligne.segments.map((segment) => segment.x2)))
  const filets = traits.filter((trait) => trait.y1 === trait.y2 && Math.min(trait.x2, x2) - Math.max(trait.x1, x1) > (x2 - x1) * 0.6)
  const debuts = [0]
  for (let i = 1; i < lignes.length; i += 1) {
    const haut = lignes[i - 1]?.y ?? 0
    const bas = lignes[i]?.y ?? 0
    if (filets.some((filet) => filet.y1 > haut && filet.y1 < bas)) debuts.push(i)
  }
  return debuts.length > 1 ? debuts : null
}

/**
 * Bands parted by wide blanks, each with its label; a band without a label goes on with the one above, and a band with
 * several labels is parted at each of them.
 */
function startsByLabels(colonnes: readonly (Segment | null)[][], lignes: readonly Ligne[], bord: number): number[] {
  const pas = pitchOf(lignes)
  const debuts = [0]
  let bande = 0
  let etiquetees = 0
  for (let i = 0; i < lignes.length; i += 1) {
    const ecart = i === 0 ? 0 : (lignes[i]?.y ?? 0) - (lignes[i - 1]?.y ?? 0)
    if (ecart > pas * 1.45) {
      bande = i
      etiquetees = 0
    }
    if ((colonnes[i]?.[0] ?? null) === null || continuesLabel(colonnes, i, ecart, pas, bord)) continue
    etiquetees += 1
    const debut = etiquetees === 1 ? bande : i
    if (debut > (debuts.at(-1) ?? 0)) debuts.push(debut)
  }
  return debuts
}

/** A label of several lines: its next line is close, would not have fitted above, and is not a label with its value. */
function continuesLabel(colonnes: readonly (Segment | null)[][], rang: number, ecart: number, pas: number, bord: number): boolean {
  const etiquette = colonnes[rang]?.[0] ?? null
  const precedente = colonnes[rang - 1]?.[0] ?? null
  if (etiquette === null || precedente === null || ecart > pas * 1.35) return false
  const valeur = (i: number) => colonnes[i]?.slice(1).find((segment) => segment !== null) ?? null
  const [dessus, ici] = [valeur(rang - 1), valeur(rang)]
  const autreValeur = ici !== null && (dessus === null || setParagraphs([dessus, ici], null, SANS_MOTS).length > 1)
  if (autreValeur && /^\p{Lu}/u.test(etiquette.texte.trim())) return false
  return setParagraphs([precedente, etiquette], bord, SANS_MOTS).length === 1
}

const SANS_MOTS: Cadre = { page: 0, mots: new Set() }
