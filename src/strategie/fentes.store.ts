import { sql } from 'kysely'
import type { Agent } from '#compte/index.ts'
import { hasRole } from '#compte/index.ts'
import type { CarteAccueil, ContratCourant } from '#contrat/index.ts'
import type { Tx } from '#platform/db/base.ts'
import { accorde, jourParis } from '#platform/formats.ts'

/** Nodes by rank of their level, archived ones included. */
export async function countNoeudsByRang(tx: Tx, contratId: string): Promise<ReadonlyMap<number, number>> {
  const { rows } = await sql<{ rang: number; nombre: number }>`
    select rang, count(*) as nombre from strategie.noeud where contrat_id = ${contratId} group by rang`.execute(tx)
  return new Map(rows.map(({ rang, nombre }) => [rang, nombre]))
}

/** Nodes and fiches by theme. */
export async function countByTheme(tx: Tx, contratId: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ id: string; nombre: number }>`
    select t.theme_id as id, count(*) as nombre from (
      select nt.theme_id from strategie.noeud_theme nt join strategie.noeud n on n.id = nt.noeud_id where n.contrat_id = ${contratId}
      union all
      select ft.theme_id from strategie.fiche_theme ft join strategie.fiche f on f.id = ft.fiche_id where f.contrat_id = ${contratId}
    ) t group by t.theme_id`.execute(tx)
  return new Map(rows.map(({ id, nombre }) => [id, nombre]))
}

/** What awaits this person: fiches to validate, imports to review, drafts sent back. */
export async function listCartesStrategie(tx: Tx, agent: Agent, contrat: ContratCourant, now: Date): Promise<CarteAccueil[]> {
  const { rows } = await sql<{
    aValider: number
    codes: string[]
    imports: { id: string; libelle: string; restent: number }[]
    remarques: number
    remarquee: string | null
  }>`
    select
      (select count(*) from strategie.fiche f where f.contrat_id = ${contrat.id} and f.statut = 'a_valider' and f.archive_le is null) as "aValider",
      coalesce((select json_agg(t.code) from (select f.code from strategie.fiche f where f.contrat_id = ${contrat.id} and f.statut = 'a_valider'
        and f.archive_le is null order by f.soumise_le limit 3) t), '[]') as codes,
      coalesce((select json_agg(t) from (
        select l.id, l.libelle, count(*) as restent from strategie.import_lot l
        join strategie.import_source s on s.lot_id = l.id join strategie.import_fiche i on i.source_id = s.id
        where l.contrat_id = ${contrat.id} and l.annule_le is null and i.etat = 'a_relire' and l.depose_par = ${agent.personneId}
        group by l.id order by l.depose_le desc limit 3) t), '[]') as imports,
      (select count(*) from strategie.commentaire c join strategie.fiche f on f.id = c.fiche_id
        where f.contrat_id = ${contrat.id} and f.archive_le is null and c.parent_id is null and c.regle_le is null) as remarques,
      (select f.id from strategie.commentaire c join strategie.fiche f on f.id = c.fiche_id
        where f.contrat_id = ${contrat.id} and f.archive_le is null and c.parent_id is null and c.regle_le is null
        order by c.ecrit_le desc limit 1) as remarquee`.execute(tx)
  const etat = rows[0]
  if (etat === undefined) return []
  const cartes: CarteAccueil[] = []
  if (etat.aValider > 0 && hasRole(agent, contrat.id, ['chef_projet', 'elu_epci', 'prefet'])) {
    cartes.push({
      echeance: jourParis(now),
      titre: `Valider ${accorde(etat.aValider, 'fiche soumise', 'fiches soumises')}`,
      pourquoi: `${etat.codes.join(', ')}${etat.aValider > etat.codes.length ? '…' : ''}`,
      chemin: 'strategie?statut=a_valider',
      verbe: 'Relire',
    })
  }
  for (const lot of etat.imports) {
    cartes.push({
      echeance: null,
      titre: `Terminer la relecture de l’import « ${lot.libelle} »`,
      pourquoi: `${accorde(lot.restent, 'fiche')} à relire.`,
      chemin: `importer/${lot.id}`,
      verbe: 'Reprendre',
    })
  }
  if (etat.remarques > 0 && etat.remarquee !== null && hasRole(agent, contrat.id, ['chef_projet'])) {
    cartes.push({
      echeance: null,
      titre: `Répondre à ${accorde(etat.remarques, 'remarque')} en marge`,
      pourquoi: 'Elles restent ouvertes tant que personne ne les a réglées.',
      chemin: `fiches/${etat.remarquee}`,
      verbe: 'Lire',
    })
  }
  return cartes
}
