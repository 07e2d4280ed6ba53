import type { Tx } from '#platform/db/base.ts'
import type { Theme } from '#platform/documents/ecriture/document.ts'
import { loadFichier } from '#platform/fichiers/fichier.store.ts'
import { findReglage } from '#platform/reglage.store.ts'
import { APPARENCE_PARVIS, type Apparence, cleApparence, schemaApparence, themeOf } from './apparence.ts'

/** The look chosen for the documents of a contract, or the house's. */
export async function getApparence(tx: Tx, contratId: string): Promise<Apparence> {
  return (await findReglage(tx, cleApparence(contratId), schemaApparence)) ?? APPARENCE_PARVIS
}

/** The same as the writers take it, with the content of the logo. */
export async function loadTheme(tx: Tx, contratId: string): Promise<Theme> {
  const apparence = await getApparence(tx, contratId)
  return themeOf(apparence, apparence.logo === null ? null : await loadFichier(tx, apparence.logo.fichierId))
}
