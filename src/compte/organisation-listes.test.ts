import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { Interdit, RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { buildAgent, buildMandat } from './agent.build.ts'
import { ROLES } from './agent.ts'
import { createOrganisation } from './commands/create-organisation.ts'
import { dismissDoublon, reopenDoublon, searchDoublons } from './commands/doublon-organisation.ts'
import { editOrganisation } from './commands/edit-organisation.ts'
import { addNomOrganisation } from './organisation.store.ts'
import { AUTRE_SIRET, buildAgents, createContratDeTest, createOrganisationDeTest, NOW, SIRET, seal, signe } from './organisation-de-test.ts'
import { listPairesDoublons, refreshDoublons } from './organisation-doublon.store.ts'
import { canEditOrganisation } from './organisation-droits.ts'
import { type FiltreOrganisations, listOrganisationsFiltrees } from './organisation-liste.store.ts'
import { editableBy, locateOrganisations } from './organisation-presence.store.ts'

const base = await createBaseDeTest()
const TOUT: FiltreOrganisations = { texte: '', type: null, probleme: null, etat: 'en_activite', tri: 'nom', sens: 'croissant' }
const PAGE = { jour: '2026-03-22', limite: 50, debut: 0 }
const paires = { ecartes: false, limite: 50, debut: 0 }

test('la liste se filtre par nature, texte et problème, se trie et se coupe en pages', async () => {
  await annule(base.db, async (tx) => {
    const contratId = await createContratDeTest(tx)
    const { admin } = await buildAgents(tx, contratId, createId())
    const regie = await createOrganisationDeTest(tx, { nom: 'Régie', siren: SIRET.slice(0, 9), siret: SIRET, rna: 'W372900001' })
    await createOrganisationDeTest(tx, { nom: 'École des arts', type: 'etablissement', commune: 'Tours', siren: null, siret: null })
    await createOrganisationDeTest(tx, { nom: 'Amicale', codePostal: '67000', fermeeLe: '2025-12-31' })
    await createOrganisationDeTest(tx, { nom: 'Conseil', type: 'conseil_citoyen' })
    await addNomOrganisation(tx, regie, 'Plurielle')
    const noms = async (filtre: Partial<FiltreOrganisations>, page = PAGE) => {
      const { organisations, total } = await listOrganisationsFiltrees(tx, admin, { ...TOUT, ...filtre }, page)
      return [total, ...organisations.map(({ nom }) => nom)]
    }
    assert.deepEqual(await noms({}), [4, 'Amicale', 'Conseil', 'École des arts', 'Régie'])
    assert.deepEqual(await noms({ sens: 'decroissant' }, { ...PAGE, limite: 2 }), [4, 'Régie', 'École des arts'])
    assert.deepEqual(await noms({}, { ...PAGE, limite: 2, debut: 2 }), [4, 'École des arts', 'Régie'])
    assert.deepEqual(await noms({ tri: 'type' }), [4, 'Amicale', 'Régie', 'Conseil', 'École des arts'])
    assert.deepEqual((await noms({ tri: 'commune', sens: 'decroissant' }))[1], 'École des arts')
    assert.deepEqual(await noms({ texte: 'plurielle' }), [1, 'Régie'])
    assert.deepEqual(await noms({ texte: '000 000 018 00010' }), [1, 'Régie'])
    assert.deepEqual(await noms({ type: 'association' }), [2, 'Amicale', 'Régie'])
    assert.deepEqual(await noms({ probleme: 'sans_siret' }), [2, 'Amicale', 'École des arts'])
    assert.deepEqual(await noms({ probleme: 'sans_rna' }), [0], 'in Alsace there is no RNA')
    assert.deepEqual(await noms({ etat: 'fermees' }), [1, 'Amicale'])
    assert.deepEqual(await noms({ etat: 'archivees' }), [0])
  })
})

test('un document expiré se voit, sauf s’il est remplacé ou archivé', async () => {
  await annule(base.db, async (tx) => {
    const { admin } = await buildAgents(tx, await createContratDeTest(tx), createId())
    const organisationId = await createOrganisationDeTest(tx, { nom: 'Régie' })
    const fichierId = createId()
    await sql`insert into platform.fichier (id, sha256, taille, type, cree_le) values (${fichierId}, ${'a'.repeat(64)}, 1, 'application/pdf', now())`.execute(
      tx,
    )
    const ajoute = (jusqu: string | null, archive: string | null = null) =>
      sql`insert into compte.organisation_document (id, organisation_id, nature, nom_fichier, type, taille, fichier_id, valable_du, valable_jusqu, ajoute_le, archive_le)
        values (${createId()}, ${organisationId}, 'assurance', 'a.pdf', 'application/pdf', 1, ${fichierId}, '2020-01-01', ${jusqu}::date, now(), ${archive}::timestamptz)`.execute(
        tx,
      )
    const expire = async () => (await listOrganisationsFiltrees(tx, admin, { ...TOUT, probleme: 'document_expire' }, PAGE)).total
    await ajoute('2026-03-21', '2026-03-21')
    assert.equal(await expire(), 0)
    await ajoute('2026-03-21')
    assert.equal(await expire(), 1)
    await ajoute('2026-03-22')
    assert.equal(await expire(), 0, 'the last day is valid')
  })
})

test('un doublon apparaît à la saisie, s’écarte, revient, et disparaît quand un numéro dit qu’elles sont deux', async () => {
  await annule(base.db, async (tx) => {
    const contratId = await createContratDeTest(tx)
    const { admin, cheffe, cheffeAilleurs } = await buildAgents(tx, contratId, createId())
    const { organisationId: a } = await seal(tx, admin)(createOrganisation, { nom: 'Ville de Tours', type: 'commune' })
    const { organisationId: b } = await seal(tx, admin)(createOrganisation, { nom: 'Mairie de Tours', type: 'commune' })
    await signe(tx, a, contratId)
    const { paires: trouvees } = await listPairesDoublons(tx, admin, paires)
    assert.deepEqual(
      trouvees.map(({ score, raisons, detailA }) => [score, raisons, detailA]),
      [[90, ['nom'], 'Commune, ']],
    )
    assert.equal((await listPairesDoublons(tx, cheffe, paires)).total, 0, 'one of the two is on none of her contracts')
    await signe(tx, b, contratId)
    assert.equal((await listPairesDoublons(tx, cheffe, paires)).total, 1)
    await assert.rejects(seal(tx, cheffeAilleurs)(dismissDoublon, { a, b }), Interdit)
    await assert.rejects(seal(tx, cheffeAilleurs)(reopenDoublon, { a, b }), Interdit)
    await seal(tx, cheffe)(dismissDoublon, { a, b })
    await assert.rejects(seal(tx, cheffe)(dismissDoublon, { a: b, b: a }), /C’est déjà dit/)
    await refreshDoublons(tx, null, NOW)
    assert.equal((await listPairesDoublons(tx, admin, paires)).total, 0)
    assert.equal((await listPairesDoublons(tx, admin, { ...paires, ecartes: true })).total, 1)
    await seal(tx, cheffe)(reopenDoublon, { a, b })
    await assert.rejects(seal(tx, cheffe)(reopenDoublon, { a, b }), RegleViolee)
    const edit = (organisationId: string, nom: string, siret: string) =>
      seal(tx, admin)(editOrganisation, { organisationId, version: 1, nom, type: 'commune', siret })
    await edit(a, 'Ville de Tours', SIRET)
    await edit(b, 'Mairie de Tours', AUTRE_SIRET)
    assert.equal((await listPairesDoublons(tx, admin, paires)).total, 0)
  })
})

test('la recherche dans toute la plateforme trouve ce qui est entré sans passer par la saisie', async () => {
  await annule(base.db, async (tx) => {
    const { admin, cheffe } = await buildAgents(tx, await createContratDeTest(tx), createId())
    await createOrganisationDeTest(tx, { nom: 'Val Touraine Habitat', type: 'bailleur' })
    await createOrganisationDeTest(tx, { nom: 'VTH', type: 'bailleur' })
    const foyer = await createOrganisationDeTest(tx, { nom: 'Foyer des Rives' })
    await createOrganisationDeTest(tx, { nom: 'Compagnons bâtisseurs' })
    await createOrganisationDeTest(tx, { nom: 'Compagnons batiseurs' })
    await addNomOrganisation(tx, foyer, 'Compagnie des Rives')
    await createOrganisationDeTest(tx, { nom: 'Ass. Compagnie des Rives' })
    await sql`update compte.organisation set cle = null`.execute(tx)
    await assert.rejects(seal(tx, cheffe)(searchDoublons, {}), Interdit)
    assert.deepEqual(await seal(tx, admin)(searchDoublons, {}), { nouvelles: 3 })
    assert.deepEqual(await seal(tx, admin)(searchDoublons, {}), { nouvelles: 0 })
    const { paires: trouvees } = await listPairesDoublons(tx, admin, paires)
    assert.deepEqual(
      trouvees.map(({ raisons }) => raisons),
      [['nom'], ['nom_proche'], ['sigle']],
    )
  })
})

test('chercher autour d’une organisation à chaque saisie trouve autant que chercher partout', async () => {
  await annule(base.db, async (tx) => {
    const { admin } = await buildAgents(tx, await createContratDeTest(tx), createId())
    const noms = [
      'Régie Plurielle',
      'Ass. Regie pluriele',
      'RP',
      'Val Touraine Habitat',
      'V.T.H.',
      'Ville de Tours',
      'Mairie de TOURS',
      'Tours Habitat',
    ]
    const suite = [
      'Foyer des Rives',
      'Rives foyer',
      'Inter’Actions',
      'Interactions',
      'ADES',
      'Association des étudiants solidaires',
      'CAF 37',
      'Caisse d’allocations familiales 37',
    ]
    for (const [rang, nom] of [...noms, ...suite].entries()) {
      const lieu = rang % 3 === 0 ? { adresse: rang % 2 ? '1, PLACE du Parvis' : '1 place du parvis', codePostal: '37000' } : {}
      const sigle = nom.startsWith('Association') ? 'A.D.E.S.' : nom === 'Ass. Regie pluriele' ? 'RP' : null
      const id = await createOrganisationDeTest(tx, { nom, sigle, ...lieu })
      await refreshDoublons(tx, [id], NOW)
    }
    const lire = async () =>
      (await listPairesDoublons(tx, admin, paires)).paires.map(({ nomA, nomB, score }) => `${[nomA, nomB].sort()} ${score}`).sort()
    const saisies = await lire()
    assert.equal(await refreshDoublons(tx, null, NOW), 0)
    assert.deepEqual(await lire(), saisies)
    assert.ok(saisies.length >= 6, saisies.join('; '))
  })
})

test('ce que le droit permet de modifier est exactement ce que la liste montre', async () => {
  await annule(base.db, async (tx) => {
    const contrats = [await createContratDeTest(tx), await createContratDeTest(tx), await createContratDeTest(tx)]
    const organisations: string[] = []
    for (let rang = 0; rang < 6; rang += 1) organisations.push(await createOrganisationDeTest(tx, { nom: `Organisation ${rang}` }))
    for (const [rang, organisation] of organisations.entries()) {
      for (const [place, contrat] of contrats.entries()) if ((rang >> place) & 1) await signe(tx, organisation, contrat)
    }
    const situees = await locateOrganisations(tx, organisations)
    const mandat = fc.record({
      role: fc.constantFrom(...ROLES),
      contrat: fc.integer({ min: 0, max: 2 }),
      organisation: fc.integer({ min: 0, max: 5 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(mandat, { maxLength: 3 }), async (lus) => {
        const agent = buildAgent({
          mandats: lus.map(({ role, contrat, organisation }) =>
            buildMandat({
              role,
              contratId: role === 'admin_plateforme' ? null : (contrats[contrat] ?? null),
              organisationId: organisations[organisation] ?? '',
            }),
          ),
        })
        const { rows } = await sql<{ id: string }>`select o.id from compte.organisation o where ${editableBy(agent, sql`o.id`)}
          and o.id = any(${sql.val(organisations)}::uuid[])`.execute(tx)
        assert.deepEqual(
          rows.map(({ id }) => id).sort(),
          situees
            .filter((situee) => canEditOrganisation(agent, situee))
            .map(({ id }) => id)
            .sort(),
        )
      }),
      { numRuns: 40 },
    )
  })
})
