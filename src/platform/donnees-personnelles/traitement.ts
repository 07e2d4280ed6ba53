/** The register of processings (GDPR, article 30), joined from what the columns declare and what the capabilities say. Pure. */
import { type Colonne, type ColonnePersonnelle, listPersonnelles } from './declaration.ts'

/** A processing: what the columns cannot say of themselves. Texts may cite settings: « {compte.journal_ans} ans ». */
export type Traitement = {
  code: string
  nom: string
  finalite: string
  base: string
  /** Whose data. */
  personnes: string
  /** Kinds of data, in plain words. */
  categories: string
  destinataires: string
  conservation: string
  mesures: string
  /** `schema` or `schema.table`: the most precise wins. */
  tableaux: readonly string[]
}

const traitements = new Map<string, Traitement>()

/**
 * Declares a processing, once, at the top level of a module.
 * @throws Error when two bear one code
 */
export function declareTraitement(traitement: Traitement): Traitement {
  if (traitements.has(traitement.code)) throw new Error(`two processings are named ${traitement.code}`)
  traitements.set(traitement.code, traitement)
  return traitement
}

/** Every declared processing, by name. */
export function listTraitements(): Traitement[] {
  return [...traitements.values()].sort((a, b) => a.nom.localeCompare(b.nom, 'fr'))
}

export type LigneRegistre = { traitement: Traitement; colonnes: ColonnePersonnelle[] }
export type Registre = { lignes: LigneRegistre[]; orphelines: ColonnePersonnelle[] }

/** Each processing with its columns; `orphelines`: those that no processing covers. */
export function registreOf(colonnes: readonly Colonne[], declares: readonly Traitement[]): Registre {
  const lignes = new Map<string, LigneRegistre>(declares.map((traitement) => [traitement.code, { traitement, colonnes: [] }]))
  const orphelines: ColonnePersonnelle[] = []
  for (const colonne of listPersonnelles(colonnes)) {
    const couvrant = traitementOf(colonne.tableau, declares)
    const ligne = couvrant === null ? undefined : lignes.get(couvrant.code)
    if (ligne === undefined) orphelines.push(colonne)
    else ligne.colonnes.push(colonne)
  }
  return { lignes: [...lignes.values()], orphelines }
}

function traitementOf(tableau: string, declares: readonly Traitement[]): Traitement | null {
  const schema = tableau.split('.')[0] ?? ''
  return (
    declares.find((traitement) => traitement.tableaux.includes(tableau)) ??
    declares.find((traitement) => traitement.tableaux.includes(schema)) ??
    null
  )
}

/** A text with its settings filled in: « {compte.journal_ans} ans » → « 10 ans », « 1 an ». An unknown key stays as it is. */
export function filled(texte: string, valeurs: ReadonlyMap<string, string>): string {
  return texte.replace(/\{([a-z_]+\.[a-z_]+)\}(?:[ \u00a0](jours|ans|heures)\b)?/g, (cite, cle: string, unite?: string) => {
    const valeur = valeurs.get(cle)
    if (valeur === undefined) return cite
    return unite === undefined ? valeur : `${valeur}\u00a0${valeur === '1' ? unite.slice(0, -1) : unite}`
  })
}
