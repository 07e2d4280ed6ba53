import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { buildAgent, createContratDeTest, fait, fillJeu, type Jeu, NOW } from '#contrat/jeu-de-test.ts'
import { act, read } from '#platform/acte.ts'
import type { Tx } from '#platform/db/base.ts'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { Interdit, Introuvable, RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { adjustSimulation } from '../commands/adjust-simulation.ts'
import { archiveSimulation } from '../commands/archive-simulation.ts'
import { createSimulation } from '../commands/create-simulation.ts'
import { editSimulation } from '../commands/edit-simulation.ts'
import { retireCarroyage } from '../commands/retire-carroyage.ts'
import { createQuartierDeTest } from '../quartier-de-test.ts'
import { getScenario, getVersion, listScenarios } from './scenario.store.ts'
import { computeSimulation } from './simulation.store.ts'
import { celluleDe, createCarroyageDeTest, createSimulationDeTest, OUTRE_MER, saisieDeTest } from './simulation-de-test.ts'

const base = await createBaseDeTest()
const jeu: Jeu = await fillJeu(base)
const _admin = buildAgent(jeu, 'karim', [{ role: 'admin_plateforme', contratId: null }])
const COMMUNES = [{ code: '37261', nom: 'Tours' }]

/** A contract with a grid, in a transaction that is undone. */
const scene = (
  faire: (monde: { tx: Tx; contratId: string; claire: ReturnType<typeof buildAgent>; carroyageId: string }) => Promise<unknown>,
) =>
  annule(base.db, async (tx) => {
    const { id: contratId, claire } = await createContratDeTest(tx, jeu)
    await faire({ tx, contratId, claire, carroyageId: await createCarroyageDeTest(tx, undefined, NOW) })
  })

test('une simulation trouve le quartier pauvre, dit ce qui manque et ce qui est en plus', () =>
  scene(async ({ tx, contratId, claire, carroyageId }) => {
    await createQuartierDeTest(tx, { code: 'QN03701N', nom: 'Les Essais', communes: ['37261'] })
    await createQuartierDeTest(tx, {
      code: 'QN03702N',
      nom: 'Le Lointain',
      communes: ['37261'],
      geometrie: [
        [
          [
            [0.8, 47.5],
            [0.81, 47.5],
            [0.81, 47.51],
            [0.8, 47.51],
            [0.8, 47.5],
          ],
        ],
      ],
    })
    const { scenarioId } = await fait(tx, claire, createSimulation, { ...saisieDeTest(carroyageId), contratId })
    const complet = await getScenario(tx, contratId, scenarioId)
    const { resultat, comparaison, unite } = await computeSimulation(tx, complet, COMMUNES)
    assert.deepEqual(
      resultat.candidats.map(({ rang, cellules, population, cellulesImputees }) => [rang, cellules, population, cellulesImputees]),
      [[1, 16, 16_000_000, 4]],
    )
    assert.deepEqual(
      resultat.proches.map(({ cellules, population }) => [cellules, population]),
      [[6, 9_000_000]],
    )
    assert.deepEqual(
      comparaison.quartiers.map(({ code, statut }) => [code, statut]),
      [
        ['QN03702N', 'manque'],
        ['QN03701N', 'retrouve'],
      ],
    )
    assert.deepEqual(
      comparaison.candidats.map(({ rang, statut }) => [rang, statut]),
      [[1, 'dans_un_quartier']],
    )
    assert.deepEqual([unite.arrondie, unite.verdict], [362_000, 'oui'])
  }))

test('ajuster ajoute et retire des carreaux, garde chaque version, et revient au seuil', () =>
  scene(async ({ tx, contratId, claire, carroyageId }) => {
    const scenarioId = await createSimulationDeTest(tx, contratId, carroyageId)
    const { x, y } = celluleDe(0.692, 47.382)
    const ajuste = (version: number, entree: Record<string, unknown>) =>
      fait(tx, claire, adjustSimulation, { contratId, scenarioId, version, ...entree })
    const une = await ajuste(1, {
      ajouter: [`${x + 4},${y}`, `CRS3035RES200mN${(y + 1) * 200}E${(x + 4) * 200}`],
      retirer: [`${x},${y}`],
      motif: 'Un îlot',
    })
    assert.deepEqual([une.version, une.ajustements], [2, 3])
    const complet = await getScenario(tx, contratId, scenarioId)
    const { resultat } = await computeSimulation(tx, complet, COMMUNES)
    assert.deepEqual(
      resultat.candidats.map(({ cellules, ajoutees }) => [cellules, ajoutees]),
      [[17, 2]],
    )
    // Taking off what was added leaves no adjustment; adding what the threshold keeps neither.
    const deux = await ajuste(2, { retirer: [`${x + 4},${y}`], ajouter: [`${x},${y}`, `${x + 1},${y + 1}`] })
    assert.equal(deux.ajustements, 1)
    assert.equal((await ajuste(3, { ajouter: [`${x + 1},${y + 1}`] })).version, 3)
    const dessin =
      '{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[0.70,47.38],[0.71,47.38],[0.71,47.39],[0.70,47.39],[0.70,47.38]]]}}'
    const trois = await ajuste(3, { perimetre: dessin, gestePerimetre: 'ajoutee' })
    assert.ok(trois.ajustements > 10)
    assert.equal((await ajuste(4, { effacer: 'oui' })).ajustements, 0)
    assert.deepEqual(
      (await getScenario(tx, contratId, scenarioId)).versions.map(({ numero, motif }) => [numero, motif]),
      [
        [5, ''],
        [4, ''],
        [3, ''],
        [2, 'Un îlot'],
        [1, 'Création'],
      ],
    )
    const ancienne = await getVersion(tx, await getScenario(tx, contratId, scenarioId), 2)
    assert.equal(ancienne.ajustements.length, 3)
    await assert.rejects(ajuste(3, { effacer: 'oui' }), /a changé entre-temps/)
  }))

test('un ajustement impossible est refusé avec son carreau, et rien n’est écrit', () =>
  scene(async ({ tx, contratId, claire, carroyageId }) => {
    const scenarioId = await createSimulationDeTest(tx, contratId, carroyageId)
    const ajuste = (entree: Record<string, unknown>) => fait(tx, claire, adjustSimulation, { contratId, scenarioId, version: 1, ...entree })
    await assert.rejects(ajuste({ ajouter: ['1,1'] }), /1,1 est hors de l’emprise/)
    await assert.rejects(ajuste({ ajouter: ['CRS2975RES200mN7634200E359400'] }), /n’est pas un carreau de ce carroyage/)
    await assert.rejects(ajuste({ perimetre: '{"type":"Point","coordinates":[0,0]}' }), /GeoJSON de polygones/)
    await assert.rejects(ajuste({ perimetre: 'bonjour' }), /n’est pas du GeoJSON/)
    await assert.rejects(ajuste({ perimetre: '{"type":"Polygon","coordinates":[[[5,45],[5.1,45],[5.1,45.1],[5,45]]]}' }), /aucun carreau/)
    assert.equal((await getScenario(tx, contratId, scenarioId)).scenario.version, 1)
  }))

test('changer les paramètres recalcule, garde l’ancienne version et retire les ajustements hors de l’emprise', () =>
  scene(async ({ tx, contratId, claire, carroyageId }) => {
    const scenarioId = await createSimulationDeTest(tx, contratId, carroyageId)
    const { x, y } = celluleDe(0.692, 47.382)
    await fait(tx, claire, adjustSimulation, { contratId, scenarioId, version: 1, ajouter: [`${x + 20},${y}`, `${x + 4},${y}`] })
    const saisie = saisieDeTest(carroyageId, { rayonKm: '1', latitude: '47,384', longitude: '0,695', motif: 'Plus près' })
    const { version, perdus } = await fait(tx, claire, editSimulation, { contratId, scenarioId, version: 2, ...saisie })
    assert.deepEqual([version > 2, perdus], [true, 1])
    const { scenario } = await getScenario(tx, contratId, scenarioId)
    assert.equal(scenario.nom, 'Tours, seuil du décret')
    await fait(tx, claire, archiveSimulation, { contratId, scenarioId, sens: 'ranger' })
    await assert.rejects(fait(tx, claire, editSimulation, { contratId, scenarioId, version: version + 1, ...saisie }), /est rangée/)
    await fait(tx, claire, archiveSimulation, { contratId, scenarioId, sens: 'reprendre' })
  }))

test('une simulation mal remplie dit chaque champ', () =>
  scene(async ({ tx, contratId, claire, carroyageId }) => {
    const champs = async (partiel: Record<string, unknown>) => {
      try {
        await fait(tx, claire, createSimulation, { ...saisieDeTest(carroyageId, partiel), contratId })
      } catch (erreur) {
        if (erreur instanceof RegleViolee) return erreur.champs.map(({ champ }) => champ)
        throw erreur
      }
      return []
    }
    assert.deepEqual(await champs({ revenuNational: '' }), ['revenuNational'])
    assert.deepEqual(await champs({ parametreId: OUTRE_MER }), ['critere'])
    assert.deepEqual(await champs({ critere: 'pauvrete' }), ['partPauvres'])
    assert.deepEqual(await champs({ empriseSorte: 'communes' }), ['empriseSorte'])
    assert.deepEqual(await champs({ latitude: '', rayonKm: '' }), ['latitude', 'rayonKm'])
    assert.deepEqual(await champs({ latitude: '43', longitude: '5' }), ['empriseSorte'])
    assert.deepEqual(await champs({ carroyageId: createId() }), ['carroyageId'])
    assert.deepEqual(await champs({ critere: 'pauvrete', partPauvres: '40', parametreId: OUTRE_MER }), [])
  }))

test('la personne qui n’a pas le droit n’écrit pas ; une autre collectivité ne voit rien', async () => {
  const autre = createId()
  const visiteur = buildAgent(jeu, 'ines', [{ role: 'bailleur', contratId: autre }])
  await scene(async ({ tx, contratId, carroyageId }) => {
    const partenaire = buildAgent(jeu, 'ines', [{ role: 'bailleur', contratId }])
    await assert.rejects(fait(tx, partenaire, createSimulation, { ...saisieDeTest(carroyageId), contratId }), Interdit)
    await assert.rejects(fait(tx, partenaire, retireCarroyage, { carroyageId }), Interdit)
    const scenarioId = await createSimulationDeTest(tx, contratId, carroyageId)
    await assert.rejects(fait(tx, partenaire, adjustSimulation, { contratId, scenarioId, version: 1 }), Interdit)
    await assert.rejects(fait(tx, partenaire, archiveSimulation, { contratId, scenarioId, sens: 'ranger' }), Interdit)
    // The right comes before the state: a simulation that does not exist is refused likewise.
    await assert.rejects(fait(tx, visiteur, archiveSimulation, { contratId, scenarioId: createId(), sens: 'ranger' }), Interdit)
    await assert.rejects(getScenario(tx, autre, scenarioId), Introuvable)
  })
})

test('sous la sécurité de la base, une simulation n’existe que dans son contrat', async () => {
  const proprietaire = base.libre
  const { id: contratId, claire } = await proprietaire.transaction().execute((tx) => createContratDeTest(tx, jeu))
  const carroyageId = await createCarroyageDeTest(proprietaire)
  const { scenarioId } = await act({ db: base.db, agent: claire, now: NOW, requeteId: 't' }, createSimulation, {
    ...saisieDeTest(carroyageId),
    contratId,
  })
  assert.equal((await read(base.db, claire, (tx) => listScenarios(tx, contratId))).length, 1)
  const ailleurs = buildAgent(jeu, 'karim', [{ role: 'chef_projet', contratId: createId() }])
  assert.equal((await read(base.db, ailleurs, (tx) => listScenarios(tx, contratId))).length, 0)
  const { rows } = await read(base.db, ailleurs, (tx) =>
    sql`select 1 from territoire.scenario_version where scenario_id = ${scenarioId}`.execute(tx),
  )
  assert.equal(rows.length, 0)
})
