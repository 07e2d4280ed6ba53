/** Rights of the pages of the tree, and what they share to read an address and to answer a rule that says no. */
import { droitEspace } from '#contrat/index.ts'
import { Introuvable, RegleViolee } from '#platform/errors.ts'
import type { C } from '#platform/http/env.ts'
import { isId } from '#platform/identifiants.ts'
import { canEditArbre } from '../noeud-droits.ts'

export const droitLire = droitEspace('strategie.lire')
export const droitDeplacer = droitEspace('strategie.deplacer', (agent, contrat) => canEditArbre(agent, contrat.id))

/** An id in the path. @throws Introuvable when it has not the form of one */
export function idDe(c: C, nom: string): string {
  const id = c.req.param(nom) ?? ''
  if (!isId(id)) throw new Introuvable()
  return id
}

/** The sentence of the rule that said no; any other error goes on. */
export function phraseDe(erreur: unknown): string {
  if (erreur instanceof RegleViolee) return erreur.message
  throw erreur
}
