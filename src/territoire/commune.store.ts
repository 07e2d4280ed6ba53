import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import type { Commune, TypeCommune } from './lieux.ts'
import { cleRecherche, parseCodeCommune } from './nom.ts'
import { classement, motif } from './recherche.store.ts'

export type FiltreCommunes = {
  /** Only the communes of this intercommunality. */
  epciSiren?: string
  /** Only current communes unless said otherwise. */
  types?: readonly TypeCommune[]
  /** 1 to 50; 10 unless said otherwise. */
  limite?: number
}

/** Communes by name, INSEE code or postal code, best first (see `searchEpci`). Homonyms are told apart by their département. */
export async function searchCommunes(tx: Tx, texte: string, filtre: FiltreCommunes = {}): Promise<Commune[]> {
  const cle = cleRecherche(texte.slice(0, 200))
  if (cle === '') return []
  const code = parseCodeCommune(texte)
  const trouve = code === null ? motif(sql`c.cle`, cle) : sql<boolean>`(c.code = ${code} or c.codes_postaux @> array[${code}]::text[])`
  const ordre = code === null ? classement(sql`c.cle`, cle) : sql`case when c.code = ${code} then 0 else 1 end`
  const parEpci =
    filtre.epciSiren === undefined
      ? sql``
      : sql`and exists (select from territoire.epci_commune m where m.epci_siren = ${filtre.epciSiren} and m.commune_code = c.commune_actuelle)`
  return selectCommunes(
    tx,
    sql`where c.disparu_le is null and c.type = any (${[...(filtre.types ?? ['actuelle'])]}::text[]) ${parEpci} and ${trouve}
      order by ${ordre}, c.population desc nulls last, c.code, c.type
      limit ${Math.min(Math.max(filtre.limite ?? 10, 1), 50)}`,
  )
}

/** Current communes of an intercommunality, in French alphabetical order. */
export async function listCommunesOfEpci(tx: Tx, siren: string): Promise<Commune[]> {
  return selectCommunes(
    tx,
    sql`join territoire.epci_commune m on m.commune_code = c.code
      where m.epci_siren = ${siren} and c.type = 'actuelle' and c.disparu_le is null
      order by c.nom collate "fr-FR-x-icu"`,
  )
}

/** Current communes of these codes, in the order asked; unknown codes are left out. */
export async function listCommunesByCode(tx: Tx, codes: readonly string[]): Promise<Commune[]> {
  if (codes.length === 0) return []
  return selectCommunes(
    tx,
    sql`where c.code = any (${[...codes]}::text[]) and c.type = 'actuelle' order by array_position(${[...codes]}::text[], c.code)`,
  )
}

/** The current commune of this INSEE code, even one that newer references no longer have; null when unknown. */
export async function findCommune(tx: Tx, code: string): Promise<Commune | null> {
  return (await listCommunesByCode(tx, [code]))[0] ?? null
}

/** @throws Introuvable */
export async function getCommune(tx: Tx, code: string): Promise<Commune> {
  const commune = await findCommune(tx, code)
  if (commune === null) throw new Introuvable(`Aucune commune ne porte le code INSEE ${code}.`)
  return commune
}

async function selectCommunes(tx: Tx, suite: RawBuilder<unknown>): Promise<Commune[]> {
  const { rows } = await sql<LigneCommune>`
    select c.code, c.type, c.nom, c.commune_actuelle as "communeActuelle", d.code as "departementCode", d.nom as "departementNom",
      c.region_code as "regionCode", c.epci_siren as "epciSiren", c.population, c.codes_postaux as "codesPostaux"
    from territoire.commune c join territoire.departement d on d.code = c.departement_code ${suite}`.execute(tx)
  return rows.map(({ departementCode, departementNom, ...ligne }) => ({
    ...ligne,
    departement: { code: departementCode, nom: departementNom },
  }))
}

type LigneCommune = Omit<Commune, 'departement'> & { departementCode: string; departementNom: string }
