import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RegleViolee } from '#platform/errors.ts'
import { buildAgent, buildMandat } from './agent.build.ts'
import { canSignFor, etatDelegation, findSignature, givenDelegation, type Matiere } from './delegation.ts'
import { buildDelegation, buildMandatComplet, buildSuppleance, CONTRAT_ESSAI } from './mandat.build.ts'

const JOUR = '2026-06-01'
const CONVENTION: Matiere = { code: 'convention', libelle: 'conventions de subvention', roles: ['elu_epci', 'prefet'] }
const VERSEMENT: Matiere = { code: 'versement', libelle: 'ordres de versement', roles: ['prefet'] }
const presidente = buildMandatComplet({ id: '0190a000-0000-7000-8000-000000000001', role: 'elu_epci', personne: 'La présidente' })
const directeur = buildMandatComplet({ id: '0190a000-0000-7000-8000-000000000002', role: 'chef_projet', personne: 'Le directeur' })
const nouvelle = {
  mandatId: presidente.id,
  delegataireId: directeur.id,
  matieres: ['convention'],
  arrete: '2026-1',
  debut: '2026-05-01',
  fin: null,
}
const donne = (
  partiel: Partial<typeof nouvelle> | { fin: string } = {},
  mandats: Partial<Record<'delegant' | 'delegataire', typeof presidente>> = {},
) =>
  givenDelegation(
    { ...nouvelle, ...partiel },
    { delegant: presidente, delegataire: directeur, matieres: [CONVENTION, VERSEMENT], jour: JOUR, ...mandats },
  )
const surLeChamp = (champ: string) => (erreur: unknown) => erreur instanceof RegleViolee && erreur.champs[0]?.champ === champ

test('la signature se délègue dans la même organisation, à une autre personne, par qui la détient', () => {
  assert.doesNotThrow(() => donne())
  assert.throws(() => donne({}, { delegataire: { ...directeur, organisationId: 'autre' } }), surLeChamp('delegataireId'))
  assert.throws(() => donne({}, { delegataire: { ...directeur, contratId: 'autre' } }), surLeChamp('delegataireId'))
  assert.throws(() => donne({}, { delegataire: { ...directeur, personneId: presidente.personneId } }), surLeChamp('delegataireId'))
  assert.throws(() => donne({}, { delegant: { ...presidente, fin: '2026-05-31' } }), surLeChamp('mandatId'))
  assert.throws(() => donne({}, { delegataire: { ...directeur, fin: '2026-05-31' } }), surLeChamp('delegataireId'))
  assert.throws(() => donne({}, { delegant: buildSuppleance(presidente, 'permanente') }), /Une suppléance ne se délègue pas/)
})

test('on ne délègue que ce que l’on signe soi-même, pour des dates qui se suivent', () => {
  assert.throws(() => donne({ matieres: ['versement'] }), /ne signe pas « ordres de versement »/)
  assert.throws(() => donne({ matieres: ['inconnue'] }), surLeChamp('matieres'))
  assert.throws(() => donne({ matieres: [] }), surLeChamp('matieres'))
  assert.throws(() => donne({ fin: '2026-04-30' }), /précède son début/)
  assert.throws(() => donne({ fin: '2026-05-30' }), /déjà finie/)
  assert.throws(() => donne({ debut: '2019-12-31' }), surLeChamp('debut'))
})

test('une délégation finit à son terme, à sa révocation, avec le mandat de l’un ou de l’autre', () => {
  const delegation = buildDelegation({ delegant: presidente, delegataire: directeur })
  assert.equal(etatDelegation(delegation, JOUR), 'en_cours')
  assert.equal(etatDelegation(delegation, '2025-12-31'), 'a_venir')
  assert.equal(etatDelegation({ ...delegation, fin: '2026-05-31' }, JOUR), 'terminee')
  assert.equal(etatDelegation({ ...delegation, revoqueeLe: new Date() }, JOUR), 'terminee')
  assert.equal(etatDelegation({ ...delegation, delegant: { ...presidente, fin: '2026-05-31' } }, JOUR), 'terminee')
  assert.equal(etatDelegation({ ...delegation, delegataire: { ...directeur, retireLe: new Date() } }, JOUR), 'terminee')
  const enAttente = buildSuppleance(directeur, 'absence')
  assert.equal(etatDelegation({ ...delegation, delegataire: enAttente }, JOUR), 'suspendue')
})

test('signe qui détient la signature, ou qui l’a reçue, pour son organisation et sous le mandat agissant', () => {
  const ici = { contratId: CONTRAT_ESSAI, organisationId: 'org' }
  const recue = { id: 'd', de: 'La présidente', arrete: '2026-1', matieres: ['convention'], debut: '2026-05-01', fin: '2026-06-30' }
  const mandat = buildMandat({ ...ici, role: 'chef_projet', delegations: [recue] })
  const agent = buildAgent({ mandats: [mandat] })
  assert.deepEqual(findSignature(agent, ici, CONVENTION, JOUR), { par: 'delegation', de: 'La présidente', arrete: '2026-1' })
  assert.deepEqual(findSignature(buildAgent({ mandats: [{ ...mandat, role: 'elu_epci' }] }), ici, CONVENTION, JOUR), { par: 'mandat' })
  assert.equal(canSignFor(agent, ici, VERSEMENT, JOUR), false, 'another act')
  assert.equal(canSignFor(agent, ici, CONVENTION, '2026-07-01'), false, 'after its term')
  assert.equal(canSignFor(agent, ici, CONVENTION, '2026-04-30'), false, 'before it')
  assert.equal(canSignFor(agent, { ...ici, organisationId: 'autre' }, CONVENTION, JOUR), false, 'another organisation')
  assert.equal(canSignFor(agent, { ...ici, contratId: 'autre' }, CONVENTION, JOUR), false, 'another contract')
  assert.equal(canSignFor(buildAgent({ mandats: [], autresMandats: [mandat] }), ici, CONVENTION, JOUR), false, 'another mandate acts')
  assert.equal(canSignFor(null, ici, CONVENTION, JOUR), false)
})
