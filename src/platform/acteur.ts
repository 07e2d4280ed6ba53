/** A mandate of who acts. The `compte` capability completes this interface with the nouns of the field. */
export interface MandatConnu {
  id: string
  /** null: holds for every contract. */
  contratId: string | null
  /** Beginnings of the names of the commands that may be done under it; absent: all. A mandate that only reads content has some. */
  actes?: readonly string[]
}

/** How the journal names a mandate. Said once by the capability that knows roles; without it the journal keeps the id alone. */
let titre: (mandat: MandatConnu) => string | null = () => null

export function setTitreMandat(sayTitre: (mandat: MandatConnu) => string): void {
  titre = sayTitre
}

/** Under what title a person acts, in words. */
export function titreOf(mandat: MandatConnu): string | null {
  return titre(mandat)
}

/** Who acts: known to the platform by an id and mandates; the `compte` capability says what a mandate allows. */
export interface Acteur {
  personneId: string
  prenom: string
  nom: string
  courriel: string
  fonction: string | null
  /** At most one a contract: the mandate under which the person acts there. */
  mandats: MandatConnu[]
  /** The others in force, which give no right until they are chosen. */
  autresMandats: MandatConnu[]
}
