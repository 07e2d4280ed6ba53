import type { Bloc, Cellule, ImageLue } from '../bloc.ts'
import { LIMITES } from './limites.ts'
import { splitPuce } from './puces.ts'
import { refus } from './refus.ts'

/** A run of text of one look. "\n" is a forced line break, "\t" a tabulation. */
export type Morceau = { texte: string; accent: boolean }

/** A cell being filled: it counts its paragraphs. */
export type CelluleOuverte = Omit<Cellule, 'rang'> & { suivant: number }

/** Where the next paragraphs stand. */
export type Place = {
  zone: Bloc['zone']
  cellule: CelluleOuverte | null
  page: number | null
  feuille: string | null
  /** Rank to show instead of the count of paragraphs (row of a sheet). */
  rang?: number
}

/** A paragraph as a reader meets it, before white space and bullets are sorted out. */
export type Paragraphe = {
  morceaux: readonly Morceau[]
  nature?: Bloc['nature']
  niveau?: number
  puce?: string | null
  /** Rank to show instead of the count of paragraphs (line of a text file). */
  rang?: number
}

export type Recueil = {
  readonly nom: string
  readonly blocs: Bloc[]
  readonly images: ImageLue[]
  readonly avertissements: { code: string; message: string; bloc: number | null }[]
  /** Adds the paragraph as one block, or as several when forced line breaks separate typed bullets; none when blank. */
  add(paragraphe: Paragraphe, place: Place): void
  addImage(image: Omit<ImageLue, 'apres'>): void
  /** Says once a code what the reader noticed; `bloc` is the rank of the block concerned. */
  warn(code: string, message: string, bloc?: number | null): void
  openTable(): number
}

export const CORPS: Place = { zone: 'corps', cellule: null, page: null, feuille: null }

/** Gathers the blocks of one document in reading order. */
export function createRecueil(nom: string): Recueil {
  const blocs: Bloc[] = []
  const images: ImageLue[] = []
  const avertissements: Recueil['avertissements'] = []
  const paragraphes = new Map<string, number>()
  let tables = 0
  return {
    nom,
    blocs,
    images,
    avertissements,
    add(paragraphe, place) {
      const groupes = groupLines(paragraphe.morceaux, (paragraphe.puce ?? null) === null)
      if (groupes.length === 0) return
      const cle = `${place.zone}\n${place.feuille ?? ''}`
      const rang = (paragraphes.get(cle) ?? 0) + 1
      paragraphes.set(cle, rang)
      for (const groupe of groupes) {
        if (blocs.length >= LIMITES.blocs) throw refus.tropLong(nom)
        const puce = groupe.puce ?? paragraphe.puce ?? null
        const nature = paragraphe.nature ?? (puce === null ? 'paragraphe' : 'item')
        const bloc: Bloc = {
          index: blocs.length,
          nature: nature === 'paragraphe' && puce !== null ? 'item' : nature,
          texte: groupe.texte,
          niveau: Math.min(9, paragraphe.niveau ?? 0),
          puce,
          zone: place.zone,
          cellule: place.cellule === null ? null : placeIn(place.cellule),
          accent: groupe.accent,
          page: place.page,
          paragraphe: paragraphe.rang ?? place.rang ?? rang,
          feuille: place.feuille,
        }
        if (bloc.nature === 'item' && bloc.niveau === 0) bloc.niveau = 1
        if (groupe.lignes.length > 1) bloc.lignes = groupe.lignes
        if (groupe.debutAccent !== '') bloc.debutAccent = groupe.debutAccent
        blocs.push(bloc)
      }
    },
    addImage(image) {
      images.push({ apres: blocs.length - 1, ...image })
    },
    warn(code, message, bloc = null) {
      if (bloc === null && avertissements.some((avertissement) => avertissement.code === code && avertissement.message === message)) return
      avertissements.push({ code, message, bloc })
    },
    openTable() {
      tables += 1
      return tables - 1
    },
  }
}

function placeIn(cellule: CelluleOuverte): Cellule {
  const { suivant, ...reste } = cellule
  cellule.suivant = suivant + 1
  return { ...reste, rang: suivant }
}

// Control characters, soft hyphens and zero-width signs that no reader sees; zero-width joiners shape emoji and stay.
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point
const INVISIBLES = /[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b\u2060\ufeff]/g

/** Visible text: white space of every kind collapsed to one space, invisible signs removed. */
export function cleanText(texte: string): string {
  return texte
    .replace(INVISIBLES, '')
    .replace(/[\s\u0085]+/g, ' ')
    .trim()
    .toWellFormed()
}

type Groupe = { texte: string; puce: string | null; lignes: string[]; accent: boolean; debutAccent: string }

/** A forced line break followed by a typed bullet starts a new block; any other stays in its block (see `lignes`). */
function groupLines(morceaux: readonly Morceau[], bullets: boolean): Groupe[] {
  const groupes: { morceaux: Morceau[][]; puce: string | null }[] = []
  for (const ligne of splitLines(morceaux)) {
    const brut = ligne.map((morceau) => morceau.texte).join('')
    if (cleanText(brut) === '') continue
    const puce = bullets ? splitPuce(brut) : null
    const courant = groupes.at(-1)
    if (puce !== null) groupes.push({ morceaux: [dropStart(ligne, brut.length - puce.reste.length)], puce: puce.puce })
    else if (courant === undefined) groupes.push({ morceaux: [ligne], puce: null })
    else courant.morceaux.push(ligne)
  }
  return groupes.map(({ morceaux: lignes, puce }) => ({ puce, ...describe(lignes) }))
}

function splitLines(morceaux: readonly Morceau[]): Morceau[][] {
  const lignes: Morceau[][] = [[]]
  for (const morceau of morceaux) {
    if (!morceau.texte.includes('\n')) {
      lignes.at(-1)?.push(morceau)
      continue
    }
    const parts = morceau.texte.split('\n')
    lignes.at(-1)?.push({ texte: parts[0] ?? '', accent: morceau.accent })
    for (const part of parts.slice(1)) lignes.push([{ texte: part, accent: morceau.accent }])
  }
  return lignes
}

function dropStart(ligne: readonly Morceau[], longueur: number): Morceau[] {
  let reste = longueur
  const gardes: Morceau[] = []
  for (const morceau of ligne) {
    const coupe = Math.min(reste, morceau.texte.length)
    reste -= coupe
    if (coupe < morceau.texte.length) gardes.push({ texte: morceau.texte.slice(coupe), accent: morceau.accent })
  }
  return gardes
}

function describe(lignes: readonly (readonly Morceau[])[]): Omit<Groupe, 'puce'> {
  const textes = lignes.map((ligne) => cleanText(ligne.map((morceau) => morceau.texte).join('')))
  const visibles = lignes.flat().filter((morceau) => morceau.texte.trim() !== '')
  const accent = visibles.every((morceau) => morceau.accent)
  let debut = ''
  if (!accent) {
    for (const morceau of lignes[0] ?? []) {
      if (!morceau.accent && morceau.texte.trim() !== '') break
      debut += morceau.texte
    }
  }
  return { texte: textes.join(' '), lignes: textes, accent, debutAccent: cleanText(debut) }
}
