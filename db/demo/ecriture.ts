/** How the demo story is written: short, then completed into real contents. Every person and amount is invented. */
import {
  type ContenuFiche,
  type EtatRealisation,
  emptyContenu,
  type Genre,
  type Kind,
  type NatureFinancement,
  type Precision,
  type StatutFiche,
  type TypeEchelle,
} from '#strategie/fiche.ts'

export type FicheEcrite = {
  /** Code of the node it hangs from, and its number there: "2.1" and 5 make 2.1.5. */
  sous: string
  numero: number
  kind?: Kind
  intitule: string
  statut?: StatutFiche
  themes?: string[]
  enjeu?: string
  contexte?: string[]
  objectifs?: string[]
  realisations?: [EtatRealisation, string][]
  /** An expected effect, then its indicators. */
  effets?: [string, ...string[]][]
  indicateurs?: string[]
  echelle?: [TypeEchelle, string][]
  publics?: { texte: string; nombre?: number; ages?: [number, number]; genre?: Genre; partQpvPourMille?: number }[]
  animateur?: string[]
  /** Organisation, role when known; `habitants` when inhabitants take part. */
  partenaires?: (string | [string, string] | { habitants: string })[]
  dispositifs?: string[]
  moyens?: string[]
  financements?: [NatureFinancement, string, string[], number | null][]
  calendrier?: { texte?: string; precision?: Precision; phases?: [string, string | null, string | null, Precision][] }
  suivi?: string[]
  /** Codes of other fiches of the same contract. */
  liens?: string[]
}

export type NoeudEcrit = { code: string; intitule: string; description?: string }

/** Completes what was written. @param createId ids of the rows @param intituleDe title of a fiche of the contract by its code */
export function toContenu(fiche: FicheEcrite, createId: () => string, intituleDe: (code: string) => string): ContenuFiche {
  const lignes = (textes: readonly string[] | undefined) => (textes ?? []).map((texte) => ({ id: createId(), texte }))
  const effets = (fiche.effets ?? []).map(([texte, ...indicateurs]) => ({ id: createId(), texte, indicateurs }))
  return {
    ...emptyContenu(fiche.kind ?? 'orientation', fiche.intitule),
    enjeu: fiche.enjeu ?? null,
    contexte: lignes(fiche.contexte),
    objectifs: lignes(fiche.objectifs),
    realisations: (fiche.realisations ?? []).map(([etat, texte]) => ({ id: createId(), texte, etat })),
    effets: effets.map(({ id, texte }) => ({ id, texte })),
    indicateursEffets: effets.flatMap((effet) => effet.indicateurs.map((texte) => ({ id: createId(), texte, effetId: effet.id }))),
    indicateursRealisation: lignes(fiche.indicateurs),
    echelleTerritoriale: (fiche.echelle ?? []).map(([type, texte]) => ({ id: createId(), texte, type })),
    publics: (fiche.publics ?? []).map((p) => ({
      id: createId(),
      texte: p.texte,
      nombre: p.nombre ?? null,
      ageMin: p.ages?.[0] ?? null,
      ageMax: p.ages?.[1] ?? null,
      genre: p.genre ?? null,
      partQpvPourMille: p.partQpvPourMille ?? null,
    })),
    animateur: lignes(fiche.animateur),
    partenaires: (fiche.partenaires ?? []).map((p) => {
      if (typeof p === 'string') return { id: createId(), texte: p, role: null, habitants: false }
      if (Array.isArray(p)) return { id: createId(), texte: p[0], role: p[1], habitants: false }
      return { id: createId(), texte: p.habitants, role: null, habitants: true }
    }),
    dispositifs: lignes(fiche.dispositifs),
    moyens: lignes(fiche.moyens),
    financements: (fiche.financements ?? []).map(([nature, texte, organisations, euros]) => ({
      id: createId(),
      texte,
      nature,
      organisations,
      montantCents: euros === null ? null : euros * 100,
    })),
    calendrier: {
      texte: fiche.calendrier?.texte ?? null,
      precision: fiche.calendrier?.precision ?? null,
      phases: (fiche.calendrier?.phases ?? []).map(([texte, debut, fin, precision]) => ({ id: createId(), texte, debut, fin, precision })),
    },
    suivi: lignes(fiche.suivi),
    liens: (fiche.liens ?? []).map((code) => ({ id: createId(), texte: intituleDe(code), code, ficheId: null })),
  }
}
