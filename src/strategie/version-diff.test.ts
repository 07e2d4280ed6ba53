import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { buildContenu, contenuArbitraire, ligne } from './fiche-de-test.ts'
import { diffContenus, diffLignes, diffMots } from './version-diff.ts'

test('deux textes égaux ne diffèrent en rien', () => {
  fc.assert(fc.property(contenuArbitraire, (contenu) => diffContenus(contenu, structuredClone(contenu)).length === 0))
})

test('les mots gardés et ajoutés redonnent le nouveau texte, gardés et retirés l’ancien', () => {
  const texte = fc.string({ unit: 'grapheme', maxLength: 60 })
  fc.assert(
    fc.property(texte, texte, (avant, apres) => {
      const morceaux = diffMots(avant, apres)
      const dit = (etats: string[]) =>
        morceaux
          .filter((morceau) => etats.includes(morceau.etat))
          .map((morceau) => morceau.texte)
          .join('')
      assert.equal(dit(['garde', 'ajoute']), apres)
      assert.equal(dit(['garde', 'retire']), avant)
    }),
  )
})

test('une ligne se suit par son identifiant : corrigée, déplacée, ajoutée, retirée', () => {
  const [a, b, c] = [ligne('Entretenir les halls'), ligne('Former les gardiens'), ligne('Ouvrir un local')]
  const d = ligne('Planter des arbres')
  const lignes = diffLignes([a, b, c], [{ ...b, texte: 'Former tous les gardiens' }, a, d])
  assert.deepEqual(
    lignes.map(({ etat, morceaux }) => [etat, morceaux.map((m) => m.texte).join('|')]),
    [
      ['modifiee', 'Former |tous |les gardiens'],
      ['retiree', 'Ouvrir un local'],
      ['deplacee', 'Entretenir les halls'],
      ['ajoutee', 'Planter des arbres'],
    ],
  )
})

test('chaque ligne nouvelle paraît une fois, chaque ligne disparue une fois', () => {
  const liste = fc.array(fc.record({ id: fc.constantFrom('1', '2', '3', '4', '5'), texte: fc.constantFrom('a', 'b', 'c') }), {
    maxLength: 5,
  })
  const unique = liste.map((lignes) => [...new Map(lignes.map((l) => [l.id, l])).values()])
  fc.assert(
    fc.property(unique, unique, (avant, apres) => {
      const lignes = diffLignes(avant, apres)
      assert.equal(lignes.filter((l) => l.etat !== 'retiree').length, apres.length)
    }),
  )
})

test('un état, un montant, un rattachement qui changent se lisent', () => {
  const effet = ligne('Un effet')
  const avant = buildContenu({
    effets: [effet],
    realisations: [{ ...ligne('Une convention'), etat: 'prevue' }],
    financements: [{ ...ligne('Ville'), nature: 'specifique', organisations: [], montantCents: 100_00 }],
    indicateursEffets: [{ ...ligne('Un indicateur'), effetId: null }],
  })
  const apres = structuredClone(avant)
  const [realisation, financement, indicateur] = [apres.realisations[0], apres.financements[0], apres.indicateursEffets[0]]
  if (realisation) realisation.etat = 'realisee'
  if (financement) financement.montantCents = 200_00
  if (indicateur) indicateur.effetId = effet.id
  assert.deepEqual(
    diffContenus(avant, apres).map((change) => change.champ),
    ['realisations', 'indicateursEffets', 'financements'],
  )
})
