import type { EspaceDuContrat } from '#compte/index.ts'
import { RegleViolee } from '#platform/errors.ts'
import { accorde, formatNombre, jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { createRoutes, type Droit, type Routes } from '#platform/http/routes.ts'
import { FilAriane, Message, T, Vide } from '#ui/pieces.tsx'
import { noteValeurs } from '../commands/define-criteres.ts'
import { readCriteres } from '../critere.store.ts'
import { canEditTerritoire } from '../droits.ts'
import { canEditLieu, canEditUnLieu } from '../droits-geographie.ts'
import { listPaliersEtClassements } from '../geographie-locale.store.ts'
import { listLieux } from '../lieu.store.ts'
import { jourDuContrat } from '../quartier.ts'
import { type Critere, computeScores } from '../score.ts'
import { computeSensibilite } from '../sensibilite.ts'
import { addRoutesChiffres } from './criteres-chiffres.tsx'
import { Derivations, Sensibilite, Simulation, TableScores } from './criteres-vue.tsx'
import { sayDecision } from './paliers-vue.tsx'

export const SENSIBILITE_PROPOSEE_PM = 100

/** Criteria × places: figures, scores with their derivation, what would tip; weights may be tried out without being kept. */
export function createRoutesCriteres(espace: EspaceDuContrat): Routes {
  const routes = createRoutes()
  const lire: Droit = espace.droit('territoire.lire')
  const tenir: Droit = espace.droit('territoire.tenir_lieux', (agent, contrat) => canEditUnLieu(agent, contrat.id))
  routes.get('/espace/:contrat/territoire/criteres', lire, (c) => showCriteres(c, espace))
  addRoutesChiffres(routes, espace, { tenir, readTableau })
  routes.post('/espace/:contrat/territoire/criteres/chiffres', tenir, async (c) => {
    const saisie = await parseFormulaire(c)
    const contrat = await espace.contratOf(c)
    try {
      await actHttp(c, noteValeurs, { contratId: contrat.id, valeurs: saisie.valeurs ?? [] })
      return c.redirect(`/espace/${contrat.adresse}/territoire/criteres?fait=chiffres`, 303)
    } catch (erreur) {
      if (erreur instanceof RegleViolee) return c.text('')
      throw erreur
    }
  })
  return routes
}
