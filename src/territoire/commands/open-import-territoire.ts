/** What every act on an import of the reference geography begins with. */
import type { Contexte } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { canImportTerritoire } from '../droits.ts'
import { etatOf, type Import } from '../import/forme.ts'
import { getImport } from '../import.store.ts'
import { REFUS_TERRITOIRE } from './declare-generation.ts'

/** The import, held until the end of the transaction. @throws Interdit, Introuvable */
export async function openImportTerritoire({ tx, agent }: Pick<Contexte, 'tx' | 'agent'>, importId: string): Promise<Import> {
  assertCan(canImportTerritoire(agent), REFUS_TERRITOIRE)
  return getImport(tx, importId, 'ecrire')
}

/** @throws RegleViolee when it is done or undone already */
export function assertPasImporte(un: Import): void {
  const etat = etatOf(un)
  if (etat === 'importe') throw new RegleViolee('Cet import est déjà fait : annulez-le, ou déposez le fichier à nouveau.')
  if (etat === 'annule') throw new RegleViolee('Cet import a été annulé : déposez le fichier à nouveau.')
}

/** @throws RegleViolee when the file is not read yet */
export function assertLu(un: Import): void {
  assertPasImporte(un)
  const etat = etatOf(un)
  if (etat === 'question') throw new RegleViolee('Répondez d’abord à la question posée sur ce fichier.')
  if (etat !== 'a_relire') throw new RegleViolee('Ce fichier n’est pas encore lu : attendez la fin de sa lecture.')
}
