/** For tests: documents as readers give them, drawn at random or written line by line. */
import fc from 'fast-check'
import type { Bloc, DocumentLu } from '#platform/documents/bloc.ts'
import { LIBELLES } from './dictionnaire.ts'

/** One paragraph a line; « • x » is a list item, « # x » and « ## x » headings. */
export function buildDocument(lignes: readonly string[], nom = 'essai.docx'): DocumentLu {
  const blocs = lignes.map((ligne, index): Bloc => {
    const item = /^•\s/.test(ligne)
    const titre = /^#+(?=\s)/.exec(ligne)?.[0].length ?? 0
    return {
      index,
      nature: item ? 'item' : titre > 0 ? 'titre' : 'paragraphe',
      texte: ligne.replace(/^(?:•|#+)\s+/, ''),
      niveau: item ? 1 : titre,
      puce: item ? '•' : null,
      zone: 'corps',
      cellule: null,
      accent: titre > 0,
      page: null,
      paragraphe: index + 1,
      feuille: null,
    }
  })
  return { source: { nom, format: 'docx', sha256: '0'.repeat(64) }, blocs, images: [], avertissements: [] }
}

/** A fiche as people write them, with one doubt (two indicators in one line) and one block that says nothing known. */
export const LIGNES_FICHE = [
  '# FICHE ACTION 2.1.7 : Rénover les halls',
  'Pilier 2 : Cadre de vie',
  'Axe 1 : Gestion de proximité',
  '## Contexte',
  '• Les halls sont anciens',
  '• Les boîtes aux lettres sont cassées',
  '## Objectifs',
  '• Rendre les entrées accueillantes',
  '## Réalisations attendues',
  '• Peinture de douze halls',
  '## Effets attendus',
  '• Les habitants s’approprient les lieux',
  '## Partenaires',
  'Bailleur, Ville, habitants (conseil citoyen, amicale)',
  '## Calendrier',
  'De mars 2027 à juin 2028',
  '## Indicateurs de réalisation',
  '• Nombre de halls refaits, nombre de réunions tenues',
  '## Points de blocage',
  'Le marché de peinture est à relancer',
]

const LABELS = Object.values(LIBELLES).flat()
const MOTS = [
  'jardin',
  'école',
  'Ville de Port-Salins',
  'mars 2025',
  '12 000 €',
  'CAF, MJC (deux sites)',
  'nombre de séances et nombre de jeunes',
  '2.1.6',
  'etc.',
  '🌿',
]
const ligne = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...LABELS) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...LABELS), fc.constantFrom(...MOTS)).map(([label, mot]) => `${label} : ${mot}`) },
  { weight: 4, arbitrary: fc.array(fc.constantFrom(...MOTS), { minLength: 1, maxLength: 5 }).map((mots) => `• ${mots.join(' ')}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('# FICHE 2.1.5', '# Fiche action n° 3 – Jardins', 'Pilier 2', 'Axe 1 : Santé', 'BILAN D’ACTIVITÉS'),
  },
)

export const documentArbitraire: fc.Arbitrary<DocumentLu> = fc
  .array(ligne, { minLength: 1, maxLength: 40 })
  .map((lignes) => buildDocument(lignes))
