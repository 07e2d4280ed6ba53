import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import type { StatutContrat } from './contrat.ts'

/** A contract as those who run the machine see it: sizes, no word of its content. */
export type MesureContrat = {
  id: string
  titre: string
  adresse: string
  statut: StatutContrat
  debut: string | null
  fin: string | null
  archiveLe: Date | null
  membres: number
  fiches: number
  fichiers: number
  /** Bytes of its files. */
  octets: number
  /** Lines of its journal. */
  actes: number
  dernierActe: Date | null
}

/** Every contract, by title. One statement. @param jour ISO @throws when the reader does not administer the platform that day */
export async function listMesures(tx: Tx, jour: string): Promise<MesureContrat[]> {
  const { rows } = await sql<MesureContrat>`
    select c.id, c.titre, c.adresse, c.statut, c.debut, c.fin, c.archive_le as "archiveLe", m.membres, m.fiches, m.fichiers, m.octets, m.actes,
      m.dernier_acte as "dernierActe"
    from contrat.contrat c join contrat.mesures(${jour}::date) m on m.contrat_id = c.id
    order by c.archive_le is not null, c.titre collate "fr-FR-x-icu", c.id`.execute(tx)
  return rows
}
