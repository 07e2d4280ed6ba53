/** Understands a table of indicators: places, headings, figures, variables. It proposes; a person decides. Pure. */
import { RegleViolee } from '#platform/errors.ts'
import type { Indicateur } from '../indicateur.ts'
import type { TypeTerritoire } from '../observation.ts'
import { comparePeriodes, parsePeriode } from '../periode.ts'
import { readCode, type TerritoireConnu, typesOfEntete } from './codes-territoires.ts'
import { describeColonne } from './colonnes.ts'
import { readDictionnaire } from './dictionnaire.ts'
import { cleTerritoire, findCorps } from './forme.ts'
import type { Feuille, Grille } from './grille.ts'
import type { ColonneLue, LectureTable, LigneTexte, Proposition, VariableLue } from './lecture.ts'
import type { Marqueurs } from './nombres.ts'
import { cleLibelle, isCodeVariable, motifsOf, periodeOfTitre } from './variables.ts'

/** What is known before reading: definitions, names of variables, signs. */
export type Referentiel = {
  indicateurs: readonly Pick<Indicateur, 'id' | 'code' | 'libelle'>[]
  /** Ids of indicators by pattern of variable. */
  variables: ReadonlyMap<string, string>
  marqueurs: Marqueurs
}

const MONTREES = 12
/** Share of figures and known signs from which a column is one of figures; the rest is shown as not understood. */
const SEUIL_MESURE = 0.3

/**
 * @param dictionnaire sheets of the file that lists the variables, if there is one
 * @throws RegleViolee when no line of the sheet names a place
 */
export function recognizeTable(
  grille: Grille,
  rangFeuille: number,
  territoire: { colonne: number; type: TypeTerritoire },
  connus: ReadonlyMap<string, TerritoireConnu>,
  referentiel: Referentiel,
  dictionnaire: readonly Feuille[] = [],
): LectureTable {
  const feuille = grille.feuilles[rangFeuille] ?? { nom: null, lignes: [] }
  const { lignes } = feuille
  const corps = findCorps(feuille, territoire.colonne, territoire.type, connus)
  if (corps === null)
    throw new RegleViolee(
      'Aucune ligne de ce tableau ne nomme un territoire connu : il faut une colonne de codes de quartiers, de communes, d’EPCI ou d’unités urbaines.',
    )
  const rangs = lignes.flatMap((ligne, rang) =>
    rang >= corps.premiere && rang <= corps.derniere && readCode(ligne[territoire.colonne] ?? '', territoire.type) !== null ? [rang] : [],
  )
  const largeur = lignes.reduce((max, ligne) => Math.max(max, ligne.length), 0)
  const brutes = Array.from({ length: largeur }, (_, rang) => describeColonne(feuille, rang, corps.entetes, rangs, referentiel.marqueurs))
  const codes = brutes.flatMap(({ code }) => (code === null ? [] : [code]))
  const autres = grille.feuilles.filter((_, rang) => rang !== rangFeuille)
  const libelles = readDictionnaire([...dictionnaire, ...autres], codes)
  const titres = textLines(lignes, 0, corps.entetes[0] ?? corps.premiere)
  const periode = periodeOfTitre(titres.map(({ texte }) => texte).join(' '))
  const roles = withRoles(brutes, feuille, rangs, territoire)
  const forme = roles.some(({ role }) => role === 'variable') ? 'longue' : 'large'
  const colonnes = roles.map((colonne) => {
    const libelle = (colonne.code === null ? undefined : libelles.get(colonne.code.toUpperCase())) ?? colonne.libelle
    const dite = periodeOfTitre(libelle) ?? periodeOfTitre(colonne.entetes.join(' '))
    const proposition = colonne.role === 'mesure' ? propose(colonne.code, libelle, referentiel) : null
    return { ...colonne, libelle, periode: dite ?? proposition?.periode ?? null, proposition }
  })
  return {
    feuilles: grille.feuilles.map(({ nom, lignes: toutes }) => ({ nom, lignes: toutes.length })),
    feuille: rangFeuille,
    forme,
    titres,
    notes: textLines(lignes, corps.derniere + 1, lignes.length),
    sansTerritoire: linesWithoutTerritoire(lignes, corps, territoire),
    premiere: corps.premiere,
    derniere: corps.derniere,
    territoire: { colonne: territoire.colonne, type: territoire.type, ...countTerritoires(lignes, rangs, territoire, connus) },
    colonnes,
    variables: forme === 'longue' ? variablesOf(feuille, rangs, colonnes, referentiel, [...dictionnaire, ...autres]) : [],
    periode,
    avertissements: grille.avertissements,
  }
}

type Brute = Omit<ColonneLue, 'proposition' | 'periode'>

/** Which column names the place, the year, the variable, the figure. */
function withRoles(colonnes: readonly Brute[], feuille: Feuille, rangs: readonly number[], territoire: { colonne: number }): Brute[] {
  const textOf = (rang: number, colonne: number) => feuille.lignes[rang]?.[colonne] ?? ''
  const roles = colonnes.map((colonne): Brute => {
    if (colonne.rang === territoire.colonne) return { ...colonne, role: 'territoire' }
    if (colonne.remplies === 0) return { ...colonne, role: 'vide' }
    const entete = colonne.entetes.join(' ')
    const textes = rangs.map((rang) => textOf(rang, colonne.rang)).filter((texte) => texte !== '')
    const annees = textes.every((texte) => parsePeriode(texte) !== null)
    if (
      annees &&
      (/ann[ée]e|p[ée]riode|mill[ée]sime|time|date|trimestre|mois/i.test(entete) ||
        (colonne.code === null && new Set(textes).size < textes.length))
    )
      return { ...colonne, role: 'periode' }
    if (/^(lib|nom\b|intitul)/i.test(colonne.libelle) && colonne.nombres < colonne.remplies / 2) return { ...colonne, role: 'nom' }
    if (typesOfEntete(colonne.entetes[0] ?? '').length > 0 && colonne.code !== null && /^(reg|dep|epci|com|codgeo|uu)/i.test(colonne.code))
      return { ...colonne, role: 'texte' }
    return { ...colonne, role: colonne.nombres + colonne.absences >= colonne.remplies * SEUIL_MESURE ? 'mesure' : 'texte' }
  })
  const lieux = rangs.map((rang) => textOf(rang, territoire.colonne))
  if (new Set(lieux).size > lieux.length * 0.75) return roles
  const mesures = roles.filter(({ role }) => role === 'mesure')
  const repetees = roles.filter(({ role, rang }) => {
    if (role !== 'texte') return false
    const textes = rangs.map((place) => textOf(place, rang))
    const distincts = new Set(textes)
    // Two figures of one place never bear the same variable, unless a column says their year.
    const paires = new Set(textes.map((texte, place) => `${lieux[place]} ${texte}`))
    return (
      distincts.size > 1 &&
      distincts.size <= textes.length / 2 &&
      (paires.size === textes.length || roles.some((autre) => autre.role === 'periode'))
    )
  })
  const variable = repetees.find(({ rang }) => rangs.every((place) => isCodeVariable(textOf(place, rang)))) ?? repetees[0]
  if (variable === undefined || mesures.length !== 1) return roles
  // Its label goes with it: one for each variable, whatever the line.
  const libelle = roles.find(({ role, rang }) => {
    if ((role !== 'texte' && role !== 'nom') || rang === variable.rang) return false
    const paires = new Set(rangs.map((place) => `${textOf(place, variable.rang)}\n${textOf(place, rang)}`))
    return paires.size === new Set(rangs.map((place) => textOf(place, variable.rang))).size
  })
  return roles.map((colonne) =>
    colonne.rang === variable.rang
      ? { ...colonne, role: 'variable' }
      : colonne.rang === libelle?.rang
        ? { ...colonne, role: 'libelle_variable' }
        : colonne.role === 'mesure'
          ? { ...colonne, role: 'valeur' }
          : colonne,
  )
}

function propose(code: string | null, libelle: string, { indicateurs, variables }: Referentiel): Proposition | null {
  for (const { motif, annee } of code === null ? [] : motifsOf(code)) {
    const indicateurId = variables.get(motif)
    if (indicateurId !== undefined) return { indicateurId, periode: annee, par: 'variable' }
  }
  const cle = cleLibelle(libelle)
  const meme = indicateurs.find(
    (indicateur) => cleLibelle(indicateur.libelle) === cle || indicateur.code === (code ?? libelle).trim().toLowerCase(),
  )
  return meme === undefined || cle === '' ? null : { indicateurId: meme.id, periode: null, par: 'libelle' }
}

function variablesOf(
  feuille: Feuille,
  rangs: readonly number[],
  colonnes: readonly ColonneLue[],
  referentiel: Referentiel,
  autres: readonly Feuille[],
): VariableLue[] {
  const variable = colonnes.find(({ role }) => role === 'variable')?.rang ?? -1
  const libelle = colonnes.find(({ role }) => role === 'libelle_variable')?.rang
  const nombres = new Map<string, { nombre: number; libelle: string }>()
  for (const rang of rangs) {
    const cle = feuille.lignes[rang]?.[variable] ?? ''
    if (cle === '') continue
    const connue = nombres.get(cle)
    nombres.set(cle, {
      nombre: (connue?.nombre ?? 0) + 1,
      libelle: connue?.libelle ?? (libelle === undefined ? cle : (feuille.lignes[rang]?.[libelle] ?? cle)),
    })
  }
  const dits = readDictionnaire(autres, [...nombres.keys()])
  return [...nombres].map(([cle, { nombre, libelle: lu }]) => {
    const nom = dits.get(cle.toUpperCase()) ?? lu
    return { cle, libelle: nom, nombre, proposition: propose(isCodeVariable(cle) ? cle : null, nom, referentiel) }
  })
}

function textLines(lignes: readonly string[][], debut: number, fin: number): LigneTexte[] {
  const textes: LigneTexte[] = []
  for (let rang = debut; rang < fin; rang += 1) {
    const texte = [...new Set((lignes[rang] ?? []).filter((valeur) => valeur !== ''))].join(' · ')
    if (texte !== '') textes.push({ ligne: rang + 1, texte: texte.slice(0, 2000) })
  }
  return textes
}

function linesWithoutTerritoire(
  lignes: readonly string[][],
  { premiere, derniere }: { premiere: number; derniere: number },
  { colonne, type }: { colonne: number; type: TypeTerritoire },
) {
  const sans: LigneTexte[] = []
  for (let rang = premiere; rang <= derniere; rang += 1) {
    const ligne = lignes[rang] ?? []
    if (ligne.some((texte) => texte !== '') && readCode(ligne[colonne] ?? '', type) === null)
      sans.push(...textLines(lignes, rang, rang + 1))
  }
  return { nombre: sans.length, lignes: sans.slice(0, MONTREES) }
}

function countTerritoires(
  lignes: readonly string[][],
  rangs: readonly number[],
  { colonne, type }: { colonne: number; type: TypeTerritoire },
  connus: ReadonlyMap<string, TerritoireConnu>,
) {
  const [reconnus, inconnus] = [new Set<string>(), new Set<string>()]
  let repares = 0
  for (const rang of rangs) {
    const lu = readCode(lignes[rang]?.[colonne] ?? '', type)
    if (lu === null) continue
    if (connus.has(cleTerritoire(type, lu.code))) reconnus.add(lu.code)
    else inconnus.add(lu.code)
    if (lu.repare) repares += 1
  }
  return { reconnus: reconnus.size, repares, inconnus: { nombre: inconnus.size, exemples: [...inconnus].sort().slice(0, MONTREES) } }
}

/** Periods of the columns and of the table, older first, each once: what a person most likely means. */
export function periodesDites({ colonnes, periode }: LectureTable): string[] {
  return [...new Set([...colonnes.map((colonne) => colonne.periode), periode].filter((dite) => dite !== null))].sort(comparePeriodes)
}
