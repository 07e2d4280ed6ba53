import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import test from 'node:test'
import { sql } from 'kysely'
import '#contrat/traitements.ts'
import '#indicateurs/traitements.ts'
import { openBase, type Tx } from '#platform/db/base.ts'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { listColonnes } from '#platform/donnees-personnelles/colonne.store.ts'
import { findDefauts, listPersonnelles } from '#platform/donnees-personnelles/declaration.ts'
import { filled, listTraitements, registreOf } from '#platform/donnees-personnelles/traitement.ts'
import '#strategie/traitements.ts'
import '#territoire/traitements.ts'
import { registreFeuilles, registreMarkdown } from './registre.ts'
import './reglages-instance.ts'
import './traitements.ts'
import { listValeursCitees } from './valeurs-citees.store.ts'

const base = await createBaseDeTest()

test('chaque colonne où peut se trouver une personne dit pourquoi, sur quelle base et combien de temps', async () => {
  assert.deepEqual(findDefauts(await listColonnes(base.db)), [], 'declare them by `comment on column` in the migration that makes them')
})

/** What the catalogue finds wrong once the owner has changed the schema; the change is undone. */
async function defautsApres(changement: (tx: Tx) => Promise<unknown>): Promise<string[]> {
  const owner = openBase(base.url, { role: null, max: 1 })
  let defauts: string[] = []
  await owner.db
    .transaction()
    .execute(async (tx) => {
      await changement(tx)
      defauts = findDefauts(await listColonnes(tx))
      throw new Error('undone')
    })
    .catch((erreur: unknown) => {
      if (!(erreur instanceof Error) || erreur.message !== 'undone') throw erreur
    })
  await owner.close()
  return defauts
}

test('une colonne nouvelle qui ne dit rien fait échouer : texte, json, octets, référence à une personne, nom de donnée personnelle', async () => {
  const defauts = await defautsApres((tx) =>
    sql`create table contrat.nouvelle (id uuid primary key, remarque text, tags text[], reponses jsonb, piece bytea, ip inet,
      suivi_par uuid references compte.personne, compte_id uuid references compte.utilisateur, telephone bigint, date_naissance date,
      total integer, cree_le timestamptz, contrat_id uuid)`.execute(tx),
  )
  assert.deepEqual(
    defauts.map((defaut) => defaut.split(' : ')[0]),
    ['remarque', 'tags', 'reponses', 'piece', 'ip', 'suivi_par', 'compte_id', 'telephone', 'date_naissance'].map(
      (nom) => `contrat.nouvelle.${nom}`,
    ),
  )
})

test('une déclaration retirée ou incomplète fait échouer', async () => {
  assert.match(
    (await defautsApres((tx) => sql`comment on column compte.personne.nom is null`.execute(tx))).join(),
    /compte\.personne\.nom : elle ne dit rien/,
  )
  const incomplete = await defautsApres((tx) =>
    sql`comment on column compte.personne.nom is 'personnel | finalite: f | base: b'`.execute(tx),
  )
  assert.match(incomplete.join(), /durée de conservation manque/)
})

test('chaque donnée est dans un traitement, chaque traitement en tient', async () => {
  const { lignes, orphelines } = registreOf(await listColonnes(base.db), listTraitements())
  assert.deepEqual(
    orphelines.map(({ tableau, nom }) => `${tableau}.${nom}`),
    [],
  )
  // One that names no table keeps nothing, and says so.
  for (const { traitement, colonnes } of lignes)
    assert.ok(colonnes.length > 0 || traitement.tableaux.length === 0, `${traitement.nom} covers no column`)
})

test('une durée citée est celle d’un réglage, et change avec lui', async () => {
  const colonnes = await listColonnes(base.db)
  const valeurs = await listValeursCitees(base.db)
  const textes = [
    ...listPersonnelles(colonnes).map(({ declaration }) => declaration.conservation),
    ...listTraitements().flatMap((traitement) => Object.values(traitement).filter((valeur) => typeof valeur === 'string')),
  ]
  assert.deepEqual(
    textes.map((texte) => filled(texte, valeurs)).filter((texte) => /[{}]/.test(texte)),
    [],
  )
  assert.equal(filled('{compte.journal_ans} ans', valeurs), '10\u00a0ans')
})

test('le registre s’exporte : un traitement par ligne, une colonne par ligne', async () => {
  const registre = registreOf(await listColonnes(base.db), listTraitements())
  const [traitements, donnees] = registreFeuilles(registre, await listValeursCitees(base.db))
  assert.equal(traitements.lignes.length, listTraitements().length)
  assert.ok(donnees.lignes.length > 100)
  for (const feuille of [traitements, donnees]) {
    for (const ligne of feuille.lignes)
      assert.ok(ligne.length === feuille.colonnes.length && ligne.every((cellule) => cellule !== ''), ligne.join(' | '))
  }
})

test('docs/registre-traitements.md est ce que fait le schéma', async () => {
  const registre = registreOf(await listColonnes(base.db), listTraitements())
  const ecrit = await readFile(new URL('../../docs/registre-traitements.md', import.meta.url), 'utf8')
  assert.equal(ecrit, registreMarkdown(registre, await listValeursCitees(base.db)), 'stale: run npm run docs:registre')
})
