import { collapsed } from './texte.ts'

/** A part of a block on its way to a segment. */
export type Piece = { texte: string; puce: string | null; accent: boolean; coche?: boolean }

const CASE_VIDE = '☐□❏❑▢⬜\uf0a8\uf06f\uf071\uf072'
const CASE_COCHEE = '☒☑⌧⊠✅\uf0fe\uf0fd\uf078\uf052\uf053'
const CASE = new RegExp(`[${CASE_VIDE}${CASE_COCHEE}]|\\[\\s?[xX]?\\s?\\](?=\\s)`, 'gu')

/** Ticked, empty, or no box at all; "□" and "■" are ordinary bullets unless both kinds stand together. */
function coche(signe: string): boolean | null {
  if (signe === '') return null
  if (/^\[/.test(signe)) return /x/i.test(signe)
  if (CASE_COCHEE.includes(signe)) return true
  return CASE_VIDE.includes(signe) ? false : null
}

const PUCES_SURES = '•▪●◦‣➢➤➥➔►▶✓✔✦❖\uf0a7\uf0b7\uf0d8\uf0fc\ufffd'

/** Cuts a piece at its inner bullets ("➤ one ➤ two") and at its tick boxes ("☒ young ☐ old"). */
export function cutBullets(piece: Piece): Piece[] {
  const boites = [...piece.texte.matchAll(CASE)]
  if (boites.length > 0 || (piece.puce !== null && isBox(piece.puce))) return cutBoxes(piece, boites)
  const tete = piece.puce ?? piece.texte[0] ?? ''
  const signe = [...tete].find((lettre) => PUCES_SURES.includes(lettre))
  if (signe === undefined) return cutMiddle(piece)
  const texte = piece.puce === null ? piece.texte.slice(signe.length).trim() : piece.texte
  const parts = texte.split(signe).map(collapsed)
  return parts.map((part) => ({ texte: part, puce: piece.puce ?? signe, accent: piece.accent }))
}

// "Introduction : ➤ one ➤ two": the sign comes at least twice and never inside a word.
function cutMiddle(piece: Piece): Piece[] {
  const signe = ['➤', '➢', '•', '▪', '►', '\uf0d8', '\uf0b7', '\uf0a7'].find((lettre) => piece.texte.split(lettre).length > 2)
  if (signe === undefined) return [piece]
  return piece.texte
    .split(signe)
    .map((part, rang) => ({ texte: collapsed(part), puce: rang === 0 ? piece.puce : signe, accent: piece.accent }))
}

function isBox(signe: string): boolean {
  return coche(signe.slice(0, 1)) !== null && !'□❏❑▢\uf0a8\uf06f'.includes(signe.slice(0, 1))
}

function cutBoxes(piece: Piece, boites: readonly RegExpExecArray[]): Piece[] {
  const premiere = boites[0]
  const tete = piece.puce === null ? null : coche(piece.puce.slice(0, 1))
  const melange = new Set([...(tete === null ? [] : [tete]), ...boites.map((boite) => coche(boite[0]))]).size > 1
  const sures = melange || (piece.puce !== null && isBox(piece.puce)) || boites.some((boite) => isBox(boite[0]) || boite[0].startsWith('['))
  if (!sures || (premiere === undefined && tete === null)) return [piece]
  const avant = premiere === undefined ? piece.texte : piece.texte.slice(0, premiere.index)
  const boiteApres =
    tete === null &&
    avant.trim() !== '' &&
    !avant.trim().endsWith(':') &&
    collapsed(piece.texte).match(new RegExp(`[${CASE_VIDE}${CASE_COCHEE}]$`, 'u')) !== null
  const pieces: Piece[] = []
  if (boiteApres) {
    let debut = 0
    for (const boite of boites) {
      pieces.push({
        texte: collapsed(piece.texte.slice(debut, boite.index)),
        puce: boite[0],
        accent: piece.accent,
        coche: coche(boite[0]) === true,
      })
      debut = boite.index + boite[0].length
    }
    return pieces
  }
  if (avant.trim() !== '')
    pieces.push(
      tete === null
        ? { texte: collapsed(avant), puce: null, accent: piece.accent }
        : { texte: collapsed(avant), puce: piece.puce, accent: piece.accent, coche: tete },
    )
  for (const [rang, boite] of boites.entries()) {
    const fin = boites[rang + 1]?.index ?? piece.texte.length
    pieces.push({
      texte: collapsed(piece.texte.slice(boite.index + boite[0].length, fin)),
      puce: boite[0],
      accent: piece.accent,
      coche: coche(boite[0]) === true,
    })
  }
  return pieces
}
