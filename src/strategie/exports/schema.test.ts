import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { RegleViolee } from '#platform/errors.ts'
import { buildContratEngendre, ficheEngendree } from './fiches-engendrees.ts'
import { getBranche } from './modele.ts'
import { parseContratJson, renderJson } from './schema.ts'

test('un contrat exporté en JSON revient à l’identique (120 fiches)', () => {
  const vide = buildContratEngendre(0, 1)
  fc.assert(
    fc.property(fc.array(ficheEngendree, { minLength: 4, maxLength: 4 }), (fichesRacine) => {
      const contrat = { ...vide, fichesRacine }
      assert.deepEqual(parseContratJson('c.json', renderJson(contrat, { sorte: 'contrat' })), { portee: 'contrat', contrat })
    }),
    { numRuns: 30 },
  )
  const arbre = buildContratEngendre(12, 3)
  assert.deepEqual(parseContratJson('c.json', renderJson(arbre, { sorte: 'contrat' })).contrat, arbre)
})

test('une branche et une fiche ne portent que leur part', () => {
  const contrat = buildContratEngendre(12, 4)
  const branche = getBranche(contrat, '2')
  const lue = parseContratJson('b.json', renderJson(contrat, { sorte: 'branche', ...branche }))
  assert.deepEqual([lue.portee, lue.contrat.arbre, lue.contrat.fichesRacine], ['branche', [branche.noeud], []])
  const [fiche] = branche.noeud.enfants[0]?.fiches ?? []
  assert.ok(fiche)
  assert.deepEqual(parseContratJson('f.json', renderJson(contrat, { sorte: 'fiche', fiche })).contrat.fichesRacine, [fiche])
})

test('le même contrat donne les mêmes octets', () => {
  const contrat = buildContratEngendre(3, 5)
  const autreOrdre = Object.fromEntries(Object.entries(contrat).reverse()) as typeof contrat
  assert.equal(renderJson(autreOrdre, { sorte: 'contrat' }), renderJson(contrat, { sorte: 'contrat' }))
})

test('un fichier coupé, étranger ou retouché est refusé avec une phrase qui le nomme', () => {
  const json = renderJson(buildContratEngendre(2, 6), { sorte: 'contrat' })
  const refus = (texte: string, phrase: RegExp) =>
    assert.throws(
      () => parseContratJson('val-clair.json', texte),
      (e) => e instanceof RegleViolee && phrase.test(e.message) && e.message.includes('val-clair.json'),
    )
  refus(json.slice(0, 500), /n’est pas du JSON/)
  refus('{"schema":"autre"}', /n’est pas au format parvis-contrat-1/)
  refus(json.replace('Val-Clair', 'Val-Sombre'), /a été modifié depuis son export/)
  refus(json.replace('"version":', '"version":-'), /version/)
})
