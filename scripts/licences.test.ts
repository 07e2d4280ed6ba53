import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { faultOf, isAdmise, licenceDe, listPaquets, readLicences, writeDependances } from './licences.ts'

const racine = fileURLToPath(new URL('..', import.meta.url))

test('every package that npm installs may be shipped under AGPL-3.0, and docs/dependances.md lists it', async () => {
  const { paquets, fautes } = await readLicences(racine)
  assert.ok(paquets.length > 300)
  assert.deepEqual(fautes, [])
  assert.equal(await readFile(`${racine}/docs/dependances.md`, 'utf8'), writeDependances(paquets), 'node scripts/licences.ts --ecrire')
})

test('an expression is admitted when one side of OR and both sides of AND are', () => {
  for (const juste of ['MIT', '(MIT OR GPL-2.0-only)', 'MIT AND OFL-1.1', '(GPL-2.0-only OR (MIT AND Zlib))', '(MIT OR GPL-3.0)'])
    assert.equal(isAdmise(juste), true, juste)
  for (const faux of [
    '',
    'UNLICENSED',
    'SEE LICENSE IN LICENSE.md',
    'GPL-2.0-only',
    'SSPL-1.0',
    'BUSL-1.1',
    'CC-BY-NC-4.0',
    'MIT AND SSPL-1.0',
    '(MIT',
    'MIT)',
    'OR MIT',
    'MIT OR',
    'MIT Apache-2.0',
    'Commons-Clause AND MIT',
  ])
    assert.equal(isAdmise(faux), false, faux)
})

test('a package without licence, with another than the lock says, or with one not admitted is told', () => {
  const paquet = { nom: 'x', version: '1.0.0', licence: 'MIT', usage: 'produit', chemin: 'node_modules/x' } as const
  assert.equal(faultOf(paquet, 'MIT'), null)
  assert.equal(faultOf(paquet, null), null, 'not made for this system')
  assert.match(faultOf({ ...paquet, licence: null }, null) ?? '', /no licence/)
  assert.match(faultOf(paquet, 'SSPL-1.0') ?? '', /the lock says MIT/)
  assert.match(faultOf({ ...paquet, licence: 'SSPL-1.0' }, 'SSPL-1.0') ?? '', /not among/)
  assert.match(faultOf({ ...paquet, licence: 'BSD' }, 'BSD') ?? '', /not among/, 'the exception is for one package')
})

test('a package used by the product and by tests is the product’s; old forms of `license` are read', () => {
  const [un, deux] = listPaquets({
    packages: {
      '': { version: '0.1.0', license: 'AGPL-3.0-or-later' },
      'node_modules/b/node_modules/@s/a': { version: '1.0.0', license: 'MIT', dev: true },
      'node_modules/@s/a': { version: '1.0.0', license: 'MIT' },
      'node_modules/b': { version: '2.0.0', dev: true },
    },
  })
  assert.deepEqual([un?.nom, un?.usage, deux?.nom, deux?.licence], ['@s/a', 'produit', 'b', null])
  assert.equal(licenceDe({ type: 'MIT', url: 'x' }), 'MIT')
  assert.equal(licenceDe([{ type: 'MIT' }, { type: 'Apache-2.0' }]), '(MIT OR Apache-2.0)')
})
