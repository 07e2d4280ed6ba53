import type { Bloc, Cellule } from '#platform/documents/bloc.ts'
import { cutTags, hasTags } from './balises.ts'
import { cutBullets, type Piece } from './puces.ts'
import { collapsed, isLegible, isUpper } from './texte.ts'

/**
 * A piece of a block on which recognition works. Most blocks give one; a block whose cell still holds HTML tags,
 * several bullets or several ticked boxes gives as many as it has parts. No word is lost or added.
 */
export type Segment = {
  bloc: number
  /** Rank of the piece in its block, from 0. */
  rang: number
  texte: string
  puce: string | null
  /** Level of heading, 0 when it is none. */
  titre: number
  /** Nesting of a list item, 0 when it is none. */
  profondeur: number
  accent: boolean
  majuscules: boolean
  /** Beginning in bold of a text that is not all bold. */
  debutAccent: string | null
  cellule: Cellule | null
  zone: Bloc['zone']
  page: number | null
  feuille: string | null
  /** A tick box: true when ticked, false when empty, null when the text is no option. */
  coche: boolean | null
}

export type BlocDecoupe = {
  segments: Segment[]
  /** Reason to ignore the whole block when it holds nothing to read. */
  ignore: string | null
  /** What had to be taken out: told to the person who reviews. */
  retire: ('signet' | 'balises')[]
}

const SIGNET = /\[(?:bookmark|signet)\s*:[^\]]*\]/giu
const SIGNET_MORT = /^(?:erreur\s*!\s*)?(?:signet non défini|bookmark not defined|error! bookmark not defined)\.?$/iu

/** Cuts one block into its segments; a line of it that `isLabel` is a segment of its own. */
export function cutBloc(bloc: Bloc, isLabel: (ligne: string) => boolean): BlocDecoupe {
  const retire: BlocDecoupe['retire'] = []
  const texte = collapsed(bloc.texte.replace(SIGNET, ' '))
  if (texte !== bloc.texte && bloc.texte.search(SIGNET) !== -1) retire.push('signet')
  if (texte === '' || SIGNET_MORT.test(texte)) return { segments: [], ignore: 'signet Word', retire }
  const tagged = hasTags(texte)
  if (tagged) retire.push('balises')
  const morceaux = tagged ? cutTags(texte) : cutLines(bloc, texte, isLabel)
  const premier = morceaux[0]
  if (premier !== undefined && bloc.puce !== null) premier.puce ??= bloc.puce
  const legibles = morceaux.flatMap((morceau) => cutBullets(morceau)).filter((piece) => isLegible(piece.texte))
  if (legibles.length === 0) return { segments: [], ignore: tagged ? 'balises sans texte' : 'aucun mot à lire', retire }
  const debutAccent = legibles.length === 1 && !tagged ? (bloc.debutAccent ?? null) : null
  const segments = legibles.map((piece, rang): Segment => {
    const item = piece.puce !== null || (bloc.nature === 'item' && rang === 0)
    return {
      bloc: bloc.index,
      rang,
      texte: piece.texte,
      puce: piece.puce,
      titre: bloc.nature === 'titre' ? Math.max(1, bloc.niveau) : 0,
      profondeur: item ? Math.max(1, bloc.nature === 'item' ? bloc.niveau : 1) : 0,
      accent: piece.accent,
      majuscules: isUpper(piece.texte),
      debutAccent,
      cellule: bloc.cellule,
      zone: bloc.zone,
      page: bloc.page,
      feuille: bloc.feuille,
      coche: piece.coche ?? null,
    }
  })
  return { segments, ignore: null, retire }
}

// Forced line breaks: each line is a piece, unless it plainly goes on with the sentence above.
function cutLines(bloc: Bloc, texte: string, isLabel: (ligne: string) => boolean): Piece[] {
  const lignes = (bloc.lignes ?? []).map((ligne) => collapsed(ligne.replace(SIGNET, ' '))).filter((ligne) => ligne !== '')
  if (lignes.length < 2) return [{ texte, puce: null, accent: bloc.accent }]
  const groupes: string[] = []
  for (const ligne of lignes) {
    const avant = groupes.at(-1)
    if (avant === undefined || isLabel(ligne) || isLabel(avant) || !goesOn(avant, ligne)) groupes.push(ligne)
    else groupes[groupes.length - 1] = `${avant} ${ligne}`
  }
  return groupes.map((groupe) => ({ texte: groupe, puce: null, accent: bloc.accent || groupe === bloc.debutAccent }))
}

const FINIT_EN_LIANT = /(?:^|\s)(?:de|du|des|d['’]|la|le|les|l['’]|et|ou|à|au|aux|en|dans|sur|par|pour|avec|un|une|que|qui)$/iu

function goesOn(avant: string, ligne: string): boolean {
  if (/[.!?;:,]$/u.test(avant) || !/^\p{Ll}/u.test(ligne)) return FINIT_EN_LIANT.test(avant)
  return avant.length >= 60 || FINIT_EN_LIANT.test(avant)
}
