import assert from 'node:assert/strict'
import test from 'node:test'
import { Document, Packer, Paragraph } from 'docx'
import { buildAgent, buildMandat } from '#compte/agent.build.ts'
import { findContratByAdresse, setFentesContrat } from '#contrat/index.ts'
import { act } from '#platform/acte.ts'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { Interdit, Introuvable, RegleViolee } from '#platform/errors.ts'
import { loadDecoupageIn } from '#territoire/index.ts'
import { loadDemo } from '../../../db/demo/charger.ts'
import { fentesStrategie } from '../fentes.adaptateur.ts'
import { getModeleDocument, listModelesDocument } from '../modele-document.store.ts'
import { addModeleDocument } from './add-modele-document.ts'
import { archiveModeleDocument } from './archive-modele-document.ts'

const now = new Date('2026-11-02T09:00:00Z')
const base = await createBaseDeTest({ role: null })
setFentesContrat(fentesStrategie)
await base.db.transaction().execute((tx) => loadDecoupageIn(tx, now))
await loadDemo(base.db, now)
const contrat = await findContratByAdresse(base.db, 'auray-2030')
assert.ok(contrat)
const contratId = contrat.id
const chef = buildAgent({ mandats: [buildMandat({ contratId, role: 'chef_projet' })] })
const conseil = buildAgent({ mandats: [buildMandat({ contratId, role: 'conseil_citoyen' })] })
const appel = (agent: typeof chef) => ({ db: base.db, agent, now, requeteId: 'test' })

async function docx(...lignes: string[]): Promise<Uint8Array> {
  return new Uint8Array(await Packer.toBuffer(new Document({ sections: [{ children: lignes.map((ligne) => new Paragraph(ligne)) }] })))
}

test('un modèle dont tous les repères existent est gardé, proposé, puis retiré', async () => {
  const contenu = await docx('{intitule}', '{#objectifs}', '{texte}', '{/objectifs}')
  const modele = await act(appel(chef), addModeleDocument, { contratId, nom: 'fiche.docx', usage: 'fiche', contenu })
  assert.deepEqual(
    (await listModelesDocument(base.db, contratId)).map((un) => un.nom),
    ['fiche.docx'],
  )
  await assert.rejects(act(appel(conseil), archiveModeleDocument, { contratId, modeleId: modele.id }), Interdit)
  await act(appel(chef), archiveModeleDocument, { contratId, modeleId: modele.id })
  assert.deepEqual(await listModelesDocument(base.db, contratId), [])
  await assert.rejects(getModeleDocument(base.db, contratId, modele.id), Introuvable)
})

test('un repère inconnu est nommé, et rien n’est gardé', async () => {
  const contenu = await docx('{intituled}')
  await assert.rejects(act(appel(chef), addModeleDocument, { contratId, nom: 'faux.docx', usage: 'fiche', contenu }), /intituled/)
  assert.deepEqual(await listModelesDocument(base.db, contratId), [])
})

test('un fichier vide, illisible ou déposé par une autre personne est refusé', async () => {
  const contenu = await docx('{intitule}')
  await assert.rejects(
    act(appel(chef), addModeleDocument, { contratId, nom: 'vide.docx', usage: 'fiche', contenu: new Uint8Array() }),
    /vide/,
  )
  await assert.rejects(
    act(appel(chef), addModeleDocument, { contratId, nom: 'x.docx', usage: 'fiche', contenu: new Uint8Array([1, 2, 3]) }),
    RegleViolee,
  )
  await assert.rejects(act(appel(conseil), addModeleDocument, { contratId, nom: 'f.docx', usage: 'fiche', contenu }), Interdit)
})
