/** Puts the paragraphs read under one label into the field they make. Pure. */
import type { Bloc } from '#platform/documents/bloc.ts'
import type { Champ, Kind } from '../fiche.ts'
import type { EffetIndicateurs, Extrait, FicheComprise, NiveauCompris } from '../import/compris.ts'
import { SANS_EFFET } from './mentions.ts'
import { parseCalendrier, parseFinancement, parseLien } from './notation.ts'

/** Fields by the label they bear, ours and those of the contract. */
export type ChampsDits = ReadonlyMap<string, Champ | 'aClasser'>

/** A paragraph of a field: `niveau` is the nesting of an item, 0 for what follows or stands without a bullet. */
export type Paragraphe = { texte: string; niveau: number; bloc: number }

export function placeChamp(fiche: FicheComprise, champ: Champ | 'aClasser', paragraphes: readonly Paragraphe[]): void {
  switch (champ) {
    case 'enjeu':
      fiche.enjeu.push(...paragraphes.map(({ texte, bloc }) => ({ texte, blocs: [bloc] })))
      return
    case 'calendrier':
      fiche.calendrier = calendrierOf(paragraphes)
      return
    case 'financements':
      for (const extrait of rowsOf(paragraphes)) {
        const { details } = parseFinancement(extrait.texte)
        fiche.financements.push({ ...extrait, ...(details ?? { nature: 'autre', organisations: [], montantCents: null }) })
      }
      return
    case 'liens':
      for (const extrait of rowsOf(paragraphes)) {
        const { code, texte } = parseLien(extrait.texte)
        fiche.liens.push({ code, intitule: texte === '' ? null : texte, ...extrait })
      }
      return
    case 'indicateursEffets':
      fiche.indicateursEffets = effetsOf(paragraphes)
      return
    case 'aClasser':
      fiche.aClasser.push(...rowsOf(paragraphes))
      return
    default:
      fiche.listes[champ].push(...rowsOf(paragraphes))
  }
}

/** One extract an item; a paragraph without a bullet goes on with the item before it. */
function rowsOf(paragraphes: readonly Paragraphe[]): Extrait[] {
  const lignes: Extrait[] = []
  for (const { texte, niveau, bloc } of paragraphes) {
    const courante = lignes.at(-1)
    if (niveau === 0 && courante !== undefined) {
      courante.texte += `\n\n${texte}`
      courante.blocs.push(bloc)
    } else lignes.push({ texte, blocs: [bloc] })
  }
  return lignes
}

/** Items of the first level are effects, those below them their indicators. */
function effetsOf(paragraphes: readonly Paragraphe[]): EffetIndicateurs[] {
  const groupes: EffetIndicateurs[] = []
  let dessous = false
  for (const { texte, niveau, bloc } of paragraphes) {
    const groupe = groupes.at(-1)
    const indicateur = groupe?.indicateurs.at(-1)
    if (niveau === 1 || groupe === undefined) {
      groupes.push({ effet: texte === SANS_EFFET ? null : texte, indicateurs: [], blocs: [bloc] })
      dessous = false
    } else if (niveau > 1) {
      groupe.indicateurs.push({ texte, blocs: [bloc] })
      dessous = true
    } else if (dessous && indicateur !== undefined) {
      indicateur.texte += `\n\n${texte}`
      indicateur.blocs.push(bloc)
    } else {
      groupe.effet = `${groupe.effet ?? ''}\n\n${texte}`
      groupe.blocs.push(bloc)
    }
  }
  return groupes
}

function calendrierOf(paragraphes: readonly Paragraphe[]): FicheComprise['calendrier'] {
  const lu = parseCalendrier(paragraphes.map(({ texte }) => texte))
  const items = paragraphes.filter(({ niveau }) => niveau > 0)
  return {
    texte: lu.texte,
    precision: lu.precision,
    phases: lu.phases.map(({ texte, debut, fin, precision }, rang) => {
      const item = items[rang]
      return { libelle: texte, debut, fin, precision, blocs: item === undefined ? [] : [item.bloc] }
    }),
    blocs: paragraphes.map(({ bloc }) => bloc),
  }
}

/** « Axe 2.1 : Gérer ensemble les quartiers ». */
export function parseRepere(bloc: Bloc): NiveauCompris | null {
  const trouve = /^(.+?)(?: ((?:\d+|[IVXLCDM]+|[A-Z]{1,2})(?:\.(?:\d+|[A-Z]+))*))? : (.+)$/su.exec(bloc.texte)
  if (trouve?.[1] === undefined || trouve[3] === undefined || bloc.nature !== 'paragraphe') return null
  return { niveau: trouve[1], code: trouve[2] ?? null, intitule: trouve[3], blocs: [bloc.index] }
}

/** A fiche of which nothing is known yet but its kind. */
export function emptyComprise(rang: number, kind: Kind, bloc: number): FicheComprise {
  return {
    rang,
    kind: { valeur: kind, blocs: [bloc] },
    code: null,
    intitule: null,
    rattachement: [],
    enjeu: [],
    listes: {
      contexte: [],
      objectifs: [],
      realisations: [],
      effets: [],
      echelleTerritoriale: [],
      publics: [],
      animateur: [],
      partenaires: [],
      dispositifs: [],
      moyens: [],
      indicateursRealisation: [],
      suivi: [],
    },
    financements: [],
    calendrier: { texte: null, precision: null, phases: [], blocs: [] },
    indicateursEffets: [],
    liens: [],
    aClasser: [],
    etiquettes: [],
  }
}
