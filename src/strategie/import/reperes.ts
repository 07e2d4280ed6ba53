import type { Kind } from '../fiche.ts'
import { CODE, NUMERO } from './niveaux.ts'
import { collapsed, isUpper, normalized } from './texte.ts'

/** A line that opens a fiche: "FICHE 2.1.5", "Fiche action n° 7 – Jardins", "FA 12 : …", "A.1 Jardins". */
export type Repere = {
  kind: Kind | null
  code: string | null
  intitule: string | null
  /** True when only a code opens the line ("2.1.5 Jardins"): another sign is needed to believe it. */
  faible: boolean
}

const KINDS: Record<string, Kind> = {
  action: 'action',
  projet: 'action',
  operation: 'action',
  mesure: 'action',
  engagement: 'action',
  orientation: 'orientation',
  objectif: 'orientation',
  enjeu: 'orientation',
  axe: 'orientation',
  priorite: 'orientation',
  thematique: 'orientation',
  strategique: 'orientation',
  bilan: 'bilan',
  evaluation: 'bilan',
}
const MOTS_DE_FICHE = new Set([
  ...Object.keys(KINDS),
  'actions',
  'projets',
  'objectifs',
  'operations',
  'orientations',
  'operationnelle',
  'operationnelles',
  'operationnel',
  'operationnels',
  'strategiques',
  'thematiques',
  'detaillee',
  'de',
  'd',
  'l',
  'la',
  'descriptive',
  'synthetique',
  'technique',
  'individuelle',
  'annuelle',
  'presentation',
  'suivi',
])
const SUITE = new RegExp(`^\\s*(?:${NUMERO})?(${CODE})?\\s*([:–—.)/|-]*)\\s*(.*)$`, 'u')
const POINTILLES = /\s*(?:\.{3,}|…{2,}|_{3,}|(?:\s\.){3,})\s*\d*\s*$/u

/** Reads a line as the opening of a fiche; null when it is not one. `fort` says that the line stands out (heading, bold, capitals). */
export function parseRepere(texte: string, fort: boolean): Repere | null {
  const brut = collapsed(texte).replace(POINTILLES, '')
  return parseFiche(brut, fort) ?? parseSigle(brut) ?? parseNumerotee(brut, fort) ?? parseCode(brut)
}

function parseFiche(brut: string, fort: boolean): Repere | null {
  const mots = [...brut.matchAll(/[\p{L}\p{N}]+/gu)]
  if (normalized(mots[0]?.[0] ?? '') !== 'fiche' || mots[0]?.index !== 0) return null
  let fin = mots[0][0].length
  let kind: Kind | null = null
  let qualifiee = false
  for (const mot of mots.slice(1)) {
    const nom = normalized(mot[0])
    if (!MOTS_DE_FICHE.has(nom) || !/^[\s'’(-]*$/u.test(brut.slice(fin, mot.index))) break
    kind ??= KINDS[nom.replace(/s$/, '')] ?? KINDS[nom] ?? null
    qualifiee ||= kind !== null
    fin = mot.index + mot[0].length
  }
  const trouve = SUITE.exec(brut.slice(fin).replace(/^\)/, ''))
  if (trouve === null) return null
  const code = trouve[1] ?? null
  const signe = trouve[2] ?? ''
  const intitule = trouve[3] === undefined || trouve[3] === '' ? null : trouve[3]
  if (code === null && intitule === null) return null
  if (code === null && signe === '' && !(qualifiee && fort)) return null
  if (code === null && signe !== '' && !/^[:–—/|-]/u.test(signe)) return null
  if (code !== null && signe === '' && intitule !== null && !/^[\p{Lu}«"“\d]/u.test(intitule)) return null
  if (intitule !== null && intitule.length > 300) return null
  // "Fiche bilan – Action n° 7 : Ateliers"
  const dedans = code === null && intitule !== null ? parseNumerotee(intitule, true) : null
  if (dedans !== null) return { ...dedans, kind: kind ?? dedans.kind }
  return { kind, code, intitule, faible: false }
}

const SIGLE = /^((?:F\.?A|F\.?O|F\.?P)\.?\s?[-n°º]*\s?\d{1,3}(?:\.\d{1,3})*)(?:\s*[:–—-]+\s*|\s+|$)(.*)$/u

function parseSigle(brut: string): Repere | null {
  const trouve = SIGLE.exec(brut)
  if (trouve?.[1] === undefined) return null
  const kind = trouve[1].replace('.', '').startsWith('FO') ? 'orientation' : 'action'
  return { kind, code: trouve[1].trim(), intitule: trouve[2] === '' ? null : (trouve[2] ?? null), faible: false }
}

const NUMEROTEE = new RegExp(
  `^(action|mesure|projet|op[ée]ration|engagement|bilan)s?(?=[\\s\\d])\\s*(?:${NUMERO})?(${CODE})\\s*([:–—.)/|-]*)\\s*(.*)$`,
  'iu',
)

function parseNumerotee(brut: string, fort: boolean): Repere | null {
  const trouve = NUMEROTEE.exec(brut)
  const code = trouve?.[2]
  if (trouve === null || code === undefined || !/\d|^[A-Z]$|^[IVX]+$/u.test(code)) return null
  const intitule = trouve[4] === '' ? null : (trouve[4] ?? null)
  if (trouve[3] === '' && intitule !== null && !/^[\p{Lu}«"]/u.test(intitule)) return null
  if (intitule !== null && intitule.length > 250) return null
  return { kind: /^bilan/i.test(brut) ? 'bilan' : 'action', code, intitule, faible: !fort }
}

const CODE_DE_TETE =
  /^((?:\d{1,2}(?:\.\d{1,2}){1,4})|(?:[A-Z](?:\.\d{1,2}){1,3})|(?:[IVX]{1,4}(?:[.-]\d{1,2}){1,3})|(?:[A-Z]\d{1,2}))\.?\s*(?:[:–—-]+\s*|\s+)(.{3,250})$/u

function parseCode(brut: string): Repere | null {
  const trouve = CODE_DE_TETE.exec(brut)
  if (trouve?.[1] === undefined || trouve[2] === undefined) return null
  if (!/^[\p{Lu}«"“]/u.test(trouve[2]) || (/^\d+\.\d+$/.test(trouve[1]) && /^(?:M€|K€|€|ETP|%)/u.test(trouve[2]))) return null
  return { kind: null, code: trouve[1], intitule: trouve[2], faible: true }
}

const LIGNE_DE_KIND = [
  {
    kind: 'bilan',
    forme:
      /^(?:fiche )?(?:de )?(?:bilan|compte rendu|rapport d activites?|evaluation)(?: (?:d|de l|de la|des|du|annuel|final|intermediaire|qualitatif|activites?|actions?|fiche|projet|operation|realisation|execution))*(?: (?:20)?\d\d(?: (?:20)?\d\d)?)?$/,
  },
  {
    kind: 'orientation',
    forme:
      /^(?:modele de |trame de )?fiches? (?:d |de l )?(?:orientation|objectif|enjeu|axe|thematique|strategique|priorite)s?(?: (?:operationnel|strategique|thematique)(?:le)?s?)*$/,
  },
  {
    kind: 'action',
    forme:
      /^(?:modele de |trame de )?fiches? (?:d |de l |descriptive (?:d |de l ))?(?:action|projet|operation|mesure|engagement)s?(?: (?:operationnel|detaille|descriptif)(?:le)?e?s?)*$/,
  },
] as const

/** The kind that a whole line names ("Fiche action", "BILAN D’ACTIVITÉS", "Contrat de ville – Fiche orientation"), or null. */
export function parseKind(texte: string): Kind | null {
  for (const part of [texte, ...texte.split(/\s+[–—|/-]\s+|\s*:\s*/u).slice(0, 4)]) {
    const ligne = normalized(part)
    if (ligne.length > 70) continue
    for (const { kind, forme } of LIGNE_DE_KIND)
      if (forme.test(ligne)) return part === texte || isBoilerplate(texte.replace(part, '')) ? kind : null
  }
  return null
}

const PASSE_PARTOUT =
  /^(?:(?:projet de )?contrats? de ville(?: (?:de |du |d |des |et |la |le |l |metropole|agglomeration|intercommunal|communaute|quartiers? |20\d\d|2030|engagements?).*)?(?: 20\d\d(?: 20\d\d)?)?|engagements? quartiers? 2030|contrat urbain de cohesion sociale.*|cucs.*|politique de la ville|20\d\d(?: 20\d\d)?|annexe \w{1,4}|republique francaise|prefecture .*|ville d .*|logo.*)?$/

/** Lines that every sheet of a contract carries and that name nothing: the contract, the town, the logo. */
export function isBoilerplate(texte: string): boolean {
  return PASSE_PARTOUT.test(normalized(texte))
}

/** True when a bare text is a code and nothing else: "2.1.5", "FA 12", "A.1", "II.3". */
export function isCode(texte: string): boolean {
  return new RegExp(`^(?:${NUMERO})?(?:${CODE})$`, 'u').test(collapsed(texte))
}

/** A code out of the value of a "N° de fiche" label: "Fiche n° 12" is "12". */
export function parseCodeValue(texte: string): string {
  const nu = collapsed(texte).replace(new RegExp(`^${NUMERO}`, 'u'), '')
  return parseFiche(nu, isUpper(nu))?.code ?? nu
}

const CONTRAT =
  /^(?:projet de )?contrats? de ville(?: (?:de |du |d |des |et |la |le |l |metropole|agglomeration|intercommunal|communaute|quartiers? |20\d\d|2030|engagements?).*)?$|^(?:contrat de ville )?engagements? quartiers? 2030$|^contrat urbain de cohesion sociale( 20\d\d.*)?$/

/** A line that names the contract and nothing else, as headers and footers do. */
export function namesContract(texte: string): boolean {
  return texte.length <= 90 && CONTRAT.test(normalized(texte))
}
