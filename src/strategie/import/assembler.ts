import type { Kind } from '../fiche.ts'
import { readCalendrier } from './calendrier.ts'
import { type Anomalie, CHAMPS_LISTES, type ChampListe, type Extrait, type FicheComprise } from './compris.ts'
import type { Cible } from './dictionnaire.ts'
import { readIndicateursEffets } from './effets.ts'
import type { Entete } from './entete.ts'
import { readFinancements } from './financements.ts'
import type { Flux } from './flux.ts'
import { commaItems, type Item, isAmount, itemsOf, plainItems } from './items.ts'
import { readLiens } from './liens.ts'
import type { Releve } from './releve.ts'
import { cleanItem } from './texte.ts'

export type FicheAssemblee = {
  fiche: FicheComprise
  /** Segments that feed each target. */
  sources: { rang: number; cible: Cible }[]
  remarques: Omit<Anomalie, 'fiche'>[]
}

/** Puts the values read under their labels in the fields of a fiche. */
export function assembleFiche(flux: Flux, rang: number, entete: Entete, releves: readonly Releve[], kindParDefaut: Kind): FicheAssemblee {
  const blocsOf = (rangs: readonly number[]) => [...new Set(rangs.flatMap((segment) => flux.segments[segment]?.bloc ?? []))]
  const de = (...cibles: Cible[]) =>
    itemsOf(
      flux,
      releves.filter((releve) => cibles.includes(releve.cible)),
    )
  const listes = Object.fromEntries(
    CHAMPS_LISTES.map((champ) => [champ, champ === 'partenaires' ? commaItems(de(champ), blocsOf) : plainItems(flux, de(champ), blocsOf)]),
  ) as Record<ChampListe, Extrait[]>
  const remarques: Omit<Anomalie, 'fiche'>[] = []
  addFromHeading(flux, entete, listes, remarques, blocsOf)
  const enjeu = plainItems(flux, de('enjeu'), blocsOf)
  const numerote = entete.rattachement.find((niveau) => /^enjeu/iu.test(niveau.niveau) && niveau.intitule !== null)
  if (enjeu.length === 0 && numerote?.intitule != null) enjeu.push({ texte: numerote.intitule, blocs: blocsOf(numerote.rangs) })
  const effets = readEffects(flux, releves, listes.effets, blocsOf)
  remarques.push(...effets.remarques)
  const etapes = de('realisations', 'objectifs', 'contexte', 'effets').filter(
    (item) => flux.notes[item.rangs[0] ?? -1]?.table?.sorte === 'donnee',
  )
  const calendrier = readCalendrier([
    ...de('calendrier').map((item) => ({ texte: item.texte, blocs: blocsOf(item.rangs), bout: null, etape: stepOf(item, etapes) })),
    ...de('debut').map((item) => ({ texte: item.texte, blocs: blocsOf(item.rangs), bout: 'debut' as const, etape: null })),
    ...de('fin').map((item) => ({ texte: item.texte, blocs: blocsOf(item.rangs), bout: 'fin' as const, etape: null })),
  ])
  const extrait = (lu: { texte: string; rangs: number[] } | null) => (lu === null ? null : { texte: lu.texte, blocs: blocsOf(lu.rangs) })
  const fiche: FicheComprise = {
    rang,
    kind: entete.kind === null ? { valeur: kindParDefaut, blocs: [] } : { valeur: entete.kind.valeur, blocs: blocsOf(entete.kind.rangs) },
    code: extrait(entete.code),
    intitule: extrait(entete.intitule),
    rattachement: entete.rattachement.map(({ niveau, code, intitule, rangs }) => ({ niveau, code, intitule, blocs: blocsOf(rangs) })),
    enjeu,
    listes,
    financements: readFinancements(
      namedAmounts(de('financements')).map((item) => ({
        texte: item.texte,
        blocs: blocsOf(item.rangs),
        libelle: item.libelle,
        puce: item.puce,
      })),
    ),
    calendrier,
    indicateursEffets: effets.groupes,
    liens: de('liens').flatMap((item) => readLiens(item.texte, blocsOf(item.rangs))),
    aClasser: [],
    etiquettes: releves.flatMap(({ labels, etiquette }) =>
      labels.map((label) => ({
        bloc: flux.segments[label]?.bloc ?? 0,
        libelle: etiquette.libelle,
        cibles: etiquette.cibles,
        variante: etiquette.variante,
        mode: etiquette.mode,
      })),
    ),
  }
  return { fiche, sources: sourcesOf(entete, releves), remarques }
}

/** Several columns of bare figures: each takes the name of its column, without which it would say nothing. */
function namedAmounts(items: readonly Item[]): Item[] {
  const nus = items.filter((item) => item.rangee !== null && isAmount(item.texte))
  const colonnes = new Set(nus.map((item) => item.libelle))
  if (colonnes.size < 2 || new Set(nus.map((item) => item.rangee)).size === nus.length) return [...items]
  return items.map((item) =>
    nus.includes(item) ? { ...item, texte: `${item.libelle} ${item.texte}`, rangs: [...item.rangs, ...(item.labels ?? [])] } : item,
  )
}

function stepOf(item: Item, etapes: readonly Item[]): string | null {
  const etape = item.rangee === null ? undefined : etapes.find((autre) => autre.rangee === item.rangee)
  return etape === undefined || etape.texte.length > 200 ? null : cleanItem(etape.texte)
}

function addFromHeading(
  flux: Flux,
  entete: Entete,
  listes: Record<ChampListe, Extrait[]>,
  remarques: Omit<Anomalie, 'fiche'>[],
  blocsOf: (rangs: readonly number[]) => number[],
): void {
  const items = (rangs: readonly number[]): Item[] =>
    rangs.map((segment) => ({
      texte: flux.segments[segment]?.texte ?? '',
      rangs: [segment],
      rangee: null,
      puce: false,
      profondeur: 0,
      libelle: '',
    }))
  listes.objectifs.unshift(...plainItems(flux, items(entete.objectifs), blocsOf))
  if (entete.contexte.length === 0) return
  listes.contexte.unshift(...plainItems(flux, items(entete.contexte), blocsOf))
  remarques.push({
    code: 'contexte_sans_etiquette',
    message: 'Ce texte suit le titre sans étiquette\u00a0: il a été lu comme le contexte. Est-ce bien cela\u202f?',
    bloc: flux.segments[entete.contexte[0] ?? -1]?.bloc ?? null,
  })
}

function readEffects(flux: Flux, releves: readonly Releve[], effets: readonly Extrait[], blocsOf: (rangs: readonly number[]) => number[]) {
  const items = itemsOf(
    flux,
    releves.filter((releve) => releve.cible === 'indicateursEffets'),
  )
  const parRangee = itemsOf(
    flux,
    releves.filter((releve) => releve.cible === 'effets'),
  ).flatMap((item) => {
    const bloc = blocsOf(item.rangs)[0]
    const effet = effets.find((candidat) => bloc !== undefined && candidat.blocs.includes(bloc))
    return item.rangee === null || effet === undefined ? [] : [{ rangee: item.rangee, effet: effet.texte }]
  })
  // One row for the whole fiche pairs nothing.
  const paires = new Set(parRangee.map(({ rangee }) => rangee)).size === parRangee.length ? parRangee : []
  return readIndicateursEffets(
    items.map((item) => ({
      texte: item.texte,
      blocs: blocsOf(item.rangs),
      rangee: item.rangee,
      profondeur: item.profondeur,
      puce: item.puce,
    })),
    effets,
    paires,
  )
}

function sourcesOf(entete: Entete, releves: readonly Releve[]): { rang: number; cible: Cible }[] {
  const sources: { rang: number; cible: Cible }[] = []
  const add = (rangs: readonly number[] | undefined, cible: Cible) => {
    for (const rang of rangs ?? []) sources.push({ rang, cible })
  }
  add(entete.kind?.rangs, 'kind')
  add(entete.code?.rangs, 'code')
  add(entete.intitule?.rangs, 'intitule')
  for (const niveau of entete.rattachement) add(niveau.rangs, 'niveau')
  add(entete.objectifs, 'objectifs')
  add(entete.contexte, 'contexte')
  for (const { cible, labels, valeurs } of releves) {
    if (cible === 'autre') continue
    add(labels, cible)
    // Of the labels of identity, the heading said which values it used.
    if (cible === 'code' || cible === 'intitule' || cible === 'kind' || cible === 'niveau') continue
    add(
      valeurs.map((valeur) => valeur.rang),
      cible,
    )
  }
  return sources
}
