import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCalendrier } from './calendrier.ts'
import { findPeriodes } from './dates.ts'

const CAS: [string, string][] = [
  ['d’octobre 2007 à Mars 2008', '2007-10→2008-03 mois'],
  ['janvier 2025 – juin 2026', '2025-01→2026-06 mois'],
  ['septembre-décembre 2025', '2025-09→2025-12 mois'],
  ['entre mars et juin 2025', '2025-03→2025-06 mois'],
  ['sept. 2025 à déc. 2026', '2025-09→2026-12 mois'],
  ['09/2025', '2025-09→2025-09 mois'],
  ['T2 2025', '2025-T2→2025-T2 trimestre'],
  ['2e trimestre 2025', '2025-T2→2025-T2 trimestre'],
  ['1er trimestre au 3e trimestre 2025', '2025-T1→2025-T3 trimestre'],
  ['1er semestre 2026', '2026-01→2026-06 mois'],
  ['2024-2027', '2024→2027 annee'],
  ['2025, 2026 et 2027', '2025→2027 annee'],
  ['année scolaire 2025-2026', '2025→2026 annee'],
  ['rentrée 2025', '2025→2025 annee'],
  ['du 3 au 14 mars 2025', '2025-03-03→2025-03-14 jour'],
  ['du 1er septembre 2025 au 30 juin 2026', '2025-09-01→2026-06-30 jour'],
  ['01/09/2025 - 30/06/2026', '2025-09-01→2026-06-30 jour'],
  ['à partir de janvier 2025', '2025-01→null mois'],
  ['jusqu’en juin 2026', 'null→2026-06 mois'],
  ['mi-avril', 'null→null mois'],
  ['de septembre à juin 2026', 'null→2026-06 mois'],
  ['12 000 €', ''],
  ['Durée : 6 mois', ''],
]

for (const [texte, attendu] of CAS) {
  test(`lit « ${texte} » sans rien inventer`, () => {
    assert.equal(
      findPeriodes(texte)
        .map(({ debut, fin, precision }) => `${debut}→${fin} ${precision}`)
        .join(' | '),
      attendu,
    )
  })
}

test('une date impossible reste sans date', () => {
  assert.deepEqual(
    findPeriodes('31/02/2025').map(({ debut, fin }) => [debut, fin]),
    [[null, null]],
  )
})

test('un calendrier au fil de l’eau n’a pas de phase', () => {
  const lu = readCalendrier([{ texte: 'Au fil de l’eau', blocs: [3], bout: null, etape: null }])
  assert.deepEqual(lu, { texte: 'Au fil de l’eau', precision: 'au_fil_de_leau', phases: [], blocs: [3] })
})

test('le début et la fin écrits sous deux étiquettes font une phase', () => {
  const lu = readCalendrier([
    { texte: '01/03/2025', blocs: [1], bout: 'debut', etape: null },
    { texte: 'décembre 2026', blocs: [2], bout: 'fin', etape: null },
  ])
  assert.deepEqual(
    lu.phases.map(({ debut, fin, precision, blocs }) => [debut, fin, precision, blocs]),
    [['2025-03', '2026-12', 'mois', [1, 2]]],
  )
})
