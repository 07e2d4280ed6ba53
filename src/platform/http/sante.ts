import { sql } from 'kysely'
import { createRoutes, publique } from './routes.ts'

/** The database answers within this, or the instance is not well. */
const ATTENTE_MS = 2_000

/** `/sante`, for who watches over the service: 200 when the site and its database answer, 503 otherwise. It says nothing more. */
export const routesSante = createRoutes()

routesSante.get('/sante', publique, async (c) => {
  c.header('cache-control', 'no-store')
  const { promise: attente, resolve } = Promise.withResolvers<'tard'>()
  const horloge = setTimeout(() => resolve('tard'), ATTENTE_MS)
  const reponse = await Promise.race([
    sql`select 1`.execute(c.get('base').db).then(
      () => 'bien' as const,
      () => 'absente' as const,
    ),
    attente,
  ])
  clearTimeout(horloge)
  return reponse === 'bien' ? c.text('bien\n') : c.text('base de données indisponible\n', 503)
})
