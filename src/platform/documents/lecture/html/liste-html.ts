import type { DefaultTreeAdapterTypes } from 'parse5'
import { formatNumero, type StyleNumero } from '../numeros.ts'

/** An open list: the sign of its items, or the number that the next one takes. */
export type ListeHtml = { style: StyleNumero | null; suivant: number; pas: number; signe: string | null }

const TYPES: Record<string, StyleNumero> = {
  '1': 'decimal',
  a: 'lowerLetter',
  A: 'upperLetter',
  i: 'lowerRoman',
  I: 'upperRoman',
  decimal: 'decimal',
  'decimal-leading-zero': 'decimalZero',
  'lower-alpha': 'lowerLetter',
  'lower-latin': 'lowerLetter',
  'upper-alpha': 'upperLetter',
  'upper-latin': 'upperLetter',
  'lower-roman': 'lowerRoman',
  'upper-roman': 'upperRoman',
}

/** Opens a ul or an ol with its type, start and direction. */
export function openList(element: DefaultTreeAdapterTypes.Element): ListeHtml {
  const of = (nom: string) => element.attrs.find((attribut) => attribut.name === nom)?.value
  const style = of('style') ?? ''
  const type = /list-style(?:-type)?\s*:\s*([a-z-]+)/i.exec(style)?.[1]?.toLowerCase() ?? of('type') ?? ''
  if (type === 'none') return { style: null, suivant: 1, pas: 1, signe: null }
  if (element.tagName !== 'ol') return { style: TYPES[type] ?? null, suivant: 1, pas: 1, signe: '•' }
  const renverse = of('reversed') !== undefined
  const items = element.childNodes.filter((noeud) => noeud.nodeName === 'li').length
  const debut = Number.parseInt(of('start') ?? '', 10)
  return {
    style: TYPES[type] ?? 'decimal',
    suivant: Number.isFinite(debut) ? debut : renverse ? items : 1,
    pas: renverse ? -1 : 1,
    signe: null,
  }
}

/** What the browser shows before an item; the count of the list goes on. */
export function bulletOfItem(liste: ListeHtml | undefined, element: DefaultTreeAdapterTypes.Element): string | null {
  if (liste === undefined) return '•'
  if (liste.style === null) return liste.signe
  const valeur = Number.parseInt(element.attrs.find((attribut) => attribut.name === 'value')?.value ?? '', 10)
  if (Number.isFinite(valeur)) liste.suivant = valeur
  const numero = liste.suivant
  liste.suivant += liste.pas
  return `${formatNumero(numero, liste.style)}.`
}
