/** A text of a fiche that comes again from a document, laid over the one that it may replace. Pure. */
import { type ContenuFiche, isFilled } from './fiche.ts'
import { CHAMPS_COMPARES, type ChampCompare, sameChamp } from './fiche-mots.ts'

type LigneConnue = { id: string; texte: string }

/** Part of the words that two rows must share to be the same row, reworded. */
const PARENTE = 0.6

/**
 * The new content with the ids of the rows that it says again, word for word or reworded, so that remarks, differences and
 * indicators follow them; with them comes what a document does not say (state of an output, role of a partner, ages).
 */
export function matched(nouveau: ContenuFiche, ancien: ContenuFiche): ContenuFiche {
  const paires = new Map<string, string>()
  const effets = matchedLignes(nouveau.effets, ancien.effets, bare, paires)
  return {
    ...nouveau,
    contexte: matchedLignes(nouveau.contexte, ancien.contexte, bare, paires),
    objectifs: matchedLignes(nouveau.objectifs, ancien.objectifs, bare, paires),
    realisations: matchedLignes(nouveau.realisations, ancien.realisations, (_, avant) => ({ etat: avant.etat }), paires),
    effets,
    echelleTerritoriale: matchedLignes(
      nouveau.echelleTerritoriale,
      ancien.echelleTerritoriale,
      (_, avant) => ({ type: avant.type }),
      paires,
    ),
    publics: matchedLignes(nouveau.publics, ancien.publics, (_, { id: _id, texte: _texte, ...avant }) => avant, paires),
    animateur: matchedLignes(nouveau.animateur, ancien.animateur, bare, paires),
    partenaires: matchedLignes(nouveau.partenaires, ancien.partenaires, (_, { role, habitants }) => ({ role, habitants }), paires),
    dispositifs: matchedLignes(nouveau.dispositifs, ancien.dispositifs, bare, paires),
    moyens: matchedLignes(nouveau.moyens, ancien.moyens, bare, paires),
    financements: matchedLignes(
      nouveau.financements,
      ancien.financements,
      (apres, avant) => ({
        nature: apres.nature === 'autre' ? avant.nature : apres.nature,
        organisations: apres.organisations.length === 0 ? avant.organisations : apres.organisations,
        montantCents: apres.montantCents ?? avant.montantCents,
      }),
      paires,
    ),
    calendrier: {
      ...nouveau.calendrier,
      phases: matchedLignes(
        nouveau.calendrier.phases,
        ancien.calendrier.phases,
        (apres, avant) =>
          apres.debut === null && apres.fin === null ? { debut: avant.debut, fin: avant.fin, precision: avant.precision } : {},
        paires,
      ),
    },
    indicateursRealisation: matchedLignes(nouveau.indicateursRealisation, ancien.indicateursRealisation, bare, paires),
    indicateursEffets: matchedLignes(
      nouveau.indicateursEffets,
      ancien.indicateursEffets,
      (apres, avant) => ({ effetId: apres.effetId ?? avant.effetId }),
      paires,
    ).map((indicateur) => ({
      ...indicateur,
      effetId: indicateur.effetId === null ? null : (paires.get(indicateur.effetId) ?? indicateur.effetId),
    })),
    suivi: matchedLignes(nouveau.suivi, ancien.suivi, bare, paires),
    liens: matchedLignes(
      nouveau.liens,
      ancien.liens,
      (apres, avant) => (apres.code === null ? { code: avant.code, ficheId: avant.ficheId } : {}),
      paires,
    ),
    aClasser: matchedLignes(nouveau.aClasser, ancien.aClasser, bare, paires),
  }
}

const bare = () => ({})

function matchedLignes<L extends LigneConnue>(
  nouvelles: readonly L[],
  anciennes: readonly L[],
  herite: (apres: L, avant: L) => Partial<L>,
  paires: Map<string, string>,
): L[] {
  const libres = [...anciennes]
  const memes = nouvelles.map((ligne) => takeFirst(libres, (connue) => connue.texte === ligne.texte))
  return nouvelles.map((ligne, rang) => {
    const meme = memes[rang]
    const avant = meme ?? nearest(libres, ligne.texte)
    if (avant === undefined) return ligne
    if (meme === undefined) libres.splice(libres.indexOf(avant), 1)
    paires.set(ligne.id, avant.id)
    return { ...ligne, ...herite(ligne, avant), id: avant.id }
  })
}

function takeFirst<L>(lignes: L[], is: (ligne: L) => boolean): L | undefined {
  const rang = lignes.findIndex(is)
  return rang === -1 ? undefined : lignes.splice(rang, 1)[0]
}

function nearest<L extends LigneConnue>(lignes: readonly L[], texte: string): L | undefined {
  const mots = wordsOf(texte)
  let meilleure: { ligne: L; part: number } | undefined
  for (const ligne of lignes) {
    const autres = wordsOf(ligne.texte)
    let communs = 0
    for (const mot of mots) if (autres.has(mot)) communs += 1
    const part = communs / Math.max(mots.size, autres.size, 1)
    if (part >= PARENTE && part > (meilleure?.part ?? 0)) meilleure = { ligne, part }
  }
  return meilleure?.ligne
}

function wordsOf(texte: string): Set<string> {
  return new Set(texte.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
}

/** A field that the document and the fiche do not say alike. `propose`: taken from the document unless one decides otherwise. */
export type ChampDifferent = { champ: ChampCompare; propose: boolean }

/**
 * Fields where both differ. What the document does not speak of is proposed to be kept.
 * @param kindDit false when the document does not say its kind
 */
export function champsDifferents(document: ContenuFiche, fiche: ContenuFiche, kindDit: boolean): ChampDifferent[] {
  return CHAMPS_COMPARES.filter((champ) => !sameChamp(document, fiche, champ)).map((champ) => ({
    champ,
    propose:
      champ === 'kind'
        ? kindDit
        : champ === 'intitule'
          ? true
          : champ === 'aClasser'
            ? document.aClasser.length > 0
            : isFilled(document, champ),
  }))
}

/** The fiche with the fields chosen taken from the document. An indicator whose effect stayed behind waits for another. */
export function takenFrom(document: ContenuFiche, fiche: ContenuFiche, champs: readonly ChampCompare[]): ContenuFiche {
  const pris = Object.fromEntries(champs.map((champ) => [champ, document[champ]])) as Partial<ContenuFiche>
  const mele: ContenuFiche = { ...fiche, ...pris }
  const effets = new Set(mele.effets.map((effet) => effet.id))
  return {
    ...mele,
    indicateursEffets: mele.indicateursEffets.map((indicateur) =>
      indicateur.effetId === null || effets.has(indicateur.effetId) ? indicateur : { ...indicateur, effetId: null },
    ),
  }
}
