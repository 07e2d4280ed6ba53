import { isOpening } from './decoupe.ts'
import type { Entete } from './entete.ts'
import type { Flux } from './flux.ts'
import { isBoilerplate, isCode, namesContract, parseRepere } from './reperes.ts'
import type { Segment } from './segments.ts'
import { collapsed, isUpper, normalized } from './texte.ts'

/** The line that looks most like a title among those that nothing else explains. */
export function chooseTitle(flux: Flux, entete: Entete, tete: readonly number[], libres: Set<number>): void {
  const ouverture = Math.max(...(entete.code?.rangs ?? []), ...(entete.kind?.rangs ?? []), -1)
  let meilleur: { place: number; note: number } | null = null
  for (const [place, rang] of tete.entries()) {
    const segment = flux.segments[rang]
    if (segment === undefined || !libres.has(rang)) continue
    const note = titleScore(segment, rang === ouverture + 1)
    const prefere = ouverture >= 0 ? (meilleur?.note ?? -1) < note : (meilleur?.note ?? -1) <= note
    if (note >= 0 && prefere) meilleur = { place, note }
  }
  if (meilleur === null) return
  const rang = tete[meilleur.place] ?? -1
  const segment = flux.segments[rang]
  if (segment === undefined) return
  libres.delete(rang)
  const repere = parseRepere(segment.texte, true)
  const coupe =
    repere?.intitule != null && repere.code !== null && (entete.code === null || normalized(entete.code.texte) === normalized(repere.code))
  if (coupe && repere?.code != null) entete.code ??= { texte: repere.code, rangs: [rang] }
  if (!coupe && entete.code === null && segment.puce !== null && /^(?:\d+\.)+\d+\.?$|^[A-Z]\.?\d/u.test(segment.puce)) {
    entete.code = { texte: segment.puce.replace(/\.$/u, ''), rangs: [rang] }
  }
  const texte = coupe && repere?.intitule != null ? repere.intitule : segment.texte
  entete.intitule = extendTitle(flux, { texte: cleanTitle(texte), rangs: [rang] }, tete, meilleur.place, libres)
}

function titleScore(segment: Segment, suit: boolean): number {
  const { texte } = segment
  if (texte.length < 4 || texte.length > 250 || !/\p{L}{3}/u.test(texte) || isCode(texte)) return -1
  if (isBoilerplate(texte) || segment.coche !== null || segment.zone === 'note' || segment.zone === 'commentaire') return -1
  if (segment.puce !== null && segment.titre === 0 && !/\d/u.test(segment.puce)) return -1
  if (/:$/u.test(texte) || /^(?:mise à jour|version|date|rédig|logo|sommaire|page|document|projet de)/iu.test(texte)) return -1
  let note = suit ? 3 : 0
  if (segment.titre > 0) note += 4
  if (segment.accent) note += 2
  if (segment.majuscules && isUpper(texte)) note += 2
  if (/[.;]$/u.test(texte)) note -= texte.length > 90 ? 6 : 1
  return note
}

/** A title that goes on over the next lines: same capitals, same heading, or a line that begins in lower case. */
export function extendTitle(
  flux: Flux,
  titre: { texte: string; rangs: number[] },
  tete: readonly number[],
  place: number,
  libres: Set<number>,
): { texte: string; rangs: number[] } {
  let dernier = flux.segments[tete[place] ?? -1]
  for (const rang of tete.slice(place + 1, place + 4)) {
    const segment = flux.segments[rang]
    const note = flux.notes[rang]
    if (!libres.has(rang) || note === undefined || isOpening(flux, rang) || !continues(dernier, segment) || segment === undefined) break
    titre.texte = collapsed(`${titre.texte} ${segment.texte}`)
    titre.rangs.push(rang)
    libres.delete(rang)
    dernier = segment
  }
  return titre
}

export function continues(avant: Segment | undefined, apres: Segment | undefined): boolean {
  if (avant !== undefined && avant.bloc === apres?.bloc && apres.puce === null) return true
  if (avant === undefined || apres === undefined || apres.puce !== null || /[.!?:;]$/u.test(avant.texte) || namesContract(apres.texte))
    return false
  if (
    avant.cellule?.table !== apres.cellule?.table ||
    avant.cellule?.ligne !== apres.cellule?.ligne ||
    avant.cellule?.colonne !== apres.cellule?.colonne
  )
    return false
  if (/^\p{Ll}/u.test(apres.texte)) return apres.texte.length <= 150
  if (avant.majuscules && apres.majuscules) return avant.titre === apres.titre
  return /(?:\s(?:de|du|des|d['’]|la|le|les|et|à|au|aux|pour|par|en|dans|sur|avec|l['’])|,)$/iu.test(avant.texte)
}

export function cleanTitle(texte: string): string {
  return collapsed(texte.replace(/^[\s:–—-]+/u, '').replace(/\s*[,;:]+$/u, ''))
}
