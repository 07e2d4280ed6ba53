import type { Anomalie, EffetIndicateurs, Extrait } from './compris.ts'
import { cleanItem, isLegible, isOpenEnd, normalized, splitOutside } from './texte.ts'

/** A line of the effect indicators: its text, its blocks, its row when a table pairs effects and indicators. */
export type LigneIndicateur = { texte: string; blocs: number[]; rangee: string | null; profondeur: number; puce: boolean }
export type EffetDeRangee = { rangee: string; effet: string }

type Remarque = Omit<Anomalie, 'fiche'>

/**
 * Ties each indicator to the effect it is keyed to: "/Effet : indicateur, indicateur", an effect as a heading of its
 * list, or the row of a table. `effet` is the very string of `effets`; a key written otherwise is tied and said.
 */
export function readIndicateursEffets(
  lignes: readonly LigneIndicateur[],
  effets: readonly Extrait[],
  parRangee: readonly EffetDeRangee[],
): { groupes: EffetIndicateurs[]; remarques: Remarque[] } {
  const groupes: EffetIndicateurs[] = []
  const remarques: Remarque[] = []
  const groupOf = (effet: string | null): EffetIndicateurs => {
    const deja = groupes.find((groupe) => groupe.effet === effet)
    if (deja !== undefined) return deja
    const neuf: EffetIndicateurs = { effet, indicateurs: [], blocs: [] }
    groupes.push(neuf)
    return neuf
  }
  let titre: EffetIndicateurs | null = null
  let profondeurDuTitre = 0
  for (const ligne of lignes) {
    const net = cleanItem(ligne.texte)
    if (!isLegible(net)) continue
    const cle = splitKey(net, effets)
    if (cle !== null) {
      const { effet, exact } = nearest(cle.cle, effets)
      if (effet === null) remarques.push(unknownEffect(cle.cle, ligne))
      else if (!exact) remarques.push(nearEffect(cle.cle, effet, ligne))
      const groupe = groupOf(effet)
      groupe.blocs.push(...ligne.blocs)
      if (cle.reste === null && effet !== null) {
        titre = groupe
        profondeurDuTitre = ligne.profondeur
        continue
      }
      titre = null
      // Under a key that names no effect the line stays whole: no word of the source goes.
      const entiere = [net.replace(/^\/\s*/u, '')]
      const indicateurs =
        effet === null || cle.reste === null
          ? entiere
          : splitOutside(cle.reste, ',;')
              .map(cleanItem)
              .filter((texte) => isLegible(texte) && !isOpenEnd(texte))
      if (indicateurs.length > 1) remarques.push(severalIndicators(indicateurs.length, ligne))
      groupe.indicateurs.push(...indicateurs.map((texte) => ({ texte, blocs: ligne.blocs })))
      continue
    }
    const deRangee = ligne.rangee === null ? undefined : parRangee.find(({ rangee }) => rangee === ligne.rangee)
    if (titre !== null && deRangee === undefined && !(ligne.puce || ligne.profondeur > profondeurDuTitre)) titre = null
    const groupe =
      deRangee !== undefined ? groupOf(deRangee.effet) : (titre ?? groupOf(effets.length === 1 ? (effets[0]?.texte ?? null) : null))
    groupe.indicateurs.push({ texte: net, blocs: ligne.blocs })
    groupe.blocs.push(...ligne.blocs)
    if (countIndicators(net) > 1) remarques.push(severalIndicators(countIndicators(net), ligne))
  }
  return { groupes: sortByEffect(groupes, effets), remarques: [...remarques, ...looseRemarks(groupes, effets)] }
}

function sortByEffect(groupes: EffetIndicateurs[], effets: readonly Extrait[]): EffetIndicateurs[] {
  const place = (groupe: EffetIndicateurs) => {
    const rang = effets.findIndex((effet) => effet.texte === groupe.effet)
    return rang === -1 ? effets.length : rang
  }
  return groupes.filter((groupe) => groupe.indicateurs.length > 0 || groupe.blocs.length > 0).sort((a, b) => place(a) - place(b))
}

/** The effect that opens the line and what follows it; null when the line is only an indicator. */
function splitKey(texte: string, effets: readonly Extrait[]): { cle: string; reste: string | null } | null {
  const barre = texte.startsWith('/')
  const nu = barre ? texte.slice(1).trim() : texte
  for (const effet of effets) {
    const long = effet.texte.replace(/[.;:,\s]+$/u, '')
    if (normalized(nu) === normalized(long)) return { cle: nu.replace(/\s*:$/u, ''), reste: null }
    if (normalized(nu).startsWith(`${normalized(long)} `)) {
      const fin = endOfWords(nu, normalized(long).split(' ').length)
      const suite = /^\s*[.»")]*\s*(?::|=>|→|–|—|-)\s*(.*)$/u.exec(nu.slice(fin))
      if (suite !== null) return { cle: nu.slice(0, fin), reste: suite[1] === '' ? null : (suite[1] ?? null) }
    }
  }
  if (barre) {
    const deuxPoints = nu.indexOf(':')
    if (deuxPoints === -1) return { cle: nu, reste: null }
    const reste = nu.slice(deuxPoints + 1).trim()
    return { cle: nu.slice(0, deuxPoints).trim(), reste: reste === '' ? null : reste }
  }
  const deuxPoints = nu.indexOf(':')
  if (deuxPoints < 12) return numberedKey(nu, effets)
  const tete = nu.slice(0, deuxPoints).trim()
  const proche = nearest(tete, effets)
  const reste = nu.slice(deuxPoints + 1).trim()
  return proche.effet === null ? null : { cle: tete, reste: reste === '' ? null : reste }
}

// "Effet 2 : …" names the second effect.
function numberedKey(texte: string, effets: readonly Extrait[]): { cle: string; reste: string | null } | null {
  const trouve = /^(?:effets?|résultats?)\s*(?:n°\s*)?(\d{1,2})\s*:\s*(.*)$/iu.exec(texte)
  const effet = effets[Number(trouve?.[1] ?? 0) - 1]
  if (trouve === null || effet === undefined) return null
  return { cle: effet.texte, reste: trouve[2] === '' ? null : (trouve[2] ?? null) }
}

function endOfWords(texte: string, nombre: number): number {
  let vus = 0
  for (const mot of texte.matchAll(/[\p{L}\p{N}]+/gu)) {
    vus += normalized(mot[0]).split(' ').length
    if (vus >= nombre) return mot.index + mot[0].length
  }
  return texte.length
}

/** The effect that a key names: the same words, or most of them in a key long enough to be sure. */
export function nearest(cle: string, effets: readonly Extrait[]): { effet: string | null; exact: boolean } {
  const plat = normalized(cle)
  const exact = effets.find((effet) => normalized(effet.texte) === plat)
  if (exact !== undefined) return { effet: exact.texte, exact: true }
  const mots = new Set(plat.split(' '))
  let meilleur: { effet: string; part: number } | null = null
  for (const effet of effets) {
    const autres = new Set(normalized(effet.texte).split(' '))
    const communs = [...mots].filter((mot) => autres.has(mot)).length
    const part = communs / Math.max(mots.size, autres.size)
    if (part > (meilleur?.part ?? 0)) meilleur = { effet: effet.texte, part }
  }
  return meilleur !== null && meilleur.part >= 0.6 && mots.size >= 3
    ? { effet: meilleur.effet, exact: false }
    : { effet: null, exact: false }
}

const TETES =
  /(?:^|[\s(/,;])(?:nombre|nb|taux|part|pourcentage|%|proportion|évolution|montant|volume|fréquence|durée|délai|niveau)s?(?=\s)/giu

/** How many indicators one bullet seems to hold: "nombre de … et taux de …" is two. */
export function countIndicators(texte: string): number {
  const tetes = [...texte.matchAll(TETES)].filter(
    (trouve) => trouve.index === 0 || /(?:[,;/]|\set|\spuis|\s-)\s*$/iu.test(`${texte.slice(0, trouve.index)}${trouve[0][0] ?? ''}`),
  )
  return tetes.length
}

function severalIndicators(nombre: number, ligne: LigneIndicateur): Remarque {
  return {
    code: 'plusieurs_indicateurs',
    message: `Une même ligne contient ${nombre} indicateurs\u00a0: vérifiez qu’ils sont bien séparés.`,
    bloc: ligne.blocs[0] ?? null,
  }
}

function unknownEffect(cle: string, ligne: LigneIndicateur): Remarque {
  return {
    code: 'effet_introuvable',
    message: `«\u00a0${cle}\u00a0» n’est pas un des effets attendus de la fiche\u00a0: à quel effet rattacher ces indicateurs\u202f?`,
    bloc: ligne.blocs[0] ?? null,
  }
}

function nearEffect(cle: string, effet: string, ligne: LigneIndicateur): Remarque {
  return {
    code: 'effet_approche',
    message: `«\u00a0${cle}\u00a0» est écrit autrement que l’effet attendu «\u00a0${effet}\u00a0», auquel ses indicateurs ont été rattachés.`,
    bloc: ligne.blocs[0] ?? null,
  }
}

function looseRemarks(groupes: readonly EffetIndicateurs[], effets: readonly Extrait[]): Remarque[] {
  const libres = groupes.find((groupe) => groupe.effet === null)
  if (libres === undefined || libres.indicateurs.length === 0) return []
  const message =
    effets.length === 0
      ? 'Ces indicateurs d’effets n’ont pas d’effet attendu auquel les rattacher.'
      : 'Le document ne dit pas à quel effet attendu se rattachent ces indicateurs.'
  return [{ code: 'indicateur_sans_effet', message, bloc: libres.indicateurs[0]?.blocs[0] ?? null }]
}
