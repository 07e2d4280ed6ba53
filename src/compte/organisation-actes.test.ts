import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { listJournal } from '#platform/audit/audit.store.ts'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { Interdit, RegleViolee } from '#platform/errors.ts'
import { archiveOrganisation } from './commands/archive-organisation.ts'
import { createOrganisation } from './commands/create-organisation.ts'
import { declareNatureDocument, declareType } from './commands/declare-nature-organisation.ts'
import { addDocument, archiveDocument, editDocument, restoreDocument } from './commands/document-organisation.ts'
import { editOrganisation } from './commands/edit-organisation.ts'
import { addNom, removeNom } from './commands/name-organisation.ts'
import { restoreOrganisation } from './commands/restore-organisation.ts'
import { findOrganisationConnue, getOrganisationComplete, listTypesOrganisation } from './organisation.store.ts'
import { AUTRE_SIRET, buildAgents, createContratDeTest, createOrganisationDeTest, NOW, SIRET, seal, signe } from './organisation-de-test.ts'
import { listDocumentsOrganisation, listNaturesDocument } from './organisation-document.store.ts'

const base = await createBaseDeTest()
const surLeChamp =
  (champ: string, phrase = /./) =>
  (erreur: unknown) =>
    erreur instanceof RegleViolee && erreur.champs[0]?.champ === champ && phrase.test(erreur.message)
const PDF = new TextEncoder().encode('%PDF-1.7\n1 0 obj\n')

/** An organisation on a contract, and everyone around. */
async function prepare(tx: Parameters<Parameters<typeof annule>[1]>[0]) {
  const contratId = await createContratDeTest(tx)
  const organisationId = await createOrganisationDeTest(tx, { nom: 'Régie Plurielle' })
  await signe(tx, organisationId, contratId)
  return { contratId, organisationId, agents: await buildAgents(tx, contratId, organisationId) }
}
const saisie = { nom: 'Régie Plurielle', type: 'association' }

test('une organisation se complète : numéros, adresse, représentant ; l’audit dit les champs', async () => {
  await annule(base.db, async (tx) => {
    const { organisationId, agents } = await prepare(tx)
    const champs = {
      ...saisie,
      siret: '000 000 018 00010',
      rna: 'w372 900 001',
      adresse: '12 place du Parvis',
      codePostal: '37 000',
      commune: 'Tours',
      representantNom: 'Alix Moreau',
      representantFonction: 'présidente',
      representantDepuis: '2025-06-01',
    }
    await seal(tx, agents.cheffe)(editOrganisation, { organisationId, version: '1', ...champs })
    const organisation = await getOrganisationComplete(tx, organisationId)
    assert.deepEqual(
      [organisation.siren, organisation.siret, organisation.rna, organisation.codePostal, organisation.version],
      ['000000018', SIRET, 'W372900001', '37000', 2],
    )
    const [ligne] = await listJournal(tx, { contratId: null, limite: 1 })
    assert.match(ligne?.libelle ?? '', /modifiée : siren, siret, rna, adresse, code postal, commune, représentant légal/)
    await seal(tx, agents.cheffe)(editOrganisation, { organisationId, version: '2', ...champs })
    assert.equal((await getOrganisationComplete(tx, organisationId)).version, 2, 'nothing changed, nothing written')
  })
})

test('enregistrer par-dessus quelqu’un montre les deux valeurs, et ne perd ni l’une ni l’autre', async () => {
  await annule(base.db, async (tx) => {
    const { organisationId, agents } = await prepare(tx)
    await seal(tx, agents.admin)(editOrganisation, { organisationId, version: 1, ...saisie, sigle: 'RP' })
    await assert.rejects(
      seal(tx, agents.cheffe)(editOrganisation, { organisationId, version: 1, ...saisie, sigle: 'REGIE' }),
      (erreur) => erreur instanceof RegleViolee && /« RP » est enregistré, vous avez « REGIE »/.test(erreur.champs[0]?.message ?? ''),
    )
    assert.equal((await getOrganisationComplete(tx, organisationId)).sigle, 'RP')
  })
})

test('une saisie fausse est refusée sur son champ', async () => {
  await annule(base.db, async (tx) => {
    const { organisationId, agents } = await prepare(tx)
    await createOrganisationDeTest(tx, { nom: 'Foyer des Rives', siren: AUTRE_SIRET.slice(0, 9), siret: AUTRE_SIRET, rna: 'W372900002' })
    const edit = (champs: Record<string, string>) =>
      seal(tx, agents.cheffe)(editOrganisation, { organisationId, version: 1, ...saisie, ...champs })
    await assert.rejects(edit({ siret: '00000001800011' }), surLeChamp('siret', /n’existe pas/))
    await assert.rejects(edit({ rna: '372900001' }), surLeChamp('rna'))
    await assert.rejects(edit({ siret: AUTRE_SIRET }), surLeChamp('siret', /déjà celui de « Foyer des Rives »/))
    await assert.rejects(edit({ rna: 'W372900002' }), surLeChamp('rna', /déjà celui de « Foyer des Rives »/))
    await assert.rejects(edit({ type: 'licorne' }), surLeChamp('type'))
    await assert.rejects(edit({ representantFonction: 'présidente' }), surLeChamp('representantNom'))
    await assert.rejects(edit({ representantNom: 'Alix', representantDepuis: '2027-01-01' }), surLeChamp('representantDepuis'))
    await assert.rejects(edit({ adresse: '1 rue des Lilas' }), surLeChamp('codePostal'))
    assert.throws(() => editOrganisation.entree.parse({ organisationId, version: 1, ...saisie, codePostal: '3700' }), /cinq chiffres/)
    assert.equal((await getOrganisationComplete(tx, organisationId)).version, 1)
  })
})

test('une organisation archivée ne se modifie plus, et se restaure', async () => {
  await annule(base.db, async (tx) => {
    const { organisationId, agents } = await prepare(tx)
    const cheffe = seal(tx, agents.cheffe)
    await cheffe(archiveOrganisation, { organisationId })
    assert.equal(await findOrganisationConnue(tx, { nom: 'Régie Plurielle', siret: null }), null)
    await assert.rejects(cheffe(editOrganisation, { organisationId, version: 2, ...saisie }), /archivée : restaurez-la/)
    await assert.rejects(cheffe(archiveOrganisation, { organisationId }), /archivée/)
    await cheffe(restoreOrganisation, { organisationId })
    await assert.rejects(cheffe(restoreOrganisation, { organisationId }), /n’est pas archivée/)
    assert.equal((await findOrganisationConnue(tx, { nom: 'Régie Plurielle', siret: null }))?.id, organisationId)
  })
})

test('un autre nom s’ajoute et se retire', async () => {
  await annule(base.db, async (tx) => {
    const { organisationId, agents } = await prepare(tx)
    const cheffe = seal(tx, agents.cheffe)
    await cheffe(addNom, { organisationId, variante: 'RPS' })
    await assert.rejects(cheffe(addNom, { organisationId, variante: 'RPS' }), surLeChamp('variante'))
    assert.equal((await findOrganisationConnue(tx, { nom: 'rps', siret: null }))?.id, organisationId)
    await cheffe(removeNom, { organisationId, variante: 'RPS' })
    await assert.rejects(cheffe(removeNom, { organisationId, variante: 'RPS' }), surLeChamp('variante'))
  })
})

test('un document se dépose, reçoit sa durée usuelle, se corrige, s’archive et se restaure', async () => {
  await annule(base.db, async (tx) => {
    const { organisationId, agents } = await prepare(tx)
    const membre = seal(tx, agents.membre)
    const document = { organisationId, nature: 'assurance', valableDu: '2026-01-15', nom: 'attestation.docx', contenu: PDF }
    const { documentId } = await membre(addDocument, document)
    const [depose] = await listDocumentsOrganisation(tx, organisationId)
    assert.deepEqual([depose?.nomFichier, depose?.type, depose?.valableJusqu], ['attestation.pdf', 'application/pdf', '2027-01-14'])
    await membre(editDocument, { organisationId, documentId, valableDu: '2026-01-15', valableJusqu: '2026-12-31' })
    await membre(archiveDocument, { organisationId, documentId })
    await assert.rejects(membre(archiveDocument, { organisationId, documentId }), /déjà archivé/)
    await membre(restoreDocument, { organisationId, documentId })
    await assert.rejects(membre(restoreDocument, { organisationId, documentId }), /n’est pas archivé/)
    assert.deepEqual(
      (await listDocumentsOrganisation(tx, organisationId)).map((d) => [d.valableJusqu, d.archiveLe]),
      [['2026-12-31', null]],
    )
  })
})

test('un programme, un fichier vide, une fin avant le début, une nature inconnue sont refusés', async () => {
  await annule(base.db, async (tx) => {
    const { organisationId, agents } = await prepare(tx)
    const depose = (partiel: Record<string, unknown>) =>
      seal(tx, agents.cheffe)(addDocument, {
        organisationId,
        nature: 'rib',
        valableDu: '2026-01-01',
        nom: 'rib.pdf',
        contenu: PDF,
        ...partiel,
      })
    const texte = (contenu: string) => ({ contenu: new TextEncoder().encode(contenu) })
    await assert.rejects(depose(texte('<html><script>alert(1)</script>')), surLeChamp('contenu', /pas d’un format accepté/))
    await assert.rejects(depose(texte('MZ\u0000\u0001\u0002\u0003\u0004')), surLeChamp('contenu'))
    await assert.rejects(depose({ valableJusqu: '2025-12-31' }), surLeChamp('valableJusqu'))
    await assert.rejects(depose({ nature: 'grimoire' }), surLeChamp('nature'))
    assert.throws(
      () => addDocument.entree.parse({ organisationId, nature: 'rib', valableDu: '2026-01-01', nom: 'x', contenu: new Uint8Array() }),
      /vide/,
    )
    assert.deepEqual(await listDocumentsOrganisation(tx, organisationId), [])
  })
})

test('le document d’une autre organisation n’existe pas ici', async () => {
  await annule(base.db, async (tx) => {
    const { organisationId, contratId, agents } = await prepare(tx)
    const autre = await createOrganisationDeTest(tx, { nom: 'Foyer des Rives' })
    await signe(tx, autre, contratId)
    const cheffe = seal(tx, agents.cheffe)
    const depose = { organisationId: autre, nature: 'rib', valableDu: '2026-01-01', nom: 'rib.pdf', contenu: PDF }
    const { documentId } = await cheffe(addDocument, depose)
    await assert.rejects(cheffe(archiveDocument, { organisationId, documentId }), /n’existe pas/)
  })
})

test('l’administration déclare des natures, pas deux fois', async () => {
  await annule(base.db, async (tx) => {
    const { agents } = await prepare(tx)
    const admin = seal(tx, agents.admin)
    await admin(declareType, { libelle: 'Régie de quartier', numeroAttendu: 'rna' })
    await assert.rejects(admin(declareType, { libelle: 'régie de quartier', numeroAttendu: 'rna' }), surLeChamp('libelle', /existe déjà/))
    assert.equal((await listTypesOrganisation(tx)).at(-1)?.code, 'regie_de_quartier')
    await admin(declareNatureDocument, { libelle: 'Agrément', dureeMois: '60' })
    assert.equal((await listNaturesDocument(tx)).at(-1)?.dureeMois, 60)
    await assert.rejects(admin(declareNatureDocument, { libelle: '2026' }), surLeChamp('libelle'))
    assert.throws(() => declareNatureDocument.entree.parse({ libelle: 'x', dureeMois: '0' }), /1 à 240 mois/)
  })
})

test('chaque acte est refusé à qui n’en a pas le droit, avant de dire si l’objet existe', async () => {
  await annule(base.db, async (tx) => {
    const { organisationId, contratId, agents } = await prepare(tx)
    const documentId = contratId
    const document = { organisationId, nature: 'rib', valableDu: '2026-01-01', nom: 'rib.pdf', contenu: PDF }
    const cas = [
      [editOrganisation, { organisationId, version: 1, ...saisie }, ['membre']],
      [archiveOrganisation, { organisationId }, ['membre']],
      [restoreOrganisation, { organisationId }, ['membre']],
      [addNom, { organisationId, variante: 'x' }, ['membre']],
      [removeNom, { organisationId, variante: 'x' }, ['membre']],
      [addDocument, document, []],
      [editDocument, { organisationId, documentId, valableDu: '2026-01-01' }, []],
      [archiveDocument, { organisationId, documentId }, []],
      [restoreDocument, { organisationId, documentId }, []],
      [declareType, { libelle: 'x', numeroAttendu: 'rna' }, ['cheffe', 'membre']],
      [declareNatureDocument, { libelle: 'x' }, ['cheffe', 'membre']],
      [createOrganisation, { nom: 'Neuve', type: 'autre' }, ['membre', '-cheffeAilleurs']],
    ] as const
    for (const [commande, entree, aussi] of cas) {
      const refuses = ['cheffeAilleurs', 'prefet', 'inconnu', ...aussi].filter((nom) => !aussi.some((dit) => dit === `-${nom}`))
      for (const nom of ['cheffeAilleurs', 'prefet', 'inconnu', 'membre', 'cheffe'] as const) {
        if (!refuses.includes(nom)) continue
        await assert.rejects(seal(tx, agents[nom])(commande as typeof archiveOrganisation, entree), Interdit, `${commande.nom} ${nom}`)
      }
    }
    assert.equal((await getOrganisationComplete(tx, organisationId)).version, 1)
  })
})

test('the application may not delete an organisation, a document or a merge', async () => {
  for (const table of ['organisation', 'organisation_document', 'organisation_fusion', 'type_organisation', 'nature_document']) {
    await assert.rejects(sql.raw(`delete from compte.${table}`).execute(base.db), /permission denied/, table)
  }
  assert.ok(NOW)
})
