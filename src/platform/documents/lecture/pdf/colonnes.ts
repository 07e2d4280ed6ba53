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
  const premiere = lignes[debut]
  if (premiere === undefined || premiere.segments.length < 2) return null
  let gouttieres = gapsOf(premiere).filter((blanc) => blanc.x2 - blanc.x1 > premiere.taille * 1.1)
  let fin = debut + 1
  while (fin < lignes.length) {
    const ligne = lignes[fin]
    const precedente = lignes[fin - 1]
    if (ligne === undefined || precedente === undefined || ligne.y - precedente.y > ligne.taille * 5) break
    const communes = intersect(gouttieres, ligne)
    if (communes.length === 0) break
    gouttieres = communes
    fin += 1
  }
  const large = gouttieres.reduce<Gouttiere | null>((a, b) => (a === null || b.x2 - b.x1 > a.x2 - a.x1 ? b : a), null)
  if (large === null) return null
  fin = trim(lignes, debut, fin, large)
  const prises = lignes.slice(debut, fin)
  const deuxCotes = prises.filter((ligne) => isLeft(ligne, large) && isRight(ligne, large)).length
  const droiteSeule = prises.filter((ligne) => !isLeft(ligne, large)).length
  const gaucheSeule = prises.length - deuxCotes - droiteSeule
  if (deuxCotes < 2 && (deuxCotes < 1 || droiteSeule < 1) && gaucheSeule < 3) return null
  const gauche = side(prises, (segment) => segment.x2 <= large.x1 + 1)
  const droite = side(prises, (segment) => segment.x1 >= large.x2 - 1)
  if (isJournal(gauche, droite)) return { sorte: 'journal', fin, gouttiere: large, gauche, droite }
  return { sorte: 'rangees', fin, gouttieres: gouttieres.sort((a, b) => a.x1 - b.x1), lignes: prises }
}

function gapsOf(ligne: Ligne): Gouttiere[] {
  const blancs: Gouttiere[] = []
  ligne.segments.forEach((segment, rang) => {
    const suivant = ligne.segments[rang + 1]
    if (suivant !== undefined) blancs.push({ x1: segment.x2, x2: suivant.x1 })
  })
  return blancs
}

/** What remains of the gutters once a line has passed: it may leave one whole, narrow it, or cross it. */
function intersect(gouttieres: readonly Gouttiere[], ligne: Ligne): Gouttiere[] {
  const restes: Gouttiere[] = []
  const libres = [
    { x1: Number.NEGATIVE_INFINITY, x2: ligne.segments[0]?.x1 ?? Number.POSITIVE_INFINITY },
    ...gapsOf(ligne),
    { x1: ligne.segments.at(-1)?.x2 ?? 0, x2: Number.POSITIVE_INFINITY },
  ]
  for (const gouttiere of gouttieres) {
    for (const libre of libres) {
      const x1 = Math.max(gouttiere.x1, libre.x1)
      const x2 = Math.min(gouttiere.x2, libre.x2)
      if (x2 - x1 >= Math.max(5, ligne.taille * 0.6)) restes.push({ x1, x2 })
    }
  }
  return restes
}

/** Leaves out the lines after the last one that fills both sides, unless they go straight on with their column. */
function trim(lignes: readonly Ligne[], debut: number, fin: number, gouttiere: Gouttiere): number {
  let dernier = debut
  for (let i = debut; i < fin; i += 1) {
    const ligne = lignes[i]
    if (ligne !== undefined && isLeft(ligne, gouttiere) && isRight(ligne, gouttiere)) dernier = i
  }
  const pas = pitchOf(lignes.slice(debut, fin))
  let garde = dernier + 1
  while (garde < fin) {
    const ligne = lignes[garde]
    const precedente = lignes[garde - 1]
    if (ligne === undefined || precedente === undefined) break
    const droite = isRight(ligne, gouttiere)
    const large = droite ? 2.6 : 1.5
    const tailles = Math.abs(ligne.taille - precedente.taille) > precedente.taille * 0.08
    const gras = !droite && (ligne.segments[0]?.gras ?? false) !== (precedente.segments[0]?.gras ?? false)
    if (ligne.y - precedente.y > Math.max(pas, ligne.taille) * large || tailles || gras) break
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
