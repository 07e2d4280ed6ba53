/**
 * What the reviewer of an import decides, applied to what was understood. Pure: the understood document never changes,
 * decisions lie beside it, so that everything stays explainable and can be taken back.
 */
import { CHAMPS, type Champ, type Kind } from '../fiche.ts'
import { type Anomalie, CHAMPS_LISTES, type ChampListe, type FicheComprise, type ImportCompris, type Placement } from './compris.ts'
import type { Cible } from './dictionnaire.ts'

/** Where a reviewer sends a block: a field, or aside. */
export type Destination = Champ | 'aClasser' | 'ignore'

/** An answer to a doubt: the source is right as it is; keep it and remind me in the fiche; or cut the block in its parts. */
export type Reponse = 'juste' | 'reprendre' | 'separer'

export type Decisions = {
  /** Typed by the reviewer; absent = as understood. */
  code?: string
  intitule?: string
  kind?: Kind
  /** Node chosen for the fiche; absent = found from the attachment, or created from it. */
  noeudId?: string
  /** By index of block. */
  placements: Record<string, Destination>
  /** By key of doubt (`cleDoute`). */
  doutes: Record<string, Reponse>
}

export const SANS_DECISION: Decisions = { placements: {}, doutes: {} }

/** One line of the review: a block of the source, its place, and the doubts about it. */
export type BlocRelu = { bloc: number; statut: 'place' | 'a_classer' | 'ignore'; champs: Cible[]; raison: string | null; deplace: boolean }

export type Relecture = { fiche: FicheComprise; blocs: BlocRelu[]; doutes: Anomalie[]; doutesOuverts: number }

/** Key of a doubt in the decisions: its kind and its block. */
export function cleDoute(anomalie: Anomalie): string {
  return `${anomalie.code}@${anomalie.bloc ?? 'document'}`
}

/** Blocks that concern one fiche of a document: its own, and (for the only fiche) those outside any. */
export function blocsDeFiche(compris: ImportCompris, rang: number): Placement[] {
  return compris.placements.filter((placement) => placement.fiche === rang || (placement.fiche === null && compris.fiches.length === 1))
}

/**
 * The fiche after the reviewer's decisions.
 * @param texteDe the text of a block of the source
 */
export function reviewed(compris: ImportCompris, rang: number, decisions: Decisions, texteDe: (bloc: number) => string): Relecture {
  const comprise = compris.fiches[rang]
  if (comprise === undefined) throw new RangeError(`no fiche ${rang} in this document`)
  let fiche: FicheComprise = structuredClone(comprise)
  for (const [cle, destination] of Object.entries(decisions.placements)) {
    fiche = moved(fiche, Number(cle), destination, texteDe(Number(cle)))
  }
  for (const anomalie of compris.anomalies) {
    if (anomalie.bloc !== null && decisions.doutes[cleDoute(anomalie)] === 'separer') fiche = separated(fiche, anomalie.bloc)
  }
  if (decisions.kind !== undefined) fiche = { ...fiche, kind: { ...fiche.kind, valeur: decisions.kind } }
  if (decisions.intitule !== undefined) fiche = { ...fiche, intitule: { texte: decisions.intitule, blocs: fiche.intitule?.blocs ?? [] } }
  if (decisions.code !== undefined)
    fiche = { ...fiche, code: decisions.code === '' ? null : { texte: decisions.code, blocs: fiche.code?.blocs ?? [] } }
  const doutes = compris.anomalies.filter((anomalie) => anomalie.fiche === rang || (anomalie.fiche === null && compris.fiches.length === 1))
  const blocs = blocsDeFiche(compris, rang).map((placement): BlocRelu => {
    const decide = decisions.placements[String(placement.bloc)]
    if (decide === undefined)
      return { bloc: placement.bloc, statut: placement.statut, champs: placement.champs, raison: placement.raison, deplace: false }
    if (decide === 'ignore') return { bloc: placement.bloc, statut: 'ignore', champs: [], raison: 'écarté à la relecture', deplace: true }
    if (decide === 'aClasser') return { bloc: placement.bloc, statut: 'a_classer', champs: [], raison: null, deplace: true }
    return { bloc: placement.bloc, statut: 'place', champs: [decide], raison: null, deplace: true }
  })
  return { fiche, blocs, doutes, doutesOuverts: doutes.filter((doute) => decisions.doutes[cleDoute(doute)] === undefined).length }
}

/** Can this doubt be settled by cutting the block in its parts? */
export function isSeparable(anomalie: Anomalie, fiche: FicheComprise): boolean {
  return anomalie.bloc !== null && listeDuBloc(fiche, anomalie.bloc) !== null && /indicateur/.test(anomalie.code)
}

function listeDuBloc(fiche: FicheComprise, bloc: number): ChampListe | null {
  return CHAMPS_LISTES.find((champ) => fiche.listes[champ].some((extrait) => extrait.blocs.includes(bloc))) ?? null
}

/** Cuts the row read in this block at its commas and « et », outside parentheses: nothing is added, nothing is lost. */
function separated(fiche: FicheComprise, bloc: number): FicheComprise {
  const champ = listeDuBloc(fiche, bloc)
  if (champ === null) return fiche
  const lignes = fiche.listes[champ].flatMap((extrait) => {
    if (!extrait.blocs.includes(bloc)) return [extrait]
    const morceaux = extrait.texte
      .split(/\s*(?:,|;|\s+et\s+)\s*(?![^(]*\))/u)
      .map((morceau) => morceau.trim())
      .filter((morceau) => morceau !== '')
    return morceaux.map((texte) => ({ texte, blocs: extrait.blocs }))
  })
  return { ...fiche, listes: { ...fiche.listes, [champ]: lignes } }
}

/** Takes a block away from wherever it was read, and puts its whole text where the reviewer says, in the order of the document. */
function moved(fiche: FicheComprise, bloc: number, destination: Destination, texte: string): FicheComprise {
  const sans = <E extends { blocs: number[] }>(extraits: readonly E[]): E[] => extraits.filter((extrait) => !extrait.blocs.includes(bloc))
  const inserted = <E extends { blocs: number[] }>(extraits: readonly E[], nouveau: E): E[] => {
    const rang = extraits.findIndex((extrait) => (extrait.blocs[0] ?? 0) > bloc)
    return rang === -1 ? [...extraits, nouveau] : [...extraits.slice(0, rang), nouveau, ...extraits.slice(rang)]
  }
  const listes = Object.fromEntries(CHAMPS_LISTES.map((champ) => [champ, sans(fiche.listes[champ])])) as Record<
    ChampListe,
    { texte: string; blocs: number[] }[]
  >
  const suite: FicheComprise = {
    ...fiche,
    enjeu: sans(fiche.enjeu),
    listes,
    financements: sans(fiche.financements),
    calendrier: fiche.calendrier.blocs.includes(bloc)
      ? { texte: null, precision: null, phases: sans(fiche.calendrier.phases), blocs: fiche.calendrier.blocs.filter((b) => b !== bloc) }
      : { ...fiche.calendrier, phases: sans(fiche.calendrier.phases) },
    indicateursEffets: fiche.indicateursEffets.map((groupe) => ({ ...groupe, indicateurs: sans(groupe.indicateurs) })),
    liens: sans(fiche.liens),
    aClasser: sans(fiche.aClasser),
  }
  const extrait = { texte, blocs: [bloc] }
  switch (destination) {
    case 'ignore':
      return suite
    case 'aClasser':
      return { ...suite, aClasser: inserted(suite.aClasser, extrait) }
    case 'enjeu':
      return { ...suite, enjeu: inserted(suite.enjeu, extrait) }
    case 'financements':
      return {
        ...suite,
        financements: inserted(suite.financements, { ...extrait, nature: 'autre', organisations: [], montantCents: null }),
      }
    case 'calendrier':
      return suite.calendrier.texte === null
        ? { ...suite, calendrier: { ...suite.calendrier, texte, blocs: [bloc] } }
        : {
            ...suite,
            calendrier: {
              ...suite.calendrier,
              phases: inserted(suite.calendrier.phases, { libelle: texte, debut: null, fin: null, precision: null, blocs: [bloc] }),
            },
          }
    case 'indicateursEffets': {
      const dernier = suite.indicateursEffets.at(-1)
      if (dernier === undefined) return { ...suite, indicateursEffets: [{ effet: null, indicateurs: [extrait], blocs: [bloc] }] }
      return {
        ...suite,
        indicateursEffets: [...suite.indicateursEffets.slice(0, -1), { ...dernier, indicateurs: inserted(dernier.indicateurs, extrait) }],
      }
    }
    case 'liens':
      return { ...suite, liens: inserted(suite.liens, { code: null, intitule: null, ...extrait }) }
    default:
      return { ...suite, listes: { ...listes, [destination]: inserted(listes[destination], extrait) } }
  }
}

/** Families of fields, for the colours of the review. */
export function familleDe(cible: Cible | undefined): 1 | 2 | 3 | 4 | 5 | 6 {
  switch (cible) {
    case 'enjeu':
    case 'contexte':
      return 6
    case 'objectifs':
    case 'realisations':
      return 4
    case 'effets':
    case 'indicateursEffets':
    case 'indicateursRealisation':
      return 5
    case 'echelleTerritoriale':
    case 'publics':
    case 'animateur':
    case 'partenaires':
    case 'dispositifs':
      return 3
    case 'moyens':
    case 'financements':
    case 'calendrier':
    case 'debut':
    case 'fin':
    case 'suivi':
      return 2
    default:
      return 1
  }
}

/** True when this text names a place where a block can be sent. */
export function isDestination(texte: string): texte is Destination {
  return texte === 'aClasser' || texte === 'ignore' || (CHAMPS as readonly string[]).includes(texte)
}
