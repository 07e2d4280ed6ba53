import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { listJournal } from '#platform/audit/audit.store.ts'
import type { Tx } from '#platform/db/base.ts'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { Interdit, Introuvable, RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { createQuartierDeTest } from '#territoire/quartier-de-test.ts'
import { buildAgent, createArbreDeTest, fait } from '../arbre-de-test.ts'
import { mayWriteFiche } from '../droits.ts'
import { getFiche } from '../fiche.store.ts'
import { FicheModifiee } from '../fiche-verrou.ts'
import { countFichesParLieu, listFichesDuLieu } from '../lieu.store.ts'
import { situateFiche } from './situate-fiche.ts'

const base = await createBaseDeTest()

async function scene(tx: Tx) {
  const arbre = await createArbreDeTest(tx)
  await sql`insert into contrat.commune (contrat_id, code_insee, nom, ordre)
    values (${arbre.contratId}, '37261', 'Tours', 0), (${arbre.contratId}, '37122', 'Joué-lès-Tours', 1)`.execute(tx)
  await createQuartierDeTest(tx, { code: 'QN03798N', nom: 'Les Halles', communes: ['37261'], population: 3000 })
  await createQuartierDeTest(tx, { code: 'QN03799N', nom: 'La Rive', communes: ['37122'], population: 1000 })
  await createQuartierDeTest(tx, { code: 'QN04299N', nom: 'Ailleurs', communes: ['42218'] })
  return { ...arbre, visee: { contratId: arbre.contratId, ficheId: arbre.ids.f5 ?? '', version: 1 } }
}
const HALLES = { type: 'quartier', code: 'QN03798N' }
const RIVE = { type: 'quartier', code: 'QN03799N' }

test('situer une fiche : lieux et parts gardés, une ligne au journal, la fiche se retrouve par son quartier', async () => {
  await annule(base.db, async (tx) => {
    const { contratId, agent, ids, visee } = await scene(tx)
    await fait(tx, agent, situateFiche, { ...visee, repartition: 'habitants', lieux: [HALLES, RIVE] })
    const { lieux, version } = await getFiche(tx, contratId, visee.ficheId)
    assert.deepEqual(
      lieux.map(({ nom, partPm, communes, origine }) => [nom, partPm, communes, origine]),
      [
        ['Les Halles', 750, ['37261'], 'saisie'],
        ['La Rive', 250, ['37122'], 'saisie'],
      ],
    )
    assert.equal(version, 1, 'the text has not moved')
    assert.deepEqual(await listFichesDuLieu(tx, contratId, { type: 'quartier', code: 'QN03799N' }), [
      { id: ids.f5, code: '2.1.5', intitule: 'Une gestion adaptée aux quartiers', statut: 'brouillon', partPm: 250 },
    ])
    assert.equal((await countFichesParLieu(tx, contratId, 'quartier')).get('QN03798N'), 1)
    const [trace] = await listJournal(tx, { contratId, objet: { type: 'fiche', id: visee.ficheId }, limite: 5 })
    assert.equal(trace?.libelle, 'Fiche 2.1.5 située : Les Halles (QN03798N), 75 % ; La Rive (QN03799N), 25 %')
    assert.equal(
      (await fait(tx, agent, situateFiche, { ...visee, repartition: 'habitants', lieux: [HALLES, RIVE] })).length,
      2,
      'the same again changes nothing',
    )
    assert.equal((await listJournal(tx, { contratId, objet: { type: 'fiche', id: visee.ficheId }, limite: 5 })).length, 1)
  })
})

test('à parts égales le tout est rendu ; écrites, elles font 100 %', async () => {
  await annule(base.db, async (tx) => {
    const { agent, visee } = await scene(tx)
    const commune = { type: 'commune', code: '37261' }
    const egales = await fait(tx, agent, situateFiche, { ...visee, repartition: 'egale', lieux: [HALLES, RIVE, commune] })
    assert.deepEqual(
      egales.map(({ partPm }) => partPm),
      [334, 333, 333],
    )
    const ecrites = (a: number | null, b: number | null) =>
      fait(tx, agent, situateFiche, {
        ...visee,
        repartition: 'saisie',
        lieux: [
          { ...HALLES, partPm: a },
          { ...RIVE, partPm: b },
        ],
      })
    await assert.rejects(ecrites(600, 300), /90 % : il manque 10 %/)
    await assert.rejects(ecrites(1000, null), /Donnez la part de « La Rive »/)
    assert.deepEqual(
      (await ecrites(600, 400)).map(({ partPm }) => partPm),
      [600, 400],
    )
    await assert.rejects(
      fait(tx, agent, situateFiche, { ...visee, repartition: 'habitants', lieux: [HALLES, commune] }),
      /habitants de « Tours » n’est pas connu/,
    )
  })
})

test('un lieu d’un autre contrat, un lieu inventé, une part hors bornes sont refusés ; rien ne change', async () => {
  await annule(base.db, async (tx) => {
    const { contratId, agent, visee } = await scene(tx)
    await assert.rejects(
      fait(tx, agent, situateFiche, { ...visee, lieux: [{ type: 'quartier', code: 'QN04299N' }] }),
      /n’est pas un lieu de ce contrat/,
    )
    await assert.rejects(fait(tx, agent, situateFiche, { ...visee, lieux: [{ type: 'commune', code: '99999' }] }), RegleViolee)
    await assert.rejects(async () => fait(tx, agent, situateFiche, { ...visee, lieux: [{ ...HALLES, partPm: 1001 }] }), /de 0 à 100/)
    await assert.rejects(fait(tx, agent, situateFiche, { ...visee, lieux: [HALLES, HALLES] }), /choisi deux fois/)
    assert.deepEqual((await getFiche(tx, contratId, visee.ficheId)).lieux, [])
  })
})

test('un quartier que sa génération a perdu reste là où il était cité', async () => {
  await annule(base.db, async (tx) => {
    const { contratId, agent, visee } = await scene(tx)
    await fait(tx, agent, situateFiche, { ...visee, lieux: [HALLES] })
    await sql`delete from territoire.quartier where code = 'QN03798N'`.execute(tx)
    await fait(tx, agent, situateFiche, { ...visee, lieux: [HALLES, RIVE] })
    assert.deepEqual(
      (await getFiche(tx, contratId, visee.ficheId)).lieux.map(({ nom }) => nom),
      ['Les Halles', 'La Rive'],
    )
  })
})

test('qui ne peut pas écrire la fiche ne peut pas la situer ; qui la croit ancienne la relit', async () => {
  await annule(base.db, async (tx) => {
    const { contratId, agent, visee } = await scene(tx)
    await assert.rejects(fait(tx, buildAgent(contratId, 'conseil_citoyen'), situateFiche, { ...visee, lieux: [HALLES] }), Interdit)
    const { contratId: ailleurs } = await createArbreDeTest(tx)
    await assert.rejects(fait(tx, buildAgent(ailleurs), situateFiche, { ...visee, lieux: [HALLES] }), Introuvable)
    await assert.rejects(fait(tx, agent, situateFiche, { ...visee, version: 7, lieux: [HALLES] }), FicheModifiee)
  })
})

test('la référente d’une commune écrit les fiches de sa commune et celles qui n’ont pas de lieu, pas les autres', async () => {
  await annule(base.db, async (tx) => {
    const { contratId, agent, visee } = await scene(tx)
    const referente = buildAgent(contratId, 'referent_commune')
    const [mandat] = referente.mandats
    if (mandat === undefined) throw new Error('no mandate')
    const deJoue = { ...referente, mandats: [{ ...mandat, territoire: { type: 'communes', codes: ['37122'] } as const }] }
    const peut = async () => mayWriteFiche(deJoue, await getFiche(tx, contratId, visee.ficheId))
    assert.equal(await peut(), true, 'no place yet')
    await fait(tx, agent, situateFiche, { ...visee, lieux: [HALLES] })
    assert.equal(await peut(), false, 'a fiche of Tours alone')
    await assert.rejects(fait(tx, deJoue, situateFiche, { ...visee, lieux: [RIVE] }), Interdit)
    await fait(tx, agent, situateFiche, { ...visee, lieux: [HALLES, RIVE] })
    assert.equal(await peut(), true)
    await fait(tx, deJoue, situateFiche, { ...visee, lieux: [RIVE] })
  })
})

test('un périmètre du contrat se vise comme un quartier ; celui d’un autre contrat n’existe pas', async () => {
  await annule(base.db, async (tx) => {
    const { contratId, agent, visee } = await scene(tx)
    const { contratId: ailleurs } = await createArbreDeTest(tx)
    const ids = [createId(), createId()] as const
    await sql`insert into territoire.perimetre (id, contrat_id, nom, communes, origine)
      values (${ids[0]}, ${contratId}, 'Les Fontaines', ${['37261']}, 'nom'), (${ids[1]}, ${ailleurs}, 'Ailleurs', ${['37261']}, 'nom')`.execute(
      tx,
    )
    const [lieu] = await fait(tx, agent, situateFiche, { ...visee, lieux: [{ type: 'perimetre', code: ids[0] }] })
    assert.deepEqual([lieu?.nom, lieu?.communes], ['Les Fontaines', ['37261']])
    await assert.rejects(
      fait(tx, agent, situateFiche, { ...visee, lieux: [{ type: 'perimetre', code: ids[1] }] }),
      /n’est pas un lieu de ce contrat/,
    )
  })
})
