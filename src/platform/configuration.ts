import { z } from 'zod'

const schema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production'], 'donnez development, test ou production.').optional(),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'donnez un nombre de 0 à 65535.')
    .transform(Number)
    .refine((port) => port <= 65_535, 'donnez un nombre de 0 à 65535.')
    .default(3000),
  DATABASE_URL: z.string().min(1).optional(),
  PARVIS_DEMO: z.enum(['0', '1'], 'donnez 0 ou 1.').optional(),
  PARVIS_SECRET: z.string().min(32, 'PARVIS_SECRET doit compter au moins 32 caractères.').optional(),
  PARVIS_URL: z.url({ message: 'PARVIS_URL doit être une adresse complète, par exemple https://contrat.exemple.fr' }).optional(),
  PARVIS_DONNEES: z.string().min(1).default('data'),
})

/** The settings of this process, read once from the environment. */
export type Configuration = {
  production: boolean
  port: number
  databaseUrl: string | null
  /** Personas and their one-click sign-in exist. Never in production. */
  demo: boolean
  secret: string | null
  /** Public address, when a proxy stands in front. */
  adresse: string | null
  donnees: string
}

/** @throws Error with one French sentence when a setting is wrong */
export function parseConfiguration(env: Record<string, string | undefined>): Configuration {
  const lu = schema.safeParse(env)
  if (!lu.success) {
    const premiere = lu.error.issues[0]
    throw new Error(`Réglage ${premiere?.path.join('.') ?? ''} : ${premiere?.message ?? 'valeur refusée'}`)
  }
  const valeurs = lu.data
  const production = valeurs.NODE_ENV === 'production'
  const demo = valeurs.DATABASE_URL === undefined ? !production && valeurs.PARVIS_DEMO !== '0' : valeurs.PARVIS_DEMO === '1'
  if (production && demo) {
    throw new Error('PARVIS_DEMO=1 ouvre des comptes sans mot de passe : Parvis refuse de démarrer ainsi quand NODE_ENV=production.')
  }
  if (production && valeurs.PARVIS_SECRET === undefined) {
    throw new Error('PARVIS_SECRET manque : donnez au moins 32 caractères aléatoires pour signer les sessions.')
  }
  return {
    production,
    port: valeurs.PORT,
    databaseUrl: valeurs.DATABASE_URL ?? null,
    demo,
    secret: valeurs.PARVIS_SECRET ?? null,
    adresse: valeurs.PARVIS_URL ?? null,
    donnees: valeurs.PARVIS_DONNEES,
  }
}
