import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { createClone, dropClone } from '#platform/db/base-de-test.ts'
import { attemptOtherContract } from './tentatives.ts'

const NOMBRE = 1200

test(`${NOMBRE} attempts, on every route, by someone with every right on another contract: nothing is read, nothing is changed`, async (t) => {
  const { nom, url } = await createClone()
  after(() => dropClone(nom))
  const bilan = await attemptOtherContract(url, NOMBRE)
  t.diagnostic(`${bilan.tentatives} attempts on ${bilan.routes} routes; answers ${JSON.stringify(bilan.statuts)}`)
  assert.deepEqual(bilan.fuites, [])
  assert.ok((bilan.statuts[404] ?? 0) > NOMBRE / 4, 'most of it does not exist')
  assert.ok((bilan.statuts[200] ?? 0) > 0, 'some pages of the attacker’s own contract did open: she was signed in')
})

test('the same attempts by someone who may read both contracts do find the other one: the measure can fail', async () => {
  const { nom, url } = await createClone()
  after(() => dropClone(nom))
  const bilan = await attemptOtherContract(url, 900, { qui: 'partout' })
  assert.ok(
    bilan.fuites.some((fuite) => fuite.startsWith('a text')),
    'texts are seen',
  )
  assert.ok(
    bilan.fuites.some((fuite) => fuite.endsWith('has changed')),
    'changes are seen',
  )
})
