import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createId } from '#platform/identifiants.ts'
import { CHOIX_CONFLIT, conflits, empreintesChamps, merged } from './fiche-conflit.ts'
import { buildContenu, contenuArbitraire, ligne } from './fiche-de-test.ts'
import { CHAMPS_COMPARES, sameChamp } from './fiche-mots.ts'
import { fautesContenu } from './fiche-regles.ts'

const base = buildContenu({ enjeu: 'Au départ', contexte: [ligne('Un'), ligne('Deux')], suivi: [ligne('Bilan')] })

test('un champ que seul l’un des deux a changé lui revient ; changé par les deux, il faut choisir', () => {
  const mien = { ...base, enjeu: 'Le mien', suivi: [ligne('Mon bilan')] }
  const sien = { ...base, enjeu: 'Le sien', contexte: [...base.contexte, ligne('Trois')] }
  assert.deepEqual(conflits(empreintesChamps(base), mien, sien), [
    { champ: 'enjeu', propose: null },
    { champ: 'contexte', propose: 'sien' },
    { champ: 'suivi', propose: 'mien' },
  ])
  // Without what the form was opened on, nothing is guessed.
  assert.ok(conflits('', mien, sien).every(({ propose }) => propose === null))
})

test('garder les deux ne perd aucune ligne, et n’en double aucune', () => {
  const [un] = base.contexte
  assert.ok(un)
  const mien = { ...base, enjeu: 'Le mien', contexte: [{ ...un, texte: 'Un, le mien' }, ligne('Mon ajout')] }
  const sien = { ...base, enjeu: 'Le sien', contexte: [{ ...un, texte: 'Un, le sien' }, ...base.contexte.slice(1)] }
  const fusion = merged(mien, sien, { enjeu: 'deux', contexte: 'deux' }, createId)
  assert.equal(fusion.enjeu, 'Le sien\n\nLe mien')
  assert.deepEqual(
    fusion.contexte.map((l) => l.texte),
    ['Un, le sien', 'Deux', 'Un, le mien', 'Mon ajout'],
  )
  assert.equal(new Set(fusion.contexte.map((l) => l.id)).size, 4)
})

test('un indicateur suit son effet dans le texte retenu', () => {
  const [a, b] = [ligne('Effet commun'), ligne('Effet commun')]
  const mien = { ...base, effets: [a], indicateursEffets: [{ ...ligne('Mesure'), effetId: a.id }] }
  const sien = { ...base, effets: [b, ligne('Autre')] }
  assert.equal(merged(mien, sien, { effets: 'sien' }, createId).indicateursEffets[0]?.effetId, b.id)
  assert.equal(merged(mien, { ...sien, effets: [ligne('Autre')] }, { effets: 'sien' }, createId).indicateursEffets[0]?.effetId, null)
})

test('quels que soient les textes et les choix, le texte retenu se garde, et chaque champ dit ce qu’on a choisi', () => {
  const choix = fc.record(Object.fromEntries(CHAMPS_COMPARES.map((champ) => [champ, fc.constantFrom(...CHOIX_CONFLIT)])))
  fc.assert(
    fc.property(contenuArbitraire, contenuArbitraire, choix, (mien, sien, choisis) => {
      const fusion = merged(mien, sien, choisis, createId)
      assert.deepEqual(fautesContenu(fusion), [])
      for (const champ of CHAMPS_COMPARES) {
        if (champ === 'indicateursEffets' || choisis[champ] === 'deux') continue
        assert.ok(sameChamp(fusion, choisis[champ] === 'sien' ? sien : mien, champ), champ)
      }
    }),
    { numRuns: 60 },
  )
})
