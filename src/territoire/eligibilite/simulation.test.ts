import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { buildAgent, createContratDeTest, fait, fillJeu, type Jeu, NOW } from '#contrat/jeu-de-test.ts'
import { act, read } from '#platform/acte.ts'
import type { Tx } from '#platform/db/base.ts'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { Interdit, Introuvable, RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { startOuvrier } from '#platform/taches/ouvrier.ts'
import { getTache } from '#platform/taches/tache.store.ts'
import { adjustSimulation } from '../commands/adjust-simulation.ts'
import { archiveSimulation } from '../commands/archive-simulation.ts'
import { correctParametre } from '../commands/correct-parametre.ts'
import { createSimulation } from '../commands/create-simulation.ts'
import { depositCarroyage } from '../commands/deposit-carroyage.ts'
import { editSimulation } from '../commands/edit-simulation.ts'
import { loadMesuresCommunes } from '../commands/load-mesures-communes.ts'
import { retireCarroyage } from '../commands/retire-carroyage.ts'
import { saveRegleCommunale } from '../commands/save-regle-communale.ts'
import { createQuartierDeTest } from '../quartier-de-test.ts'
import { labelAmas } from './amas.ts'
import { getCarroyageDepose, listCarroyages, loadGrille } from './carroyage.store.ts'
import { labelByBfs } from './grille-de-test.ts'
import { travauxEligibilite } from './jobs.ts'
import { listHistoireParametre, listParametres } from './parametre.store.ts'
import { listMesures, listReglesCommunales } from './regle-communale.store.ts'
import { getScenario, getVersion, listScenarios } from './scenario.store.ts'
import { computeSimulation } from './simulation.store.ts'
import {
  celluleDe,
  createCarroyageDeTest,
  createSimulationDeTest,
  MOINS_DE_5_MILLIONS,
  OUTRE_MER,
  saisieDeTest,
} from './simulation-de-test.ts'

const base = await createBaseDeTest()
const jeu: Jeu = await fillJeu(base)
const admin = buildAgent(jeu, 'karim', [{ role: 'admin_plateforme', contratId: null }])
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

test('une ligne de paramètres corrigée laisse l’ancienne, avec les simulations qui l’utilisent', () =>
  scene(async ({ tx, contratId, claire, carroyageId }) => {
    const scenarioId = await createSimulationDeTest(tx, contratId, carroyageId)
    const [ligne] = (await listParametres(tx)).filter(({ id }) => id === MOINS_DE_5_MILLIONS)
    assert.ok(ligne)
    const saisie = {
      ...Object.fromEntries(Object.entries(ligne).map(([champ, valeur]) => [champ, valeur === null ? '' : String(valeur)])),
      facteurPm: '60',
      poidsNationalPm: '70',
      poidsUnitePm: '30',
      populationMin: '1 200',
      motif: 'Essai',
    }
    await fait(tx, admin, correctParametre, saisie)
    const histoire = await listHistoireParametre(tx, ligne.cle)
    assert.deepEqual(
      histoire.map(({ numero, populationMin, remplaceLe }) => [numero, populationMin, remplaceLe === null]),
      [
        [2, 1200, true],
        [1, 1000, false],
      ],
    )
    assert.equal((await getScenario(tx, contratId, scenarioId)).parametre.numero, 1)
    await assert.rejects(fait(tx, admin, correctParametre, { ...saisie, poidsUnitePm: '20' }), /ensemble 1 000/)
    assert.throws(() => correctParametre.entree.parse({ ...saisie, motif: '' }))
    await assert.rejects(fait(tx, claire, correctParametre, saisie), Interdit)
    const { rows } = await sql<{
      verifie: boolean
    }>`select verifie_le is not null as verifie from territoire.parametre_decret where taille_min = 5000000`.execute(tx)
    assert.deepEqual(rows, [{ verifie: false }], 'weights of the largest unit stay to be verified')
  }))

test('les valeurs par commune se chargent toutes ou pas du tout, et chaque mauvaise ligne est nommée', () =>
  scene(async ({ tx, claire }) => {
    const charge = (texte: string, qui = admin) =>
      fait(tx, qui, loadMesuresCommunes, { fichier: { nom: 'm.csv', contenu: new TextEncoder().encode(texte) } })
    const entete = 'mesure;commune;millesime;valeur;source\n'
    assert.deepEqual(
      await charge(`${entete}population;91312;2022;10 480;Insee\nlogement_social_pct;91312;2023;24,5;SDES\npopulation;91001;2022;;Insee\n`),
      { valeurs: 2, communes: 1 },
    )
    assert.deepEqual((await listMesures(tx, ['91312', '91001'])).map(({ mesure, valeurMilliemes }) => [mesure, valeurMilliemes]).sort(), [
      ['logement_social_pct', 24_500],
      ['population', 10_480_000],
    ])
    await assert.rejects(
      charge(`${entete}population;9131;2022;1;Insee\npopulation;91312;22;1;Insee\npopulation;91312;2022;x;Insee\n`),
      /ligne 2 : « 9131 ».*ligne 3 : « 22 ».*ligne 4 : « x »/,
    )
    await assert.rejects(charge('a;b\n1;2\n'), /Il manque les colonnes mesure/)
    await assert.rejects(charge(`${entete}population;91312;2022;1;Insee\n`, claire), Interdit)
    const { regleId } = await fait(tx, admin, saveRegleCommunale, {
      nom: 'Essai',
      source: 'Délibération',
      departements: '91, 2A',
      conditions: [{ mesure: 'population', libelle: 'Population', comparaison: 'au_moins', seuil: '2 000,5' }],
    })
    const regle = (await listReglesCommunales(tx)).find(({ id }) => id === regleId)
    assert.deepEqual([regle?.departements, regle?.conditions[0]?.seuilMilliemes], [['91', '2A'], 2_000_500])
    await assert.rejects(
      fait(tx, claire, saveRegleCommunale, {
        nom: 'x',
        source: 'y',
        conditions: [{ mesure: 'population', libelle: 'P', comparaison: 'au_moins', seuil: '1' }],
      }),
      Interdit,
    )
  }))

const REUNION = '../shared/data/insee-btb-reunion/reunion_200m.csv'
const BTB = 'x,y,houhold,phouhold\n359500,7634300,5.5,2\n359700,7634300,6,1\n'

async function deposits(fichier: { nom: string; contenu: Uint8Array }, partiel: Record<string, unknown> = {}) {
  const ouvrier = await startOuvrier(base.url, travauxEligibilite())
  try {
    const { carroyageId, tacheId } = await act({ db: base.db, agent: admin, now: NOW, requeteId: 't' }, depositCarroyage, {
      nom: 'La Réunion',
      source: 'Insee, paquet btb',
      millesime: '2019',
      sorte: 'metres',
      epsg: '2975',
      fichier,
      ...partiel,
    })
    for (let essai = 0; essai < 400; essai += 1) {
      const tache = await getTache(base.libre, tacheId)
      if (tache.finieLe !== null) return { carroyageId, tache }
      await sleep(25)
    }
    assert.fail('the task never ended')
  } finally {
    await ouvrier.stop()
  }
}

test('un carroyage se lit dans une tâche, compressé ou non, et devient un choix', async () => {
  const { carroyageId, tache } = await deposits({ nom: 'btb.csv.gz', contenu: gzipSync(BTB) })
  assert.deepEqual([tache.etat, tache.message], ['faite', '2\u00a0carreaux, dont 0 imputés'])
  const [prete] = (await read(base.db, admin, listCarroyages)).filter(({ id }) => id === carroyageId)
  assert.deepEqual([prete?.epsg, prete?.cellules, prete?.avecNiveau, prete?.avecMenages], [2975, 2, false, true])
  const grille = await read(base.db, admin, (tx) => loadGrille(tx, carroyageId, { x0: 1797, x1: 1797, y0: 38171, y1: 38171 }))
  assert.deepEqual([...grille.menages], [55_000])
  const { fait: issue } = await act({ db: base.db, agent: admin, now: NOW, requeteId: 't' }, retireCarroyage, { carroyageId })
  assert.equal(issue, 'supprime')
})

test('un carroyage faux n’est pas enregistré : la tâche dit les lignes', async () => {
  const { carroyageId, tache } = await deposits({ nom: 'btb.csv', contenu: Buffer.from(`${BTB}abc,1,2,3\n359900,7634300,2,9\n`) })
  assert.equal(tache.etat, 'echouee')
  assert.match(tache.message ?? '', /2 lignes sont fausses.*ligne 4 : « abc ; 1 ».*ligne 5 : plus de ménages pauvres que de ménages/)
  const depose = await read(base.db, admin, (tx) => getCarroyageDepose(tx, carroyageId))
  assert.deepEqual([depose.pretLe, depose.cellules], [null, null])
  assert.equal((await deposits({ nom: 'x.7z', contenu: Buffer.from('7z\u00bc\u00af') })).tache.etat, 'echouee')
  await assert.rejects(deposits({ nom: 'b.csv', contenu: Buffer.from(BTB) }, { epsg: '' }), /projection/)
  await assert.rejects(deposits({ nom: 'b.csv', contenu: Buffer.from('') }), /vide/)
})

test('La Réunion : déposés, lus et relus par blocs, les carreaux réels donnent les ensembles d’une recherche simple', {
  skip: existsSync(REUNION) ? false : `${REUNION} absent`,
}, async () => {
  const { carroyageId, tache } = await deposits({ nom: 'reunion_200m.csv', contenu: readFileSync(REUNION) })
  assert.equal(tache.message, '14\u202f076\u00a0carreaux, dont 0 imputés')
  const [prete] = (await read(base.db, admin, listCarroyages)).filter(({ id }) => id === carroyageId)
  assert.ok(prete)
  const grille = await read(base.db, admin, (tx) => loadGrille(tx, carroyageId, prete))
  assert.equal(grille.x.length, 14_076)
  const toutes = new Uint8Array(14_076).fill(1)
  assert.deepEqual(labelAmas(grille, toutes, 4), labelByBfs(grille, toutes, 4))
})
