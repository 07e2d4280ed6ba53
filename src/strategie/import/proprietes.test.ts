import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Bloc, DocumentLu, FormatDocument } from '#platform/documents/bloc.ts'
import { CHAMPS_LISTES, type Extrait, type FicheComprise, type ImportCompris } from './compris.ts'
import { LIBELLES } from './dictionnaire.ts'
import { toJson } from './json.ts'
import { recognizeFiches } from './reconnaitre.ts'
import { normalized } from './texte.ts'

const LABELS = Object.values(LIBELLES).flat()
const MOTS = [
  'jardin',
  'école',
  'Ville de Port-Salins',
  'mars 2025',
  '12 000 €',
  'CAF, MJC (deux sites)',
  'l’habitat',
  'Axe 2',
  'phase 1',
  'T2 2025',
  'nombre de séances',
  '2.1.6',
  'fiche 3',
  'au fil de l’eau',
  '…',
  'etc.',
  '/clé : a, b',
  '☒ oui ☐ non',
  '<p>x</p>',
  '[bookmark: _Toc1]',
  '🌿',
  'Contrat de ville',
  'Page 3',
]
const PUCES = [null, null, '•', '-', '1.', '2.1', '☐', '☒', '➤', 'Fiche n° 4 :']

const texte = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...LABELS) },
  { weight: 1, arbitrary: fc.constantFrom(...LABELS).map((label) => `${label} :`) },
  { weight: 1, arbitrary: fc.constantFrom(...LABELS).map((label) => label.toUpperCase()) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...LABELS), fc.constantFrom(...MOTS)).map(([label, mot]) => `${label} : ${mot}`) },
  { weight: 4, arbitrary: fc.array(fc.constantFrom(...MOTS), { minLength: 1, maxLength: 6 }).map((mots) => mots.join(' ')) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'FICHE 2.1.5',
      'Fiche action n° 3 – Jardins',
      'Pilier 2',
      'Axe 1 : Santé',
      'BILAN D’ACTIVITÉS',
      'Fiche orientation',
      '3',
      'Total',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }).map((brut) => brut.replace(/\s+/gu, ' ').trim() || 'x'),
  },
)

const bloc = fc.record({
  nature: fc.constantFrom<Bloc['nature']>('titre', 'paragraphe', 'paragraphe', 'item'),
  texte,
  niveau: fc.integer({ min: 1, max: 4 }),
  puce: fc.constantFrom(...PUCES),
  zone: fc.constantFrom<Bloc['zone']>('corps', 'corps', 'corps', 'corps', 'corps', 'entete', 'pied', 'note', 'zone_texte', 'commentaire'),
  accent: fc.boolean(),
  saut: fc.integer({ min: 0, max: 3 }),
  largeur: fc.integer({ min: 1, max: 3 }),
  hauteur: fc.integer({ min: 1, max: 2 }),
  tableau: fc.integer({ min: 0, max: 9 }),
})

const FORMATS: FormatDocument[] = ['docx', 'odt', 'pdf', 'html', 'txt', 'md', 'xlsx', 'csv']

const documentLu = fc.tuple(fc.array(bloc, { maxLength: 60 }), fc.constantFrom(...FORMATS)).map(([bruts, format]): DocumentLu => {
  let table = 0
  let ligne = 0
  let colonne = 0
  let rang = 0
  let dedans = false
  const blocs = bruts.map((brut, index): Bloc => {
    const enTable = brut.tableau > 2
    if (enTable && !dedans) {
      table += 1
      ligne = 0
      colonne = 0
      rang = 0
    } else if (enTable && brut.saut === 0) rang += 1
    else if (enTable && brut.saut === 1) {
      colonne += 1
      rang = 0
    } else if (enTable) {
      ligne += 1
      colonne = brut.saut - 2
      rang = 0
    }
    dedans = enTable
    return {
      index,
      nature: brut.nature,
      texte: brut.texte,
      niveau: brut.nature === 'paragraphe' ? 0 : brut.niveau,
      puce: brut.nature === 'item' ? (brut.puce ?? '•') : null,
      zone: brut.zone,
      cellule: enTable ? { table, ligne, colonne, lignes: brut.hauteur, colonnes: brut.largeur, rang } : null,
      accent: brut.accent,
      page: format === 'pdf' ? 1 + Math.floor(index / 20) : null,
      paragraphe: index + 1,
      feuille: format === 'xlsx' ? `F${Math.floor(index / 25)}` : null,
    }
  })
  return { source: { nom: `essai.${format}`, format, sha256: '0'.repeat(64) }, blocs, images: [], avertissements: [] }
})

/** Every text of a fiche with the blocks it claims to come from. */
function extraitsOf(fiche: FicheComprise): Extrait[] {
  const { calendrier } = fiche
  return [
    ...CHAMPS_LISTES.flatMap((champ) => fiche.listes[champ]),
    ...fiche.enjeu,
    ...fiche.financements,
    ...fiche.liens,
    ...fiche.indicateursEffets.flatMap((groupe) => groupe.indicateurs),
    ...(fiche.code === null ? [] : [fiche.code]),
    ...(fiche.intitule === null ? [] : [fiche.intitule]),
    ...fiche.rattachement
      .map(({ niveau, code, intitule, blocs }) => ({ texte: [niveau, code ?? '', intitule ?? ''].join(' '), blocs, niveau }))
      .filter(({ niveau }) => niveau !== ''),
    ...(calendrier.texte === null ? [] : [{ texte: calendrier.texte, blocs: calendrier.blocs }]),
  ]
}

function wordsOf(texte: string): string[] {
  return normalized(texte)
    .split(' ')
    .filter((mot) => mot !== '')
}

function check(document: DocumentLu, compris: ImportCompris): void {
  assert.equal(compris.placements.length, document.blocs.length)
  const json = toJson(compris, (rang) => document.blocs[rang]?.texte ?? '')
  const { total, places, aClasser, ignores } = json.blocs
  assert.equal(total, document.blocs.length)
  assert.equal(total, places + aClasser + ignores.length)
  assert.equal(aClasser, json.aClasser.length + json.fiches.reduce((somme, fiche) => somme + fiche.aClasser.length, 0))
  for (const ignore of ignores) assert.notEqual(ignore.raison, '')
  for (const [rang, placement] of compris.placements.entries()) {
    assert.equal(placement.bloc, rang)
    assert.equal(placement.statut === 'place', placement.champs.length > 0)
    assert.equal(placement.statut === 'place', placement.raison === null)
  }
  for (const fiche of compris.fiches) {
    for (const extrait of extraitsOf(fiche)) {
      assert.ok(extrait.blocs.length > 0, `« ${extrait.texte} » vient de quelque part`)
      const source = new Set(
        extrait.blocs.flatMap((rang) => wordsOf(`${document.blocs[rang]?.puce ?? ''} ${document.blocs[rang]?.texte ?? ''}`)),
      )
      const labels = new Set(fiche.etiquettes.flatMap((etiquette) => wordsOf(etiquette.libelle)))
      for (const mot of wordsOf(extrait.texte))
        assert.ok(source.has(mot) || labels.has(mot), `« ${mot} » n’est pas dans les blocs ${extrait.blocs.join(', ')}`)
      for (const rang of extrait.blocs) assert.equal(compris.placements[rang]?.statut, 'place', `bloc ${rang} de « ${extrait.texte} »`)
    }
    const effets = new Set(fiche.listes.effets.map((effet) => effet.texte))
    for (const groupe of fiche.indicateursEffets) assert.ok(groupe.effet === null || effets.has(groupe.effet))
  }
}

test('aucun bloc perdu, aucun mot inventé, aucun bloc à deux places', () => {
  const passes = Number(process.env.PARVIS_PASSES ?? 600)
  fc.assert(
    fc.property(documentLu, (document) => {
      check(document, recognizeFiches(document))
    }),
    { numRuns: passes },
  )
})

test('la reconnaissance est déterministe', () => {
  fc.assert(
    fc.property(documentLu, (document) => {
      assert.deepEqual(recognizeFiches(document), recognizeFiches(structuredClone(document)))
    }),
    { numRuns: 60 },
  )
})
