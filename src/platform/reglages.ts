import { z } from 'zod'
import type { Tx } from './db/base.ts'
import { RegleViolee } from './errors.ts'
import { listReglages, saveReglage } from './reglage.store.ts'

/** How a setting is typed in the form of the administrators; guessed from its shape when not said. */
export type SaisieReglage = 'ligne' | 'texte' | 'nombre' | 'choix' | 'oui_non'

/** What a capability declares: a key, its words for people, its shape, its default. */
export type DeclarationReglage<T> = {
  /** `capability.nom`, kept in `platform.reglage`. */
  cle: string
  libelle: string
  aide?: string
  /** Heading under which the page of settings shows it. */
  section: string
  /** Shape of the kept value: a text, a whole number, a choice (z.enum), yes or no (z.boolean), each maybe null. */
  forme: z.ZodType<T>
  defaut: NoInfer<T>
  saisie?: SaisieReglage
  /** Shown after the field: « jours », « mois ». */
  unite?: string
  /** Words of the choices. */
  choix?: Readonly<Record<string, string>>
  /** What is wrong with a value that is allowed but not finished (« nommez l’hébergeur »); null: nothing. */
  manque?(valeur: NoInfer<T>): string | null
}

/** A declared setting: the handle that its readers keep. */
export type Reglage<T> = DeclarationReglage<T> & { saisie: SaisieReglage; facultatif: boolean; options: readonly string[] }

const declares = new Map<string, Reglage<unknown>>()

/**
 * Declares a setting of the instance, once, at the top level of a module.
 * @throws Error when two settings bear one key, or the default has not the shape
 */
export function declareReglage<T>(declaration: DeclarationReglage<T>): Reglage<T> {
  const { cle, forme, defaut } = declaration
  if (declares.has(cle)) throw new Error(`two settings are named ${cle}`)
  if (!forme.safeParse(defaut).success) throw new Error(`the default of the setting ${cle} has not its shape`)
  const reglage: Reglage<T> = { ...declaration, ...fieldOf(forme, declaration.saisie) }
  declares.set(cle, reglage)
  return reglage
}

/** Every declared setting, section by section, each in the order of its declaration. */
export function listReglagesDeclares(): Reglage<unknown>[] {
  return [...declares.values()]
}

/** The value of a setting: what was chosen, else its default (also when what is kept no longer has the shape). One statement. */
export async function getReglage<T>(tx: Tx, reglage: Reglage<T>): Promise<T> {
  const { valeurOf } = await getReglages(tx, [reglage])
  return valeurOf(reglage)
}

export type ValeursReglages = {
  /** @throws Error for a setting that was not among those read */
  valeurOf: <T>(reglage: Reglage<T>) => T
  /** Keys of those that were chosen; the others hold their default. */
  choisis: ReadonlySet<string>
}

/** Several settings in one statement: give those that the page needs, read each by `valeurOf`. */
export async function getReglages(tx: Tx, reglages: readonly Reglage<unknown>[]): Promise<ValeursReglages> {
  const gardees = await listReglages(
    tx,
    reglages.map((reglage) => reglage.cle),
  )
  const demandees = new Set(reglages.map((reglage) => reglage.cle))
  const choisis = new Set(reglages.filter((r) => gardees.has(r.cle) && r.forme.safeParse(gardees.get(r.cle)).success).map((r) => r.cle))
  return {
    choisis,
    valeurOf: <T>(reglage: Reglage<T>): T => {
      if (!demandees.has(reglage.cle)) throw new Error(`the setting ${reglage.cle} was not read`)
      if (!choisis.has(reglage.cle)) return reglage.defaut
      return reglage.forme.parse(gardees.get(reglage.cle))
    },
  }
}

/** Keeps the value of a setting. For the command of the administrators, the demo and the tests. */
export async function setReglage<T>(tx: Tx, reglage: Reglage<T>, valeur: T, now: Date): Promise<void> {
  await saveReglage(tx, reglage.cle, reglage.forme.parse(valeur), now)
}

/** A value as the form shows it. */
export function writeReglage(valeur: unknown): string {
  if (valeur === null || valeur === undefined) return ''
  if (typeof valeur === 'boolean') return valeur ? 'oui' : 'non'
  return String(valeur)
}

/**
 * A value from what was typed.
 * @throws RegleViolee naming the setting by its key (dots as hyphens: the name of its field) and saying what to type
 */
export function parseReglage<T>(reglage: Reglage<T>, texte: string): T {
  const lu = reglage.forme.safeParse(rawOf(reglage, texte.trim()))
  if (lu.success) return lu.data
  const message = `${reglage.libelle} : ${lu.error.issues[0]?.message ?? 'cette valeur n’est pas acceptée.'}`
  throw new RegleViolee(message, [{ champ: champReglage(reglage.cle), message }])
}

/** Name of the field of a setting in a form, where a dot would make a group. */
export function champReglage(cle: string): string {
  return cle.replaceAll('.', '-')
}

function rawOf(reglage: Reglage<unknown>, texte: string): unknown {
  if (texte === '' && reglage.facultatif) return null
  if (reglage.saisie === 'oui_non') return texte === 'oui'
  if (reglage.saisie !== 'nombre') return texte
  const chiffres = texte.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.')
  return /^-?\d+(\.\d+)?$/.test(chiffres) ? Number(chiffres) : Number.NaN
}

function fieldOf(forme: z.ZodType, dite: SaisieReglage | undefined): Pick<Reglage<unknown>, 'saisie' | 'facultatif' | 'options'> {
  const facultatif = forme.safeParse(null).success
  let nue: unknown = forme
  while (nue instanceof z.ZodNullable || nue instanceof z.ZodOptional || nue instanceof z.ZodDefault) nue = nue.unwrap()
  const options = nue instanceof z.ZodEnum ? nue.options.map(String) : []
  const devinee =
    nue instanceof z.ZodEnum ? 'choix' : nue instanceof z.ZodNumber ? 'nombre' : nue instanceof z.ZodBoolean ? 'oui_non' : 'ligne'
  return { saisie: dite ?? devinee, facultatif, options }
}
