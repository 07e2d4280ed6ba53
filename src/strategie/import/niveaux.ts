import { collapsed, isUpper, normalized } from './texte.ts'

/** A node of the tree as the document names it: "Axe 2 : Éducation" is { niveau: "Axe", code: "2", intitule: "Éducation" }. */
export type NiveauLu = { niveau: string; code: string | null; intitule: string | null }

// Names of levels, longest first; compared without accents or case.
const NOMS = [
  'axe strategique',
  'axe prioritaire',
  'axe transversal',
  'axe thematique',
  'axe operationnel',
  'axe',
  'sous axe',
  'pilier',
  'volet',
  'priorite strategique',
  'priorite transversale',
  'priorite',
  'orientation strategique',
  'orientation operationnelle',
  'orientation generale',
  'orientation',
  'objectif strategique',
  'objectif operationnel',
  'objectif general',
  'objectif specifique',
  'objectif',
  'enjeu strategique',
  'enjeu transversal',
  'enjeu',
  'thematique',
  'theme',
  'sous theme',
  'domaine',
  'champ d intervention',
  'champ',
  'defi',
  'ambition',
  'chantier',
  'programme',
  'mesure',
  'finalite',
  'levier',
].sort((a, b) => b.length - a.length)
const PREMIERS = new Set(NOMS.map((nom) => nom.split(' ')[0] ?? nom))

export const CODE =
  "(?:[A-Z]{1,3}[ .-]?)?\\d{1,3}(?:[.-]\\d{1,3}){0,4}[a-z]?(?![\\p{L}\\d])|[IVX]{1,5}(?:[.-]\\d{1,3})*(?![\\p{L}\\d])|[A-Z](?:[.-]?\\d{1,3})*(?![\\p{L}\\d'’])"
export const NUMERO = '(?:[nN]\\s?(?:[°º]|o(?=\\s?\\d))\\s?|[nN]um[ée]ro\\s+|NUM[ÉE]RO\\s+|#\\s?)'

/** The level with which the text begins and what follows, or null. */
export function splitNiveau(texte: string): { niveau: string; reste: string } | null {
  const brut = collapsed(texte)
  const premier = /^[\p{L}\p{N}]+/u.exec(brut)?.[0]
  if (premier === undefined || premier.length > 12 || !PREMIERS.has(normalized(premier))) return null
  const mots = [...brut.slice(0, 60).matchAll(/[\p{L}\p{N}]+/gu)]
    .slice(0, 3)
    .map((mot) => ({ texte: normalized(mot[0]), fin: mot.index + mot[0].length }))
  for (const nom of NOMS) {
    const attendus = nom.split(' ')
    const dernier = mots[attendus.length - 1]
    if (dernier === undefined || !attendus.every((attendu, rang) => mots[rang]?.texte === attendu)) continue
    return { niveau: brut.slice(0, dernier.fin), reste: brut.slice(dernier.fin) }
  }
  return null
}

const SUITE = new RegExp(`^\\s*(?:${NUMERO})?(${CODE})?\\s*([:–—)./|>›-]*)\\s*(.*)$`, 'u')

const CODE_DE_TETE = new RegExp(`^(?:${NUMERO})?(\\d{1,2}(?:\\.\\d{1,2})*|[IVX]{1,4})(?:\\s*[–—).|-]+\\s+|\\s*$)(.*)$`, 'u')

/** Reads one level line; a code, or a colon before a title, is needed: "Axe de travail partagé" is prose. */
export function parseNiveau(texte: string): NiveauLu | null {
  const tete = splitNiveau(texte)
  if (tete === null) return null
  const trouve = SUITE.exec(tete.reste)
  if (trouve === null) return null
  const code = trouve[1] ?? null
  const signe = trouve[2] ?? ''
  const intitule = cutIntitule(trouve[3] ?? '')
  if (code === null && intitule !== null && signe === '' && isBare(tete.niveau, intitule)) return { niveau: tete.niveau, code, intitule }
  if (code === null && (!signe.includes(':') || intitule === null)) return null
  if (code !== null && intitule !== null && signe === '' && !/^[\p{Lu}«"“]/u.test(intitule)) return null
  if (/^\s*\p{L}/u.test(tete.reste) && !/^\s/u.test(tete.reste)) return null
  // "Axe : 1 – Lien social": the number comes after the colon.
  const numerote = code === null && intitule !== null ? CODE_DE_TETE.exec(intitule) : null
  if (numerote?.[1] !== undefined) return { niveau: tete.niveau, code: numerote[1], intitule: cutIntitule(numerote[2] ?? '') }
  return { niveau: tete.niveau, code, intitule }
}

// "PILIER COHÉSION SOCIALE", "Pilier Emploi": the word before its title, with nothing between.
function isBare(niveau: string, intitule: string): boolean {
  if (intitule.length > 90 || /[.;:!?]/u.test(intitule) || /^(?:de|du|des|d['’]|à|en|et|la|le|les)(?:\s|$)/iu.test(intitule)) return false
  if (isUpper(niveau)) return isUpper(intitule) && /^(?:pilier|axe|volet|priorité|priorite)/iu.test(niveau)
  return niveau === 'Pilier' && /^\p{Lu}/u.test(intitule)
}

function cutIntitule(texte: string): string | null {
  const net = collapsed(texte).replace(/\s*[,;]$/u, '')
  return net === '' ? null : net
}

const COUPE = /\s*(?:\/|>|›|»|→|\||;|,)\s*|\s+[–—-]\s+|\s+(?=\p{Lu})/gu

/** Reads a breadcrumb of levels ("Pilier 1 – Cohésion / Axe 2 : Éducation"); [] when the text does not begin with one. */
export function parseNiveaux(texte: string): NiveauLu[] {
  const brut = collapsed(texte)
  const coupes: { debut: number; fin: number }[] = []
  for (const coupe of brut.matchAll(COUPE)) {
    const fin = coupe.index + coupe[0].length
    const suite = splitNiveau(brut.slice(fin))
    const nu = coupe[0].trim() === ''
    if (suite === null || parseNiveau(brut.slice(fin)) === null) continue
    if (nu && !new RegExp(`^\\s*:?\\s*(?:${NUMERO})?(?:${CODE})`, 'u').test(suite.reste)) continue
    coupes.push({ debut: coupe.index, fin })
  }
  const niveaux: NiveauLu[] = []
  let debut = 0
  for (const coupe of [...coupes, { debut: brut.length, fin: brut.length }]) {
    const niveau = parseNiveau(brut.slice(debut, coupe.debut))
    if (niveau === null) return niveaux
    niveaux.push(niveau)
    debut = coupe.fin
  }
  return niveaux
}

/** A value under a level label: "2 – Cadre de vie" is { code: "2", intitule: "Cadre de vie" }. */
export function parseValeurNiveau(niveau: string, texte: string): NiveauLu[] {
  const dedans = parseNiveaux(texte)
  if (dedans.length > 0) return dedans
  const trouve = new RegExp(`^(?:${NUMERO})?(${CODE})(?:\\s*[:–—)./|-]+\\s*|\\s+(?=\\p{Lu})|$)(.*)$`, 'u').exec(collapsed(texte))
  const code = trouve?.[1]
  if (code === undefined || (/^[A-Z]$/.test(code) && !/^.\s*[:–—).-]/u.test(texte)))
    return [{ niveau, code: null, intitule: cutIntitule(texte) }]
  return [{ niveau, code, intitule: cutIntitule(trouve?.[2] ?? '') }]
}

/** The name of a level in the singular of the label that announces it: "Axe stratégique :" is "Axe stratégique". */
export function niveauOfLabel(libelle: string): string {
  return splitNiveau(libelle)?.niveau ?? libelle
}
