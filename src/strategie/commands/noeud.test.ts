import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { Interdit, Introuvable, RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { restorePlace } from '../arbre.store.ts'
import { buildAgent, codesDe, createArbreDeTest, fait, MAINTENANT } from '../arbre-de-test.ts'
import { countByTheme, countNoeudsByRang } from '../fentes.store.ts'
import { getNoeud, listThemesNoeud } from '../noeud.store.ts'
import { NoeudModifie } from '../noeud.ts'
import { archiveNoeud } from './archive-noeud.ts'
import { createNoeud } from './create-noeud.ts'
import { editNoeud } from './edit-noeud.ts'
import { moveFiche } from './move-fiche.ts'
import { restoreNoeud } from './restore-noeud.ts'

const { db } = await createBaseDeTest()

async function createTheme(tx: Parameters<typeof codesDe>[0], contratId: string, libelle: string): Promise<string> {
  const id = createId()
  await sql`insert into contrat.theme (id, contrat_id, libelle, ordre) values (${id}, ${contratId}, ${libelle}, 1)`.execute(tx)
  return id
}

test('un nœud ajouté sous un pilier prend le numéro suivant, ou celui qu’on choisit', () =>
  annule(db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    const theme = await createTheme(tx, contratId, 'Jeunesse')
    const noeud = await fait(tx, agent, createNoeud, {
      contratId,
      parentId: ids.p2,
      intitule: '  Transition   écologique ',
      description: '',
      numero: '',
      themeIds: [theme],
    })
    assert.equal(noeud.code, '2.3')
    assert.equal(noeud.intitule, 'Transition écologique')
    assert.equal(noeud.description, null)
    assert.deepEqual(await listThemesNoeud(tx, noeud.id), [theme])
    assert.deepEqual(await countByTheme(tx, contratId), new Map([[theme, 1]]))
    assert.deepEqual(
      await countNoeudsByRang(tx, contratId),
      new Map([
        [1, 2],
        [2, 3],
      ]),
    )
    const neuf = await fait(tx, agent, createNoeud, { contratId, parentId: ids.p1, intitule: 'École', numero: '9' })
    assert.equal(neuf.code, '1.9')
  }))

test('un code pris, un niveau qui manque, un intitulé vide : refusés avec une phrase', () =>
  annule(db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    const base = { contratId, parentId: ids.p2, intitule: 'Axe' }
    await assert.rejects(fait(tx, agent, createNoeud, { ...base, numero: '1' }), /Le code 2\.1 est déjà porté par l’axe 2\.1/)
    await assert.rejects(fait(tx, agent, createNoeud, { ...base, parentId: ids.a21 }), /Ce contrat n’a pas de niveau sous l’axe/)
    await assert.rejects(fait(tx, agent, createNoeud, { ...base, parentId: ids.f5 }), RegleViolee)
    await assert.rejects(fait(tx, agent, createNoeud, { ...base, intitule: ' ' }), /Donnez un intitulé/)
    await assert.rejects(fait(tx, agent, createNoeud, { ...base, intitule: 'x'.repeat(501) }), /dépasse 500 caractères/)
    assert.throws(() => fait(tx, agent, createNoeud, { ...base, numero: 'douze' }), RegleViolee)
    assert.throws(() => fait(tx, agent, createNoeud, { ...base, numero: '10000' }), /va de 1 à 9999/)
    await assert.rejects(fait(tx, buildAgent(contratId, 'referent_commune'), createNoeud, base), Interdit)
  }))

test('modifier un nœud change ses textes et ses thèmes, pas sa place', () =>
  annule(db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    const theme = await createTheme(tx, contratId, 'Égalité')
    const saisie = { contratId, noeudId: ids.a21, version: '1', intitule: 'Proximité', description: 'Au plus près.', themeIds: theme }
    await fait(tx, agent, editNoeud, saisie)
    const noeud = await getNoeud(tx, contratId, ids.a21 ?? '')
    assert.equal(noeud.intitule, 'Proximité')
    assert.equal(noeud.description, 'Au plus près.')
    assert.equal(noeud.version, 2)
    assert.equal(noeud.code, '2.1')
    assert.deepEqual(await listThemesNoeud(tx, noeud.id), [theme])
    await fait(tx, agent, editNoeud, { ...saisie, version: '2', themeIds: undefined })
    assert.deepEqual(await listThemesNoeud(tx, noeud.id), [])
  }))

test('un enregistrement périmé est refusé et rend le texte gardé', () =>
  annule(db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    const saisie = { contratId, noeudId: ids.a21, version: 1, intitule: 'Premier', description: null, themeIds: [] }
    await fait(tx, agent, editNoeud, saisie)
    await assert.rejects(
      fait(tx, agent, editNoeud, { ...saisie, intitule: 'Second' }),
      (erreur: unknown) => erreur instanceof NoeudModifie && erreur.actuel.intitule === 'Premier' && erreur.actuel.version === 2,
    )
    await assert.rejects(fait(tx, buildAgent(contratId, 'bailleur'), editNoeud, saisie), Interdit)
    const autre = await createArbreDeTest(tx)
    await assert.rejects(fait(tx, agent, editNoeud, { ...saisie, noeudId: autre.ids.a21 }), Introuvable)
  }))

test('un axe qui porte des fiches ne s’archive qu’avec elles, et revient avec elles', () =>
  annule(db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    const avant = await codesDe(tx, contratId)
    await assert.rejects(
      fait(tx, agent, archiveNoeud, { contratId, noeudId: ids.a21 }),
      new RegleViolee('L’axe 2.1 porte 3\u00a0fiches : déplacez ce contenu d’abord, ou archivez-le avec l’axe 2.1.'),
    )
    await assert.rejects(fait(tx, agent, archiveNoeud, { contratId, noeudId: ids.p2 }), /porte 4\u00a0fiches et 2\u00a0nœuds/)
    const rendu = await fait(tx, agent, archiveNoeud, { contratId, noeudId: ids.p2, contenu: 'archiver' })
    assert.deepEqual(rendu, { fiches: 4, noeuds: 3 })
    assert.deepEqual(Object.keys(await codesDe(tx, contratId)), [ids.p1])
    await assert.rejects(fait(tx, agent, restoreNoeud, { contratId, noeudId: ids.a21 }), /restaurez-le d’abord/)
    await fait(tx, agent, restoreNoeud, { contratId, noeudId: ids.p2 })
    assert.deepEqual(await codesDe(tx, contratId), avant)
    await assert.rejects(fait(tx, agent, restoreNoeud, { contratId, noeudId: ids.p2 }), /n’est pas archivé/)
  }))

test('un nœud restauré dont le numéro a été repris prend le suivant, et ses fiches suivent', () =>
  annule(db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    await fait(tx, agent, archiveNoeud, { contratId, noeudId: ids.a21, contenu: 'archiver' })
    await fait(tx, agent, createNoeud, { contratId, parentId: ids.p2, intitule: 'Nouvel axe', numero: 1 })
    const { code } = await fait(tx, agent, restoreNoeud, { contratId, noeudId: ids.a21 })
    assert.equal(code, '2.3')
    assert.equal((await codesDe(tx, contratId))[ids.f5 ?? ''], '2.3.5')
    const { rows } = await sql<{ code: string }>`select code from strategie.ancien_code where objet_id = ${ids.f5}`.execute(tx)
    assert.deepEqual(
      rows.map((ligne) => ligne.code),
      ['2.1.5'],
    )
  }))

test('ce qui était archivé avant le nœud reste archivé quand il revient', () =>
  annule(db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    await sql`update strategie.fiche set archive_le = ${new Date('2026-01-01')} where id = ${ids.f4}`.execute(tx)
    await fait(tx, agent, archiveNoeud, { contratId, noeudId: ids.a21, contenu: 'archiver' })
    await fait(tx, agent, restoreNoeud, { contratId, noeudId: ids.a21 })
    const codes = await codesDe(tx, contratId)
    assert.equal(codes[ids.f4 ?? ''], undefined)
    assert.equal(codes[ids.f5 ?? ''], '2.1.5')
  }))

test('archiver et restaurer demandent le droit sur l’arbre', () =>
  annule(db, async (tx) => {
    const { contratId, ids } = await createArbreDeTest(tx)
    const autre = buildAgent(contratId, 'elu_commune')
    await assert.rejects(fait(tx, autre, archiveNoeud, { contratId, noeudId: ids.p1 }), Interdit)
    await assert.rejects(fait(tx, autre, restoreNoeud, { contratId, noeudId: ids.p1 }), Interdit)
    assert.throws(() => fait(tx, autre, archiveNoeud, { contratId, noeudId: ids.p1, contenu: 'brûler' }), RegleViolee)
  }))

test('une fiche restaurée seule reprend sa place, ou la suivante ; sous un nœud archivé, non', () =>
  annule(db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    const archive = () => sql`update strategie.fiche set archive_le = now() where id = ${ids.f5}`.execute(tx)
    await archive()
    assert.equal((await restorePlace(tx, contratId, ids.f5 ?? '', MAINTENANT)).code, '2.1.5')
    await fait(tx, agent, moveFiche, { contratId, ficheId: ids.g1, vers: { parentId: ids.a21, avantId: ids.f8 } })
    await sql`update strategie.fiche set numero = 5, code = '2.1.5' where id = ${ids.g1}`.execute(tx)
    assert.equal((await restorePlace(tx, contratId, ids.f5 ?? '', MAINTENANT)).code, '2.1.10')
    await sql`update strategie.fiche set archive_le = null where id = ${ids.f5}`.execute(tx)
    await fait(tx, agent, archiveNoeud, { contratId, noeudId: ids.a21, contenu: 'archiver' })
    await assert.rejects(restorePlace(tx, contratId, ids.f5 ?? '', MAINTENANT), /Le nœud de cette fiche est archivé/)
  }))
