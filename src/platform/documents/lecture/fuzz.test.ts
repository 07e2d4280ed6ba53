import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { coups, realFiles, strike, strikeXml, survives } from './fixtures/mutations.ts'

// Longer runs: bench/fuzz-lecture.ts.
const CAS: Record<string, number> = { pdf: 150, xlsx: 300, xls: 500, ods: 500 }
const SEED = 20_261_122

describe('spoilt files are read or refused with a sentence', async () => {
  for (const { nom, contenu } of await realFiles()) {
    const format = nom.slice(2)
    test(`${format}: bytes spoilt`, async (t) => {
      const numRuns = CAS[format] ?? 1000
      await fc.assert(
        fc.asyncProperty(coups, async (liste) => assert.ok(await survives(nom, strike(contenu, liste)))),
        { numRuns, seed: SEED },
      )
      t.diagnostic(`${numRuns} cas`)
    })
    if (!['docx', 'odt', 'xlsx', 'ods'].includes(format)) continue
    test(`${format}: XML spoilt inside the zip`, async (t) => {
      const numRuns = CAS[format] ?? 1000
      await fc.assert(
        fc.asyncProperty(fc.nat(50), fc.nat(1_000_000), async (part, graine) =>
          assert.ok(await survives(nom, strikeXml(contenu, part, graine))),
        ),
        { numRuns, seed: SEED },
      )
      t.diagnostic(`${numRuns} cas`)
    })
  }
})
