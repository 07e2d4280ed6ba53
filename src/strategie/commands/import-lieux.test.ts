import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { readDocument } from '#platform/documents/lecture/lire.ts'
import { createQuartierDeTest } from '#territoire/quartier-de-test.ts'
import { createArbreDeTest, fait } from '../arbre-de-test.ts'
import { getPageFiche } from '../fiche-page.store.ts'
import { createLotDeTest } from '../import-de-test.ts'
import { createFicheImportee } from './create-fiche-importee.ts'

const base = await createBaseDeTest()
const graines = fileURLToPath(new URL('../../../../shared/seeds/', import.meta.url))

async function reference(tx: Tx, contratId: string): Promise<void> {
  for (const [ordre, [code, nom]] of [
    ['37261', 'Tours'],
    ['37195', 'La Riche'],
    ['37122', 'Joué-lès-Tours'],
    ['37233', 'Saint-Pierre-des-Corps'],
  ].entries()) {
    await sql`insert into contrat.commune (contrat_id, code_insee, nom, ordre) values (${contratId}, ${code}, ${nom}, ${ordre})`.execute(tx)
  }
  await createQuartierDeTest(tx, { code: 'QN03791N', nom: 'Sanitas', communes: ['37261'] })
  await createQuartierDeTest(tx, { code: 'QN03792N', nom: 'Maryse Bastié', communes: ['37261', '37195'] })
  await createQuartierDeTest(tx, { code: 'QN03793N', nom: 'Rabière', communes: ['37122'] })
  await createQuartierDeTest(tx, { code: 'QN03794N', nom: 'Rabaterie', communes: ['37233'] })
}

async function imported(tx: Tx, lignes: readonly string[]) {
  const { contratId, agent } = await createArbreDeTest(tx)
  await reference(tx, contratId)
  const { ids } = await createLotDeTest(tx, contratId, agent, { 'fiche.docx': lignes })
  const fiche = await fait(tx, agent, createFicheImportee, {
    contratId,
    importFicheId: ids[0] ?? '',
    intitule: 'Une gestion adaptée',
    code: '2.1.7',
    kind: 'action',
    noeud: 'creer',
  })
  const { fiche: lue, commentaires } = await getPageFiche(tx, contratId, fiche.ficheId)
  return {
    lieux: lue.lieux.map(({ nom }) => nom),
    origines: new Set(lue.lieux.map(({ origine }) => origine)),
    remarques: commentaires.map(({ texte }) => texte),
  }
}

test('l’import reconnaît les quartiers et communes nommés, dit ce qu’il ne trouve pas, ne devine rien', () =>
  annule(base.db, async (tx) => {
    const { lieux, origines, remarques } = await imported(tx, [
      'Fiche action : Une gestion adaptée',
      'Objectifs',
      'Entretenir partout',
      'Échelle territoriale',
      'Sanitas (Tours)',
      'La Riche, site volontaire',
      'Rochepinard',
    ])
    assert.deepEqual(lieux, ['Sanitas', 'La Riche'])
    assert.deepEqual([...origines], ['import'])
    assert.deepEqual(
      remarques.filter((texte) => texte.includes('Lieu')),
      ['Lieu à vérifier : « Rochepinard » n’est pas dans la liste des quartiers et communes du contrat.'],
    )
  }))

test('la fiche fondatrice : quatre quartiers et un site volontaire, cités hors de l’échelle', async (t: TestContext) => {
  const nom = existsSync(graines) ? readdirSync(graines).find((fichier) => fichier.startsWith('003_')) : undefined
  if (nom === undefined) return t.skip('../shared absent')
  const { blocs } = await readDocument(nom, readFileSync(`${graines}${nom}`))
  await annule(base.db, async (tx) => {
    const { lieux, remarques } = await imported(
      tx,
      blocs.map(({ texte }) => texte),
    )
    assert.deepEqual(lieux, ['Sanitas', 'Maryse Bastié', 'Rabière', 'Rabaterie', 'La Riche'])
    assert.ok(
      remarques.some((texte) => texte.startsWith('Lieux à confirmer : Sanitas')),
      remarques.join('\n'),
    )
  })
})
