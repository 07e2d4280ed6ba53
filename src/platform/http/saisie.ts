/** What was typed in a form, shown again when a rule says no. */
import { RegleViolee } from '#platform/errors.ts'
import type { Saisie } from './formulaire.ts'

/** A text field as it was typed, to be shown again; empty when absent or not a text. */
export function typed(saisie: Saisie, champ: string): string {
  const valeur = saisie[champ]
  return typeof valeur === 'string' ? valeur : ''
}

/** A group of fields (`cible.c2.periode`); empty when absent. */
export function groupOf(saisie: Saisie, champ: string): Saisie {
  const valeur = saisie[champ]
  return typeof valeur === 'object' && valeur !== null && !Array.isArray(valeur) ? (valeur as Saisie) : {}
}

/** Runs the deed of a form; a broken rule is given to the page, which shows it with what was typed. Other errors go on. */
export async function orShow(
  faire: () => Promise<Response>,
  montrer: (erreur: RegleViolee) => Response | Promise<Response>,
): Promise<Response> {
  try {
    return await faire()
  } catch (erreur) {
    if (erreur instanceof RegleViolee) return montrer(erreur)
    throw erreur
  }
}
