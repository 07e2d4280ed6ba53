/** A form with one file, read as it comes (multipart/form-data, RFC 7578): the fields first, then the bytes of the file. Pure. */
import { RegleViolee } from '#platform/errors.ts'

export type Envoi = {
  champs: ReadonlyMap<string, readonly string[]>
  /** Null when no file was chosen. Fields that come after it are not read: the form puts it last. */
  fichier: { nom: string; octets: AsyncGenerator<Uint8Array> } | null
}

/** Bytes of the fields, all together. */
const CHAMPS_MAX = 65_536

/** @throws RegleViolee when the body is not such a form, or its fields are too long */
export async function readEnvoi(type: string, corps: AsyncIterable<Uint8Array>): Promise<Envoi> {
  const borne = /^multipart\/form-data\b.*;\s*boundary=(?:"([^"]{1,70})"|([^;\s]{1,70}))/i.exec(type)
  const marque = borne?.[1] ?? borne?.[2]
  if (marque === undefined) throw malformed()
  const lecteur = createLecteur(corps)
  const champs = new Map<string, string[]>()
  // Every boundary but the first follows an end of line: one is added before the first.
  lecteur.prepend(Buffer.from('\r\n'))
  const limite = Buffer.from(`\r\n--${marque}`)
  await lecteur.until(limite, CHAMPS_MAX)
  let lus = 0
  for (;;) {
    const suite = await lecteur.take(2)
    if (suite.toString('latin1') === '--') return { champs, fichier: null }
    const entetes = (await lecteur.until(Buffer.from('\r\n\r\n'), CHAMPS_MAX)).toString('utf8')
    const disposition = /^content-disposition:\s*form-data\b(.*)$/im.exec(entetes)?.[1] ?? ''
    const nom = /\bname="([^"]*)"/.exec(disposition)?.[1] ?? ''
    const fichier = /\bfilename="([^"]*)"/.exec(disposition)?.[1]
    if (fichier !== undefined && fichier !== '') return { champs, fichier: { nom: decoded(fichier), octets: lecteur.stream(limite) } }
    const valeur = (await lecteur.until(limite, CHAMPS_MAX)).toString('utf8')
    lus += valeur.length
    if (lus > CHAMPS_MAX) throw malformed()
    if (fichier === undefined) champs.set(nom, [...(champs.get(nom) ?? []), valeur])
  }
}

/** Browsers write a quote in a name as %22. */
function decoded(nom: string): string {
  return nom.replaceAll('%22', '"').replaceAll(/%0[DA]/gi, ' ')
}

function malformed(): RegleViolee {
  return new RegleViolee('L’envoi est incomplet ou illisible : choisissez le fichier de nouveau, puis renvoyez-le.')
}

type Lecteur = {
  prepend(octets: Buffer): void
  /** What comes before the mark, which is passed over. */
  until(marque: Buffer, max: number): Promise<Buffer>
  take(nombre: number): Promise<Buffer>
  stream(marque: Buffer): AsyncGenerator<Uint8Array>
}

function createLecteur(corps: AsyncIterable<Uint8Array>): Lecteur {
  const source = corps[Symbol.asyncIterator]()
  let avance: Buffer = Buffer.alloc(0)
  const more = async (): Promise<boolean> => {
    const { value, done } = await source.next()
    if (done === true) return false
    const morceau = Buffer.from(value.buffer, value.byteOffset, value.length)
    avance = avance.length === 0 ? morceau : Buffer.concat([avance, morceau])
    return true
  }
  return {
    prepend(octets) {
      avance = Buffer.concat([octets, avance])
    },
    async until(marque, max) {
      for (;;) {
        const ou = avance.indexOf(marque)
        if (ou >= 0) {
          const avant = avance.subarray(0, ou)
          avance = avance.subarray(ou + marque.length)
          return avant
        }
        if (avance.length > max + marque.length || !(await more())) throw malformed()
      }
    },
    async take(nombre) {
      while (avance.length < nombre) if (!(await more())) throw malformed()
      const pris = avance.subarray(0, nombre)
      avance = avance.subarray(nombre)
      return pris
    },
    async *stream(marque) {
      try {
        for (;;) {
          const ou = avance.indexOf(marque)
          if (ou >= 0) {
            if (ou > 0) yield avance.subarray(0, ou)
            avance = Buffer.alloc(0)
            // What follows the file is of no use, but a browser answers nothing before all of it is taken.
            while (await more()) avance = Buffer.alloc(0)
            return
          }
          // The mark may be cut in two by the end of the piece.
          const sur = Math.max(0, avance.length - marque.length + 1)
          if (sur > 0) yield avance.subarray(0, sur)
          avance = Buffer.from(avance.subarray(sur))
          if (!(await more())) throw malformed()
        }
      } finally {
        await source.return?.(undefined)
      }
    },
  }
}
