/** The doubts of an import as questions that a reviewer answers; the rest is only said. Pure. */
import { CHAMPS, type Champ } from '../fiche.ts'
import { type Anomalie, CHAMPS_LISTES, type ChampListe, type FicheComprise, type ImportCompris } from './compris.ts'
import { partsOf } from './deplacement.ts'
import type { Cible } from './dictionnaire.ts'

/** An answer: the source is right as it is; keep it and remind me in the margin of the fiche; or cut the line in its parts. */
export const REPONSES = ['juste', 'reprendre', 'separer'] as const
export type Reponse = (typeof REPONSES)[number]

/** Kinds of doubt that ask something. What else recognition noticed is told, and needs no answer. */
export const QUESTIONS: readonly string[] = [
  'code_en_double',
  'code_incoherent',
  'contexte_sans_etiquette',
  'date_sans_annee',
  'deux_intitules',
  'effet_approche',
  'effet_introuvable',
  'etiquettes_partagees',
  'fin_avant_debut',
  'indicateur_sans_effet',
  'liste_ouverte',
  'nom_deux_graphies',
  'partie_a_classer',
  'plusieurs_indicateurs',
  'total_incoherent',
  'virgule_finale',
]

/** Doubts about the form alone, whose text stands as it is written: « juste » is proposed. */
const DE_FORME: ReadonlySet<string> = new Set(['contexte_sans_etiquette', 'liste_ouverte', 'plusieurs_indicateurs', 'virgule_finale'])

export type Doute = Anomalie & {
  /** Key of the answer in the decisions. */
  cle: string
  /** Where it is asked: beside the field that its block feeds, or at the top when it is none. */
  lieu: Champ | 'identite' | 'document'
  reponses: Reponse[]
  /** What is shown chosen as long as nobody has. */
  proposee: Reponse
}

/** Doubts and remarks about one fiche of a document, in the order of the document. */
export function listDoutes(compris: ImportCompris, rang: number): { doutes: Doute[]; remarques: Anomalie[] } {
  const fiche = compris.fiches[rang]
  const vus = new Map<string, number>()
  const doutes: Doute[] = []
  const remarques: Anomalie[] = []
  for (const anomalie of compris.anomalies) {
    const racine = `${anomalie.code}@${anomalie.bloc ?? 'document'}`
    const fois = vus.get(racine) ?? 0
    vus.set(racine, fois + 1)
    if (anomalie.fiche !== rang) continue
    if (!QUESTIONS.includes(anomalie.code)) {
      remarques.push(anomalie)
      continue
    }
    const separable = fiche !== undefined && isSeparable(anomalie, fiche)
    doutes.push({
      ...anomalie,
      cle: fois === 0 ? racine : `${racine}.${fois + 1}`,
      lieu: lieuDe(compris, anomalie),
      reponses: separable ? ['separer', 'juste', 'reprendre'] : ['reprendre', 'juste'],
      proposee: separable ? 'separer' : DE_FORME.has(anomalie.code) ? 'juste' : 'reprendre',
    })
  }
  const place = (doute: Anomalie) => doute.bloc ?? -1
  return { doutes: doutes.sort((a, b) => place(a) - place(b)), remarques }
}

function lieuDe(compris: ImportCompris, anomalie: Anomalie): Doute['lieu'] {
  const cible: Cible | undefined = anomalie.bloc === null ? undefined : compris.placements[anomalie.bloc]?.champs.at(-1)
  if (cible === undefined) return 'document'
  if (cible === 'debut' || cible === 'fin') return 'calendrier'
  return CHAMPS.find((champ) => champ === cible) ?? 'identite'
}

/** True when the line that the doubt is about can be cut in several. */
function isSeparable(anomalie: Anomalie, fiche: FicheComprise): boolean {
  if (anomalie.code !== 'plusieurs_indicateurs' || anomalie.bloc === null) return false
  const { bloc } = anomalie
  const champ = listeDuBloc(fiche, bloc)
  return champ !== null && fiche.listes[champ].some((extrait) => extrait.blocs.includes(bloc) && partsOf(extrait.texte).length > 1)
}

/** The list of indicators that a block feeds. */
export function listeDuBloc(fiche: FicheComprise, bloc: number): ChampListe | null {
  return (
    CHAMPS_LISTES.find((champ) => /indicateur/i.test(champ) && fiche.listes[champ].some((extrait) => extrait.blocs.includes(bloc))) ?? null
  )
}
