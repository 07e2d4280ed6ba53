import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { THEME_PARVIS } from '#platform/documents/ecriture/document.ts'
import { readDocument } from '#platform/documents/lecture/lire.ts'
import { recognizeFiches } from '../import/reconnaitre.ts'
import { buildDocument } from './document.ts'
import { closeExports, exportBranche, exportFiche } from './exporter.ts'
import { buildContratEngendre } from './fiches-engendrees.ts'
import { FORMATS_EXPORT } from './formats.ts'
import { NON_RENSEIGNE } from './mentions.ts'
import { fichesOf, getBranche, listFiches } from './modele.ts'

after(closeExports)

const contrat = buildContratEngendre(9, 21)
const [premiere] = listFiches(contrat)

test('une fiche, une branche et le contrat s’exportent dans tous les formats, avec un nom lisible', async () => {
  assert.ok(premiere)
  for (const format of FORMATS_EXPORT) {
    const fiche = await exportFiche(contrat, premiere.id, format, THEME_PARVIS)
    const branche = await exportBranche(contrat, '2', format, THEME_PARVIS)
    const entier = await exportBranche(contrat, null, format, THEME_PARVIS)
    assert.match(fiche.nom, new RegExp(`^fiche-1\\.1\\.1-[a-z0-9.-]+\\.${format}$`))
    assert.equal(branche.nom, `contrat-de-ville-du-val-clair-pilier-2.${format}`)
    assert.equal(entier.nom, `contrat-de-ville-du-val-clair.${format}`)
    assert.ok(fiche.contenu.byteLength < entier.contenu.byteLength)
  }
})

test('chaque export porte toutes les fiches de sa part, et elles seules', async () => {
  const attendues = { '2': fichesOf(getBranche(contrat, '2').noeud), tout: listFiches(contrat) }
  for (const format of ['docx', 'odt', 'html', 'xlsx', 'ods', 'csv'] as const) {
    for (const [code, fiches] of Object.entries(attendues)) {
      const { nom, contenu } = await exportBranche(contrat, code === 'tout' ? null : code, format, THEME_PARVIS)
      const codes = recognizeFiches(await readDocument(nom, contenu)).fiches.map((fiche) => fiche.code?.texte)
      assert.deepEqual(
        codes,
        fiches.map((fiche) => fiche.code),
        `${format} ${code}`,
      )
    }
  }
})

test('le PDF dit la couverture, le sommaire, chaque fiche et les signataires', async () => {
  const { nom, contenu } = await exportBranche(contrat, null, 'pdf', THEME_PARVIS)
  const texte = (await readDocument(nom, contenu)).blocs.map((bloc) => bloc.texte).join('\n')
  for (const attendu of [
    'Sommaire',
    'Le contrat en bref',
    'Liste des signataires',
    'Amina Duval, présidente',
    '9 fiches : un pavé pour chacune',
    NON_RENSEIGNE,
  ]) {
    assert.ok(texte.includes(attendu), attendu)
  }
  for (const { code } of listFiches(contrat)) assert.ok(texte.includes(code), code)
})

test('les champs vides sont dits, les champs que le contrat n’emploie pas ne paraissent que s’ils sont remplis', () => {
  assert.ok(premiere)
  const champs = contrat.champs.map((choix) => ({ ...choix, utilise: choix.champ !== 'moyens' && choix.champ !== 'suivi' }))
  const fiche = { ...premiere, enjeu: null, moyens: [], suivi: [{ id: premiere.id, texte: 'Un comité' }] }
  const { corps } = buildDocument({ ...contrat, champs }, { sorte: 'fiche', fiche })
  const rubriques = corps.filter((element) => element.sorte === 'rubrique')
  assert.deepEqual(rubriques[0]?.contenu, [
    { sorte: 'paragraphe', ton: 'vide', texte: [{ texte: NON_RENSEIGNE, gras: false, italique: false, lien: null }] },
  ])
  const libelles = rubriques.map(({ libelle }) => libelle)
  assert.ok(!libelles.includes('Moyens'))
  assert.ok(libelles.includes('Suivi et évaluation'))
})

test('une fiche ou une branche qui n’est plus là est dite avec une phrase', async () => {
  await assert.rejects(exportFiche(contrat, 'absente', 'json', THEME_PARVIS), {
    name: 'RegleViolee',
    message: /Cette fiche n’est plus dans le contrat/,
  })
  await assert.rejects(exportBranche(contrat, '9.9', 'json', THEME_PARVIS), { name: 'RegleViolee', message: /pas de branche/ })
})
