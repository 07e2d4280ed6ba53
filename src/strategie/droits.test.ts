import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Agent, ROLES, type Role } from '#compte/index.ts'
import { createId } from '#platform/identifiants.ts'
import { buildAgent } from './arbre-de-test.ts'
import {
  canAbandonFiche,
  canArchiveFiche,
  canCommentFiche,
  canCreateFiche,
  canDuplicateFiche,
  canEditFiche,
  canReadFiche,
  canReopenFiche,
  canRestoreFiche,
  canSettleCommentaire,
  canSubmitFiche,
  canValidateFiche,
  isPartie,
} from './droits.ts'
import type { StatutFiche } from './fiche.ts'
import { buildFiche, ligne } from './fiche-de-test.ts'

const contratId = createId()
const fiche = (statut: StatutFiche, archiveeLe: Date | null = null) => buildFiche({ contratId, statut, archiveeLe })
const qui = (peut: (agent: Agent) => boolean): Role[] => ROLES.filter((role) => peut(buildAgent(contratId, role)))

test('qui peut quoi, par rôle', () => {
  assert.deepEqual(
    qui((agent) => canReadFiche(agent, fiche('brouillon'))),
    [...ROLES],
  )
  assert.deepEqual(
    qui((agent) => canCreateFiche(agent, contratId)),
    ['chef_projet', 'referent_commune', 'delegue_prefet', 'bailleur'],
  )
  assert.deepEqual(
    qui((agent) => canEditFiche(agent, fiche('brouillon'))),
    ['chef_projet', 'referent_commune', 'delegue_prefet', 'bailleur'],
  )
  for (const statut of ['a_valider', 'validee'] as const) {
    assert.deepEqual(
      qui((agent) => canEditFiche(agent, fiche(statut))),
      ['chef_projet'],
    )
  }
  assert.deepEqual(
    qui((agent) => canEditFiche(agent, fiche('abandonnee'))),
    [],
  )
  assert.deepEqual(
    qui((agent) => canSubmitFiche(agent, fiche('brouillon'))),
    ['chef_projet', 'referent_commune', 'delegue_prefet', 'bailleur'],
  )
  assert.deepEqual(
    qui((agent) => canValidateFiche(agent, fiche('a_valider'))),
    ['chef_projet', 'elu_epci', 'prefet'],
  )
  assert.deepEqual(
    qui((agent) => canValidateFiche(agent, fiche('brouillon'))),
    [],
  )
  assert.deepEqual(
    qui((agent) => canCommentFiche(agent, fiche('validee'))),
    ROLES.filter((role) => role !== 'evaluateur' && role !== 'admin_plateforme'),
  )
  for (const peut of [
    (agent: Agent) => canAbandonFiche(agent, fiche('brouillon')),
    (agent: Agent) => canReopenFiche(agent, fiche('abandonnee')),
    (agent: Agent) => canArchiveFiche(agent, fiche('brouillon')),
    (agent: Agent) => canRestoreFiche(agent, fiche('brouillon', new Date())),
    (agent: Agent) => canReadFiche(agent, fiche('brouillon', new Date())),
  ]) {
    assert.deepEqual(qui(peut), ['chef_projet'])
  }
})

test('sans mandat sur ce contrat, rien n’est permis', () => {
  for (const agent of [null, ...ROLES.map((role) => buildAgent(createId(), role))]) {
    for (const statut of ['brouillon', 'a_valider', 'validee', 'abandonnee'] as const) {
      const f = fiche(statut)
      const permis = [canReadFiche, canEditFiche, canSubmitFiche, canValidateFiche, canAbandonFiche, canReopenFiche, canDuplicateFiche]
      assert.ok(permis.every((peut) => !peut(agent, f)))
      assert.ok(!canCommentFiche(agent, f) && !canArchiveFiche(agent, f) && !canCreateFiche(agent, contratId))
    }
  }
})

test('un financeur écrit les fiches que son organisation anime ou accompagne, et elles seules', () => {
  const caf = buildAgent(contratId, 'financeur')
  const [mandat] = caf.mandats
  assert.ok(mandat)
  mandat.organisation = 'Caf Touraine'
  const f = (texte: string) => buildFiche({ contratId, partenaires: [{ ...ligne(texte), role: null, habitants: false }] })
  assert.ok(canEditFiche(caf, f('Ville, CAF Touraine et écoles')))
  assert.ok(!canEditFiche(caf, f('Caf')))
  assert.ok(!canEditFiche(caf, { ...f('Caf Touraine'), statut: 'a_valider' }))
})

test('une organisation se reconnaît à son nom entier, accents et casse mis à part', () => {
  const f = buildFiche({ animateur: [ligne('Métropole Val-de-Loire, direction de l’habitat')] })
  assert.ok(isPartie(f, 'METROPOLE VAL DE LOIRE'))
  assert.ok(!isPartie(f, 'Val de Loir'))
  assert.ok(!isPartie(f, ''))
})

test('une remarque se règle par son auteur ou par les rédacteurs de la fiche', () => {
  const citoyenne = buildAgent(contratId, 'conseil_citoyen')
  const f = fiche('a_valider')
  assert.ok(canSettleCommentaire(citoyenne, f, { auteurId: citoyenne.personneId }))
  assert.ok(!canSettleCommentaire(citoyenne, f, { auteurId: createId() }))
  assert.ok(canSettleCommentaire(buildAgent(contratId, 'bailleur'), f, { auteurId: createId() }))
})
