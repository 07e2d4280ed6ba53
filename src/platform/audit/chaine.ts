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

export type Contenu = { libelle: string; mandat: string | null; avant: unknown; apres: unknown }

/**
 * Salted digest of the payload: proves it while it is kept, tells nothing once it is erased. A line without a mandate in words
 * (an event, a line older than them) has the digest of what it says.
 */
export function empreinteContenu(sel: Uint8Array, { libelle, mandat, avant, apres }: Contenu): string {
  const dit = { libelle, ...(mandat === null ? {} : { mandat }), avant: avant ?? null, apres: apres ?? null }
  return sha256(`${Buffer.from(sel).toString('hex')}\n${canonicalJson(dit)}`)
}

/** Digest of a line, chained to the one before. */
export function empreinteLigne(faits: FaitsDeLigne, precedente: string): string {
  return sha256(`${precedente}\n${canonicalJson(faits)}`)
}
