import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { cellulesOf, pucesOf, textesOf } from '../fixtures/lecture.ts'
import { readDocument } from '../lire.ts'

const read = (html: string) => readDocument('essai.html', Buffer.from(`<!doctype html>${html}`))

describe('html', () => {
  test('headings, paragraphs, inline text and white space', async () => {
    const document = await read('<h2>Titre</h2><p>un\n  <b>deux</b>&nbsp;trois</p>texte libre<div>bloc</div>')
    assert.deepEqual(textesOf(document), ['Titre', 'un deux trois', 'texte libre', 'bloc'])
    assert.deepEqual([document.blocs[0]?.nature, document.blocs[0]?.niveau], ['titre', 2])
  })

  test('a <br> stays in its block as a line, and parts it where each line is a typed bullet', async () => {
    const document = await read('<p>un<br>deux</p><p>Liste :<br>- a<br>- b</p>')
    assert.deepEqual(pucesOf(document), ['∅ un deux', '∅ Liste :', '- a', '- b'])
    assert.deepEqual(document.blocs[0]?.lignes, ['un', 'deux'])
  })

  test('lists show their bullets and numbers, nested ones their level; a second paragraph has none', async () => {
    const document = await read(
      '<ul><li>a<ul><li>b</ul><li><p>c</p><p>suite</p></ul><ol type="a" start="2"><li>x<li value="5">y</ol><ol reversed><li>deux<li>un</ol>',
    )
    assert.deepEqual(pucesOf(document), ['• a', '• b', '• c', '∅ suite', 'b. x', 'e. y', '2. deux', '1. un'])
    assert.deepEqual(
      document.blocs.map((bloc) => bloc.niveau),
      [1, 2, 1, 0, 1, 1, 1, 1],
    )
  })

  test('bullets typed in a list without items part it', async () => {
    const document = await read('<ul style="list-style-type: none">➤ A un ;➤ A deux.<p>fin</p></ul>')
    assert.deepEqual(pucesOf(document), ['➤ A un ;', '➤ A deux.', '∅ fin'])
  })

  test('tables keep their spans, nested tables their own rank, captions stand before', async () => {
    const document = await read(
      '<table><caption>Légende</caption><tr><th colspan=2>A<th>B<tr><td rowspan=2>C<td>D<td><table><tr><td>x</table><tr><td>E<td>F</table>',
    )
    assert.deepEqual(cellulesOf(document), ['0.0 A', '0.2 B', '1.0 C', '1.1 D', '0.0 x', '2.1 E', '2.2 F'])
    assert.equal(document.blocs[0]?.texte, 'Légende')
    assert.ok(document.blocs[1]?.accent)
    assert.equal(document.blocs.find((bloc) => bloc.texte === 'x')?.cellule?.table, 1)
  })

  test('scripts and styles are not text; hidden parts and menus are left out and said', async () => {
    const document = await read(
      '<head><title>t</title><style>a{}</style></head><nav>Menu</nav><p hidden>secret</p><p style="display:none">caché</p><script>x</script><!-- c --><p>vu</p>',
    )
    assert.deepEqual(textesOf(document), ['vu'])
    assert.deepEqual(
      document.avertissements.map(({ code }) => code),
      ['navigation_ignoree', 'texte_masque', 'texte_masque'],
    )
  })

  test('the header and footer of the page are zones, those of an article are not', async () => {
    const document = await read('<header>haut</header><article><header>chapeau</header><p>corps</p></article><footer>bas</footer>')
    assert.deepEqual(
      document.blocs.map(({ zone, texte }) => [zone, texte]),
      [
        ['entete', 'haut'],
        ['corps', 'chapeau'],
        ['corps', 'corps'],
        ['pied', 'bas'],
      ],
    )
  })

  test('an image in the page is kept, one that stands elsewhere is said and never fetched', async () => {
    const document = await read(
      '<p>a</p><img alt="point" src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="><img src="https://exemple.invalid/x.png">',
    )
    assert.deepEqual(
      document.images.map(({ apres, type, alt }) => [apres, type, alt]),
      [[0, 'image/gif', 'point']],
    )
    assert.deepEqual(
      document.avertissements.map(({ code }) => code),
      ['image_absente'],
    )
  })

  test('an old page in Windows-1252 keeps its accents', async () => {
    const document = await readDocument('vieux.htm', Buffer.from('<html><body><p>\xc9t\xe9 \x93dr\xf4le\x94 \x80</p>', 'latin1'))
    assert.deepEqual(textesOf(document), ['Été “drôle” €'])
  })

  test('elements inside one another beyond reason give a sentence', async () => {
    await assert.rejects(read('<div>'.repeat(5000)), { name: 'RegleViolee', message: /imbrique/ })
  })
})
