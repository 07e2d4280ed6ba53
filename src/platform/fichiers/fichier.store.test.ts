import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { sha256 } from '#platform/canonique.ts'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { Introuvable } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { contentDisposition } from './envoi.ts'
import { getFichier, loadFichier, MORCEAU, readFichier, saveFichier } from './fichier.store.ts'
import { isImage, nomSur, typeDe } from './types.ts'

const base = await createBaseDeTest()
const now = new Date('2026-03-09T10:00:00Z')

for (const taille of [0, 1, MORCEAU - 1, MORCEAU, MORCEAU + 1, 9 * MORCEAU + 17]) {
  test(`a file of ${taille} bytes comes back byte for byte, in pieces`, () =>
    annule(base.db, async (tx) => {
      const contenu = randomBytes(taille)
      const { id, sha256: empreinte } = await saveFichier(tx, { contenu, type: 'application/pdf', now })
      assert.equal(empreinte, sha256(contenu))
      assert.equal((await getFichier(tx, id)).taille, taille)
      assert.ok((await loadFichier(tx, id)).equals(contenu))
      let morceaux = 0
      for await (const morceau of readFichier(tx, id)) {
        assert.ok(morceau.byteLength <= MORCEAU)
        morceaux += 1
      }
      assert.equal(morceaux, Math.ceil(taille / MORCEAU))
    }))
}

test('a view on a larger buffer is saved alone', () =>
  annule(base.db, async (tx) => {
    const grand = randomBytes(1000)
    const { id } = await saveFichier(tx, { contenu: grand.subarray(100, 200), type: 'text/plain', now })
    assert.ok((await loadFichier(tx, id)).equals(grand.subarray(100, 200)))
  }))

test('the same content is kept once', () =>
  annule(base.db, async (tx) => {
    const contenu = randomBytes(MORCEAU + 5)
    const un = await saveFichier(tx, { contenu, type: 'application/pdf', now })
    const deux = await saveFichier(tx, { contenu, type: 'image/png', now })
    assert.deepEqual(deux, un)
    assert.equal((await loadFichier(tx, un.id)).byteLength, MORCEAU + 5)
  }))

test('an unknown file is said to be so', () => annule(base.db, (tx) => assert.rejects(getFichier(tx, createId()), Introuvable)))

test('the type follows the name, never the sender', () => {
  assert.equal(typeDe('Avenant n° 2.PDF'), 'application/pdf')
  assert.equal(typeDe('rien'), 'application/octet-stream')
  assert.equal(typeDe('x.svg'), 'application/octet-stream')
  assert.equal(isImage('image/png'), true)
  assert.equal(isImage('image/svg+xml'), false)
})

test('a name keeps no path, no control, no trick of direction', () => {
  assert.equal(nomSur('../../etc/passwd'), 'passwd')
  assert.equal(nomSur('C:\\temp\\contrat.pdf'), 'contrat.pdf')
  assert.equal(nomSur('a\u202Efdp.exe\n.pdf'), 'a fdp.exe .pdf')
  assert.equal(nomSur('...'), 'document')
  assert.equal(nomSur(`${'x'.repeat(300)}.docx`).length, 150)
  assert.ok(nomSur(`${'x'.repeat(300)}.docx`).endsWith('.docx'))
})

test('a name with accents and quotes reaches every client', () => {
  assert.equal(
    contentDisposition('Été "final" (1).pdf'),
    `attachment; filename="Ete final (1).pdf"; filename*=UTF-8''%C3%89t%C3%A9%20final%20%281%29.pdf`,
  )
})
