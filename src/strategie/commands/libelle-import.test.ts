import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { Interdit, Introuvable } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { buildAgent, createArbreDeTest, fait } from '../arbre-de-test.ts'
import { LIGNES_FICHE } from '../import/documents-de-test.ts'
import { createLotDeTest } from '../import-de-test.ts'
import { getFicheARelire } from '../import-fiche.store.ts'
import { listLibelles } from '../libelle-import.store.ts'
import { addLibelle } from './add-libelle.ts'
import { decideImport } from './decide-import.ts'
import { relue } from './open-import.ts'
import { removeLibelle } from './remove-libelle.ts'

const base = await createBaseDeTest()

test('une étiquette apprise est gardée une fois, change de sens, se retire', () =>
  annule(base.db, async (tx) => {
    const { contratId, agent } = await createArbreDeTest(tx)
    await fait(tx, agent, addLibelle, { contratId, libelle: ' 3. Points de blocage : ', cible: 'contexte' })
    const { id } = await fait(tx, agent, addLibelle, { contratId, libelle: 'Points de blocage', cible: 'suivi' })
    assert.deepEqual(
      (await listLibelles(tx, contratId)).map(({ libelle, cible }) => [libelle, cible]),
      [['Points de blocage', 'suivi']],
    )
    await fait(tx, agent, removeLibelle, { contratId, libelleId: id })
    assert.deepEqual(await listLibelles(tx, contratId), [])
    await assert.rejects(fait(tx, agent, removeLibelle, { contratId, libelleId: id }), Introuvable)
  }))

test('apprendre : texte vide, champ inconnu, autre mandat que la cheffe de projet, contrat archivé', () =>
  annule(base.db, async (tx) => {
    const { contratId, agent } = await createArbreDeTest(tx)
    await assert.rejects(async () => fait(tx, agent, addLibelle, { contratId, libelle: ' : ', cible: 'suivi' }), /Écrivez l’étiquette/)
    await assert.rejects(
      async () => fait(tx, agent, addLibelle, { contratId, libelle: 'Points', cible: 'ailleurs' }),
      /Choisissez ce que l’étiquette annonce/,
    )
    const bailleur = buildAgent(contratId, 'bailleur')
    await assert.rejects(fait(tx, bailleur, addLibelle, { contratId, libelle: 'Points', cible: 'suivi' }), Interdit)
    await assert.rejects(fait(tx, bailleur, removeLibelle, { contratId, libelleId: createId() }), Interdit)
    await sql`update contrat.contrat set archive_le = now(), statut = 'archive', statut_avant_archive = 'preparation' where id = ${contratId}`.execute(
      tx,
    )
    await assert.rejects(fait(tx, agent, addLibelle, { contratId, libelle: 'Points', cible: 'suivi' }), /archivé/)
    await assert.rejects(fait(tx, agent, removeLibelle, { contratId, libelleId: createId() }), /archivé/)
  }))

test('apprise depuis une relecture, l’étiquette fait relire le document, et les décisions prises restent', () =>
  annule(base.db, async (tx) => {
    const { contratId, agent } = await createArbreDeTest(tx)
    const { ids } = await createLotDeTest(tx, contratId, agent, { 'halls.docx': LIGNES_FICHE })
    const importFicheId = ids[0] ?? ''
    await fait(tx, agent, decideImport, {
      contratId,
      importFicheId,
      placements: { 4: 'objectifs' },
      doutes: { 'plusieurs_indicateurs@17': 'juste' },
    })
    const { relu } = await fait(tx, agent, addLibelle, { contratId, importFicheId, libelle: 'Points de blocage', cible: 'suivi' })
    assert.equal(relu, true)
    const aRelire = await getFicheARelire(tx, contratId, importFicheId)
    const { fiche, compte } = relue(aRelire, aRelire.decisions)
    assert.deepEqual(compte, { places: 20, aClasser: 0, ignores: 0, doutesOuverts: 0 })
    assert.deepEqual(
      fiche.listes.suivi.map((un) => un.texte),
      ['Le marché de peinture est à relancer'],
    )
    assert.equal(fiche.listes.objectifs.length, 2)
  }))
