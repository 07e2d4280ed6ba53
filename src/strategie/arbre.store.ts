/** The tree as it is kept: places, codes, old codes, moves. The only writer of the place columns of nodes and fiches. */
import { sql } from 'kysely'
import { getContrat, listNiveaux, type Niveau } from '#contrat/index.ts'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable, RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { type Arbre, buildArbre, codesChanges, type Objet, type TypeObjet } from './arbre.ts'
import { type Mouvement, mouvementEntre, placeRestauree } from './arbre-deplacement.ts'
import type { TablesStrategie } from './tables.ts'

const dansStrategie = (tx: Tx) => tx.withTables<TablesStrategie>()

/**
 * The live tree of a contract, held until the end of the transaction: two acts on one tree wait for each other, so that no
 * code is given twice.
 * @throws Introuvable, or RegleViolee when the contract is archived
 */
export async function lockArbre(tx: Tx, contratId: string): Promise<Arbre> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`strategie.arbre:${contratId}`}, 0))`.execute(tx)
  const contrat = await getContrat(tx, contratId)
  if (contrat.archiveLe !== null) throw new RegleViolee('Ce contrat est archivé : restaurez-le avant de modifier sa stratégie.')
  return loadArbre(tx, contratId)
}

/** The live tree of a contract. Two statements; one when its levels are known. */
export async function loadArbre(tx: Tx, contratId: string, connus?: readonly Niveau[]): Promise<Arbre> {
  const niveaux = connus ?? (await listNiveaux(tx, contratId))
  const { rows } = await sql<Objet>`
    select 'noeud' as type, id, parent_id as "parentId", numero, rang, code, intitule
    from strategie.noeud where contrat_id = ${contratId} and archive_le is null
    union all
    select 'fiche', id, noeud_id, numero, null, code, intitule
    from strategie.fiche where contrat_id = ${contratId} and archive_le is null`.execute(tx)
  return buildArbre(niveaux, rows)
}

/** An old code and the new one. */
export type CodeChange = { type: TypeObjet; id: string; avant: string; apres: string }

/**
 * Writes what differs between two trees of one contract: places and codes; every code that changes stays findable as an
 * old code. Texts, versions and dates of change are left alone: a move makes no text stale.
 */
export async function saveArbre(
  tx: Tx,
  contratId: string,
  avant: Arbre,
  apres: Arbre,
  now: Date,
): Promise<{ mouvement: Mouvement; codes: CodeChange[] }> {
  const mouvement = mouvementEntre(avant, apres)
  const changes = codesChanges(apres)
  const codes = new Map(changes.map(({ objet, code }) => [objet.id, code]))
  const touches = [...apres.objets.values()].filter(
    (objet) => codes.has(objet.id) || mouvement.apres.some((place) => place.id === objet.id),
  )
  const rows = (type: TypeObjet) =>
    touches
      .filter((objet) => objet.type === type)
      .map((objet) => ({ id: objet.id, parent: objet.parentId, numero: objet.numero, code: codes.get(objet.id) ?? objet.code }))
  const [noeuds, fiches] = [rows('noeud'), rows('fiche')]
  if (noeuds.length > 0) {
    await sql`
      update strategie.noeud n set parent_id = p.parent, numero = p.numero, code = p.code
      from jsonb_to_recordset(${JSON.stringify(noeuds)}::jsonb) as p (id uuid, parent uuid, numero integer, code text)
      where n.id = p.id`.execute(tx)
  }
  if (fiches.length > 0) {
    await sql`
      update strategie.fiche f set noeud_id = p.parent, numero = p.numero, code = p.code
      from jsonb_to_recordset(${JSON.stringify(fiches)}::jsonb) as p (id uuid, parent uuid, numero integer, code text)
      where f.id = p.id`.execute(tx)
  }
  const portes = changes.filter(({ objet }) => objet.code !== '')
  if (portes.length > 0) {
    await dansStrategie(tx)
      .insertInto('strategie.ancien_code')
      .values(
        portes.map(({ objet }) => ({
          id: createId(now.getTime()),
          contrat_id: contratId,
          objet_type: objet.type,
          objet_id: objet.id,
          code: objet.code,
          jusqu_au: now,
        })),
      )
      .execute()
  }
  return { mouvement, codes: changes.map(({ objet, code }) => ({ type: objet.type, id: objet.id, avant: objet.code, apres: code })) }
}

export type Deplacement = { id: string; libelle: string; mouvement: Mouvement; faitLe: Date; faitPar: string | null; annuleLe: Date | null }

/** Keeps a move, to undo it. */
export async function createDeplacement(
  tx: Tx,
  deplacement: { contratId: string; libelle: string; mouvement: Mouvement; faitPar: string; faitLe: Date },
): Promise<void> {
  await dansStrategie(tx)
    .insertInto('strategie.deplacement')
    .values({
      id: createId(deplacement.faitLe.getTime()),
      contrat_id: deplacement.contratId,
      libelle: deplacement.libelle,
      avant: JSON.stringify(deplacement.mouvement.avant),
      apres: JSON.stringify(deplacement.mouvement.apres),
      fait_par: deplacement.faitPar,
      fait_le: deplacement.faitLe,
    })
    .execute()
}

/** The last move not undone, or null. */
export async function findDernierDeplacement(tx: Tx, contratId: string): Promise<Deplacement | null> {
  const ligne = await selectDeplacement(tx)
    .where('contrat_id', '=', contratId)
    .where('annule_le', 'is', null)
    .orderBy('fait_le', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return ligne === undefined ? null : toDeplacement(ligne)
}

/** @throws Introuvable */
export async function getDeplacement(tx: Tx, contratId: string, id: string): Promise<Deplacement> {
  const ligne = await selectDeplacement(tx).where('contrat_id', '=', contratId).where('id', '=', id).executeTakeFirst()
  if (ligne === undefined) throw new Introuvable('Ce déplacement n’existe pas.')
  return toDeplacement(ligne)
}

/** Marks a move as undone. */
export async function closeDeplacement(tx: Tx, id: string, now: Date): Promise<void> {
  await dansStrategie(tx).updateTable('strategie.deplacement').set({ annule_le: now }).where('id', '=', id).execute()
}

function selectDeplacement(tx: Tx) {
  return dansStrategie(tx)
    .selectFrom('strategie.deplacement')
    .select(['id', 'libelle', 'avant', 'apres', 'fait_le', 'fait_par', 'annule_le'])
}

function toDeplacement(
  ligne: Pick<TablesStrategie['strategie.deplacement'], 'id' | 'libelle' | 'fait_le' | 'fait_par'> & {
    avant: Mouvement['avant']
    apres: Mouvement['apres']
    annule_le: Date | null
  },
): Deplacement {
  return {
    id: ligne.id,
    libelle: ligne.libelle,
    mouvement: { avant: ligne.avant, apres: ligne.apres },
    faitLe: ligne.fait_le,
    faitPar: ligne.fait_par,
    annuleLe: ligne.annule_le,
  }
}

/**
 * Brings an archived fiche back to its place: its number when it is free, else the next one; its code follows, the old one
 * stays findable. The caller clears `archive_le` in the same transaction.
 * @throws RegleViolee when its node is archived
 */
export async function restorePlace(tx: Tx, contratId: string, ficheId: string, now: Date): Promise<{ numero: number; code: string }> {
  const arbre = await lockArbre(tx, contratId)
  const ligne = await dansStrategie(tx)
    .selectFrom('strategie.fiche')
    .select(['id', 'noeud_id', 'numero', 'code', 'intitule'])
    .where('id', '=', ficheId)
    .where('contrat_id', '=', contratId)
    .executeTakeFirst()
  if (ligne === undefined) throw new Introuvable('Cette fiche n’existe pas dans ce contrat.')
  if (ligne.noeud_id !== null && !arbre.objets.has(ligne.noeud_id)) {
    throw new RegleViolee('Le nœud de cette fiche est archivé : restaurez-le d’abord, la fiche reviendra à sa place.')
  }
  const fiche: Objet = {
    type: 'fiche',
    id: ligne.id,
    parentId: ligne.noeud_id,
    numero: ligne.numero,
    rang: null,
    code: ligne.code,
    intitule: ligne.intitule,
  }
  const place = placeRestauree(arbre, fiche)
  const avant = buildArbre(arbre.niveaux, [...arbre.objets.values(), fiche])
  await saveArbre(tx, contratId, avant, buildArbre(arbre.niveaux, [...arbre.objets.values(), { ...fiche, numero: place.numero }]), now)
  return place
}
