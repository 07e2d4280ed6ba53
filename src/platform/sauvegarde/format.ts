/**
 * One file holds everything: gzip of lines. A header (JSON), then for each table a line (JSON), its rows as PostgreSQL's COPY
 * writes them and a line `\.`, then a footer (JSON) with the rows and the digest of each table and of all that precedes.
 */
import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { z } from 'zod'

export const FIN_DE_TABLE = '\\.'

export const Entete = z.object({
  format: z.literal('parvis-sauvegarde'),
  version: z.literal(1),
  /** Instant of the snapshot. */
  fait: z.string(),
  /** Migrations applied, in order: name and digest. */
  migrations: z.array(z.tuple([z.string(), z.string()])),
})
export type Entete = z.infer<typeof Entete>
export const DebutDeTable = z.object({ table: z.string(), colonnes: z.array(z.string()).min(1) })
export type DebutDeTable = z.infer<typeof DebutDeTable>
export const TableSauvee = z.object({ table: z.string(), lignes: z.number(), sha256: z.string() })
export type TableSauvee = z.infer<typeof TableSauvee>
export const Pied = z.object({ tables: z.array(TableSauvee), sha256: z.string() })

/** The file is not a backup, or not whole. Its message is a French sentence. */
export class SauvegardeIllisible extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'SauvegardeIllisible'
  }
}

/**
 * Lines of a backup, with their end, one after the other.
 * @throws SauvegardeIllisible when the file is missing, cut or altered
 */
export async function* readLignes(fichier: string): AsyncGenerator<Buffer> {
  const source = createReadStream(fichier)
  const lu = createGunzip()
  source.on('error', (erreur) => lu.destroy(erreur))
  source.pipe(lu)
  let reste: Buffer[] = []
  try {
    for await (const morceau of lu as AsyncIterable<Buffer>) {
      let debut = 0
      for (let fin = morceau.indexOf(10); fin !== -1; fin = morceau.indexOf(10, debut)) {
        yield Buffer.concat([...reste, morceau.subarray(debut, fin + 1)])
        reste = []
        debut = fin + 1
      }
      if (debut < morceau.length) reste.push(morceau.subarray(debut))
    }
  } catch (cause) {
    throw new SauvegardeIllisible(phraseOf(fichier, cause), { cause })
  }
  if (reste.length > 0) throw new SauvegardeIllisible(`La sauvegarde « ${fichier} » est coupée : sa dernière ligne n’est pas finie.`)
}

function phraseOf(fichier: string, cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'ENOENT') return `Le fichier « ${fichier} » n’existe pas.`
  if (code === 'EACCES') return `Le fichier « ${fichier} » n’a pas pu être ouvert : vérifiez vos droits de lecture.`
  if (code === 'Z_DATA_ERROR') return `« ${fichier} » n’est pas une sauvegarde de Parvis, ou elle a été altérée.`
  if (code === 'Z_BUF_ERROR') return `La sauvegarde « ${fichier} » est coupée : recopiez-la, ou prenez-en une autre.`
  return `La sauvegarde « ${fichier} » ne se lit pas : ${cause instanceof Error ? cause.message : String(cause)}.`
}

/** A line of JSON in the shape that stands there. @throws SauvegardeIllisible */
export function parseLigne<T>(schema: z.ZodType<T>, ligne: Buffer | undefined, fichier: string): T {
  try {
    return schema.parse(JSON.parse(ligne?.toString('utf8') ?? ''))
  } catch (cause) {
    throw new SauvegardeIllisible(`« ${fichier} » n’est pas une sauvegarde de Parvis, ou elle a été altérée.`, { cause })
  }
}
