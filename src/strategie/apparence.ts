/** How the documents of a contract look: logo, two colours, letterhead. Pure. */
import { z } from 'zod'
import { THEME_PARVIS, type Theme } from '#platform/documents/ecriture/document.ts'

const couleur = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, 'Une couleur s’écrit avec # et six chiffres ou lettres de a à f, par exemple #0B5351.')

export const schemaApparence = z.object({
  principale: couleur,
  accent: couleur,
  /** Lines of the letterhead. */
  enTete: z.array(z.string().max(120, 'Une ligne d’en-tête compte 120 caractères au plus.')).max(6, 'L’en-tête compte six lignes au plus.'),
  logo: z.object({ fichierId: z.uuid(), type: z.enum(['image/png', 'image/svg+xml']), alt: z.string() }).nullable(),
})
export type Apparence = z.infer<typeof schemaApparence>

export const APPARENCE_PARVIS: Apparence = { principale: THEME_PARVIS.principale, accent: THEME_PARVIS.accent, enTete: [], logo: null }

/** Key of the setting of a contract. */
export function cleApparence(contratId: string): string {
  return `apparence:${contratId}`
}

/** The theme that writers take. @param logo content of the logo's file, when there is one */
export function themeOf(apparence: Apparence, logo: Uint8Array | null): Theme {
  return {
    principale: apparence.principale,
    accent: apparence.accent,
    enTete: apparence.enTete,
    logo: apparence.logo === null || logo === null ? null : { type: apparence.logo.type, contenu: logo, alt: apparence.logo.alt },
  }
}
