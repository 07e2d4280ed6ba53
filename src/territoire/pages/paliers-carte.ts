/** The map of the local geography: one layer a tier, then the places without a tier. */
import type { Calque, FormeCarte, StyleCarte } from '../carte/carte.ts'
import type { MultiPolygone } from '../geometrie.ts'
import type { Lieu } from '../lieu.store.ts'
import { type Classement, classementAu, type Palier } from '../palier.ts'

/** @param base address of the pages of the geography @param jour ISO */
export function calquesDesPaliers(
  {
    paliers,
    lieux,
    classements,
    contours,
  }: {
    paliers: readonly Palier[]
    lieux: readonly Lieu[]
    classements: readonly Classement[]
    contours: ReadonlyMap<string, MultiPolygone>
  },
  jour: string,
  base: string,
): Calque[] {
  const forme = (lieu: Lieu): FormeCarte[] => {
    const geometrie = contours.get(lieu.id)
    return geometrie === undefined
      ? []
      : [{ id: lieu.id, nom: lieu.nom, geometrie, href: hrefLieu(lieu, base), ...(lieu.code === null ? {} : { code: lieu.code }) }]
  }
  const deLieu = (lieu: Lieu) => classementAu(classements, lieu.cle, jour)?.palierId ?? null
  const hors = lieux.filter((lieu) => deLieu(lieu) === null)
  const calques: Calque[] = [
    {
      id: 'qpv-sans-palier',
      libelle: 'Quartier officiel sans palier',
      style: 'voisin',
      formes: hors.filter(({ sorte }) => sorte === 'quartier').flatMap(forme),
    },
    {
      id: 'perimetre-sans-palier',
      libelle: 'Périmètre sans palier',
      style: 'perimetre',
      formes: hors.filter(({ sorte }) => sorte === 'perimetre').flatMap(forme),
    },
    ...[...paliers].reverse().map(
      (palier): Calque => ({
        id: `palier-${palier.code}`,
        libelle: palier.libelle,
        style: styleOf(palier),
        formes: lieux.filter((lieu) => deLieu(lieu) === palier.id).flatMap(forme),
        etiquettes: 'nom',
      }),
    ),
  ]
  return calques.filter(({ formes }) => formes.length > 0)
}

const STYLES: readonly StyleCarte[] = ['palier-1', 'palier-2', 'palier-3', 'palier-4', 'palier-5', 'palier-6']

export function styleOf({ couleur }: Pick<Palier, 'couleur'>): StyleCarte {
  return STYLES[couleur - 1] ?? 'palier-1'
}

export function hrefLieu(lieu: Pick<Lieu, 'sorte' | 'id' | 'code'>, base: string): string {
  return lieu.sorte === 'perimetre' ? `${base}/perimetres/${lieu.id}` : `${base}/quartiers/${lieu.code}`
}
