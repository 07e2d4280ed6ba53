import { cleanText } from '../recueil.ts'
import { type Ligne, setLines } from './lignes.ts'
import type { Fragment, PageBrute } from './page-brute.ts'

/** The fragments of a page by zone: what runs at its top and bottom, and its body. */
export type Zones = { entete: Fragment[]; pied: Fragment[]; corps: Fragment[] }

const NUMERO_DE_PAGE = /^(?:page|p\.)?\s*[-–—|]?\s*\d{1,4}\s*(?:(?:\/|sur|de|of|-|–)\s*\d{1,4})?\s*[-–—|]?$/i
const MARGE = 0.13

/**
 * Parts running headers and footers from the body: what the file marks as such, what comes back in the same words at
 * the same place on several pages, and page numbers.
 */
export function splitBanners(pages: readonly PageBrute[]): Zones[] {
  const corps = bodySize(pages)
  const marges = pages.map((page) => marginLines(page, corps))
  const comptes = new Map<string, number>()
  for (const lignes of marges) {
    for (const cle of new Set(lignes.filter(({ seule }) => seule).map(({ cle }) => cle))) comptes.set(cle, (comptes.get(cle) ?? 0) + 1)
  }
  return pages.map((page, rang) => {
    const zones: Zones = { entete: [], pied: [], corps: [] }
    const pris = new Map<Fragment, 'entete' | 'pied'>()
    for (const { zone, cle, texte, fragments, extreme, seule } of marges[rang] ?? []) {
      const repete = seule && (comptes.get(cle) ?? 0) >= 2 && (comptes.get(cle) ?? 0) * 3 >= pages.length
      const numero = extreme && NUMERO_DE_PAGE.test(texte)
      for (const fragment of fragments) if (repete || numero || fragment.artefact) pris.set(fragment, zone)
    }
    for (const fragment of page.fragments) zones[pris.get(fragment) ?? 'corps'].push(fragment)
    return zones
  })
}

type LigneDeMarge = { zone: 'entete' | 'pied'; cle: string; texte: string; fragments: Fragment[]; extreme: boolean; seule: boolean }

function marginLines(page: PageBrute, corps: number): LigneDeMarge[] {
  const lignes = setLines(page.fragments)
  return lignes.flatMap((ligne, rang) => {
    const zone = ligne.y < page.hauteur * MARGE ? 'entete' : ligne.y > page.hauteur * (1 - MARGE) ? 'pied' : null
    if (zone === null) return []
    const texte = cleanText(ligne.segments.map((segment) => segment.texte).join(' '))
    const fragments = page.fragments.filter((fragment) => Math.abs(fragment.y - ligne.y) < Math.max(fragment.taille, ligne.taille) * 0.45)
    const extreme = rang === 0 || rang === lignes.length - 1
    return [
      {
        zone,
        texte,
        fragments,
        extreme,
        cle: `${zone}\n${Math.round(ligne.y / 4)}\n${texte}`,
        seule: standsApart(lignes, rang, zone, corps),
      },
    ]
  })
}

/** A title at the top of each fiche comes back too: a header is no larger than the text and is parted from it. */
function standsApart(lignes: readonly Ligne[], rang: number, zone: 'entete' | 'pied', corps: number): boolean {
  const ligne = lignes[rang]
  if (ligne === undefined || ligne.taille > corps * 1.15) return false
  if (zone === 'pied') return true
  for (let i = rang; i < lignes.length - 1 && i < rang + 4; i += 1) {
    const ici = lignes[i]
    const suivante = lignes[i + 1]
    if (ici === undefined || suivante === undefined) break
    if (suivante.y - ici.y > ici.taille * 1.9) return true
  }
  return false
}

/** Size of most of the text, in points. */
export function bodySize(pages: readonly PageBrute[]): number {
  const poids = new Map<number, number>()
  for (const page of pages) {
    for (const { taille, texte } of page.fragments) {
      const cle = Math.round(taille * 2) / 2
      poids.set(cle, (poids.get(cle) ?? 0) + texte.length)
    }
  }
  let taille = 10
  let plus = 0
  for (const [cle, signes] of poids) {
    if (signes > plus) {
      taille = cle
      plus = signes
    }
  }
  return taille
}
