/** Every command, done by everyone: accepted if and only if « Qui peut quoi » says so; refused, it writes nothing. */
import assert from 'node:assert/strict'
import { glob, readFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { DROITS } from '#app.ts'
import { SUJETS } from '#compte/index.ts'
import { type CommandeDeclaree, identiteOf, listCommandes, setIdentite } from '#platform/acte.ts'
import type { Tx } from '#platform/db/base.ts'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { type Action, matrixOf, nameCas } from '#platform/droits.ts'
import { Interdit, Introuvable, RegleViolee } from '#platform/errors.ts'
import { EXEMPLES } from './droits-exemples-de-test.ts'
import { type Exemple, ouDe } from './droits-exemples-forme-de-test.ts'
import { createScene } from './droits-scene-de-test.ts'

const base = await createBaseDeTest()
const scene = await createScene(base)
after(() => scene.close())

const actions = DROITS.flatMap((chapitre) => chapitre.actions)
const lignes = matrixOf(DROITS, SUJETS, scene.ici.contratId)
/** Those that are in no action are another test's failure (droits.test.ts). */
const commandes = listCommandes().filter(({ nom }) => actions.some((action) => action.commandes.includes(nom)))
/** The public has no agent: no command can be asked in its name. */
const sujets = SUJETS.filter((sujet) => scene.agents.get(sujet.cle) != null)

function actionOf(nom: string): Action {
  const action = actions.find((connue) => connue.commandes.includes(nom))
  if (action === undefined) throw new Error(`${nom} is in no action`)
  return action
}

function casOf(action: Action, exemple: Exemple) {
  const libelle = exemple.cas ?? action.cas[0].libelle
  const ligne = lignes.find((une) => une.action === action && une.cas.libelle === libelle)
  if (ligne === undefined) throw new Error(`${action.nom} has no case « ${libelle} »`)
  return ligne
}

/** Rows written so far by the transaction that is open. */
async function countWrites(tx: Tx): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::int as n from pg_stat_xact_all_tables where schemaname not like 'pg\\_%'`.execute(
    tx,
  )
  return rows[0]?.n ?? 0
}

type Sort = { sort: 'acceptee' | 'refusee' | 'regle' | 'erreur' | 'sans_objet'; ecrites: number; dit: string }

/** Does it for real under the application's role, then undoes it. */
async function attempt(commande: CommandeDeclaree, exemple: Exemple, cle: string): Promise<Sort> {
  const agent = scene.agents.get(cle)
  if (agent == null) throw new Error(`${cle} has no account`)
  let sort: Sort = { sort: 'erreur', ecrites: 0, dit: '' }
  await annule(scene.proprietaire, async (tx) => {
    const brut = await exemple.entree(ouDe(scene, tx, agent))
    if (brut === null) {
      sort = { sort: 'sans_objet', ecrites: 0, dit: '' }
      return
    }
    await sql`set local role parvis_app`.execute(tx)
    await setIdentite(tx, identiteOf(agent))
    const avant = await countWrites(tx)
    try {
      await commande.actIn(tx, { agent, now: new Date(), requeteId: 'preuve' }, brut)
      sort = { sort: 'acceptee', ecrites: 0, dit: '' }
    } catch (erreur) {
      const refusee = erreur instanceof Interdit || erreur instanceof Introuvable
      // An error of the database ends the transaction: nothing more can be asked of it.
      const ecrites = refusee ? (await countWrites(tx)) - avant : 0
      const genre = refusee ? 'refusee' : erreur instanceof RegleViolee ? 'regle' : 'erreur'
      sort = { sort: genre, ecrites, dit: erreur instanceof Error ? `${erreur.name}: ${erreur.message}` : '' }
    }
  })
  return sort
}

/** Signed-in people to whom an action is refused in some case: an act on one's own account is refused to nobody by role. */
const isRefusable = (action: Action): boolean =>
  action.portee !== 'terminal' && lignes.some((ligne) => ligne.action === action && sujets.some(({ cle }) => !ligne.permis.has(cle)))

test('every command that can be refused has an example, and every case of the actions that have commands', () => {
  assert.deepEqual(
    commandes.filter(({ nom }) => isRefusable(actionOf(nom)) && EXEMPLES[nom] === undefined).map(({ nom }) => nom),
    [],
    'commands without an example: add them to src/droits-exemples-*-de-test.ts',
  )
  const montres = new Set(Object.entries(EXEMPLES).flatMap(([nom, exemples]) => exemples.map((un) => casOf(actionOf(nom), un).cas)))
  assert.deepEqual(
    actions
      .filter((action) => action.commandes.length > 0 && isRefusable(action))
      .flatMap((action) => action.cas.filter((cas) => !montres.has(cas)).map((cas) => nameCas(action, cas))),
    [],
    'cases that no example shows',
  )
})

test('chaque commande, par chaque rôle : acceptée si et seulement si la matrice le dit, et un refus n’écrit rien', {
  timeout: 230_000,
}, async () => {
  const fautes: string[] = []
  const compte = { refusAttendus: 0, refusProuves: 0, accords: 0 }
  const prouvees = new Set<string>()
  for (const commande of commandes) {
    const action = actionOf(commande.nom)
    for (const exemple of EXEMPLES[commande.nom] ?? []) {
      const { permis, cas } = casOf(action, exemple)
      for (const { cle } of sujets) {
        const attendu = permis.has(cle)
        const { sort, ecrites, dit } = await attempt(commande, exemple, cle)
        if (sort === 'sans_objet') {
          if (attendu) fautes.push(`${commande.nom}, ${cle} : sans objet, et pourtant permis`)
          continue
        }
        const ou = `${commande.nom}${cas.libelle === '' ? '' : ` (${cas.libelle})`}, ${cle}`
        if (attendu) compte.accords += 1
        else compte.refusAttendus += 1
        if (attendu && sort !== 'acceptee' && !(sort === 'regle' && exemple.regle === true))
          fautes.push(`${ou} : devrait être accepté, et ${dit}`)
        if (!attendu && sort !== 'refusee') fautes.push(`${ou} : devrait être refusé, et ${sort} ${dit}`)
        if (!attendu && sort === 'refusee' && ecrites !== 0) fautes.push(`${ou} : refusé, mais ${ecrites} lignes écrites avant le refus`)
        if (!attendu && sort === 'refusee' && ecrites === 0) {
          compte.refusProuves += 1
          prouvees.add(commande.nom)
        }
      }
    }
  }
  assert.deepEqual(fautes, [])
  const refusables = commandes.filter(({ nom }) =>
    (EXEMPLES[nom] ?? []).some((un) => sujets.some(({ cle }) => !casOf(actionOf(nom), un).permis.has(cle))),
  )
  console.log(
    `droits : ${compte.refusProuves}/${compte.refusAttendus} refus de commandes prouvés, ${compte.accords} accords ; ${prouvees.size}/${refusables.length} commandes qui se refusent ; ${commandes.length} commandes`,
  )
  assert.equal(compte.refusProuves, compte.refusAttendus)
})

test('a command of the terminal is reached by no page', async () => {
  const reserves = actions.filter((action) => action.portee === 'terminal').flatMap((action) => action.commandes)
  const sources = new Map<string, string>()
  for await (const chemin of glob('src/**/*.{ts,tsx}')) sources.set(chemin, await readFile(chemin, 'utf8'))
  for (const nom of reserves) {
    const declare = [...sources].find(
      ([chemin, texte]) => chemin.includes('/commands/') && texte.includes(`command('${nom}'`) && !chemin.includes('.test.'),
    )
    const fichier = declare?.[0].split('/').at(-1)
    assert.ok(fichier, nom)
    const appelants = [...sources].filter(
      ([chemin, texte]) => !/\.test\.|-de-test\.|\.build\./.test(chemin) && texte.includes(`/${fichier}'`),
    )
    assert.deepEqual(
      appelants.map(([chemin]) => chemin).filter((chemin) => !/\/commands\/cli-/.test(chemin)),
      [],
      nom,
    )
  }
})
