/** Remarks in the margin of a fiche, in threads, by field. Pure. */
import { RegleViolee } from '#platform/errors.ts'
import { CHAMPS, type Champ } from './fiche.ts'

/** A remark (`parentId` null) or an answer to one. `champ` is the field it bears on; null: the whole fiche. */
export type Commentaire = {
  id: string
  ficheId: string
  parentId: string | null
  champ: Champ | null
  texte: string
  auteurId: string
  /** The organisation that the author spoke for that day. */
  organisation: string
  ecritLe: Date
  regleLe: Date | null
  reglePar: string | null
}

/** A remark and its answers, in the order they were written. */
export type Fil = Commentaire & { reponses: Commentaire[] }

/** Threads in the order of the fields of the fiche, those on the whole fiche first; in a field, by date. */
export function filsOf(commentaires: readonly Commentaire[]): Fil[] {
  const rang = (champ: Champ | null): number => (champ === null ? -1 : CHAMPS.indexOf(champ))
  const parDate = [...commentaires].sort((a, b) => a.ecritLe.getTime() - b.ecritLe.getTime() || a.id.localeCompare(b.id))
  return parDate
    .filter((commentaire) => commentaire.parentId === null)
    .map((racine) => ({ ...racine, reponses: parDate.filter((reponse) => reponse.parentId === racine.id) }))
    .sort((a, b) => rang(a.champ) - rang(b.champ))
}

/** A settled thread takes no answer: write another remark. @throws RegleViolee */
export function assertOuvert(commentaire: Commentaire): void {
  if (commentaire.parentId !== null) throw new RegleViolee('On répond à une remarque, pas à une réponse\u00a0: rechargez la page.')
  if (commentaire.regleLe !== null)
    throw new RegleViolee('Cette remarque est réglée\u00a0: écrivez-en une autre s’il reste quelque chose à dire.')
}

/** The remark is dealt with. @throws RegleViolee when it is already, or is an answer */
export function settled(commentaire: Commentaire, par: string, at: Date): Commentaire {
  assertOuvert(commentaire)
  return { ...commentaire, regleLe: at, reglePar: par }
}
