import { canonicalJson, sha256 } from '#platform/canonique.ts'

/** What an act leaves: on which object, and the object before and after. */
export type Trace = {
  /** Contract whose chain holds the line; null for the chain of the platform. */
  contratId: string | null
  objet: { type: string; id: string }
  /** A sentence for people: « Fiche 2.1.5 soumise à validation ». */
  libelle: string
  avant: unknown
  apres: unknown
}

/** The facts that the digest of a line covers, besides the digest before it. */
export type FaitsDeLigne = {
  chaine: string
  numero: number
  instant: string
  commande: string
  acteurId: string | null
  mandatId: string | null
  objetType: string
  objetId: string
  requeteId: string
  empreinteContenu: string
}

/** Name of the chain of a contract, or of the platform. */
export function nomChaine(contratId: string | null): string {
  return contratId === null ? 'plateforme' : `contrat:${contratId}`
}

/** Salted digest of the payload: proves it while it is kept, tells nothing once it is erased. */
export function empreinteContenu(sel: Uint8Array, libelle: string, avant: unknown, apres: unknown): string {
  return sha256(`${Buffer.from(sel).toString('hex')}\n${canonicalJson({ libelle, avant: avant ?? null, apres: apres ?? null })}`)
}

/** Digest of a line, chained to the one before. */
export function empreinteLigne(faits: FaitsDeLigne, precedente: string): string {
  return sha256(`${precedente}\n${canonicalJson(faits)}`)
}
