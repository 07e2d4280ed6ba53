import type { z } from 'zod'
import type { Tx } from './db/base.ts'

/** A setting kept under this key, in the shape asked; null when it is not set or no longer has that shape. */
export async function findReglage<T>(tx: Tx, cle: string, schema: z.ZodType<T>): Promise<T | null> {
  const ligne = await tx.selectFrom('platform.reglage').select('valeur').where('cle', '=', cle).executeTakeFirst()
  const lu = schema.safeParse(ligne?.valeur)
  return lu.success ? lu.data : null
}

export async function saveReglage(tx: Tx, cle: string, valeur: unknown, now: Date): Promise<void> {
  const texte = JSON.stringify(valeur)
  await tx
    .insertInto('platform.reglage')
    .values({ cle, valeur: texte, modifie_le: now })
    .onConflict((conflit) => conflit.column('cle').doUpdateSet({ valeur: texte, modifie_le: now }))
    .execute()
}

/** The values kept under these keys; absent when never set. */
export async function listReglages(tx: Tx, cles: readonly string[]): Promise<Map<string, unknown>> {
  if (cles.length === 0) return new Map()
  const lignes = await tx
    .selectFrom('platform.reglage')
    .select(['cle', 'valeur'])
    .where('cle', 'in', [...cles])
    .execute()
  return new Map(lignes.map((ligne) => [ligne.cle, ligne.valeur]))
}
