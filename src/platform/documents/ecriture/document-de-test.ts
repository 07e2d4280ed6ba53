import { parseTexte } from '#platform/texte/commonmark.ts'
import type { DocumentAEcrire, Element, Item, Texte } from './document.ts'

/** A small document with one of everything, for tests. */
export function buildDocumentDeTest(changements: Partial<DocumentAEcrire> = {}): DocumentAEcrire {
  const corps: Element[] = [
    { sorte: 'titre', niveau: 1, numero: '1', famille: 'Partie', forme: 'intercalaire', nouvellePage: true, texte: t('Les lieux') },
    { sorte: 'paragraphe', ton: 'normal', texte: t('Un texte **gras**, *penché*, et [un lien](https://exemple.fr/?a=1&b=2).') },
    { sorte: 'reperes', couples: [{ libelle: 'Thème', valeur: 'Jeunesse' }] },
    { sorte: 'titre', niveau: 2, numero: '1.1', famille: 'Feuille', forme: 'ouverture', nouvellePage: true, texte: t('Une feuille') },
    { sorte: 'rubrique', niveau: 3, libelle: 'Enjeu', contenu: [{ sorte: 'paragraphe', ton: 'chapeau', texte: t('Vivre ensemble') }] },
    {
      sorte: 'rubrique',
      niveau: 3,
      libelle: 'Actions',
      contenu: [{ sorte: 'liste', items: [item('Ouvrir', 'en cours', [item('le samedi', null)]), item('Fermer', null)] }],
    },
    { sorte: 'rubrique', niveau: 3, libelle: 'Publics', contenu: [{ sorte: 'paragraphe', ton: 'vide', texte: t('Rien ici') }] },
    { sorte: 'paragraphe', ton: 'discret', texte: t('Fin de la feuille') },
    { sorte: 'titre', niveau: 1, numero: null, famille: null, forme: 'simple', nouvellePage: true, texte: t('Liste') },
    {
      sorte: 'tableau',
      legende: 'Deux lignes',
      colonnes: [
        { titre: 'Nom', part: 2, aligne: 'debut' },
        { titre: 'Montant', part: 1, aligne: 'fin' },
      ],
      lignes: [
        ['Ville', '12,00'],
        ['État', '8,00'],
      ],
    },
  ]
  return {
    titre: 'Un document d’essai',
    auteur: 'Métropole',
    sujet: 'Essai',
    entete: 'En haut',
    pied: 'En bas',
    date: new Date('2026-03-09T10:00:00Z'),
    couverture: {
      surtitre: 'Surtitre',
      titre: 'Un document d’essai',
      sousTitre: 'Sous-titre',
      lignes: [{ libelle: 'Période', valeur: '2024 à 2030' }],
      paves: { groupes: [2, 3], legende: '5 pavés' },
    },
    sommaire: 9,
    corps,
    ...changements,
  }
}

/** A document of one paragraph. */
export function buildDocumentSimple(texte: string): DocumentAEcrire {
  return buildDocumentDeTest({ couverture: null, sommaire: 0, corps: [{ sorte: 'paragraphe', ton: 'normal', texte: t(texte) }] })
}

/** A teal picture of 2 × 1 pixels. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAABGdBTUEAALGPC/xhBQAAACBjSFJNAAB6JgAAgIQAAPoAAACA6AAAdTAAAOpgAAA6mAAAF3CculE8AAAABmJLR0QA/wD/AP+gvaeTAAAAB3RJTUUH6gsWAhEHt5DJywAAAA9JREFUCNdj5A4OZGBgAAADMwCxVuup6QAAACV0RVh0ZGF0ZTpjcmVhdGUAMjAyNi0xMS0yMlQwMjoxNzowNyswMDowMBndfbQAAAAldEVYdGRhdGU6bW9kaWZ5ADIwMjYtMTEtMjJUMDI6MTc6MDcrMDA6MDBogMUIAAAAAElFTkSuQmCC',
  'base64',
)
export const SVG = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><rect width="20" height="10" fill="#0B5351"/></svg>',
)

function item(texte: string, precision: string | null, enfants: Item[] = []): Item {
  return { texte: [t(texte)], precision, enfants }
}

function t(texte: string): Texte {
  return parseTexte(texte)[0] ?? []
}
