import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { DROITS } from '#app.ts'
import { listCommandes } from '#platform/acte.ts'
import { openApplication } from './droits-application-de-test.ts'
import { writeMatrice } from './droits-de-test.ts'

const SNAPSHOT = new URL('../docs/droits.md', import.meta.url)

const { application } = await openApplication()

const actions = DROITS.flatMap((chapitre) => chapitre.actions)
/** Commands that tests or the demo declare are not the product's. */
const capacites = DROITS.map((chapitre) => chapitre.capacite)
const commandes = listCommandes()
  .map(({ nom }) => nom)
  .filter((nom) => !/^(test|demo)\./.test(nom))
const droits = [...new Set(application.routes.map((route) => route.droit))].sort()
const doubles = (noms: readonly string[]) => noms.filter((nom, rang) => noms.indexOf(nom) !== rang)

test('every command belongs to one action, and every action names commands that exist', () => {
  const declarees = actions.flatMap((action) => action.commandes)
  assert.deepEqual(doubles(declarees), [], 'a command is in two actions')
  assert.deepEqual(
    commandes.filter((nom) => !declarees.includes(nom)),
    [],
    'commands in no action: add them to the actions.ts of their capability',
  )
  assert.deepEqual(
    declarees.filter((nom) => !commandes.includes(nom)),
    [],
    'actions name commands that do not exist',
  )
})

test('the right of every route belongs to one action, and every action names rights that routes ask', () => {
  const declares = actions.flatMap((action) => action.droits)
  assert.deepEqual(doubles(declares), [], 'a right is in two actions')
  assert.deepEqual(
    droits.filter((nom) => !declares.includes(nom)),
    [],
    'rights of routes in no action: add them to the actions.ts of their capability',
  )
  assert.deepEqual(
    declares.filter((nom) => !droits.includes(nom)),
    [],
    'actions name rights that no route asks',
  )
})

test('actions bear one name each, of their capability; the cases of an action differ', () => {
  assert.deepEqual(doubles(actions.map((action) => action.nom)), [])
  for (const { capacite, actions } of DROITS) {
    for (const action of actions) {
      assert.ok(action.nom.startsWith(`${capacite}.`), action.nom)
      assert.deepEqual(doubles(action.cas.map((cas) => cas.libelle)), [], action.nom)
    }
  }
  assert.deepEqual(doubles(capacites), [])
})

test('la matrice des droits est celle qui est écrite dans docs/droits.md', async () => {
  const matrice = writeMatrice(DROITS)
  if (process.env.PARVIS_ECRIRE_DROITS === '1') await writeFile(SNAPSHOT, matrice)
  assert.equal(
    await readFile(SNAPSHOT, 'utf8'),
    matrice,
    'a right has changed: read the difference, then PARVIS_ECRIRE_DROITS=1 npm test -- src/droits.test.ts',
  )
})
