/** Kinds of mail that go into the digest, which a person may slow down or refuse. Declared by the capabilities that write them. */

export type GenreCourriel = { genre: string; libelle: string; aide?: string }

const genres = new Map<string, GenreCourriel>()

/**
 * Declares a kind of mail of the digest, once, at the top level of a module. One that is not declared follows the general choice.
 * @throws Error when two kinds bear one name
 */
export function declareGenreCourriel(genre: GenreCourriel): GenreCourriel {
  if (genres.has(genre.genre)) throw new Error(`two kinds of mail are named ${genre.genre}`)
  genres.set(genre.genre, genre)
  return genre
}

export function listGenresCourriel(): GenreCourriel[] {
  return [...genres.values()].sort((a, b) => a.libelle.localeCompare(b.libelle, 'fr'))
}
