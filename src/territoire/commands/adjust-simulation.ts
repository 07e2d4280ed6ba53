import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { canEditTerritoire } from '../droits.ts'
import { adjusted, type Place, parsePlace, sameAjustements } from '../eligibilite/ajustement.ts'
import { listRetenues } from '../eligibilite/candidats.ts'
import { loadGrille } from '../eligibilite/carroyage.store.ts'
import { findCellule } from '../eligibilite/grille.ts'
import { parsePerimetre } from '../eligibilite/perimetre.ts'
import { keepVersion, lockScenario, saveAjustements } from '../eligibilite/scenario.store.ts'
import { checkOuverte, reglagesOf, regleOf } from '../eligibilite/scenario.ts'
import { identifiant, ligneFacultative } from '../generation-formes.ts'
import { REFUS_SIMULATION } from './reglages-simulation.ts'

const carreaux = z.array(z.string().max(60)).max(20_000).default([])

/** Adds cells to a simulation and takes others off, one by one or by a perimeter; or takes off every adjustment. */
export const adjustSimulation = command(
  'territoire.ajuster_simulation',
  z.object({
    contratId: identifiant,
    scenarioId: identifiant,
    version: z.coerce.number<unknown>().int(),
    ajouter: carreaux,
    retirer: carreaux,
    /** GeoJSON of polygons: cells whose centre is inside. */
    perimetre: z.string().max(2_000_000).default(''),
    gestePerimetre: z.enum(['ajoutee', 'retiree']).default('ajoutee'),
    effacer: z.literal('oui').optional(),
    motif: ligneFacultative(200),
  }),
  async ({ tx, agent, now }, { contratId, scenarioId, version, ajouter, retirer, perimetre, gestePerimetre, effacer, motif }) => {
    assertCan(canEditTerritoire(agent, contratId), REFUS_SIMULATION)
    const { scenario, carroyage, parametre, ajustements } = await lockScenario(tx, { contratId, id: scenarioId, version })
    checkOuverte(scenario)
    const grille = await loadGrille(tx, carroyage.id, scenario)
    const retenue = listRetenues(grille, regleOf(scenario, parametre).critere)
    const sousLeSeuil = ({ x, y }: Place) => retenue[findCellule(grille, x, y)] === 1
    const lus = (textes: readonly string[]) =>
      textes.map((texte) => {
        const place = parsePlace(texte, carroyage)
        if (place !== null) return place
        const message = `« ${texte.slice(0, 60)} » n’est pas un carreau de ce carroyage : attendu CRS${carroyage.epsg}RES${carroyage.coteM}mN…E…`
        throw new RegleViolee(message, [{ champ: 'carreaux', message }])
      })
    const dansPerimetre = perimetre.trim() === '' ? [] : parsePerimetre(perimetre, carroyage, scenario)
    const depuis = effacer === 'oui' ? [] : ajustements
    const cadre = { emprise: scenario, sousLeSeuil }
    const apresPerimetre = adjusted(depuis, { geste: gestePerimetre, places: dansPerimetre }, cadre)
    const apres = adjusted(
      adjusted(apresPerimetre, { geste: 'ajoutee', places: lus(ajouter) }, cadre),
      { geste: 'retiree', places: lus(retirer) },
      cadre,
    )
    if (sameAjustements(ajustements, apres)) return { valeur: { scenarioId, version, ajustements: apres.length }, trace: null }
    const numero = await saveAjustements(tx, scenarioId, apres, now)
    await keepVersion(tx, { id: scenarioId, numero, reglages: reglagesOf(scenario), ajustements: apres, motif: motif ?? '', now })
    const compte = (liste: readonly { geste: string }[]) => ({
      ajoutees: liste.filter(({ geste }) => geste === 'ajoutee').length,
      retirees: liste.filter(({ geste }) => geste === 'retiree').length,
    })
    return {
      valeur: { scenarioId, version: numero, ajustements: apres.length },
      trace: {
        contratId,
        objet: { type: 'simulation', id: scenarioId },
        libelle: `Simulation « ${scenario.nom} » ajustée : ${accorde(apres.length, 'carreau', 'carreaux')} à la main`,
        avant: compte(ajustements),
        apres: compte(apres),
      },
    }
  },
)
