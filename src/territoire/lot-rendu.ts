/** What comes with the answered file: the counts as a CSV, and a page that says what they rest on. Pure. */
import { writeCsv } from '#platform/documents/ecriture/classeur.ts'
import { accorde, formatDate, formatNombre } from '#platform/formats.ts'
import type { BilanDeLot } from './lot.ts'
import { CLASSES, type Compte, LIBELLES_CLASSES, masked, sumOf } from './lot-comptes.ts'

const MASQUE = 'masqué'

/** Tables one under the other, French spreadsheet form. */
export function csvOfComptes({ tables }: Pick<BilanDeLot, 'tables'>, seuil: number): Buffer {
  const titres = ['tableau', 'ligne', ...CLASSES.map((classe) => LIBELLES_CLASSES[classe]), 'Total']
  const lignes: string[][] = []
  const row = (titre: string, libelle: string, compte: Compte | null) => {
    const nombres = compte === null ? null : [...CLASSES.map((classe) => compte[classe]), sumOf(compte)]
    lignes.push([titre, libelle, ...(nombres?.map(String) ?? titres.slice(2).map(() => MASQUE))])
  }
  for (const table of tables) {
    const { titre, lignes: montrees, abandon, masquees, total } = masked(table, seuil)
    for (const { libelle, compte } of montrees) row(titre, libelle, compte)
    if (abandon !== null) lignes.push([titre, abandon])
    if (masquees !== null) row(titre, `Les ${masquees.nombre} lignes masquées ensemble`, masquees.compte)
    row(titre, 'Total', total)
  }
  return Buffer.from(writeCsv({ nom: 'Comptes', colonnes: titres.map((titre) => ({ titre, largeur: 16 })), lignes }))
}

export type Fondement = {
  jour: string
  generations: readonly string[]
  quartiers: number
  complet: boolean
  toleranceM: number
  bandes: readonly number[]
  seuil: number
  attribution: string
}

/** In words, what the answers rest on. */
export function phrasesDuFondement(fondement: Fondement): string[] {
  const { jour, generations, quartiers, complet, toleranceM, bandes, seuil, attribution } = fondement
  return [
    `Quartiers au ${formatDate(jour)} : ${generations.join(', ') || 'aucun'} (${accorde(quartiers, 'contour connu', 'contours connus')}).`,
    complet
      ? 'Tous les quartiers annoncés par les textes sont connus ici : « non » vaut pour toute la France métropolitaine.'
      : 'Les quartiers de tout le pays ne sont pas tous connus ici : loin de ceux qui le sont, la réponse est « inconnu ».',
    `À moins de ${formatNombre(toleranceM)} m d’une limite, la réponse est « à vérifier » : un point d’adresse est posé côté rue.`,
    ...(bandes.length === 0
      ? []
      : [`Bandes de distance autour des quartiers : ${bandes.map((bande) => `${formatNombre(bande)} m`).join(', ')}.`]),
    seuil <= 1
      ? 'Aucun compte n’est masqué.'
      : `Les lignes qui comptent moins de ${seuil} personnes sont masquées, et d’autres avec elles, pour qu’aucune soustraction ne les retrouve. Deux tableaux que l’on saurait relier (un quartier, sa commune) ne sont pas comparés : n’en donnez qu’un.`,
    'Un point dans deux quartiers est compté dans le premier ; le fichier les nomme tous les deux.',
    `Contours : ${attribution}.`,
  ]
}
