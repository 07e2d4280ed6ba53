import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sha256 } from '#platform/canonique.ts'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { Introuvable, RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { openAccueil } from './accueil.store.ts'
import { archiveContrat } from './commands/archive-contrat.ts'
import { findContratByAdresse, listContrats } from './contrat.store.ts'
import { listContratsOuverts } from './contrat-ouvert.store.ts'
import { createContratDeTest, fait, fillJeu, NOW } from './jeu-de-test.ts'
import { findVersionEnLigne, getVersion, listVersions, publishVersion, saveVersion, withdrawVersion } from './version.store.ts'

const base = await createBaseDeTest()
const jeu = await fillJeu(base)
const version = (contratId: string, contenu: string) => ({
  contratId,
  motif: 'publication',
  contenu,
  creeLe: NOW,
  creePar: jeu.personne.claire,
})

test('les versions se numérotent et portent l’empreinte de leur contenu', () =>
  annule(base.db, async (tx) => {
    const { id } = await createContratDeTest(tx, jeu)
    const un = await saveVersion(tx, version(id, '{"a":1}'))
    const deux = await saveVersion(tx, version(id, '{"a":2}'))
    assert.deepEqual([un.numero, deux.numero, un.sha256], [1, 2, sha256('{"a":1}')])
    assert.deepEqual(
      (await listVersions(tx, id)).map((v) => v.numero),
      [2, 1],
    )
    assert.equal((await getVersion(tx, id, 1)).contenu, '{"a":1}')
    await assert.rejects(getVersion(tx, id, 9), Introuvable)
  }))

test('une seule version est en ligne : la nouvelle remplace l’ancienne, et peut être retirée', () =>
  annule(base.db, async (tx) => {
    const { id, adresse } = await createContratDeTest(tx, jeu)
    const un = await saveVersion(tx, version(id, '1'))
    const deux = await saveVersion(tx, version(id, '2'))
    assert.equal(await findVersionEnLigne(tx, { adresse }), null)
    await publishVersion(tx, un.id, NOW)
    assert.equal((await findVersionEnLigne(tx, { adresse }))?.contenu, '1')
    await publishVersion(tx, deux.id, NOW)
    assert.equal((await findVersionEnLigne(tx, { id }))?.numero, 2)
    await assert.rejects(publishVersion(tx, un.id, NOW), RegleViolee)
    await withdrawVersion(tx, deux.id, NOW)
    assert.equal(await findVersionEnLigne(tx, { id }), null)
    await assert.rejects(withdrawVersion(tx, deux.id, NOW), RegleViolee)
    await assert.rejects(publishVersion(tx, createId(), NOW), Introuvable)
  }))

test('un contrat archivé n’est plus en ligne', () =>
  annule(base.db, async (tx) => {
    const { id, claire } = await createContratDeTest(tx, jeu)
    await publishVersion(tx, (await saveVersion(tx, version(id, '1'))).id, NOW)
    await fait(tx, claire, archiveContrat, { contratId: id, version: 1 })
    assert.equal(await findVersionEnLigne(tx, { id }), null)
  }))

test('la visite d’avant est celle qui a fini il y a plus d’une demi-heure', () =>
  annule(base.db, async (tx) => {
    const { id } = await createContratDeTest(tx, jeu)
    const a = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)
    const vient = async (minutes: number) => (await openAccueil(tx, id, jeu.personne.claire, a(minutes))).derniereVisite
    assert.equal(await vient(0), null)
    assert.equal(await vient(10), null)
    assert.deepEqual(await vient(60), a(10))
    assert.deepEqual(await vient(70), a(10))
    assert.deepEqual(await vient(200), a(70))
  }))

test('une personne voit ses contrats, ceux qui courent d’abord', () =>
  annule(base.db, async (tx) => {
    const echu = await createContratDeTest(tx, jeu, { debut: '2007-01-01', fin: '2014-12-31', statut: 'echu' })
    const neuf = await createContratDeTest(tx, jeu)
    const range = await createContratDeTest(tx, jeu)
    await fait(tx, range.claire, archiveContrat, { contratId: range.id, version: 1 })
    assert.deepEqual(
      (await listContrats(tx, [range.id, echu.id, neuf.id])).map((c) => c.id),
      [neuf.id, echu.id, range.id],
    )
    assert.deepEqual(await listContrats(tx, []), [])
    assert.equal((await findContratByAdresse(tx, neuf.adresse))?.id, neuf.id)
    assert.equal(await findContratByAdresse(tx, 'ailleurs'), null)
  }))

test('les contrats ouverts viennent avec leurs communes, sans ceux qui sont archivés', () =>
  annule(base.db, async (tx) => {
    const ouvert = await createContratDeTest(tx, jeu, { titre: 'Ouvert' })
    const range = await createContratDeTest(tx, jeu)
    await fait(tx, range.claire, archiveContrat, { contratId: range.id, version: 1 })
    assert.deepEqual(await listContratsOuverts(tx), [
      {
        id: ouvert.id,
        titre: 'Ouvert',
        adresse: ouvert.adresse,
        communes: [
          { code: '37261', nom: 'Tours' },
          { code: '37195', nom: 'La Riche' },
        ],
      },
    ])
  }))
