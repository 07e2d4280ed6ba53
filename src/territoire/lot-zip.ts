/** A .zip written as it goes (PKWARE APPNOTE 6.3): sizes follow the data, so that nothing waits and nothing is kept. Pure. */
import { Readable } from 'node:stream'
import { crc32, createDeflateRaw } from 'node:zlib'

export type EntreeZip = { nom: string; octets: () => AsyncIterable<Uint8Array> }

const UTF8_ET_TAILLES_APRES = 0x0808
const DEFLATE = 8

/** Entries are read one after the other, each when the one before is finished. Under 4 GB in all. */
export async function* writeZip(entrees: readonly EntreeZip[], now: Date): AsyncGenerator<Buffer> {
  const sommaire: Buffer[] = []
  let place = 0
  for (const { nom, octets } of entrees) {
    const entete = headerOf(nom, now)
    const bilan = { crc: 0, taille: 0, reduite: 0 }
    yield entete
    for await (const morceau of deflated(octets(), bilan)) yield morceau
    yield descriptorOf(bilan)
    sommaire.push(centralOf(nom, now, bilan, place))
    place += entete.length + bilan.reduite + 16
  }
  const central = Buffer.concat(sommaire)
  yield central
  const fin = Buffer.alloc(22)
  fin.writeUInt32LE(0x06054b50, 0)
  fin.writeUInt16LE(entrees.length, 8)
  fin.writeUInt16LE(entrees.length, 10)
  fin.writeUInt32LE(central.length, 12)
  fin.writeUInt32LE(place, 16)
  yield fin
}

type Bilan = { crc: number; taille: number; reduite: number }

async function* deflated(source: AsyncIterable<Uint8Array>, bilan: Bilan): AsyncGenerator<Buffer> {
  const lue = Readable.from(measured(source, bilan), { objectMode: false })
  const reduit = createDeflateRaw({ level: 1 })
  lue.once('error', (erreur) => reduit.destroy(erreur))
  lue.pipe(reduit)
  try {
    for await (const morceau of reduit) {
      bilan.reduite += morceau.length
      yield morceau
    }
  } finally {
    lue.destroy()
    reduit.destroy()
  }
}

async function* measured(source: AsyncIterable<Uint8Array>, bilan: Bilan): AsyncGenerator<Uint8Array> {
  for await (const morceau of source) {
    bilan.crc = crc32(morceau, bilan.crc)
    bilan.taille += morceau.length
    if (morceau.length > 0) yield morceau
  }
}

function headerOf(nom: string, now: Date): Buffer {
  const octets = Buffer.from(nom, 'utf8')
  const tete = Buffer.alloc(30)
  tete.writeUInt32LE(0x04034b50, 0)
  tete.writeUInt16LE(20, 4)
  tete.writeUInt16LE(UTF8_ET_TAILLES_APRES, 6)
  tete.writeUInt16LE(DEFLATE, 8)
  tete.writeUInt32LE(dosTime(now), 10)
  tete.writeUInt16LE(octets.length, 26)
  return Buffer.concat([tete, octets])
}

function descriptorOf({ crc, taille, reduite }: Bilan): Buffer {
  const suite = Buffer.alloc(16)
  suite.writeUInt32LE(0x08074b50, 0)
  suite.writeUInt32LE(crc >>> 0, 4)
  suite.writeUInt32LE(reduite, 8)
  suite.writeUInt32LE(taille, 12)
  return suite
}

function centralOf(nom: string, now: Date, { crc, taille, reduite }: Bilan, place: number): Buffer {
  const octets = Buffer.from(nom, 'utf8')
  const tete = Buffer.alloc(46)
  tete.writeUInt32LE(0x02014b50, 0)
  tete.writeUInt16LE(20, 4)
  tete.writeUInt16LE(20, 6)
  tete.writeUInt16LE(UTF8_ET_TAILLES_APRES, 8)
  tete.writeUInt16LE(DEFLATE, 10)
  tete.writeUInt32LE(dosTime(now), 12)
  tete.writeUInt32LE(crc >>> 0, 16)
  tete.writeUInt32LE(reduite, 20)
  tete.writeUInt32LE(taille, 24)
  tete.writeUInt16LE(octets.length, 28)
  tete.writeUInt32LE(place, 42)
  return Buffer.concat([tete, octets])
}

/** Date and time of MS-DOS, in two words. */
function dosTime(now: Date): number {
  const date = ((Math.max(1980, now.getUTCFullYear()) - 1980) << 9) | ((now.getUTCMonth() + 1) << 5) | now.getUTCDate()
  const heure = (now.getUTCHours() << 11) | (now.getUTCMinutes() << 5) | (now.getUTCSeconds() >> 1)
  return ((date << 16) | heure) >>> 0
}
