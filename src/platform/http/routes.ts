import { Hono } from 'hono'
import { naming } from '#platform/errors.ts'
import type { C, Env } from './env.ts'
import { requireAgent } from './env.ts'

/** The right that a route asks for. `verifier` throws `Interdit` or `Introuvable`; it may load what the page needs. */
export type Droit = { nom: string; verifier: (c: C) => void | Promise<void> }

/** Open to everyone, signed in or not. */
export const publique: Droit = { nom: 'public', verifier: () => {} }
/** Any person signed in. */
export const connecte: Droit = {
  nom: 'connecté',
  verifier: (c) => {
    requireAgent(c)
  },
}

export type Traitement = (c: C) => Response | Promise<Response>
export type RouteDeclaree = { methode: 'GET' | 'POST'; chemin: string; droit: string }
/** Pages of a capability, each with its right: there is no other way to declare a route. */
export type Routes = {
  hono: Hono<Env>
  declarees: RouteDeclaree[]
  get: (chemin: string, droit: Droit, traitement: Traitement) => void
  post: (chemin: string, droit: Droit, traitement: Traitement) => void
}

export function createRoutes(): Routes {
  const hono = new Hono<Env>()
  const declarees: RouteDeclaree[] = []
  const declare = (methode: 'GET' | 'POST', chemin: string, droit: Droit, traitement: Traitement) => {
    declarees.push({ methode, chemin, droit: droit.nom })
    hono.on(methode, chemin, async (c) => {
      return naming(droit.nom, async () => {
        await droit.verifier(c)
        return traitement(c)
      })
    })
  }
  return {
    hono,
    declarees,
    get: (chemin, droit, traitement) => declare('GET', chemin, droit, traitement),
    post: (chemin, droit, traitement) => declare('POST', chemin, droit, traitement),
  }
}
