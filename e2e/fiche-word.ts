/** A fiche as a person would have typed it in Word: one table of two columns. What it says is invented. */
import { Document, Packer, Paragraph, Table, TableCell, TableRow, WidthType } from 'docx'

/** What the journeys look for on the screens. */
export const FICHE_WORD = {
  code: '3.3.2',
  intitule: 'Des visites d’ateliers pour les collégiens',
  contexte: 'Les familles connaissent peu les métiers exercés à deux rues de chez elles.',
  objectif: 'Faire découvrir six métiers dans l’année',
  /** One line that counts two things: a doubt. */
  indicateurs: ['Nombre de visites', 'nombre d’artisans accueillants'],
  /** Below the table, under no label: a block without a place. */
  sansPlace: 'Le bus de la ville attend devant le collège à huit heures.',
}

/** The bytes of the .docx. */
export async function buildFicheWord(): Promise<Buffer> {
  const { code, intitule, contexte, objectif, indicateurs, sansPlace } = FICHE_WORD
  const rangs: [string, string[]][] = [
    ['Fiche orientation', [`${code} ${intitule}`]],
    ['Contexte et constats', [contexte]],
    ['Objectifs', [objectif]],
    ['Réalisations attendues', ['Douze visites de deux heures', 'Un carnet de métiers écrit par les élèves']],
    ['Porteur', ['Atelier des Passerelles']],
    ['Partenaires', ['Collège des Tilleuls, Chambre de métiers']],
    ['Calendrier', ['Au fil de l’eau']],
    ['Indicateurs de réalisation', [indicateurs.join(' et ')]],
  ]
  const cellule = (textes: string[]) => new TableCell({ children: textes.map((texte) => new Paragraph(texte)) })
  const tableau = new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: rangs.map(([etiquette, textes]) => new TableRow({ children: [cellule([etiquette]), cellule(textes)] })),
  })
  return Packer.toBuffer(new Document({ sections: [{ children: [tableau, new Paragraph(''), new Paragraph(sansPlace)] }] }))
}
