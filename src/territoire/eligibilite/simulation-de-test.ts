/** For tests: a grid of invented cells around Tours, kept as a loaded one, and simulations on it. */
import type { Tx } from '#platform/db/base.ts'
import { createId } from '#platform/identifiants.ts'
import { fromWgs84 } from '../projection.ts'
import { listBlocs } from './bloc.ts'
import { fillCarroyage, insertCarroyage } from './carroyage.store.ts'
import { buildGrille, type CarreauDeTest } from './grille-de-test.ts'
import { keepVersion, saveScenario } from './scenario.store.ts'
import type { Reglages } from './scenario.ts'

/** The lines of parameters that the migration writes. */
export const MOINS_DE_5_MILLIONS = '01930000-0000-7000-8000-000000000101'
export const OUTRE_MER = '01930000-0000-7000-8000-000000000103'

/** Cell of 200 m in LAEA that holds a place of Tours (0.69 E, 47.38 N: where quartiers of tests stand). */
export function celluleDe(lon: number, lat: number): { x: number; y: number } {
  const [x, y] = fromWgs84(3035, lon, lat)
  return { x: Math.floor(x / 200), y: Math.floor(y / 200) }
}

/** A poor square of 4 × 4 cells at the place of the quartier of tests, a richer one around, another poor one 2 km to the east. */
export function carreauxDeTours(): CarreauDeTest[] {
  const { x, y } = celluleDe(0.692, 47.382)
  const carreaux: CarreauDeTest[] = []
  for (let dx = -3; dx < 24; dx += 1) {
    for (let dy = -3; dy < 9; dy += 1) {
      const pauvre = dx >= 0 && dx < 4 && dy >= 0 && dy < 4
      const loin = dx >= 14 && dx < 17 && dy >= 1 && dy < 3
      carreaux.push({
        x: x + dx,
        y: y + dy,
        population: pauvre ? 100 : loin ? 150 : 40,
        moyenneCents: pauvre ? 1_100_000 : loin ? 1_250_000 : 2_300_000,
        menages: pauvre ? 45 : 20,
        pauvres: pauvre ? 27 : 2,
        imputee: dx === 1,
      })
    }
  }
  return carreaux
}

/** @returns id of the grid, ready */
export async function createCarroyageDeTest(
  tx: Tx,
  carreaux: readonly CarreauDeTest[] = carreauxDeTours(),
  now = new Date(),
): Promise<string> {
  const id = createId()
  const grille = buildGrille(carreaux)
  await insertCarroyage(tx, {
    id,
    nom: 'Carreaux inventés',
    source: 'Données inventées',
    millesime: 2021,
    coteM: 200,
    forme: { sorte: 'code' },
    fichierNom: 'carreaux.csv',
    fichierId: null,
    tacheId: null,
    deposeLe: now,
  })
  const emprise = {
    x0: Math.min(...grille.x),
    x1: Math.max(...grille.x),
    y0: Math.min(...grille.y),
    y1: Math.max(...grille.y),
  }
  const faits = {
    epsg: 3035,
    avecPopulation: true,
    avecNiveau: true,
    avecMenages: true,
    imputees: grille.imputee.reduce((n, un) => n + un, 0),
    emprise,
  }
  await fillCarroyage(tx, id, { blocs: listBlocs(grille), faits, now })
  return id
}

/** What the form of a simulation sends: the median of the country and of the unit give a threshold of 13 020 €. */
export function saisieDeTest(carroyageId: string, partiel: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    nom: 'Tours, seuil du décret',
    carroyageId,
    parametreId: MOINS_DE_5_MILLIONS,
    critere: 'revenu',
    revenuNational: '22 000',
    revenuNationalSource: 'Insee, Filosofi 2021',
    revenuUnite: '21 000',
    revenuUniteSource: 'Insee, Filosofi 2021',
    uniteNom: 'Tours',
    unitePopulation: '362 000',
    voisinage: '8',
    populationMin: '1 000',
    procheDe: '80',
    jour: '2026-03-09',
    empriseSorte: 'point',
    latitude: '47,385',
    longitude: '0,70',
    rayonKm: '6',
    ...partiel,
  }
}

/** @returns id of a simulation of the contract */
export async function createSimulationDeTest(tx: Tx, contratId: string, carroyageId: string, now = new Date()): Promise<string> {
  const id = createId()
  const { x, y } = celluleDe(0.7, 47.385)
  const reglages: Reglages = {
    nom: 'Une simulation',
    description: '',
    carroyageId,
    parametreId: MOINS_DE_5_MILLIONS,
    critere: 'revenu',
    partPauvresPm: null,
    uniteNom: 'Tours',
    unitePopulation: 362_000,
    unitePopulationSource: '',
    revenuNationalCents: 2_200_000,
    revenuNationalSource: '',
    revenuUniteCents: 2_100_000,
    revenuUniteSource: '',
    passeeSousLe: null,
    voisinage: 8,
    populationMin: 1000,
    procheDePm: 800,
    emprise: 'un essai',
    x0: x - 30,
    y0: y - 30,
    x1: x + 30,
    y1: y + 30,
    jour: '2026-03-09',
  }
  const numero = await saveScenario(tx, { id, contratId, reglages, now })
  await keepVersion(tx, { id, numero, reglages, ajustements: [], motif: 'Création', now })
  return id
}
