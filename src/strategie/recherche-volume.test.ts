import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type RawBuilder, sql } from 'kysely'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { createArbreDeTest } from './arbre-de-test.ts'
import { listVoisins, searchSql, searchStrategie, telQuel } from './recherche.store.ts'
import { parseRequete, type Requete } from './recherche.ts'
import { createCorpus, MOT_RARE } from './recherche-de-test.ts'

// 5 000 fiches, analysed by the owner of the tables: the plans are those of a full contract.
const proprietaire = await createBaseDeTest({ role: null })
const { contratId } = await proprietaire.db.transaction().execute((tx) => createArbreDeTest(tx))
await createCorpus(proprietaire.db, contratId, 5000)
await sql`analyze strategie.fiche, strategie.mot`.execute(proprietaire.db)

async function plan(requete: RawBuilder<unknown>): Promise<string> {
  const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${requete}`.execute(proprietaire.db)
  return rows.map((ligne) => ligne['QUERY PLAN']).join('\n')
}
function requete(texte: string): Requete {
  const lue = parseRequete(texte)
  assert.ok(lue)
  return lue
}

test('on 5 000 fiches, a rare word is found through the GIN index, by the very statement of the search', async () => {
  const demande = requete(MOT_RARE)
  const texte = await plan(searchSql(contratId, demande, telQuel(demande), { page: 1, taille: 20 }))
  assert.match(texte, /Bitmap Index Scan on fiche_recherche/)
  assert.doesNotMatch(texte, /Seq Scan on fiche /)
})

test('on 5 000 fiches, the neighbours of a word come through the GiST index', async () => {
  const texte = await plan(sql`select mot from strategie.mot where contrat_id = ${contratId} order by mot <-> 'hydrogeolgie' limit 16`)
  assert.match(texte, /Index Scan using mot_voisins/)
  const [voisins] = await listVoisins(proprietaire.db, contratId, ['hydrogeolgie'])
  assert.equal(voisins?.voisins[0], 'hydrogeologie')
})

test('on 5 000 fiches, an old code comes through its index', async () => {
  await sql`
    insert into strategie.ancien_code (id, contrat_id, objet_type, objet_id, code, jusqu_au)
    select gen_random_uuid(), contrat_id, 'fiche', id, '9.' || code, now() from strategie.fiche`.execute(proprietaire.db)
  await sql`analyze strategie.ancien_code`.execute(proprietaire.db)
  const texte = await plan(sql`select objet_id from strategie.ancien_code where contrat_id = ${contratId} and code = '9.2.3.4'`)
  assert.match(texte, /ancien_code_recherche/)
})

test('rare, frequent and misspelt words, codes and old codes all answer on 5 000 fiches', async () => {
  const cherche = (texte: string) => searchStrategie(proprietaire.db, contratId, requete(texte), { page: 1, taille: 20 })
  assert.equal((await cherche(MOT_RARE)).total, 5)
  assert.equal((await cherche('hydrogéolgie')).total, 5)
  assert.ok((await cherche('quartier')).total > 500)
  assert.equal((await cherche('3.4.7')).trouves[0]?.code, '3.4.7')
  assert.equal((await cherche('9.3.4.7')).trouves[0]?.code, '3.4.7')
})
