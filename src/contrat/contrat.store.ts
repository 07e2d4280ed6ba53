import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import type { ContratCourant } from './contrat.ts'
import type { TablesContrat } from './tables.ts'

const contratsDe = (tx: Tx) => tx.withTables<TablesContrat>()

function selectCourant(tx: Tx) {
  return contratsDe(tx)
    .selectFrom('contrat.contrat as c')
    .innerJoin('contrat.generation as g', 'g.code', 'c.generation')
    .select([
      'c.id',
      'c.adresse',
      'c.titre',
      'c.generation',
      'g.libelle as generationLibelle',
      'c.epci_siren as epciSiren',
      'c.epci_nom as epciNom',
      'c.statut',
      'c.debut',
      'c.fin',
      'c.version',
      'c.archive_le as archiveLe',
    ])
}

/** The contract at this address, or null. */
export async function findContratByAdresse(tx: Tx, adresse: string): Promise<ContratCourant | null> {
  return (await selectCourant(tx).where('c.adresse', '=', adresse).executeTakeFirst()) ?? null
}

/** @throws Introuvable */
export async function getContrat(tx: Tx, id: string): Promise<ContratCourant> {
  const contrat = await selectCourant(tx).where('c.id', '=', id).executeTakeFirst()
  if (contrat === undefined) throw new Introuvable('Ce contrat n’existe pas.')
  return contrat
}
