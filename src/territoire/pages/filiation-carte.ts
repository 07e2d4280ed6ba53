/** The picture of a link of filiation: the old contour under the new one. */
import type { Calque, DemandeCarte } from '../carte/carte.ts'
import type { LienFiliation } from '../filiation.store.ts'
import { sayLien } from '../filiation-mots.ts'
import type { MultiPolygone } from '../geometrie.ts'

export type LienDessine = { lien: LienFiliation; ancien: MultiPolygone | undefined; nouveau: MultiPolygone | undefined }

/** @param plus what was added and taken off, drawn on top when computed */
export function carteDeLien(
  { lien, ancien, nouveau }: LienDessine,
  taille: { largeur: number; source: string },
  plus: { ajoute: MultiPolygone; retire: MultiPolygone } | null = null,
): DemandeCarte | null {
  const forme = (id: string, nom: string, geometrie: MultiPolygone | undefined) =>
    geometrie === undefined || geometrie.length === 0 ? [] : [{ id, nom, geometrie }]
  const calques: Calque[] = [
    {
      id: 'nouveau',
      libelle: `Nouveau : ${lien.nouveau?.code ?? ''}`,
      style: 'voisin' as const,
      formes: forme('nouveau', lien.nouveau?.nom ?? '', nouveau),
    },
    { id: 'ajoute', libelle: 'Ajouté', style: 'exces' as const, formes: forme('ajoute', 'Ajouté', plus?.ajoute) },
    { id: 'retire', libelle: 'Retiré', style: 'manque' as const, formes: forme('retire', 'Retiré', plus?.retire) },
    {
      id: 'ancien',
      libelle: `Ancien : ${lien.ancien?.code ?? ''}`,
      style: 'ancien' as const,
      formes: forme('ancien', lien.ancien?.nom ?? '', ancien),
    },
  ].filter(({ formes }) => formes.length > 0)
  if (calques.length === 0) return null
  return {
    id: `lien-${lien.id.slice(-8)}`,
    titre: `Superposition de ${[lien.ancien?.code, lien.nouveau?.code].filter((code) => code !== undefined).join(' et ')}`,
    description: sayLien(lien),
    calques,
    largeur: taille.largeur,
    source: taille.source,
  }
}
