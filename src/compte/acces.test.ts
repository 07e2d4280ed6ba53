import assert from 'node:assert/strict'
import test from 'node:test'
import { RegleViolee } from '#platform/errors.ts'
import { accesSur, canCloseAcces, canOpenAcces, mandatDeLecture, openedAcces, sayTitreAudit } from './acces.ts'
import { buildAgent, buildMandat } from './agent.build.ts'
import { hasRole } from './agent.ts'

const CONTRAT = '0190a000-0000-7000-8000-00000000000c'
const NOW = new Date('2026-03-09T10:00:00Z')
const enVigueur = {
  id: '0190a000-0000-7000-8000-0000000000a1',
  contratId: CONTRAT,
  fin: '2026-03-09T12:00:00.000Z',
  organisationId: '0190a000-0000-7000-8000-00000000000b',
  organisation: 'Parvis Centre',
}
const administration = buildMandat({ role: 'admin_plateforme', contratId: null, organisation: 'Parvis Centre' })
const admin = buildAgent({ mandats: [administration] })
const lectrice = buildAgent({ mandats: [administration, mandatDeLecture(enVigueur)] })
const demande = { id: 'a', contratId: CONTRAT, personneId: 'p', motif: 'x'.repeat(20) }

test('seule l’administration ouvre le contenu d’un contrat, et seulement où elle n’a pas de mandat', () => {
  assert.ok(canOpenAcces(admin, CONTRAT))
  assert.ok(canOpenAcces(lectrice, CONTRAT))
  assert.ok(!canOpenAcces(buildAgent({ mandats: [buildMandat({ role: 'chef_projet' })] }), CONTRAT))
  assert.ok(!canOpenAcces(buildAgent({ mandats: [administration, buildMandat({ role: 'evaluateur' })] }), CONTRAT))
  assert.ok(!canOpenAcces(null, CONTRAT))
})

test('un accès se ferme par qui l’a ouvert, par personne d’autre', () => {
  assert.ok(canCloseAcces(admin, { personneId: admin.personneId }))
  assert.ok(!canCloseAcces(admin, { personneId: 'une-autre' }))
  assert.ok(!canCloseAcces(null, { personneId: 'une-autre' }))
})

test('un accès dure ce qui est demandé, jamais plus que le réglage, jamais plus de huit heures', () => {
  const acces = openedAcces({ ...demande, dureeH: 2 }, 4, NOW)
  assert.deepEqual([acces.ouvertLe, acces.fin, acces.fermeLe], [NOW, new Date('2026-03-09T12:00:00Z'), null])
  assert.throws(() => openedAcces({ ...demande, dureeH: 5 }, 4, NOW), /L’accès dure 4\u00a0heures au plus/)
  assert.throws(() => openedAcces({ ...demande, dureeH: 9 }, 24, NOW), RegleViolee)
})

test('l’accès vaut mandat de lecture : aucun rôle du terrain, aucun acte sur le contenu, et le journal le dit', () => {
  assert.deepEqual(accesSur(lectrice, CONTRAT), { id: enVigueur.id, fin: new Date(enVigueur.fin) })
  assert.equal(accesSur(admin, CONTRAT), null)
  assert.ok(!hasRole(lectrice, CONTRAT, ['chef_projet']))
  assert.deepEqual(mandatDeLecture(enVigueur).actes, ['compte.'])
  assert.equal(sayTitreAudit(mandatDeLecture(enVigueur)), 'administration de la plateforme pour Parvis Centre, sous accès justifié')
  assert.equal(sayTitreAudit(administration), 'administration de la plateforme pour Parvis Centre')
})
