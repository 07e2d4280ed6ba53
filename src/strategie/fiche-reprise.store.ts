import type { Tx } from '#platform/db/base.ts'
import { createId } from '#platform/identifiants.ts'
import { lockArbre } from './arbre.store.ts'
import { placeNouvelle } from './arbre-deplacement.ts'
import type { ContenuFiche, Fiche, StatutFiche } from './fiche.ts'
import { type Auteur, insertFiche, saveThemesFiche } from './fiche-ecriture.store.ts'
import type { LieuFiche } from './lieu.ts'
import { createVersion } from './version.store.ts'

/** A fiche that comes whole from a document: its place, its text, and the version that keeps what was taken. */
export type FicheReprise = {
  contratId: string
  noeudId: string | null
  /** Number that its code asks for; null: the next free one. */
  numero: number | null
  statut: StatutFiche
  themeIds: readonly string[]
  contenu: ContenuFiche
  /** Places recognised in its text. */
  lieux?: readonly LieuFiche[]
  /** For people: « Importée de « FICHE 2.1.5.docx », 31 blocs ». */
  motif: string
}

/** Inserts the fiche with its first version. @throws RegleViolee when its number is taken in its place */
export async function insertFicheDeReprise(tx: Tx, { now, par }: Auteur, reprise: FicheReprise): Promise<Fiche> {
  const arbre = await lockArbre(tx, reprise.contratId)
  const place = placeNouvelle(arbre, { type: 'fiche', rang: null, parentId: reprise.noeudId }, reprise.numero)
  const gardee = await insertFiche(
    tx,
    {
      ...reprise.contenu,
      ...place,
      id: createId(now.getTime()),
      contratId: reprise.contratId,
      noeudId: reprise.noeudId,
      statut: reprise.statut,
      version: 1,
      soumiseLe: reprise.statut === 'a_valider' || reprise.statut === 'validee' ? now : null,
      valideeLe: reprise.statut === 'validee' ? now : null,
      archiveeLe: null,
      modifieeLe: now,
      lieux: reprise.lieux ?? [],
    },
    { now, par },
  )
  if (reprise.themeIds.length > 0) await saveThemesFiche(tx, gardee.id, reprise.themeIds)
  await createVersion(tx, gardee, { acte: reprise.statut === 'validee' ? 'validation' : 'import', motif: reprise.motif, now, par })
  return gardee
}
