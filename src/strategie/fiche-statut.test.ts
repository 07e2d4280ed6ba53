import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHAMPS } from './fiche.ts'
import { contenuDe } from './fiche-contenu.ts'
import { buildFiche, ligne } from './fiche-de-test.ts'
import { abandoned, archived, edited, rejected, reopened, restored, submitted, validated } from './fiche-statut.ts'

const LE = new Date('2026-03-02T09:00:00Z')
const prete = () => buildFiche({ objectifs: [ligne('Garder les démarches engagées')] })

test('un brouillon avec un objectif peut être soumis', () => {
  const soumise = submitted(prete(), CHAMPS, LE)
  assert.equal(soumise.statut, 'a_valider')
  assert.equal(soumise.soumiseLe, LE)
})

test('sans objectif, la fiche n’est pas soumise, sauf si le contrat n’utilise pas ce champ', () => {
  assert.throws(() => submitted(buildFiche(), CHAMPS, LE), /Indiquez au moins un objectif/)
  assert.equal(submitted(buildFiche(), ['enjeu', 'suivi'], LE).statut, 'a_valider')
})

test('BR-28 : un indicateur sans effet empêche de soumettre', () => {
  const effet = ligne('Un effet')
  const fiche = { ...prete(), effets: [effet], indicateursEffets: [{ ...ligne('Réunions tenues'), effetId: null }] }
  assert.throws(() => submitted(fiche, CHAMPS, LE), /Dites quel effet mesure l’indicateur «\sRéunions tenues\s»/)
  assert.equal(
    submitted({ ...fiche, indicateursEffets: [{ ...ligne('Réunions tenues'), effetId: effet.id }] }, CHAMPS, LE).statut,
    'a_valider',
  )
})

test('on ne soumet ni deux fois, ni une fiche validée, abandonnée ou archivée', () => {
  assert.throws(() => submitted({ ...prete(), statut: 'a_valider' }, CHAMPS, LE), /déjà soumise/)
  assert.throws(() => submitted({ ...prete(), statut: 'validee' }, CHAMPS, LE), /validée/)
  assert.throws(() => submitted({ ...prete(), statut: 'abandonnee' }, CHAMPS, LE), /abandonnée/)
  assert.throws(() => submitted({ ...prete(), archiveeLe: LE }, CHAMPS, LE), /archivée/)
})

test('seule une fiche soumise se valide', () => {
  const soumise = submitted(prete(), CHAMPS, LE)
  const validee = validated(soumise, LE)
  assert.deepEqual([validee.statut, validee.valideeLe], ['validee', LE])
  assert.throws(() => validated(prete(), LE), /Seule une fiche soumise/)
  assert.throws(() => validated(validee, LE), /déjà validée/)
})

test('renvoyer une fiche demande un motif, et la rend à ses auteurs', () => {
  const soumise = submitted(prete(), CHAMPS, LE)
  assert.throws(() => rejected(soumise, '  '), /Dites ce qui est à revoir/)
  const renvoyee = rejected(soumise, 'Préciser les publics')
  assert.deepEqual([renvoyee.statut, renvoyee.soumiseLe], ['brouillon', null])
  assert.throws(() => rejected(prete(), 'Non'), /Seule une fiche soumise/)
})

test('modifier une fiche validée ouvre un nouveau brouillon', () => {
  const validee = validated(submitted(prete(), CHAMPS, LE), LE)
  const rouverte = edited(validee, { ...contenuDe(validee), enjeu: 'Nouveau' })
  assert.deepEqual([rouverte.statut, rouverte.valideeLe, rouverte.soumiseLe, rouverte.enjeu], ['brouillon', null, null, 'Nouveau'])
})

test('corriger une fiche soumise la laisse à valider', () => {
  const soumise = submitted(prete(), CHAMPS, LE)
  assert.deepEqual(edited(soumise, contenuDe(soumise)).soumiseLe, LE)
  assert.equal(edited(soumise, contenuDe(soumise)).statut, 'a_valider')
})

test('une fiche abandonnée ne se modifie pas avant d’être rouverte', () => {
  const abandonnee = abandoned(prete())
  assert.throws(() => edited(abandonnee, contenuDe(abandonnee)), /rouvrez-la/)
  assert.equal(edited(reopened(abandonnee), contenuDe(abandonnee)).statut, 'brouillon')
  assert.throws(() => reopened(prete()), /Seule une fiche abandonnée/)
  assert.throws(() => abandoned(abandonnee), /déjà abandonnée/)
})

test('une fiche archivée se restaure telle qu’elle était', () => {
  const archivee = archived({ ...prete(), statut: 'validee' }, LE)
  assert.throws(() => edited(archivee, contenuDe(archivee)), /restaurez-la/)
  assert.throws(() => archived(archivee, LE), /déjà archivée/)
  assert.equal(restored(archivee).statut, 'validee')
  assert.throws(() => restored(prete()), /n’est pas archivée/)
})
