/**
 * Records of a CSV as they come, over bytes: nothing is decoded that is not asked for, so that what is given back is what was sent,
 * to the byte. Pure.
 */
import { RegleViolee } from '#platform/errors.ts'

/** One record within `octets`: cells are between `debuts[i]` and `fins[i]` (quotes excluded), the record between `debut` and `fin`. */
export type Enregistrement = {
  octets: Buffer
  debut: number
  /** End of the record, its end of line excluded. */
  fin: number
  /** End with its end of line. */
  suite: number
  cellules: number
  debuts: Int32Array
  fins: Int32Array
  /** 1 for a cell within quotes. */
  cites: Uint8Array
  /** Line of the file where it begins, from 1. */
  ligne: number
}

export type Decoupeur = {
  /** Feeds bytes; calls `chaque` for each whole record, its object used again for the next. */
  push(morceau: Uint8Array, chaque: (un: Enregistrement) => void): void
  /** The last record, without an end of line. @throws RegleViolee when a quote was never closed */
  end(chaque: (un: Enregistrement) => void): void
}

const CELLULES_MAX = 4096
/** A record longer than this means a quote that is never closed. */
const RECORD_MAX = 1 << 20
const GUILLEMET = 34
const LF = 10
const CR = 13

/** @param separateur its byte: ; , tab or | */
export function createDecoupeur(separateur: number): Decoupeur {
  let reste: Buffer = Buffer.alloc(0)
  let ligne = 1
  const un: Enregistrement = {
    octets: reste,
    debut: 0,
    fin: 0,
    suite: 0,
    cellules: 0,
    debuts: new Int32Array(CELLULES_MAX),
    fins: new Int32Array(CELLULES_MAX),
    cites: new Uint8Array(CELLULES_MAX),
    ligne: 1,
  }

  /** Cuts whole records. @returns where the first unfinished one begins */
  function cut(octets: Buffer, dernier: 'fini' | 'suite', chaque: (un: Enregistrement) => void): number {
    const { debuts, fins, cites } = un
    const taille = octets.length
    let record = 0
    let i = 0
    un.octets = octets
    while (record < taille) {
      let cellules = 0
      let lignes = 0
      let fini = false
      i = record
      while (!fini) {
        if (cellules === CELLULES_MAX)
          throw new RegleViolee(`Ligne ${ligne} : plus de ${CELLULES_MAX} colonnes. Est-ce bien un tableau CSV ?`)
        let octet = i < taille ? (octets[i] as number) : -1
        if (octet === GUILLEMET) {
          cites[cellules] = 1
          debuts[cellules] = i + 1
          i += 1
          for (;;) {
            const ferme = octets.indexOf(GUILLEMET, i)
            if (ferme < 0) {
              if (dernier === 'fini') throw unclosed(ligne)
              return record
            }
            if (octets[ferme + 1] !== GUILLEMET) {
              if (ferme + 1 >= taille && dernier === 'suite') return record
              i = ferme
              break
            }
            i = ferme + 2
          }
          fins[cellules] = i
          for (let k = debuts[cellules] as number; k < i; k += 1) if (octets[k] === LF) lignes += 1
          i += 1
          octet = i < taille ? (octets[i] as number) : -1
          // What follows a closing quote up to the separator belongs to no cell; it is given back all the same.
          while (octet !== separateur && octet !== LF && octet !== -1) octet = ++i < taille ? (octets[i] as number) : -1
        } else {
          cites[cellules] = 0
          debuts[cellules] = i
          while (octet !== separateur && octet !== LF && octet !== -1) octet = ++i < taille ? (octets[i] as number) : -1
          fins[cellules] = i
        }
        cellules += 1
        if (octet === separateur) i += 1
        else {
          if (octet === -1 && dernier === 'suite') return record
          fini = true
        }
      }
      let fin = i
      if (octets[fin - 1] === CR && fin > record) fin -= 1
      if (cites[cellules - 1] === 0 && (fins[cellules - 1] as number) > fin) fins[cellules - 1] = fin
      un.debut = record
      un.fin = fin
      un.suite = Math.min(taille, i + 1)
      un.cellules = cellules
      un.ligne = ligne
      ligne += lignes + 1
      record = un.suite
      chaque(un)
    }
    return record
  }

  return {
    push(morceau, chaque) {
      const octets = reste.length === 0 ? Buffer.from(morceau.buffer, morceau.byteOffset, morceau.length) : Buffer.concat([reste, morceau])
      const ou = cut(octets, 'suite', chaque)
      // A copy: the chunk may be written over by its owner.
      reste = Buffer.from(octets.subarray(ou))
      if (reste.length > RECORD_MAX) throw unclosed(ligne)
    },
    end(chaque) {
      const octets = reste
      reste = Buffer.alloc(0)
      if (octets.length > 0) cut(octets, 'fini', chaque)
    },
  }
}

function unclosed(ligne: number): RegleViolee {
  return new RegleViolee(`Ligne ${ligne} : un guillemet ouvert n’est jamais refermé. Corrigez cette ligne, puis renvoyez le fichier.`)
}

/** The separator of the first line: the most frequent of ; , tab | outside quotes. */
export function guessSeparateur(ligne: string): string {
  const comptes = new Map([';', ',', '\t', '|'].map((signe) => [signe, 0]))
  let cite = false
  for (const signe of ligne) {
    if (signe === '"') cite = !cite
    else if (!cite && comptes.has(signe)) comptes.set(signe, (comptes.get(signe) ?? 0) + 1)
  }
  return [...comptes].reduce((a, b) => (b[1] > a[1] ? b : a))[0]
}

/** Text of a cell. */
export function textOf(un: Enregistrement, cellule: number, encodage: 'utf-8' | 'windows-1252'): string {
  if (cellule < 0 || cellule >= un.cellules) return ''
  const octets = un.octets.subarray(un.debuts[cellule], un.fins[cellule])
  const texte = encodage === 'utf-8' ? octets.toString('utf8') : new TextDecoder('windows-1252').decode(octets)
  return un.cites[cellule] === 1 ? texte.replaceAll('""', '"') : texte.trim()
}

/** What a decimal number in a cell is, and how many decimals it has. */
export type Decimal = { valeur: number; decimales: number }

const PUISSANCES = Array.from({ length: 16 }, (_, rang) => 10 ** rang)

/** A decimal number, with a point or a comma; NaN when it is anything else. Written into `sortie`: nothing is allocated. */
export function parseDecimal(un: Enregistrement, cellule: number, sortie: Decimal): void {
  sortie.valeur = Number.NaN
  sortie.decimales = 0
  if (cellule < 0 || cellule >= un.cellules) return
  const { octets } = un
  let i = un.debuts[cellule] as number
  let fin = un.fins[cellule] as number
  while (i < fin && isBlank(octets[i] as number)) i += 1
  while (fin > i && isBlank(octets[fin - 1] as number)) fin -= 1
  const negatif = octets[i] === 45
  if (negatif || octets[i] === 43) i += 1
  let mantisse = 0
  let chiffres = 0
  let decimales = -1
  for (; i < fin; i += 1) {
    const octet = octets[i] as number
    if (octet >= 48 && octet <= 57) {
      // Fifteen digits are below a nanometre; the quotient of two exact numbers is the nearest double.
      if (chiffres < 15) {
        mantisse = mantisse * 10 + octet - 48
        if (mantisse > 0) chiffres += 1
        if (decimales >= 0) decimales += 1
      } else if (decimales < 0) return
    } else if ((octet === 46 || octet === 44) && decimales < 0) decimales = 0
    else return
  }
  if (decimales <= 0 && mantisse === 0 && chiffres === 0 && (octets[fin - 1] === undefined || !isDigit(octets[fin - 1] as number))) return
  const echelle = Math.max(0, decimales)
  const valeur = echelle < PUISSANCES.length ? mantisse / (PUISSANCES[echelle] as number) : mantisse / 10 ** echelle
  sortie.valeur = negatif ? -valeur : valeur
  sortie.decimales = echelle
}

const isDigit = (octet: number) => octet >= 48 && octet <= 57
const isBlank = (octet: number) => octet === 32 || octet === 9 || octet === 13 || octet === 160 || octet === 194
