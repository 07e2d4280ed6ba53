import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { HtmlValidate } from 'html-validate'
import PizZip from 'pizzip'
import { readDocument } from '../lecture/lire.ts'
import { contrast, legible, THEME_PARVIS as THEME_PAR } from './document.ts'
import { buildDocumentDeTest, buildDocumentSimple, PNG, SVG } from './document-de-test.ts'
import { writeDocx } from './docx.ts'
import { writeHtml } from './html.ts'
import { writeOdt } from './odt.ts'

const run = promisify(execFile)

function partOf(contenu: Uint8Array, partie: string): string {
  const texte = new PizZip(contenu).file(partie)?.asText()
  assert.ok(texte !== undefined, `${partie} is missing`)
  return texte
}

async function wordsOf(nom: string, contenu: Uint8Array): Promise<string[]> {
  return (await readDocument(nom, contenu)).blocs.filter(({ zone }) => zone === 'corps').map(({ texte }) => texte)
}

test('Word, ODT and HTML hold the same words in the same order', async () => {
  const document = buildDocumentDeTest({ couverture: null, sommaire: 0 })
  const docx = await wordsOf('x.docx', await writeDocx(document, THEME_PAR))
  assert.deepEqual(docx.slice(0, 4), [
    'Partie 1 : Les lieux',
    'Un texte gras, penché, et un lien.',
    'Thème : Jeunesse',
    'Feuille 1.1 : Une feuille',
  ])
  assert.ok(docx.includes('Ouvrir (en cours)'))
  assert.deepEqual(await wordsOf('x.odt', writeOdt(document, THEME_PAR)), docx)
  const html = await wordsOf('x.html', writeHtml(document, THEME_PAR))
  assert.deepEqual(
    html.filter((texte) => docx.includes(texte)),
    docx,
  )
})

test('a Word document is French, titled, numbered, with real lists, headings and table headers', async () => {
  const contenu = await writeDocx(buildDocumentDeTest(), {
    ...THEME_PAR,
    logo: { type: 'image/png', contenu: new Uint8Array(PNG), alt: 'Mairie' },
  })
  const corps = partOf(contenu, 'word/document.xml')
  assert.match(partOf(contenu, 'word/styles.xml'), /<w:lang w:val="fr-FR"/)
  assert.match(partOf(contenu, 'docProps/core.xml'), /<dc:title>Un document d’essai<\/dc:title>/)
  assert.match(corps, /<w:tblHeader/)
  assert.match(corps, /<w:numPr>/)
  assert.match(corps, /<w:pStyle w:val="Heading2"\/>/)
  assert.match(corps, /TOC \\h \\o &quot;1-2&quot;|TOC .*\\o "1-2"/)
  assert.match(corps, /descr="Mairie"/)
  assert.match(
    new PizZip(contenu)
      .file(/word\/footer\d\.xml/)
      .map((partie) => partie.asText())
      .join(''),
    /PAGE.*NUMPAGES/s,
  )
})

test('an ODT document is French, titled, its type stored first, its images named', () => {
  const contenu = writeOdt(buildDocumentDeTest(), {
    ...THEME_PAR,
    logo: { type: 'image/svg+xml', contenu: new Uint8Array(SVG), alt: 'Mairie' },
  })
  assert.equal(Buffer.from(contenu).toString('latin1', 30, 77), 'mimetypeapplication/vnd.oasis.opendocument.text')
  assert.match(partOf(contenu, 'meta.xml'), /<dc:language>fr-FR<\/dc:language>/)
  assert.match(partOf(contenu, 'content.xml'), /<svg:title>Mairie<\/svg:title>/)
  assert.match(partOf(contenu, 'content.xml'), /<table:table-header-rows>/)
  assert.match(partOf(contenu, 'styles.xml'), /<text:page-number/)
  for (const nom of Object.keys(new PizZip(contenu).files)) {
    if (nom !== 'mimetype' && !nom.startsWith('META-INF')) assert.ok(partOf(contenu, 'META-INF/manifest.xml').includes(`"${nom}"`), nom)
  }
})

test('an HTML page is valid, alone, without script, its headings in order', async () => {
  const html = new TextDecoder().decode(writeHtml(buildDocumentDeTest(), THEME_PAR))
  const rapport = await new HtmlValidate({
    extends: ['html-validate:standard', 'html-validate:a11y'],
    rules: { 'no-inline-style': 'off', 'long-title': 'off', 'prefer-native-element': 'off' },
  }).validateString(html)
  assert.deepEqual(
    rapport.results.flatMap(({ messages }) => messages.map(({ message, line }) => `${line}: ${message}`)),
    [],
  )
  assert.doesNotMatch(html, /<script|src="http|url\(http/)
  const niveaux = [...html.matchAll(/<h(\d)|aria-level="(\d)"/g)].map(([, h, aria]) => Number(h ?? aria))
  for (const [rang, niveau] of niveaux.entries()) assert.ok(niveau <= (niveaux[rang - 1] ?? 0) + 1, `h${niveau} after ${niveaux[rang - 1]}`)
  assert.equal(niveaux.filter((niveau) => niveau === 1).length, 1)
})

test('hostile text stays text in every format', async () => {
  const texte = '</w:t></text:p></p><script>alert(1)</script> & "x" \' \u0000\u0007\ufffe\ud800 fin'
  const attendu = '</w:t></text:p></p><script>alert(1)</script> & "x" \''
  const document = buildDocumentSimple(texte)
  for (const [nom, contenu] of [
    ['x.docx', await writeDocx(document, THEME_PAR)],
    ['x.odt', writeOdt(document, THEME_PAR)],
    ['x.html', writeHtml(document, THEME_PAR)],
  ] as const) {
    assert.ok(
      (await wordsOf(nom, contenu)).some((lu) => lu.startsWith(attendu) && lu.endsWith('fin')),
      nom,
    )
  }
})

test('LibreOffice opens Word and ODT without repair and finds the same words', async (t) => {
  if (
    !(await run('soffice', ['--version']).then(
      () => true,
      () => false,
    ))
  )
    return t.skip('soffice absent')
  const dossier = await mkdtemp(join(tmpdir(), 'parvis-ecrivains-'))
  try {
    const document = buildDocumentDeTest({ couverture: null, sommaire: 0 })
    await writeFile(join(dossier, 'word.docx'), await writeDocx(document, THEME_PAR))
    await writeFile(join(dossier, 'libre.odt'), writeOdt(document, THEME_PAR))
    const profil = `-env:UserInstallation=file://${join(dossier, 'profil')}`
    await run(
      'soffice',
      [
        profil,
        '--headless',
        '--convert-to',
        'txt:Text (encoded):UTF8',
        '--outdir',
        dossier,
        join(dossier, 'word.docx'),
        join(dossier, 'libre.odt'),
      ],
      { timeout: 90_000 },
    )
    const words = (texte: string) =>
      texte
        .replace(/[▪•◦\ufeff]/g, ' ')
        .split(/\s+/u)
        .filter((mot) => mot !== '')
    const attendus = words((await wordsOf('x.docx', await writeDocx(document, THEME_PAR))).join(' '))
    for (const nom of ['word.txt', 'libre.txt']) assert.deepEqual(words(await readFile(join(dossier, nom), 'utf8')), attendus, nom)
  } finally {
    await rm(dossier, { recursive: true, force: true })
  }
})

test('a theme too pale to read gives way to the house colours', () => {
  assert.equal(Math.round(contrast('#000000', '#FFFFFF')), 21)
  assert.equal(legible({ ...THEME_PAR, principale: '#FFEE00', accent: 'rouge' }).principale, THEME_PAR.principale)
  assert.equal(legible({ ...THEME_PAR, principale: '#FFEE00', accent: 'rouge' }).accent, THEME_PAR.accent)
  assert.equal(legible({ ...THEME_PAR, principale: '#4B0082' }).principale, '#4B0082')
})
