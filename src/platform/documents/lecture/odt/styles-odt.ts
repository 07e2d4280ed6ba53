import { formatNumero, type StyleNumero } from '../numeros.ts'
import { levelOfStyleName } from '../titres.ts'
import { childOf, childrenOf, type Noeud } from '../xml.ts'

/** What a style says that matters to a reader. */
export type LookOdt = { accent?: boolean; cache?: boolean; page?: string; liste?: string; plan?: number }
export type NiveauListe =
  | { sorte: 'numero'; style: StyleNumero; avant: string; apres: string; affiches: number; debut: number }
  | { sorte: 'puce'; signe: string }

export type StylesOdt = {
  /** Everything a paragraph style says, inherited. */
  ofParagraph(nom: string | undefined): LookOdt
  ofText(nom: string | undefined): LookOdt
  levelOf(liste: string, niveau: number): NiveauListe | null
  /** Numbering of headings (outline), null when that level has none. */
  outline(niveau: number): NiveauListe | null
  /** Styles of tables that start a page of another master page. */
  pageOfTable(nom: string | undefined): string | undefined
}

type Style = { propre: LookOdt; parent: string | undefined }

/** Reads the common and automatic styles of the given roots (styles.xml then content.xml). */
export function readStylesOdt(racines: readonly (Noeud | undefined)[]): StylesOdt {
  const styles = new Map<string, Style>()
  const listes = new Map<string, Map<number, NiveauListe>>()
  const plan = new Map<number, NiveauListe>()
  for (const racine of racines) {
    for (const groupe of ['office:styles', 'office:automatic-styles']) {
      for (const noeud of childrenOf(childOf(racine, groupe))) {
        if (noeud.nom === 'style:style') {
          styles.set(keyOf(noeud.attributs['style:family'], noeud.attributs['style:name']), readStyle(noeud))
        } else if (noeud.nom === 'text:list-style') {
          listes.set(noeud.attributs['style:name'] ?? '', readLevels(noeud))
        } else if (noeud.nom === 'text:outline-style') {
          for (const [rang, niveau] of readLevels(noeud)) plan.set(rang, niveau)
        }
      }
    }
  }
  const resolus = new Map<string, LookOdt>()
  const resolve = (famille: string, nom: string | undefined, profondeur = 0): LookOdt => {
    if (nom === undefined || profondeur > 30) return {}
    const cle = keyOf(famille, nom)
    const connu = resolus.get(cle)
    if (connu !== undefined) return connu
    const style = styles.get(cle)
    if (style === undefined) return {}
    const herite = resolve(famille, style.parent, profondeur + 1)
    // A master page is the style's own: what derives from it does not start a page.
    const { page: _page, ...reste } = herite
    const look = { ...reste, ...style.propre }
    resolus.set(cle, look)
    return look
  }
  return {
    ofParagraph: (nom) => resolve('paragraph', nom),
    ofText: (nom) => resolve('text', nom),
    levelOf: (liste, niveau) => listes.get(liste)?.get(niveau) ?? null,
    outline: (niveau) => plan.get(niveau) ?? null,
    pageOfTable: (nom) => resolve('table', nom).page,
  }
}

/** What the page shows before an item, from the counts of its level and of those above (rank 0 is level 1). */
export function showLevel(levels: (niveau: number) => NiveauListe | null, niveau: number, comptes: readonly number[]): string | null {
  const propre = levels(niveau)
  if (propre === null) return null
  if (propre.sorte === 'puce') return /[\uf000-\uf0ff\ufffd]/.test(propre.signe) ? '•' : propre.signe || null
  if (propre.style === 'none') return (propre.avant + propre.apres).trim() || null
  const parts: string[] = []
  for (let rang = Math.max(1, niveau - propre.affiches + 1); rang <= niveau; rang += 1) {
    const style = levels(rang)
    if (style?.sorte === 'numero' && style.style !== 'none') parts.push(formatNumero(comptes[rang - 1] ?? style.debut, style.style))
  }
  return (propre.avant + parts.join('.') + propre.apres).trim() || null
}

function keyOf(famille: string | undefined, nom: string | undefined): string {
  return `${famille ?? ''}\n${nom ?? ''}`
}

function readStyle(noeud: Noeud): Style {
  const texte = childOf(noeud, 'style:text-properties')?.attributs ?? {}
  const propre: LookOdt = {}
  const gras = texte['fo:font-weight']
  const souligne = texte['style:text-underline-style']
  const casse = texte['fo:text-transform']
  if (gras !== undefined || souligne !== undefined || casse !== undefined) {
    propre.accent =
      (gras !== undefined && /bold|[6-9]00/.test(gras)) || (souligne !== undefined && souligne !== 'none') || casse === 'uppercase'
  }
  if (texte['text:display'] !== undefined) propre.cache = texte['text:display'] === 'none'
  const page = noeud.attributs['style:master-page-name']
  if (page !== undefined && page !== '') propre.page = page
  const liste = noeud.attributs['style:list-style-name']
  if (liste !== undefined) propre.liste = liste
  const plan = Number(noeud.attributs['style:default-outline-level'] ?? '')
  const nomme = levelOfStyleName(noeud.attributs['style:display-name'] ?? noeud.attributs['style:name'] ?? '')
  if (plan > 0) propre.plan = plan
  else if (nomme !== null && noeud.attributs['style:family'] === 'paragraph') propre.plan = nomme
  return { propre, parent: noeud.attributs['style:parent-style-name'] }
}

function readLevels(noeud: Noeud): Map<number, NiveauListe> {
  const niveaux = new Map<number, NiveauListe>()
  for (const enfant of childrenOf(noeud)) {
    const rang = Number(enfant.attributs['text:level'] ?? 1)
    if (enfant.nom === 'text:list-level-style-bullet')
      niveaux.set(rang, { sorte: 'puce', signe: enfant.attributs['text:bullet-char'] ?? '•' })
    else if (enfant.nom === 'text:list-level-style-image') niveaux.set(rang, { sorte: 'puce', signe: '•' })
    else if (enfant.nom === 'text:list-level-style-number' || enfant.nom === 'text:outline-level-style')
      niveaux.set(rang, readNumber(enfant))
  }
  return niveaux
}

const FORMATS: Record<string, StyleNumero> = {
  '1': 'decimal',
  a: 'lowerLetter',
  A: 'upperLetter',
  i: 'lowerRoman',
  I: 'upperRoman',
  '': 'none',
  '1st': 'ordinal',
  '01, 02, 03, ...': 'decimalZero',
}

function readNumber({ attributs }: Noeud): NiveauListe {
  return {
    sorte: 'numero',
    style: FORMATS[attributs['style:num-format'] ?? ''] ?? 'decimal',
    avant: attributs['style:num-prefix'] ?? '',
    apres: attributs['style:num-suffix'] ?? '',
    affiches: Number(attributs['text:display-levels'] ?? 1) || 1,
    debut: Number(attributs['text:start-value'] ?? 1),
  }
}
