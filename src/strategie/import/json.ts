import type { Kind, NatureFinancement, Precision } from '../fiche.ts'
import type { Extrait, FicheComprise, ImportCompris } from './compris.ts'
import { collapsed } from './texte.ts'

/** What `parvis fiche import --json` prints for one file. */
export type ImportJson = {
  source: { nom: string; format: string; sha256: string }
  fiches: FicheJson[]
  aClasser: string[]
  blocs: { total: number; places: number; aClasser: number; ignores: { texte: string; raison: string }[] }
  anomalies: { code: string; message: string; bloc: number | null }[]
}

export type FicheJson = {
  kind: Kind
  code: string | null
  intitule: string | null
  rattachement: { niveau: string; code: string | null; intitule: string | null }[]
  enjeu: string | null
  contexte: string[]
  objectifs: string[]
  realisations: string[]
  effets: string[]
  echelleTerritoriale: string[]
  publics: string[]
  animateur: string[]
  partenaires: string[]
  dispositifs: string[]
  moyens: string[]
  financements: { texte: string; nature: NatureFinancement; organisations: string[] }[]
  calendrier: {
    texte: string | null
    precision: Precision | null
    phases: { libelle: string; debut: string | null; fin: string | null; precision: Precision | null }[]
  }
  indicateursRealisation: string[]
  indicateursEffets: { effet: string | null; indicateurs: string[] }[]
  suivi: string[]
  liens: { code: string | null; intitule: string | null }[]
  aClasser: string[]
}

/** The published shape of an import: the same facts, without the blocks they came from. */
export function toJson(compris: ImportCompris, texteDe: (bloc: number) => string): ImportJson {
  const compte = { place: 0, a_classer: 0, ignore: 0 }
  for (const placement of compris.placements) compte[placement.statut] += 1
  return {
    source: { nom: compris.source.nom, format: compris.source.format, sha256: compris.source.sha256 },
    fiches: compris.fiches.map(ficheJson),
    aClasser: textes(compris.aClasser),
    blocs: {
      total: compris.placements.length,
      places: compte.place,
      aClasser: compte.a_classer,
      ignores: compris.placements
        .filter((placement) => placement.statut === 'ignore')
        .map((placement) => ({ texte: collapsed(texteDe(placement.bloc)), raison: placement.raison ?? '' })),
    },
    anomalies: compris.anomalies.map(({ code, message, bloc }) => ({ code, message, bloc })),
  }
}

function textes(extraits: readonly Extrait[]): string[] {
  return extraits.map((extrait) => collapsed(extrait.texte))
}

function ficheJson(fiche: FicheComprise): FicheJson {
  const { listes, calendrier } = fiche
  return {
    kind: fiche.kind.valeur,
    code: fiche.code?.texte ?? null,
    intitule: fiche.intitule?.texte ?? null,
    rattachement: fiche.rattachement.map(({ niveau, code, intitule }) => ({ niveau, code, intitule })),
    enjeu: fiche.enjeu.length === 0 ? null : textes(fiche.enjeu).join(' '),
    contexte: textes(listes.contexte),
    objectifs: textes(listes.objectifs),
    realisations: textes(listes.realisations),
    effets: textes(listes.effets),
    echelleTerritoriale: textes(listes.echelleTerritoriale),
    publics: textes(listes.publics),
    animateur: textes(listes.animateur),
    partenaires: textes(listes.partenaires),
    dispositifs: textes(listes.dispositifs),
    moyens: textes(listes.moyens),
    financements: fiche.financements.map(({ texte, nature, organisations }) => ({ texte: collapsed(texte), nature, organisations })),
    calendrier: {
      texte: calendrier.texte === null ? null : collapsed(calendrier.texte),
      precision: calendrier.precision,
      phases: calendrier.phases.map(({ libelle, debut, fin, precision }) => ({
        libelle,
        debut: isoDate(debut, 'debut'),
        fin: isoDate(fin, 'fin'),
        precision,
      })),
    },
    indicateursRealisation: textes(listes.indicateursRealisation),
    indicateursEffets: fiche.indicateursEffets.map(({ effet, indicateurs }) => ({ effet, indicateurs: textes(indicateurs) })),
    suivi: textes(listes.suivi),
    liens: fiche.liens.map(({ code, intitule }) => ({ code, intitule })),
    aClasser: textes(fiche.aClasser),
  }
}

/** A quarter is written by its first or its last month: "2025-T2" begins in 2025-04 and ends in 2025-06. */
function isoDate(date: string | null, bout: 'debut' | 'fin'): string | null {
  const trimestre = date === null ? null : /^(\d{4})-T([1-4])$/.exec(date)
  if (trimestre === null) return date
  const mois = Number(trimestre[2]) * 3 - (bout === 'debut' ? 2 : 0)
  return `${trimestre[1]}-${String(mois).padStart(2, '0')}`
}
