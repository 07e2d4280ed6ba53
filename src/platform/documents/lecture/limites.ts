/** What a reader may spend on one file. A person's document stays far below; a trap is stopped here. */
export const LIMITES = {
  /** Bytes of the file as it was sent. */
  octetsEntree: 50 * 1024 * 1024,
  /** Bytes of an archive of several files. */
  octetsArchive: 150 * 1024 * 1024,
  /** Bytes of all that is inflated from one zip (docx, odt, xlsx, archive). */
  octetsDecompresses: 200 * 1024 * 1024,
  /** Bytes of one XML part: its tree costs about ten times more memory. */
  octetsXml: 60 * 1024 * 1024,
  /** Inflated bytes for one compressed byte, once over a mebibyte. */
  taux: 500,
  entrees: 5_000,
  /** Elements inside one another, in XML and HTML. */
  profondeur: 400,
  /** Elements and texts of one XML part. */
  noeuds: 3_000_000,
  /** Blocks of one document. */
  blocs: 400_000,
  pages: 2_000,
  /** Milliseconds before a reader is killed. */
  delai: 10_000,
  delaiBureautique: 60_000,
  /** Resident bytes of a reading process before it is killed. */
  memoire: 512 * 1024 * 1024,
} as const

/** A figure of bytes as a person reads it: "50 Mo". */
export function formatOctets(octets: number): string {
  if (octets < 1024) return `${octets}\u00a0octets`
  if (octets < 1024 * 1024) return `${Math.round(octets / 1024)}\u00a0Ko`
  return `${Math.round(octets / 1024 / 1024)}\u00a0Mo`
}
