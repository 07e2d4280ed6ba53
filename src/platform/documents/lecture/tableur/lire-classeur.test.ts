import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { utils, write } from '@e965/xlsx'
import { cellulesOf, textesOf } from '../fixtures/lecture.ts'
import { readDocument } from '../lire.ts'

function classeur(format: 'xlsx' | 'biff8' | 'ods'): Uint8Array {
  const livre = utils.book_new()
  const page = utils.aoa_to_sheet([
    ['Fiches', null, null],
    ['Code', 'Intitulé', 'Coût'],
    ['1.1', 'Atelier\nvélo', 1234.5],
    [null, null, null],
    ['1.2', 'Jardin', new Date(Date.UTC(2026, 3, 12))],
    ['1.3', true, '  '],
  ])
  page['!merges'] = [{ s: { r: 0, c: 0 }, e: { r: 0, c: 2 } }]
  page.C3 = { t: 'n', v: 1234.5, z: '#,##0.00' }
  utils.book_append_sheet(livre, page, 'Été')
  utils.book_append_sheet(livre, utils.aoa_to_sheet([['caché']]), 'Brouillon')
  livre.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }] }
  return new Uint8Array(write(livre, { type: 'buffer', bookType: format, cellDates: true }))
}

describe('sheets', () => {
  for (const [format, type] of [
    ['xlsx', 'xlsx'],
    ['xls', 'biff8'],
    ['ods', 'ods'],
  ] as const) {
    test(`${format}: every filled cell as the sheet shows it, one block a line, merged cells with their span`, async () => {
      const document = await readDocument(`classeur.${format}`, classeur(type))
      assert.equal(document.source.format, format)
      const visibles = cellulesOf(document).filter((cellule) => !cellule.endsWith('caché'))
      assert.deepEqual(visibles.slice(0, 6), ['0.0 Fiches', '1.0 Code', '1.1 Intitulé', '1.2 Coût', '2.0 1.1', '2.1 Atelier'])
      assert.ok(visibles.includes('2.1 vélo') && visibles.includes('4.1 Jardin'))
      assert.equal(document.blocs[0]?.cellule?.colonnes, 3)
      assert.equal(document.blocs[0]?.feuille, 'Été')
      assert.equal(document.blocs.find((bloc) => bloc.texte === 'Jardin')?.paragraphe, 5)
    })
  }

  test('figures, dates and booleans are shown as in French', async () => {
    const document = await readDocument('classeur.xlsx', classeur('xlsx'))
    assert.ok(textesOf(document).includes('1 234,50'))
    assert.ok(textesOf(document).includes('VRAI'))
    assert.match(textesOf(document).join(' '), /12\/0?4\/(20)?26/)
  })

  test('a hidden sheet is left out and said', async () => {
    const document = await readDocument('classeur.xlsx', classeur('xlsx'))
    assert.ok(!textesOf(document).includes('caché'))
    assert.deepEqual(
      document.avertissements.map(({ code }) => code),
      ['feuille_masquee'],
    )
  })

  test('csv: separators, quotes, several lines in a cell, byte order mark, Windows-1252', async () => {
    const cases: [string, BufferEncoding][] = [
      ['\ufeffCode;Intitulé\r\n1.1;"Été; ""vert""\nsuite"\r\n', 'utf8'],
      ['Code,Intitulé\n1.1,"Été; ""vert""\nsuite"\n', 'utf8'],
      ['Code\tIntitulé\n1.1\t"Été; ""vert""\nsuite"\n', 'latin1'],
    ]
    for (const [texte, encodage] of cases) {
      const document = await readDocument('liste.csv', Buffer.from(texte, encodage))
      assert.deepEqual(cellulesOf(document), ['0.0 Code', '0.1 Intitulé', '1.0 1.1', '1.1 Été; "vert"', '1.1 suite'])
    }
  })

  test('csv: a quote that never closes loses nothing', async () => {
    const document = await readDocument('liste.csv', Buffer.from('a;b\n"1;2\n3;4\n'))
    assert.equal(textesOf(document).join(' ').replaceAll('"', ''), 'a b 1 2 3 4')
  })
})
