/** The SMTP server, from the environment. Pure. */
import { isAdresseCourriel } from './courriel.ts'

export type ServeurSmtp = {
  hote: string
  port: number
  /** TLS from the first byte (`smtps:`), else by STARTTLS when `exigeTls`. */
  tlsDesLeDebut: boolean
  exigeTls: boolean
  identifiants: { user: string; pass: string } | null
}
export type Expediteur = { nom: string; adresse: string }
export type ConfigurationCourriel = { serveur: ServeurSmtp; expediteur: Expediteur }

/**
 * Reads `smtp://user:password@host:587` and `Nom <adresse>`. A server elsewhere is spoken to under TLS, always; one on this
 * machine, or with PARVIS_SMTP_TLS=0, in clear unless its address begins with smtps.
 * @throws Error with one French sentence
 */
export function parseConfigurationCourriel(env: {
  PARVIS_SMTP_URL?: string | undefined
  PARVIS_SMTP_TLS?: '0' | '1' | undefined
  PARVIS_COURRIEL_EXPEDITEUR?: string | undefined
}): ConfigurationCourriel | null {
  if (env.PARVIS_SMTP_URL === undefined || env.PARVIS_SMTP_URL === '') return null
  const url = URL.parse(env.PARVIS_SMTP_URL)
  if (url === null || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') {
    throw new Error('Réglage PARVIS_SMTP_URL : donnez une adresse comme smtp://compte:motdepasse@serveur:587, ou smtps://…')
  }
  if (env.PARVIS_COURRIEL_EXPEDITEUR === undefined) {
    throw new Error('Réglage PARVIS_COURRIEL_EXPEDITEUR : donnez l’expéditeur des courriels, par exemple « Parvis <parvis@exemple.fr> ».')
  }
  const tlsDesLeDebut = url.protocol === 'smtps:'
  const hote = url.hostname.replace(/^\[|\]$/g, '')
  return {
    serveur: {
      hote,
      port: url.port === '' ? (tlsDesLeDebut ? 465 : 587) : Number(url.port),
      tlsDesLeDebut,
      exigeTls: tlsDesLeDebut || (env.PARVIS_SMTP_TLS === undefined ? !isIci(hote) : env.PARVIS_SMTP_TLS === '1'),
      identifiants: url.username === '' ? null : { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
    },
    expediteur: parseExpediteur(env.PARVIS_COURRIEL_EXPEDITEUR),
  }
}

function parseExpediteur(texte: string): Expediteur {
  const lu = /^(?:"?([^"<>\p{Cc}]*?)"?\s*<([^<>]+)>|([^<>\s]+))$/u.exec(texte.trim())
  const adresse = lu?.[2] ?? lu?.[3] ?? ''
  if (!isAdresseCourriel(adresse)) {
    throw new Error('Réglage PARVIS_COURRIEL_EXPEDITEUR : donnez une adresse, ou un nom et une adresse : « Parvis <parvis@exemple.fr> ».')
  }
  return { nom: lu?.[1]?.trim() ?? '', adresse }
}

function isIci(hote: string): boolean {
  return hote === 'localhost' || hote === '::1' || /^127\.\d+\.\d+\.\d+$/.test(hote)
}
