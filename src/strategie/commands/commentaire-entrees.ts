/** Shapes that the acts on remarks share. */
import { z } from 'zod'
import { type Agent, mandatsSur } from '#compte/index.ts'
import { CHAMPS } from '../fiche.ts'
import { texteLong } from '../fiche-schema.ts'

export const REMARQUE_MAX = 5000

export const texteRemarque = texteLong
  .min(1, 'Écrivez votre remarque.')
  .max(REMARQUE_MAX, `Une remarque compte ${REMARQUE_MAX} caractères au plus.`)

/** The field that a remark bears on; '' or null: the whole fiche. */
export const champRemarque = z
  .union([z.literal(''), z.enum(CHAMPS, 'Choisissez un champ de la fiche.')])
  .nullish()
  .transform((champ) => (champ === '' || champ === undefined ? null : champ))

/** The organisation that the agent speaks for on this contract. */
export function organisationDe(agent: Agent, contratId: string): string {
  return mandatsSur(agent, contratId)[0]?.organisation ?? `${agent.prenom} ${agent.nom}`
}
