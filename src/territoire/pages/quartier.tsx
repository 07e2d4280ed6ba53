import type { EspaceDuContrat } from '#compte/index.ts'
import { Introuvable } from '#platform/errors.ts'
import { type C, readHttp } from '#platform/http/env.ts'
import { createRoutes, publique, type Routes } from '#platform/http/routes.ts'
import { PageSimple } from '#ui/gabarits.tsx'
import { listAlentours } from '../alentours.store.ts'
import { fentesTerritoire } from '../fentes.ts'
import { listFiliation } from '../filiation.store.ts'
import { findQuartierByCode, listGenerations } from '../quartier.store.ts'
import { FicheQuartier } from './quartier-vue.tsx'

/** The page of a quartier: in the workspace of a contract, and for everyone. */
export function createRoutesQuartier(espace: EspaceDuContrat): Routes {
  const routes = createRoutes()
  routes.get('/espace/:contrat/territoire/quartiers/:quartier', espace.droit('territoire.lire'), (c) => showQuartier(c, espace))
  routes.get('/quartiers/:quartier', publique, (c) => showQuartierPublic(c))
  return routes
}

async function readVue(c: C, contrat: { id: string; adresse: string } | null) {
  const code = c.req.param('quartier') ?? ''
  return readHttp(c, async (tx) => {
    const quartier = await findQuartierByCode(tx, code)
    if (quartier === null) throw new Introuvable('Aucun quartier ne porte ce code ici. Vérifiez-le, ou cherchez le quartier par son nom.')
    const now = c.get('now')
    const generations = await listGenerations(tx)
    const alentours = await listAlentours(tx, quartier)
    const filiation = await listFiliation(tx, quartier.id)
    const blocs = []
    for (const bloc of fentesTerritoire().blocsQuartier) {
      const contribue = await bloc({ tx, contrat, quartier, now })
      if (contribue !== null) blocs.push(contribue)
    }
    return { quartier, generations, alentours, filiation, blocs: blocs.sort((a, b) => a.ordre - b.ordre).map(({ rend }) => rend()) }
  })
}

async function showQuartier(c: C, { contratOf, Espace }: EspaceDuContrat): Promise<Response> {
  const { id, adresse } = await contratOf(c)
  const base = `/espace/${adresse}/territoire`
  const vue = await readVue(c, { id, adresse })
  return c.html(
    <Espace c={c} titre={vue.quartier.nom} entree="territoire">
      <FicheQuartier {...vue} base={base} etapes={[{ libelle: 'Territoire', href: base }]} />
    </Espace>,
  )
}

async function showQuartierPublic(c: C): Promise<Response> {
  const vue = await readVue(c, null)
  return c.html(
    <PageSimple titre={vue.quartier.nom} demo={c.get('configuration').demo} classe="pv-page pv-page-large">
      <FicheQuartier {...vue} base="" etapes={[{ libelle: 'Quartiers', href: '/quartiers' }]} />
    </PageSimple>,
  )
}
