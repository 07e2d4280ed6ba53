/** Gestures on the rows of a form, without JavaScript: add, move, remove, put back. Pure: on what was typed, before any save. */
import { RegleViolee } from '#platform/errors.ts'

/** What a form holds, nested by the names of its fields (see `parseFormulaire`). */
export type Saisi = { readonly [champ: string]: unknown }

const GESTES = ['ajouter', 'monter', 'descendre', 'retirer', 'remettre'] as const
/** One press on a button of a list: `nom` is the path of the list (`signataires`, `calendrier.phases`), `rang` from 0. */
export type Geste = { geste: (typeof GESTES)[number]; nom: string; rang: number }

/** Rows of one list at most: beyond, the form would not come back whole. */
export const LIGNES_MAX = 500

/** The value of the button: « monter signataires 2 ». */
export function valeurGeste(geste: Geste): string {
  return `${geste.geste} ${geste.nom} ${geste.rang}`
}

/** The gesture asked by the button pressed (field `action`), or null: the form is to be saved. */
export function parseGeste(action: unknown): Geste | null {
  if (typeof action !== 'string') return null
  const [mot, nom, rang, ...reste] = action.split(' ')
  const geste = GESTES.find((connu) => connu === mot)
  if (geste === undefined || nom === undefined || rang === undefined || reste.length > 0) return null
  if (!/^[\p{L}\p{N}_.-]{1,120}$/u.test(nom) || !/^\d{1,4}$/.test(rang)) return null
  return { geste, nom, rang: Number(rang) }
}

/**
 * The form after the gesture: everything typed is kept, only the rows of one list change. A removed row is kept in
 * `retirees` (name of the list, rank, row) so that the next page can put it back.
 * @throws RegleViolee when the list is full
 */
export function applyGeste(saisi: Saisi, geste: Geste): Saisi {
  const lignes = [...lignesDe(saisi, geste.nom)]
  const { rang } = geste
  if (geste.geste === 'ajouter') {
    if (lignes.length >= LIGNES_MAX) throw new RegleViolee(`Une liste compte ${LIGNES_MAX} lignes au plus.`)
    return withLignes(saisi, geste.nom, [...lignes, {}])
  }
  if (geste.geste === 'remettre') {
    const retiree = retireeDe(saisi)
    if (retiree === null || retiree.nom !== geste.nom) return saisi
    lignes.splice(Math.min(retiree.rang, lignes.length), 0, retiree.ligne)
    return { ...withLignes(saisi, geste.nom, lignes), retiree: undefined }
  }
  const ligne = lignes[rang]
  if (ligne === undefined) return saisi
  lignes.splice(rang, 1)
  if (geste.geste === 'retirer') {
    return { ...withLignes(saisi, geste.nom, lignes), retiree: JSON.stringify({ nom: geste.nom, rang, ligne }) }
  }
  lignes.splice(Math.max(0, geste.geste === 'monter' ? rang - 1 : rang + 1), 0, ligne)
  return withLignes(saisi, geste.nom, lignes)
}

/** Rank of the row that holds the attention after the gesture, so that the keyboard stays there; null: none left. */
export function rangApres(saisi: Saisi, geste: Geste): number | null {
  const nombre = lignesDe(saisi, geste.nom).length
  if (nombre === 0) return null
  const rang = { ajouter: nombre - 1, monter: geste.rang - 1, descendre: geste.rang + 1, retirer: geste.rang, remettre: geste.rang }
  return Math.min(Math.max(rang[geste.geste], 0), nombre - 1)
}

/** The rows typed under this path; [] when there are none. */
export function lignesDe(saisi: Saisi, nom: string): Saisi[] {
  let valeur: unknown = saisi
  for (const morceau of nom.split('.')) valeur = isSaisi(valeur) ? valeur[morceau] : undefined
  return Array.isArray(valeur) ? valeur.filter(isSaisi) : []
}

/** The text typed in this field; '' when absent. The last one when it was sent several times. */
export function texteDe(saisi: Saisi, champ: string): string {
  const valeur = saisi[champ]
  const dernier: unknown = Array.isArray(valeur) ? valeur.at(-1) : valeur
  return typeof dernier === 'string' ? dernier : typeof dernier === 'number' ? String(dernier) : ''
}

/** The texts chosen in a field that may be repeated (`communes[]`). */
export function textesDe(saisi: Saisi, champ: string): string[] {
  const valeur = saisi[champ]
  return (Array.isArray(valeur) ? valeur : [valeur]).filter((texte): texte is string => typeof texte === 'string' && texte !== '')
}

/**
 * The form without the rows where nothing was typed (`ignores`: fields that are always sent, such as a select; `id` is one).
 * Do it before validation, and show again what it returns: the ranks of the errors are then those of the rows.
 */
export function dropLignesVides(saisi: Saisi, nom: string, ignores: readonly string[] = []): Saisi {
  const tus = new Set(['id', ...ignores])
  const pleines = lignesDe(saisi, nom).filter((ligne) =>
    Object.entries(ligne).some(([champ, valeur]) => !tus.has(champ) && isTyped(valeur)),
  )
  return withLignes(saisi, nom, pleines)
}

/** The row removed by the last gesture, to put back. */
export function retireeDe(saisi: Saisi): { nom: string; rang: number; ligne: Saisi } | null {
  const texte = texteDe(saisi, 'retiree')
  if (texte === '') return null
  try {
    const lue: unknown = JSON.parse(texte)
    if (!isSaisi(lue) || typeof lue.nom !== 'string' || typeof lue.rang !== 'number' || !isSaisi(lue.ligne)) return null
    return { nom: lue.nom, rang: Math.max(0, Math.trunc(lue.rang)), ligne: lue.ligne }
  } catch {
    return null
  }
}

function isSaisi(valeur: unknown): valeur is Saisi {
  return typeof valeur === 'object' && valeur !== null && !Array.isArray(valeur)
}

function isTyped(valeur: unknown): boolean {
  if (typeof valeur === 'string') return valeur.trim() !== ''
  return Array.isArray(valeur) ? valeur.some(isTyped) : valeur !== undefined && valeur !== null
}

function withLignes(saisi: Saisi, nom: string, lignes: readonly Saisi[]): Saisi {
  const [tete = '', ...suite] = nom.split('.')
  if (suite.length === 0) return { ...saisi, [tete]: lignes }
  const groupe = saisi[tete]
  return { ...saisi, [tete]: withLignes(isSaisi(groupe) ? groupe : {}, suite.join('.'), lignes) }
}
