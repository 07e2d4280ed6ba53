/** The heads of the chains on one day, kept outside the database: what no one who holds the database can rewrite. Pure. */
import { z } from 'zod'
import { RegleViolee } from '#platform/errors.ts'

export type Tete = { chaine: string; numero: number; empreinte: string }
export type Ancre = { format: 'parvis-ancre-1'; prise: string; chaines: readonly Tete[] }

const forme: z.ZodType<Ancre> = z.object({
  format: z.literal('parvis-ancre-1'),
  prise: z.iso.datetime(),
  chaines: z.array(
    z.object({
      chaine: z.string().regex(/^(plateforme|contrat:[0-9a-f-]{36})$/),
      numero: z.int().min(0),
      empreinte: z.string().regex(/^([0-9a-f]{64})?$/),
    }),
  ),
})

export function takenAncre(chaines: readonly Tete[], now: Date): Ancre {
  return { format: 'parvis-ancre-1', prise: now.toISOString(), chaines }
}

/** One chain a line, so that two anchors compare by eye. */
export function writeAncre(ancre: Ancre): string {
  const lignes = ancre.chaines.map((tete) => `    ${JSON.stringify(tete)}`)
  return `{\n  "format": "${ancre.format}",\n  "prise": "${ancre.prise}",\n  "chaines": [\n${lignes.join(',\n')}\n  ]\n}\n`
}

/** @throws RegleViolee when the text is no anchor */
export function parseAncre(texte: string): Ancre {
  const lu = forme.safeParse(parseJson(texte))
  if (!lu.success) throw new RegleViolee('Ce fichier n’est pas une ancre du journal : donnez celui que « parvis audit anchor » a écrit.')
  return lu.data
}

function parseJson(texte: string): unknown {
  try {
    return JSON.parse(texte)
  } catch {
    return null
  }
}
