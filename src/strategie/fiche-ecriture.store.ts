/** Fiches as they are written: content, status, rows. Their places (noeud_id, numero, code) are given at creation, then belong to arbre.store.ts. */
import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { RegleViolee } from '#platform/errors.ts'
import { listFichesByCodes } from './fiche.store.ts'
import type { ContenuFiche, Fiche, Lien } from './fiche.ts'
import { texteRecherche } from './fiche-contenu.ts'
import { lignesOf } from './fiche-lecture.ts'
import { saveLieuxFiche } from './lieu.store.ts'
import type { TablesStrategie } from './tables.ts'

const tablesDe = (tx: Tx) => tx.withTables<TablesStrategie>()

/** Who writes, and when. */
export type Auteur = { now: Date; par: string }

/**
 * Keeps a new fiche at the place it bears (`placeNouvelle` gives it), with its rows. Links that waited for its code are tied.
 * @returns the fiche as kept: version 1, links resolved
 */
export async function insertFiche(tx: Tx, fiche: Fiche, { now, par }: Auteur): Promise<Fiche> {
  const liens = await resolvedLiens(tx, fiche)
  const kept: Fiche = { ...fiche, liens, version: 1, modifieeLe: now }
  await tablesDe(tx)
    .insertInto('strategie.fiche')
    .values({
      id: kept.id,
      contrat_id: kept.contratId,
      noeud_id: kept.noeudId,
      numero: kept.numero,
      code: kept.code,
      kind: kept.kind,
      intitule: kept.intitule,
      enjeu: kept.enjeu,
      calendrier_texte: kept.calendrier.texte,
      calendrier_precision: kept.calendrier.precision,
      statut: kept.statut,
      soumise_le: kept.soumiseLe,
      validee_le: kept.valideeLe,
      archive_le: kept.archiveeLe,
      cree_le: now,
      modifie_le: now,
      modifie_par: par,
      texte_recherche: texteRecherche(kept),
    })
    .execute()
  await upsertLignes(tx, kept.id, kept)
  if (kept.lieux.length > 0) await saveLieuxFiche(tx, kept.id, kept.lieux)
  await sql`
    update strategie.fiche_ligne l set lien_fiche_id = ${kept.id}
    from strategie.fiche f
    where l.champ = 'liens' and l.lien_code = ${kept.code} and l.lien_fiche_id is null
      and f.id = l.fiche_id and f.contrat_id = ${kept.contratId} and f.id <> ${kept.id}`.execute(tx)
  return kept
}

/**
 * Keeps the content and the status of a fiche that is locked (`lockFiche`), and raises its version. Rows keep their ids:
 * those that are gone are removed.
 * @returns the fiche as kept
 * @throws RegleViolee when a row belongs to another fiche
 */
export async function saveFiche(tx: Tx, fiche: Fiche, { now, par }: Auteur): Promise<Fiche> {
  const liens = await resolvedLiens(tx, fiche)
  const kept: Fiche = { ...fiche, liens, version: fiche.version + 1, modifieeLe: now }
  await sql`delete from strategie.fiche_ligne where fiche_id = ${kept.id} and id <> all (${lignesOf(kept).map((ligne) => ligne.id)}::uuid[])`.execute(
    tx,
  )
  await upsertLignes(tx, kept.id, kept)
  await tablesDe(tx)
    .updateTable('strategie.fiche')
    .set({
      kind: kept.kind,
      intitule: kept.intitule,
      enjeu: kept.enjeu,
      calendrier_texte: kept.calendrier.texte,
      calendrier_precision: kept.calendrier.precision,
      statut: kept.statut,
      soumise_le: kept.soumiseLe,
      validee_le: kept.valideeLe,
      archive_le: kept.archiveeLe,
      version: kept.version,
      modifie_le: now,
      modifie_par: par,
      texte_recherche: texteRecherche(kept),
    })
    .where('id', '=', kept.id)
    .execute()
  return kept
}

/** Keeps the status alone: the text does not move, the version rises all the same. @returns the fiche as kept */
export async function saveStatut(tx: Tx, fiche: Fiche, { now, par }: Auteur): Promise<Fiche> {
  const kept: Fiche = { ...fiche, version: fiche.version + 1, modifieeLe: now }
  await tablesDe(tx)
    .updateTable('strategie.fiche')
    .set({
      statut: kept.statut,
      soumise_le: kept.soumiseLe,
      validee_le: kept.valideeLe,
      archive_le: kept.archiveeLe,
      version: kept.version,
      modifie_le: now,
      modifie_par: par,
    })
    .where('id', '=', kept.id)
    .execute()
  return kept
}

/** Replaces the themes of a fiche. */
export async function saveThemesFiche(tx: Tx, ficheId: string, themeIds: readonly string[]): Promise<void> {
  await tablesDe(tx).deleteFrom('strategie.fiche_theme').where('fiche_id', '=', ficheId).execute()
  if (themeIds.length === 0) return
  await tablesDe(tx)
    .insertInto('strategie.fiche_theme')
    .values([...new Set(themeIds)].map((theme_id) => ({ fiche_id: ficheId, theme_id })))
    .execute()
}

export async function listThemesFiche(tx: Tx, ficheId: string): Promise<string[]> {
  const lignes = await tablesDe(tx).selectFrom('strategie.fiche_theme').select('theme_id').where('fiche_id', '=', ficheId).execute()
  return lignes.map((ligne) => ligne.theme_id).sort()
}

/** Links tied to the live fiche that bears their code today, or bore it; a code that nothing bears waits. */
async function resolvedLiens(tx: Tx, fiche: ContenuFiche & Pick<Fiche, 'id' | 'contratId'>): Promise<Lien[]> {
  const codes = fiche.liens.flatMap((lien) => lien.code ?? [])
  const ids = await listFichesByCodes(tx, fiche.contratId, codes)
  return fiche.liens.map((lien) => {
    const ficheId = lien.code === null ? null : (ids.get(lien.code) ?? null)
    return { ...lien, ficheId: ficheId === fiche.id ? null : ficheId }
  })
}

async function upsertLignes(tx: Tx, ficheId: string, contenu: ContenuFiche): Promise<void> {
  const lignes = lignesOf(contenu)
  if (lignes.length === 0) return
  const { rows } = await sql<{ id: string }>`
    insert into strategie.fiche_ligne as c (id, fiche_id, champ, ordre, texte, effet_id, etat, type_echelle, nombre, age_min, age_max, genre,
      part_qpv_pour_mille, role, habitants, nature, organisations, montant_cents, debut, fin, "precision", lien_code, lien_fiche_id)
    select id, ${ficheId}, champ, ordre, texte, "effetId", etat, "typeEchelle", nombre, "ageMin", "ageMax", genre, "partQpv", role, habitants, nature,
      case when organisations is not null then array(select jsonb_array_elements_text(organisations)) end,
      "montantCents", debut, fin, "precision", "lienCode", "lienFicheId"
    from jsonb_to_recordset(${JSON.stringify(lignes)}::jsonb) as l (id uuid, champ text, ordre integer, texte text, "effetId" uuid, etat text,
      "typeEchelle" text, nombre integer, "ageMin" integer, "ageMax" integer, genre text, "partQpv" integer, role text, habitants boolean,
      nature text, organisations jsonb, "montantCents" bigint, debut text, fin text, "precision" text, "lienCode" text, "lienFicheId" uuid)
    on conflict (id) do update set champ = excluded.champ, ordre = excluded.ordre, texte = excluded.texte, effet_id = excluded.effet_id,
      etat = excluded.etat, type_echelle = excluded.type_echelle, nombre = excluded.nombre, age_min = excluded.age_min, age_max = excluded.age_max,
      genre = excluded.genre, part_qpv_pour_mille = excluded.part_qpv_pour_mille, role = excluded.role, habitants = excluded.habitants,
      nature = excluded.nature, organisations = excluded.organisations, montant_cents = excluded.montant_cents, debut = excluded.debut,
      fin = excluded.fin, "precision" = excluded."precision", lien_code = excluded.lien_code, lien_fiche_id = excluded.lien_fiche_id
    where c.fiche_id = excluded.fiche_id
    returning c.id`.execute(tx)
  if (rows.length !== lignes.length)
    throw new RegleViolee('Une des lignes appartient à une autre fiche\u00a0: rechargez la page et recommencez.')
}
