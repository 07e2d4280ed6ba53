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
import { Interdit } from '#platform/errors.ts'
import { startOuvrier } from '#platform/taches/ouvrier.ts'
import { getTache } from '#platform/taches/tache.store.ts'
import { correctParametre } from '../commands/correct-parametre.ts'
import { depositCarroyage } from '../commands/deposit-carroyage.ts'
import { loadMesuresCommunes } from '../commands/load-mesures-communes.ts'
import { retireCarroyage } from '../commands/retire-carroyage.ts'
import { saveRegleCommunale } from '../commands/save-regle-communale.ts'
import { labelAmas } from './amas.ts'
import { getCarroyageDepose, listCarroyages, loadGrille } from './carroyage.store.ts'
import { labelByBfs } from './grille-de-test.ts'
import { travauxEligibilite } from './jobs.ts'
import { runCarroyage } from './ligne-commande.ts'
import { listHistoireParametre, listParametres } from './parametre.store.ts'
import { listMesures, listReglesCommunales } from './regle-communale.store.ts'
import { getScenario } from './scenario.store.ts'
import { createCarroyageDeTest, createSimulationDeTest, MOINS_DE_5_MILLIONS } from './simulation-de-test.ts'

const base = await createBaseDeTest()
const jeu: Jeu = await fillJeu(base)
const admin = buildAgent(jeu, 'karim', [{ role: 'admin_plateforme', contratId: null }])

/** A contract with a grid, in a transaction that is undone. */
const scene = (
  faire: (monde: { tx: Tx; contratId: string; claire: ReturnType<typeof buildAgent>; carroyageId: string }) => Promise<unknown>,
) =>
  annule(base.db, async (tx) => {
    const { id: contratId, claire } = await createContratDeTest(tx, jeu)
    await faire({ tx, contratId, claire, carroyageId: await createCarroyageDeTest(tx, undefined, NOW) })
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

test('un carroyage qu’une simulation utilise est retiré des choix, jamais supprimé, sans que l’administration voie la simulation', async () => {
  const { id: contratId } = await base.libre.transaction().execute((tx) => createContratDeTest(tx, jeu))
  const carroyageId = await createCarroyageDeTest(base.libre)
  const scenarioId = await createSimulationDeTest(base.libre, contratId, carroyageId)
  const { fait: issue } = await act({ db: base.db, agent: admin, now: NOW, requeteId: 't' }, retireCarroyage, { carroyageId })
  assert.equal(issue, 'retire')
  const depose = await read(base.db, admin, (tx) => getCarroyageDepose(tx, carroyageId))
  assert.deepEqual([depose.scenarios, depose.retireLe === null], [1, false])
  assert.equal((await read(base.db, admin, listCarroyages)).filter(({ id }) => id === carroyageId).length, 0)
  await assert.rejects(
    read(base.db, admin, (tx) => getScenario(tx, contratId, scenarioId)),
    /n’existe pas/,
  )
})

test('la ligne de commande charge un carroyage tout entier ou pas du tout, et dit pourquoi', async () => {
  const lance = async (args: readonly string[], texte: string) => {
    const dit: string[] = []
    const io = {
      print: (ligne: string) => void dit.push(ligne),
      printError: (ligne: string) => void dit.push(ligne),
      now: () => NOW,
      open: async () => ({
        nom: 'c.csv',
        octets: (async function* () {
          yield Buffer.from(texte)
        })(),
      }),
      withBase: <T>(faire: (db: Tx) => Promise<T>) => faire(base.libre),
    }
    return { code: await runCarroyage(args, io), dit: dit.join() }
  }
  const args = ['c.csv', '--nom', 'En ligne', '--source', 'Insee', '--millesime', '2019', '--sorte', 'metres', '--epsg', '2975']
  assert.deepEqual(await lance(args, BTB), { code: 0, dit: '2\u00a0carreaux enregistrés, dont 0 imputés.' })
  const faux = await lance(args, `${BTB}abc,1,2,3\n`)
  assert.equal(faux.code, 2)
  assert.match(faux.dit, /ligne 4/)
  assert.equal((await read(base.db, admin, listCarroyages)).filter(({ nom }) => nom === 'En ligne').length, 1)
  assert.match((await lance(['c.csv', '--couleur', 'x'], BTB)).dit, /Option inconnue/)
  assert.match((await lance(['c.csv'], BTB)).dit, /--nom/)
})
