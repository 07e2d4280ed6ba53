import assert from 'node:assert/strict'
import { test } from 'node:test'
import { spoilt, survives, vraisFichiers } from './mutations-de-test.ts'

// Longer runs: bench/fuzz-geo.ts.
const CAS = 150

for (const fichier of vraisFichiers()) {
  test(`${fichier.nom}: a spoilt file gives features with their defects, or one sentence`, async (t) => {
    const comptes = { lu: 0, question: 0, refus: 0 }
    for (let graine = 1; graine <= CAS; graine += 1) {
      try {
        comptes[await survives(spoilt(fichier, graine))] += 1
      } catch (erreur) {
        assert.fail(`seed ${graine}: ${erreur instanceof Error ? erreur.stack : String(erreur)}`)
      }
    }
    t.diagnostic(`${CAS} cas\u00a0: ${comptes.lu} lus, ${comptes.question} questions, ${comptes.refus} refusés`)
    assert.ok(comptes.lu > 0 && comptes.refus > 0)
  })
}
