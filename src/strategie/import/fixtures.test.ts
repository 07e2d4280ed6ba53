import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDocument } from '#platform/documents/lecture/lire.ts'
import type { Cas } from './fixtures/cas.ts'
import { CAS_DIVERS } from './fixtures/cas-divers.ts'
import { CAS_DIVERS_CASES } from './fixtures/cas-divers-cases.ts'
import { CAS_DIVERS_LIGNES } from './fixtures/cas-divers-lignes.ts'
import { CAS_ODT_PDF } from './fixtures/cas-odt-pdf.ts'
import { CAS_SANS_FICHE } from './fixtures/cas-sans-fiche.ts'
import { CAS_TABLEURS } from './fixtures/cas-tableurs.ts'
import { CAS_TEXTE } from './fixtures/cas-texte.ts'
import { CAS_WORD } from './fixtures/cas-word.ts'
import { CAS_WORD_TABLEAUX } from './fixtures/cas-word-tableaux.ts'
import { toJson } from './json.ts'
import { recognizeFiches } from './reconnaitre.ts'

const TOUS: Cas[] = [
  ...CAS_WORD,
  ...CAS_WORD_TABLEAUX,
  ...CAS_ODT_PDF,
  ...CAS_TEXTE,
  ...CAS_TABLEURS,
  ...CAS_SANS_FICHE,
  ...CAS_DIVERS,
  ...CAS_DIVERS_CASES,
  ...CAS_DIVERS_LIGNES,
]

for (const cas of TOUS) {
  test(`comprend ${cas.nom} champ par champ`, async () => {
    const document = await readDocument(cas.nom, await cas.contenu())
    const json = toJson(recognizeFiches(document), (bloc) => document.blocs[bloc]?.texte ?? '')
    assert.equal(json.fiches.length, cas.fiches.length, 'nombre de fiches')
    for (const [rang, attendue] of cas.fiches.entries()) assert.deepEqual(json.fiches[rang], attendue)
    assert.deepEqual(json.aClasser, cas.aClasser ?? [])
    if (cas.ignores !== undefined) assert.deepEqual(json.blocs.ignores, cas.ignores)
    const codes = new Set(json.anomalies.map((anomalie) => anomalie.code))
    for (const code of cas.anomalies ?? []) assert.ok(codes.has(code), `anomalie ${code} attendue, trouvées : ${[...codes].join(', ')}`)
    const { total, places, aClasser, ignores } = json.blocs
    assert.equal(total, places + aClasser + ignores.length)
    assert.equal(aClasser, json.aClasser.length + json.fiches.reduce((somme, fiche) => somme + fiche.aClasser.length, 0))
  })
}
