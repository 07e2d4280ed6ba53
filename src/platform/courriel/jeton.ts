/** The link by which a person changes her choices without signing in. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { isId } from '#platform/identifiants.ts'

/** Pages opened by such a link. What one may do there is in the address itself: no origin is asked for (`application.tsx`). */
export const CHEMIN_PREFERENCES = '/courriels/preferences/'

export type JetonsCourriel = {
  /** Signs for one person. It does not expire: a mail can always be stopped. It opens nothing else. */
  sign: (personneId: string) => string
  /** Whose link it is; null when it was not signed here. */
  read: (jeton: string) => string | null
}

/** @param secret key of the instance; ours is derived from it, so that no signature serves elsewhere */
export function createJetonsCourriel(secret: string): JetonsCourriel {
  const cle = createHmac('sha256', secret).update('parvis: preferences de courriels').digest()
  const signature = (personneId: string) => createHmac('sha256', cle).update(personneId).digest()
  return {
    sign: (personneId) => `${personneId.replaceAll('-', '')}${signature(personneId).toString('base64url')}`,
    read: (jeton) => {
      const lu = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})([A-Za-z0-9_-]{43})$/.exec(jeton)
      if (lu === null) return null
      const personneId = lu.slice(1, 6).join('-')
      const recue = Buffer.from(lu[6] ?? '', 'base64url')
      const attendue = signature(personneId)
      // The same bytes written otherwise are not the same link.
      if (recue.toString('base64url') !== lu[6] || recue.length !== attendue.length) return null
      return timingSafeEqual(recue, attendue) && isId(personneId) ? personneId : null
    },
  }
}
