/**
 * Score of the places of a contract by weighted criteria, exact: each figure becomes a note from 0 to 1 by the method its criterion
 * names, the score is the mean of the notes weighted by points. Pure. A figure that is not known is left out and said, never zero.
 */
import { compare, divise, type Fraction, fois, fraction, moins, parseDecimal, plus, sayDecimal, ZERO } from './fraction.ts'

export type Normalisation = 'rang' | 'min_max' | 'seuil'
export type Critere = {
  id: string
  libelle: string
  unite: string | null
  /** `haut`: the higher the figure, the stronger the need. */
  sens: 'haut' | 'bas'
  /** Whole points. */
  poids: number
  normalisation: Normalisation
  /** Decimal text; for `seuil` only. */
  seuil: string | null
  source: string | null
  millesime: number | null
}

/** Figures as decimal texts, by criterion then by place. */
export type Valeurs = ReadonlyMap<string, ReadonlyMap<string, string>>

/** A tier that the score leads to from so many thousandths. */
export type PalierAtteint = { id: string; rang: number; libelle: string; seuilPm: number | null }

/** What one criterion gives to one place. */
export type Note = {
  critereId: string
  valeur: string | null
  /** 0 to 1; null when the figure is not known. */
  note: Fraction | null
  /** How the note came, in words. */
  derivation: string
}

export type Score = {
  lieu: string
  notes: readonly Note[]
  /** 0 to 1; null when no criterion that weighs is known. */
  total: Fraction | null
  /** Points of the criteria that are known, out of all. */
  poidsComptes: number
  poidsTotal: number
  palierId: string | null
}

/** Scores of all places, strongest first; those without a score last. */
export function computeScores(
  criteres: readonly Critere[],
  lieux: readonly string[],
  valeurs: Valeurs,
  paliers: readonly PalierAtteint[],
): Score[] {
  const notes = new Map(criteres.map((critere) => [critere.id, notesOf(critere, lieux, valeurs.get(critere.id) ?? new Map())]))
  const poidsTotal = criteres.reduce((somme, { poids }) => somme + poids, 0)
  return lieux
    .map((lieu): Score => {
      const siennes = criteres.map(({ id }) => notes.get(id)?.get(lieu) ?? inconnue(id))
      const poids = criteres.map((critere) => fraction(critere.poids))
      const total = meanOf(siennes, poids)
      return {
        lieu,
        notes: siennes,
        total,
        poidsComptes: criteres.reduce((somme, critere, rang) => somme + (siennes[rang]?.note == null ? 0 : critere.poids), 0),
        poidsTotal,
        palierId: palierOf(total, paliers)?.id ?? null,
      }
    })
    .sort((a, b) => (a.total === null ? 1 : b.total === null ? -1 : compare(b.total, a.total)))
}

const inconnue = (critereId: string): Note => ({ critereId, valeur: null, note: null, derivation: 'chiffre non connu' })

/** Weighted mean of the notes that are known; null when nothing weighs. */
export function meanOf(notes: readonly Note[], poids: readonly Fraction[]): Fraction | null {
  let [somme, total] = [ZERO, ZERO]
  notes.forEach(({ note }, rang) => {
    const p = poids[rang]
    if (note === null || p === undefined) return
    somme = plus(somme, fois(note, p))
    total = plus(total, p)
  })
  return total.n === 0n ? null : divise(somme, total)
}

/** The strongest tier whose threshold the score reaches; null when none is. */
export function palierOf(total: Fraction | null, paliers: readonly PalierAtteint[]): PalierAtteint | null {
  if (total === null) return null
  const ordre = [...paliers].sort((a, b) => a.rang - b.rang)
  return ordre.find(({ seuilPm }) => seuilPm !== null && compare(total, fraction(seuilPm, 1000)) >= 0) ?? null
}

function notesOf(critere: Critere, lieux: readonly string[], textes: ReadonlyMap<string, string>): Map<string, Note> {
  const connues = lieux.flatMap((lieu) => {
    const texte = textes.get(lieu)
    const valeur = texte === undefined ? null : parseDecimal(texte)
    return valeur === null ? [] : [{ lieu, valeur }]
  })
  const tous = connues.map(({ valeur }) => valeur)
  return new Map(
    connues.map(({ lieu, valeur }) => [lieu, { critereId: critere.id, valeur: sayDecimal(valeur), ...noteOf(critere, valeur, tous) }]),
  )
}

function noteOf(critere: Critere, valeur: Fraction, tous: readonly Fraction[]): Pick<Note, 'note' | 'derivation'> {
  if (critere.normalisation === 'seuil') return noteBySeuil(critere, valeur)
  return critere.normalisation === 'rang' ? noteByRang(critere, valeur, tous) : noteByBornes(critere, valeur, tous)
}

function noteBySeuil({ seuil, sens }: Critere, valeur: Fraction): Pick<Note, 'note' | 'derivation'> {
  const borne = parseDecimal(seuil ?? '')
  if (borne === null) return { note: null, derivation: 'seuil non fixé' }
  const atteint = sens === 'haut' ? compare(valeur, borne) >= 0 : compare(valeur, borne) <= 0
  return {
    note: fraction(atteint ? 1 : 0),
    derivation: `${sens === 'haut' ? 'au moins' : 'au plus'} ${sayDecimal(borne)} : ${atteint ? 'oui, 1' : 'non, 0'}`,
  }
}

/** 1 for the strongest need, 0 for the weakest, evenly between; equal figures share the mean of their ranks; alone: one half. */
function noteByRang({ sens }: Critere, valeur: Fraction, tous: readonly Fraction[]): Pick<Note, 'note' | 'derivation'> {
  const devant = tous.filter((autre) => (sens === 'haut' ? compare(autre, valeur) > 0 : compare(autre, valeur) < 0)).length
  const egaux = tous.filter((autre) => compare(autre, valeur) === 0).length
  const n = tous.length
  // Mean rank of the equals is devant + (egaux + 1) / 2, from 1; the note counts how many places are behind.
  const note = n === 1 ? fraction(1, 2) : fraction(2 * (n - devant) - egaux - 1, 2 * (n - 1))
  const ex = egaux > 1 ? ` ex æquo avec ${egaux - 1}` : ''
  return { note, derivation: `${devant + 1}${devant === 0 ? 'er' : 'e'} sur ${n}${ex}` }
}

/** From 0 at the weakest figure known to 1 at the strongest; all equal: one half, the criterion tells nothing. */
function noteByBornes({ sens }: Critere, valeur: Fraction, tous: readonly Fraction[]): Pick<Note, 'note' | 'derivation'> {
  const bas = tous.reduce((a, b) => (compare(a, b) <= 0 ? a : b))
  const haut = tous.reduce((a, b) => (compare(a, b) >= 0 ? a : b))
  if (compare(bas, haut) === 0) return { note: fraction(1, 2), derivation: 'tous les lieux ont le même chiffre : un demi' }
  const depuisBas = divise(moins(valeur, bas), moins(haut, bas))
  return {
    note: sens === 'haut' ? depuisBas : moins(fraction(1), depuisBas),
    derivation: `entre ${sayDecimal(bas)} et ${sayDecimal(haut)}${sens === 'bas' ? ', du plus haut au plus bas' : ''}`,
  }
}
