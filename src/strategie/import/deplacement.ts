/** Blocks moved by hand in an understood fiche, and lines cut in their parts. Pure: nothing is lost, nothing is added. */
import type { Champ } from '../fiche.ts'
import { readCalendrier } from './calendrier.ts'
import { CHAMPS_LISTES, type ChampListe, type Extrait, type FicheComprise } from './compris.ts'
import { readFinancements } from './financements.ts'
import { readLiens } from './liens.ts'
import { cleanItem, collapsed, isLegible, isOpenEnd, splitOutside } from './texte.ts'

/** Where a reviewer sends a block: a field, what is kept to be placed later, or aside. */
export type Destination = Champ | 'aClasser' | 'ignore'

/** Text of a block of the source. */
export type TexteDe = (bloc: number) => string

/**
 * Takes a block away from wherever it was read, and puts its whole text where the reviewer says, in the order of the
 * document. What was read in this block together with others keeps the text of those.
 */
export function moved(fiche: FicheComprise, bloc: number, destination: Destination, texteDe: TexteDe): FicheComprise {
  return put(withoutBloc(fiche, bloc, texteDe), bloc, destination, collapsed(texteDe(bloc)))
}

function withoutBloc(fiche: FicheComprise, bloc: number, texteDe: TexteDe): FicheComprise {
  const rest = <E extends Extrait>(extraits: readonly E[]): E[] => extraits.flatMap((extrait) => remains(extrait, bloc, texteDe))
  const seul = (extrait: Extrait | null): Extrait | null => (extrait === null ? null : (remains(extrait, bloc, texteDe)[0] ?? null))
  return {
    ...fiche,
    kind: fiche.kind.blocs.includes(bloc) ? { ...fiche.kind, blocs: fiche.kind.blocs.filter((autre) => autre !== bloc) } : fiche.kind,
    code: seul(fiche.code),
    intitule: seul(fiche.intitule),
    rattachement: fiche.rattachement.filter((etape) => !etape.blocs.includes(bloc)),
    enjeu: rest(fiche.enjeu),
    listes: mapListes((champ) => rest(fiche.listes[champ])),
    financements: rest(fiche.financements),
    calendrier: calendrierWithout(fiche.calendrier, bloc, texteDe),
    indicateursEffets: fiche.indicateursEffets.flatMap((groupe) => {
      const indicateurs = rest(groupe.indicateurs)
      const blocs = groupe.blocs.filter((autre) => autre !== bloc)
      const vide = indicateurs.length === 0 && (blocs.length === 0 || groupe.indicateurs.length > 0)
      return vide ? [] : [{ ...groupe, indicateurs, blocs }]
    }),
    liens: rest(fiche.liens),
    aClasser: rest(fiche.aClasser),
  }
}

// Its words are one line a block; a phase read in two blocks goes with either.
function calendrierWithout(calendrier: FicheComprise['calendrier'], bloc: number, texteDe: TexteDe): FicheComprise['calendrier'] {
  const phases = calendrier.phases.filter((phase) => !phase.blocs.includes(bloc))
  if (!calendrier.blocs.includes(bloc)) return { ...calendrier, phases }
  const blocs = calendrier.blocs.filter((autre) => autre !== bloc)
  const texte = blocs.map((autre) => cleanItem(texteDe(autre))).join('\n')
  return blocs.length === 0 ? { texte: null, precision: null, phases, blocs } : { texte, precision: calendrier.precision, phases, blocs }
}

/** What is left of an extract when one of its blocks goes away: nothing, or the text of the others. */
function remains<E extends Extrait>(extrait: E, bloc: number, texteDe: TexteDe): E[] {
  if (!extrait.blocs.includes(bloc)) return [extrait]
  const blocs = extrait.blocs.filter((autre) => autre !== bloc)
  if (blocs.length === 0) return []
  const texte = cleanItem(blocs.map((autre) => collapsed(texteDe(autre))).join(' '))
  return isLegible(texte) ? [{ ...extrait, texte, blocs }] : []
}

function put(fiche: FicheComprise, bloc: number, destination: Destination, texte: string): FicheComprise {
  const net = cleanItem(texte)
  const extrait: Extrait = { texte: isLegible(net) ? net : texte, blocs: [bloc] }
  switch (destination) {
    case 'ignore':
      return fiche
    case 'aClasser':
      return { ...fiche, aClasser: inserted(fiche.aClasser, [{ texte, blocs: [bloc] }]) }
    case 'enjeu':
      return { ...fiche, enjeu: inserted(fiche.enjeu, [extrait]) }
    case 'financements': {
      const lus = readFinancements([{ texte, blocs: [bloc], libelle: '', puce: false }])
      const nus = [{ ...extrait, nature: 'autre' as const, organisations: [], montantCents: null }]
      return { ...fiche, financements: inserted(fiche.financements, lus.length > 0 ? lus : nus) }
    }
    case 'calendrier':
      return { ...fiche, calendrier: withCalendrier(fiche.calendrier, extrait) }
    case 'indicateursEffets':
      return { ...fiche, indicateursEffets: withIndicateur(fiche.indicateursEffets, extrait) }
    case 'liens': {
      const lus = readLiens(texte, [bloc])
      return { ...fiche, liens: inserted(fiche.liens, lus.length > 0 ? lus : [{ code: null, intitule: null, ...extrait }]) }
    }
    case 'partenaires': {
      const noms = splitOutside(texte, ',;').map(cleanItem)
      const lus = noms.filter((nom) => isLegible(nom) && !isOpenEnd(nom)).map((nom) => ({ texte: nom, blocs: [bloc] }))
      return withListe(fiche, 'partenaires', lus.length > 0 ? lus : [extrait])
    }
    default:
      return withListe(fiche, destination, [extrait])
  }
}

function withListe(fiche: FicheComprise, champ: ChampListe, extraits: Extrait[]): FicheComprise {
  return { ...fiche, listes: { ...fiche.listes, [champ]: inserted(fiche.listes[champ], extraits) } }
}

function withCalendrier(calendrier: FicheComprise['calendrier'], { texte, blocs }: Extrait): FicheComprise['calendrier'] {
  const lu = readCalendrier([{ texte, blocs, bout: null, etape: null }])
  const nouveau = lu.texte === null ? { ...lu, texte, blocs } : lu
  if (calendrier.texte === null) return { ...nouveau, phases: inserted(calendrier.phases, nouveau.phases) }
  return {
    texte: `${calendrier.texte}\n${nouveau.texte ?? texte}`,
    precision: calendrier.precision ?? nouveau.precision,
    phases: inserted(calendrier.phases, nouveau.phases),
    blocs: [...calendrier.blocs, ...blocs],
  }
}

// Under the effect whose indicators stand just before it in the document.
function withIndicateur(groupes: FicheComprise['indicateursEffets'], extrait: Extrait): FicheComprise['indicateursEffets'] {
  const bloc = extrait.blocs[0] ?? 0
  const debutDe = (groupe: FicheComprise['indicateursEffets'][number]) =>
    Math.min(...groupe.blocs, ...groupe.indicateurs.flatMap((indicateur) => indicateur.blocs))
  const cible = [...groupes].reverse().find((groupe) => debutDe(groupe) <= bloc)
  if (cible === undefined) return [{ effet: null, indicateurs: [extrait], blocs: [bloc] }, ...groupes]
  return groupes.map((groupe) =>
    groupe === cible ? { ...groupe, indicateurs: inserted(groupe.indicateurs, [extrait]), blocs: [...groupe.blocs, bloc] } : groupe,
  )
}

function inserted<E extends { blocs: number[] }>(extraits: readonly E[], nouveaux: readonly E[]): E[] {
  const bloc = nouveaux[0]?.blocs[0] ?? 0
  const rang = extraits.findIndex((extrait) => (extrait.blocs[0] ?? 0) > bloc)
  return rang === -1 ? [...extraits, ...nouveaux] : [...extraits.slice(0, rang), ...nouveaux, ...extraits.slice(rang)]
}

function mapListes(liste: (champ: ChampListe) => Extrait[]): Record<ChampListe, Extrait[]> {
  return Object.fromEntries(CHAMPS_LISTES.map((champ) => [champ, liste(champ)])) as Record<ChampListe, Extrait[]>
}

const TETE_INDICATEUR =
  /\s*(?:[,;/]|\s(?:et|puis)\s|\s[-–—]\s)\s*(?=(?:le |la |les |un |une )?(?:nombre|nb|taux|part|pourcentage|%|proportion|évolution|montant|volume|fréquence|durée|délai|niveau)s?\s)/iu

/** The indicators that a line holds: it is cut where another begins (« , nombre de … », « et taux de … »), nowhere else. */
export function partsOf(texte: string): string[] {
  return texte.split(TETE_INDICATEUR).map(cleanItem).filter(isLegible)
}

/** Cuts the lines of a list read in this block in their parts. */
export function separated(fiche: FicheComprise, champ: ChampListe, bloc: number): FicheComprise {
  const lignes = fiche.listes[champ].flatMap((extrait) =>
    extrait.blocs.includes(bloc) ? partsOf(extrait.texte).map((texte) => ({ texte, blocs: extrait.blocs })) : [extrait],
  )
  return { ...fiche, listes: { ...fiche.listes, [champ]: lignes } }
}
