import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { createId } from '#platform/identifiants.ts'
import { createArbreDeTest, fait, MAINTENANT } from './arbre-de-test.ts'
import { moveFiche } from './commands/move-fiche.ts'
import { findAncienCode, searchStrategie } from './recherche.store.ts'
import { corrected, fautes, motsDe, parseRequete, type Requete, toExtraits, withMots } from './recherche.ts'

const { db } = await createBaseDeTest()
const requete = (texte: string): Requete => parseRequete(texte) ?? { texte: '', code: null, mots: [] }
const cherche = (tx: Tx, contratId: string, texte: string) => searchStrategie(tx, contratId, requete(texte), { page: 1, taille: 20 })

async function ecrit(tx: Tx, ficheId: string | undefined, texte: string): Promise<void> {
  await sql`update strategie.fiche set texte_recherche = ${texte} where id = ${ficheId}`.execute(tx)
}

test('un code se reconnaît, un mot n’en est pas un', () => {
  assert.equal(requete(' 2.1.5. ').code, '2.1.5')
  assert.equal(requete('ii.b').code, 'II.B')
  assert.equal(requete('3').code, '3')
  assert.equal(requete('jardin').code, null)
  assert.equal(requete('gestion de proximité').code, null)
  assert.equal(parseRequete('  \u0000 '), null)
  assert.equal(requete('a'.repeat(500)).texte.length, 200)
  assert.deepEqual(motsDe('L’œuvre des Écoles, école'), ['oeuvre', 'des', 'ecoles', 'ecole'])
})

test('un extrait ne devient jamais du code : le texte reste du texte', () => {
  assert.deepEqual(toExtraits('<b>un \u0002jardin\u0003</b> et \u0002deux\u0003'), [
    { texte: '<b>un ', marque: false },
    { texte: 'jardin', marque: true },
    { texte: '</b> et ', marque: false },
    { texte: 'deux', marque: true },
  ])
  assert.deepEqual(toExtraits('a\u0003b\u0002c'), [
    { texte: 'ab', marque: false },
    { texte: 'c', marque: true },
  ])
})

test('un mot n’est remplacé que s’il manque, par ses plus proches', () => {
  const jardin = { mot: 'jradin', voisins: ['jeunesse', 'jardin', 'radis'] }
  const ville = { mot: 'ville', voisins: ['ville', 'villes'] }
  assert.deepEqual(corrected([jardin, ville]), {
    tsquery: '(jardin) & (ville)',
    remplaces: [{ saisi: 'jradin', retenus: ['jardin'] }],
  })
  assert.deepEqual(corrected([{ mot: 'accomp', voisins: ['accompagnement'] }])?.tsquery, '(accompagnement)')
  assert.equal(corrected([{ mot: 'xyzxyz', voisins: ['ville'] }]), null)
  assert.equal(corrected([]), null)
  assert.deepEqual([fautes('jardin', 'jardin'), fautes('jradin', 'jardin'), fautes('', 'ab'), fautes('emploi', 'emplois')], [0, 1, 2, 1])
})

test('un document se trouve par tous les mots de son titre', () => {
  const documents = [{ titre: 'Délibération du conseil' }, { titre: 'Diagnostic' }]
  assert.deepEqual(withMots(documents, requete('conseil deliberation')), [{ titre: 'Délibération du conseil' }])
  assert.deepEqual(withMots(documents, requete('de')), [])
})

test('la recherche trouve la racine des mots, sans accents ni casse, et montre le passage', () =>
  annule(db, async (tx) => {
    const { contratId, ids } = await createArbreDeTest(tx)
    await ecrit(tx, ids.f4, 'Développer les équipements sportifs <b>gratuits</b> dans les quartiers')
    for (const texte of ['équipement sportif', 'EQUIPEMENTS', 'développement', '"équipements sportifs"']) {
      const { total, trouves } = await cherche(tx, contratId, texte)
      assert.equal(total, 1, texte)
      assert.equal(trouves[0]?.id, ids.f4)
    }
    const { trouves } = await cherche(tx, contratId, 'gratuit')
    assert.ok(trouves[0]?.extrait.includes('\u0002gratuits\u0003'), trouves[0]?.extrait)
    assert.equal((await cherche(tx, contratId, 'sportif -quartiers')).total, 0)
  }))

test('une faute de frappe est rattrapée par les mots du contrat, et c’est dit', () =>
  annule(db, async (tx) => {
    const { contratId, ids } = await createArbreDeTest(tx)
    await ecrit(tx, ids.f8, 'Jardins partagés et compost de proximité')
    for (const texte of ['jardns', 'jradin partagé', 'natrue en ville', 'compots']) {
      const { trouves, remplaces } = await cherche(tx, contratId, texte)
      assert.equal(trouves[0]?.id, ids.f8, texte)
      assert.ok(remplaces.length > 0, texte)
    }
    assert.deepEqual((await cherche(tx, contratId, 'jardin')).remplaces, [])
    assert.equal((await cherche(tx, contratId, 'zzzzzzz')).total, 0)
  }))

test('les mots d’un contrat ne servent pas à un autre', () =>
  annule(db, async (tx) => {
    const { contratId } = await createArbreDeTest(tx)
    const autre = await createArbreDeTest(tx)
    await ecrit(tx, autre.ids.f4, 'Hydrogéologie')
    assert.equal((await cherche(tx, contratId, 'hydrogéologie')).total, 0)
    const { remplaces } = await cherche(tx, contratId, 'hydrogeolgie')
    assert.deepEqual(remplaces, [])
  }))

test('le code exact vient d’abord, puis ce qui est rangé dessous', () =>
  annule(db, async (tx) => {
    const { contratId, ids } = await createArbreDeTest(tx)
    await ecrit(tx, ids.g1, 'Voir aussi la fiche 2.1.5')
    const { trouves } = await cherche(tx, contratId, '2.1.5')
    assert.deepEqual(
      trouves.map((trouve) => trouve.id),
      [ids.f5, ids.g1],
    )
    const axe = await cherche(tx, contratId, '2.1')
    assert.deepEqual(
      axe.trouves.map((trouve) => trouve.code),
      ['2.1', '2.1.4', '2.1.5', '2.1.8'],
    )
  }))

test('un ancien code se retrouve avec la date jusqu’à laquelle il a été porté', () =>
  annule(db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    await fait(tx, agent, moveFiche, { contratId, ficheId: ids.f8, vers: { parentId: ids.a22 } })
    const { trouves } = await cherche(tx, contratId, '2.1.8')
    assert.deepEqual(
      trouves.map(({ id, code, ancienCode, jusquAu }) => ({ id, code, ancienCode, jusquAu })),
      [{ id: ids.f8, code: '2.2.2', ancienCode: '2.1.8', jusquAu: MAINTENANT }],
    )
    const [ancien] = await findAncienCode(tx, contratId, '2.1.8')
    assert.equal(ancien?.code, '2.2.2')
    assert.deepEqual(await findAncienCode(tx, null, '2.1.8'), [])
    await sql`select set_config('parvis.contrats', ${contratId}, true)`.execute(tx)
    assert.equal((await findAncienCode(tx, null, '2.1.8')).length, 1)
    await sql`update strategie.fiche set archive_le = now() where id = ${ids.f8}`.execute(tx)
    assert.deepEqual(await findAncienCode(tx, contratId, '2.1.8'), [])
  }))

test('nœuds et remarques se cherchent aussi ; ce qui est archivé, non', () =>
  annule(db, async (tx) => {
    const { contratId, ids } = await createArbreDeTest(tx)
    await sql`update strategie.noeud set description = 'Tranquillité publique et médiation' where id = ${ids.a21}`.execute(tx)
    await sql`insert into strategie.commentaire (id, fiche_id, texte, auteur_id, organisation, ecrit_le)
      values (${createId()}, ${ids.g1}, 'Et la médiation de nuit ?', ${createId()}, 'Ville', now())`.execute(tx)
    const { trouves } = await cherche(tx, contratId, 'médiations')
    assert.deepEqual(
      trouves.map((trouve) => trouve.genre),
      ['noeud', 'commentaire'],
    )
    await sql`update strategie.noeud set archive_le = now() where id = ${ids.a21}`.execute(tx)
    await sql`update strategie.fiche set archive_le = now() where id = ${ids.g1}`.execute(tx)
    assert.equal((await cherche(tx, contratId, 'médiations')).total, 0)
  }))

test('les pages se suivent sans doublon ni trou', () =>
  annule(db, async (tx) => {
    const { contratId, ids } = await createArbreDeTest(tx)
    for (const nom of ['f4', 'f5', 'f8', 'g1']) await ecrit(tx, ids[nom], 'Concertation')
    const page = (n: number) => searchStrategie(tx, contratId, requete('concertation'), { page: n, taille: 3 })
    const [une, deux] = [await page(1), await page(2)]
    assert.equal(une.total, 4)
    assert.equal(new Set([...une.trouves, ...deux.trouves].map((trouve) => trouve.id)).size, 4)
  }))

test('ce qu’on tape ne casse pas la requête', () =>
  annule(db, async (tx) => {
    const { contratId } = await createArbreDeTest(tx)
    for (const texte of ["'); drop table x;--", '((((', '& | ! <->', '"', '% _ \\', '🙂', 'à', '2.1.%', 'مرحبا', 'or or or -']) {
      await cherche(tx, contratId, texte)
    }
  }))
