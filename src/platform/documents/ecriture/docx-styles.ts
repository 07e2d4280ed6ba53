import {
  AlignmentType,
  BorderStyle,
  type IBaseParagraphStyleOptions,
  type INumberingOptions,
  type IPropertiesOptions,
  type IStylesOptions,
  LevelFormat,
} from 'docx'
import { ENCRE, ENCRE_2, FILET } from './document.ts'
import { POLICE_TEXTE, POLICE_TITRE, readPolice } from './polices.ts'

/** Word's table of contents and headings go down to here. */
export const NIVEAU_MAX = 6
export const PUCES = 'puces'

/** The two families, embedded so that the document looks the same on any machine. */
export function listPolicesDocx(): NonNullable<IPropertiesOptions['fonts']> {
  return [
    {
      name: POLICE_TEXTE,
      data: readPolice('texte'),
      bold: readPolice('texteGras'),
      italic: readPolice('texteItalique'),
      boldItalic: readPolice('texteGrasItalique'),
    },
    { name: POLICE_TITRE, data: readPolice('titre') },
  ]
}

export function numbering(accent: string): INumberingOptions {
  return {
    config: [
      {
        reference: PUCES,
        levels: Array.from({ length: 9 }, (_, level) => ({
          level,
          format: LevelFormat.BULLET,
          text: '\u25aa',
          alignment: AlignmentType.LEFT,
          style: { run: { font: 'Arial', color: accent }, paragraph: { indent: { left: 340 * (level + 1), hanging: 340 } } },
        })),
      },
    ],
  }
}

/** Styles with French names, on Word's own heading styles so that its outline and table of contents work. */
export function stylesOf({ principale, accent }: { principale: string; accent: string }): IStylesOptions {
  const titre = (taille: number, avant: number): IBaseParagraphStyleOptions => ({
    quickFormat: true,
    run: { font: POLICE_TITRE, size: taille, color: encre, bold: false },
    paragraph: { spacing: { before: avant, after: 160, line: 252, lineRule: 'auto' }, keepNext: true },
  })
  const style = (id: string, name: string, run: object, paragraph: object = {}) => ({
    id,
    name,
    basedOn: 'Normal',
    quickFormat: true,
    run,
    paragraph,
  })
  const filet = { style: BorderStyle.SINGLE, size: 4, space: 6, color: FILET.slice(1) }
  return {
    default: {
      document: {
        run: { font: POLICE_TEXTE, size: 21, color: encre, language: { value: 'fr-FR', eastAsia: 'fr-FR', bidirectional: 'ar-SA' } },
        paragraph: { spacing: { after: 120, line: 276, lineRule: 'auto' } },
      },
      title: {
        run: { font: POLICE_TITRE, size: 80, color: principale },
        paragraph: { spacing: { before: 200, after: 240, line: 252, lineRule: 'auto' } },
      },
      heading1: titre(44, 240),
      heading2: titre(36, 320),
      heading3: titre(32, 280),
      heading4: titre(30, 240),
      heading5: titre(28, 240),
      heading6: titre(26, 240),
    },
    paragraphStyles: [
      ...Array.from({ length: 9 }, (_, rang) =>
        style(
          `Rubrique${rang + 1}`,
          `Rubrique ${rang + 1}`,
          { font: POLICE_TITRE, size: 23, color: principale },
          { spacing: { before: 260, after: 80 }, keepNext: true, outlineLevel: rang, border: { top: filet } },
        ),
      ),
      style('Puce', 'Élément de liste', {}, { spacing: { after: 70 } }),
      style('Chapeau', 'Chapeau', { font: POLICE_TITRE, size: 26 }),
      style('NonRenseigne', 'Non renseigné', { italics: true, color: encre2 }),
      style('Mention', 'Mention', { size: 17, color: encre2 }, { spacing: { before: 120, after: 120 } }),
      style('Repere', 'Repère', { size: 19 }, { spacing: { after: 40 } }),
      style('Surtitre', 'Surtitre', { font: POLICE_TITRE, size: 26, color: accent }),
      style('SousTitre', 'Sous-titre', { font: POLICE_TITRE, size: 32 }),
      style('TitreSommaire', 'Titre du sommaire', { font: POLICE_TITRE, size: 48, color: principale }, { spacing: { after: 300 } }),
      style(
        'TeteDeColonne',
        'Tête de colonne',
        { font: POLICE_TITRE, size: 19, color: principale },
        { keepNext: true, spacing: { after: 0 } },
      ),
      style('Cellule', 'Cellule', { size: 19 }, { spacing: { after: 0 } }),
      style('Entete', 'En-tête de page', { size: 17, color: encre2 }),
      style('Pied', 'Pied de page', { size: 17, color: encre2 }, { border: { top: filet } }),
    ],
  }
}

const encre = ENCRE.slice(1)
const encre2 = ENCRE_2.slice(1)
