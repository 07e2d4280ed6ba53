import type { z } from 'zod'
import { RegleViolee } from '#platform/errors.ts'

/** @throws RegleViolee naming each field at fault, with the French sentence of the schema */
export function parseEntree<E>(schema: z.ZodType<E>, brut: unknown): E {
  const resultat = schema.safeParse(brut)
  if (resultat.success) return resultat.data
  const champs = resultat.error.issues.map((issue) => ({ champ: issue.path.map(String).join('.'), message: issue.message }))
  const premiers = champs.slice(0, 3).map(({ champ, message }) => (champ === '' ? message : `${champ} : ${message}`))
  throw new RegleViolee(`La saisie est à corriger. ${premiers.join(' ')}`, champs)
}
