import { randomBytes, timingSafeEqual } from 'node:crypto'
import { parse } from 'hono/utils/cookie'
import type { Coffre } from './coffre.adaptateur.ts'

/** Accounts that one browser remembers: a shared post of a town hall has a few. */
const COMPTES_MAX = 8
const DUREE_S = 365 * 24 * 3600

/** Devices where an account has signed in. The cookie says nothing to who reads it, and opens nothing. */
export type Appareils = {
  /** Id of this device for the account; null when the account never signed in from it. @param courriel in lower case */
  find: (headers: Headers, courriel: string) => string | null
  /** The cookie to send after a sign-in. */
  cookieFor: (headers: Headers, courriel: string) => string
}

export function createAppareils(coffre: Coffre, securise: boolean): Appareils {
  const nom = securise ? '__Secure-parvis.appareil' : 'parvis.appareil'
  const marque = (id: string, courriel: string) => coffre.empreinte('appareil', `${id}\n${courriel}`).slice(0, 32)
  const listMarques = (headers: Headers): [string, string][] => {
    const cookies = headers.get('cookie')
    const valeur = cookies === null ? '' : (parse(cookies, nom)[nom] ?? '')
    return valeur
      .split('~')
      .slice(0, COMPTES_MAX)
      .flatMap((morceau): [string, string][] => {
        const [id, signature] = morceau.split('.')
        return id !== undefined && signature !== undefined && /^[\w-]{16}$/.test(id) && /^[0-9a-f]{32}$/.test(signature)
          ? [[id, signature]]
          : []
      })
  }
  const findIn = (marques: readonly [string, string][], courriel: string) =>
    marques.find(([id, signature]) => timingSafeEqual(Buffer.from(marque(id, courriel)), Buffer.from(signature))) ?? null
  return {
    find: (headers, courriel) => findIn(listMarques(headers), courriel)?.[0] ?? null,
    cookieFor: (headers, courriel) => {
      const connues = listMarques(headers)
      const id = findIn(connues, courriel)?.[0] ?? randomBytes(12).toString('base64url')
      const valeur = [[id, marque(id, courriel)] as const, ...connues.filter(([autre]) => autre !== id)]
        .slice(0, COMPTES_MAX)
        .map((morceaux) => morceaux.join('.'))
        .join('~')
      return `${nom}=${valeur}; Path=/; Max-Age=${DUREE_S}; HttpOnly; SameSite=Lax${securise ? '; Secure' : ''}`
    },
  }
}
