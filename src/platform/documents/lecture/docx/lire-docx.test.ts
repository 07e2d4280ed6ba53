import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { cellulesOf, pucesOf, textesOf } from '../fixtures/lecture.ts'
import { docxOf, PIXEL, p, r, tbl, tc } from '../fixtures/ooxml.ts'
import { readDocument } from '../lire.ts'

const read = (...args: Parameters<typeof docxOf>) => readDocument('essai.docx', docxOf(...args))

const STYLES = `
  <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
  <w:style w:type="paragraph" w:styleId="T1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:rPr><w:b/></w:rPr></w:style>
  <w:style w:type="paragraph" w:styleId="T2"><w:name w:val="Titre 2"/><w:basedOn w:val="T1"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
  <w:style w:type="paragraph" w:styleId="Sur"><w:name w:val="Sur mesure"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
  <w:style w:type="character" w:styleId="Cache"><w:name w:val="Cache"/><w:rPr><w:vanish/></w:rPr></w:style>`

describe('docx: what the page shows', () => {
  test('deleted, moved and hidden text is left out and said', async () => {
    const document = await read(
      `<w:p>${r('gardé ')}<w:del><w:r><w:delText>effacé</w:delText></w:r></w:del><w:ins>${r('ajouté')}</w:ins><w:moveFrom>${r('parti')}</w:moveFrom></w:p>
       <w:p><w:moveTo>${r('parti')}</w:moveTo>${r('secret', '<w:vanish/>')}${r('secret aussi', '<w:rStyle w:val="Cache"/>')}${r(' vu', '<w:vanish w:val="0"/>')}</w:p>`,
      { styles: STYLES },
    )
    assert.deepEqual(textesOf(document), ['gardé ajouté', 'parti vu'])
    assert.deepEqual(
      document.avertissements.map(({ code, bloc }) => [code, bloc]),
      [
        ['texte_supprime', 0],
        ['texte_masque', 1],
      ],
    )
  })

  test('a paragraph whose mark is deleted joins the next one', async () => {
    const document = await read(p('début ', '<w:rPr><w:del w:id="1"/></w:rPr>') + p('fin'))
    assert.deepEqual(textesOf(document), ['début fin'])
  })

  test('a field shows its result, not its code; nested ones too', async () => {
    const champ = (sorte: string) => `<w:r><w:fldChar w:fldCharType="${sorte}"/></w:r>`
    const document = await read(
      `<w:p>${r('Fiche ')}${champ('begin')}<w:r><w:instrText> MERGEFIELD </w:instrText></w:r>${champ('begin')}<w:r><w:instrText>IF</w:instrText></w:r>${champ('separate')}${r('caché')}${champ('end')}${champ('separate')}${r('12')}${champ('end')}${r(' bis')}</w:p>
       <w:p><w:fldSimple w:instr="PAGE">${r('3')}</w:fldSimple></w:p>
       <w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="Non"/><w:listEntry w:val="Oui"/></w:ddList></w:ffData></w:fldChar></w:r>${champ('end')}</w:p>`,
    )
    assert.deepEqual(textesOf(document), ['Fiche 12 bis', '3', 'Oui'])
  })

  test('tabs, breaks, special hyphens and symbols', async () => {
    const document = await read(
      `<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:softHyphen/><w:t>d</w:t><w:noBreakHyphen/><w:t>e</w:t><w:sym w:font="Wingdings" w:char="F0E0"/><w:sym w:font="Symbol" w:char="F0B3"/></w:r></w:p>`,
    )
    assert.deepEqual(textesOf(document), ['a b cd\u2011e→≥'])
    assert.deepEqual(document.blocs[0]?.lignes, ['a b', 'cd\u2011e→≥'])
  })

  test('forced line breaks that separate typed bullets make one block each', async () => {
    const document = await read('<w:p><w:r><w:t>Partenaires :</w:t><w:br/><w:t>- CAF</w:t><w:br/><w:t>- bailleurs</w:t></w:r></w:p>')
    assert.deepEqual(pucesOf(document), ['∅ Partenaires :', '- CAF', '- bailleurs'])
    assert.deepEqual(
      document.blocs.map((bloc) => bloc.paragraphe),
      [1, 1, 1],
    )
  })

  test('content controls, hyperlinks and smart tags are read through; a placeholder is said', async () => {
    const document = await read(
      `<w:sdt><w:sdtContent>${p('bloc')}</w:sdtContent></w:sdt><w:p><w:hyperlink>${r('lien', '<w:u w:val="single"/>')}</w:hyperlink><w:smartTag>${r(' et suite')}</w:smartTag></w:p>
       <w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>${r('Cliquez ici')}</w:sdtContent></w:sdt></w:p>`,
    )
    assert.deepEqual(textesOf(document), ['bloc', 'lien et suite', 'Cliquez ici'])
    assert.deepEqual(
      document.avertissements.map(({ code, bloc }) => [code, bloc]),
      [['texte_a_remplir', 2]],
    )
  })

  test('bold as a whole is an accent, bold at the start a run-in label', async () => {
    const document = await read(
      [
        p('Tout', '', '<w:b/>'),
        `<w:p>${r('Publics : ', '<w:b/>')}${r('jeunes')}</w:p>`,
        p('Style', '<w:pStyle w:val="T1"/>'),
        p('Rien'),
      ].join(''),
      { styles: STYLES },
    )
    assert.deepEqual(
      document.blocs.map(({ accent, debutAccent }) => [accent, debutAccent ?? null]),
      [
        [true, null],
        [false, 'Publics :'],
        [true, null],
        [false, null],
      ],
    )
  })
})

describe('docx: tables', () => {
  test('merged cells count the rows and columns they cover', async () => {
    const document = await read(
      tbl(
        [tc(p('A'), '<w:gridSpan w:val="2"/>'), tc(p('B'))],
        [tc(p('C'), '<w:vMerge w:val="restart"/>'), tc(p('D') + p('D bis')), tc(p('E'))],
        [tc(p(''), '<w:vMerge/>'), tc(p('F')), tc(p('G'))],
      ),
    )
    assert.deepEqual(cellulesOf(document), ['0.0 A', '0.2 B', '1.0 C', '1.1 D', '1.1 D bis', '1.2 E', '2.1 F', '2.2 G'])
    assert.deepEqual(document.blocs[0]?.cellule, { table: 0, ligne: 0, colonne: 0, lignes: 1, colonnes: 2, rang: 0 })
    assert.equal(document.blocs[2]?.cellule?.lignes, 2)
    assert.equal(document.blocs[4]?.cellule?.rang, 1)
  })

  test('a nested table has its own rank, the outer cell goes on after it', async () => {
    const document = await read(tbl([tc(p('avant') + tbl([tc(p('dedans'))]) + p('après'))]))
    assert.deepEqual(
      document.blocs.map(({ texte, cellule }) => [texte, cellule?.table, cellule?.rang]),
      [
        ['avant', 0, 0],
        ['dedans', 1, 0],
        ['après', 0, 1],
      ],
    )
  })

  test('rows and cells in content controls are found, a shifted row keeps its columns', async () => {
    const document = await read(
      `<w:tbl><w:sdt><w:sdtContent><w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr><w:sdt><w:sdtContent>${tc(p('x'))}</w:sdtContent></w:sdt></w:tr></w:sdtContent></w:sdt></w:tbl>`,
    )
    assert.deepEqual(cellulesOf(document), ['0.1 x'])
  })
})

describe('docx: what stands around the body', () => {
  const bandeaux =
    '<w:sectPr><w:headerReference w:type="default" r:id="header"/><w:footerReference w:type="default" r:id="footer"/></w:sectPr>'

  test('headers first, notes in the order of their calls, comments, footers last', async () => {
    const document = await read(
      `<w:p>${r('corps')}<w:r><w:footnoteReference w:id="3"/></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>${bandeaux}`,
      {
        header: p('en-tête'),
        footer: p('pied'),
        footnotes: `<w:footnote w:type="separator" w:id="0">${p('---')}</w:footnote><w:footnote w:id="2">${p('seconde')}</w:footnote><w:footnote w:id="3">${p('première')}</w:footnote><w:footnote w:id="4">${p('orpheline')}</w:footnote>`,
        comments: `<w:comment w:id="1">${p('remarque')}</w:comment>`,
      },
    )
    assert.deepEqual(
      document.blocs.map(({ zone, texte }) => [zone, texte]),
      [
        ['entete', 'en-tête'],
        ['corps', 'corps'],
        ['note', 'première'],
        ['note', 'seconde'],
        ['commentaire', 'remarque'],
        ['pied', 'pied'],
      ],
    )
  })

  test('a first-page header shows only where the section turns it on', async () => {
    const reference = '<w:headerReference w:type="first" r:id="header"/>'
    assert.deepEqual(textesOf(await read(`${p('corps')}<w:sectPr>${reference}</w:sectPr>`, { header: p('couverture') })), ['corps'])
    assert.deepEqual(textesOf(await read(`${p('corps')}<w:sectPr>${reference}<w:titlePg/></w:sectPr>`, { header: p('couverture') })), [
      'couverture',
      'corps',
    ])
  })

  test('a text box written twice for old and new programs is read once, after its paragraph', async () => {
    const boite = `<w:txbxContent>${p('encadré')}</w:txbxContent>`
    const document = await read(
      `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wps:wsp><wps:txbx>${boite}</wps:txbx></wps:wsp></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>${boite}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>${r('hôte')}</w:p>
       <w:p><w:r><w:pict><v:shape><v:textbox>${`<w:txbxContent>${p('ancien')}</w:txbxContent>`}</v:textbox></v:shape></w:pict></w:r></w:p>`,
    )
    assert.deepEqual(
      document.blocs.map(({ zone, texte }) => [zone, texte]),
      [
        ['corps', 'hôte'],
        ['zone_texte', 'encadré'],
        ['zone_texte', 'ancien'],
      ],
    )
  })

  test('an organigram gives the texts of its boxes', async () => {
    const boite = (texte: string) => `<dgm:pt><dgm:t><a:p><a:r><a:t>${texte}</a:t></a:r></a:p></dgm:t></dgm:pt>`
    const document = await read(
      '<w:p><w:r><w:drawing><a:graphicData><dgm:relIds r:dm="diagramData"/></a:graphicData></w:drawing></w:r></w:p>',
      {
        diagramData: boite('Comité de pilotage') + boite('Comité technique'),
      },
    )
    assert.deepEqual(textesOf(document, 'zone_texte'), ['Comité de pilotage', 'Comité technique'])
  })

  test('an image keeps its place, its alternative text and its bytes', async () => {
    const dessin =
      '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="le plan"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="image"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'
    const document = await read(p('avant') + dessin + p('après'), {}, PIXEL)
    assert.deepEqual(document.images, [
      { apres: 0, nom: 'image1.png', type: 'image/png', alt: 'le plan', contenu: document.images[0]?.contenu },
    ])
    assert.deepEqual(Buffer.from(document.images[0]?.contenu ?? []), Buffer.from(PIXEL))
  })

  test('an image that is not in the file is said and loses nothing else', async () => {
    const document = await read(`${p('texte')}<w:p><w:r><w:drawing><a:blip r:embed="image"/></w:drawing></w:r></w:p>`)
    assert.deepEqual(textesOf(document), ['texte'])
    assert.equal(document.images.length, 0)
  })
})

test('docx: right-to-left text and emoji come out whole, null characters refused by XML give a sentence', async () => {
  const document = await read(p('مرحبا بكم 👩‍👩‍👧 🎉') + p('שלום'))
  assert.deepEqual(textesOf(document), ['مرحبا بكم 👩‍👩‍👧 🎉', 'שלום'])
  await assert.rejects(read(p('a\u0000b')), { name: 'RegleViolee' })
})

test('docx: another prefix for the same namespace is read the same', async () => {
  const { entryText, withEntries } = await import('../fixtures/zip.ts')
  const zip = docxOf(p('texte'))
  const xml = entryText(zip, 'word/document.xml')
    .replaceAll(/(<\/?)w:| w:/g, (debut) => debut.replace('w:', 'mot:'))
    .replace('xmlns:w=', 'xmlns:mot=')
  assert.deepEqual(textesOf(await readDocument('essai.docx', withEntries(zip, { 'word/document.xml': xml }))), ['texte'])
})
