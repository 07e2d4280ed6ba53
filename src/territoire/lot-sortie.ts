/** What is given back: the bytes of each row as they came, then the columns added, in the same encoding. Pure. */
import { protectCell } from '#platform/documents/ecriture/cellule-csv.ts'
import type { QuartierDeLot, ReponseLigne } from './lot.ts'
import type { Enregistrement } from './lot-decoupe.ts'

export type Sortie = {
  /** @param marque begins the file with the mark of UTF-8 */
  header(un: Enregistrement, noms: readonly string[], marque: 'avec' | 'sans'): void
  row(un: Enregistrement, largeur: number, reponse: ReponseLigne): void
  /** A row as it came. */
  same(un: Enregistrement): void
  /** What was written since the last time. */
  take(): Buffer
}

const MOTS = {
  oui: 'oui',
  non: 'non',
  inconnu: 'inconnu : quartiers non chargés ici',
  ailleurs: 'hors de France : longitude et latitude interverties ?',
} as const

/**
 * Cells that the person sent are given back as they are, even those that a spreadsheet would take for a formula: they are theirs,
 * and changing them would break the file for the software it came from. Cells that we add never begin as a formula does.
 */
export function createSortie(separateur: string, encodage: 'utf-8' | 'windows-1252', quartiers: readonly QuartierDeLot[]): Sortie {
  let tampon = Buffer.allocUnsafe(1 << 17)
  let taille = 0
  let fin: Buffer = Buffer.from('\r\n')
  const encode = (texte: string) => (encodage === 'utf-8' ? Buffer.from(texte, 'utf8') : Buffer.from(latin(texte), 'latin1'))
  const signe = encode(separateur)
  const cell = (texte: string) => encode(`${separateur}${quoted(protectCell(texte), separateur)}`)
  const joined = (rangs: readonly number[]) => {
    const eux = rangs.flatMap((rang) => quartiers[rang] ?? [])
    const all = (part: (un: QuartierDeLot) => string) => cell([...new Set(eux.map(part))].join(' | '))
    return Buffer.concat([all(({ code }) => code), all(({ nom }) => nom), all(({ generation }) => generation)])
  }
  const seuls = quartiers.map((_, rang) => joined([rang]))
  const aucun = joined([])
  const mots = { oui: cell(MOTS.oui), non: cell(MOTS.non), inconnu: cell(MOTS.inconnu), ailleurs: cell(MOTS.ailleurs) }

  const write = (octets: Buffer, de = 0, a = octets.length) => {
    if (taille + a - de > tampon.length) {
      const plus = Buffer.allocUnsafe(Math.max(tampon.length * 2, taille + a - de))
      tampon.copy(plus, 0, 0, taille)
      tampon = plus
    }
    octets.copy(tampon, taille, de, a)
    taille += a - de
  }
  const writeSource = (un: Enregistrement) => write(un.octets, un.debut, un.fin)
  const writeEnd = (un: Enregistrement) => {
    // The last row may have no end of line: it takes that of the others.
    if (un.suite > un.fin) fin = Buffer.from(un.octets.subarray(un.fin, un.suite))
    write(fin)
  }
  const empty = (nombre: number) => {
    for (let i = 0; i < nombre; i += 1) write(signe)
  }
  return {
    header(un, noms, marque) {
      if (marque === 'avec') write(Buffer.from('\ufeff', 'utf8'))
      writeSource(un)
      for (const nom of noms) write(cell(nom))
      writeEnd(un)
    },
    row(un, largeur, reponse) {
      writeSource(un)
      empty(largeur - un.cellules)
      const { point } = reponse
      if (point === null) {
        write(aucun)
        empty(2)
        write(cell(reponse.raison))
      } else {
        const [premier] = point.rangs
        write(premier === undefined ? aucun : point.rangs.length === 1 ? (seuls[premier] ?? aucun) : joined(point.rangs))
        write(signe)
        if (point.distanceM !== null) write(Buffer.from(String(Math.round(point.distanceM)), 'latin1'))
        write(signe)
        if (point.bandeM !== null) write(Buffer.from(String(point.bandeM), 'latin1'))
        if (point.verdict === 'limite') write(cell(`à vérifier : limite à ${Math.round(point.distanceM ?? 0)} m`))
        else write(mots[point.verdict])
      }
      writeEnd(un)
    },
    same: (un) => write(un.octets, un.debut, un.suite),
    take() {
      const sorti = Buffer.from(tampon.subarray(0, taille))
      taille = 0
      return sorti
    },
  }
}

function quoted(texte: string, separateur: string): string {
  return texte.includes(separateur) || /["\r\n]/.test(texte) ? `"${texte.replaceAll('"', '""')}"` : texte
}

/** What Windows-1252 writes otherwise than Latin-1. */
function latin(texte: string): string {
  return texte
    .replaceAll('’', "'")
    .replaceAll('œ', 'oe')
    .replaceAll('Œ', 'Oe')
    .replace(/[\u2009\u202f]/g, '\u00a0')
}
