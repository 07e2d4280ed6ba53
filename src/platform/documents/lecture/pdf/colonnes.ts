import type { Ligne, Segment } from './lignes.ts'
import { pitchOf } from './paragraphes.ts'

/** A vertical blank that no line of a run crosses. */
export type Gouttiere = { x1: number; x2: number }

/** Lines from `debut` to `fin` (excluded) set in columns: read one after the other, or side by side as rows. */
export type Colonnes =
  | { sorte: 'journal'; fin: number; gouttiere: Gouttiere; gauche: Ligne[]; droite: Ligne[] }
  | { sorte: 'rangees'; fin: number; gouttieres: Gouttiere[]; lignes: Ligne[] }

/** The columns that begin at that line, null when it begins none. */
export function findColonnes(lignes: readonly Ligne[], debut: number): Colonnes | null {
  const run = followGutters(lignes, debut)
  if (run === null) return null
  const { gouttieres } = run
  const large = gouttieres.reduce((a, b) => (b.x2 - b.x1 > a.x2 - a.x1 ? b : a))
  const toutes = lignes.slice(debut, run.fin)
  const gauche = side(toutes, (segment) => segment.x2 <= large.x1 + 1)
  const droite = side(toutes, (segment) => segment.x1 >= large.x2 - 1)
  if (isJournal(gauche, droite)) return { sorte: 'journal', fin: run.fin, gouttiere: large, gauche, droite }
  const fin = trim(lignes, debut, run.fin, large)
  const prises = lignes.slice(debut, fin)
  if (!isTable(prises, large)) return null
  return { sorte: 'rangees', fin, gouttieres: gouttieres.sort((a, b) => a.x1 - b.x1), lignes: prises }
}

/** How far down the blanks of a line go on, and those that have text on both sides by then. */
function followGutters(lignes: readonly Ligne[], debut: number): { fin: number; gouttieres: Gouttiere[] } | null {
  const premiere = lignes[debut]
  if (premiere === undefined) return null
  let blancs = blanksOf(premiere).filter((blanc) => blanc.x2 - blanc.x1 > premiere.taille * 1.1)
  let fin = debut + 1
  while (fin < lignes.length) {
    const ligne = lignes[fin]
    const precedente = lignes[fin - 1]
    if (ligne === undefined || precedente === undefined || ligne.y - precedente.y > ligne.taille * 5) break
    const communs = intersect(blancs, ligne)
    const bornes = communs.filter(isBounded)
    if (bornes.length === 0 && (blancs.some(isBounded) || fin - debut > 6)) break
    blancs = communs
    fin += 1
  }
  const gouttieres = blancs.filter(isBounded)
  return gouttieres.length === 0 ? null : { fin, gouttieres }
}

/**
 * Rows side by side: lines with text on both sides, or labels that alternate with text set well to their right (as when
 * a label stands higher or lower than the first line of its value).
 */
function isTable(lignes: readonly Ligne[], gouttiere: Gouttiere): boolean {
  const deuxCotes = lignes.filter((ligne) => isLeft(ligne, gouttiere) && isRight(ligne, gouttiere)).length
  const gauches = lignes.filter((ligne) => isLeft(ligne, gouttiere))
  const droites = lignes.filter((ligne) => isRight(ligne, gouttiere))
  if (deuxCotes >= 2 || (deuxCotes === 1 && droites.length + gauches.length >= 3)) return true
  const debutGauche = Math.min(...gauches.map((ligne) => ligne.segments[0]?.x1 ?? 0))
  return gauches.length >= 3 && droites.length >= 3 && gouttiere.x2 - debutGauche >= 90 && gouttiere.x2 - gouttiere.x1 >= 10
}

function isBounded({ x1, x2 }: Gouttiere): boolean {
  return Number.isFinite(x1) && Number.isFinite(x2)
}

/** The blanks of a line: between its segments, and without end on both sides. */
function blanksOf(ligne: Ligne): Gouttiere[] {
  const blancs: Gouttiere[] = []
  let fin = Number.NEGATIVE_INFINITY
  for (const segment of ligne.segments) {
    blancs.push({ x1: fin, x2: segment.x1 })
    fin = Math.max(fin, segment.x2)
  }
  blancs.push({ x1: fin, x2: Number.POSITIVE_INFINITY })
  return blancs
}

/** What remains of the gutters once a line has passed: it may leave one whole, narrow it, or cross it. */
function intersect(gouttieres: readonly Gouttiere[], ligne: Ligne): Gouttiere[] {
  const restes: Gouttiere[] = []
  const libres = blanksOf(ligne)
  for (const gouttiere of gouttieres) {
    for (const libre of libres) {
      const x1 = Math.max(gouttiere.x1, libre.x1)
      const x2 = Math.min(gouttiere.x2, libre.x2)
      if (x2 - x1 >= Math.max(5, ligne.taille * 0.6)) restes.push({ x1, x2 })
    }
  }
  return restes
}

/** Leaves out the lines after the last one with text on the right, unless they go straight on with their column. */
function trim(lignes: readonly Ligne[], debut: number, fin: number, gouttiere: Gouttiere): number {
  let dernier = debut
  for (let i = debut; i < fin; i += 1) {
    const ligne = lignes[i]
    if (ligne !== undefined && isRight(ligne, gouttiere)) dernier = i
  }
  const pas = pitchOf(lignes.slice(debut, fin))
  let garde = dernier + 1
  while (garde < fin) {
    const ligne = lignes[garde]
    const precedente = lignes[garde - 1]
    if (ligne === undefined || precedente === undefined) break
    const tailles = Math.abs(ligne.taille - precedente.taille) > precedente.taille * 0.08
    const gras = (ligne.segments[0]?.gras ?? false) !== (precedente.segments[0]?.gras ?? false)
    if (ligne.y - precedente.y > Math.max(pas, ligne.taille) * 1.5 || tailles || gras) break
    garde += 1
  }
  return garde
}

function isLeft(ligne: Ligne, gouttiere: Gouttiere): boolean {
  return ligne.segments.some((segment) => segment.x2 <= gouttiere.x1 + 1)
}

function isRight(ligne: Ligne, gouttiere: Gouttiere): boolean {
  return ligne.segments.some((segment) => segment.x1 >= gouttiere.x2 - 1)
}

function side(lignes: readonly Ligne[], keep: (segment: Segment) => boolean): Ligne[] {
  return lignes.map((ligne) => ({ ...ligne, segments: ligne.segments.filter(keep) })).filter((ligne) => ligne.segments.length > 0)
}

type Allure = { largeur: number; pleines: number; signes: number; lignes: number }

/** Long lines that run to the edge, on both sides, or less long in two columns of one width: text to read down. */
function isJournal(gauche: readonly Ligne[], droite: readonly Ligne[]): boolean {
  const [a, b] = [paceOf(gauche), paceOf(droite)]
  if (Math.min(a.lignes, b.lignes) < 4) return false
  if (Math.min(a.pleines, b.pleines) >= 0.5 && Math.min(a.signes, b.signes) >= 24) return true
  const egales = Math.min(a.largeur, b.largeur) > Math.max(a.largeur, b.largeur) * 0.8
  return egales && Math.min(a.pleines, b.pleines) >= 0.25 && Math.min(a.signes, b.signes) >= 28
}

/** Width of a column, share of its lines that fill it, and length of its longest lines. */
function paceOf(lignes: readonly Ligne[]): Allure {
  const debut = Math.min(...lignes.map((ligne) => ligne.segments[0]?.x1 ?? 0))
  const fins = lignes.map((ligne) => ligne.segments.at(-1)?.x2 ?? 0)
  const largeur = Math.max(...fins) - debut
  const longueurs = lignes.map((ligne) => ligne.segments.reduce((total, segment) => total + segment.texte.length, 0)).sort((a, b) => b - a)
  const tiers = longueurs.slice(0, Math.max(1, Math.ceil(longueurs.length / 3)))
  return {
    largeur,
    lignes: lignes.length,
    pleines: fins.filter((fin) => fin - debut >= largeur * 0.7).length / Math.max(1, lignes.length),
    signes: tiers.reduce((somme, longueur) => somme + longueur, 0) / tiers.length,
  }
}
