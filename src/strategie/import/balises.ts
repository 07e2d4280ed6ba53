import type { Piece } from './puces.ts'
import { collapsed } from './texte.ts'

const BALISE = /<\/?(?:p|ul|ol|li|br|u|b|i|strong|em|span|div|table|tbody|tr|td|th|h[1-6]|a|font|sup|sub|center)\b[^<>]*>/giu
const BALISE_DE_BLOC = /^<\/?(?:p|ul|ol|li|br|div|table|tbody|tr|td|th|h[1-6])\b/iu
const BALISE_ACCENT = /^<(?:u|b|strong)\b/iu

/** True when a word processor or a web form left HTML tags in the text. */
export function hasTags(texte: string): boolean {
  return texte.search(BALISE) !== -1
}

/** The pieces between block tags, without the tags; `<u>` and `<b>` around a whole piece make it a label. */
export function cutTags(texte: string): Piece[] {
  const pieces: Piece[] = []
  let courant = ''
  let accents = 0
  let nus = 0
  let accentue = false
  let item = false
  const flush = (suivantItem: boolean) => {
    const net = collapsed(decodeEntities(courant))
    if (net !== '') pieces.push({ texte: net, puce: item ? '•' : null, accent: accents > 0 && nus === 0 })
    courant = ''
    accents = 0
    nus = 0
    item = suivantItem
  }
  let position = 0
  const take = (morceau: string) => {
    courant += morceau
    if (morceau.trim() === '') return
    if (accentue) accents += 1
    else nus += 1
  }
  for (const balise of texte.matchAll(BALISE)) {
    take(texte.slice(position, balise.index))
    position = balise.index + balise[0].length
    if (BALISE_DE_BLOC.test(balise[0])) flush(/^<li\b/iu.test(balise[0]))
    else if (BALISE_ACCENT.test(balise[0])) accentue = true
    else if (/^<\/(?:u|b|strong)\b/iu.test(balise[0])) accentue = false
  }
  take(texte.slice(position))
  flush(false)
  return pieces
}

const ENTITES: Record<string, string> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: '’',
  rsquo: '’',
  lsquo: '‘',
  laquo: '«',
  raquo: '»',
  eacute: 'é',
  egrave: 'è',
  ecirc: 'ê',
  agrave: 'à',
  acirc: 'â',
  ccedil: 'ç',
  ocirc: 'ô',
  icirc: 'î',
  iuml: 'ï',
  ugrave: 'ù',
  ucirc: 'û',
  oelig: 'œ',
  euro: '€',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  bull: '•',
  middot: '·',
  Eacute: 'É',
  Agrave: 'À',
  deg: '°',
}

function decodeEntities(texte: string): string {
  return texte.replace(/&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|(\w{2,8}));/giu, (brut, decimal, hexa, nom) => {
    if (nom !== undefined) return ENTITES[nom] ?? brut
    const point = decimal !== undefined ? Number(decimal) : Number.parseInt(hexa, 16)
    return point > 0 && point < 0x110000 ? String.fromCodePoint(point) : brut
  })
}
