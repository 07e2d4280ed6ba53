import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { ROLES } from '#compte/index.ts'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { createId } from '#platform/identifiants.ts'
import { buildAgent, createArbreDeTest, MAINTENANT } from './arbre-de-test.ts'
import { canReadFiche } from './droits.ts'
import { getFiche, listFiches, listFichesCompletes, lockFiche, visibleTo } from './fiche.store.ts'
import type { Fiche } from './fiche.ts'
import { contenuDe } from './fiche-contenu.ts'
import { buildContenu, contenuArbitraire, ligne } from './fiche-de-test.ts'
import { saveFiche } from './fiche-ecriture.store.ts'
import { FicheModifiee } from './fiche-verrou.ts'
import { createVersion, getVersion, listVersions } from './version.store.ts'

const base = await createBaseDeTest()
const auteur = { now: MAINTENANT, par: createId() }

test('what is saved is what is read back, field by field, whatever was there before', async () => {
  await annule(base.db, async (tx) => {
    const { contratId, ids } = await createArbreDeTest(tx)
    const id = ids.f5 ?? ''
    await fc.assert(
      fc.asyncProperty(contenuArbitraire, async (contenu) => {
        const avant = await lockFiche(tx, contratId, id, null)
        const gardee = await saveFiche(tx, { ...avant, ...contenu }, auteur)
        const lue = await getFiche(tx, contratId, id)
        assert.deepEqual(contenuDe(lue), contenu)
        assert.deepEqual(lue, gardee)
        assert.equal(lue.version, avant.version + 1)
      }),
      { numRuns: 60 },
    )
    // The links between rows are checked at the end of a transaction: do it now.
    await sql`set constraints all immediate`.execute(tx)
  })
})

test('a version gives back the text that was kept, under the same digest', async () => {
  await annule(base.db, async (tx) => {
    const { contratId, ids } = await createArbreDeTest(tx)
    const id = ids.f5 ?? ''
    await fc.assert(
      fc.asyncProperty(contenuArbitraire, async (contenu) => {
        const fiche = await saveFiche(tx, { ...(await getFiche(tx, contratId, id)), ...contenu }, auteur)
        const { numero, sha256 } = await createVersion(tx, fiche, { acte: 'soumission', motif: 'Soumise', ...auteur })
        const version = await getVersion(tx, id, numero)
        assert.deepEqual(version.contenu, contenu)
        assert.equal(version.sha256, sha256)
      }),
      { numRuns: 15 },
    )
    const versions = await listVersions(tx, id)
    assert.deepEqual(
      versions.map((version) => version.numero),
      Array.from({ length: versions.length }, (_, rang) => versions.length - rang),
    )
  })
})

test('les lignes gardent leur identifiant, celles qui sont retirées disparaissent', async () => {
  await annule(base.db, async (tx) => {
    const { contratId, ids } = await createArbreDeTest(tx)
    const [a, b, c] = [ligne('Premier'), ligne('Deuxième'), ligne('Troisième')]
    const fiche = await getFiche(tx, contratId, ids.f5 ?? '')
    const une = await saveFiche(tx, { ...fiche, contexte: [a, b] }, auteur)
    const deux = await saveFiche(tx, { ...une, contexte: [c, { ...a, texte: 'Premier, corrigé' }] }, auteur)
    assert.deepEqual(deux.contexte, [c, { id: a.id, texte: 'Premier, corrigé' }])
    const { rows } = await sql<{ id: string }>`select id from strategie.fiche_ligne where fiche_id = ${fiche.id}`.execute(tx)
    assert.deepEqual(rows.map((row) => row.id).sort(), [a.id, c.id].sort())
  })
})

test('une ligne ne passe pas d’une fiche à l’autre', async () => {
  await annule(base.db, async (tx) => {
    const { contratId, ids } = await createArbreDeTest(tx)
    const volee = ligne('À moi')
    await saveFiche(tx, { ...(await getFiche(tx, contratId, ids.f4 ?? '')), contexte: [volee] }, auteur)
    const autre = await getFiche(tx, contratId, ids.f5 ?? '')
    await assert.rejects(saveFiche(tx, { ...autre, contexte: [volee] }, auteur), /appartient à une autre fiche/)
  })
})

test('un enregistrement périmé est refusé avec la fiche telle qu’elle est', async () => {
  await annule(base.db, async (tx) => {
    const { contratId, ids } = await createArbreDeTest(tx)
    const vue = await lockFiche(tx, contratId, ids.f5 ?? '', 1)
    await saveFiche(tx, { ...vue, enjeu: 'Écrit par une autre' }, auteur)
    await assert.rejects(lockFiche(tx, contratId, vue.id, 1), (erreur: unknown) => {
      assert.ok(erreur instanceof FicheModifiee)
      assert.equal(erreur.actuelle.enjeu, 'Écrit par une autre')
      assert.equal(erreur.actuelle.version, 2)
      return true
    })
  })
})

test('un lien se résout par le code du jour, par un ancien code, et attend celui qui n’existe pas encore', async () => {
  await annule(base.db, async (tx) => {
    const { contratId, ids } = await createArbreDeTest(tx)
    await sql`insert into strategie.ancien_code (id, contrat_id, objet_type, objet_id, code, jusqu_au)
      values (${createId()}, ${contratId}, 'fiche', ${ids.g1 ?? ''}, '3.1', now())`.execute(tx)
    const lien = (code: string) => ({ id: createId(), texte: `vers ${code}`, code, ficheId: null })
    const fiche = await getFiche(tx, contratId, ids.f5 ?? '')
    const gardee = await saveFiche(tx, { ...fiche, liens: [lien('2.1.4'), lien('3.1'), lien('8.8'), lien('2.1.5')] }, auteur)
    assert.deepEqual(
      gardee.liens.map((l) => l.ficheId),
      [ids.f4, ids.g1, null, null],
    )
    // Read again, the link bears the code of today.
    const { liens } = await getFiche(tx, contratId, fiche.id)
    assert.deepEqual(
      liens.map((l) => l.code),
      ['2.1.4', '2.2.1', '8.8', '2.1.5'],
    )
  })
})

test('la recherche connaît tous les mots de la fiche', async () => {
  await annule(base.db, async (tx) => {
    const { contratId, ids } = await createArbreDeTest(tx)
    const fiche = await getFiche(tx, contratId, ids.f5 ?? '')
    const contenu = buildContenu({
      enjeu: 'palissandre',
      partenaires: [{ ...ligne('ébénistes'), role: 'ponçage', habitants: true }],
      financements: [{ ...ligne('vernis'), nature: 'autre', organisations: ['Menuiserie du Cher'], montantCents: 1 }],
      calendrier: { texte: 'au séchage', precision: null, phases: [{ ...ligne('assemblage'), debut: null, fin: null, precision: null }] },
    })
    await saveFiche(tx, { ...fiche, ...contenu }, auteur)
    for (const mot of ['palissandre', 'ebeniste', 'poncage', 'vernis', 'menuiserie', 'sechage', 'assemblages']) {
      const { rows } = await sql<{ id: string }>`
        select id from strategie.fiche where contrat_id = ${contratId} and recherche @@ plainto_tsquery('platform.francais', ${mot})`.execute(
        tx,
      )
      assert.deepEqual(
        rows.map((row) => row.id),
        [fiche.id],
        mot,
      )
    }
  })
})

test('le droit de lire et la portée des listes disent la même chose, pour chaque rôle', async () => {
  await annule(base.db, async (tx) => {
    const a = await createArbreDeTest(tx)
    const b = await createArbreDeTest(tx)
    await sql`update strategie.fiche set archive_le = now() where id in (${a.ids.f4 ?? ''}, ${b.ids.f4 ?? ''})`.execute(tx)
    const { rows: toutes } = await sql<Pick<Fiche, 'id' | 'contratId' | 'archiveeLe'>>`
      select id, contrat_id as "contratId", archive_le as "archiveeLe" from strategie.fiche where contrat_id in (${a.contratId}, ${b.contratId})`.execute(
      tx,
    )
    assert.equal(toutes.length, 8)
    const agents = [
      null,
      ...ROLES.map((role) => buildAgent(a.contratId, role)),
      // Two mandates at a time: chef de projet here, evaluator there.
      { ...buildAgent(a.contratId), mandats: [...buildAgent(a.contratId).mandats, ...buildAgent(b.contratId, 'evaluateur').mandats] },
    ]
    for (const agent of agents) {
      const { rows } = await sql<{ id: string }>`select f.id from strategie.fiche f where ${visibleTo(agent)}`.execute(tx)
      const attendues = toutes.filter((fiche) => canReadFiche(agent, fiche)).map((fiche) => fiche.id)
      assert.deepEqual(rows.map((row) => row.id).sort(), attendues.sort(), JSON.stringify(agent?.mandats.map((mandat) => mandat.role)))
      const listees = [...(await listFiches(tx, agent, a.contratId)), ...(await listFiches(tx, agent, b.contratId))]
      assert.deepEqual(listees.map((fiche) => fiche.id).sort(), attendues)
    }
  })
})

test('les listes portent la complétude, et les codes dans leur ordre', async () => {
  await annule(base.db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    await sql`update strategie.fiche set code = '2.1.10' where id = ${ids.f4 ?? ''}`.execute(tx)
    const fiche = await getFiche(tx, contratId, ids.f5 ?? '')
    await saveFiche(
      tx,
      {
        ...fiche,
        enjeu: 'Un enjeu',
        animateur: [ligne('Métropole'), ligne('Ville')],
        aClasser: [ligne('reste')],
        calendrier: { texte: null, precision: 'au_fil_de_leau', phases: [] },
      },
      auteur,
    )
    const liste = await listFiches(tx, agent, contratId)
    assert.deepEqual(
      liste.map((f) => f.code),
      ['2.1.5', '2.1.8', '2.1.10', '2.2.1'],
    )
    const resume = liste.find((f) => f.id === fiche.id)
    assert.deepEqual([...(resume?.remplis ?? [])].sort(), ['animateur', 'calendrier', 'enjeu'])
    assert.deepEqual(resume?.animateur, ['Métropole', 'Ville'])
    assert.equal(resume?.aClasser, 1)
    const completes = await listFichesCompletes(tx, contratId)
    assert.deepEqual(
      completes.map((f) => f.code),
      ['2.1.5', '2.1.8', '2.1.10', '2.2.1'],
    )
    assert.equal(completes[0]?.enjeu, 'Un enjeu')
  })
})
