/** The picture under the interactive maps: none unless the instance names one. */
import { z } from 'zod'
import { declareReglage } from '#platform/reglages.ts'

const SECTION = 'Cartes'

export const reglageFondCarte = declareReglage({
  cle: 'territoire.fond_carte',
  libelle: 'Fond de carte',
  aide: 'Adresse, en https, d’un style vectoriel (fichier JSON) ou de tuiles en image avec {z}, {x} et {y}. Laissez vide pour n’afficher que les contours : aucune demande ne part alors vers un autre serveur. Avec un fond, le navigateur de chaque lecteur demande ses images à ce serveur, qui voit son adresse réseau et l’endroit regardé.',
  section: SECTION,
  forme: z
    .string()
    .trim()
    .max(500, '500 caractères au plus.')
    .refine(isAdresseFond, 'tapez une adresse complète qui commence par https://, avec {z}, {x} et {y} si ce sont des images.')
    .nullable(),
  defaut: null,
})

export const reglageAttributionFond = declareReglage({
  cle: 'territoire.fond_carte_attribution',
  libelle: 'Mention due pour le fond de carte',
  aide: 'Ce que la licence du fond demande d’écrire sur la carte. Exemple : © les contributeurs d’OpenStreetMap.',
  section: SECTION,
  forme: z.string().trim().min(1, 'tapez un texte, ou laissez vide.').max(200, '200 caractères au plus.').nullable(),
  defaut: null,
  manque: (valeur) => (valeur === null ? 'Si un fond de carte est choisi, écrivez la mention que sa licence demande.' : null),
})

/** A style over https, or tiles whose address says all three of z, x, y. */
export function isAdresseFond(texte: string): boolean {
  if (!URL.canParse(texte)) return false
  const { protocol, username, password } = new URL(texte)
  const parts = ['{z}', '{x}', '{y}'].filter((part) => texte.includes(part)).length
  return protocol === 'https:' && username === '' && password === '' && !/\s/.test(texte) && (parts === 0 || parts === 3)
}
