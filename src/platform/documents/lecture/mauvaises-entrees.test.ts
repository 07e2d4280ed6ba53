import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { crc32, deflateRawSync } from 'node:zlib'
import { convert, hasSoffice } from './fixtures/convertir.ts'
import { dispositions } from './fixtures/fabriquer-docx.ts'
import { refusOf, textesOf } from './fixtures/lecture.ts'
import { odtOf } from './fixtures/odf.ts'
import { docxOf, p, tbl, tc } from './fixtures/ooxml.ts'
import { pdfOf } from './fixtures/typst.ts'
import { withEntries, zipOf } from './fixtures/zip.ts'
import { LIMITES } from './limites.ts'
import { readDocument } from './lire.ts'

const docx = docxOf(p('texte'))

describe('bad input: one clear sentence', () => {
  test('empty file', async () => {
    assert.equal(await refusOf('vide.docx', new Uint8Array()), 'Le fichier «\u00a0vide.docx\u00a0» est vide.')
  })

  test('a file beyond the limit is refused before it is read', async () => {
    assert.match(await refusOf('gros.pdf', new Uint8Array(LIMITES.octetsEntree + 1)), /«.gros\.pdf.» est trop gros \(50.Mo\)/)
  })

  test('cut or damaged docx, odt, xlsx, pdf', async () => {
    const fichiers: [string, Uint8Array][] = [
      ['a.docx', await dispositions.tableau()],
      ['a.odt', odtOf('<text:p>texte</text:p>')],
      ['a.pdf', pdfOf('texte')],
    ]
    for (const [nom, contenu] of fichiers) {
      assert.match(await refusOf(nom, contenu.subarray(0, contenu.length >> 1)), /abîmé ou incomplet|ne contient pas de texte/, nom)
    }
    const abime = Uint8Array.from(docx)
    for (let i = 60; i < 200; i += 1) abime[i] = 0x55
    assert.match(await refusOf('a.docx', abime), /abîmé/)
    assert.match(await refusOf('a.docx', zipOf({ '[Content_Types].xml': '<x/>', 'word/document.xml': '<w:document>' })), /abîmé/)
    assert.match(await refusOf('a.odt', zipOf({ mimetype: 'application/vnd.oasis.opendocument.text' })), /abîmé/)
    assert.match(await refusOf('a.xlsx', zipOf({ '[Content_Types].xml': '<x/>', 'xl/workbook.xml': '<workbook>' })), /abîmé/)
  })

  test('zip bombs: more than the budget, and sizes that lie', async () => {
    const zeros = Buffer.alloc(LIMITES.octetsDecompresses + 1)
    assert.match(await refusOf('bombe.docx', rawZip('word/document.xml', zeros, zeros.length)), /volume anormal/)
    assert.match(await refusOf('bombe.xlsx', rawZip('xl/workbook.xml', zeros, zeros.length)), /volume anormal/)
    assert.match(await refusOf('menteur.docx', rawZip('word/document.xml', zeros.subarray(0, 50_000_000), 1000)), /volume anormal/)
    assert.match(await refusOf('taux.docx', rawZip('word/document.xml', zeros.subarray(0, 5_000_000), 5_000_000)), /volume anormal/)
  })

  test('too many entries', async () => {
    assert.match(
      await refusOf('a.docx', zipOf(Object.fromEntries(Array.from({ length: LIMITES.entrees + 1 }, (_, i) => [`f${i}`, ''])))),
      /plus de 5.000 éléments/,
    )
  })

  test('entity bombs and external entities are refused, nothing is fetched', async () => {
    const entites = [
      '<!DOCTYPE w:document [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;">]>',
      '<!DOCTYPE w:document [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
      '<!DOCTYPE w:document SYSTEM "http://exemple.invalid/x.dtd" [ ]>',
    ]
    for (const entite of entites) {
      const corps = `<?xml version="1.0"?>${entite}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${p('&b;')}</w:body></w:document>`
      assert.match(await refusOf('entites.docx', withEntries(docx, { 'word/document.xml': corps })), /déclaration XML interdite/)
    }
    const sansDtd = withEntries(docx, {
      'word/document.xml': `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${p('&b;')}</w:body></w:document>`,
    })
    assert.match(await refusOf('entites.docx', sansDtd), /abîmé/)
  })

  test('names that climb out of a zip are only names', async () => {
    const document = await readDocument('a.docx', withEntries(docx, { '../../../tmp/evasion.txt': 'x', '/etc/evasion': 'y' }))
    assert.deepEqual(textesOf(document), ['texte'])
  })

  test('elements and tables inside one another beyond reason', async () => {
    let imbrique = p('fond')
    for (let i = 0; i < 300; i += 1) imbrique = tbl([tc(imbrique)])
    assert.match(await refusOf('profond.docx', docxOf(imbrique)), /imbrique trop/)
    let raisonnable = p('fond')
    for (let i = 0; i < 30; i += 1) raisonnable = tbl([tc(raisonnable)])
    assert.equal((await readDocument('a.docx', docxOf(raisonnable))).blocs[0]?.cellule?.table, 29)
  })

  test('password-protected docx, odt, zip', async () => {
    const ole = Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      Buffer.alloc(512),
      Buffer.from('EncryptedPackage', 'utf16le'),
      Buffer.alloc(512),
    ])
    assert.match(await refusOf('secret.docx', ole), /protégé par un mot de passe/)
    const odt = withEntries(odtOf('<text:p>x</text:p>'), {
      'META-INF/manifest.xml':
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>',
    })
    assert.match(await refusOf('secret.odt', odt), /protégé par un mot de passe/)
    assert.match(await refusOf('secret.docx', rawZip('word/document.xml', Buffer.from('x'), 1, 1)), /protégé par un mot de passe/)
  })

  test('password-protected pdf', { skip: hasSoffice() ? false : 'LibreOffice absent' }, async () => {
    const filtre = JSON.stringify({
      EncryptFile: { type: 'boolean', value: 'true' },
      DocumentOpenPassword: { type: 'string', value: 'secret' },
    })
    assert.match(
      await refusOf('secret.pdf', await convert(await dispositions.tableau(), 'docx', `pdf:writer_pdf_Export:${filtre}`)),
      /protégé par un mot de passe/,
    )
  })

  test('a scanned pdf is said to be so', async () => {
    assert.match(
      await refusOf('scan.pdf', pdfOf('#rect(width: 100%, height: 10cm, fill: gray)')),
      /«.scan\.pdf.» est un PDF numérisé \(image\)/,
    )
  })

  test('what is not a document', async () => {
    const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
    assert.match(await refusOf('photo.docx', png), /est une image/)
    assert.match(
      await refusOf('programme.txt', Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7) % 256))),
      /n’est pas un document lisible/,
    )
    assert.match(await refusOf('diapo.pptx', zipOf({ '[Content_Types].xml': '<x/>', 'ppt/presentation.xml': '<x/>' })), /diaporama/)
    assert.match(await refusOf('lot.zip', zipOf({ 'a.txt': 'x' })), /archive \.zip/)
  })
})

describe('wrong extension: read for what it is, and said', () => {
  const cas: [string, () => Uint8Array, string][] = [
    ['fiche.doc', () => docx, 'docx'],
    ['fiche.docx', () => odtOf('<text:p>texte</text:p>'), 'odt'],
    ['fiche.odt', () => docx, 'docx'],
    ['fiche.docx', () => pdfOf('texte'), 'pdf'],
    ['fiche.pdf', () => Buffer.from('texte'), 'txt'],
    ['fiche.doc', () => Buffer.from('<html><body><p>texte</p></body></html>'), 'html'],
  ]
  for (const [nom, contenu, format] of cas) {
    test(`${nom} that is a ${format}`, async () => {
      const document = await readDocument(nom, contenu())
      assert.equal(document.source.format, format)
      assert.deepEqual(textesOf(document), ['texte'])
      assert.deepEqual(
        document.avertissements.map(({ code }) => code),
        ['extension_trompeuse'],
      )
    })
  }
})

describe('large but honest', () => {
  test('a table of ten thousand rows', async () => {
    const rangees = Array.from({ length: 10_000 }, (_, i) => [tc(p(`ligne ${i}`)), tc(p('valeur'))])
    const document = await readDocument('long.docx', docxOf(tbl(...rangees)))
    assert.equal(document.blocs.length, 20_000)
    assert.equal(document.blocs.at(-1)?.cellule?.ligne, 9999)
  })

  test('right-to-left text and emoji, in text as in Word', async () => {
    const texte = 'مرحبا بكم في الحي 👩‍👩‍👧‍👦 🎉 שלום'
    assert.deepEqual(textesOf(await readDocument('a.txt', Buffer.from(texte))), [texte])
    assert.deepEqual(textesOf(await readDocument('a.docx', docxOf(p(texte)))), [texte])
  })
})

/** A zip of one entry whose header says what we want of its size and flags, after the parts that make it a docx. */
function rawZip(nom: string, contenu: Buffer, tailleDite: number, drapeaux = 0): Uint8Array {
  const entrees = [
    { nom: '[Content_Types].xml', clair: Buffer.from('<x/>'), taille: 4, drapeaux: 0 },
    { nom, clair: contenu, taille: tailleDite, drapeaux },
  ]
  const locaux: Buffer[] = []
  const centraux: Buffer[] = []
  let position = 0
  for (const entree of entrees) {
    const comprime = deflateRawSync(entree.clair, { level: 9 })
    const nomOctets = Buffer.from(entree.nom)
    const commun = Buffer.alloc(26)
    commun.writeUInt16LE(20, 0)
    commun.writeUInt16LE(entree.drapeaux, 2)
    commun.writeUInt16LE(8, 4)
    commun.writeUInt32LE(crc32(entree.clair), 10)
    commun.writeUInt32LE(comprime.length, 14)
    commun.writeUInt32LE(entree.taille, 18)
    commun.writeUInt16LE(nomOctets.length, 22)
    const fin = Buffer.alloc(14)
    fin.writeUInt32LE(position, 10)
    locaux.push(Buffer.from('504b0304', 'hex'), commun, nomOctets, comprime)
    centraux.push(Buffer.from('504b01021400', 'hex'), commun, fin, nomOctets)
    position += 30 + nomOctets.length + comprime.length
  }
  const centre = Buffer.concat(centraux)
  const cloture = Buffer.alloc(22)
  cloture.write('504b0506', 'hex')
  cloture.writeUInt16LE(entrees.length, 8)
  cloture.writeUInt16LE(entrees.length, 10)
  cloture.writeUInt32LE(centre.length, 12)
  cloture.writeUInt32LE(position, 16)
  return new Uint8Array(Buffer.concat([...locaux, centre, cloture]))
}
