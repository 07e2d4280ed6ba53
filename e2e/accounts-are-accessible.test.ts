import test from 'node:test'
import { openInstance } from './instance.ts'
import { assertAllClean } from './parcours-axe.ts'

const instance = await openInstance()

test('axe finds nothing and nothing overflows on the pages of one’s own account', async () => {
  const helene = await instance.open({ persona: 'Hélène' })
  await assertAllClean(instance, helene, ['/compte', '/espace/tours-2015/mandat'], /^\/compte|\/mandat$/, 8)
})

test('nor on the pages of who runs the platform', async () => {
  const nadia = await instance.open({ persona: 'Nadia' })
  await assertAllClean(instance, nadia, ['/administration'], /^\/(administration|organisations|mandats-a-confirmer)/, 15)
})
