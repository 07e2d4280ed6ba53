import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { RUBRIQUES, TEXTES, TITRE } from '../fixtures/contenu.ts'
import { convert, hasSoffice } from '../fixtures/convertir.ts'
import { dispositions } from '../fixtures/fabriquer-docx.ts'
import { cellulesOf, textesOf } from '../fixtures/lecture.ts'
import { pdfOf, typ } from '../fixtures/typst.ts'
import { readDocument } from '../lire.ts'

const read = (source: string) => readDocument('essai.pdf', pdfOf(source))
const valeur = (rang: number) =>
  (RUBRIQUES[rang]?.puces ? RUBRIQUES[rang].textes.map((texte) => `- ${typ(texte)}`) : (RUBRIQUES[rang]?.textes ?? []).map(typ)).join(
    '\n\n',
  )
const cellules = RUBRIQUES.map((rubrique, rang) => `[*${typ(rubrique.libelle)}*], [${valeur(rang)}]`).join(',\n')
const ATTENDU = RUBRIQUES.flatMap(({ libelle, textes }, rang) => [`${rang}.0 ${libelle}`, ...textes.map((texte) => `${rang}.1 ${texte}`)])

describe('pdf: tables of labels and values', () => {
  test('with rules: one cell a box, one block a paragraph', async () => {
    const document = await read(`= ${typ(TITRE)}\n#table(columns: (1fr, 3fr), ${cellules})`)
    assert.deepEqual(cellulesOf(document), ATTENDU)
    assert.deepEqual([document.blocs[0]?.nature, document.blocs[0]?.texte], ['titre', TITRE])
    assert.ok(document.blocs[1]?.accent)
  })

  test('without rules', async () => {
    const document = await read(`= ${typ(TITRE)}\n#grid(columns: (1fr, 3fr), row-gutter: 12pt, column-gutter: 12pt, ${cellules})`)
    assert.deepEqual(cellulesOf(document), ATTENDU)
  })

  test('with rules between rows only', async () => {
    const document = await read(`#table(columns: (1fr, 3fr), stroke: (x, y) => (bottom: 0.5pt), ${cellules})`)
    assert.deepEqual(cellulesOf(document), ATTENDU)
  })

  test('merged boxes count what they cover', async () => {
    const document = await read('#table(columns: 3, table.cell(colspan: 2)[A], [B], table.cell(rowspan: 2)[C], [D], [E], [F], [G])')
    assert.deepEqual(cellulesOf(document), ['0.0 A', '0.2 B', '1.0 C', '1.1 D', '1.2 E', '2.1 F', '2.2 G'])
    assert.equal(document.blocs[0]?.cellule?.colonnes, 2)
    assert.equal(document.blocs[2]?.cellule?.lignes, 2)
  })

  test('a table and a cell cut by the end of the page go on', async () => {
    const long = Array.from(
      { length: 60 },
      (_, rang) => `Phrase ${rang} d’un texte assez long pour déborder sur la page suivante du document.`,
    ).join(' ')
    const document = await read(
      `#table(columns: (1fr, 3fr), [*Un*], [court], [*Deux*], [${long}], [*Trois*], [fin])`.replace(
        'court',
        Array.from({ length: 30 }, () => 'ligne').join('\n\n'),
      ),
    )
    const parCellule = new Map<string, string>()
    for (const { cellule, texte } of document.blocs) {
      const cle = `${cellule?.table}.${cellule?.ligne}.${cellule?.colonne}`
      parCellule.set(cle, `${parCellule.get(cle) ?? ''} ${texte}`.trim())
    }
    assert.equal(parCellule.get('0.1.1'), long)
    assert.equal(parCellule.get('0.2.0'), 'Trois')
    assert.ok(document.blocs.some((bloc) => bloc.page === 2))
  })
})

describe('pdf: running text', () => {
  test('two columns are read one after the other, paragraphs whole', async () => {
    const source = RUBRIQUES.map((rubrique, rang) => `== ${typ(rubrique.libelle)}\n${valeur(rang)}`).join('\n')
    const document = await read(`#set page(columns: 2, height: 9cm, numbering: "1")\n#set par(justify: true)\n${source}`)
    assert.deepEqual(textesOf(document, 'corps'), TEXTES.slice(1))
    assert.ok(
      document.blocs.filter((bloc) => bloc.nature === 'titre').every((bloc) => RUBRIQUES.some(({ libelle }) => libelle === bloc.texte)),
    )
  })

  test('what runs at the top and bottom of pages is apart and kept on each page', async () => {
    const document = await read(
      `#set page(header: [Ville de Marquebois], footer: context [Page #counter(page).display() sur 2])\n= Un\nTexte du premier.\n#pagebreak()\n= Deux\nTexte du second.`,
    )
    assert.deepEqual(
      document.blocs.map(({ zone, page, texte }) => [zone, page, texte]),
      [
        ['entete', 1, 'Ville de Marquebois'],
        ['corps', 1, 'Un'],
        ['corps', 1, 'Texte du premier.'],
        ['pied', 1, 'Page 1 sur 2'],
        ['entete', 2, 'Ville de Marquebois'],
        ['corps', 2, 'Deux'],
        ['corps', 2, 'Texte du second.'],
        ['pied', 2, 'Page 2 sur 2'],
      ],
    )
  })

  test('a title that comes back at the top of each fiche is no running header', async () => {
    const document = await read('= Fiche action\nPremière.\n#pagebreak()\n= Fiche action\nSeconde.')
    assert.deepEqual(textesOf(document, 'corps'), ['Fiche action', 'Première.', 'Fiche action', 'Seconde.'])
  })

  test('a word cut by a soft hyphen is mended', async () => {
    const document = await read(
      '#set page(width: 6cm, margin: 1cm)\n#set par(justify: true)\n#set text(hyphenate: true)\nLa réhabilitation intercommunale des équipements accompagne progressivement l’expérimentation intercommunale.',
    )
    assert.deepEqual(textesOf(document), [
      'La réhabilitation intercommunale des équipements accompagne progressivement l’expérimentation intercommunale.',
    ])
  })

  test('pictures are kept, each once, after the text of their page', async () => {
    const document = await read(
      `Avant.\n#let img = image(bytes(range(0, 16 * 16 * 3).map(i => calc.rem(i, 256))), format: (encoding: "rgb8", width: 16, height: 16))\n#img\n#pagebreak()\n#img\nAprès.`,
    )
    assert.deepEqual(
      document.images.map(({ apres, type }) => [apres, type]),
      [[0, 'image/png']],
    )
    assert.deepEqual(Buffer.from(document.images[0]?.contenu.subarray(0, 4) ?? []), Buffer.from('89504e47', 'hex'))
  })

  test('underlined text is an accent, text above the side of a box is not', async () => {
    const document = await read('#underline[Public visé]\n\n#table(columns: 1, inset: 1pt, [plein], [vide])')
    assert.deepEqual(
      document.blocs.map(({ texte, accent }) => [texte, accent]),
      [
        ['Public visé', true],
        ['plein', false],
        ['vide', false],
      ],
    )
  })

  test('numbers typed or automatic begin a block each', async () => {
    const document = await read('+ un\n+ deux\n+ trois')
    assert.deepEqual(textesOf(document), ['1. un', '2. deux', '3. trois'])
  })
})

describe('pdf: from Word through LibreOffice', { skip: hasSoffice() ? false : 'LibreOffice absent' }, () => {
  for (const disposition of ['tableau', 'sansFilets', 'titres', 'colonnes'] as const) {
    test(`${disposition}: every text in one block, in order`, async () => {
      const document = await readDocument('essai.pdf', await convert(await dispositions[disposition](), 'docx', 'pdf'))
      const attendu = disposition === 'colonnes' ? TEXTES.slice(1) : TEXTES
      const lus = document.blocs.filter((bloc) => bloc.zone === 'corps' && !bloc.texte.startsWith('Ville de')).map((bloc) => bloc.texte)
      assert.deepEqual(lus, attendu)
      if (disposition === 'tableau' || disposition === 'sansFilets') assert.deepEqual(cellulesOf(document), ATTENDU)
    })
  }
})
