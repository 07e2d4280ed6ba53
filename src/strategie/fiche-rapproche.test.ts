import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createId } from '#platform/identifiants.ts'
import { copiedContenu } from './fiche-contenu.ts'
import { buildContenu, contenuArbitraire, ligne } from './fiche-de-test.ts'
import { CHAMPS_COMPARES, sameChamp } from './fiche-mots.ts'
import { champsDifferents, matched, takenFrom } from './fiche-rapproche.ts'
import { assertContenu } from './fiche-regles.ts'

test('une ligne redite mot pour mot garde son identité et ce que le document ne dit pas', () => {
  const ancien = buildContenu({
    realisations: [{ id: 'r1', texte: 'Peinture de douze halls', etat: 'en_cours' }],
    partenaires: [{ id: 'p1', texte: 'Ville', role: 'cofinanceur', habitants: false }],
  })
  const nouveau = buildContenu({
    realisations: [
      { id: 'x', texte: 'Une ligne de plus', etat: 'prevue' },
      { id: 'y', texte: 'Peinture de douze halls', etat: 'prevue' },
    ],
    partenaires: [{ id: 'z', texte: 'Ville', role: null, habitants: false }],
  })
  const { realisations, partenaires } = matched(nouveau, ancien)
  assert.deepEqual(realisations, [
    { id: 'x', texte: 'Une ligne de plus', etat: 'prevue' },
    { id: 'r1', texte: 'Peinture de douze halls', etat: 'en_cours' },
  ])
  assert.deepEqual(partenaires, [{ id: 'p1', texte: 'Ville', role: 'cofinanceur', habitants: false }])
})

test('une ligne reformulée est suivie, une autre ne l’est pas', () => {
  const ancien = buildContenu({ contexte: [{ id: 'c1', texte: 'Les halls des immeubles sont anciens' }] })
  const suivie = matched(buildContenu({ contexte: [{ id: 'x', texte: 'Les halls des immeubles sont très anciens' }] }), ancien)
  assert.deepEqual(suivie.contexte, [{ id: 'c1', texte: 'Les halls des immeubles sont très anciens' }])
  const autre = matched(buildContenu({ contexte: [{ id: 'x', texte: 'Le collège manque de places' }] }), ancien)
  assert.equal(autre.contexte[0]?.id, 'x')
})

test('les indicateurs suivent l’effet retrouvé', () => {
  const ancien = buildContenu({ effets: [{ id: 'e1', texte: 'Les lieux vivent' }] })
  const nouveau = buildContenu({
    effets: [{ id: 'x', texte: 'Les lieux vivent' }],
    indicateursEffets: [{ id: 'i', texte: 'Nombre de fêtes', effetId: 'x' }],
  })
  assert.equal(matched(nouveau, ancien).indicateursEffets[0]?.effetId, 'e1')
})

test('le champ dont le document ne parle pas est proposé à garder, les autres à reprendre', () => {
  const fiche = buildContenu({ suivi: [ligne('Comité annuel')], contexte: [ligne('Ancien constat')] })
  const document = buildContenu({ contexte: [ligne('Nouveau constat')], kind: 'bilan' })
  assert.deepEqual(champsDifferents(document, fiche, false), [
    { champ: 'kind', propose: false },
    { champ: 'contexte', propose: true },
    { champ: 'suivi', propose: false },
  ])
})

test('ne sont pris que les champs choisis ; un indicateur dont l’effet est resté attend le sien', () => {
  const fiche = buildContenu({ effets: [ligne('Ancien effet')], suivi: [ligne('Comité annuel')] })
  const effet = ligne('Effet du document')
  const document = buildContenu({ effets: [effet], indicateursEffets: [{ id: 'i', texte: 'Nombre de fêtes', effetId: effet.id }] })
  const pris = takenFrom(document, fiche, ['indicateursEffets'])
  assert.equal(pris.suivi[0]?.texte, 'Comité annuel')
  assert.equal(pris.effets[0]?.texte, 'Ancien effet')
  assert.equal(pris.indicateursEffets[0]?.effetId, null)
})

test('la même fiche importée deux fois ne change rien ; toute fiche rapprochée respecte les règles', () => {
  fc.assert(
    fc.property(contenuArbitraire, (contenu) => {
      const rendu = matched(copiedContenu(contenu, createId), contenu)
      for (const champ of CHAMPS_COMPARES) assert.ok(sameChamp(rendu, contenu, champ), champ)
    }),
    { numRuns: 100 },
  )
  fc.assert(
    fc.property(contenuArbitraire, contenuArbitraire, fc.subarray([...CHAMPS_COMPARES]), (document, fiche, champs) => {
      const pris = takenFrom(matched(document, fiche), fiche, champs)
      assertContenu(pris)
      for (const champ of CHAMPS_COMPARES) {
        const source = champs.includes(champ) ? matched(document, fiche) : fiche
        if (champ !== 'indicateursEffets') assert.ok(sameChamp(pris, source, champ), champ)
      }
    }),
    { numRuns: 100 },
  )
})
