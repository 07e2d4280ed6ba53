import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import { isId } from '#platform/identifiants.ts'
import type { ParametreDecret, SaisieParametre } from './decret.ts'
import type { TablesEligibilite } from './tables.ts'

const tablesDe = (tx: Tx) => tx.withTables<TablesEligibilite>()

export const COLONNES_PARAMETRE = sql`p.id, p.cle, p.numero, p.decret, p.libelle, p.champ, p.debut, p.fin, p.taille_min as "tailleMin", p.taille_max as "tailleMax",
  p.cote_m as "coteM", p.population_min as "populationMin", p.unite_population_min as "unitePopulationMin", p.unite_arrondi as "uniteArrondi",
  p.facteur_pm as "facteurPm", p.poids_national_pm as "poidsNationalPm", p.poids_unite_pm as "poidsUnitePm", p.inegalite,
  p.derogation_annees as "derogationAnnees", p.voisinage, p.source, p.verifie_le as "verifieLe"`

/** A line with its place in time. */
export type ParametreDate = ParametreDecret & { motif: string | null; creeLe: Date; remplaceLe: Date | null }

async function select(tx: Tx, suite: RawBuilder<unknown>): Promise<ParametreDate[]> {
  const { rows } = await sql<ParametreDate>`select ${COLONNES_PARAMETRE}, p.motif, p.cree_le as "creeLe", p.remplace_le as "remplaceLe"
    from territoire.parametre_decret p ${suite}`.execute(tx)
  return rows
}

/** Lines in force in the product: the last of each key, the most recent text first. */
export async function listParametres(tx: Tx): Promise<ParametreDate[]> {
  return select(tx, sql`where p.remplace_le is null order by p.champ, p.debut desc, p.taille_min, p.cle`)
}

/** Every line of a key, the last first. */
export async function listHistoireParametre(tx: Tx, cle: string): Promise<ParametreDate[]> {
  return select(tx, sql`where p.cle = ${cle} order by p.numero desc`)
}

/** @throws Introuvable */
export async function getParametre(tx: Tx, id: string): Promise<ParametreDate> {
  const [trouve] = isId(id) ? await select(tx, sql`where p.id = ${id}`) : []
  if (trouve === undefined) throw new Introuvable('Cette ligne de paramètres n’existe pas.')
  return trouve
}

/** Closes the line in force of a key and opens the next; a new key opens with number 1. @returns the number of the new line */
export async function replaceParametre(
  tx: Tx,
  id: string,
  { saisie, motif, now }: { saisie: SaisieParametre; motif: string | null; now: Date },
): Promise<number> {
  const { rows } = await sql<{ numero: number }>`update territoire.parametre_decret set remplace_le = ${now}
    where cle = ${saisie.cle} and remplace_le is null returning numero`.execute(tx)
  const numero = (rows[0]?.numero ?? 0) + 1
  await tablesDe(tx)
    .insertInto('territoire.parametre_decret')
    .values({
      id,
      cle: saisie.cle,
      numero,
      decret: saisie.decret,
      libelle: saisie.libelle,
      champ: saisie.champ,
      debut: saisie.debut,
      fin: saisie.fin,
      taille_min: saisie.tailleMin,
      taille_max: saisie.tailleMax,
      cote_m: saisie.coteM,
      population_min: saisie.populationMin,
      unite_population_min: saisie.unitePopulationMin,
      unite_arrondi: saisie.uniteArrondi,
      facteur_pm: saisie.facteurPm,
      poids_national_pm: saisie.poidsNationalPm,
      poids_unite_pm: saisie.poidsUnitePm,
      inegalite: saisie.inegalite,
      derogation_annees: saisie.derogationAnnees,
      voisinage: saisie.voisinage,
      source: saisie.source,
      verifie_le: saisie.verifieLe,
      motif,
      cree_le: now,
    })
    .execute()
  return numero
}
