import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { listJournal } from '#platform/audit/audit.store.ts'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { Interdit, RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { findDernierDeplacement } from '../arbre.store.ts'
import { buildAgent, codesDe, createArbreDeTest, fait, MAINTENANT } from '../arbre-de-test.ts'
import { moveFiche } from './move-fiche.ts'
import { moveNoeud } from './move-noeud.ts'
import { renumberNoeuds } from './renumber-noeuds.ts'
import { undoDeplacement } from './undo-deplacement.ts'

const { db, libre } = await createBaseDeTest()
const plusTard = (minutes: number) => new Date(MAINTENANT.getTime() + minutes * 60_000)

test('monter une fiche échange les codes, garde les anciens et écrit une ligne au journal', () =>
  annule(db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    const rendu = await fait(tx, agent, moveFiche, { contratId, ficheId: ids.f8, code: '2.1.8', vers: 'haut' })
    assert.deepEqual(rendu, { code: '2.1.5', libelle: '2.1.5, qui portait 2.1.8' })
    const codes = await codesDe(tx, contratId)
    assert.equal(codes[ids.f8 ?? ''], '2.1.5')
    assert.equal(codes[ids.f5 ?? ''], '2.1.8')
    const { rows } = await sql<{
      code: string
    }>`select code from strategie.ancien_code where contrat_id = ${contratId} order by code`.execute(tx)
    assert.deepEqual(
      rows.map((ligne) => ligne.code),
      ['2.1.5', '2.1.8'],
    )
    const [ligne] = await listJournal(tx, { contratId, limite: 1 })
    assert.equal(ligne?.commande, 'strategie.deplacer_fiche')
    assert.equal(ligne?.libelle, 'Fiche 2.1.8 déplacée : 2.1.5, qui portait 2.1.8')
  }))

test('un déplacement ne rend périmé aucun texte : version et date de la fiche ne bougent pas', () =>
  annule(db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    const lit = async () =>
      (await sql<{ version: number; modifie_le: Date }>`select version, modifie_le from strategie.fiche where id = ${ids.f5}`.execute(tx))
        .rows[0]
    const avant = await lit()
    await fait(tx, agent, moveFiche, { contratId, ficheId: ids.f5, vers: { parentId: ids.a22 } })
    assert.deepEqual(await lit(), avant)
  }))

test('déplacer un axe emmène ses fiches, et l’annulation rend les codes d’avant', () =>
  annule(db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    const avant = await codesDe(tx, contratId)
    await fait(tx, agent, moveNoeud, { contratId, noeudId: ids.a21, vers: { parentId: ids.p1, avantId: '' } })
    assert.equal((await codesDe(tx, contratId))[ids.f5 ?? ''], '1.1.5')
    const dernier = await findDernierDeplacement(tx, contratId)
    assert.equal(dernier?.libelle, '1.1, de 2 vers 1')
    await fait(tx, agent, undoDeplacement, { contratId, deplacementId: dernier?.id }, plusTard(1))
    assert.deepEqual(await codesDe(tx, contratId), avant)
    assert.equal(await findDernierDeplacement(tx, contratId), null)
    await assert.rejects(
      fait(tx, agent, undoDeplacement, { contratId, deplacementId: dernier?.id }),
      new RegleViolee('Ce déplacement a déjà été annulé.'),
    )
  }))

test('on annule les déplacements un à un, du dernier au premier', () =>
  annule(db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    const avant = await codesDe(tx, contratId)
    await fait(tx, agent, moveFiche, { contratId, ficheId: ids.f8, vers: { parentId: ids.a22, avantId: ids.g1 } }, plusTard(1))
    await fait(tx, agent, renumberNoeuds, { contratId, noeudId: '' }, plusTard(2))
    await fait(tx, agent, moveNoeud, { contratId, noeudId: ids.a22, vers: 'haut' }, plusTard(3))
    for (let i = 0; i < 3; i += 1) {
      const dernier = await findDernierDeplacement(tx, contratId)
      await fait(tx, agent, undoDeplacement, { contratId, deplacementId: dernier?.id }, plusTard(10 + i))
    }
    assert.deepEqual(await codesDe(tx, contratId), avant)
  }))

test('annuler un déplacement plus ancien est refusé quand sa fiche a bougé depuis', () =>
  annule(db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    await fait(tx, agent, moveFiche, { contratId, ficheId: ids.f8, vers: { parentId: ids.a22 } }, plusTard(1))
    const premier = await findDernierDeplacement(tx, contratId)
    await fait(tx, agent, moveFiche, { contratId, ficheId: ids.f8, vers: 'haut' }, plusTard(2))
    await assert.rejects(
      fait(tx, agent, undoDeplacement, { contratId, deplacementId: premier?.id }),
      /Ce déplacement ne peut plus être annulé : la fiche 2\.2\.1 a encore changé de place depuis/,
    )
  }))

test('une page qui montrait un autre code est refusée, et rien ne bouge', () =>
  annule(db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    await assert.rejects(
      fait(tx, agent, moveFiche, { contratId, ficheId: ids.f5, code: '2.1.6', vers: 'haut' }),
      /2\.1\.6 porte maintenant le code 2\.1\.5/,
    )
    assert.equal((await codesDe(tx, contratId))[ids.f5 ?? ''], '2.1.5')
  }))

test('seul le chef de projet déplace, renumérote et annule', () =>
  annule(db, async (tx) => {
    const { contratId, ids } = await createArbreDeTest(tx)
    for (const role of ['referent_commune', 'delegue_prefet', 'conseil_citoyen'] as const) {
      const autre = buildAgent(contratId, role)
      await assert.rejects(fait(tx, autre, moveFiche, { contratId, ficheId: ids.f5, vers: 'haut' }), Interdit)
      await assert.rejects(fait(tx, autre, moveNoeud, { contratId, noeudId: ids.a21, vers: 'bas' }), Interdit)
      await assert.rejects(fait(tx, autre, renumberNoeuds, { contratId, noeudId: '' }), Interdit)
      await assert.rejects(fait(tx, autre, undoDeplacement, { contratId, deplacementId: createId() }), Interdit)
    }
    const ailleurs = buildAgent(createId())
    await assert.rejects(fait(tx, ailleurs, moveFiche, { contratId, ficheId: ids.f5, vers: 'haut' }), Interdit)
  }))

test('une saisie sans forme est refusée avec une phrase', () =>
  annule(db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    assert.throws(() => fait(tx, agent, moveFiche, { contratId, ficheId: 'nimporte', vers: 'haut' }), RegleViolee)
    assert.throws(() => fait(tx, agent, moveFiche, { contratId, ficheId: ids.f5, vers: 'ailleurs' }), RegleViolee)
    await assert.rejects(fait(tx, agent, moveNoeud, { contratId, noeudId: ids.f5, vers: 'haut' }), /n’est pas de la nature attendue/)
    await assert.rejects(fait(tx, agent, moveFiche, { contratId, ficheId: createId(), vers: 'haut' }), /n’est plus dans l’arbre/)
  }))

test('la fiche d’un autre contrat ne se déplace pas ici', () =>
  annule(db, async (tx) => {
    const { contratId, agent } = await createArbreDeTest(tx)
    const autre = await createArbreDeTest(tx)
    await assert.rejects(fait(tx, agent, moveFiche, { contratId, ficheId: autre.ids.f5, vers: 'haut' }), /n’est plus dans l’arbre/)
    await assert.rejects(
      fait(tx, agent, moveFiche, { contratId, ficheId: autre.ids.f5, vers: { parentId: autre.ids.a22 } }),
      /n’est plus dans l’arbre/,
    )
  }))

test('un contrat archivé ne bouge plus', () =>
  annule(db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    await sql`update contrat.contrat set archive_le = now(), statut_avant_archive = statut, statut = 'archive' where id = ${contratId}`.execute(
      tx,
    )
    await assert.rejects(fait(tx, agent, moveFiche, { contratId, ficheId: ids.f5, vers: 'haut' }), /archivé : restaurez-le/)
  }))

test('deux déplacements simultanés dans un contrat attendent leur tour, et les codes restent uniques', async () => {
  const { contratId, agent, ids } = await libre.transaction().execute((tx) => createArbreDeTest(tx))
  await Promise.all(
    ['f4', 'f5', 'f8', 'f4'].map((nom) =>
      libre
        .transaction()
        .execute((tx) => fait(tx, agent, moveFiche, { contratId, ficheId: ids[nom], vers: { parentId: nom === 'f5' ? ids.a21 : ids.a22 } }))
        .catch((erreur: unknown) => {
          if (!(erreur instanceof RegleViolee)) throw erreur
        }),
    ),
  )
  const codes = Object.values(await codesDe(libre, contratId))
  assert.equal(new Set(codes).size, codes.length)
})
