import { splitPuce, typedNumero } from '../puces.ts'
import type { Morceau } from '../recueil.ts'
import { seamBetween } from '../texte/jointure.ts'
import type { Ligne, Segment } from './lignes.ts'

/** A paragraph set again from its lines. `pleine`: its last line reaches the right edge, so that it may go on elsewhere. */
export type Para = { morceaux: Morceau[]; debut: string; fin: string; taille: number; gras: boolean; page: number; pleine: boolean }

/** A cell with its paragraphs and its place on the grid. */
export type CasePdf = { ligne: number; colonne: number; lignes: number; colonnes: number; paras: Para[] }

/** The page being read and the words of the document. */
export type Cadre = { page: number; mots: ReadonlySet<string> }

/** All the segments of a line as one, when no column parts them. */
export function wholeLine(ligne: Ligne): Segment {
  const [premier, ...autres] = ligne.segments
  if (premier === undefined) return { morceaux: [], texte: '', x1: 0, x2: 0, y: ligne.y, taille: ligne.taille, gras: false }
  const tout = { ...premier, morceaux: [...premier.morceaux] }
  for (const autre of autres) {
    tout.morceaux.push({ texte: ' ', accent: tout.gras && autre.gras }, ...autre.morceaux)
    tout.texte += ` ${autre.texte}`
    tout.x2 = Math.max(tout.x2, autre.x2)
    tout.taille = Math.max(tout.taille, autre.taille)
    tout.gras = tout.gras && autre.gras
  }
  return tout
}

/**
 * Sets the lines of one column or cell back in paragraphs: a line goes on with the one above when its first word would
 * not have fitted there, unless a bullet, a blank, a size or an indent says otherwise.
 * @param droite abscissa that lines may reach, in points; null when only the lines tell
 */
export function setParagraphs(lignes: readonly Segment[], droite: number | null, { page, mots }: Cadre): Para[] {
  const bord = localEdge(lignes, droite)
  const pas = pitchOf(lignes)
  const paras: Para[] = []
  let courant: { para: Para; premiere: Segment; derniere: Segment } | null = null
  for (const ligne of lignes) {
    if (ligne.texte.trim() === '') continue
    const suit = courant !== null && !breaks(courant, ligne, bord, pas)
    if (courant !== null && suit) {
      append(courant.para, { morceaux: ligne.morceaux, debut: ligne.texte, fin: ligne.texte }, mots)
      courant.derniere = ligne
    } else {
      const para: Para = {
        morceaux: [...ligne.morceaux],
        debut: ligne.texte,
        fin: ligne.texte,
        taille: ligne.taille,
        gras: ligne.gras,
        page,
        pleine: false,
      }
      paras.push(para)
      courant = { para, premiere: ligne, derniere: ligne }
    }
    courant.para.pleine = ligne.x2 > bord - ligne.taille * 4
  }
  return paras
}

/** Puts the text of a line, or of a paragraph cut by a page, after a paragraph. */
export function append(para: Para, suite: { morceaux: readonly Morceau[]; debut: string; fin: string }, mots: ReadonlySet<string>): void {
  const { retire, lien } = seamBetween(para.fin, suite.debut, mots)
  const accent = para.morceaux.at(-1)?.accent ?? false
  let reste = retire
  for (let fin = para.morceaux.at(-1); reste > 0 && fin !== undefined; fin = para.morceaux.at(-1)) {
    const coupe = Math.min(reste, fin.texte.length)
    para.morceaux.pop()
    if (coupe < fin.texte.length) para.morceaux.push({ ...fin, texte: fin.texte.slice(0, fin.texte.length - coupe) })
    reste -= coupe
  }
  if (lien !== '') para.morceaux.push({ texte: lien, accent })
  para.morceaux.push(...suite.morceaux)
  para.fin = suite.fin
}

/** Where the lines of a column end: where several do exactly, or many nearly, else where they may. */
function localEdge(lignes: readonly Segment[], droite: number | null): number {
  const loin = lignes.reduce((a, ligne) => Math.max(a, ligne.x2), 0)
  if (droite === null) return loin
  const gauche = lignes.reduce((a, ligne) => Math.min(a, ligne.x1), loin)
  const within = (part: number) => lignes.filter((ligne) => ligne.x2 > loin - (loin - gauche) * part).length
  const aligne = within(0.012) >= 3 || (within(0.06) >= 3 && within(0.06) >= lignes.length * 0.4)
  return aligne ? loin : Math.max(droite, loin)
}

function breaks({ premiere, derniere }: { premiere: Segment; derniere: Segment }, ligne: Segment, bord: number, pas: number): boolean {
  if (splitPuce(ligne.texte) !== null) return true
  if (Math.abs(ligne.taille - derniere.taille) > derniere.taille * 0.08) return true
  if (ligne.y - derniere.y > Math.max(pas, ligne.taille) * 1.4) return true
  if (ligne.gras !== derniere.gras && (premiere === derniere || ligne.gras)) return true
  const marque = splitPuce(premiere.texte) !== null || typedNumero(premiere.texte) !== null
  const retrait = ligne.x1 - derniere.x1
  const centre = Math.abs(ligne.x1 + ligne.x2 - derniere.x1 - derniere.x2) < 8
  if (!centre) {
    // Back to the left of the text of an item, or further right than the line above: another paragraph.
    if (marque && premiere !== derniere && retrait < -3) return true
    if (marque && premiere === derniere && retrait < 3) return true
    if (!marque && premiere !== derniere && retrait > 4) return true
    if (!marque && premiere === derniere && retrait > 4 && /[.!?;:]\s*$/.test(derniere.texte)) return true
  }
  if (typedNumero(ligne.texte) !== null && marque && Math.abs(ligne.x1 - premiere.x1) < 30) return true
  // Typographers that weigh whole paragraphs may leave a little room: the sentence goes on all the same.
  const enPhrase = /^\s*\p{Ll}/u.test(ligne.texte) && !/[.!?;:]\s*$/.test(derniere.texte)
  if (enPhrase && bord - derniere.x2 < (bord - Math.min(ligne.x1, derniere.x1)) * 0.25) return false
  const mot = /^\S+/.exec(ligne.texte.trim())?.[0] ?? ''
  const largeurMot = ((ligne.x2 - ligne.x1) * mot.length) / Math.max(1, ligne.texte.length)
  return derniere.x2 + derniere.taille * 0.25 + largeurMot < bord - 0.5
}

/** Usual distance between lines, in points. */
export function pitchOf(lignes: readonly { y: number; taille: number }[]): number {
  const pas: number[] = []
  for (let i = 1; i < lignes.length; i += 1) {
    const ecart = (lignes[i]?.y ?? 0) - (lignes[i - 1]?.y ?? 0)
    const taille = lignes[i]?.taille ?? 10
    if (ecart > taille * 0.8 && ecart < taille * 2.2) pas.push(ecart)
  }
  pas.sort((a, b) => a - b)
  // The small end: within paragraphs, not between them.
  return pas[Math.floor(pas.length * 0.12)] ?? (lignes[0]?.taille ?? 10) * 1.25
}
