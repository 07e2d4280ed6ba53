import { levelOfStyleName } from '../titres.ts'
import { childOf, childrenOf, type Noeud } from '../xml.ts'

/** What a style says that matters to a reader; undefined where it says nothing. */
export type Look = {
  gras?: boolean
  souligne?: boolean
  capitales?: boolean
  cache?: boolean
  /** Level of a heading from 1, 0 for body text. */
  titre?: number
  numId?: string
  ilvl?: number
}

export type Styles = {
  /** Everything a paragraph style says, inherited through its chain; the default style when the id is unknown or null. */
  ofParagraph(id: string | null): Look & { id: string | null }
  ofCharacter(id: string): Look
  numIdOfStyle(id: string): string | null
}

type Style = { propre: Look; parent: string | null; numId: string | null }

/** Reads word/styles.xml. */
export function readStyles(racine: Noeud | undefined): Styles {
  const styles = new Map<string, Style>()
  const resolus = new Map<string, Look>()
  let defaut: string | null = null
  const racineRPr = childOf(childOf(childOf(racine, 'w:docDefaults'), 'w:rPrDefault'), 'w:rPr')
  const base = readRunLook(racineRPr)
  for (const noeud of childrenOf(racine, 'w:style')) {
    const id = noeud.attributs['w:styleId']
    if (id === undefined) continue
    const pPr = childOf(noeud, 'w:pPr')
    const propre: Look = { ...readRunLook(childOf(noeud, 'w:rPr')), ...readParagraphLook(pPr) }
    const nomme = levelOfStyleName(valOf(childOf(noeud, 'w:name')) ?? '')
    if (propre.titre === undefined && nomme !== null) propre.titre = nomme
    styles.set(id, { propre, parent: valOf(childOf(noeud, 'w:basedOn')), numId: propre.numId ?? null })
    if (noeud.attributs['w:type'] === 'paragraph' && isOn(noeud.attributs['w:default'] ?? '0')) defaut = id
  }
  const resolve = (id: string | null, profondeur: number): Look => {
    const style = id === null ? undefined : styles.get(id)
    if (id === null || style === undefined || profondeur > 30) return base
    const connu = resolus.get(id)
    if (connu !== undefined) return connu
    const look = { ...resolve(style.parent, profondeur + 1), ...style.propre }
    resolus.set(id, look)
    return look
  }
  return {
    ofParagraph(id) {
      const retenu = id !== null && styles.has(id) ? id : defaut
      return { ...resolve(retenu, 0), id: retenu }
    },
    ofCharacter: (id) => ({ ...resolve(styles.get(id)?.parent ?? null, 1), ...styles.get(id)?.propre }),
    numIdOfStyle: (id) => styles.get(id)?.numId ?? null,
  }
}

/** What run properties say. */
export function readRunLook(rPr: Noeud | undefined): Look {
  const look: Look = {}
  if (rPr === undefined) return look
  for (const noeud of childrenOf(rPr)) {
    if (noeud.nom === 'w:b') look.gras = isOn(valOf(noeud))
    else if (noeud.nom === 'w:u') look.souligne = (valOf(noeud) ?? 'single') !== 'none'
    else if (noeud.nom === 'w:caps' || noeud.nom === 'w:smallCaps') look.capitales = isOn(valOf(noeud))
    else if (noeud.nom === 'w:vanish') look.cache = isOn(valOf(noeud))
  }
  return look
}

/** What paragraph properties say about headings and numbering. */
export function readParagraphLook(pPr: Noeud | undefined): Look {
  const look: Look = {}
  const plan = valOf(childOf(pPr, 'w:outlineLvl'))
  if (plan !== null) look.titre = Number(plan) >= 0 && Number(plan) < 9 ? Number(plan) + 1 : 0
  const numPr = childOf(pPr, 'w:numPr')
  const numId = valOf(childOf(numPr, 'w:numId'))
  const ilvl = valOf(childOf(numPr, 'w:ilvl'))
  if (numId !== null) look.numId = numId
  if (ilvl !== null && Number(ilvl) >= 0) look.ilvl = Number(ilvl)
  return look
}

/** The w:val of an element, null when either is missing. */
export function valOf(noeud: Noeud | undefined): string | null {
  return noeud?.attributs['w:val'] ?? null
}

/** An on/off property: present without a value means on. */
export function isOn(valeur: string | null): boolean {
  return valeur === null || !['0', 'false', 'off', 'none'].includes(valeur)
}
