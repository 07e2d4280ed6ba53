export type NomIcone =
  | 'loupe'
  | 'coche'
  | 'haut'
  | 'bas'
  | 'droite'
  | 'telecharger'
  | 'alerte'
  | 'bulle'
  | 'lien'
  | 'plus'
  | 'deplacer'
  | 'imprimer'

/** A drawn sign, always beside a word or a hidden one. */
export function Icone({ nom }: { nom: NomIcone }) {
  return <span class="pv-i" data-i={nom} aria-hidden="true" />
}
