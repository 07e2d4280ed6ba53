import { jourParis } from '#platform/formats.ts'
import { type C, readHttp } from '#platform/http/env.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { assemblePublic } from '#strategie/index.ts'
import { ContratPublic } from '../ecrans/contrat-public.tsx'
import { PageFacile } from '../ecrans/facile.tsx'
import { FichePublique } from '../ecrans/fiche-publique.tsx'
import type { VuePublique } from '../ecrans/vue.ts'
import { droitVoir } from './publication.tsx'

export const routes = createRoutes()

/** What would be published now. Five statements with the contract's own. */
async function loadApercu(c: C): Promise<VuePublique> {
  const contrat = c.get('contrat')
  const base = `/espace/${contrat.adresse}/publication`
  return {
    instantane: await readHttp(c, (tx) => assemblePublic(tx, contrat.id)),
    telechargements: [],
    publieLe: c.get('now'),
    sha256: '',
    jour: jourParis(c.get('now')),
    base: `${base}/apercu`,
    demo: c.get('configuration').demo,
    apercu: { retour: base },
  }
}

routes.get('/espace/:contrat/publication/apercu', droitVoir, async (c) => c.html(<ContratPublic vue={await loadApercu(c)} />))

routes.get('/espace/:contrat/publication/apercu/fiches/:code', droitVoir, async (c) => {
  const vue = await loadApercu(c)
  const fiche = vue.instantane.fiches.find((autre) => autre.code === c.req.param('code'))
  return fiche === undefined ? c.redirect(vue.base, 303) : c.html(<FichePublique vue={vue} fiche={fiche} />)
})

routes.get('/espace/:contrat/publication/apercu/facile', droitVoir, async (c) => {
  const vue = await loadApercu(c)
  const { facile } = vue.instantane.contrat
  return facile === null ? c.redirect(vue.base, 303) : c.html(<PageFacile vue={vue} texte={facile} />)
})
