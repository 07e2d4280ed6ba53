import type { C } from '#platform/http/env.ts'

/**
 * The network address of who asks, to count attempts. Behind a proxy (PARVIS_URL is set) it is the last one the proxy wrote:
 * the others are the visitor's word.
 */
export function findAdresseReseau(c: C): string {
  if (c.get('configuration').adresse !== null) {
    const derniere = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim()
    if (derniere !== undefined && derniere !== '') return derniere
  }
  const bindings: unknown = c.env
  return findRemote(bindings) ?? 'inconnue'
}

function findRemote(bindings: unknown): string | undefined {
  if (typeof bindings !== 'object' || bindings === null || !('incoming' in bindings)) return undefined
  const { incoming } = bindings
  if (typeof incoming !== 'object' || incoming === null || !('socket' in incoming)) return undefined
  const { socket } = incoming
  if (typeof socket !== 'object' || socket === null || !('remoteAddress' in socket)) return undefined
  return typeof socket.remoteAddress === 'string' ? socket.remoteAddress : undefined
}
