import { splitPuce, typedNumero } from '../puces.ts'
import type { Morceau } from '../recueil.ts'
import type { Fragment } from './page-brute.ts'

/** Text set on one line, without a wide blank inside. Points; `y` is the baseline. */
export type Segment = { morceaux: Morceau[]; texte: string; x1: number; x2: number; y: number; taille: number; gras: boolean }

/** Segments on one baseline, from left to right. */
export type Ligne = { segments: Segment[]; y: number; taille: number }

/** Sets fragments on lines, top to bottom, and parts each line at blanks wider than a space. */
export function setLines(fragments: readonly Fragment[]): Ligne[] {
  const groupes: { y: number; taille: number; fragments: Fragment[] }[] = []
  for (const fragment of [...fragments].sort((a, b) => a.y - b.y || a.x - b.x)) {
    const groupe = groupes.at(-1)
    const proche = groupe !== undefined && Math.abs(fragment.y - groupe.y) < Math.max(fragment.taille, groupe.taille) * 0.45
    if (groupe === undefined || !proche) groupes.push({ y: fragment.y, taille: fragment.taille, fragments: [fragment] })
    else {
      groupe.fragments.push(fragment)
      // The largest text gives the baseline, not an exponent.
      if (fragment.taille > groupe.taille) Object.assign(groupe, { y: fragment.y, taille: fragment.taille })
    }
  }
  return groupes.map(({ y, taille, fragments: membres }) => ({ y, taille, segments: setSegments(membres) }))
}

function setSegments(fragments: Fragment[]): Segment[] {
  const segments: Segment[] = []
  let courant: { segment: Segment; dernier: Fragment } | null = null
  for (const fragment of fragments.sort((a, b) => a.x - b.x)) {
    const fin = fragment.x + fragment.largeur
    const blanc = courant === null ? 0 : fragment.x - (courant.dernier.x + courant.dernier.largeur)
    const puceSeule = courant !== null && isMarker(courant.segment.texte) && blanc < fragment.taille * 5
    if (courant === null || (blanc > fragment.taille * 0.6 && !puceSeule)) {
      const segment: Segment = { morceaux: [], texte: '', x1: fragment.x, x2: fin, y: fragment.y, taille: fragment.taille, gras: true }
      segments.push(segment)
      courant = { segment, dernier: fragment }
    } else if (blanc > fragment.taille * 0.12 || fragment.espaceAvant) {
      courant.segment.morceaux.push({ texte: ' ', accent: fragment.gras && courant.dernier.gras })
      courant.segment.texte += ' '
    }
    const { segment } = courant
    segment.morceaux.push({ texte: fragment.texte, accent: fragment.gras })
    segment.texte += fragment.texte
    segment.x2 = Math.max(segment.x2, fin)
    // The largest text gives the baseline, not an exponent; columns side by side have each their own.
    if (fragment.taille > segment.taille) Object.assign(segment, { taille: fragment.taille, y: fragment.y })
    segment.gras = segment.gras && fragment.gras
    courant.dernier = fragment
  }
  return segments
}

/** A bullet or a number standing apart before the text that it announces. */
function isMarker(texte: string): boolean {
  const propre = texte.trim()
  return propre.length <= 10 && (splitPuce(`${propre} x`)?.reste === 'x' || typedNumero(propre) === propre)
}
