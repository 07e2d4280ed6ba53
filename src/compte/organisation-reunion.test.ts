import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { listJournal } from '#platform/audit/audit.store.ts'
import { verifyAudit } from '#platform/audit/verification.store.ts'
import type { Tx } from '#platform/db/base.ts'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { Interdit } from '#platform/errors.ts'
import { addDocument } from './commands/document-organisation.ts'
import { editOrganisation } from './commands/edit-organisation.ts'
import { mergeOrganisations } from './commands/merge-organisations.ts'
import { undoFusion } from './commands/undo-fusion-organisations.ts'
import { findOrganisationConnue, getOrganisationComplete } from './organisation.store.ts'
import { champsOf, type OrganisationComplete } from './organisation.ts'
import {
  AUTRE_SIRET,
  buildAgents,
  createContratDeTest,
  createOrganisationDeTest,
  createPersonneDeTest,
  mandate,
  NOW,
  SIRET,
  seal,
  signe,
} from './organisation-de-test.ts'
import { listDocumentsOrganisation } from './organisation-document.store.ts'
import { listFusionsOf, listReferences } from './organisation-fusion.store.ts'

const base = await createBaseDeTest()
const PDF = new TextEncoder().encode('%PDF-1.7\n1 0 obj\n')

/** Two writings of one organisation, both on a contract, each with what it alone knows. */
async function prepare(tx: Tx) {
  const contratId = await createContratDeTest(tx)
  const gardeId = await createOrganisationDeTest(tx, { nom: 'Régie Plurielle', adresse: '12 place du Parvis', codePostal: '37000' })
  const absorbeId = await createOrganisationDeTest(tx, {
    nom: 'Ass. Régie Plurielle',
    siren: SIRET.slice(0, 9),
    siret: SIRET,
    rna: 'W372900001',
    representantNom: 'Alix Moreau',
  })
  await signe(tx, gardeId, contratId)
  const signataireId = await signe(tx, absorbeId, contratId)
  const agents = await buildAgents(tx, contratId, gardeId)
  const merge = (partiel: Record<string, unknown> = {}) =>
    seal(tx, agents.cheffe)(mergeOrganisations, { gardeId, absorbeId, versionGarde: 1, versionAbsorbe: 1, ...partiel })
  return { contratId, gardeId, absorbeId, signataireId, agents, merge }
}
/** What a person sees of it: all but the number of its version. */
const etat = (organisation: OrganisationComplete) => ({
  ...champsOf(organisation),
  noms: organisation.noms,
  archiveLe: organisation.archiveLe,
})
const organisationDe = async (tx: Tx, table: string, id: string) =>
  (await sql<{ organisation_id: string }>`select organisation_id from ${sql.table(table)} where id = ${id}`.execute(tx)).rows[0]
    ?.organisation_id

test('réunir garde les valeurs choisies, les noms des deux, et emmène tout ce qui désignait l’autre', async () => {
  await annule(base.db, async (tx) => {
    const { gardeId, absorbeId, contratId, signataireId, agents, merge } = await prepare(tx)
    const personneId = await createPersonneDeTest(tx)
    const mandatId = await mandate(tx, { personneId, organisationId: absorbeId, contratId })
    const depose = { organisationId: absorbeId, nature: 'rib', valableDu: '2026-01-01', nom: 'rib.pdf', contenu: PDF }
    await seal(tx, agents.cheffe)(addDocument, depose)
    await merge({ choix: { nom: 'garde' } })
    const garde = await getOrganisationComplete(tx, gardeId)
    assert.deepEqual(
      [garde.nom, garde.siret, garde.rna, garde.adresse, garde.representantNom],
      ['Régie Plurielle', SIRET, 'W372900001', '12 place du Parvis', 'Alix Moreau'],
    )
    assert.deepEqual(garde.noms, ['Ass. Régie Plurielle'])
    assert.equal(await organisationDe(tx, 'compte.mandat', mandatId), gardeId)
    assert.equal(await organisationDe(tx, 'contrat.signataire', signataireId), gardeId)
    assert.equal((await listDocumentsOrganisation(tx, gardeId)).length, 1)
    assert.deepEqual(await listReferences(tx, absorbeId), [])
    const absorbe = await getOrganisationComplete(tx, absorbeId)
    assert.deepEqual([absorbe.fusionneeDans, absorbe.siret, absorbe.archiveLe], [gardeId, null, NOW])
    for (const nom of ['Ass. Régie Plurielle', 'régie plurielle']) {
      assert.equal((await findOrganisationConnue(tx, { nom, siret: null }))?.id, gardeId)
    }
  })
})

test('un SIRET que l’on n’a pas gardé mène encore à l’organisation réunie', async () => {
  await annule(base.db, async (tx) => {
    const { gardeId, absorbeId, merge } = await prepare(tx)
    await sql`update compte.organisation set siren = ${AUTRE_SIRET.slice(0, 9)}, siret = ${AUTRE_SIRET} where id = ${gardeId}`.execute(tx)
    await merge({ choix: { numeros: 'garde' } })
    assert.equal((await findOrganisationConnue(tx, { nom: '', siret: SIRET }))?.id, gardeId)
    assert.equal((await getOrganisationComplete(tx, absorbeId)).siret, SIRET)
  })
})

test('l’audit dit la réunion à la plateforme, et à chaque contrat ce qui l’y a suivie', async () => {
  await annule(base.db, async (tx) => {
    const { contratId, merge } = await prepare(tx)
    await merge()
    const [plateforme] = await listJournal(tx, { contratId: null, limite: 1 })
    assert.equal(plateforme?.libelle, '« Ass. Régie Plurielle » réunie à « Régie Plurielle »')
    const [contrat] = await listJournal(tx, { contratId, limite: 1 })
    assert.match(contrat?.libelle ?? '', /réunie à « Régie Plurielle » : signatures de contrats du contrat suivent/)
    assert.deepEqual((await verifyAudit(tx)).defauts, [])
  })
})

test('annuler rend les deux organisations telles qu’elles étaient', async () => {
  await annule(base.db, async (tx) => {
    const { gardeId, absorbeId, signataireId, agents, merge } = await prepare(tx)
    const [avantGarde, avantAbsorbe] = [await getOrganisationComplete(tx, gardeId), await getOrganisationComplete(tx, absorbeId)]
    const { fusionId } = await merge({ choix: { nom: 'absorbe' } })
    const { restes } = await seal(tx, agents.cheffe)(undoFusion, { fusionId })
    assert.deepEqual(etat(await getOrganisationComplete(tx, gardeId)), etat(avantGarde))
    assert.deepEqual(etat(await getOrganisationComplete(tx, absorbeId)), etat(avantAbsorbe))
    assert.equal(await organisationDe(tx, 'contrat.signataire', signataireId), absorbeId)
    assert.deepEqual(restes, { champs: [], references: [], mandats: 0 })
    await assert.rejects(seal(tx, agents.cheffe)(undoFusion, { fusionId }), /déjà annulée/)
    assert.equal((await listFusionsOf(tx, gardeId)).length, 1)
  })
})

test('ce qui a été changé ou ajouté depuis reste à celle qui est gardée, et se dit', async () => {
  await annule(base.db, async (tx) => {
    const { gardeId, absorbeId, contratId, agents, merge } = await prepare(tx)
    const { fusionId } = await merge()
    const apres = await getOrganisationComplete(tx, gardeId)
    const champs = Object.fromEntries(Object.entries(champsOf(apres)).map(([champ, valeur]) => [champ, valeur ?? '']))
    const edition = { ...champs, organisationId: gardeId, version: apres.version, siret: SIRET, sigle: 'NEUF' }
    await seal(tx, agents.cheffe)(editOrganisation, edition)
    const nouvelle = await signe(tx, gardeId, contratId)
    const { restes } = await seal(tx, agents.cheffe)(undoFusion, { fusionId })
    assert.deepEqual(restes.champs, ['Sigle'])
    assert.deepEqual(
      restes.references.map(({ table, ids }) => [table, ids]),
      [['contrat.signataire', [nouvelle]]],
    )
    const garde = await getOrganisationComplete(tx, gardeId)
    assert.deepEqual([garde.sigle, garde.siret], ['NEUF', null])
    assert.equal((await getOrganisationComplete(tx, absorbeId)).siret, SIRET)
  })
})

test('les réunions s’annulent dans l’ordre inverse', async () => {
  await annule(base.db, async (tx) => {
    const { gardeId, absorbeId, contratId, agents, merge } = await prepare(tx)
    const { fusionId } = await merge()
    const tierceId = await createOrganisationDeTest(tx, { nom: 'La Régie' })
    await signe(tx, tierceId, contratId)
    const cheffe = seal(tx, agents.cheffe)
    const seconde = await cheffe(mergeOrganisations, { gardeId: tierceId, absorbeId: gardeId, versionGarde: 1, versionAbsorbe: 2 })
    assert.equal((await getOrganisationComplete(tx, absorbeId)).fusionneeDans, tierceId, 'the chain is flat')
    assert.equal((await findOrganisationConnue(tx, { nom: 'Ass. Régie Plurielle', siret: null }))?.id, tierceId)
    await assert.rejects(cheffe(undoFusion, { fusionId }), /Annulez d’abord la réunion de « Régie Plurielle » à « La Régie »/)
    await cheffe(undoFusion, { fusionId: seconde.fusionId })
    assert.equal((await getOrganisationComplete(tx, absorbeId)).fusionneeDans, gardeId)
    await cheffe(undoFusion, { fusionId })
    assert.equal((await getOrganisationComplete(tx, absorbeId)).archiveLe, null)
  })
})

test('le même mandat tenu pour les deux n’en fait qu’un, et redevient deux', async () => {
  await annule(base.db, async (tx) => {
    const { gardeId, absorbeId, contratId, agents, merge } = await prepare(tx)
    const personneId = await createPersonneDeTest(tx)
    const a = await mandate(tx, { personneId, organisationId: gardeId, contratId, debut: '2025-01-01' })
    const b = await mandate(tx, { personneId, organisationId: absorbeId, contratId, debut: '2024-01-01', fin: '2026-12-31' })
    const lire = async () =>
      (
        await sql<{ id: string; debut: string; fin: string | null; retire: boolean; organisation_id: string }>`
          select id, debut, fin, retire_le is not null as retire, organisation_id from compte.mandat where id in (${a}, ${b}) order by id = ${b}`.execute(
          tx,
        )
      ).rows.map(({ debut, fin, retire, organisation_id }) => [debut, fin, retire, organisation_id === gardeId])
    const avant = await lire()
    const { fusionId } = await merge()
    assert.deepEqual(await lire(), [
      ['2024-01-01', null, false, true],
      ['2024-01-01', '2026-12-31', true, true],
    ])
    await seal(tx, agents.cheffe)(undoFusion, { fusionId })
    assert.deepEqual(await lire(), avant)
  })
})

test('annuler ne rend pas un droit auquel on a mis fin depuis', async () => {
  await annule(base.db, async (tx) => {
    const { gardeId, absorbeId, contratId, agents, merge } = await prepare(tx)
    const personneId = await createPersonneDeTest(tx)
    const a = await mandate(tx, { personneId, organisationId: gardeId, contratId })
    const b = await mandate(tx, { personneId, organisationId: absorbeId, contratId })
    const { fusionId } = await merge()
    await sql`update compte.mandat set retire_le = ${NOW} where id = ${a}`.execute(tx)
    const { restes } = await seal(tx, agents.cheffe)(undoFusion, { fusionId })
    assert.equal(restes.mandats, 2)
    const { rows } = await sql`select id from compte.mandat where id in (${a}, ${b}) and retire_le is null`.execute(tx)
    assert.deepEqual(rows, [])
  })
})

test('une version périmée, une organisation archivée, deux fois la même sont refusées', async () => {
  await annule(base.db, async (tx) => {
    const { gardeId, absorbeId, merge } = await prepare(tx)
    await assert.rejects(merge({ versionAbsorbe: 2 }), /a été modifiée pendant que vous choisissiez/)
    assert.throws(() => mergeOrganisations.entree.parse({ gardeId, absorbeId: gardeId, versionGarde: 1, versionAbsorbe: 1 }), /différentes/)
    await sql`update compte.organisation set archive_le = now() where id = ${absorbeId}`.execute(tx)
    await assert.rejects(merge(), /est archivée/)
  })
})

test('réunir et annuler reviennent à qui pilote tous les contrats des deux', async () => {
  await annule(base.db, async (tx) => {
    const { gardeId, absorbeId, agents, merge } = await prepare(tx)
    const entree = { gardeId, absorbeId, versionGarde: 1, versionAbsorbe: 1 }
    for (const agent of [agents.cheffeAilleurs, agents.membre, agents.prefet, agents.inconnu]) {
      await assert.rejects(seal(tx, agent)(mergeOrganisations, entree), Interdit)
    }
    const { fusionId } = await merge()
    await assert.rejects(seal(tx, agents.prefet)(undoFusion, { fusionId }), Interdit)
    await signe(tx, gardeId, await createContratDeTest(tx))
    await assert.rejects(seal(tx, agents.cheffe)(undoFusion, { fusionId }), Interdit, 'it is now on a contract of someone else')
    await seal(tx, agents.admin)(undoFusion, { fusionId })
  })
})

test('every foreign key to an organisation says what a merge does with it, and can be moved', async () => {
  const { rows } = await sql<{ nom_table: string; colonne: string; traitement: string; cle: boolean }>`
    select v.nom_table, v.colonne, v.traitement, exists (select from information_schema.columns i
      where i.table_schema || '.' || i.table_name = v.nom_table and i.column_name = 'id' and i.data_type = 'uuid') as cle
    from compte.reference_organisation v order by 1, 2`.execute(base.libre)
  const inconnues = rows.filter(({ traitement }) => traitement === 'inconnu').map(({ nom_table, colonne }) => `${nom_table}.${colonne}`)
  assert.deepEqual(inconnues, [], 'insert these into compte.traitement_reference, in the migration that makes them')
  assert.deepEqual(
    rows.filter(({ traitement, cle }) => traitement === 'suit' && !cle).map(({ nom_table }) => nom_table),
    [],
    'references that follow are moved by their uuid id',
  )
  // A key of several columns that holds an organisation would escape the view.
  const { rows: composees } = await sql`select conname from pg_constraint
    where contype = 'f' and confrelid = 'compte.organisation'::regclass and array_length(conkey, 1) > 1`.execute(base.libre)
  assert.deepEqual(composees, [])
})

test('no unique or exclusion rule on a reference is left without an answer', async () => {
  const { rows } = await sql<{ regle: string }>`
    select distinct i.indexrelid::regclass::text as regle from compte.reference_organisation v
    join pg_index i on i.indrelid = v.table_oid and (i.indisunique or i.indisexclusion)
    join pg_attribute a on a.attrelid = i.indrelid and a.attname = v.colonne and a.attnum = any(i.indkey)
    where v.traitement <> 'propre' order by 1`.execute(base.libre)
  // The first is told in a sentence (moveReferences), the second is folded (foldMandats).
  assert.deepEqual(
    rows.map(({ regle }) => regle),
    ['compte.invitation_en_attente', 'compte.mandat_sans_doublon'],
  )
})
