import { RegleViolee } from '#platform/errors.ts'
import { actHttp, type C } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { createRoutes, type Routes } from '#platform/http/routes.ts'
import { decideDefauts } from '../commands/decide-defauts.ts'
import { importTerritoire } from '../commands/import-territoire.ts'
import { settleImport } from '../commands/settle-import.ts'
import { discardImport, stopLecture, undoImportTerritoire } from '../commands/undo-import-territoire.ts'
import { CHEMIN, droitAdministrerTerritoire } from './administration-cadre.tsx'
import { pageImport } from './import-relire.tsx'

const IMPORT = `${CHEMIN}/imports/:import`

/** The review of a file, and what is done from it. */
export function createRoutesImport(): Routes {
  const routes = createRoutes()
  const droit = droitAdministrerTerritoire
  const adresse = (c: C, suite = '') => `${CHEMIN}/imports/${c.req.param('import') ?? ''}${suite}`
  const orShow = async (c: C, faire: () => Promise<string>): Promise<Response> => {
    try {
      return c.redirect(await faire(), 303)
    } catch (erreur) {
      if (erreur instanceof RegleViolee) return pageImport(c, new RegleViolee(erreur.message, withoutPrefix(erreur)))
      throw erreur
    }
  }
  routes.get(IMPORT, droit, (c) => pageImport(c))
  routes.post(`${IMPORT}/regler`, droit, (c) =>
    orShow(c, async () => {
      const reglages = await parseFormulaire(c)
      const { relu } = await actHttp(c, settleImport, { importId: c.req.param('import'), reglages })
      return adresse(c, `?fait=${relu ? 'relu' : 'regle'}`)
    }),
  )
  routes.post(`${IMPORT}/decider`, droit, (c) =>
    orShow(c, async () => {
      const { sur, decision, variante } = await parseFormulaire(c)
      const sens = typeof sur === 'string' && /^\d+$/.test(sur) ? Number(sur) : sur
      await actHttp(c, decideDefauts, { importId: c.req.param('import'), sur: sens, decision, variante })
      return adresse(c, `?fait=decide#${typeof sens === 'number' ? `defaut-${sens}` : 'defauts'}`)
    }),
  )
  routes.post(`${IMPORT}/importer`, droit, (c) =>
    orShow(c, async () => {
      await actHttp(c, importTerritoire, { importId: c.req.param('import') })
      return adresse(c)
    }),
  )
  routes.post(`${IMPORT}/annuler`, droit, (c) =>
    orShow(c, async () => {
      await actHttp(c, undoImportTerritoire, { importId: c.req.param('import') })
      return adresse(c)
    }),
  )
  routes.post(`${IMPORT}/arreter`, droit, (c) =>
    orShow(c, async () => {
      await actHttp(c, stopLecture, { importId: c.req.param('import') })
      return adresse(c, '?fait=arret')
    }),
  )
  routes.post(`${IMPORT}/abandonner`, droit, (c) =>
    orShow(c, async () => {
      await actHttp(c, discardImport, { importId: c.req.param('import') })
      return `${CHEMIN}?fait=abandon`
    }),
  )
  return routes
}

/** Fields as the form names them. */
function withoutPrefix({ champs }: RegleViolee): { champ: string; message: string }[] {
  return champs.map(({ champ, message }) => ({ champ: champ.replace(/^reglages\./, ''), message }))
}
