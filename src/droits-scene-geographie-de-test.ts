/** For the proofs of rights: what the pages of filiation and of the local geography open in the scene. */
import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { createId } from '#platform/identifiants.ts'

const QPV2024 = '01930000-0000-7000-8000-000000000003'

/** A perimeter of the contract, in the commune of the référent of the scene. */
export async function createPerimetreDeTest(tx: Tx, contratId: string): Promise<string> {
  const id = createId()
  await sql`insert into territoire.perimetre (id, contrat_id, nom, communes, origine)
    values (${id}, ${contratId}, 'Un périmètre', array['37261'], 'nom')`.execute(tx)
  return id
}

/** A quartier that enters the generation of 2024. @returns id of its link */
export async function createLienDeTest(tx: Tx): Promise<string> {
  const [id, quartier] = [createId(), createId()]
  await sql`insert into territoire.quartier (id, generation_id, code, nom, cle) values (${quartier}, ${QPV2024}, 'QN03796N', 'Un entrant', ' un entrant')`.execute(
    tx,
  )
  await sql`insert into territoire.filiation (id, nouveau_id, type, origine) values (${id}, ${quartier}, 'entrant', 'calcul')`.execute(tx)
  return id
}
