import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { z } from 'zod'
import type { C } from '#platform/http/env.ts'
import type { Sessions } from '../sessions.adaptateur.ts'

/** What the browser carries for us while a person is at her provider. Sealed: nobody else reads it, changes it or makes one. */
export type NomScelle = 'oidc_depart' | 'oidc_attente' | 'oidc_jeton' | 'oidc_sortie'

/** Time to come back from the provider. */
export const DUREE_MS = 10 * 60_000

type Porte = Pick<Sessions, 'coffre' | 'securise'>
const nomDe = ({ securise }: Porte, nom: NomScelle) => `${securise ? '__Host-' : ''}parvis.${nom}`

export function writeScelle(c: C, porte: Porte, nom: NomScelle, valeur: unknown): void {
  const clair = JSON.stringify({ valeur, fin: c.get('now').getTime() + DUREE_MS })
  setCookie(c, nomDe(porte, nom), porte.coffre.chiffre(nom, clair), {
    path: '/',
    httpOnly: true,
    // The return of the provider is a visit from another site: `Strict` would leave the cookie out.
    sameSite: 'Lax',
    secure: porte.securise,
    maxAge: DUREE_MS / 1000,
  })
}

/** The value; null when it is absent, not ours, altered, sealed for another use, or over. */
export function readScelle<T>(c: C, porte: Porte, nom: NomScelle, forme: z.ZodType<T>): T | null {
  const texte = getCookie(c, nomDe(porte, nom))
  if (texte === undefined || texte === '') return null
  try {
    const { valeur, fin } = JSON.parse(porte.coffre.dechiffre(nom, texte)) as { valeur: unknown; fin: number }
    return fin > c.get('now').getTime() ? forme.parse(valeur) : null
  } catch {
    return null
  }
}

export function forgetScelle(c: C, porte: Porte, nom: NomScelle): void {
  deleteCookie(c, nomDe(porte, nom), { path: '/', secure: porte.securise })
}
