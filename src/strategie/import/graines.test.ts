import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { readDocument } from '#platform/documents/lecture/lire.ts'
import { type ImportJson, toJson } from './json.ts'
import { recognizeFiches } from './reconnaitre.ts'

const dossier = fileURLToPath(new URL('../../../../shared/seeds/', import.meta.url))

async function read(t: TestContext, debut: string): Promise<ImportJson | null> {
  const nom = existsSync(dossier) ? readdirSync(dossier).find((fichier) => fichier.startsWith(debut)) : undefined
  if (nom === undefined) {
    t.skip('../shared absent')
    return null
  }
  const document = await readDocument(nom, readFileSync(`${dossier}${nom}`))
  const json = toJson(recognizeFiches(document), (bloc) => document.blocs[bloc]?.texte ?? '')
  assert.equal(json.blocs.total, json.blocs.places + json.blocs.aClasser + json.blocs.ignores.length)
  return json
}

test('la fiche d’orientation fondatrice est comprise en entier', async (t) => {
  const json = await read(t, '003_')
  const fiche = json?.fiches[0]
  if (json === null || fiche === undefined) return assert.equal(json, null)
  assert.equal(json.fiches.length, 1)
  assert.equal(fiche.kind, 'orientation')
  assert.equal(fiche.code, '2.1.5')
  assert.deepEqual(fiche.rattachement, [
    { niveau: 'Pilier', code: '2', intitule: null },
    { niveau: 'Axe', code: '1', intitule: null },
  ])
  assert.notEqual(fiche.enjeu, null)
  assert.deepEqual(
    [fiche.contexte, fiche.objectifs, fiche.realisations, fiche.effets, fiche.dispositifs, fiche.indicateursRealisation].map(
      (liste) => liste.length,
    ),
    [5, 4, 7, 2, 2, 3],
  )
  assert.deepEqual(
    fiche.financements.map(({ nature }) => nature),
    ['specifique', 'droit_commun', 'tfpb', 'fondation'],
  )
  assert.deepEqual(fiche.financements[0]?.organisations, ['ANRU'])
  assert.equal(fiche.financements[1]?.organisations.length, 3)
  assert.deepEqual(fiche.calendrier.precision, 'au_fil_de_leau')
  assert.deepEqual(fiche.calendrier.phases, [])
  assert.equal(fiche.partenaires.length, 10)
  assert.deepEqual(
    fiche.indicateursEffets.map(({ effet, indicateurs }) => [effet, indicateurs.length]),
    [
      [fiche.effets[0], 3],
      [fiche.effets[1], 1],
    ],
  )
  assert.deepEqual(
    fiche.liens.map(({ code }) => code),
    ['2.1.6'],
  )
  assert.deepEqual(fiche.aClasser, [])
  assert.deepEqual(json.aClasser, [])
  const codes = json.anomalies.map(({ code }) => code)
  for (const code of ['signet_retire', 'plusieurs_indicateurs', 'virgule_finale', 'liste_ouverte']) assert.ok(codes.includes(code), code)
})

test('le bilan d’activité fondateur donne trois objectifs et trois phases datées dont deux se chevauchent', async (t) => {
  const json = await read(t, '000_')
  const fiche = json?.fiches[0]
  if (json === null || fiche === undefined) return assert.equal(json, null)
  assert.equal(fiche.kind, 'bilan')
  assert.equal(fiche.objectifs.length, 3)
  assert.equal(fiche.realisations.length, 3)
  assert.deepEqual(
    fiche.calendrier.phases.map(({ debut, fin, precision }) => [debut, fin, precision]),
    [
      ['2007-10', '2008-03', 'mois'],
      ['2007-01', '2008-04', 'mois'],
      ['2008-04', '2008-06', 'mois'],
    ],
  )
  assert.equal(json.anomalies.filter(({ code }) => code === 'phases_superposees').length, 1)
  assert.equal(json.anomalies.filter(({ code }) => code === 'nom_deux_graphies').length, 1)
})

for (const debut of ['001_', '002_', '004_']) {
  test(`le document ${debut} n’est pas une fiche : tout est à classer, rien n’est inventé`, async (t) => {
    const json = await read(t, debut)
    if (json === null) return
    assert.deepEqual(json.fiches, [])
    assert.equal(json.blocs.places, 0)
    assert.ok(json.blocs.ignores.every(({ raison }) => raison === 'pied de page répété'))
  })
}
