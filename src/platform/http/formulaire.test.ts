import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { RegleViolee } from '#platform/errors.ts'
import { nestForm } from './formulaire.ts'

const plain = (valeur: unknown): unknown => JSON.parse(JSON.stringify(valeur))

test('names with dots make groups, numbers make lists in their order, [] makes a list of one', () => {
  const saisie = nestForm([
    ['titre', 'a\r\nb'],
    ['phases.10.debut', '2027'],
    ['phases.2.debut', '2026'],
    ['phases.2.fin', '2027'],
    ['communes[]', '37261'],
    ['cle', 'x'],
    ['cle', 'y'],
  ])
  assert.deepEqual(plain(saisie), {
    titre: 'a\nb',
    phases: [{ debut: '2026', fin: '2027' }, { debut: '2027' }],
    communes: ['37261'],
    cle: ['x', 'y'],
  })
})

test('hostile names and texts are refused with a sentence, and reach no prototype', () => {
  for (const nom of ['a.b.c.d.e.f.g', 'a..b', 'a[0]', 'a b']) assert.throws(() => nestForm([[nom, 'x']]), RegleViolee, nom)
  assert.throws(() => nestForm([['a', 'x\u0000']]), /caractère nul/)
  assert.throws(
    () =>
      nestForm([
        ['a', 'x'],
        ['a.b', 'y'],
      ]),
    RegleViolee,
  )
  nestForm([['__proto__.pollue', 'oui']])
  assert.equal(Reflect.get({}, 'pollue'), undefined)
})

test('any form gives values or a sentence, never another error', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), fc.string()), { maxLength: 20 }), (entrees) => {
      try {
        nestForm(entrees)
      } catch (erreur) {
        assert.ok(erreur instanceof RegleViolee)
      }
    }),
  )
})
