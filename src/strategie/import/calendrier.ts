import type { Precision } from '../fiche.ts'
import type { CalendrierCompris, PhaseComprise } from './compris.ts'
import { coarsest, findPeriodes, type Periode } from './dates.ts'
import { cleanItem, collapsed, isLegible, normalized, splitOutside } from './texte.ts'

const AU_FIL =
  /\bau fil de l eau\b|\ben continu\b|\baction continue\b|^continue?$|\bpermanente?\b|^permanence$|\btout au long (?:de l annee|du contrat|de la duree du contrat|de l action)\b|\btoute (?:l annee|la duree du contrat)\b|\bpendant (?:toute )?la duree du contrat\b|\bperenne\b/

export type LigneCalendrier = { texte: string; blocs: number[]; bout: 'debut' | 'fin' | null; etape: string | null }

/** Reads the calendar: its words as they are, its dated phases, and how precise they are. */
export function readCalendrier(lignes: readonly LigneCalendrier[]): CalendrierCompris {
  const nettes = lignes.map((ligne) => ({ ...ligne, texte: cleanItem(ligne.texte) })).filter((ligne) => isLegible(ligne.texte))
  if (nettes.length === 0) return { texte: null, precision: null, phases: [], blocs: [] }
  const texte = nettes.map((ligne) => ligne.texte).join('\n')
  const phases = [
    ...readEnds(nettes),
    ...nettes
      .filter((ligne) => ligne.bout === null)
      .flatMap((ligne) => readPhases(ligne.texte, ligne.blocs).map((phase) => withStep(phase, ligne.etape))),
  ]
  const auFil = nettes.some((ligne) => AU_FIL.test(normalized(ligne.texte)))
  const precision = auFil ? 'au_fil_de_leau' : phases.reduce<Precision | null>((pire, phase) => worst(pire, phase.precision), null)
  return { texte, precision, phases, blocs: nettes.flatMap((ligne) => ligne.blocs) }
}

// In a plan of actions the step is the cell beside the date.
function withStep(phase: PhaseComprise, etape: string | null): PhaseComprise {
  return etape === null ? phase : { ...phase, libelle: etape }
}

function worst(a: Precision | null, b: Precision | null): Precision | null {
  if (a === null || b === null) return a ?? b
  return coarsest(a, b)
}

// "Date de début : …" and "Date de fin : …" are the two ends of one phase.
function readEnds(lignes: readonly LigneCalendrier[]): PhaseComprise[] {
  const debut = lignes.find((ligne) => ligne.bout === 'debut')
  const fin = lignes.find((ligne) => ligne.bout === 'fin')
  if (debut === undefined && fin === undefined) return []
  const premiere = findPeriodes(debut?.texte ?? '')[0]
  const derniere = findPeriodes(fin?.texte ?? '')[0]
  if (premiere === undefined && derniere === undefined) return []
  const libelle = [debut?.texte, fin?.texte].filter((part) => part !== undefined).join(' ')
  const precision = worst(premiere?.precision ?? null, derniere?.precision ?? null)
  const couper = (date: string | null | undefined) => (date == null ? null : cut(date, precision))
  return [
    {
      libelle,
      debut: couper(premiere?.debut ?? premiere?.fin),
      fin: couper(derniere?.fin ?? derniere?.debut),
      precision,
      blocs: [...(debut?.blocs ?? []), ...(fin?.blocs ?? [])],
    },
  ]
}

function cut(date: string, precision: Precision | null): string {
  if (precision === 'annee') return date.slice(0, 4)
  if (precision === 'mois') return date.slice(0, 7)
  return date
}

/** The dated phases of one line; a long sentence that only mentions a year is none. */
export function readPhases(ligne: string, blocs: number[]): PhaseComprise[] {
  for (const signes of [';', ',', '/']) {
    const parts = splitOutside(ligne, signes).map(collapsed).filter(isLegible)
    if (parts.length < 2) continue
    const lues = parts.map((part) => findPeriodes(part))
    if (
      lues.every((periodes) => periodes.length === 1) &&
      (signes === '/' ? parts.some((part, rang) => labelOf(part, lues[rang]?.[0]) !== part) : findPeriodes(ligne).length === parts.length)
    ) {
      return parts.flatMap((part, rang) => phasesOf(part, lues[rang] ?? [], blocs))
    }
  }
  return phasesOf(ligne, findPeriodes(ligne), blocs)
}

function phasesOf(texte: string, periodes: readonly Periode[], blocs: number[]): PhaseComprise[] {
  const net = cleanItem(texte)
  return periodes
    .filter((periode) => !isMention(texte, periode))
    .map((periode) => {
      const libelle = periodes.length === 1 && periode.debut !== null ? labelOf(texte, periode) : net
      return { libelle, debut: periode.debut, fin: periode.fin, precision: periode.precision, blocs }
    })
}

// In a sentence, "la loi de 2014" or a month without year is no phase.
function isMention(texte: string, periode: Periode): boolean {
  if (texte.length <= 90) return false
  const auBord = periode.index <= 12 || periode.index + periode.longueur >= texte.length - 12
  return !auBord && (periode.precision === 'annee' || periode.debut === null)
}

/** The line without its dates when they open or close it; the whole line otherwise. */
function labelOf(texte: string, periode: Periode | undefined): string {
  const entier = cleanItem(texte)
  if (periode === undefined) return entier
  const avant = texte.slice(0, periode.index)
  const apres = texte.slice(periode.index + periode.longueur)
  const bords = /^[\s:;,.()–—|/-]+|[\s:;,(–—|/-]+$/gu
  const [tete, queue] = [collapsed(avant.replace(bords, '')), collapsed(apres.replace(bords, '').replace(/\)$/u, ''))]
  if (isLegible(tete) && isLegible(queue)) return entier
  const reste = cleanItem(isLegible(tete) ? tete : queue)
  return /\p{L}{3}/u.test(reste) && !/^(?:puis|ensuite|enfin|donc|soit|environ|prévu|prévue)$/iu.test(reste) ? reste : entier
}

/** First day and last day of a date cut to its precision, for comparison. */
export function bounds(debut: string | null, fin: string | null): { de: string; a: string } | null {
  if (debut === null || fin === null) return null
  return { de: firstDay(debut), a: lastDay(fin) }
}

function firstDay(date: string): string {
  const trimestre = /^(\d{4})-T([1-4])$/.exec(date)
  if (trimestre !== null) return `${trimestre[1]}-${String(Number(trimestre[2]) * 3 - 2).padStart(2, '0')}-01`
  return `${date}-01-01`.slice(0, 10)
}

function lastDay(date: string): string {
  const trimestre = /^(\d{4})-T([1-4])$/.exec(date)
  if (trimestre !== null) return `${trimestre[1]}-${String(Number(trimestre[2]) * 3).padStart(2, '0')}-31`
  return `${date}${'-12-31'.slice(date.length - 4)}`.slice(0, 10)
}
