/** Optimistic lock: someone else has saved since the form was opened. Both texts are shown, none is lost. Pure. */
import { canonicalJson, sha256 } from '#platform/canonique.ts'
import { RegleViolee } from '#platform/errors.ts'

/** The form is older than what is kept. The page shows both and gives `actuelle` to the form, which may then be saved over. */
export class VersionPerimee extends RegleViolee {
  readonly actuelle: string
  constructor(actuelle: string) {
    super('Quelqu’un a enregistré pendant que vous écriviez. Rien n’est perdu : comparez les deux textes, puis enregistrez.')
    this.name = 'VersionPerimee'
    this.actuelle = actuelle
  }
}

/** @param vue the version or the digest that the form showed. @throws VersionPerimee */
export function assertAJour(actuelle: string | number, vue: string | number): void {
  if (String(actuelle) !== String(vue)) throw new VersionPerimee(String(actuelle))
}

/** Digest of a list as it is kept: two people may edit two lists of a contract at a time, not the same one. */
export function empreinteListe(liste: unknown): string {
  return sha256(canonicalJson(liste)).slice(0, 16)
}
