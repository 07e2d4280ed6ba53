import type { Tx } from '#platform/db/base.ts'
import { idsIn } from './differences.ts'
import type { LigneLue } from './journal.store.ts'
import { lexique, nameObjets } from './lexique.ts'
import { type PhraseActe, sayActe } from './phrase.ts'

/** A line of the journal with its sentence. */
export type LigneDite = { ligne: LigneLue; phrase: PhraseActe }

/** Puts lines into words, with the names of the people and objects that they hold. @returns the names too, for filters and titles */
export async function sayLignes(
  tx: Tx,
  lignes: readonly LigneLue[],
  autresIds: readonly string[] = [],
): Promise<{ dites: LigneDite[]; noms: ReadonlyMap<string, string> }> {
  const ids = new Set(autresIds)
  for (const { acteurId, avant, apres } of lignes) {
    if (acteurId !== null) ids.add(acteurId)
    idsIn(avant, ids)
    idsIn(apres, ids)
  }
  const mots = lexique()
  const noms = await nameObjets(tx, mots, ids)
  return { dites: lignes.map((ligne) => ({ ligne, phrase: sayActe(ligne, mots, noms) })), noms }
}
