/** A fiche as document elements: the same fields in the same order as every view, empty ones included. Pure. */
import type { Element, Item, Texte } from '#platform/documents/ecriture/document.ts'
import { FINE, INSECABLE } from '#platform/formats.ts'
import { brut, type Fragment, parseTexte } from '#platform/texte/commonmark.ts'
import { type Champ, type ChoixChamp, isFilled, type Kind, type Ligne } from '../fiche.ts'
import { A_CLASSER, NON_RENSEIGNE, renderEtat, SANS_EFFET } from './mentions.ts'
import { type FicheAExporter, nomNoeud } from './modele.ts'
import {
  type Dit,
  renderCalendrier,
  renderEchelle,
  renderFinancement,
  renderLien,
  renderPartenaire,
  renderPublic,
  renderRealisation,
} from './notation.ts'

export const FAMILLES: Record<Kind, string> = { orientation: 'Fiche orientation', action: 'Fiche action', bilan: 'Fiche bilan' }

/** @param place level of its heading, from 1, and whether it opens a page */
export function buildFiche(
  fiche: FicheAExporter,
  champs: readonly ChoixChamp[],
  place: { niveau: number; nouvellePage: boolean },
): Element[] {
  const { niveau } = place
  const numero = fiche.code === '' ? null : fiche.code
  return [
    { sorte: 'titre', ...place, forme: 'ouverture', famille: FAMILLES[fiche.kind], numero, texte: nu(fiche.intitule) },
    ...(fiche.rattachement.length === 0
      ? []
      : [
          { sorte: 'reperes', couples: fiche.rattachement.map((noeud) => ({ libelle: nomNoeud(noeud), valeur: noeud.intitule })) } as const,
        ]),
    ...champsMontres(fiche, champs).map(
      ({ champ, libelle }): Element => ({ sorte: 'rubrique', niveau: niveau + 1, libelle, contenu: contentOf(fiche, champ) }),
    ),
    ...(fiche.aClasser.length === 0
      ? []
      : [{ sorte: 'rubrique', niveau: niveau + 1, libelle: A_CLASSER, contenu: [listOf(fiche.aClasser)] } as const]),
    { sorte: 'paragraphe', ton: 'discret', texte: [brut(renderEtat(fiche))] },
  ]
}

/** The fields that the contract uses, in its order, and those that hold something all the same: nothing is left out. */
export function champsMontres(fiche: FicheAExporter, champs: readonly ChoixChamp[]): ChoixChamp[] {
  return [...champs].sort((a, b) => a.ordre - b.ordre).filter(({ champ, utilise }) => utilise || isFilled(fiche, champ))
}

/** Text without marks, with French spaces. */
export function nu(texte: string): Texte {
  return [espace(brut(texte))]
}

/** Paragraphs of a CommonMark text, with French spaces. */
export function paragraphes(texte: string): Texte[] {
  return parseTexte(texte).map((fragments) => fragments.map(espace))
}

function contentOf(fiche: FicheAExporter, champ: Champ): Element[] {
  if (!isFilled(fiche, champ)) return [{ sorte: 'paragraphe', ton: 'vide', texte: [brut(NON_RENSEIGNE)] }]
  switch (champ) {
    case 'enjeu':
      return paragraphes(fiche.enjeu ?? '').map((texte) => ({ sorte: 'paragraphe', ton: 'chapeau', texte }))
    case 'calendrier':
      return calendrierOf(fiche)
    case 'realisations':
      return [saidList(fiche.realisations.map(renderRealisation))]
    case 'echelleTerritoriale':
      return [saidList(fiche.echelleTerritoriale.map(renderEchelle))]
    case 'publics':
      return [saidList(fiche.publics.map(renderPublic))]
    case 'partenaires':
      return [saidList(fiche.partenaires.map(renderPartenaire))]
    case 'financements':
      return [saidList(fiche.financements.map(renderFinancement))]
    case 'liens':
      return [saidList(fiche.liens.map((lien) => ({ texte: renderLien(lien), precision: null })))]
    case 'indicateursEffets':
      return [{ sorte: 'liste', items: itemsByEffet(fiche) }]
    default:
      return [listOf(fiche[champ])]
  }
}

function calendrierOf(fiche: FicheAExporter): Element[] {
  const { paragraphes: textes, phases } = renderCalendrier(fiche.calendrier)
  const elements: Element[] = textes.flatMap((texte) => paragraphes(texte)).map((texte) => ({ sorte: 'paragraphe', ton: 'normal', texte }))
  return phases.length === 0 ? elements : [...elements, saidList(phases.map((texte) => ({ texte, precision: null })))]
}

/** Each effect that has indicators, with them below it; those that no effect claims come last. */
export function groupByEffet(
  fiche: Pick<FicheAExporter, 'effets' | 'indicateursEffets'>,
): { effet: string | null; indicateurs: Ligne[] }[] {
  const connus = new Set(fiche.effets.map((effet) => effet.id))
  const groupes: { effet: string | null; indicateurs: Ligne[] }[] = fiche.effets.map((effet) => ({
    effet: effet.texte,
    indicateurs: fiche.indicateursEffets.filter(({ effetId }) => effetId === effet.id),
  }))
  const orphelins = fiche.indicateursEffets.filter(({ effetId }) => effetId === null || !connus.has(effetId))
  return [...groupes, { effet: null, indicateurs: orphelins }].filter(({ indicateurs }) => indicateurs.length > 0)
}

function itemsByEffet(fiche: FicheAExporter): Item[] {
  return groupByEffet(fiche).map(({ effet, indicateurs }) => ({
    texte: effet === null ? [nu(SANS_EFFET)] : paragraphes(effet),
    precision: null,
    enfants: indicateurs.map((indicateur) => itemOf({ texte: indicateur.texte, precision: null })),
  }))
}

function listOf(lignes: readonly Ligne[]): Element {
  return saidList(lignes.map(({ texte }) => ({ texte, precision: null })))
}

function saidList(dits: readonly Dit[]): Element {
  return { sorte: 'liste', items: dits.map(itemOf) }
}

function itemOf({ texte, precision }: Dit): Item {
  return { texte: paragraphes(texte), precision, enfants: [] }
}

// Spaces only: the words stay as they were typed, and readers count every space as one.
function espace(fragment: Fragment): Fragment {
  const texte = fragment.texte
    .replace(/ ([;!?])/g, `${FINE}$1`)
    .replace(/ ([:»%€])/g, `${INSECABLE}$1`)
    .replace(/« /g, `«${INSECABLE}`)
  return { ...fragment, texte }
}
