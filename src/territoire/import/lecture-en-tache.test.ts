import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { act, type Commande } from '#platform/acte.ts'
import { openBase } from '#platform/db/base.ts'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { startOuvrier } from '#platform/taches/ouvrier.ts'
import { getTache } from '#platform/taches/tache.store.ts'
import { depositImport } from '../commands/deposit-import.ts'
import { settleImport } from '../commands/settle-import.ts'
import { discardImport, stopLecture } from '../commands/undo-import-territoire.ts'
import { getImport } from '../import.store.ts'
import { carre, createAdministrateur, createCommunes, depositAndRead, geojson, MAINTENANT } from './import-de-test.ts'
import { createLecteurTerritoire, type LecteurTerritoire } from './import-processus.adaptateur.ts'
import { runImportTerritoire } from './ligne-commande.ts'
import { travauxImports } from './travaux.ts'

const base = await createBaseDeTest()
const proprietaire = openBase(base.url, { role: null, max: 1 })
after(() => proprietaire.close())
await createCommunes(proprietaire.db)
const admin = await createAdministrateur(proprietaire.db)
const vrai = createLecteurTerritoire()
/** Reads for real, unless the name says to wait until somebody stops it. */
const lecteur: LecteurTerritoire = {
  analyse: async (demande, avance) => {
    while (demande.nom === 'attendre.geojson') {
      if (!(await avance(1, 100, 'Lecture du fichier'))) return null
      await sleep(20)
    }
    return vrai.analyse(demande, avance)
  },
}
const ouvrier = await startOuvrier(base.url, travauxImports(lecteur), () => MAINTENANT)
after(() => ouvrier.stop())
const run = <E, T>(commande: Commande<E, T>, brut: unknown) =>
  act({ db: base.db, agent: admin, now: MAINTENANT, requeteId: 'essai' }, commande, brut)
const FICHIER = geojson([{ proprietes: { code_qp: 'QN03790N', lib_qp: 'Les Essais', insee_com: '37261' }, anneaux: [carre(0.69, 47.38)] }])

async function until(tacheId: string | null, etats: readonly string[]) {
  for (let essai = 0; essai < 800; essai += 1) {
    const tache = await getTache(base.libre, tacheId ?? '')
    if (etats.includes(tache.etat)) return tache
    await sleep(25)
  }
  assert.fail('the task never got there')
}

test('a file is read by the worker, under its role, with its progress; then it waits to be reviewed', async () => {
  const { importId, tacheId } = await run(depositImport, { genre: 'quartiers', nom: 'a.geojson', contenu: FICHIER })
  const tache = await until(tacheId, ['faite', 'echouee'])
  assert.deepEqual([tache.etat, tache.message], ['faite', '1\u00a0entité lue, aucun défaut.'])
  assert.equal((await getImport(base.db, importId)).luLe?.getTime(), MAINTENANT.getTime())
})

test('a reading is stopped, and leaves nothing behind', async () => {
  const { importId, tacheId } = await run(depositImport, { genre: 'quartiers', nom: 'attendre.geojson', contenu: FICHIER })
  await until(tacheId, ['en_cours'])
  await run(stopLecture, { importId })
  await until(tacheId, ['annulee'])
  await assert.rejects(run(stopLecture, { importId }), /déjà terminée/)
  assert.equal((await getImport(base.db, importId)).luLe, null)
  await run(discardImport, { importId })
  await assert.rejects(getImport(base.db, importId), /n’existe pas/)
})

test('a file that cannot be read ends the task with its sentence', async () => {
  const { tacheId } = await run(depositImport, { genre: 'quartiers', nom: 'faux.geojson', contenu: Buffer.from('{"type":') })
  const tache = await until(tacheId, ['faite', 'echouee'])
  assert.equal(tache.etat, 'echouee')
  assert.match(tache.message ?? '', /faux\.geojson/)
})

test('un CSV en Lambert-93 qui ne le dit pas pose une question ; la réponse le fait lire', async () => {
  const ewkt = 'POLYGON ((525000 6700000, 525500 6700000, 525500 6700500, 525000 6700500, 525000 6700000))'
  const contenu = Buffer.from(`code_qp;lib_qp;insee_com;geom\nQN03790N;Les Essais;37261;"${ewkt}"\n`)
  const { importId } = await depositAndRead(base, admin, { nom: 'lambert.csv', contenu })
  assert.equal((await getImport(base.db, importId)).lecture?.question?.sur, 'epsg')
  await run(settleImport, { importId, reglages: { epsg: '2154', source: '' } })
  await until((await getImport(base.db, importId)).tacheId, ['faite'])
  assert.deepEqual((await getImport(base.db, importId)).lecture?.projection, { epsg: 2154, origine: 'choix' })
})

test('a reader that takes too much time or memory is killed, and the sentence says so', async () => {
  const contenu = geojson(Array.from({ length: 3000 }, (_, i) => ({ proprietes: { code: i }, anneaux: [carre(0.6 + i / 1e5, 47.3)] })))
  const demande = { quoi: 'lire', nom: 'gros.geojson', octets: contenu, genre: 'quartiers', reglages: {} } as const
  await assert.rejects(
    createLecteurTerritoire({ delaiMs: 20, memoire: 2 ** 30 }).analyse(demande, async () => true),
    /arrêtée après 0\u00a0secondes|arrêtée après/,
  )
  await assert.rejects(
    createLecteurTerritoire({ delaiMs: 60_000, memoire: 2 ** 20 }).analyse(demande, async () => true),
    /trop de mémoire/,
  )
})

test('la ligne de commande importe, dit les défauts, n’importe pas deux fois, et n’écrit rien quand elle refuse', async () => {
  const lignes: string[] = []
  const io = {
    print: (ligne: string) => void lignes.push(ligne),
    printError: (ligne: string) => void lignes.push(ligne),
    now: () => MAINTENANT,
    readFile: async () => ({ nom: 'qpv.geojson', contenu: FICHIER }),
    withBase: (faire: (bases: { app: typeof base.db; proprietaire: typeof base.db }) => Promise<number>) =>
      faire({ app: base.db, proprietaire: proprietaire.db }),
    lecteur: vrai,
  }
  assert.equal(await runImportTerritoire(['qpv.geojson', '--generation', 'QPV2024', '--decret', '2023-1314'], io), 0)
  assert.match(lignes.join('\n'), /Importé : 1\s+nouveau/)
  lignes.length = 0
  assert.equal(await runImportTerritoire(['qpv.geojson'], io), 0)
  assert.match(lignes.join('\n'), /rien n’a changé/)
  for (const [args, phrase] of [
    [[], /Donnez un fichier/],
    [['a', '--decret', '1-1'], /n’est dans aucune génération/],
    [['a', '--generation', 'X'], /Aucune génération ne porte le code X/],
    [['a', '--contours', '--type', 'quartier'], /--type est l’un de/],
    [['a', '--contours'], /Donnez le millésime/],
    [['a', '--par', 'inconnue@exemple.fr'], /Personne n’a ici l’adresse/],
    [['a', '--etrange'], /option n’est pas reconnue/],
  ] as const) {
    lignes.length = 0
    assert.equal(await runImportTerritoire(args, io), 2, args.join(' '))
    assert.match(lignes.join('\n'), phrase)
  }
})
