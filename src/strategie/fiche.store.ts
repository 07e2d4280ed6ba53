/** Fiches as they are read. They are written by fiche-ecriture.store.ts, their places by arbre.store.ts. */
import { type RawBuilder, sql } from 'kysely'
import { type Agent, mandatsSur } from '#compte/index.ts'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import { ROLES_ARCHIVES } from './droits.ts'
import type { Champ, Fiche, Kind, StatutFiche } from './fiche.ts'
import { type FicheGardee, ficheOf } from './fiche-lecture.ts'
import { FicheModifiee } from './fiche-verrou.ts'

/** Columns of strategie.fiche under the alias `f`, with its rows as JSON. */
export const COLONNES_FICHE = sql`
  f.id, f.contrat_id as "contratId", f.noeud_id as "noeudId", f.numero, f.code, f.kind, f.intitule, f.enjeu,
  f.calendrier_texte as "calendrierTexte", f.calendrier_precision as "calendrierPrecision", f.statut, f.version,
  f.soumise_le as "soumiseLe", f.validee_le as "valideeLe", f.archive_le as "archiveeLe", f.modifie_le as "modifieeLe",
  coalesce((
    select json_agg(json_strip_nulls(row_to_json(r))) from (
      select l.id, l.champ, l.texte, l.effet_id as "effetId", l.etat, l.type_echelle as "typeEchelle", l.nombre, l.age_min as "ageMin",
        l.age_max as "ageMax", l.genre, l.part_qpv_pour_mille as "partQpv", l.role, l.habitants, l.nature, l.organisations,
        l.montant_cents as "montantCents", l.debut, l.fin, l."precision", l.lien_fiche_id as "lienFicheId",
        -- A link follows the fiche it was tied to, whatever its code today.
        coalesce((select v.code from strategie.fiche v where v.id = l.lien_fiche_id), l.lien_code) as "lienCode"
      from strategie.fiche_ligne l where l.fiche_id = f.id order by l.champ, l.ordre
    ) r), '[]') as lignes,
  coalesce((
    select json_agg(json_build_object('type', p.type, 'code', p.code, 'nom', p.nom, 'communes', p.communes, 'partPm', p.part_pm,
      'origine', p.origine) order by p.ordre)
    from strategie.fiche_lieu p where p.fiche_id = f.id), '[]') as lieux`

/** A fiche of this contract, live or archived: who may see it is for the caller to ask. @throws Introuvable */
export async function getFiche(tx: Tx, contratId: string, id: string): Promise<Fiche> {
  const { rows } = await sql<FicheGardee>`
    select ${COLONNES_FICHE} from strategie.fiche f where f.id = ${id} and f.contrat_id = ${contratId}`.execute(tx)
  const [ligne] = rows
  if (ligne === undefined) throw new Introuvable('Cette fiche n’existe pas dans ce contrat.')
  return ficheOf(ligne)
}

/**
 * The fiche, held until the end of the transaction.
 * @param version the one that the page showed; null: whatever it is
 * @throws Introuvable, FicheModifiee when someone has saved since
 */
export async function lockFiche(tx: Tx, contratId: string, id: string, version: number | null): Promise<Fiche> {
  // The lock first, then the read: a concurrent save has then committed its rows. « no key »: two fiches that cite each
  // other may be saved at the same time.
  await sql`select 1 from strategie.fiche where id = ${id} and contrat_id = ${contratId} for no key update`.execute(tx)
  const fiche = await getFiche(tx, contratId, id)
  if (version !== null && version !== fiche.version) throw new FicheModifiee(fiche)
  return fiche
}

/** Who saved the fiche last; null when it is not known. */
export async function findDernierAuteur(tx: Tx, id: string): Promise<string | null> {
  const { rows } = await sql<{ par: string | null }>`select modifie_par as par from strategie.fiche where id = ${id}`.execute(tx)
  return rows[0]?.par ?? null
}

/**
 * Fiches of a contract by the codes asked: who bears it today, else who bore it before, else who bore it when it was
 * archived. Code → id.
 */
export async function listFichesByCodes(tx: Tx, contratId: string, codes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (codes.length === 0) return new Map()
  const { rows } = await sql<{ code: string; id: string }>`
    select distinct on (t.code) t.code, t.id from (
      select f.code, f.id, 0 as rang, now() as le from strategie.fiche f
      where f.contrat_id = ${contratId} and f.archive_le is null and f.code = any (${[...codes]}::text[])
      union all
      select a.code, a.objet_id, 1, a.jusqu_au from strategie.ancien_code a
      join strategie.fiche f on f.id = a.objet_id and f.archive_le is null
      where a.contrat_id = ${contratId} and a.objet_type = 'fiche' and a.code = any (${[...codes]}::text[])
      union all
      select f.code, f.id, 2, f.archive_le from strategie.fiche f
      where f.contrat_id = ${contratId} and f.archive_le is not null and f.code = any (${[...codes]}::text[])
    ) t order by t.code, t.rang, t.le desc`.execute(tx)
  return new Map(rows.map(({ code, id }) => [code, id]))
}

/** Live fiches of a contract with all their content, in the order of the tree's numbers: for exports, snapshots, comparison. */
export async function listFichesCompletes(tx: Tx, contratId: string): Promise<(Fiche & { themeIds: string[] })[]> {
  const { rows } = await sql<FicheGardee & { themeIds: string[] }>`
    select ${COLONNES_FICHE},
      coalesce((select json_agg(t.theme_id) from strategie.fiche_theme t where t.fiche_id = f.id), '[]') as "themeIds"
    from strategie.fiche f where f.contrat_id = ${contratId} and f.archive_le is null
    order by string_to_array(f.code, '.'), f.numero, f.id`.execute(tx)
  return rows.map(({ themeIds, ...ligne }) => ({ ...ficheOf(ligne), themeIds })).sort((a, b) => compareCodes(a.code, b.code))
}

/** « 2.1.10 » after « 2.1.9 ». */
export function compareCodes(a: string, b: string): number {
  return a.localeCompare(b, 'fr', { numeric: true })
}

/** A fiche in a list. `remplis`: fields that hold something, for its completeness. */
export type FicheResume = Pick<
  Fiche,
  'id' | 'contratId' | 'noeudId' | 'numero' | 'code' | 'intitule' | 'version' | 'soumiseLe' | 'valideeLe' | 'archiveeLe' | 'modifieeLe'
> & { kind: Kind; statut: StatutFiche; animateur: string[]; remplis: Champ[]; aClasser: number; remarques: number }

/** Fiches of a contract that the agent may see, in the order of their codes. One statement. */
export async function listFiches(tx: Tx, agent: Agent | null, contratId: string): Promise<FicheResume[]> {
  const { rows } = await sql<FicheResume>`
    select f.id, f.contrat_id as "contratId", f.noeud_id as "noeudId", f.numero, f.code, f.kind, f.intitule, f.statut, f.version,
      f.soumise_le as "soumiseLe", f.validee_le as "valideeLe", f.archive_le as "archiveeLe", f.modifie_le as "modifieeLe",
      coalesce(l.animateur, '{}') as animateur, coalesce(l."aClasser", 0) as "aClasser",
      array_remove(coalesce(l.champs, '{}') || array[
        case when btrim(coalesce(f.enjeu, '')) <> '' then 'enjeu' end,
        case when (f.calendrier_texte is not null or f.calendrier_precision is not null) and not 'calendrier' = any (coalesce(l.champs, '{}'))
          then 'calendrier' end], null) as remplis,
      (select count(*) from strategie.commentaire c where c.fiche_id = f.id and c.parent_id is null and c.regle_le is null) as remarques
    from strategie.fiche f
    left join lateral (
      select array_agg(distinct champ) filter (where champ <> 'aClasser') as champs,
        array_agg(texte order by ordre) filter (where champ = 'animateur') as animateur,
        count(*) filter (where champ = 'aClasser') as "aClasser"
      from strategie.fiche_ligne where fiche_id = f.id
    ) l on true
    where f.contrat_id = ${contratId} and ${visibleTo(agent)}`.execute(tx)
  return rows.sort((a, b) => compareCodes(a.code, b.code))
}

/** The scope of `canReadFiche` in SQL, on strategie.fiche under the alias `f`. */
export function visibleTo(agent: Agent | null): RawBuilder<boolean> {
  const contrats = [...new Set((agent?.mandats ?? []).flatMap((mandat) => mandat.contratId ?? []))]
  const gardes = contrats.filter((id) => mandatsSur(agent, id).some((mandat) => ROLES_ARCHIVES.includes(mandat.role)))
  return sql<boolean>`(f.contrat_id = any (${contrats}::uuid[]) and (f.archive_le is null or f.contrat_id = any (${gardes}::uuid[])))`
}
