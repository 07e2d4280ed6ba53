/** What a reader of geographic files may spend on one. A national layer stays far below; a trap is stopped here. */
export const LIMITES_GEO = {
  /** Bytes of the file as it was sent. */
  octetsEntree: 64 * 1024 * 1024,
  /** Bytes of one file inflated from an archive. */
  octetsFichier: 160 * 1024 * 1024,
  entites: 100_000,
  sommets: 5_000_000,
  anneaux: 500_000,
  colonnes: 400,
  /** Characters of one value; what is longer is cut. */
  valeur: 4_000,
  /** Objects and lists inside one another. */
  profondeur: 40,
  /** Milliseconds before a reading process is killed. */
  delai: 10_000,
  /** Resident bytes of a reading process before it is killed. */
  memoire: 512 * 1024 * 1024,
} as const
