import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { listJournal } from '#platform/audit/audit.store.ts'
import type { Tx } from '#platform/db/base.ts'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { Interdit, Introuvable } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { buildAgent, createArbreDeTest, fait } from '../arbre-de-test.ts'
import { getFiche } from '../fiche.store.ts'
import { LIGNES_FICHE } from '../import/documents-de-test.ts'
import { createLotDeTest } from '../import-de-test.ts'
import { getFicheARelire, listFichesDuLot } from '../import-fiche.store.ts'
import { cancelLot } from './cancel-lot.ts'
import { createFicheImportee } from './create-fiche-importee.ts'
import { createFichesDuLot } from './create-fiches-du-lot.ts'
import { decideImport } from './decide-import.ts'
import { saveFiche } from './save-fiche.ts'
import { setAsideFicheImportee } from './set-aside-fiche-importee.ts'
import { updateFicheImportee } from './update-fiche-importee.ts'

const base = await createBaseDeTest()
const plusTard = (minutes: number) => new Date(Date.UTC(2026, 2, 2, 9, minutes))

/** A contract, a person, and one fiche of an import to review. */
async function scene(tx: Tx, lignes: readonly string[] = LIGNES_FICHE) {
  const arbre = await createArbreDeTest(tx)
  const { lotId, ids } = await createLotDeTest(tx, arbre.contratId, arbre.agent, { 'halls.docx': lignes })
  const visee = { contratId: arbre.contratId, importFicheId: ids[0] ?? '' }
  return { ...arbre, lotId, visee, lue: () => getFicheARelire(tx, arbre.contratId, ids[0] ?? '') }
}
const fin = { intitule: 'Rénover les halls', code: '2.1.7', kind: 'action', noeud: 'creer' }
const _bloc = (debut: string) => LIGNES_FICHE.findIndex((ligne) => ligne.includes(debut))
const archive = (tx: Tx, contratId: string) =>
  sql`update contrat.contrat set archive_le = now(), statut = 'archive', statut_avant_archive = 'preparation' where id = ${contratId}`.execute(
    tx,
  )

test('une fiche écartée de l’import y revient quand on le veut', () =>
  annule(base.db, async (tx) => {
    const { agent, visee, lue, contratId } = await scene(tx)
    await assert.rejects(fait(tx, agent, setAsideFicheImportee, { ...visee, geste: 'reprendre' }), /n’est pas écartée/)
    await fait(tx, agent, setAsideFicheImportee, { ...visee, geste: 'ecarter' })
    assert.equal((await lue()).etat, 'ecartee')
    await assert.rejects(fait(tx, agent, createFicheImportee, { ...visee, ...fin }), /a été écartée/)
    await assert.rejects(fait(tx, buildAgent(contratId, 'evaluateur'), setAsideFicheImportee, { ...visee, geste: 'reprendre' }), Interdit)
    await fait(tx, agent, setAsideFicheImportee, { ...visee, geste: 'reprendre' })
    assert.equal((await lue()).etat, 'a_relire')
  }))

const SANS_DOUTE = LIGNES_FICHE.slice(0, 17).concat('• Nombre de halls refaits')
const autreFiche = (code: string, titre: string) =>
  SANS_DOUTE.map((ligne) => ligne.replace('2.1.7 : Rénover les halls', `${code} : ${titre}`))

test('tout créer d’un coup ne crée que ce qui est sans doute', () =>
  annule(base.db, async (tx) => {
    const { contratId, agent } = await createArbreDeTest(tx)
    const { lotId } = await createLotDeTest(tx, contratId, agent, {
      'nette.docx': SANS_DOUTE,
      'douteuse.docx': LIGNES_FICHE,
      'prise.docx': autreFiche('2.1.4', 'Un sujet tout autre'),
      'connue.docx': autreFiche('2.1.11', 'Une gestion adaptée aux quartiers'),
      'sans-place.docx': [...autreFiche('2.1.12', 'Des bancs à l’ombre'), '## Points de blocage', 'Rien à dire'],
      'deux.docx': autreFiche('2.1.10', 'Jouer dehors'),
    })
    const { creees } = await fait(tx, agent, createFichesDuLot, { contratId, lotId })
    assert.equal(creees, 2)
    const etats = (await listFichesDuLot(tx, lotId)).map((fiche) => [fiche.source, fiche.etat])
    assert.deepEqual(etats, [
      ['nette.docx', 'creee'],
      ['douteuse.docx', 'a_relire'],
      ['prise.docx', 'a_relire'],
      ['connue.docx', 'a_relire'],
      ['sans-place.docx', 'a_relire'],
      ['deux.docx', 'creee'],
    ])
    await assert.rejects(fait(tx, agent, createFichesDuLot, { contratId, lotId }), /Aucune fiche de cet import n’est sans doute/)
    await assert.rejects(fait(tx, buildAgent(contratId, 'conseil_citoyen'), createFichesDuLot, { contratId, lotId }), Interdit)
    await assert.rejects(fait(tx, agent, createFichesDuLot, { contratId, lotId: createId() }), Introuvable)
  }))

test('la liste d’un import compte les blocs, ce qui est sans place et les doutes ouverts, après les décisions', () =>
  annule(base.db, async (tx) => {
    const { contratId, agent, visee, lotId } = await scene(tx)
    const compte = async () =>
      (await listFichesDuLot(tx, lotId)).map(({ blocs, aClasser, doutes, code, intitule }) => ({ blocs, aClasser, doutes, code, intitule }))
    assert.deepEqual(await compte(), [{ blocs: 20, aClasser: 2, doutes: 1, code: '2.1.7', intitule: 'Rénover les halls' }])
    await fait(tx, agent, decideImport, {
      ...visee,
      placements: { 18: 'suivi', 4: 'aClasser' },
      doutes: { 'plusieurs_indicateurs@17': 'juste' },
      code: '',
    })
    assert.deepEqual(await compte(), [{ blocs: 20, aClasser: 2, doutes: 0, code: null, intitule: 'Rénover les halls' }])
    assert.equal((await getFicheARelire(tx, contratId, visee.importFicheId)).total, 1)
  }))

test('annuler un import archive ce qu’il a créé, rend le texte d’avant, et laisse ce que quelqu’un a changé depuis', () =>
  annule(base.db, async (tx) => {
    const { contratId, agent, ids } = await createArbreDeTest(tx)
    const lot = await createLotDeTest(tx, contratId, agent, {
      'un.docx': [...SANS_DOUTE, '## Liens avec d’autres fiches', '2.1.10 Jouer dehors'],
      'deux.docx': autreFiche('2.1.10', 'Jouer dehors'),
      'maj.docx': SANS_DOUTE,
    })
    const { lotId } = lot
    const [un, deux, maj] = lot.ids
    const cree = async (importFicheId: string | undefined, code: string, minute: number) =>
      (await fait(tx, agent, createFicheImportee, { contratId, importFicheId, ...fin, code }, plusTard(minute))).ficheId
    const f1 = await cree(un, '2.1.7', 1)
    const f2 = await cree(deux, '2.1.10', 2)
    await fait(
      tx,
      agent,
      updateFicheImportee,
      { contratId, importFicheId: maj, ficheId: ids.f4, version: 1, champs: ['contexte'] },
      plusTard(3),
    )
    const seconde = await getFiche(tx, contratId, f2)
    await fait(
      tx,
      agent,
      saveFiche,
      { contratId, ficheId: f2, version: seconde.version, contenu: { ...seconde, enjeu: 'Changé depuis' } },
      plusTard(4),
    )
    assert.equal((await getFiche(tx, contratId, f1)).liens[0]?.ficheId, f2, 'le lien a été noué après l’import')
    const { laissees } = await fait(tx, agent, cancelLot, { contratId, lotId, portee: 'tout' }, plusTard(5))
    assert.deepEqual(laissees, ['2.1.10'])
    assert.notEqual((await getFiche(tx, contratId, f1)).archiveeLe, null)
    assert.equal((await getFiche(tx, contratId, f2)).archiveeLe, null)
    assert.deepEqual((await getFiche(tx, contratId, ids.f4 ?? '')).contexte, [])
    const [trace] = await listJournal(tx, { contratId, limite: 1 })
    assert.equal(trace?.libelle, 'Import « Fiches du pilier 2 » annulé en entier ; 1\u00a0fiche modifiée depuis, laissée : 2.1.10')
    await assert.rejects(fait(tx, agent, cancelLot, { contratId, lotId, portee: 'tout' }), /déjà annulé/)
    await assert.rejects(fait(tx, agent, createFichesDuLot, { contratId, lotId }), /a été annulé/)
  }))

test('une fiche importée puis soumise reste quand l’import est annulé', () =>
  annule(base.db, async (tx) => {
    const { agent, visee, contratId, lotId } = await scene(tx)
    const { ficheId } = await fait(tx, agent, createFicheImportee, { ...visee, ...fin })
    await sql`update strategie.fiche set statut = 'a_valider' where id = ${ficheId}`.execute(tx)
    const { laissees } = await fait(tx, agent, cancelLot, { contratId, lotId, portee: 'tout' }, plusTard(5))
    assert.deepEqual(laissees, ['2.1.7'])
  }))

test('annuler : la personne qui a déposé ou la cheffe de projet, et personne d’autre ; la lecture seule s’arrête', () =>
  annule(base.db, async (tx) => {
    const { contratId, agent } = await createArbreDeTest(tx)
    const bailleur = buildAgent(contratId, 'bailleur')
    const sien = await createLotDeTest(tx, contratId, bailleur, { 'a.docx': LIGNES_FICHE })
    await assert.rejects(
      fait(tx, buildAgent(contratId, 'delegue_prefet'), cancelLot, { contratId, lotId: sien.lotId, portee: 'tout' }),
      Interdit,
    )
    await fait(tx, bailleur, cancelLot, { contratId, lotId: sien.lotId, portee: 'lecture' })
    const { rows } = await sql<{ etat: string }>`
      select t.etat from platform.tache t join strategie.import_lot l on l.tache_id = t.id where l.id = ${sien.lotId}`.execute(tx)
    assert.equal(rows[0]?.etat, 'annulee')
    await assert.rejects(fait(tx, bailleur, cancelLot, { contratId, lotId: sien.lotId, portee: 'lecture' }), /déjà terminée/)
    await fait(tx, agent, cancelLot, { contratId, lotId: sien.lotId, portee: 'tout' })
    const dernier = await createLotDeTest(tx, contratId, agent, { 'a.docx': LIGNES_FICHE })
    await archive(tx, contratId)
    await assert.rejects(fait(tx, agent, cancelLot, { contratId, lotId: dernier.lotId, portee: 'tout' }), /archivé/)
  }))
