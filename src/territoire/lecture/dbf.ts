/** Reads the attributes of a .dbf (dBASE III to 7, as Shapefiles use it). */
import type { Valeur } from './lecture.ts'
import { LIMITES_GEO } from './limites-geo.ts'
import { valeurOf } from './recueil-geo.ts'
import { refusGeo } from './refus-geo.ts'

export type TableDbf = {
  /** How many lines its header says. */
  annonce: number
  colonnes: string[]
  /** Null: a line marked as deleted. */
  lignes: (Record<string, Valeur> | null)[]
}

/** Upper half of IBM code page 850, that old French exports still use. */
const CP850 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0'

type Colonne = { nom: string; type: string; debut: number; longueur: number }

/** @param cpg text of the .cpg, null when there is none. @throws RegleViolee */
export function readDbf(nom: string, octets: Uint8Array, cpg: string | null): TableDbf {
  const vue = new DataView(octets.buffer, octets.byteOffset, octets.byteLength)
  if (octets.byteLength < 33) throw refusGeo.abime(nom)
  const annonce = vue.getUint32(4, true)
  const entete = vue.getUint16(8, true)
  const longueur = vue.getUint16(10, true)
  if (entete < 33 || entete > octets.byteLength || longueur < 1) throw refusGeo.abime(nom)
  const decode = decoderOf(cpg, octets[29] ?? 0, octets)
  const colonnes: Colonne[] = []
  let debut = 1
  for (let ici = 32; ici + 32 <= entete && octets[ici] !== 0x0d; ici += 32) {
    const fin = octets.subarray(ici, ici + 11).indexOf(0)
    const brut = decode(octets.subarray(ici, ici + (fin === -1 ? 11 : fin))).trim()
    const nomColonne = brut === '' || colonnes.some((colonne) => colonne.nom === brut) ? `${brut}_${colonnes.length + 1}` : brut
    colonnes.push({ nom: nomColonne, type: String.fromCharCode(octets[ici + 11] ?? 0), debut, longueur: octets[ici + 16] ?? 0 })
    debut += octets[ici + 16] ?? 0
    if (colonnes.length > LIMITES_GEO.colonnes) throw refusGeo.tropLong(nom, 'colonnes')
  }
  if (debut > longueur) throw refusGeo.abime(nom)
  const lignes: TableDbf['lignes'] = []
  for (let ici = entete; ici + longueur <= octets.byteLength && octets[ici] !== 0x1a; ici += longueur) {
    if (lignes.length >= LIMITES_GEO.entites) throw refusGeo.tropLong(nom, 'lignes')
    lignes.push(octets[ici] === 0x2a ? null : readLigne(octets, vue, ici, colonnes, decode))
  }
  return { annonce, colonnes: colonnes.map((colonne) => colonne.nom), lignes }
}

function readLigne(
  octets: Uint8Array,
  vue: DataView,
  ici: number,
  colonnes: readonly Colonne[],
  decode: (part: Uint8Array) => string,
): Record<string, Valeur> {
  return Object.fromEntries(
    colonnes.map(({ nom, type, debut, longueur }) => {
      const place = ici + debut
      if (type === 'I' && longueur === 4) return [nom, vue.getInt32(place, true)]
      if (type === 'O' && longueur === 8) return [nom, valeurOf(vue.getFloat64(place, true))]
      if (type === 'M' || type === 'G' || type === 'P') return [nom, null]
      const texte = decode(octets.subarray(place, place + longueur))
        .replaceAll('\0', '')
        .trim()
      return [nom, parse(type, texte)]
    }),
  )
}

function parse(type: string, texte: string): Valeur {
  if (texte === '') return null
  if (type === 'N' || type === 'F') {
    const nombre = Number(texte.replace(',', '.'))
    return Number.isFinite(nombre) ? nombre : null
  }
  if (type === 'L') return /^[ytov1]$/i.test(texte) ? true : /^[nf0]$/i.test(texte) ? false : null
  if (type === 'D') return /^\d{8}$/.test(texte) ? `${texte.slice(0, 4)}-${texte.slice(4, 6)}-${texte.slice(6)}` : valeurOf(texte)
  return valeurOf(texte)
}

/** The encoding that the .cpg says, else the language byte of the header, else UTF-8 when all is valid, else Windows-1252. */
function decoderOf(cpg: string | null, langue: number, octets: Uint8Array): (part: Uint8Array) => string {
  const dit = (cpg ?? '').trim().toLowerCase()
  if (/utf-?8|65001/.test(dit)) return (part) => UTF8.decode(part)
  if (/850/.test(dit) || (dit === '' && (langue === 0x02 || langue === 0x01))) return decode850
  if (/1252|8859|88591|latin|ansi/.test(dit) || (dit === '' && (langue === 0x57 || langue === 0x03))) return (part) => CP1252.decode(part)
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(octets.subarray(Math.min(octets.length, 32)))
    return (part) => UTF8.decode(part)
  } catch {
    return (part) => CP1252.decode(part)
  }
}

const UTF8 = new TextDecoder('utf-8')
const CP1252 = new TextDecoder('windows-1252')

function decode850(part: Uint8Array): string {
  let texte = ''
  for (const octet of part) texte += octet < 128 ? String.fromCharCode(octet) : (CP850[octet - 128] ?? '')
  return texte
}
