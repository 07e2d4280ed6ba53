import assert from 'node:assert/strict'
import { test } from 'node:test'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { Interdit, RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { getContratComplet, listSignataires } from '../contrat-complet.store.ts'
import { buildAgent, createContratDeTest, fait, fillJeu, NOW, SIREN } from '../jeu-de-test.ts'
import { empreinteListe, VersionPerimee } from '../verrou.ts'
import { archiveContrat } from './archive-contrat.ts'
import { changeStatut } from './change-statut.ts'
import { editContrat } from './edit-contrat.ts'
import { prolongContrat } from './prolong-contrat.ts'
import { restoreContrat } from './restore-contrat.ts'
import { saveSignataires } from './save-signataires.ts'

const base = await createBaseDeTest()
const jeu = await fillJeu(base)
const edition = {
  titre: 'Nouveau titre',
  generation: 'contrat-de-ville-2015',
  epciSiren: SIREN,
  communes: ['37195'],
  debut: '2027-01-01',
  fin: '2032-12-31',
}

test('la cheffe de projet change l’identité du contrat', () =>
  annule(base.db, async (tx) => {
    const { id, claire } = await createContratDeTest(tx, jeu)
    const { version } = await fait(tx, claire, editContrat, {
      ...edition,
      contratId: id,
      version: 1,
      accroche: ' Six ans pour agir ',
      presentation: '',
    })
    const contrat = await getContratComplet(tx, id)
    assert.equal(version, 2)
    assert.deepEqual(
      [contrat.titre, contrat.accroche, contrat.presentation, contrat.version],
      ['Nouveau titre', 'Six ans pour agir', null, 2],
    )
    assert.deepEqual(contrat.communes, [{ code: '37195', nom: 'La Riche' }])
  }))

test('qui n’est pas chef de projet du contrat ne le change pas', () =>
  annule(base.db, async (tx) => {
    const { id } = await createContratDeTest(tx, jeu)
    for (const agent of [
      buildAgent(jeu, 'karim', [{ role: 'referent_commune', contratId: id }]),
      buildAgent(jeu, 'karim', [{ role: 'chef_projet', contratId: createId() }]),
      buildAgent(jeu, 'ines', [{ role: 'admin_plateforme', contratId: null }]),
    ]) {
      await assert.rejects(fait(tx, agent, editContrat, { ...edition, contratId: id, version: 1 }), Interdit)
      await assert.rejects(fait(tx, agent, changeStatut, { contratId: id, version: 1, vers: 'redaction' }), Interdit)
      await assert.rejects(fait(tx, agent, prolongContrat, { contratId: id, version: 1, fin: '2034-12-31', motif: 'x' }), Interdit)
      await assert.rejects(fait(tx, agent, archiveContrat, { contratId: id, version: 1 }), Interdit)
      await assert.rejects(fait(tx, agent, restoreContrat, { contratId: id, version: 1 }), Interdit)
    }
  }))

test('un enregistrement périmé est refusé et donne la version à jour', () =>
  annule(base.db, async (tx) => {
    const { id, claire } = await createContratDeTest(tx, jeu)
    await fait(tx, claire, editContrat, { ...edition, contratId: id, version: 1 })
    await assert.rejects(
      fait(tx, claire, editContrat, { ...edition, titre: 'Autre', contratId: id, version: 1 }),
      (erreur) => erreur instanceof VersionPerimee && erreur.actuelle === '2',
    )
    assert.equal((await getContratComplet(tx, id)).titre, 'Nouveau titre')
  }))

test('une fin avant le début est refusée', () =>
  annule(base.db, async (tx) => {
    const { id, claire } = await createContratDeTest(tx, jeu)
    await assert.rejects(fait(tx, claire, editContrat, { ...edition, contratId: id, version: 1, fin: '2026-01-01' }), RegleViolee)
  }))

test('la signature constatée prend le jour de la dernière signature', () =>
  annule(base.db, async (tx) => {
    const { id, claire } = await createContratDeTest(tx, jeu)
    const avant = await listSignataires(tx, id)
    const signataires = avant.map((s, rang) => ({ ...s, signeLe: s.role === 'facultatif' ? '' : `2026-02-0${rang + 1}` }))
    await fait(tx, claire, saveSignataires, { contratId: id, empreinte: empreinteListe(avant), signataires })
    await fait(tx, claire, changeStatut, { contratId: id, version: 1, vers: 'redaction' })
    await fait(tx, claire, changeStatut, { contratId: id, version: 2, vers: 'validation' })
    await fait(tx, claire, changeStatut, { contratId: id, version: 3, vers: 'signe' })
    const contrat = await getContratComplet(tx, id)
    assert.deepEqual([contrat.statut, contrat.signeLe], ['signe', '2026-02-04'])
    await assert.rejects(fait(tx, claire, changeStatut, { contratId: id, version: 4, vers: 'en_vigueur' }), /commence le/)
    const an27 = new Date('2027-01-01T08:00:00Z')
    assert.equal((await fait(tx, claire, changeStatut, { contratId: id, version: 4, vers: 'en_vigueur' }, an27)).statut, 'en_vigueur')
  }))

test('sans toutes les signatures, il faut confirmer', () =>
  annule(base.db, async (tx) => {
    const { id, claire } = await createContratDeTest(tx, jeu)
    await fait(tx, claire, changeStatut, { contratId: id, version: 1, vers: 'redaction' })
    await fait(tx, claire, changeStatut, { contratId: id, version: 2, vers: 'validation' })
    await assert.rejects(fait(tx, claire, changeStatut, { contratId: id, version: 3, vers: 'signe' }), /Ville de Tours/)
    assert.equal((await fait(tx, claire, changeStatut, { contratId: id, version: 3, vers: 'signe', confirme: 'oui' })).statut, 'signe')
  }))

test('les prorogations déplacent la fin, dans l’ordre, et la fin signée reste connue', () =>
  annule(base.db, async (tx) => {
    const { id, claire } = await createContratDeTest(tx, jeu, { debut: '2015-01-01', fin: '2020-12-31', statut: 'echu' })
    const un = await fait(tx, claire, prolongContrat, { contratId: id, version: 1, fin: '2022-12-31', motif: 'loi de finances pour 2019' })
    assert.equal(un.statut, 'echu')
    const deux = await fait(tx, claire, prolongContrat, {
      contratId: id,
      version: 2,
      fin: '2026-12-31',
      motif: 'seconde prorogation',
      decideeLe: '2022-11-15',
    })
    assert.equal(deux.statut, 'proroge')
    const contrat = await getContratComplet(tx, id)
    assert.deepEqual([contrat.fin, contrat.finInitiale], ['2026-12-31', '2020-12-31'])
    assert.deepEqual(
      contrat.prorogations.map((p) => p.fin),
      ['2022-12-31', '2026-12-31'],
    )
    await assert.rejects(
      fait(tx, claire, prolongContrat, { contratId: id, version: 3, fin: '2025-12-31', motif: 'x' }),
      /après la fin actuelle/,
    )
    await assert.rejects(fait(tx, claire, editContrat, { ...edition, debut: '2015-01-01', contratId: id, version: 3 }), /autre prorogation/)
  }))

test('un contrat qui n’est pas signé ne se proroge pas', () =>
  annule(base.db, async (tx) => {
    const { id, claire } = await createContratDeTest(tx, jeu)
    await assert.rejects(
      fait(tx, claire, prolongContrat, { contratId: id, version: 1, fin: '2034-12-31', motif: 'x' }),
      /en vigueur ou échu/,
    )
  }))

test('un contrat s’archive, ne se modifie plus, et se restaure tel qu’il était', () =>
  annule(base.db, async (tx) => {
    const { id, claire } = await createContratDeTest(tx, jeu, { debut: '2024-01-01', fin: '2029-12-31', statut: 'en_vigueur' })
    await fait(tx, claire, archiveContrat, { contratId: id, version: 1 })
    assert.deepEqual((await getContratComplet(tx, id)).archiveLe, NOW)
    await assert.rejects(fait(tx, claire, editContrat, { ...edition, contratId: id, version: 2 }), /archivé/)
    await assert.rejects(fait(tx, claire, archiveContrat, { contratId: id, version: 2 }), /archivé/)
    assert.equal((await fait(tx, claire, restoreContrat, { contratId: id, version: 2 })).statut, 'en_vigueur')
    const contrat = await getContratComplet(tx, id)
    assert.deepEqual([contrat.statut, contrat.archiveLe, contrat.statutAvantArchive], ['en_vigueur', null, null])
    await assert.rejects(fait(tx, claire, restoreContrat, { contratId: id, version: 3 }), /n’est pas archivé/)
  }))
