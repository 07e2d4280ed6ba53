import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import PizZip from 'pizzip'
import { readDocument } from '../lecture/lire.ts'
import { protectCell, unprotectCell } from './cellule-csv.ts'
import { type Feuille, writeCsv, writeOds, writeXlsx } from './classeur.ts'
import { THEME_PARVIS } from './document.ts'

const PIEGES = [
  '=1+1',
  '+33 1 02',
  '-20 %',
  '@SOMME(A1)',
  "'=déjà",
  '<b>&"x"</b>',
  'deux\nlignes',
  '; point ; virgule',
  '😀 שלום',
  '007',
  '12/04/2026',
  'VRAI',
]
const PROPRIETES = { titre: 'T', sujet: 'S', auteur: 'A', date: null }

function buildFeuille(textes: readonly string[]): Feuille {
  return {
    nom: 'Fiches & autres',
    colonnes: [
      { titre: 'Texte', largeur: 40 },
      { titre: 'Rang', largeur: 10 },
    ],
    lignes: textes.map((texte, rang) => [texte, `n${rang}`]),
  }
}

const ECRIRE = {
  xlsx: (feuille: Feuille) => writeXlsx([feuille, { ...feuille, nom: 'Seconde' }], THEME_PARVIS),
  ods: async (feuille: Feuille) => writeOds([feuille, { ...feuille, nom: 'Seconde' }], THEME_PARVIS, PROPRIETES),
  csv: async (feuille: Feuille) => writeCsv(feuille),
}

for (const format of ['xlsx', 'ods', 'csv'] as const) {
  test(`every cell of ${format} is text and comes back as it was`, async () => {
    const { blocs } = await readDocument(`x.${format}`, await ECRIRE[format](buildFeuille(PIEGES)))
    const lues = PIEGES.map((_, rang) =>
      blocs
        .filter(({ cellule }) => cellule?.table === 0 && cellule.ligne === rang + 1 && cellule.colonne === 0)
        .map(({ texte, puce }) => (puce === null ? texte : `${puce} ${texte}`))
        .join('\n'),
    )
    assert.deepEqual(
      lues.map((texte) => (format === 'csv' ? unprotectCell(texte) : texte)),
      PIEGES,
    )
  })
}

test('no cell is a formula for a spreadsheet', async () => {
  const feuille = buildFeuille(PIEGES)
  const xlsx = new PizZip(await writeXlsx([feuille], THEME_PARVIS)).file('xl/worksheets/sheet1.xml')?.asText() ?? ''
  assert.ok(xlsx.includes('<row') && !xlsx.includes('<f>'))
  const ods = new PizZip(writeOds([feuille], THEME_PARVIS, PROPRIETES)).file('content.xml')?.asText() ?? ''
  assert.ok(ods.includes('office:value-type="string"') && !ods.includes('table:formula'))
  for (const ligne of new TextDecoder().decode(writeCsv(feuille)).split('\r\n').slice(1)) assert.doesNotMatch(ligne, /^"?[=+\-@]/)
})

test('a CSV is UTF-8 with its mark, semicolons and CRLF', () => {
  const octets = writeCsv(buildFeuille(['été']))
  assert.deepEqual([...octets.slice(0, 3)], [0xef, 0xbb, 0xbf])
  assert.equal(new TextDecoder().decode(octets), 'Texte;Rang\r\nété;n0\r\n')
})

test('a protected cell gives its text back exactly', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', 'a', ' ') }), (texte) => {
      assert.equal(unprotectCell(protectCell(texte)), texte)
      assert.doesNotMatch(protectCell(texte), /^[=+\-@\t\r]/)
    }),
  )
})

test('the header of a sheet stays in sight, columns have their width', async () => {
  const zip = new PizZip(await writeXlsx([buildFeuille(['a'])], THEME_PARVIS))
  const xml = zip.file('xl/worksheets/sheet1.xml')?.asText() ?? ''
  assert.match(xml, /<pane[^>]*ySplit="1"/)
  assert.match(xml, /<col [^>]*width="40/)
})

test('a cell too long for Excel is refused with its place, never cut', async () => {
  await assert.rejects(writeXlsx([buildFeuille(['a', 'x'.repeat(40_000)])], THEME_PARVIS), {
    name: 'RegleViolee',
    message: /Texte.*de la ligne 3/,
  })
})
