import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { after, describe, test } from 'node:test'
import type { EntreeLue } from './archive.ts'
import { createAtelier } from './atelier.ts'
import { convert, hasSoffice } from './fixtures/convertir.ts'
import { dispositions } from './fixtures/fabriquer-docx.ts'
import { docxOf, PIXEL, p, tbl, tc } from './fixtures/ooxml.ts'
import { zipOf } from './fixtures/zip.ts'
import { LIMITES } from './limites.ts'

const docx = docxOf(p('texte'))
const atelier = createAtelier({ taille: 2 })
after(() => atelier.close())

async function refusedBy(lecture: Promise<unknown>): Promise<string> {
  const erreur = await lecture.then(
    () => null,
    (cause: unknown) => cause,
  )
  assert.ok(erreur instanceof Error && erreur.name === 'RegleViolee', String(erreur))
  return erreur.message
}

async function all(entrees: AsyncGenerator<EntreeLue>): Promise<string[]> {
  const lues: string[] = []
  for await (const entree of entrees)
    lues.push(
      'document' in entree
        ? `${entree.nom} : ${entree.document.blocs.map((bloc) => bloc.texte).join(' ')}`
        : `${entree.nom} ! ${entree.erreur}`,
    )
  return lues
}

/** A document heavy enough to be seen at work. */
const lourd = () => docxOf(tbl(...Array.from({ length: 60_000 }, (_, i) => [tc(p(`ligne ${i}`)), tc(p('valeur'))])))

describe('pool of readers', () => {
  test('gives the same document as reading in place, images as bytes', async () => {
    const image = docxOf(`${p('texte')}<w:p><w:r><w:drawing><a:blip r:embed="image"/></w:drawing></w:r></w:p>`, {}, PIXEL)
    const { readDocument } = await import('./lire.ts')
    const [ici, la] = await Promise.all([readDocument('a.docx', image), atelier.read('a.docx', image)])
    assert.deepEqual(la.blocs, ici.blocs)
    assert.deepEqual(la.source, ici.source)
    assert.deepEqual(Uint8Array.from(la.images[0]?.contenu ?? []), PIXEL)
  })

  test('many files at once, each with its own answer', async () => {
    const documents = await Promise.all(Array.from({ length: 40 }, (_, i) => atelier.read(`${i}.docx`, docxOf(p(`texte ${i}`)))))
    assert.deepEqual(
      documents.map((document) => document.blocs[0]?.texte),
      Array.from({ length: 40 }, (_, i) => `texte ${i}`),
    )
  })

  test('refuses with the sentence of the reader', async () => {
    assert.match(await refusedBy(atelier.read('vide.docx', new Uint8Array())), /est vide/)
    assert.match(await refusedBy(atelier.read('a.docx', docx.subarray(0, 300))), /abîmé/)
    assert.match(await refusedBy(atelier.read('gros.docx', new Uint8Array(LIMITES.octetsEntree + 1))), /trop gros/)
  })

  test('a reader that takes too long is killed, the next file is read', async () => {
    const presse = createAtelier({ taille: 1, delai: 150 })
    const [lent, suivant] = await Promise.all([refusedBy(presse.read('lent.docx', lourd())), presse.read('a.docx', docx).catch(() => null)])
    assert.match(lent, /«.lent\.docx.» a été arrêtée après/)
    // The next one may itself wait for a new process to start: it is read, or refused for the same reason, never lost.
    assert.ok(suivant === null || suivant.blocs.length === 1)
    await presse.close()
  })

  test('a reader that takes too much memory is killed, the next file is read', async () => {
    const serre = createAtelier({ taille: 1, memoire: 130 * 1024 * 1024 })
    assert.match(await refusedBy(serre.read('gourmand.docx', lourd())), /trop de mémoire/)
    assert.equal((await serre.read('a.docx', docx)).blocs.length, 1)
    await serre.close()
  })

  test('a killed process gives a sentence, and the pool goes on', { skip: process.platform === 'win32' }, async () => {
    const un = createAtelier({ taille: 1 })
    await un.read('a.docx', docx)
    const lecture = refusedBy(un.read('lourd.docx', lourd()))
    for (const pid of readersOf(process.pid)) process.kill(pid, 'SIGKILL')
    assert.match(await lecture, /s’est interrompue/)
    assert.equal((await un.read('a.docx', docx)).blocs.length, 1)
    await un.close()
  })

  test('closed, it leaves no process behind and refuses', async () => {
    const avant = readersOf(process.pid).length
    const bref = createAtelier({ taille: 2 })
    await Promise.all([bref.read('a.docx', docx), bref.read('b.docx', docx)])
    assert.equal(readersOf(process.pid).length, avant + 2)
    await bref.close()
    assert.equal(readersOf(process.pid).length, avant)
    assert.match(await refusedBy(bref.read('a.docx', docx)), /arrêtée/)
  })

  for (const fin of ['', 'await atelier.close();']) {
    test(`${fin === '' ? 'an idle pool that nobody closed' : 'a closed pool'} lets the program end, and end well`, () => {
      const source = `const { createAtelier } = await import('#platform/documents/lecture/atelier.ts'); const atelier = createAtelier(); await atelier.read('a.txt', Buffer.from('x')); ${fin} console.log('lu')`
      assert.match(execFileSync(process.execPath, ['--input-type=module', '-e', source], { encoding: 'utf8', timeout: 20_000 }), /lu/)
    })
  }
})

describe('archives', () => {
  test('files in order, folders entered, system files left out, the unreadable said', async () => {
    const zip = zipOf({
      'b/seconde.txt': 'deux',
      'a.docx': docx,
      '__MACOSX/a.docx': 'x',
      'b/.DS_Store': 'x',
      '~$a.docx': 'x',
      'b/c/d/abîmé.docx': docx.subarray(0, 200),
      'vide.txt': '',
      '../../evasion.txt': 'dehors',
      'autre.zip': zipOf({ 'x.txt': 'x' }),
      'photo.png': PIXEL,
    })
    const lues = await all(atelier.readArchive('lot.zip', zip))
    assert.deepEqual(lues.slice(0, 2), ['b/seconde.txt : deux', 'a.docx : texte'])
    assert.match(lues[2] ?? '', /^b\/c\/d\/abîmé\.docx ! .*abîmé ou incomplet/)
    assert.match(lues[3] ?? '', /^vide\.txt ! .*vide/)
    assert.equal(lues[4], 'evasion.txt : dehors')
    assert.match(lues[5] ?? '', /^autre\.zip ! .*archive/)
    assert.match(lues[6] ?? '', /^photo\.png ! .*image/)
    assert.equal(lues.length, 7)
  })

  test('an archive that is damaged or empty is refused whole', async () => {
    assert.match(await refusedBy(all(atelier.readArchive('lot.zip', zipOf({ 'a.txt': 'x' }).subarray(0, 40)))), /abîmé/)
    assert.match(await refusedBy(all(atelier.readArchive('lot.zip', zipOf({ '__MACOSX/a': 'x' })))), /aucun fichier/)
  })
})

describe('old Word files', { skip: hasSoffice() ? false : 'LibreOffice absent' }, () => {
  test('.doc and .rtf go through LibreOffice', async () => {
    const source = await dispositions.tableau()
    for (const extension of ['doc', 'rtf']) {
      const document = await atelier.read(`fiche.${extension}`, await convert(source, 'docx', extension))
      assert.equal(document.source.format, 'doc')
      assert.deepEqual(document.avertissements, [])
      assert.ok(document.blocs.some((bloc) => bloc.texte === 'Calendrier' && bloc.cellule?.colonne === 0))
    }
  })

  test('without LibreOffice the sentence says what to do', async () => {
    const { convertDoc } = await import('./doc/convertir-doc.ts')
    assert.match(await refusedBy(convertDoc('fiche.doc', docx, 'doc', null)), /demande LibreOffice.*\.docx ou en \.odt/)
  })
})

/** The reading processes that this one has started. Linux only: none elsewhere. */
function readersOf(pid: number): number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter(
      (entree) =>
        /^\d+$/.test(entree) &&
        readProc(entree, 'cmdline').includes('ouvrier.ts') &&
        readProc(entree, 'status').includes(`PPid:\t${pid}\n`),
    )
    .map(Number)
}

function readProc(pid: string, fichier: string): string {
  try {
    return readFileSync(`/proc/${pid}/${fichier}`, 'utf8')
  } catch {
    return ''
  }
}
