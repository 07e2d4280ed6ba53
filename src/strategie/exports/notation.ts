/**
 * How a row of a fiche is said in a document, and read back: « Ouvrir une maison de projet (état : en cours) ».
 * For every row type, parse(render(x)) gives x back, whatever its text; a text that another hand wrote without such an
 * ending is kept whole, with nothing assumed. Spaces of every kind count as one space. Pure.
 */
import { formatEuros, formatNombre } from '#platform/formats.ts'
import type {
  Echelle,
  EtatRealisation,
  Financement,
  Genre,
  Lien,
  NatureFinancement,
  Partenaire,
  Public,
  Realisation,
  TypeEchelle,
} from '../fiche.ts'

export { parseCalendrier, renderCalendrier } from './notation-calendrier.ts'

/** A row as it is said: its own words, then what follows in parentheses. */
export type Dit = { texte: string; precision: string | null }

/** The row on one line. */
export function dit({ texte, precision }: Dit): string {
  if (precision === null) return texte
  return texte === '' ? `(${precision})` : `${texte} (${precision})`
}

const ETATS: Record<EtatRealisation, string> = { prevue: 'prévue', en_cours: 'en cours', realisee: 'réalisée', abandonnee: 'abandonnée' }
const TYPES_ECHELLE: Record<TypeEchelle, string> = {
  agglomeration: 'agglomération',
  commune: 'commune',
  quartier: 'quartier',
  autre: 'autre',
}
const GENRES: Record<Genre, string> = { tous: 'femmes et hommes', femmes: 'femmes', hommes: 'hommes' }
const NATURES: Record<NatureFinancement, string> = {
  specifique: 'crédits spécifiques',
  droit_commun: 'droit commun',
  tfpb: 'abattement TFPB',
  fondation: 'fondation',
  europe: 'fonds européens',
  cper: 'CPER',
  autre: 'autre financement',
}

export function renderRealisation({ texte, etat }: Omit<Realisation, 'id'>): Dit {
  return { texte, precision: `état\u00a0: ${ETATS[etat]}` }
}

/** `etat` is null when the text does not say it. */
export function parseRealisation(source: string): { texte: string; etat: EtatRealisation | null } {
  const lue = splitPrecision(source, (dedans) => keyOf(ETATS, /^état : (.+)$/u.exec(dedans)?.[1]))
  return lue === null ? { texte: source, etat: null } : { texte: lue.texte, etat: lue.valeur }
}

export function renderEchelle({ texte, type }: Omit<Echelle, 'id'>): Dit {
  return { texte, precision: `échelle\u00a0: ${TYPES_ECHELLE[type]}` }
}

/** `type` is null when the text does not say it. */
export function parseEchelle(source: string): { texte: string; type: TypeEchelle | null } {
  const lue = splitPrecision(source, (dedans) => keyOf(TYPES_ECHELLE, /^échelle : (.+)$/u.exec(dedans)?.[1]))
  return lue === null ? { texte: source, type: null } : { texte: lue.texte, type: lue.valeur }
}

type DetailsPublic = Omit<Public, 'id' | 'texte'>
const PUBLIC_NU: DetailsPublic = { nombre: null, ageMin: null, ageMax: null, genre: null, partQpvPourMille: null }
const SANS_PRECISION = 'sans précision'

/** « Jeunes (16 à 25 ans ; femmes ; 120 personnes ; 60 % QPV) »; bare when nothing is known. */
export function renderPublic({ texte, nombre, ageMin, ageMax, genre, partQpvPourMille }: Omit<Public, 'id'>): Dit {
  const parts: string[] = []
  if (ageMin !== null && ageMax !== null) parts.push(`${ageMin} à ${ageMax}\u00a0ans`)
  else if (ageMin !== null) parts.push(`${ageMin}\u00a0ans et plus`)
  else if (ageMax !== null) parts.push(`jusqu’à ${ageMax}\u00a0ans`)
  if (genre !== null) parts.push(GENRES[genre])
  if (nombre !== null) parts.push(`${formatNombre(nombre)}\u00a0${nombre < 2 ? 'personne' : 'personnes'}`)
  if (partQpvPourMille !== null) parts.push(`${formatNombre(partQpvPourMille / 10)}\u00a0%\u00a0QPV`)
  if (parts.length > 0) return { texte, precision: parts.join(ENTRE) }
  return { texte, precision: splitPrecision(texte, parseDetailsPublic) === null ? null : SANS_PRECISION }
}

export function parsePublic(source: string): { texte: string } & DetailsPublic {
  const lu = splitPrecision(source, parseDetailsPublic)
  return lu === null ? { texte: source, ...PUBLIC_NU } : { texte: lu.texte, ...lu.valeur }
}

function parseDetailsPublic(dedans: string): DetailsPublic | null {
  if (dedans === SANS_PRECISION) return PUBLIC_NU
  const details = { ...PUBLIC_NU }
  const vus = new Set<string>()
  for (const part of dedans.split(' ; ')) {
    const age = /^(?:(\d+) à (\d+) ans|(\d+) ans et plus|jusqu’à (\d+) ans)$/u.exec(part)
    const nombre = /^(\d{1,3}(?: \d{3})*|\d+) personnes?$/u.exec(part)?.[1]
    const qpv = /^(\d+(?:,\d)?) % QPV$/u.exec(part)?.[1]
    const genre = keyOf(GENRES, part)
    const sorte = age !== null ? 'age' : nombre !== undefined ? 'nombre' : qpv !== undefined ? 'qpv' : genre !== null ? 'genre' : null
    if (sorte === null || vus.has(sorte)) return null
    vus.add(sorte)
    if (age !== null) {
      details.ageMin = toNombre(age[1] ?? age[3])
      details.ageMax = toNombre(age[2] ?? age[4])
    } else if (nombre !== undefined) details.nombre = toNombre(nombre)
    else if (qpv !== undefined) details.partQpvPourMille = Math.round(Number(qpv.replace(',', '.')) * 10)
    else details.genre = genre
  }
  return details
}

type DetailsPartenaire = Omit<Partenaire, 'id' | 'texte'>
const PARTENAIRE_NU: DetailsPartenaire = { role: null, habitants: false }
const SANS_ROLE = 'sans rôle'
const DONT_HABITANTS = 'dont habitants'

/** « Régie de quartier (rôle : entretien ; dont habitants) »; bare when nothing is known. */
export function renderPartenaire({ texte, role, habitants }: Omit<Partenaire, 'id'>): Dit {
  const parts: string[] = []
  if (role !== null) parts.push(`rôle\u00a0: ${quoted(role)}`)
  if (habitants) parts.push(DONT_HABITANTS)
  if (parts.length > 0) return { texte, precision: parts.join(ENTRE) }
  return { texte, precision: splitPrecision(texte, parseDetailsPartenaire) === null ? null : SANS_ROLE }
}

export function parsePartenaire(source: string): { texte: string } & DetailsPartenaire {
  const lu = splitPrecision(source, parseDetailsPartenaire)
  return lu === null ? { texte: source, ...PARTENAIRE_NU } : { texte: lu.texte, ...lu.valeur }
}

function parseDetailsPartenaire(dedans: string): DetailsPartenaire | null {
  if (dedans === SANS_ROLE) return PARTENAIRE_NU
  const parts = splitQuoted(dedans, ' ; ')
  const habitants = parts?.at(-1) === DONT_HABITANTS
  const autres = habitants ? parts?.slice(0, -1) : parts
  if (autres === null || autres === undefined || autres.length > 1) return null
  if (autres[0] === undefined) return { role: null, habitants }
  const role = autres[0].startsWith('rôle : ') ? unquoted(autres[0].slice('rôle : '.length)) : null
  return role === null ? null : { role, habitants }
}

type DetailsFinancement = Omit<Financement, 'id' | 'texte'>

/** « Adultes-relais (crédits spécifiques ; État, Métropole ; 12 000,00 €) ». */
export function renderFinancement({ texte, nature, organisations, montantCents }: Omit<Financement, 'id'>): Dit {
  const parts = [NATURES[nature]]
  if (organisations.length > 0) parts.push(organisations.map(quoted).join(', '))
  if (montantCents !== null) parts.push(formatEuros(montantCents))
  return { texte, precision: parts.join(ENTRE) }
}

/** `details` is null when the text does not say them. */
export function parseFinancement(source: string): { texte: string; details: DetailsFinancement | null } {
  const lu = splitPrecision(source, parseDetailsFinancement)
  return lu === null ? { texte: source, details: null } : { texte: lu.texte, details: lu.valeur }
}

const MONTANT = /^([−-]?)(\d{1,3}(?: \d{3})*),(\d\d) €$/u

function parseDetailsFinancement(dedans: string): DetailsFinancement | null {
  const parts = splitQuoted(dedans, ' ; ')
  const nature = keyOf(NATURES, parts?.[0])
  if (parts === null || nature === null) return null
  const reste = parts.slice(1)
  const montant = MONTANT.exec(reste.at(-1) ?? '')
  const dits = montant === null ? reste : reste.slice(0, -1)
  if (dits.length > 1) return null
  const noms = dits[0] === undefined ? [] : splitQuoted(dits[0], ', ')?.map(unquoted)
  const organisations = (noms ?? []).filter((nom) => nom !== null)
  if (noms === undefined || organisations.length < noms.length) return null
  const cents = montant === null ? null : Number(`${montant[2]?.replaceAll(' ', '')}${montant[3]}`) * (montant[1] === '' ? 1 : -1)
  return { nature, organisations, montantCents: cents === 0 ? 0 : cents }
}

const CODE = /^(\d+|(?:\d+|[A-Z]+)(?:\.(?:\d+|[A-Z]+))+)(?: (.*))?$/su

/** « 2.1.6 Associer les habitants »; « Fiche B : … » or « Fiche sans code : … » when that would be misread. */
export function renderLien({ texte, code }: Pick<Lien, 'texte' | 'code'>): string {
  const nu = code !== null && (texte === code || texte.startsWith(`${code} `)) ? texte.slice(code.length).trimStart() : texte
  const simple = [code, nu].filter((part) => part !== null && part !== '').join(' ')
  const relu = parseLien(simple)
  if (relu.code === code && relu.texte === nu) return simple
  return `Fiche ${code ?? 'sans code'}\u00a0: ${nu}`
}

export function parseLien(source: string): { texte: string; code: string | null } {
  const explicite = /^Fiche (sans code|\S+)\s: ?(.*)$/su.exec(source)
  if (explicite?.[1] !== undefined) return { code: explicite[1] === 'sans code' ? null : explicite[1], texte: explicite[2] ?? '' }
  const trouve = CODE.exec(source)
  return trouve?.[1] === undefined ? { code: null, texte: source } : { code: trouve[1], texte: trouve[2] ?? '' }
}

const ENTRE = '\u202f; '

/** The last parenthesis that ends the text and means something, apart from the words before it. */
function splitPrecision<T>(source: string, parse: (dedans: string) => T | null): { texte: string; valeur: T } | null {
  if (!source.endsWith(')')) return null
  for (let debut = source.lastIndexOf('('); debut !== -1; debut = debut === 0 ? -1 : source.lastIndexOf('(', debut - 1)) {
    if (debut > 0 && !/\s/u.test(source[debut - 1] ?? '')) continue
    const valeur = parse(source.slice(debut + 1, -1).replace(/\s+/gu, ' '))
    if (valeur !== null) return { texte: source.slice(0, Math.max(0, debut - 1)), valeur }
  }
  return null
}

/** A name that holds a sign of ours is put between “ ”, doubled inside. */
function quoted(nom: string): string {
  const sur = nom !== '' && nom === nom.trim() && !/[,;“”]/u.test(nom) && isBalanced(nom)
  return sur ? nom : `“${nom.replace(/[“”]/gu, '$&$&')}”`
}

function unquoted(dit: string): string | null {
  if (!/[“”]/u.test(dit)) return dit === '' || !isBalanced(dit) ? null : dit
  const dedans = /^“(.*)”$/u.exec(dit)?.[1]
  if (dedans === undefined || /[“”]/u.test(dedans.replace(/““|””/gu, ''))) return null
  return dedans.replace(/([“”])\1/gu, '$1')
}

/** Splits outside “ ”; null when a quotation is left open. */
function splitQuoted(source: string, separateur: string): string[] | null {
  const parts: string[] = []
  let debut = 0
  let cite = false
  for (let i = 0; i < source.length; i += 1) {
    const signe = source[i]
    if (signe === '“' && !cite) cite = true
    else if (cite && (signe === '“' || signe === '”')) {
      if (source[i + 1] === signe) i += 1
      else if (signe === '”') cite = false
      else return null
    } else if (!cite && source.startsWith(separateur, i)) {
      parts.push(source.slice(debut, i))
      debut = i + separateur.length
    }
  }
  if (cite) return null
  parts.push(source.slice(debut))
  return parts
}

function isBalanced(texte: string): boolean {
  let niveau = 0
  for (const signe of texte) {
    if (signe === '(') niveau += 1
    else if (signe === ')') niveau -= 1
    if (niveau < 0) return false
  }
  return niveau === 0
}

function toNombre(chiffres: string | undefined): number | null {
  return chiffres === undefined ? null : Number(chiffres.replaceAll(' ', ''))
}

function keyOf<C extends string>(libelles: Record<C, string>, libelle: string | undefined): C | null {
  const trouve = (Object.keys(libelles) as C[]).find((cle) => libelles[cle] === libelle)
  return trouve ?? null
}
