/** A kept version of a fiche: its whole text as canonical JSON, and the digest of that text, printed on the document. Pure. */
import { z } from 'zod'
import { canonicalJson, sha256 } from '#platform/canonique.ts'
import type { ContenuFiche, Fiche } from './fiche.ts'
import { contenuDe } from './fiche-contenu.ts'
import { schemaContenu } from './fiche-schema.ts'

export const ACTES_VERSION = ['soumission', 'validation', 'import', 'retour'] as const
export type ActeVersion = (typeof ACTES_VERSION)[number]

/** A version in a list. `numero` from 1, without a hole. */
export type VersionFiche = { numero: number; acte: ActeVersion; motif: string; sha256: string; creeLe: Date; creePar: string | null }
/** A version with the text and the code that the fiche bore. */
export type VersionComplete = VersionFiche & { code: string; contenu: ContenuFiche }

const SCHEMA = 'parvis-fiche-1'

/** The text that is kept, and its digest. Equal contents under one code have equal digests. */
export function ecritVersion(fiche: Fiche): { contenu: string; sha256: string } {
  const contenu = canonicalJson({ schema: SCHEMA, code: fiche.code, ...contenuDe(fiche) })
  return { contenu, sha256: sha256(contenu) }
}

const enveloppe = z.object({ schema: z.literal(SCHEMA), code: z.string() })

/** Reads back a kept text. @throws Error when it is not one: the row was altered */
export function parseVersion(contenu: string): { code: string; contenu: ContenuFiche } {
  const brut: unknown = JSON.parse(contenu)
  return { code: enveloppe.parse(brut).code, contenu: schemaContenu.parse(brut) }
}

/** The beginning of a digest, in groups of four, as it is printed: « 9f2c 41ab 07de ». */
export function courteEmpreinte(empreinte: string): string {
  return (empreinte.slice(0, 12).match(/.{4}/g) ?? []).join(' ')
}
