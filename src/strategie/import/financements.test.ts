import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readFinancements } from './financements.ts'
import { findMontants } from './montants.ts'

const MONTANTS: [string, number[]][] = [
  ['12 000 €', [1_200_000]],
  ['12\u202f000,50 € TTC', [1_200_050]],
  ['12 k€', [1_200_000]],
  ['1,2 M€', [120_000_000]],
  ['3.5 k€ puis 200 euros', [350_000, 20_000]],
  ['1.250.000,00 €', [125_000_000]],
  ['12 000 habitants', []],
]

for (const [texte, cents] of MONTANTS) {
  test(`lit les montants de « ${texte} » en centimes entiers`, () => {
    assert.deepEqual(
      findMontants(texte).map((montant) => montant.cents),
      cents,
    )
  })
}

const lire = (...textes: string[]) =>
  readFinancements(textes.map((texte, bloc) => ({ texte, blocs: [bloc], libelle: 'Budget', puce: true })))

test('la nature vient des mots de la ligne, les organisations sont les siennes', () => {
  const lues = lire(
    'Crédits spécifiques (État, ANCT)',
    'Droit commun : Région, Département',
    'Abattement TFPB',
    'Mécénat : Fondation du Havre 3 000 €',
    'FEDER',
    'CPER 2021-2027',
    'Ville de Montclar : 5 000 €',
  )
  assert.deepEqual(
    lues.map(({ nature, organisations }) => [nature, organisations]),
    [
      ['specifique', ['État', 'ANCT']],
      ['droit_commun', ['Région', 'Département']],
      ['tfpb', []],
      ['fondation', ['Fondation du Havre']],
      ['europe', []],
      ['cper', []],
      ['autre', ['Ville de Montclar']],
    ],
  )
})

test('une ligne de plusieurs montants donne un financement par montant', () => {
  assert.deepEqual(
    lire('Ville : 5 000 €, CAF : 3 000,50 €, État (P147) : 2 k€').map(({ organisations, montantCents, nature }) => [
      organisations,
      montantCents,
      nature,
    ]),
    [
      [['Ville'], 500_000, 'autre'],
      [['CAF'], 300_050, 'autre'],
      [['État'], 200_000, 'specifique'],
    ],
  )
})

test('une ligne qui annonce les suivantes leur prête sa nature', () => {
  const lues = readFinancements([
    { texte: 'Crédits de droit commun :', blocs: [0], libelle: '', puce: false },
    { texte: 'Ville', blocs: [1], libelle: '', puce: true },
    { texte: 'Fondation des Aulnes', blocs: [2], libelle: '', puce: true },
  ])
  assert.deepEqual(
    lues.map(({ nature }) => nature),
    ['droit_commun', 'droit_commun', 'fondation'],
  )
})
