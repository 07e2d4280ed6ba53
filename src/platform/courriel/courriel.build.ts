/** A mail, and what became of it, for tests. */
import type { Tx } from '#platform/db/base.ts'
import type { CorpsCourriel, Courriel, EtatCourriel } from './courriel.ts'
import { createJetonsCourriel } from './jeton.ts'
import type { Maison } from './message.ts'
import type { TablesCourriel } from './tables.ts'

export const MAISON: Maison = { site: 'https://parvis.exemple.fr', jetons: createJetonsCourriel('un secret de trente-deux caractères') }

export function buildCourriel(partiel: Partial<Courriel> = {}): Courriel {
  return {
    genre: 'invitation',
    a: { courriel: 'personne@exemple.fr', personneId: null },
    objet: 'Vous êtes invitée à rejoindre le contrat',
    corps: ['Bonjour,', 'Une personne vous invite.'],
    action: { libelle: 'Accepter l’invitation', href: '/invitation/abc' },
    pourquoi: 'Vous recevez ce courriel parce qu’on vous a invitée.',
    envoi: 'immediat',
    ...partiel,
  }
}

export type EtatLu = {
  etat: EtatCourriel
  essais: number
  erreur: string | null
  corps: CorpsCourriel | null
  messageId: string | null
  prochainEssaiLe: Date | null
}

export async function etatOf(db: Tx, id: string): Promise<EtatLu> {
  return db
    .withTables<TablesCourriel>()
    .selectFrom('platform.courriel')
    .select(['etat', 'essais', 'erreur', 'corps', 'message_id as messageId', 'prochain_essai_le as prochainEssaiLe'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

/** Names of the headers, text and page of a message with two parts, decoded. */
export function simpleParts(message: Buffer): { noms: string[]; texte: string; html: string } {
  const brut = message.toString('latin1')
  const [tete = ''] = brut.split('\r\n\r\n')
  const noms = tete.split(/\r\n(?![ \t])/).map((ligne) => (ligne.split(':')[0] ?? '').toLowerCase())
  const limite = /boundary="([^"]+)"/.exec(tete)?.[1] ?? ''
  const parts = brut.split(`--${limite}`).slice(1, 3)
  const [texte = '', html = ''] = parts.map((part) => {
    const [entete = '', ...suite] = part.split('\r\n\r\n')
    const corps = suite.join('\r\n\r\n')
    if (/base64/i.test(entete)) return Buffer.from(corps, 'base64').toString('utf8')
    const octets = corps.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    return Buffer.from(octets, 'latin1').toString('utf8')
  })
  return { noms, texte, html }
}
