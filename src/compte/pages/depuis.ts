import type { C } from '#platform/http/env.ts'
import { findAdresseReseau } from '../adresse-reseau.ts'
import type { Depuis, Porte } from '../commands/sign-in.ts'
import type { Sessions } from '../sessions.adaptateur.ts'

/** Where a request at the door comes from. */
export function depuisOf(c: C): Depuis {
  return { adresse: findAdresseReseau(c), headers: c.req.raw.headers, now: c.get('now'), requeteId: c.get('requeteId') }
}

export function porteOf(c: C, sessions: Sessions): Porte {
  return { base: c.get('base'), sessions }
}

/** A page behind a secret link: no cache keeps it (the site's policy already sends its address to no other). */
export function noStore(c: C): void {
  c.header('cache-control', 'no-store')
}
