/** Colours and patterns of the layers: classes on a page, literal colours in a document. Pure. */
import type { StyleCarte } from './carte.ts'

export type Motif = 'plein' | 'vide' | 'diagonal' | 'contre' | 'points' | 'horizontal' | 'vertical' | 'croise'
/** In a document: `fond` fills, `trait` borders and draws the pattern, `encre` writes on it. */
export type Apparence = { motif: Motif; fond: string; trait: string; encre: string; epaisseur: number; tirets?: string }

const PAPIER = '#ffffff'
const ENCRE = '#1e2a29'
const GRIS = '#55574f'

/** What each look is; the colours are those of the documents, the pages take theirs from carte.css. */
export const APPARENCES: Readonly<Record<StyleCarte, Apparence>> = {
  commune: { motif: 'vide', fond: 'none', trait: '#8a8474', encre: GRIS, epaisseur: 1, tirets: '6 3' },
  cellule: { motif: 'plein', fond: '#f5e7c6', trait: '#a97c22', encre: ENCRE, epaisseur: 0.4 },
  'cellule-retenue': { motif: 'diagonal', fond: '#f7e3d8', trait: '#b4532a', encre: ENCRE, epaisseur: 0.4 },
  voisin: { motif: 'plein', fond: '#dcebe8', trait: '#2f7d78', encre: ENCRE, epaisseur: 1 },
  ancien: { motif: 'contre', fond: 'none', trait: GRIS, encre: ENCRE, epaisseur: 1.5, tirets: '5 3' },
  quartier: { motif: 'plein', fond: '#0b5351', trait: PAPIER, encre: PAPIER, epaisseur: 1.5 },
  'palier-1': { motif: 'plein', fond: '#0b5351', trait: PAPIER, encre: PAPIER, epaisseur: 1.5 },
  'palier-2': { motif: 'diagonal', fond: '#f7e3d8', trait: '#b4532a', encre: ENCRE, epaisseur: 1.5 },
  'palier-3': { motif: 'points', fond: '#f5e7c6', trait: '#a97c22', encre: ENCRE, epaisseur: 1.5 },
  'palier-4': { motif: 'horizontal', fond: '#dee9f1', trait: '#4b7391', encre: ENCRE, epaisseur: 1.5 },
  'palier-5': { motif: 'croise', fond: '#eee0ea', trait: '#7a4b6b', encre: ENCRE, epaisseur: 1.5 },
  'palier-6': { motif: 'vertical', fond: '#e7ebd3', trait: '#74813f', encre: ENCRE, epaisseur: 1.5 },
  candidat: { motif: 'points', fond: '#f5e7c6', trait: '#a97c22', encre: ENCRE, epaisseur: 1.5, tirets: '5 3' },
  manque: { motif: 'diagonal', fond: '#f7e3d8', trait: '#b4532a', encre: ENCRE, epaisseur: 1.5 },
  exces: { motif: 'horizontal', fond: '#dee9f1', trait: '#4b7391', encre: ENCRE, epaisseur: 1.5 },
  perimetre: { motif: 'contre', fond: 'none', trait: '#7a4b6b', encre: ENCRE, epaisseur: 2 },
  ici: { motif: 'plein', fond: '#a9491f', trait: PAPIER, encre: PAPIER, epaisseur: 1.5 },
  defaut: { motif: 'croise', fond: 'none', trait: '#b3261e', encre: ENCRE, epaisseur: 2 },
  point: { motif: 'plein', fond: ENCRE, trait: PAPIER, encre: ENCRE, epaisseur: 1.5 },
}
export const COULEURS_DOCUMENT = { sable: '#f6f1e7', papier: PAPIER, encre: ENCRE, gris: GRIS } as const

/** Side of the tile of a pattern, in units. */
const PAS = 9
const TRAITS: Readonly<Record<Exclude<Motif, 'plein' | 'vide'>, string>> = {
  diagonal: `M-1 1l2-2M0 ${PAS}l${PAS}-${PAS}M${PAS - 1} ${PAS + 1}l2-2`,
  contre: `M-1 ${PAS - 1}l2 2M0 0l${PAS} ${PAS}M${PAS - 1} -1l2 2`,
  horizontal: `M0 ${PAS / 2}h${PAS}`,
  vertical: `M${PAS / 2} 0v${PAS}`,
  croise: `M0 ${PAS / 2}h${PAS}M${PAS / 2} 0v${PAS}`,
  points: `M${PAS / 2} ${PAS / 2}h.01`,
}

/** `page`: classes coloured by the style sheet. `document`: literal colours. */
export type Theme = 'page' | 'document'

/** The attributes that give a shape its look. @param id of the map, which names its patterns */
export function attributesOf(style: StyleCarte, id: string, theme: Theme): string {
  const { motif, fond, trait, epaisseur, tirets } = APPARENCES[style]
  const hachure = motif === 'plein' || motif === 'vide' ? null : `url(#${id}-${style})`
  const pointille = tirets === undefined ? '' : ` stroke-dasharray="${tirets}"`
  if (theme === 'page') return `class="c-${style}"${hachure === null ? '' : ` fill="${hachure}"`}${pointille}`
  return `fill="${hachure ?? fond}" stroke="${trait}" stroke-width="${epaisseur}" stroke-linejoin="round"${pointille}`
}

/** The patch of a look in a legend, with its pattern. @param id unique in the page */
export function swatchOf(style: StyleCarte, id: string): string {
  const motif = patternOf(style, id, 'page')
  const defs = motif === '' ? '' : `<defs>${motif}</defs>`
  return `<svg xmlns="http://www.w3.org/2000/svg" class="pv-plan-cle" viewBox="0 0 28 18" aria-hidden="true">${defs}<rect x="1" y="1" width="26" height="16" ${attributesOf(style, id, 'page')}/></svg>`
}

/** One tile of the pattern of a look, for whoever draws it otherwise. */
export function tileOf(style: StyleCarte): { pas: number; traits: string; epaisseur: number; rond: 'oui' | 'non' } {
  const { motif } = APPARENCES[style]
  const traits = motif === 'plein' || motif === 'vide' ? '' : TRAITS[motif]
  return { pas: PAS, traits, epaisseur: epaisseurOf(motif), rond: motif === 'points' ? 'oui' : 'non' }
}

function epaisseurOf(motif: Motif): number {
  return motif === 'contre' || motif === 'croise' ? 0.8 : motif === 'points' ? 2.2 : 1.4
}

/** The pattern of a look, or nothing when it has none. */
export function patternOf(style: StyleCarte, id: string, theme: Theme): string {
  const { motif, fond, trait } = APPARENCES[style]
  if (motif === 'plein' || motif === 'vide') return ''
  const fin = epaisseurOf(motif)
  const [dos, ligne] = theme === 'page' ? [`class="b-${style}"`, `class="h-${style}"`] : [`fill="${fond}"`, `fill="none" stroke="${trait}"`]
  return (
    `<pattern id="${id}-${style}" width="${PAS}" height="${PAS}" patternUnits="userSpaceOnUse">` +
    `<rect width="${PAS}" height="${PAS}" ${dos}/><path d="${TRAITS[motif]}" ${ligne} stroke-width="${fin}" stroke-linecap="${motif === 'points' ? 'round' : 'butt'}"/></pattern>`
  )
}
