/** Small numbers in words, for titles. Pure. */
import { formatNombre } from '#platform/formats.ts'

const MOTS =
  'zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf vingt'.split(
    ' ',
  )

/** « quatre axes », « une priorité », « 24 communes »: in words up to twenty, with the noun in its number. */
export function enLettres(nombre: number, singulier: string, pluriel: string, genre: 'masculin' | 'feminin' = 'masculin'): string {
  const mot = nombre === 1 && genre === 'feminin' ? 'une' : (MOTS[nombre] ?? formatNombre(nombre))
  return `${mot} ${nombre < 2 ? singulier : pluriel}`
}

/** The same at the head of a sentence. */
export function enTete(texte: string): string {
  return `${texte.charAt(0).toUpperCase()}${texte.slice(1)}`
}
