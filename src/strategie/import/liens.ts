import type { LienCompris } from './compris.ts'
import { CODE, NUMERO } from './niveaux.ts'
import { parseRepere } from './reperes.ts'
import { cleanItem, isLegible, splitOutside } from './texte.ts'

const CODES = '(?:[A-Z]{1,2}[ .-]?)?\\d{1,3}(?:[.-]\\d{1,3})*(?:\\s?[a-z](?![\\p{L}]))?|[A-Z](?:\\.\\d{1,3})+|[IVX]{1,4}(?:\\.\\d{1,3})+'
const PLUSIEURS = new RegExp(
  `^(?:voir |cf\\.? |lien avec )?(?:les |la |l['’])?(?:fiches?|actions?)(?:[\\s-]+(?:actions?|orientations?|projets?))?\\s*(?:${NUMERO})?((?:${CODES})(?:\\s*(?:,|et|;|/|&)\\s*(?:fiches?\\s*)?(?:${NUMERO})?(?:${CODES}))*)\\s*$`,
  'iu',
)
const SUITE_DE_CODES = new RegExp(`^((?:${NUMERO})?(?:${CODES}))(?:\\s*(?:,|et|;|/|&)\\s*(?:${NUMERO})?(?:${CODES}))+$`, 'u')

/** Reads links to other fiches: "2.1.6 Titre", "Fiche n° 3 – Titre", "Fiches 1.2 et 1.4", or words alone. */
export function readLiens(texte: string, blocs: number[]): LienCompris[] {
  const net = cleanLien(texte)
  if (!isLegible(net)) return []
  const nue = PLUSIEURS.exec(net)?.[1] ?? (SUITE_DE_CODES.test(net) ? net : null)
  if (nue !== null)
    return [...nue.matchAll(new RegExp(CODES, 'gu'))].map((trouve) => ({ code: trouve[0].trim(), intitule: null, texte: net, blocs }))
  const parts = splitOutside(net, ';').map(cleanLien).filter(isLegible)
  if (parts.length > 1 && parts.every((part) => readOne(part, blocs).code !== null)) return parts.map((part) => readOne(part, blocs))
  const virgules = splitOutside(net, ',').map(cleanLien).filter(isLegible)
  if (virgules.length > 1 && virgules.every((part) => readOne(part, blocs).code !== null))
    return virgules.map((part) => readOne(part, blocs))
  return [readOne(net, blocs)]
}

// A code is no bullet: "2.1.6 Titre" keeps its number.
function cleanLien(texte: string): string {
  return /^\d/u.test(texte.trim()) ? texte.trim().replace(/\s*[,;]+$/u, '') : cleanItem(texte)
}

function readOne(texte: string, blocs: number[]): LienCompris {
  const sans = texte.replace(/^(?:voir |cf\.? |lien avec |articulation avec )(?:la |l['’])?/iu, '')
  const repere = parseRepere(sans, true)
  if (repere !== null && repere.code !== null) return { code: repere.code, intitule: repere.intitule, texte, blocs }
  const tete = new RegExp(`^(?:${NUMERO})?(${CODE})\\s*[:–—-]\\s*(.+)$`, 'u').exec(sans)
  if (tete?.[1] !== undefined && /\d/u.test(tete[1])) return { code: tete[1], intitule: tete[2] ?? null, texte, blocs }
  const queue = new RegExp(`^(.+?)\\s*\\((?:fiche\\s*(?:action\\s*)?)?(?:${NUMERO})?(${CODE})\\)$`, 'iu').exec(sans)
  if (queue?.[2] !== undefined && /\d/u.test(queue[2])) return { code: queue[2], intitule: queue[1] ?? null, texte, blocs }
  return { code: null, intitule: texte, texte, blocs }
}
