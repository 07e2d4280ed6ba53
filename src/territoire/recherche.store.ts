import { type RawBuilder, sql } from 'kysely'

/**
 * Search on a key column (a space, then the words of the name). The key searched holds only letters, digits and spaces:
 * it can stand in a pattern as it is. Each condition is served by the trigram index.
 */
export function motif(colonne: RawBuilder<unknown>, cle: string): RawBuilder<boolean> {
  return sql`(${tousLesMots(colonne, cle)} or ${cle} <% ${colonne})`
}

/** Order of the answers: exact, beginning, beginning of a word, words in any order, near spelling; then the nearest. */
export function classement(colonne: RawBuilder<unknown>, cle: string): RawBuilder<unknown> {
  return sql`case
      when ${colonne} = ${` ${cle}`} then 0
      when ${colonne} like ${` ${cle}%`} then 1
      when ${colonne} like ${`% ${cle}%`} then 2
      when ${tousLesMots(colonne, cle)} then 3
      else 4
    end,
    case when ${tousLesMots(colonne, cle)} then 0 else - round(similarity(${colonne}, ${cle})::numeric, 2) end`
}

const MOTS_MAX = 12

function tousLesMots(colonne: RawBuilder<unknown>, cle: string): RawBuilder<boolean> {
  const mots = cle.split(' ').slice(0, MOTS_MAX)
  return sql<boolean>`(${sql.join(
    mots.map((mot) => sql`${colonne} like ${`% ${mot}%`}`),
    sql` and `,
  )})`
}
