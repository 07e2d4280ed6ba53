import assert from 'node:assert/strict'
import { test } from 'node:test'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { parseEntree } from '#platform/entree.ts'
import { Interdit, Introuvable, RegleViolee } from '#platform/errors.ts'
import { loadFichier } from '#platform/fichiers/fichier.store.ts'
import { createId } from '#platform/identifiants.ts'
import { getContratComplet, getDocument, listDocuments } from '../contrat-complet.store.ts'
import { buildAgent, createContratDeTest, fait, fillJeu } from '../jeu-de-test.ts'
import { addDocument, TAILLE_MAX } from './add-document.ts'
import { archiveDocument } from './archive-document.ts'
import { editDocument } from './edit-document.ts'
import { restoreDocument } from './restore-document.ts'

const base = await createBaseDeTest()
const jeu = await fillJeu(base)
const contenu = new TextEncoder().encode('%PDF-1.7 convention')

test('un document s’attache, se retrouve octet pour octet, et le même contenu n’est gardé qu’une fois', () =>
  annule(base.db, async (tx) => {
    const { id, claire } = await createContratDeTest(tx, jeu)
    const un = await fait(tx, claire, addDocument, { contratId: id, nom: '../Convention cadre.pdf', contenu, titre: '', public: 'oui' })
    const deux = await fait(tx, claire, addDocument, { contratId: id, nom: 'copie.pdf', contenu, titre: 'La copie' })
    const documents = await listDocuments(tx, claire, id)
    assert.deepEqual(
      documents.map((d) => [d.titre, d.nomFichier, d.type, d.taille, d.public]),
      [
        ['Convention cadre', 'Convention cadre.pdf', 'application/pdf', contenu.byteLength, true],
        ['La copie', 'copie.pdf', 'application/pdf', contenu.byteLength, false],
      ],
    )
    const [a, b] = [await getDocument(tx, id, un.id), await getDocument(tx, id, deux.id)]
    assert.equal(a.fichierId, b.fichierId)
    assert.deepEqual(new Uint8Array(await loadFichier(tx, a.fichierId)), contenu)
    assert.deepEqual((await getContratComplet(tx, id)).documents, documents)
  }))

test('un document d’un autre contrat est introuvable', () =>
  annule(base.db, async (tx) => {
    const { id, claire } = await createContratDeTest(tx, jeu)
    const autre = await createContratDeTest(tx, jeu)
    const document = await fait(tx, claire, addDocument, { contratId: id, nom: 'a.pdf', contenu })
    await assert.rejects(getDocument(tx, autre.id, document.id), Introuvable)
    await assert.rejects(fait(tx, autre.claire, archiveDocument, { contratId: autre.id, documentId: document.id }), Introuvable)
  }))

test('un document se renomme, s’archive et se restaure', () =>
  annule(base.db, async (tx) => {
    const { id, claire } = await createContratDeTest(tx, jeu)
    const { id: documentId } = await fait(tx, claire, addDocument, { contratId: id, nom: 'a.pdf', contenu, public: 'oui' })
    const entree = { contratId: id, documentId }
    await fait(tx, claire, editDocument, { ...entree, titre: 'Annexe financière' })
    assert.deepEqual(
      [(await getDocument(tx, id, documentId)).titre, (await getDocument(tx, id, documentId)).public],
      ['Annexe financière', false],
    )
    await fait(tx, claire, archiveDocument, entree)
    assert.deepEqual((await getContratComplet(tx, id)).documents, [])
    await assert.rejects(fait(tx, claire, archiveDocument, entree), RegleViolee)
    await fait(tx, claire, restoreDocument, entree)
    assert.equal((await getContratComplet(tx, id)).documents.length, 1)
    await assert.rejects(fait(tx, claire, restoreDocument, entree), RegleViolee)
  }))

test('sans mandat de cheffe de projet, les documents restent comme ils sont', () =>
  annule(base.db, async (tx) => {
    const { id } = await createContratDeTest(tx, jeu)
    const karim = buildAgent(jeu, 'karim', [{ role: 'financeur', contratId: id }])
    await assert.rejects(fait(tx, karim, addDocument, { contratId: id, nom: 'a.pdf', contenu }), Interdit)
    for (const commande of [archiveDocument, restoreDocument]) {
      await assert.rejects(fait(tx, karim, commande, { contratId: id, documentId: createId() }), Interdit)
    }
    await assert.rejects(fait(tx, karim, editDocument, { contratId: id, documentId: createId(), titre: 'x' }), Interdit)
  }))

test('un fichier absent, vide, trop lourd ou d’un autre genre est refusé avec sa raison', () => {
  const phrase = (entree: unknown) => {
    try {
      parseEntree(addDocument.entree, entree)
    } catch (erreur) {
      if (erreur instanceof RegleViolee) return erreur.champs.map((champ) => `${champ.champ}: ${champ.message}`).join()
    }
    return ''
  }
  const contratId = createId()
  assert.match(phrase({ contratId, nom: 'a.pdf', contenu: undefined }), /contenu: Choisissez un fichier/)
  assert.match(phrase({ contratId, nom: 'a.pdf', contenu: new Uint8Array() }), /vide/)
  assert.match(phrase({ contratId, nom: 'a.pdf', contenu: new Uint8Array(TAILLE_MAX + 1) }), /50.Mo/)
  assert.match(phrase({ contratId, nom: 'a.exe', contenu }), /« a.exe » n’est pas d’un format accepté/)
  assert.match(phrase({ contratId, nom: 'a.svg', contenu }), /format accepté/)
})
