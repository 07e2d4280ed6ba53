import type { Precision } from '../fiche.ts'

/** A stretch of time read in a text. Dates are ISO cut to their precision ("2025", "2025-T2", "2025-03", "2025-03-14"). */
export type Periode = {
  debut: string | null
  fin: string | null
  precision: Precision
  /** Where it stands in the text. */
  index: number
  longueur: number
}

type Point = {
  annee: number | null
  mois: number | null
  trimestre: number | null
  semestre: number | null
  jour: number | null
  index: number
  fin: number
  vague: boolean
}

const MOIS = [/^janv/, /^f[ée]v/, /^mars/, /^avr/, /^mai/, /^juin/, /^juil/, /^ao[uû]t/, /^sep/, /^oct/, /^nov/, /^d[ée]c/] as const
const NOM_DE_MOIS =
  '(?:janvier|janv\\.?|f[ée]vrier|f[ée]vr?\\.?|mars|avril|avr\\.?|mai|juin|juillet|juil\\.?|ao[uû]t|septembre|sept\\.?|octobre|oct\\.?|novembre|nov\\.?|d[ée]cembre|d[ée]c\\.?)(?![\\p{L}])'
const AN = '(?:19|20)\\d\\d(?!\\d)'
const ORDINAUX = ['1', 'premier', '2', 'deuxi[eè]me', '3', 'troisi[eè]me', '4', 'quatri[eè]me']
const ORDRE = `(?:[1-4]\\s?(?:er|re|e|[eè]me|nd|nde)?|premier|deuxi[eè]me|second|troisi[eè]me|quatri[eè]me|dernier)`

const POINT = new RegExp(
  [
    `(?<iso>(?<!\\d)${AN.replace('(?!\\d)', '')}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\\d|3[01]))?(?!\\d))`,
    `(?<fr>(?<!\\d)(?:0?[1-9]|[12]\\d|3[01])[/.-](?:0?[1-9]|1[0-2])[/.-]${AN})`,
    `(?<moisan>(?<![\\d/.])(?:0?[1-9]|1[0-2])/${AN})`,
    `(?<tri>(?<!\\p{L})(?:T[1-4]|[1-4]T|${ORDRE}\\s+trimestre)(?:\\s*(?:de\\s+)?(?:l['’]ann[ée]e\\s+)?[-/]?\\s*(?<trian>${AN}))?|(?<trian2>${AN})\\s*[-/]?\\s*T[1-4](?!\\d))`,
    `(?<sem>(?<!\\p{L})(?:S[12]|${ORDRE}\\s+semestre)(?:\\s*(?:de\\s+)?(?:l['’]ann[ée]e\\s+)?[-/]?\\s*(?<seman>${AN}))?|(?<seman2>${AN})\\s*[-/]?\\s*S[12](?!\\d))`,
    `(?<jourmois>(?<!\\d|(?:phase|[ée]tape|tranche|jalon|ann[ée]e|lot|n°)\\s)(?:1\\s?er|0?[1-9]|[12]\\d|3[01])\\s+${NOM_DE_MOIS}(?:\\s+(?<jman>${AN}))?)`,
    `(?<jour>(?<=(?<!\\p{L})(?:du|le|les|entre le)\\s)(?:1\\s?er|0?[1-9]|[12]\\d|3[01])(?=\\s*(?:au|et(?:\\sle)?|[-–—])\\s*\\d))`,
    `(?<mois>(?<!\\p{L})(?:(?:mi|d[ée]but|fin|courant)[\\s-]+)?${NOM_DE_MOIS}(?:\\s+(?:de\\s+l['’]ann[ée]e\\s+)?(?<man>${AN}))?)`,
    `(?<an>(?<![\\d.,])${AN}(?![\\d€])(?!\\s*(?:€|euros|habitants|logements|\\d{3}(?!\\d))))`,
  ].join('|'),
  'giu',
)

/** Every stretch of time that the text states, in order; months without a year have null dates. */
export function findPeriodes(texte: string): Periode[] {
  const points = [...texte.matchAll(POINT)].map(readPoint)
  const periodes: Periode[] = []
  for (let i = 0; i < points.length; i += 1) {
    const premier = points[i]
    if (premier === undefined) continue
    const second = points[i + 1]
    const entre = second === undefined ? '' : texte.slice(premier.fin, second.index)
    if (second !== undefined && isRange(entre, premier, second, ENTRE.test(texte.slice(0, premier.index)))) {
      let dernier = second
      i += 1
      // "2025, 2026 et 2027"
      while (
        isYear(premier) &&
        points[i + 1] !== undefined &&
        isYear(points[i + 1] as Point) &&
        /^\s*(?:,|et|\/|-|–)\s*$/iu.test(texte.slice(dernier.fin, points[i + 1]?.index))
      ) {
        dernier = points[i + 1] as Point
        i += 1
      }
      periodes.push(periodOf(premier, dernier, texte))
      continue
    }
    if (premier.jour !== null && premier.mois === null) continue
    // "mars et juin 2025": the year is said once.
    if (second !== undefined && premier.annee === null && /^\s*(?:et|,)\s*$/iu.test(entre) && position(premier) < position(second))
      premier.annee = second.annee
    periodes.push(singleOf(premier, texte))
  }
  return periodes
}

function readPoint(trouve: RegExpExecArray): Point {
  const g = trouve.groups ?? {}
  const point: Point = {
    annee: null,
    mois: null,
    trimestre: null,
    semestre: null,
    jour: null,
    index: trouve.index,
    fin: trouve.index + trouve[0].length,
    vague: false,
  }
  const texte = trouve[0].toLowerCase()
  if (g.iso !== undefined) [point.annee, point.mois, point.jour] = numbers(g.iso.split('-'))
  else if (g.fr !== undefined) [point.jour, point.mois, point.annee] = numbers(g.fr.split(/[/.-]/))
  else if (g.moisan !== undefined) [point.mois, point.annee] = numbers(g.moisan.split('/'))
  else if (g.tri !== undefined) {
    point.trimestre = ordinalOf(texte.replace(/(?:19|20)\d\d/, ''), 4)
    point.annee = toNumber(g.trian ?? g.trian2)
  } else if (g.sem !== undefined) {
    point.semestre = ordinalOf(texte.replace(/(?:19|20)\d\d/, ''), 2)
    point.annee = toNumber(g.seman ?? g.seman2)
  } else if (g.jourmois !== undefined) {
    point.jour = toNumber(/^\d+/.exec(texte)?.[0])
    point.mois = monthOf(texte.replace(/^\d+\s*(?:er)?\s*/, ''))
    point.annee = toNumber(g.jman)
  } else if (g.jour !== undefined) point.jour = toNumber(/^\d+/.exec(texte)?.[0])
  else if (g.mois !== undefined) {
    const nu = texte.replace(/^(?:mi|d[ée]but|fin|courant)[\s-]+/, '')
    point.vague = nu !== texte
    point.mois = monthOf(nu)
    point.annee = toNumber(g.man)
  } else point.annee = toNumber(g.an)
  return point
}

function numbers(textes: readonly string[]): [number | null, number | null, number | null] {
  return [toNumber(textes[0]), toNumber(textes[1]), toNumber(textes[2])]
}

function toNumber(texte: string | undefined): number | null {
  return texte === undefined ? null : Number(texte)
}

function monthOf(texte: string): number | null {
  const rang = MOIS.findIndex((forme) => forme.test(texte))
  return rang === -1 ? null : rang + 1
}

function ordinalOf(texte: string, dernier: number): number {
  const rang = ORDINAUX.findIndex((forme) => new RegExp(forme, 'i').test(texte))
  if (/second/i.test(texte)) return 2
  return rang === -1 ? dernier : Math.min(dernier, Math.floor(rang / 2) + 1)
}

function isYear(point: Point): boolean {
  return point.annee !== null && point.mois === null && point.trimestre === null && point.semestre === null
}

const LIAISON =
  /^\s*(?:inclus\s*)?(?:à|a|au|aux|[-–—]|→|->|>|jusqu['’](?:à|en|au)|jusqu['’](?:à la |au )?|et|,|\/)\s*(?:la\s+|le\s+|l['’]\s*)?(?:fin\s+|fin\s+de\s+|mi[\s-]+|d[ée]but\s+|ann[ée]e\s+)?(?:de\s+|d['’])?$/iu

const ENTRE = /(?:^|[\s(])entre (?:le |la )?(?:fin |mi[\s-]|d[ée]but )?$/iu

function isRange(entre: string, premier: Point, second: Point, apresEntre: boolean): boolean {
  if (!LIAISON.test(entre)) return false
  const signe = entre.trim().toLowerCase()
  if (signe === 'et' && apresEntre) return true
  if (signe === ',' || signe === 'et') {
    // "2025, 2026": a run of years; "mars et juin 2025" is two moments, "entre mars et juin" one stretch.
    return isYear(premier) && isYear(second) && (second.annee ?? 0) === (premier.annee ?? 0) + 1
  }
  if (signe === '/') return isYear(premier) && isYear(second)
  return rank(premier) !== 0 && rank(second) !== 0
}

function rank(point: Point): number {
  return point.jour !== null
    ? 1
    : point.mois !== null
      ? 2
      : point.trimestre !== null || point.semestre !== null
        ? 3
        : point.annee !== null
          ? 4
          : 0
}

function periodOf(premier: Point, second: Point, texte: string): Periode {
  const debut = { ...premier }
  if (debut.jour !== null && debut.mois === null) debut.mois = second.mois
  if (debut.annee === null && second.annee !== null && position(debut) <= position(second)) debut.annee = second.annee
  const precision = coarsest(precisionOf(debut), precisionOf(second))
  return {
    debut: isoOf(debut, precision, 'debut'),
    fin: isoOf(second, precision, 'fin'),
    precision,
    index: startOf(texte, premier.index),
    longueur: second.fin - startOf(texte, premier.index),
  }
}

// Place in the year, to know that "septembre" comes after "juin".
function position(point: Point): number {
  const mois = point.mois ?? (point.trimestre !== null ? point.trimestre * 3 - 2 : point.semestre !== null ? point.semestre * 6 - 5 : 0)
  return mois * 100 + (point.jour ?? 0)
}

const DEPUIS =
  /(?:à partir (?:de |du |d['’])|dès (?:le |la )?|depuis (?:le )?|à compter (?:de |du |d['’]))(?:la )?(?:rentr[ée]e (?:scolaire )?(?:de )?)?$/iu
const JUSQUE =
  /(?:jusqu['’](?:à |au |en |à la )?(?:fin )?|avant (?:le |la )?(?:fin )?|au plus tard (?:le |en |fin )?|d['’]ici (?:à |le |la )?(?:fin )?)$/iu

function singleOf(point: Point, texte: string): Periode {
  const precision = precisionOf(point)
  const index = startOf(texte, point.index)
  const avant = texte.slice(0, point.index)
  const debut = JUSQUE.test(avant) ? null : isoOf(point, precision, 'debut')
  const fin = DEPUIS.test(avant) ? null : isoOf(point, precision, 'fin')
  return { debut, fin, precision, index, longueur: point.fin - index }
}

const INTRODUCTION =
  /(?:^|[\s(:,–—-])((?:de |du (?:\(le\) )?|d['’]\s?|en |sur |pour |pendant |le |entre (?:le )?|à partir (?:de |du |d['’])|dès (?:le )?|depuis (?:le )?|à compter (?:de |du |d['’])|jusqu['’](?:à |au |en )?(?:fin )?|avant (?:le |la )?(?:fin )?|au plus tard (?:le |en |fin )?|fin |début |courant |d['’]ici (?:à )?(?:fin )?|ann[ée]es? (?:scolaires? |civiles? )?|rentr[ée]e (?:scolaire )?|été |hiver |printemps |automne |au |l['’]ann[ée]e )+)$/iu

function startOf(texte: string, index: number): number {
  const mots = INTRODUCTION.exec(texte.slice(0, index))?.[1]
  return mots === undefined ? index : index - mots.length
}

function precisionOf(point: Point): Precision {
  if (point.jour !== null) return 'jour'
  if (point.mois !== null || point.semestre !== null) return 'mois'
  return point.trimestre !== null ? 'trimestre' : 'annee'
}

const ORDRE_PRECISION: readonly Precision[] = ['jour', 'mois', 'trimestre', 'annee', 'au_fil_de_leau']

/** The less precise of the two. */
export function coarsest(a: Precision, b: Precision): Precision {
  return ORDRE_PRECISION.indexOf(a) >= ORDRE_PRECISION.indexOf(b) ? a : b
}

function isoOf(point: Point, precision: Precision, bout: 'debut' | 'fin'): string | null {
  const { annee } = point
  if (annee === null) return null
  if (precision === 'annee') return String(annee)
  const mois = monthAt(point, bout)
  if (precision === 'trimestre') return `${annee}-T${Math.ceil(mois / 3)}`
  const deux = (n: number) => String(n).padStart(2, '0')
  if (precision === 'mois') return `${annee}-${deux(mois)}`
  return isRealDay(annee, mois, point.jour ?? 0) ? `${annee}-${deux(mois)}-${deux(point.jour ?? 1)}` : null
}

function monthAt(point: Point, bout: 'debut' | 'fin'): number {
  if (point.mois !== null) return point.mois
  if (point.trimestre !== null) return bout === 'debut' ? point.trimestre * 3 - 2 : point.trimestre * 3
  if (point.semestre !== null) return bout === 'debut' ? point.semestre * 6 - 5 : point.semestre * 6
  return bout === 'debut' ? 1 : 12
}

function isRealDay(annee: number, mois: number, jour: number): boolean {
  const date = new Date(Date.UTC(annee, mois - 1, jour))
  return date.getUTCMonth() === mois - 1 && date.getUTCDate() === jour
}
