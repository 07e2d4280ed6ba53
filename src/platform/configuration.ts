import { z } from 'zod'
import { type ConfigurationCourriel, parseConfigurationCourriel } from '#platform/courriel/configuration-courriel.ts'

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
  PARVIS_SECRET_PRECEDENT: z
    .string()
    .refine((texte) => texte.length >= 32 || texte === 'perdu', 'donnez l’ancien secret (32 caractères ou plus), ou « perdu ».')
    .optional(),
  PARVIS_URL: z.url({ message: 'PARVIS_URL doit être une adresse complète, par exemple https://contrat.exemple.fr' }).optional(),
  PARVIS_SMTP_URL: z.string().optional(),
  PARVIS_SMTP_TLS: z.enum(['0', '1'], 'donnez 0 ou 1.').optional(),
  PARVIS_COURRIEL_EXPEDITEUR: z.string().min(1).optional(),
  PARVIS_RECHERCHE_ENTREPRISES: z
    .string()
    .refine(isAdresseSure, 'donnez une adresse en https://, ou « non » pour l’éteindre.')
    .default('https://recherche-entreprises.api.gouv.fr'),
  PARVIS_GEOCODAGE: z
    .string()
    .refine(isAdresseSure, 'donnez une adresse en https://, ou « non » pour l’éteindre.')
    .default('https://data.geopf.fr/geocodage'),
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
  /** The former secret, given at the start that follows a change of it; `perdu` when nobody has it any more. */
  secretPrecedent?: string
  /** Public address, when a proxy stands in front. */
  adresse: string | null
  donnees: string
  /** Server that sends mail; null: mails are kept and not sent. */
  courriel: ConfigurationCourriel | null
  /** Mails, with their links that open accounts, are shown at /dev/courriels. Never where people really work. */
  courrielsMontres: boolean
  /** Base of the public service that completes organisations; absent: switched off. */
  rechercheEntreprises?: string
  /** Base of the public service that places addresses; absent: switched off. */
  geocodage?: string
  /** `PARVIS_OIDC…` as they are: the capability that signs people in parses them. */
  oidc?: Readonly<Record<string, string>>
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
    ...(valeurs.PARVIS_SECRET_PRECEDENT === undefined ? {} : { secretPrecedent: valeurs.PARVIS_SECRET_PRECEDENT }),
    adresse: valeurs.PARVIS_URL ?? null,
    donnees: valeurs.PARVIS_DONNEES,
    ...(valeurs.PARVIS_RECHERCHE_ENTREPRISES === 'non' ? {} : { rechercheEntreprises: valeurs.PARVIS_RECHERCHE_ENTREPRISES }),
    ...(valeurs.PARVIS_GEOCODAGE === 'non' ? {} : { geocodage: valeurs.PARVIS_GEOCODAGE }),
    oidc: Object.fromEntries(
      Object.entries(env).flatMap(([cle, valeur]) => (/^PARVIS_OIDC(_|$)/.test(cle) && valeur !== undefined ? [[cle, valeur]] : [])),
    ),
    courriel: parseConfigurationCourriel(valeurs),
    // A database without demo may hold real people, whatever NODE_ENV forgets to say: only the demo or a developer's own choice.
    courrielsMontres: !production && (demo || valeurs.NODE_ENV !== undefined),
  }
}

/** What is asked of another service leaves encrypted, save on this very machine (a relay, a test). */
function isAdresseSure(texte: string): boolean {
  if (texte === 'non') return true
  if (!URL.canParse(texte)) return false
  const { protocol, hostname, username, password } = new URL(texte)
  if (username !== '' || password !== '') return false
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname))
}
