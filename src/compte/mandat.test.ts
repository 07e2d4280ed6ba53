import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RegleViolee } from '#platform/errors.ts'
import { buildAgent, buildMandat } from './agent.build.ts'
import { ROLES } from './agent.ts'
import { canAdministerComptes, canCreateOrganisation, canMakeLien, canManageEquipe, canManageMandat } from './droits.ts'
import { datesOf, endedMandat, etatMandat, givenMandat, type NouveauMandat } from './mandat.ts'
import { TOUT_LE_CONTRAT } from './mandat-territoire.ts'

const CONTRAT = '0190a000-0000-7000-8000-000000000001'
const AUTRE = '0190a000-0000-7000-8000-000000000002'
const JOUR = '2026-03-22'
const NOW = new Date('2026-03-22T10:00:00Z')

function nouveau(partiel: Partial<NouveauMandat> = {}): NouveauMandat {
  return {
    personneId: '0190a000-0000-7000-8000-0000000000aa',
    organisationId: '0190a000-0000-7000-8000-0000000000bb',
    role: 'bailleur',
    contratId: CONTRAT,
    territoire: TOUT_LE_CONTRAT,
    qualite: 'titulaire',
    suppleance: null,
    debut: '2026-01-01',
    fin: null,
    ...partiel,
  }
}
const surLeChamp = (champ: string) => (erreur: unknown) => erreur instanceof RegleViolee && erreur.champs[0]?.champ === champ

test('un mandat ne finit pas avant d’avoir commencé', () => {
  assert.throws(() => givenMandat(nouveau({ debut: '2026-03-01', fin: '2026-02-28' })), surLeChamp('fin'))
  assert.doesNotThrow(() => givenMandat(nouveau({ debut: '2026-03-01', fin: '2026-03-01' })))
})

test('un mandat porte sur un contrat, sauf l’administration de la plateforme', () => {
  assert.throws(() => givenMandat(nouveau({ contratId: null })), surLeChamp('contratId'))
  assert.throws(() => givenMandat(nouveau({ role: 'admin_plateforme' })), surLeChamp('role'))
  assert.doesNotThrow(() => givenMandat(nouveau({ role: 'admin_plateforme', contratId: null })))
})

test('un rôle communal nomme sa commune', () => {
  assert.throws(() => givenMandat(nouveau({ role: 'referent_commune' })), surLeChamp('communes'))
  assert.throws(() => givenMandat(nouveau({ role: 'elu_commune' })), surLeChamp('communes'))
  assert.doesNotThrow(() => givenMandat(nouveau({ role: 'elu_commune', territoire: { type: 'communes', codes: ['37261'] } })))
})

test('le dernier jour du mandat est encore en cours', () => {
  const mandat = { debut: '2026-01-01', fin: '2026-03-22', retireLe: null }
  assert.equal(etatMandat(mandat, '2025-12-31'), 'a_venir')
  assert.equal(etatMandat(mandat, '2026-03-22'), 'en_cours')
  assert.equal(etatMandat(mandat, '2026-03-23'), 'termine')
  assert.equal(etatMandat({ ...mandat, retireLe: NOW }, '2026-03-01'), 'termine')
})

test('mettre fin tout de suite retire le mandat, mettre fin à une date garde ce jour', () => {
  const mandat = { ...nouveau(), suppleance: null, retireLe: null }
  assert.deepEqual(endedMandat(mandat, { dernierJour: null, now: NOW, jour: JOUR, autres: 0 }).retireLe, NOW)
  const plusTard = endedMandat(mandat, { dernierJour: '2026-06-30', now: NOW, jour: JOUR, autres: 0 })
  assert.deepEqual([plusTard.fin, plusTard.retireLe], ['2026-06-30', null])
})

test('la fin d’un mandat ne se date pas dans le passé, ni deux fois', () => {
  const mandat = { ...nouveau(), suppleance: null, retireLe: null }
  const fin = { now: NOW, jour: JOUR, autres: 1 }
  assert.throws(() => endedMandat(mandat, { ...fin, dernierJour: '2026-03-21' }), surLeChamp('dernierJour'))
  assert.throws(() => endedMandat({ ...mandat, debut: '2026-05-01' }, { ...fin, dernierJour: '2026-04-01' }), surLeChamp('dernierJour'))
  assert.throws(() => endedMandat({ ...mandat, fin: '2026-03-21' }, { ...fin, dernierJour: null }), /déjà terminé/)
  assert.throws(() => endedMandat({ ...mandat, retireLe: NOW }, { ...fin, dernierJour: null }), /déjà terminé/)
})

test('un contrat garde un chef de projet, la plateforme un administrateur', () => {
  const fin = { dernierJour: null, now: NOW, jour: JOUR }
  for (const role of ['chef_projet', 'admin_plateforme'] as const) {
    const mandat = { ...nouveau({ role, contratId: role === 'chef_projet' ? CONTRAT : null }), suppleance: null, retireLe: null }
    assert.throws(() => endedMandat(mandat, { ...fin, autres: 0 }), /dernier mandat/)
    assert.doesNotThrow(() => endedMandat(mandat, { ...fin, autres: 1 }))
  }
  assert.doesNotThrow(() => endedMandat({ ...nouveau({ role: 'prefet' }), suppleance: null, retireLe: null }, { ...fin, autres: 0 }))
})

test('les dates d’un mandat se lisent', () => {
  const mandat = { debut: '2026-03-01', fin: '2026-06-30', retireLe: null }
  assert.equal(datesOf(mandat, JOUR), 'depuis le 1er\u00a0mars 2026, jusqu’au 30\u00a0juin 2026')
  assert.equal(datesOf({ ...mandat, fin: null }, '2026-01-01'), 'à partir du 1er\u00a0mars 2026')
  assert.equal(datesOf(mandat, '2026-07-01'), 'terminé le 30\u00a0juin 2026 au soir')
  assert.equal(datesOf({ ...mandat, retireLe: NOW }, JOUR), 'terminé le 22\u00a0mars 2026')
})

test('seule la cheffe de projet compose l’équipe de son contrat', () => {
  for (const role of ROLES) {
    const agent = buildAgent({ mandats: [buildMandat({ role, contratId: role === 'admin_plateforme' ? null : CONTRAT })] })
    assert.equal(canManageEquipe(agent, CONTRAT), role === 'chef_projet', role)
    assert.equal(canManageEquipe(agent, AUTRE), false, role)
    assert.equal(canCreateOrganisation(agent), role === 'chef_projet' || role === 'admin_plateforme', role)
    assert.equal(canAdministerComptes(agent), role === 'admin_plateforme', role)
  }
  assert.equal(canManageEquipe(null, CONTRAT), false)
})

test('nul ne se donne l’administration de la plateforme', () => {
  const cheffe = buildAgent({ mandats: [buildMandat({ role: 'chef_projet', contratId: CONTRAT })] })
  assert.equal(canManageMandat(cheffe, { role: 'financeur', contratId: CONTRAT }), true)
  assert.equal(canManageMandat(cheffe, { role: 'financeur', contratId: AUTRE }), false)
  assert.equal(canManageMandat(cheffe, { role: 'admin_plateforme', contratId: null }), false)
  const admin = buildAgent({ mandats: [buildMandat({ role: 'admin_plateforme', contratId: null })] })
  assert.equal(canManageMandat(admin, { role: 'admin_plateforme', contratId: null }), true)
})

test('un lien de mot de passe n’ouvre jamais le compte d’une autre équipe', () => {
  const cheffe = buildAgent({ mandats: [buildMandat({ role: 'chef_projet', contratId: CONTRAT })] })
  const ici = { role: 'bailleur' as const, contratId: CONTRAT }
  const ailleurs = { role: 'bailleur' as const, contratId: AUTRE }
  assert.equal(canMakeLien(cheffe, { motDePasseChoisi: false, mandats: [ici] }), true)
  assert.equal(canMakeLien(cheffe, { motDePasseChoisi: true, mandats: [ici] }), false)
  assert.equal(canMakeLien(cheffe, { motDePasseChoisi: false, mandats: [ici, ailleurs] }), false)
  assert.equal(canMakeLien(cheffe, { motDePasseChoisi: false, mandats: [] }), false)
  assert.equal(canMakeLien(cheffe, { motDePasseChoisi: false, mandats: [{ role: 'admin_plateforme', contratId: null }] }), false)
})
