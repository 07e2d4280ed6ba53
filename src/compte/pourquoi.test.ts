import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Action, Chapitre } from '#platform/droits.ts'
import { buildAgent, buildMandat } from './agent.build.ts'
import { hasRole } from './agent.ts'
import { type Detenteur, explain } from './pourquoi.ts'
import { lignesOf, parseFiltreDroits, refusesTo, sujetsOf } from './qui-peut-quoi.ts'
import { agentOfRole } from './sujets.ts'

const CONTRAT = '0190a000-0000-7000-8000-00000000c001'
const VALIDER: Action = {
  nom: 'essai.valider',
  libelle: 'valider une fiche',
  portee: 'contrat',
  commandes: [],
  droits: [],
  cas: [
    { libelle: 'soumise', peut: (agent, contratId) => hasRole(agent, contratId, ['elu_epci', 'prefet']) },
    { libelle: 'validée', peut: (agent, contratId) => hasRole(agent, contratId, ['chef_projet']) },
  ],
}
const CLAIRE: Detenteur = { personneId: 'claire', personne: 'Claire Morvan', role: 'chef_projet' }
const KARIM: Detenteur = { personneId: 'karim', personne: 'Karim Bertin', role: 'bailleur' }
const avec = (role: Parameters<typeof agentOfRole>[0]) => agentOfRole(role, CONTRAT)

test('un refus dit quel mandat il faudrait, et qui peut le donner, par son nom', () => {
  assert.deepEqual(explain(VALIDER, avec('bailleur'), CONTRAT, [CLAIRE, KARIM]), [
    'Pour valider une fiche (soumise), il faut un mandat « élue ou élu de l’intercommunalité » ou « préfecture » sur ce contrat. Claire Morvan peut vous le donner.',
    'Pour valider une fiche (validée), il faut un mandat « chef ou cheffe de projet » sur ce contrat. Claire Morvan peut vous le donner.',
  ])
})

test('seuls les cas refusés sont dits ; plusieurs chefs de projet sont nommés, une fois chacun', () => {
  const paul = { ...CLAIRE, personneId: 'paul', personne: 'Paul Riou' }
  assert.deepEqual(explain(VALIDER, avec('prefet'), CONTRAT, [CLAIRE, CLAIRE, paul]), [
    'Pour valider une fiche (validée), il faut un mandat « chef ou cheffe de projet » sur ce contrat. Claire Morvan ou Paul Riou peuvent vous le donner.',
  ])
})

test('sans chef de projet en cours, c’est l’administration de la plateforme', () => {
  assert.match(explain(VALIDER, avec('prefet'), CONTRAT, [KARIM])[0] ?? '', /L’administration de la plateforme peut vous le donner\.$/)
})

test('qui tient les mandats se le donne ; qui a un autre mandat le choisit', () => {
  assert.match(explain(VALIDER, avec('chef_projet'), CONTRAT, [CLAIRE])[0] ?? '', /c’est vous qui le donnez/)
  const agent = buildAgent({
    mandats: [buildMandat({ contratId: CONTRAT, role: 'bailleur' })],
    autresMandats: [buildMandat({ contratId: CONTRAT, role: 'prefet', organisation: 'Préfecture' })],
  })
  assert.match(
    explain(VALIDER, agent, CONTRAT, [CLAIRE])[0] ?? '',
    /Vous avez aussi le mandat « préfecture » pour Préfecture : choisissez-le/,
  )
})

test('un droit que l’on a et que l’état refuse se dit ainsi', () => {
  const toutes: Action = { ...VALIDER, cas: [{ libelle: '', peut: () => true }] }
  assert.match(
    explain(toutes, avec('bailleur'), CONTRAT, [])[0] ?? '',
    /Votre mandat permet de valider une fiche, mais pas dans l’état actuel/,
  )
  const personne: Action = { ...VALIDER, cas: [{ libelle: '', peut: () => false }] }
  assert.match(explain(personne, avec('bailleur'), CONTRAT, [])[0] ?? '', /aucun mandat ne suffit/)
})

const CHAPITRES: Chapitre[] = [
  { capacite: 'essai', libelle: 'Essai', actions: [VALIDER, { ...VALIDER, nom: 'essai.terminal', portee: 'terminal' }] },
  { capacite: 'autre', libelle: 'Autre', actions: [{ ...VALIDER, nom: 'autre.valider' }] },
]

test('la page filtre par rôle et par partie, sans ce qui se fait au terminal', () => {
  const filtre = parseFiltreDroits((nom) => ({ role: 'prefet', partie: 'essai' })[nom], CHAPITRES)
  assert.deepEqual(filtre, { role: 'prefet', chapitre: 'essai' })
  assert.deepEqual(
    lignesOf(CHAPITRES, CONTRAT, filtre).map(({ action, cas, permis }) => [action.nom, cas.libelle, permis.has('prefet')]),
    [
      ['essai.valider', 'soumise', true],
      ['essai.valider', 'validée', false],
    ],
  )
  assert.deepEqual(
    sujetsOf(filtre).map(({ cle }) => cle),
    ['prefet'],
  )
  const inconnu = parseFiltreDroits(() => 'n’importe quoi', CHAPITRES)
  assert.deepEqual(inconnu, { role: null, chapitre: null })
})

test('ce qui m’est refusé est rassemblé par mandats qu’il faudrait', () => {
  const refus = refusesTo(avec('prefet'), CHAPITRES, CONTRAT)
  assert.deepEqual(
    refus.map(({ roles, actes }) => [roles, actes.map(({ action }) => action.nom)]),
    [[['chef_projet'], ['essai.valider', 'autre.valider']]],
  )
})
