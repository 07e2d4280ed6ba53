import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { listJournal } from '#platform/audit/audit.store.ts'
import type { Tx } from '#platform/db/base.ts'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { Interdit, RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { buildAgent, codesDe, createArbreDeTest, fait } from '../arbre-de-test.ts'
import { getFiche } from '../fiche.store.ts'
import { listThemesFiche } from '../fiche-ecriture.store.ts'
import { bulkEditFiches, previewFiches } from './bulk-edit-fiches.ts'
import { setThemesFiche } from './set-themes-fiche.ts'

const { db } = await createBaseDeTest()

async function createTheme(tx: Tx, contratId: string): Promise<string> {
  const id = createId()
  await sql`insert into contrat.theme (id, contrat_id, libelle, ordre) values (${id}, ${contratId}, 'Jeunesse', 1)`.execute(tx)
  return id
}
const visees = (ids: Record<string, string>, noms: string[], version = 1) => noms.map((nom) => ({ id: ids[nom], version: String(version) }))
const etat = async (tx: Tx, contratId: string) =>
  (
    await sql`select id, statut, version, code, noeud_id, archive_le from strategie.fiche where contrat_id = ${contratId} order by id`.execute(
      tx,
    )
  ).rows

test('un thème s’ajoute à plusieurs fiches, une ligne au journal pour chacune qui change', () =>
  annule(db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    const themeId = await createTheme(tx, contratId)
    await fait(tx, agent, setThemesFiche, { contratId, ficheId: ids.f4, themeIds: [themeId] })
    const sorts = await fait(tx, agent, bulkEditFiches, {
      contratId,
      fiches: visees(ids, ['f4', 'f5', 'g1']),
      modification: { geste: 'ajouter_theme', themeId },
    })
    assert.deepEqual(
      sorts.map((sort) => sort.fait),
      [null, 'Fiche 2.1.5 : thèmes Jeunesse', 'Fiche 2.2.1 : thèmes Jeunesse'],
    )
    assert.deepEqual(await listThemesFiche(tx, ids.g1 ?? ''), [themeId])
    const journal = await listJournal(tx, { contratId, limite: 10 })
    assert.equal(journal.filter((ligne) => ligne.commande === 'strategie.modifier_fiches').length, 2)
    await fait(tx, agent, bulkEditFiches, { contratId, fiches: visees(ids, ['g1']), modification: { geste: 'retirer_theme', themeId } })
    assert.deepEqual(await listThemesFiche(tx, ids.g1 ?? ''), [])
  }))

test('confier l’animation, déplacer et archiver plusieurs fiches', () =>
  annule(db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    const fiches = visees(ids, ['f5', 'f8'])
    await fait(tx, agent, bulkEditFiches, { contratId, fiches, modification: { geste: 'animateur', animateur: ' Régie de quartier ' } })
    assert.deepEqual(
      (await getFiche(tx, contratId, ids.f5 ?? '')).animateur.map((ligne) => ligne.texte),
      ['Régie de quartier'],
    )
    await fait(tx, agent, bulkEditFiches, {
      contratId,
      fiches: visees(ids, ['f5', 'f8'], 2),
      modification: { geste: 'deplacer', noeudId: ids.a22 },
    })
    const codes = await codesDe(tx, contratId)
    assert.deepEqual([codes[ids.f5 ?? ''], codes[ids.f8 ?? '']], ['2.2.2', '2.2.3'])
    await fait(tx, agent, bulkEditFiches, { contratId, fiches: visees(ids, ['f5', 'f8'], 2), modification: { geste: 'archiver' } })
    assert.equal((await codesDe(tx, contratId))[ids.f5 ?? ''], undefined)
  }))

test('tout ou rien : une fiche refusée, et aucune n’est modifiée', () =>
  annule(db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    await sql`update strategie.fiche set statut = 'a_valider', soumise_le = now() where id = ${ids.f5}`.execute(tx)
    const avant = await etat(tx, contratId)
    await sql`savepoint essai`.execute(tx)
    await assert.rejects(
      fait(tx, agent, bulkEditFiches, { contratId, fiches: visees(ids, ['f5', 'f4']), modification: { geste: 'valider' } }),
      (erreur: unknown) =>
        erreur instanceof RegleViolee &&
        erreur.message === 'Rien n’a été modifié : 1\u00a0fiche sur 2 ne peut pas l’être.' &&
        erreur.champs[0]?.message === '2.1.4 Mobilités douces : Seule une fiche soumise peut être validée.',
    )
    await sql`rollback to savepoint essai`.execute(tx) // as act() does with the whole transaction
    assert.deepEqual(await etat(tx, contratId), avant)
  }))

test('l’aperçu dit le sort de chaque fiche et n’écrit rien', () =>
  annule(db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    const avant = await etat(tx, contratId)
    const sorts = await fait(tx, agent, previewFiches, {
      contratId,
      fiches: visees(ids, ['f5', 'g1']),
      modification: { geste: 'deplacer', noeudId: ids.a22 },
    })
    assert.deepEqual(
      sorts.map(({ code, fait: dit, refus }) => ({ code, dit, refus })),
      [
        { code: '2.1.5', dit: 'Fiche 2.1.5 déplacée : 2.2.2, de 2.1 vers 2.2', refus: null },
        { code: '2.2.1', dit: null, refus: null },
      ],
    )
    assert.deepEqual(await etat(tx, contratId), avant)
    assert.deepEqual(await listJournal(tx, { contratId, limite: 10 }), [])
  }))

test('le droit se vérifie fiche par fiche', () =>
  annule(db, async (tx) => {
    const { contratId, ids } = await createArbreDeTest(tx)
    await sql`update strategie.fiche set statut = 'a_valider', soumise_le = now() where id = ${ids.f5}`.execute(tx)
    const themeId = await createTheme(tx, contratId)
    const referent = buildAgent(contratId, 'referent_commune')
    const sorts = await fait(tx, referent, previewFiches, {
      contratId,
      fiches: visees(ids, ['f4', 'f5']),
      modification: { geste: 'ajouter_theme', themeId },
    })
    assert.equal(sorts[0]?.refus, null)
    assert.match(sorts[1]?.refus ?? '', /Votre mandat ne permet pas/)
    await assert.rejects(
      fait(tx, buildAgent(contratId, 'conseil_citoyen'), setThemesFiche, { contratId, ficheId: ids.f4, themeIds: [themeId] }),
      Interdit,
    )
  }))

test('une fiche changée depuis l’aperçu est refusée', () =>
  annule(db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    await sql`update strategie.fiche set version = 2 where id = ${ids.f5}`.execute(tx)
    await assert.rejects(
      fait(tx, agent, bulkEditFiches, { contratId, fiches: visees(ids, ['f5']), modification: { geste: 'abandonner' } }),
      (erreur: unknown) => erreur instanceof RegleViolee && /a changé depuis/.test(erreur.champs[0]?.message ?? ''),
    )
  }))

test('une saisie incomplète est refusée avec une phrase', () =>
  annule(db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    const fiches = visees(ids, ['f5'])
    const refuse = (entree: unknown, motif: RegExp) => assert.throws(() => fait(tx, agent, bulkEditFiches, entree), motif)
    refuse({ contratId, fiches: [], modification: { geste: 'valider' } }, /Choisissez au moins une fiche/)
    refuse({ contratId, fiches: undefined, modification: { geste: 'valider' } }, /Choisissez au moins une fiche/)
    refuse({ contratId, fiches, modification: {} }, /Choisissez ce qui doit changer/)
    refuse({ contratId, fiches, modification: { geste: 'animateur', animateur: ' ' } }, /Donnez le nom/)
    await assert.rejects(
      fait(tx, agent, setThemesFiche, { contratId, ficheId: ids.f5, themeIds: [createId()] }),
      /n’est plus dans ce contrat/,
    )
  }))
