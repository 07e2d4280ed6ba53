/** Which column of a file is what: by its name and by what it holds. Whoever imports can choose otherwise. Pure. */
import type { Valeur } from '../lecture/lecture.ts'
import { normaliseNom } from '../nom.ts'
import { type ColonneLue, type Correspondance, type GenreImport, ROLES_DU_GENRE, type RoleColonne } from './forme.ts'

type Lignes = readonly Readonly<Record<string, Valeur>>[]

/** Names of columns seen in published files, without accents or signs; the first found wins. */
const NOMS: Record<GenreImport, Partial<Record<RoleColonne, readonly string[]>>> = {
  quartiers: {
    code: ['code qp', 'code qpv', 'codeqp', 'codeqpv', 'qp', 'code quartier', 'code zus', 'code', 'id qpv', 'qpv'],
    nom: ['lib qp', 'lib qpv', 'libqp', 'nom qp', 'nom qpv', 'nom quartier', 'libelle qp', 'libelle', 'nom', 'name', 'lib'],
    communes: [
      'insee com',
      'inseecom',
      'code insee',
      'codes insee',
      'depcom',
      'codgeo',
      'code commune',
      'communes',
      'lib com',
      'commune',
      'nom commune',
      'commune qp',
    ],
    departement: ['insee dep', 'code dep', 'dep', 'code departement', 'departement'],
    epci: ['siren epci', 'code epci', 'epci', 'siren'],
    population: ['pop mun', 'population municipale', 'pop munic', 'population', 'pop', 'popmuni', 'pop totale'],
    populationMillesime: ['millesime population', 'pop millesime', 'annee population'],
  },
  contours: {
    code: [
      'insee com',
      'code insee',
      'codgeo',
      'insee',
      'code',
      'siren epci',
      'code siren',
      'siren',
      'insee dep',
      'code dept',
      'insee reg',
      'id',
    ],
    nom: ['nom com', 'nom', 'libgeo', 'nom m', 'libelle', 'name', 'nom officiel', 'nom de l epci', 'nom dep', 'nom reg'],
  },
  unites_urbaines: {
    code: ['uu2020', 'uu', 'code uu', 'codgeo uu', 'code unite urbaine', 'uu2010', 'unite urbaine', 'code'],
    communes: ['codgeo', 'depcom', 'code commune', 'code insee', 'insee com', 'com', 'communes', 'commune'],
    nom: [
      'libuu2020',
      'libuu',
      'lib uu',
      'nom uu',
      'libelle uu',
      'libelle de l unite urbaine',
      'libelle unite urbaine',
      'libuu2010',
      'libelle',
      'nom',
    ],
    population: ['p19 pop', 'pop mun 2019', 'population municipale', 'pmun', 'population', 'pop uu', 'pop'],
    populationMillesime: ['millesime', 'annee'],
  },
}

/** What a column must hold to be one: the first name that fits by its values is kept. */
const TENEURS: Partial<Record<RoleColonne, (valeurs: readonly string[]) => boolean>> = {
  code: (valeurs) => valeurs.every((valeur) => /^[0-9A-Za-z]{2,20}$/.test(valeur)),
  population: (valeurs) => valeurs.every((valeur) => /^[\d\s\u00a0\u202f]+([.,]\d+)?$/.test(valeur)),
  epci: (valeurs) => valeurs.every((valeur) => /^\d{9}$/.test(valeur)),
}

/** Columns of a file with three of their values. */
export function showColonnes(colonnes: readonly string[], lignes: Lignes): ColonneLue[] {
  return colonnes.map((nom) => ({ nom, exemples: firstValues(nom, lignes, 3).map((valeur) => valeur.slice(0, 60)) }))
}

/** Which column is what, as far as names and values say. */
export function guessColonnes(genre: GenreImport, colonnes: readonly string[], lignes: Lignes): Correspondance {
  const { requis, autres } = ROLES_DU_GENRE[genre]
  const prises = new Set<string>()
  const trouvees: Partial<Record<RoleColonne, string | null>> = {}
  for (const role of [...requis, ...autres]) {
    const noms = NOMS[genre][role] ?? []
    const colonne = noms
      .flatMap((nom) => colonnes.filter((une) => !prises.has(une) && keyOf(une) === nom))
      .find((une) => fits(role, firstValues(une, lignes, 20)))
    trouvees[role] = colonne ?? null
    if (colonne !== undefined) prises.add(colonne)
  }
  return trouvees
}

/** The choice of the person over the guess; a column that the file does not have is no choice. */
export function chosenColonnes(
  devinees: Correspondance,
  choisies: Correspondance | undefined,
  colonnes: readonly string[],
): Correspondance {
  const gardees = Object.entries(choisies ?? {}).filter(([, colonne]) => colonne === null || colonnes.includes(colonne))
  return { ...devinees, ...Object.fromEntries(gardees) }
}

/** Columns that must be named before anything is imported. */
export function missingColonnes(genre: GenreImport, correspondance: Correspondance): RoleColonne[] {
  return ROLES_DU_GENRE[genre].requis.filter((role) => (correspondance[role] ?? null) === null)
}

export const LIBELLES_COLONNE: Record<RoleColonne, string> = {
  code: 'Code',
  nom: 'Nom',
  communes: 'Communes',
  departement: 'Département',
  epci: 'Intercommunalité (SIREN)',
  population: 'Population',
  populationMillesime: 'Millésime de la population',
}

/** The text of a column in a row; null when it is empty or the role has no column. */
export function textOf(ligne: Readonly<Record<string, Valeur>>, correspondance: Correspondance, role: RoleColonne): string | null {
  const colonne = correspondance[role]
  const valeur = colonne == null ? null : (ligne[colonne] ?? null)
  const texte = valeur === null ? '' : String(valeur).replace(/\s+/gu, ' ').trim()
  return texte === '' ? null : texte
}

/** A whole number typed the French way; null when it is none. */
export function wholeOf(texte: string | null): number | null {
  if (texte === null) return null
  const net = texte.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.')
  return /^\d+(\.\d+)?$/.test(net) ? Math.round(Number(net)) : null
}

function fits(role: RoleColonne, valeurs: readonly string[]): boolean {
  return valeurs.length > 0 && (TENEURS[role]?.(valeurs) ?? true)
}

function firstValues(colonne: string, lignes: Lignes, nombre: number): string[] {
  const valeurs: string[] = []
  for (const ligne of lignes) {
    const valeur = ligne[colonne] ?? null
    const texte = valeur === null ? '' : String(valeur).trim()
    if (texte !== '' && !valeurs.includes(texte)) valeurs.push(texte)
    if (valeurs.length === nombre) break
  }
  return valeurs
}

/** « CODE_QP » → « code qp ». */
function keyOf(colonne: string): string {
  return normaliseNom(colonne.replaceAll('_', ' '))
}
