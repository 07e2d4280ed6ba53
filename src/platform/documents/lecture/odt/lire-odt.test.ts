import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { cellulesOf, pucesOf, textesOf } from '../fixtures/lecture.ts'
import { odtOf } from '../fixtures/odf.ts'
import { PIXEL } from '../fixtures/ooxml.ts'
import { readDocument } from '../lire.ts'

const read = (...args: Parameters<typeof odtOf>) => readDocument('essai.odt', odtOf(...args))

const p = (texte: string, style = '') => `<text:p text:style-name="${style}">${texte}</text:p>`
const liste = (style: string, plus: string, ...items: string[]) =>
  `<text:list text:style-name="${style}" ${plus}>${items.map((item) => `<text:list-item>${item}</text:list-item>`).join('')}</text:list>`
const STYLE_LISTE = `<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")" text:display-levels="2"/><text:list-level-style-bullet text:level="3" text:bullet-char="•"/></text:list-style><text:list-style style:name="B"><text:list-level-style-bullet text:level="1" text:bullet-char="\uf0b7"/></text:list-style>`

describe('odt: lists', () => {
  test('numbers are shown with their levels, nested lists inherit the style of their parent', async () => {
    const document = await read(
      liste(
        'L',
        '',
        p('un'),
        p('deux') +
          `<text:list><text:list-item>${p('deux a')}</text:list-item><text:list-item>${p('deux b')}<text:list><text:list-item>${p('puce')}</text:list-item></text:list></text:list-item></text:list>`,
        p('trois') + p('suite du trois'),
      ),
      STYLE_LISTE,
    )
    assert.deepEqual(pucesOf(document), ['1. un', '2. deux', '2.a) deux a', '2.b) deux b', '• puce', '3. trois', '∅ suite du trois'])
    assert.deepEqual(
      document.blocs.map((bloc) => bloc.niveau),
      [1, 1, 2, 2, 3, 1, 0],
    )
  })

  test('a list starts again, unless it goes on with another', async () => {
    const document = await read(
      [
        liste('L', 'xml:id="l1"', p('un')),
        liste('L', '', p('un encore')),
        liste('L', 'text:continue-list="l1"', p('deux')),
        liste('B', '', p('point')),
      ].join(''),
      STYLE_LISTE,
    )
    assert.deepEqual(pucesOf(document), ['1. un', '1. un encore', '2. deux', '• point'])
  })

  test('headings take the numbers of the outline', async () => {
    const document = await read(
      '<text:h text:outline-level="1">Axe</text:h><text:h text:outline-level="2">Fiche</text:h><text:h text:outline-level="2">Fiche bis</text:h><text:h text:outline-level="1" text:is-list-header="true">Annexe</text:h>',
      '',
      '<text:outline-style><text:outline-level-style text:level="1" style:num-format="I"/><text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>',
    )
    assert.deepEqual(pucesOf(document), ['I Axe', 'I.1 Fiche', 'I.2 Fiche bis', '∅ Annexe'])
    assert.deepEqual(
      document.blocs.map(({ nature, niveau }) => [nature, niveau]),
      [
        ['titre', 1],
        ['titre', 2],
        ['titre', 2],
        ['titre', 1],
      ],
    )
  })
})

describe('odt: what the page shows', () => {
  test('spaces, tabs, line breaks, spans, links and fields', async () => {
    const document = await read(
      p(
        'a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d <text:span>e</text:span><text:a>f</text:a> <text:page-number>4</text:page-number>\n  g',
      ),
    )
    assert.deepEqual(textesOf(document), ['a b c d ef 4 g'])
    assert.deepEqual(document.blocs[0]?.lignes, ['a b c', 'd ef 4 g'])
  })

  test('tracked deletions and hidden text are left out and said', async () => {
    const styles = '<style:style style:name="X" style:family="text"><style:text-properties text:display="none"/></style:style>'
    const document = await read(
      `<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>A. Nonyme</dc:creator></office:change-info>${p('effacé')}</text:deletion></text:changed-region></text:tracked-changes>${p('vu <text:span text:style-name="X">caché</text:span>')}`,
      styles,
    )
    assert.deepEqual(textesOf(document), ['vu'])
    assert.deepEqual(
      document.avertissements.map(({ code }) => code),
      ['texte_supprime', 'texte_masque'],
    )
    assert.ok(document.avertissements[0]?.message.includes('«\u00a0effacé\u00a0»'))
  })

  test('tables with spans; every paragraph of a cell, list items included', async () => {
    const cellule = (contenu: string, plus = '') => `<table:table-cell ${plus}>${contenu}</table:table-cell>`
    const document = await read(
      `<table:table><table:table-header-rows><table:table-row>${cellule(p('A'), 'table:number-columns-spanned="2"')}<table:covered-table-cell/></table:table-row></table:table-header-rows><table:table-row>${cellule(p('B'), 'table:number-rows-spanned="2"')}${cellule(p('C') + liste('L', '', p('x'), p('y')))}</table:table-row><table:table-row><table:covered-table-cell/>${cellule(p('D'))}</table:table-row></table:table>`,
      STYLE_LISTE,
    )
    assert.deepEqual(cellulesOf(document), ['0.0 A', '1.0 B', '1.1 C', '1.1 x', '1.1 y', '2.1 D'])
    assert.equal(document.blocs[0]?.cellule?.colonnes, 2)
    assert.equal(document.blocs[1]?.cellule?.lignes, 2)
  })

  test('frames, notes, comments, headers and footers are zones', async () => {
    const document = await read(
      p(
        'corps<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>note</text:p></text:note-body></text:note><office:annotation><dc:creator>A</dc:creator><text:p>remarque</text:p></office:annotation><draw:frame><draw:text-box><text:p>cadre</text:p></draw:text-box></draw:frame>',
      ),
      '',
      '',
      '<style:master-page style:name="Standard"><style:header><text:p>haut</text:p></style:header><style:footer><text:p>bas</text:p></style:footer></style:master-page><style:master-page style:name="Autre"><style:header><text:p>inutilisé</text:p></style:header></style:master-page>',
    )
    assert.deepEqual(
      document.blocs.map(({ zone, texte }) => [zone, texte]),
      [
        ['entete', 'haut'],
        ['corps', 'corps'],
        ['zone_texte', 'cadre'],
        ['note', 'note'],
        ['commentaire', 'remarque'],
        ['pied', 'bas'],
      ],
    )
  })

  test('an image keeps its place, its description and its bytes', async () => {
    const document = await read(
      `${p('avant')}${p('<draw:frame><draw:image xlink:href="Pictures/x.png"/><svg:desc>le plan</svg:desc></draw:frame>')}`,
      '',
      '',
      '',
      { 'Pictures/x.png': PIXEL },
    )
    assert.deepEqual(
      document.images.map(({ apres, nom, type, alt }) => [apres, nom, type, alt]),
      [[0, 'x.png', 'image/png', 'le plan']],
    )
  })

  test('a flat ODT is read as an ODT', async () => {
    const document = await readDocument(
      'plat.fodt',
      Buffer.from(
        `<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>${p('plat')}</office:text></office:body></office:document>`,
      ),
    )
    assert.equal(document.source.format, 'odt')
    assert.deepEqual(textesOf(document), ['plat'])
  })
})
