import type { Tx } from '#platform/db/base.ts'
import { Introuvable } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import type { DecisionSaisie } from './geographie-formes.ts'
import { saveDecision } from './geographie-locale.store.ts'
import type { CleLieu } from './palier.ts'
import { getPerimetre, listPerimetres, type Perimetre } from './perimetre.store.ts'
import { listQuartiersByIds, listQuartiersDesCommunes } from './quartier.store.ts'
import type { Quartier } from './quartier.ts'

/** A place that may stand in a tier and be scored. */
export type Lieu = {
  cle: CleLieu
  sorte: 'perimetre' | 'quartier'
  id: string
  nom: string
  /** Official code; null for a perimeter of the contract. */
  code: string | null
  communes: readonly { code: string; nom: string }[]
}

export function lieuOfPerimetre({ id, nom, communes }: Perimetre): Lieu {
  return { cle: `perimetre:${id}`, sorte: 'perimetre', id, nom, code: null, communes }
}

export function lieuOfQuartier({ id, nom, code, communes }: Quartier): Lieu {
  return { cle: `quartier:${id}`, sorte: 'quartier', id, nom, code, communes }
}

/** Perimeters of the contract, then official quartiers of its communes in force that day. Two statements. */
export async function listLieux(tx: Tx, contratId: string, communes: readonly string[], jour: string): Promise<Lieu[]> {
  return (await listLieuxEtPerimetres(tx, contratId, communes, jour)).lieux
}

/** Likewise, with what only a perimeter has. */
export async function listLieuxEtPerimetres(
  tx: Tx,
  contratId: string,
  communes: readonly string[],
  jour: string,
): Promise<{ lieux: Lieu[]; perimetres: Perimetre[] }> {
  const perimetres = await listPerimetres(tx, contratId)
  const quartiers = await listQuartiersDesCommunes(tx, communes, jour)
  return { lieux: [...quartiers.map(lieuOfQuartier), ...perimetres.map(lieuOfPerimetre)], perimetres }
}

/** @throws Introuvable */
export async function getLieu(tx: Tx, contratId: string, { sorte, id }: { sorte: 'perimetre' | 'quartier'; id: string }): Promise<Lieu> {
  if (sorte === 'perimetre') return lieuOfPerimetre(await getPerimetre(tx, contratId, id))
  const [quartier] = await listQuartiersByIds(tx, [id])
  if (quartier === undefined) throw new Introuvable('Ce quartier n’existe pas, ou plus.')
  return lieuOfQuartier(quartier)
}

/** Writes the decision typed, or takes the one chosen. @returns its id; null when there is none */
export async function keepDecision(tx: Tx, contratId: string, saisie: DecisionSaisie, now: Date): Promise<string | null> {
  if (saisie?.libelle != null && saisie.instance !== null && saisie.jour !== null) {
    return saveDecision(tx, contratId, {
      id: createId(now.getTime()),
      libelle: saisie.libelle,
      instance: saisie.instance,
      jour: saisie.jour,
      reference: saisie.reference,
    })
  }
  return saisie?.id ?? null
}
