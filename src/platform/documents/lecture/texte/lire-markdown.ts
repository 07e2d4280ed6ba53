import { micromark } from 'micromark'
import { parse } from 'parse5'
import { decodeTexte } from '../encodage.ts'
import { walkHtml } from '../html/marche.ts'
import { CORPS, type Recueil } from '../recueil.ts'
import { warnNuls } from './nuls.ts'

/** Reads Markdown as the page it becomes: headings, lists, tables, emphasis as `accent`. */
export function readMarkdown(contenu: Uint8Array, recueil: Recueil): void {
  const decode = decodeTexte(contenu)
  walkHtml(recueil, parse(toHtml(decode.texte)).childNodes, CORPS)
  warnNuls(recueil, decode.nuls)
}

// CommonMark has no tables: they are cut out and drawn apart, cell by cell.
function toHtml(texte: string): string {
  const lignes = texte.split('\n')
  const parts: string[] = []
  let courant: string[] = []
  for (let i = 0; i < lignes.length; i += 1) {
    if (!isRow(lignes[i]) || !isRule(lignes[i + 1])) {
      courant.push(lignes[i] ?? '')
      continue
    }
    parts.push(render(courant.join('\n')))
    courant = []
    const rangees = [lignes[i] ?? '']
    i += 2
    while (i < lignes.length && isRow(lignes[i])) {
      rangees.push(lignes[i] ?? '')
      i += 1
    }
    i -= 1
    parts.push(renderTable(rangees))
  }
  parts.push(render(courant.join('\n')))
  return parts.join('\n')
}

function render(source: string): string {
  return micromark(source, { allowDangerousHtml: true })
}

function renderTable(rangees: readonly string[]): string {
  const rows = rangees.map((rangee, rang) => {
    const balise = rang === 0 ? 'th' : 'td'
    return `<tr>${cellsOf(rangee)
      .map((cellule) => `<${balise}>${render(cellule)}</${balise}>`)
      .join('')}</tr>`
  })
  return `<table>${rows.join('')}</table>`
}

function cellsOf(rangee: string): string[] {
  const dedans = rangee
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
  return dedans.split(/(?<!\\)\|/).map((cellule) => cellule.replaceAll('\\|', '|').trim())
}

function isRow(ligne: string | undefined): boolean {
  return ligne?.includes('|') === true
}

function isRule(ligne: string | undefined): boolean {
  return ligne?.includes('|') === true && /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(ligne)
}
