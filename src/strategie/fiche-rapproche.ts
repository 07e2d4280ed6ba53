/** A new text of a fiche laid over the one it replaces. Pure. */
import type { ContenuFiche } from './fiche.ts'

type LigneConnue = { id: string; texte: string }

/** Rows of the new content that say the same as a row of the old one take its id, so that remarks and differences follow them. */
export function keptIds(nouveau: ContenuFiche, ancien: ContenuFiche): ContenuFiche {
  const paires = new Map<string, string>()
  const keep = <L extends LigneConnue>(lignes: readonly L[], avant: readonly LigneConnue[]): L[] => {
    const libres = [...avant]
    return lignes.map((ligne) => {
      const rang = libres.findIndex((connue) => connue.texte === ligne.texte)
      const trouvee = rang === -1 ? undefined : libres.splice(rang, 1)[0]
      if (trouvee !== undefined) paires.set(ligne.id, trouvee.id)
      return trouvee === undefined ? ligne : { ...ligne, id: trouvee.id }
    })
  }
  const effets = keep(nouveau.effets, ancien.effets)
  return {
    ...nouveau,
    contexte: keep(nouveau.contexte, ancien.contexte),
    objectifs: keep(nouveau.objectifs, ancien.objectifs),
    realisations: keep(nouveau.realisations, ancien.realisations),
    effets,
    echelleTerritoriale: keep(nouveau.echelleTerritoriale, ancien.echelleTerritoriale),
    publics: keep(nouveau.publics, ancien.publics),
    animateur: keep(nouveau.animateur, ancien.animateur),
    partenaires: keep(nouveau.partenaires, ancien.partenaires),
    dispositifs: keep(nouveau.dispositifs, ancien.dispositifs),
    moyens: keep(nouveau.moyens, ancien.moyens),
    financements: keep(nouveau.financements, ancien.financements),
    calendrier: { ...nouveau.calendrier, phases: keep(nouveau.calendrier.phases, ancien.calendrier.phases) },
    indicateursRealisation: keep(nouveau.indicateursRealisation, ancien.indicateursRealisation),
    indicateursEffets: keep(nouveau.indicateursEffets, ancien.indicateursEffets).map((indicateur) => ({
      ...indicateur,
      effetId: indicateur.effetId === null ? null : (paires.get(indicateur.effetId) ?? indicateur.effetId),
    })),
    suivi: keep(nouveau.suivi, ancien.suivi),
    liens: keep(nouveau.liens, ancien.liens),
    aClasser: keep(nouveau.aClasser, ancien.aClasser),
  }
}
