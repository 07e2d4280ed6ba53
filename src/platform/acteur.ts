/** A mandate of who acts. The `compte` capability completes this interface with the nouns of the field. */
export interface MandatConnu {
  id: string
  /** null: holds for every contract. */
  contratId: string | null
}

/** Who acts: known to the platform by an id and mandates; the `compte` capability says what a mandate allows. */
export interface Acteur {
  personneId: string
  prenom: string
  nom: string
  courriel: string
  fonction: string | null
  mandats: MandatConnu[]
}
