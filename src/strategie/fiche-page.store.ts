/** Everything that the page of a fiche shows, in one statement: text, place, links both ways, versions, remarks, source. */
import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import type { Commentaire } from './commentaire.ts'
import { COLONNES_FICHE } from './fiche.store.ts'
import type { Fiche, StatutFiche } from './fiche.ts'
import { type FicheGardee, ficheOf } from './fiche-lecture.ts'
import type { VersionFiche } from './version.ts'

/** A node on the way from the root to the fiche. */
export type Etape = { id: string; rang: number; code: string; intitule: string }
/** Another fiche that cites this one. */
export type FicheCitante = { id: string; code: string; intitule: string }
/** A fiche that this one cites, by the id of the row that does. */
export type FicheCitee = { ligneId: string; id: string; code: string; intitule: string; statut: StatutFiche; archivee: boolean }
/** The document that the fiche came from. */
export type SourceFiche = { nom: string; deposeLe: Date; lotId: string; importFicheId: string }

export type PageFiche = {
  fiche: Fiche
  chemin: Etape[]
  themeIds: string[]
  citees: FicheCitee[]
  citantes: FicheCitante[]
  /** Newest first. */
  versions: VersionFiche[]
  commentaires: Commentaire[]
  source: SourceFiche | null
}

type Ligne = FicheGardee & {
  chemin: Etape[]
  themeIds: string[]
  citees: FicheCitee[]
  citantes: FicheCitante[]
  versions: (Omit<VersionFiche, 'creeLe'> & { creeLe: string })[]
  commentaires: (Omit<Commentaire, 'ecritLe' | 'regleLe'> & { ecritLe: string; regleLe: string | null })[]
  source: (Omit<SourceFiche, 'deposeLe'> & { deposeLe: string }) | null
}

/** @throws Introuvable when the fiche is not of this contract. Who may see it is for the caller to ask. */
export async function getPageFiche(tx: Tx, contratId: string, id: string): Promise<PageFiche> {
  const { rows } = await sql<Ligne>`/* prepare strategie.page.fiche */
    select ${COLONNES_FICHE},
      coalesce((
        with recursive montee as (
          select n.id, n.parent_id, n.rang, n.code, n.intitule from strategie.noeud n where n.id = f.noeud_id
          union all
          select n.id, n.parent_id, n.rang, n.code, n.intitule from strategie.noeud n join montee m on n.id = m.parent_id
        )
        select json_agg(json_build_object('id', id, 'rang', rang, 'code', code, 'intitule', intitule) order by rang) from montee), '[]') as chemin,
      coalesce((select json_agg(t.theme_id) from strategie.fiche_theme t where t.fiche_id = f.id), '[]') as "themeIds",
      coalesce((
        select json_agg(json_build_object('ligneId', l.id, 'id', v.id, 'code', v.code, 'intitule', v.intitule, 'statut', v.statut,
          'archivee', v.archive_le is not null))
        from strategie.fiche_ligne l join strategie.fiche v on v.id = l.lien_fiche_id where l.fiche_id = f.id), '[]') as citees,
      coalesce((
        select json_agg(c order by c.code) from (
          select distinct v.id, v.code, v.intitule from strategie.fiche_ligne l join strategie.fiche v on v.id = l.fiche_id
          where l.lien_fiche_id = f.id and v.archive_le is null) c), '[]') as citantes,
      coalesce((
        select json_agg(json_build_object('numero', v.numero, 'acte', v.acte, 'motif', v.motif, 'sha256', v.sha256, 'creeLe', v.cree_le,
          'creePar', v.cree_par) order by v.numero desc)
        from strategie.fiche_version v where v.fiche_id = f.id), '[]') as versions,
      coalesce((
        select json_agg(json_build_object('id', c.id, 'ficheId', c.fiche_id, 'parentId', c.parent_id, 'champ', c.champ, 'texte', c.texte,
          'auteurId', c.auteur_id, 'organisation', c.organisation, 'ecritLe', c.ecrit_le, 'regleLe', c.regle_le, 'reglePar', c.regle_par)
          order by c.ecrit_le, c.id)
        from strategie.commentaire c where c.fiche_id = f.id), '[]') as commentaires,
      (select json_build_object('nom', s.nom, 'deposeLe', o.depose_le, 'lotId', o.id, 'importFicheId', i.id)
        from strategie.import_fiche i join strategie.import_source s on s.id = i.source_id join strategie.import_lot o on o.id = s.lot_id
        where i.fiche_id = f.id and i.etat in ('creee', 'mise_a_jour') order by i.traitee_le desc limit 1) as source
    from strategie.fiche f where f.id = ${id} and f.contrat_id = ${contratId}`.execute(tx)
  const [ligne] = rows
  if (ligne === undefined) throw new Introuvable('Cette fiche n’existe pas dans ce contrat.')
  const { chemin, themeIds, citees, citantes, versions, commentaires, source, ...fiche } = ligne
  return {
    fiche: ficheOf(fiche),
    chemin,
    themeIds,
    citees,
    citantes,
    versions: versions.map((version) => ({ ...version, creeLe: new Date(version.creeLe) })),
    commentaires: commentaires.map((commentaire) => ({
      ...commentaire,
      ecritLe: new Date(commentaire.ecritLe),
      regleLe: commentaire.regleLe === null ? null : new Date(commentaire.regleLe),
    })),
    source: source === null ? null : { ...source, deposeLe: new Date(source.deposeLe) },
  }
}
