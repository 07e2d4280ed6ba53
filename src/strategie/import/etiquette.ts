import { type Cible, FAIBLES, LIBELLES, LIBELLES_COMPOSES, PLURIEL_SEUL, SINGULIER_SEUL, type Variante } from './dictionnaire.ts'
import { collapsed, isUpper, normalized, splitNumero, wordsKey } from './texte.ts'

/** A label recognised in a text: what it announces and why (which entry, which variant, how close). */
export type Etiquette = {
  /** One target, or several when the label names several fields ("Partenaires et dispositifs"). */
  cibles: Cible[]
  /** The variant of the dictionary that matched, as it is written there. */
  variante: string
  mode: 'exacte' | 'qualifiee' | 'composee'
  /** A word too common to be a label without another sign. */
  faible: boolean
  /** The label as the document writes it, without its number, its colon or the bracket that follows. */
  libelle: string
}

type Entree = { cibles: Cible[]; variante: string; faible: boolean; nombre: 'singulier' | 'pluriel' | null }
export type Dictionnaire = { readonly entrees: ReadonlyMap<string, Entree[]>; readonly longueurMax: number }

// May follow a label without changing what it announces.
const QUALIFICATIFS = new Set(
  (
    'action projet fiche operation demarche prevu prevue previsionnel previsionnelle envisage envisagee attendu attendue vise visee concerne ' +
    'concernee associe associee identifie identifiee retenu retenue pressenti pressentie principal principale principaux mobilise mobilisee ' +
    'mobilisable mobiliser potentiel potentielle possible propose proposee propre sollicite sollicitee souhaite souhaitee recherche recherchee ' +
    'poursuivi poursuivie general generale generaux specifique operationnel operationnelle cible ciblee touche touchee global globale detaille ' +
    'detaillee synthetique sommaire local locale locaux actuel actuelle partage partagee pluriannuel pluriannuelle annuel annuelle estime ' +
    'estimee estimatif estimative eventuel eventuelle prioritaire dont habitant contrat dispositif existant existante impliquer associer ' +
    'role leur leurs mission fonction demande demandee accorde vote obtenu obtenue notifie alloue reel reelle realise realisee effectif constate final finale definitif implique impliquee direct directe indirect indirecte envisageable cette ce notre nos euro ttc ht mise oeuvre en realisation'
  )
    .split(' ')
    .map((mot) => wordsKey(mot)[0] ?? mot),
)
// May come before it.
const PREFIXES = new Set(
  'nom coordonnee type nature liste rappel presentation identification detail definition profil choix precision quel quelle quels'
    .split(' ')
    .map((mot) => wordsKey(mot)[0] ?? mot),
)

/** The dictionary ready for matching, with the variants a contract adds; those come first. */
export function createDictionnaire(variantes: readonly Variante[] = []): Dictionnaire {
  if (variantes.length > 0) return buildDictionnaire(variantes)
  commun ??= buildDictionnaire([])
  return commun
}

// The dictionary without variants never changes: built once.
let commun: Dictionnaire | undefined

function buildDictionnaire(variantes: readonly Variante[]): Dictionnaire {
  const entrees = new Map<string, Entree[]>()
  let longueurMax = 1
  const add = (cibles: Cible[], variante: string, propre: boolean) => {
    const mots = wordsKey(variante)
    if (mots.length === 0) return
    longueurMax = Math.max(longueurMax, mots.length)
    const nombre = propre ? null : SINGULIER_SEUL.has(variante) ? 'singulier' : PLURIEL_SEUL.has(variante) ? 'pluriel' : null
    const entree: Entree = { cibles, variante, faible: !propre && FAIBLES.has(variante), nombre }
    const cle = mots.join(' ')
    const deja = entrees.get(cle)
    if (deja === undefined) entrees.set(cle, [entree])
    else if (nombre !== null) deja.unshift(entree)
    else deja.push(entree)
  }
  for (const { cible, libelle } of variantes) add([cible], libelle, true)
  for (const { libelle, cibles } of LIBELLES_COMPOSES) add([...cibles], libelle, false)
  for (const [cible, libelles] of Object.entries(LIBELLES) as [Cible, readonly string[]][]) {
    for (const libelle of libelles) add([cible], libelle, false)
  }
  return { entrees, longueurMax }
}

const LONGUEUR_MAX = 130

/** The label that the whole text is, or null. The final colon, a number before and a bracket after are put aside. */
export function matchEtiquette(dictionnaire: Dictionnaire, texte: string): Etiquette | null {
  const libelle = bareLabel(texte)
  // "Calendrier : 2025" is a label and its value, unless the dictionary holds the whole.
  const pleine = /:\s*\S/u.test(libelle)
  if (libelle === '' || libelle.length > LONGUEUR_MAX) return null
  const sansParenthese = collapsed(libelle.replace(/\s*[([][^)\]]*[)\]]?/gu, ' '))
  for (const essai of sansParenthese === libelle ? [libelle] : [libelle, sansParenthese]) {
    const trouve =
      matchWords(dictionnaire, essai, libelle) ?? matchParts(dictionnaire, essai, libelle) ?? matchNumbered(dictionnaire, essai, libelle)
    if (trouve !== null && (!pleine || trouve.mode === 'exacte')) return trouve
  }
  return null
}

const EN_LISTE: ReadonlySet<Cible> = new Set([
  'objectifs',
  'realisations',
  'effets',
  'indicateursRealisation',
  'indicateursEffets',
  'partenaires',
  'publics',
  'financements',
  'liens',
])

// "Objectif 2", "Indicateur n° 1": one of a list that has a label each.
function matchNumbered(dictionnaire: Dictionnaire, texte: string, libelle: string): Etiquette | null {
  const tete = /^(.{4,60}?)\s+(?:n\s?[°º]\s*)?\d{1,2}$/u.exec(texte)?.[1]
  const trouve = tete === undefined ? null : (matchWords(dictionnaire, `${tete}s`, libelle) ?? matchWords(dictionnaire, tete, libelle))
  const cible = trouve?.cibles[0]
  if (trouve === null || cible === undefined || trouve.mode !== 'exacte' || !EN_LISTE.has(cible)) return null
  return { ...trouve, mode: 'qualifiee' }
}

/** The label text alone: no number before ("3. Objectifs"), no colon or question mark after. */
export function bareLabel(texte: string): string {
  const sansDeux = collapsed(texte).replace(/[\s:?.…=>→-]+$/u, '')
  return splitNumero(sansDeux).reste
}

function matchWords(dictionnaire: Dictionnaire, texte: string, libelle: string): Etiquette | null {
  const mots = wordsKey(texte)
  if (mots.length === 0 || mots.length > dictionnaire.longueurMax + 6) return null
  const direct = matchFrom(dictionnaire, mots, texte, libelle)
  if (direct !== null) return direct
  let debut = 0
  while (debut < Math.min(2, mots.length - 1) && PREFIXES.has(mots[debut] ?? '')) {
    debut += 1
    const apres = matchFrom(dictionnaire, mots.slice(debut), texte, libelle)
    if (apres !== null) return { ...apres, mode: 'qualifiee' }
  }
  return null
}

function matchFrom(dictionnaire: Dictionnaire, mots: readonly string[], texte: string, libelle: string): Etiquette | null {
  for (let longueur = Math.min(mots.length, dictionnaire.longueurMax); longueur > 0; longueur -= 1) {
    const suite = mots.slice(longueur)
    if (!suite.every((mot) => QUALIFICATIFS.has(mot) || /^20\d\d$/.test(mot))) continue
    const entree = pick(dictionnaire.entrees.get(mots.slice(0, longueur).join(' ')), texte)
    if (entree === null) continue
    const mode = suite.length === 0 ? (entree.cibles.length > 1 ? 'composee' : 'exacte') : 'qualifiee'
    return { cibles: entree.cibles, variante: entree.variante, mode, faible: entree.faible && suite.length === 0, libelle }
  }
  return null
}

function pick(entrees: readonly Entree[] | undefined, texte: string): Entree | null {
  if (entrees === undefined) return null
  const premier = normalized(texte)
    .split(' ')
    .find((mot) => mot.length > 2 && mot !== 'les' && mot !== 'des')
  const pluriel = premier !== undefined && /[sx]$/.test(premier)
  for (const entree of entrees) {
    if (entree.nombre === null || (entree.nombre === 'pluriel') === pluriel) return entree
  }
  return null
}

function matchParts(dictionnaire: Dictionnaire, texte: string, libelle: string): Etiquette | null {
  const parts = texte
    .split(/\s+et\s+|\s*[/&+,;]\s*|\s+[-–—]\s+/iu)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  if (parts.length < 2 || parts.length > 4) return null
  const cibles: Cible[] = []
  const variantes: string[] = []
  let faible = true
  for (const part of parts) {
    const trouve = matchWords(dictionnaire, part, part)
    if (trouve === null) return null
    for (const cible of trouve.cibles) if (!cibles.includes(cible)) cibles.push(cible)
    variantes.push(trouve.variante)
    faible &&= trouve.faible
  }
  return { cibles, variante: variantes.join(' + '), mode: cibles.length > 1 ? 'composee' : 'qualifiee', faible, libelle }
}

/** A label and the value that follows it in the same text. */
export type EtiquetteEnLigne = { etiquette: Etiquette; reste: string; signe: 'deux_points' | 'accent' | 'tiret' | 'majuscules' }

/**
 * The label with which the text begins when its value follows: "Pilote : Ville", a run-in label in bold,
 * "OBJECTIFS Renforcer…" in capitals, "Publics – jeunes".
 */
export function matchEnLigne(dictionnaire: Dictionnaire, texte: string, debutAccent: string | null): EtiquetteEnLigne | null {
  if (debutAccent !== null && debutAccent !== '' && texte.startsWith(debutAccent)) {
    const etiquette = matchEtiquette(dictionnaire, debutAccent)
    const reste = texte.slice(debutAccent.length).replace(/^[\s:–—-]+/u, '')
    if (etiquette !== null && reste !== '') return { etiquette, reste, signe: 'accent' }
  }
  let position = texte.indexOf(':')
  for (let essai = 0; essai < 2 && position > 0 && position <= LONGUEUR_MAX; essai += 1) {
    const etiquette = matchEtiquette(dictionnaire, texte.slice(0, position))
    const reste = texte.slice(position + 1).trim()
    if (etiquette !== null && reste !== '') return { etiquette, reste, signe: 'deux_points' }
    position = texte.indexOf(':', position + 1)
  }
  const tiret = /^(.{3,60}?)\s+(?:[–—-]|=>|→)\s+(.+)$/u.exec(texte)
  if (tiret?.[1] !== undefined && tiret[2] !== undefined) {
    const etiquette = matchEtiquette(dictionnaire, tiret[1])
    if (etiquette !== null && !etiquette.faible && etiquette.mode === 'exacte' && matchEtiquette(dictionnaire, texte) === null) {
      return { etiquette, reste: tiret[2], signe: 'tiret' }
    }
  }
  return matchCapitals(dictionnaire, texte)
}

function matchCapitals(dictionnaire: Dictionnaire, texte: string): EtiquetteEnLigne | null {
  const tete = /^(?:[\p{Lu}\d'’./()-]+(?:\s+|$)){1,8}/u.exec(texte)?.[0] ?? ''
  const libelle = tete.trim()
  const reste = texte.slice(tete.length).trim()
  if (!isUpper(libelle) || libelle.length < 4 || reste === '' || isUpper(reste)) return null
  for (const [prefixe, suite] of [[libelle, reste], dropLastWord(libelle, reste)] as const) {
    const etiquette = prefixe === '' ? null : matchEtiquette(dictionnaire, prefixe)
    if (etiquette !== null && etiquette.mode === 'exacte' && /^[\p{Lu}\d"«]/u.test(suite))
      return { etiquette, reste: suite, signe: 'majuscules' }
  }
  return null
}

// "ACTION A destination des jeunes": the last capital may open the value.
function dropLastWord(libelle: string, reste: string): [string, string] {
  const coupe = libelle.lastIndexOf(' ')
  const dernier = libelle.slice(coupe + 1)
  return coupe === -1 || dernier.length > 2 ? ['', ''] : [libelle.slice(0, coupe), `${dernier} ${reste}`]
}
