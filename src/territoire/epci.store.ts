import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import type { Epci, TypeEpci } from './lieux.ts'
import { cleEpci, parseSiren } from './nom.ts'
import { classement, motif } from './recherche.store.ts'

/**
 * Intercommunalities by name (accents, articles, hyphens and small typos forgiven) or by SIREN, best first:
 * exact name, then beginning, then beginning of a word, then words in any order, then near spelling; then the most peopled.
 * @param limite 1 to 50
 */
export async function searchEpci(tx: Tx, texte: string, limite = 10): Promise<Epci[]> {
  const siren = parseSiren(texte)
  if (siren !== null) return selectEpci(tx, sql`where e.siren = ${siren}`)
  const cle = cleEpci(texte.slice(0, 200))
  if (cle === '') return []
  return selectEpci(
    tx,
    sql`where e.disparu_le is null and ${motif(sql`e.cle`, cle)}
      order by ${classement(sql`e.cle`, cle)}, e.population desc nulls last, e.siren
      limit ${Math.min(Math.max(limite, 1), 50)}`,
  )
}

/** The intercommunality of this SIREN, even one that newer references no longer have; null when unknown. */
export async function findEpci(tx: Tx, siren: string): Promise<Epci | null> {
  return (await selectEpci(tx, sql`where e.siren = ${siren}`))[0] ?? null
}

/** @throws Introuvable */
export async function getEpci(tx: Tx, siren: string): Promise<Epci> {
  const epci = await findEpci(tx, siren)
  if (epci === null) throw new Introuvable(`Aucune intercommunalité ne porte le numéro SIREN ${siren}.`)
  return epci
}

async function selectEpci(tx: Tx, suite: RawBuilder<unknown>): Promise<Epci[]> {
  const { rows } = await sql<LigneEpci>`
    select e.siren, e.nom, e.type, e.population,
      (select json_agg(json_build_object('code', d.code, 'nom', d.nom) order by array_position(e.departements, d.code))
        from territoire.departement d where d.code = any (e.departements)) as departements
    from territoire.epci e ${suite}`.execute(tx)
  return rows.map((ligne) => ({ ...ligne, departements: ligne.departements ?? [] }))
}

type LigneEpci = {
  siren: string
  nom: string
  type: TypeEpci
  population: number | null
  departements: { code: string; nom: string }[] | null
}
