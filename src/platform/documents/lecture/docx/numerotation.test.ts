import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { pucesOf } from '../fixtures/lecture.ts'
import { docxOf, p } from '../fixtures/ooxml.ts'
import { readDocument } from '../lire.ts'

const read = (...args: Parameters<typeof docxOf>) => readDocument('essai.docx', docxOf(...args))

const STYLES = `
  <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
  <w:style w:type="paragraph" w:styleId="T1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:rPr><w:b/></w:rPr></w:style>
  <w:style w:type="paragraph" w:styleId="T2"><w:name w:val="Titre 2"/><w:basedOn w:val="T1"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
  <w:style w:type="paragraph" w:styleId="Sur"><w:name w:val="Sur mesure"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
  <w:style w:type="character" w:styleId="Cache"><w:name w:val="Cache"/><w:rPr><w:vanish/></w:rPr></w:style>`

const lvl = (ilvl: number, format: string, texte: string, plus = '') =>
  `<w:lvl w:ilvl="${ilvl}"><w:start w:val="1"/><w:numFmt w:val="${format}"/>${plus}<w:lvlText w:val="${texte}"/></w:lvl>`
const NUMEROS = `
  <w:abstractNum w:abstractNumId="0">${lvl(0, 'decimal', '%1.')}${lvl(1, 'decimal', '%1.%2')}${lvl(2, 'lowerLetter', '%3)')}${lvl(3, 'upperRoman', '%4 –')}</w:abstractNum>
  <w:abstractNum w:abstractNumId="1">${lvl(0, 'bullet', '\uf0b7')}${lvl(1, 'bullet', 'o')}</w:abstractNum>
  <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
  <w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
  <w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>`
const num = (numId: number, ilvl = 0) => `<w:numPr><w:ilvl w:val="${ilvl}"/><w:numId w:val="${numId}"/></w:numPr>`

describe('docx: numbering', () => {
  test('numbers are counted level by level, restarted below a higher one, and overridden', async () => {
    const document = await read(
      [
        p('un', num(1)),
        p('un un', num(1, 1)),
        p('un deux', num(1, 1)),
        p('a', num(1, 2)),
        p('deux', num(1)),
        p('deux un', num(1, 1)),
        p('romain', num(1, 3)),
        p('cinq', num(3)),
        p('six', num(3)),
      ].join(''),
      { numbering: NUMEROS, styles: STYLES },
    )
    assert.deepEqual(pucesOf(document), [
      '1. un',
      '1.1 un un',
      '1.2 un deux',
      'a) a',
      '2. deux',
      '2.1 deux un',
      'I – romain',
      '5. cinq',
      '6. six',
    ])
    assert.deepEqual(
      document.blocs.map((bloc) => bloc.niveau),
      [1, 2, 2, 3, 1, 2, 4, 1, 1],
    )
  })

  test('an empty numbered paragraph makes no block but counts, as Word shows its number', async () => {
    const document = await read([p('un', num(1)), p('', num(1)), p('trois', num(1))].join(''), { numbering: NUMEROS })
    assert.deepEqual(pucesOf(document), ['1. un', '3. trois'])
  })

  test('headings take their number from their style, numId 0 takes it away', async () => {
    const document = await read(
      [
        p('Axe', '<w:pStyle w:val="T1"/>'),
        p('Fiche', '<w:pStyle w:val="T2"/>'),
        p('Nue', '<w:pStyle w:val="T2"/><w:numPr><w:numId w:val="0"/></w:numPr>'),
        p('Plan', '<w:pStyle w:val="Sur"/>'),
      ].join(''),
      { numbering: NUMEROS, styles: STYLES },
    )
    assert.deepEqual(
      document.blocs.map(({ nature, niveau, puce, texte }) => [nature, niveau, puce, texte]),
      [
        ['titre', 1, '1.', 'Axe'],
        ['titre', 2, '1.1', 'Fiche'],
        ['titre', 2, null, 'Nue'],
        ['titre', 3, null, 'Plan'],
      ],
    )
  })

  test('bullets of symbol fonts become a plain bullet, typed ones leave the text', async () => {
    const document = await read(
      [
        p('liste', num(2)),
        p('sous-liste', num(2, 1)),
        p('- tiret'),
        p('•\tpoint'),
        p('\uf0d8 flèche'),
        p('➤ pointe'),
        p('-20 % de dépenses'),
        p('–'),
      ].join(''),
      { numbering: NUMEROS },
    )
    assert.deepEqual(pucesOf(document), [
      '• liste',
      '• sous-liste',
      '- tiret',
      '• point',
      '\uf0d8 flèche',
      '➤ pointe',
      '∅ -20 % de dépenses',
      '∅ –',
    ])
    assert.equal(document.blocs[2]?.nature, 'item')
    assert.equal(document.blocs[6]?.nature, 'paragraphe')
  })
})
