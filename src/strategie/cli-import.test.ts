import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import PizZip from 'pizzip'
import { CAS_TEXTE } from './import/fixtures/cas-texte.ts'
import { CAS_WORD } from './import/fixtures/cas-word.ts'
import type { ImportJson } from './import/json.ts'

const parvis = fileURLToPath(new URL('../../bin/parvis', import.meta.url))
let dossier = ''

before(async () => {
  dossier = await mkdtemp(path.join(tmpdir(), 'parvis-cli-'))
  for (const cas of [...CAS_WORD, ...CAS_TEXTE]) await writeFile(path.join(dossier, cas.nom), await cas.contenu())
  await writeFile(path.join(dossier, 'vide.docx'), '')
  const zip = new PizZip()
  zip.file('actions/fiche.md', '# Fiche 3 : Théâtre\n\n## Objectifs\n\n- Jouer\n\n## Pilote\n\nLigue\n\n## Durée\n\n2025\n')
  zip.file('abime.docx', 'PK\u0003\u0004 rien de bon')
  await writeFile(path.join(dossier, 'lot.zip'), zip.generate({ type: 'nodebuffer' }))
})
after(() => rm(dossier, { recursive: true, force: true }))

function run(...args: string[]): Promise<{ code: number; sortie: string; erreur: string }> {
  return new Promise((resolve) => {
    execFile(parvis, ['fiche', 'import', ...args], { cwd: dossier, maxBuffer: 1 << 26 }, (erreur, sortie, texte) => {
      resolve({ code: typeof erreur?.code === 'number' ? erreur.code : 0, sortie, erreur: texte })
    })
  })
}

test('one file gives one object, from any folder', async () => {
  const { code, sortie } = await run('jardins-partages.docx', '--json')
  const lu: ImportJson = JSON.parse(sortie)
  assert.equal(code, 0)
  assert.deepEqual(Object.keys(lu), ['source', 'fiches', 'aClasser', 'blocs', 'anomalies'])
  assert.equal(lu.source.nom, 'jardins-partages.docx')
  assert.equal(lu.source.format, 'docx')
  assert.match(lu.source.sha256, /^[0-9a-f]{64}$/)
  assert.deepEqual(Object.keys(lu.fiches[0] ?? {}), [
    'kind',
    'code',
    'intitule',
    'rattachement',
    'enjeu',
    'contexte',
    'objectifs',
    'realisations',
    'effets',
    'echelleTerritoriale',
    'publics',
    'animateur',
    'partenaires',
    'dispositifs',
    'moyens',
    'financements',
    'calendrier',
    'indicateursRealisation',
    'indicateursEffets',
    'suivi',
    'liens',
    'aClasser',
  ])
})

test('several files give an array in order, an unreadable one says why', async () => {
  const { code, sortie } = await run('deux-fiches.txt', 'vide.docx', 'absent.pdf', 'fiche.md', '--json')
  const lus: (ImportJson & { erreur?: string })[] = JSON.parse(sortie)
  assert.equal(code, 0)
  assert.deepEqual(
    lus.map(({ source, erreur }) => [source.nom, erreur !== undefined]),
    [
      ['deux-fiches.txt', false],
      ['vide.docx', true],
      ['absent.pdf', true],
      ['fiche.md', false],
    ],
  )
})

test('an archive gives an array, each named by its path inside', async () => {
  const { code, sortie } = await run('lot.zip', '--json')
  const lus: (ImportJson & { erreur?: string })[] = JSON.parse(sortie)
  assert.equal(code, 0)
  assert.deepEqual(lus.map(({ source }) => source.nom).sort(), ['abime.docx', 'actions/fiche.md'])
  assert.equal(lus.find(({ source }) => source.nom === 'actions/fiche.md')?.fiches[0]?.intitule, 'Théâtre')
  assert.match(lus.find(({ source }) => source.nom === 'abime.docx')?.erreur ?? '', /abime\.docx/)
})

for (const [titre, args] of [
  ['nothing could be read', ['vide.docx', '--json']],
  ['no file is given', ['--json']],
  ['an option is unknown', ['fiche.md', '--tout']],
] as const) {
  test(`exits 2 with one French sentence when ${titre}`, async () => {
    const { code, sortie, erreur } = await run(...args)
    assert.equal(code, 2)
    assert.equal(sortie, '')
    assert.equal(erreur.trim().split('\n').length, 1)
    assert.match(erreur, /[.…]\s*$/)
  })
}

test('without --json a person reads a summary', async () => {
  const { sortie } = await run('fiche.md')
  assert.match(sortie, /3 – Théâtre à l'école/)
  assert.match(sortie, /blocs/)
})
