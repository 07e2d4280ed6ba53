import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RegleViolee } from '#platform/errors.ts'
import { buildDelegation, buildMandatComplet, buildSuppleance } from './mandat.build.ts'
import { endedMandats, jourApres, obstaclesAnnulation, previewFin, sayGroupe, undoneMandats } from './mandat-lot.ts'
import { renewedMandat, renouvelables } from './mandat-renouvellement.ts'

const JOUR = '2026-03-14'
const SOIR = { dernierJour: '2026-03-15', jour: JOUR }
const NOW = new Date('2026-03-14T10:00:00Z')
const cheffe = buildMandatComplet({
  id: '0190a000-0000-7000-8000-000000000001',
  role: 'chef_projet',
  personne: 'Claire',
  organisationId: 'm',
})
const maire = buildMandatComplet({
  id: '0190a000-0000-7000-8000-000000000002',
  role: 'elu_commune',
  personne: 'Le maire',
  organisationId: 'v',
  organisation: 'Ville',
})
const adjointe = buildMandatComplet({ ...maire, id: '0190a000-0000-7000-8000-000000000003', personneId: 'p3', personne: 'L’adjointe' })
const tous = [cheffe, maire, adjointe]
const phrases = (choisis: string[], mandats = tous, delegations: Parameters<typeof previewFin>[2] = []) =>
  previewFin(mandats, choisis, delegations, SOIR).alertes.map(({ gravite, phrase }) => `${gravite}: ${phrase}`)

test('la fin groupée dit ce que chacun perd et garde', () => {
  const financeur = buildMandatComplet({ id: '0190a000-0000-7000-8000-000000000004', personneId: maire.personneId, role: 'financeur' })
  const apercu = previewFin([...tous, financeur], [maire.id, adjointe.id], [], SOIR)
  assert.deepEqual(
    apercu.pertes.map(({ mandat, garde }) => [mandat.personne, garde.map(({ role }) => role)]),
    [
      ['Le maire', ['financeur']],
      ['L’adjointe', []],
    ],
  )
})

test('le contrat ne reste pas sans chef de projet : l’acte est refusé', () => {
  assert.match(phrases([cheffe.id])[0] ?? '', /^bloque: Plus personne n’aurait le rôle « chef ou cheffe de projet »/)
  const apercu = previewFin(tous, [cheffe.id], [], SOIR)
  assert.throws(() => endedMandats(apercu, { ...SOIR, now: NOW }), /Plus personne/)
  const autre = buildMandatComplet({ ...cheffe, id: '0190a000-0000-7000-8000-000000000005', personneId: 'p5' })
  assert.deepEqual(
    previewFin([...tous, autre], [cheffe.id], [], SOIR).alertes.filter(({ gravite }) => gravite === 'bloque'),
    [],
  )
  // Someone whose mandate ends before, or only begins later, leaves the contract without anybody that day.
  for (const tard of [{ fin: '2026-03-15' }, { debut: '2026-04-01' }])
    assert.match(phrases([cheffe.id], [...tous, { ...autre, ...tard }])[0] ?? '', /^bloque/)
  const suppleant = buildSuppleance(autre, 'absence', { role: 'chef_projet' })
  assert.match(phrases([cheffe.id, autre.id], [...tous, autre, suppleant])[0] ?? '', /^bloque/)
})

test('une organisation qui n’aura plus personne, ou plus d’élu, est dite sans empêcher l’acte', () => {
  assert.deepEqual(phrases([maire.id]), [])
  assert.deepEqual(phrases([maire.id, adjointe.id]), ['prevenu: Ville n’aura plus personne sur ce contrat.'])
  const technicien = buildMandatComplet({
    id: '0190a000-0000-7000-8000-000000000006',
    personneId: 'p6',
    role: 'referent_commune',
    organisationId: 'v',
  })
  assert.deepEqual(phrases([maire.id, adjointe.id], [...tous, technicien]), ['prevenu: Ville n’aura plus de « élue ou élu communal ».'])
})

test('les suppléances et les délégations qui tombent sont dites', () => {
  const suppleant = buildSuppleance(maire, 'permanente')
  const delegation = buildDelegation({ delegant: maire, delegataire: adjointe })
  assert.deepEqual(phrases([maire.id], [...tous, suppleant], [delegation]), [
    'prevenu: La suppléance tenue par Noé Suppléant tombe avec le mandat de Le maire.',
    'prevenu: La délégation de signature de Le maire à L’adjointe (arrêté 2026-118) tombe.',
  ])
  assert.deepEqual(phrases([maire.id], tous, [{ ...delegation, revoqueeLe: NOW }]), [])
})

test('un mandat déjà fini, ou qui ne commence qu’après, n’est pas touché', () => {
  const fini = { ...maire, fin: '2026-03-10' }
  const futur = { ...adjointe, debut: '2026-03-16' }
  const apercu = previewFin([cheffe, fini, futur], [maire.id, adjointe.id], [], SOIR)
  assert.deepEqual(
    apercu.sansEffet.map(({ raison }) => raison),
    ['déjà terminé', 'ne commence que le 16\u00a0mars 2026'],
  )
  assert.throws(() => endedMandats(apercu, { ...SOIR, now: NOW }), /Aucun mandat ne prendrait fin/)
  assert.throws(() => previewFin(tous, [maire.id], [], { ...SOIR, dernierJour: '2026-03-13' }), RegleViolee)
})

test('tout de suite retire, à une date garde ce jour', () => {
  assert.equal(jourApres({ dernierJour: '2026-02-28', jour: JOUR }), '2026-03-01')
  assert.equal(jourApres({ dernierJour: null, jour: JOUR }), JOUR)
  const quand = { dernierJour: null, jour: JOUR }
  assert.deepEqual(endedMandats(previewFin(tous, [maire.id], [], quand), { ...quand, now: NOW })[0]?.retireLe, NOW)
  assert.equal(endedMandats(previewFin(tous, [maire.id], [], SOIR), { ...SOIR, now: NOW })[0]?.fin, '2026-03-15')
})

test('un acte groupé s’annule tant que rien n’a été donné qui le contredise', () => {
  const fini = { ...maire, fin: '2026-03-15' }
  const ligne = { mandat: fini, finAvant: null, finApres: '2026-03-15', retireApres: null }
  const lot = { genre: 'fin' as const, annuleLe: null, lignes: [ligne] }
  const obstacles = (autres: typeof tous, partiel: Partial<typeof lot> = {}) =>
    obstaclesAnnulation({ ...lot, ...partiel }, [cheffe, fini, ...autres], [], JOUR)
  assert.deepEqual(obstacles([]), [])
  assert.deepEqual(undoneMandats(lot, NOW), [maire])
  const suivante = buildMandatComplet({
    ...maire,
    id: 'x',
    personneId: 'px',
    personne: 'La suivante',
    debut: '2026-03-22',
    succedeId: maire.id,
  })
  assert.match(obstacles([suivante])[0] ?? '', /renouvelé pour La suivante/)
  assert.deepEqual(obstacles([{ ...suivante, retireLe: NOW }]), [])
  assert.match(obstacles([{ ...suivante, personneId: maire.personneId, succedeId: null }])[0] ?? '', /a reçu de nouveau ce mandat/)
  assert.match(obstacles([], { lignes: [{ ...ligne, mandat: { ...fini, retireLe: NOW } }] })[0] ?? '', /a changé depuis/)
  assert.match(obstacles([], { lignes: [{ ...ligne, mandat: { ...fini, fin: '2026-05-01' } }] })[0] ?? '', /a changé depuis/)
  assert.match(obstaclesAnnulation({ ...lot, annuleLe: NOW }, [], [], JOUR)[0] ?? '', /déjà annulé/)
})

test('un renouvellement ne s’annule plus quand une signature ou une suppléance repose dessus', () => {
  const lot = {
    genre: 'renouvellement' as const,
    annuleLe: null,
    lignes: [{ mandat: maire, finAvant: null, finApres: null, retireApres: null }],
  }
  const delegation = buildDelegation({ delegant: maire, delegataire: adjointe })
  assert.deepEqual(obstaclesAnnulation(lot, tous, [], JOUR), [])
  assert.match(obstaclesAnnulation(lot, tous, [delegation], JOUR)[0] ?? '', /délégation/)
  assert.match(obstaclesAnnulation(lot, [...tous, buildSuppleance(maire, 'absence')], [], JOUR)[0] ?? '', /suppléance/)
  assert.deepEqual(undoneMandats(lot, NOW)[0]?.retireLe, NOW)
})

test('un mandat fini se renouvelle une fois, à partir du lendemain', () => {
  const fini = { ...maire, fin: '2026-03-15' }
  const suite = { personneId: 'nouvelle', debut: '2026-03-16', fin: null }
  assert.throws(() => renewedMandat(fini, { ...suite, debut: '2026-03-15' }, tous, new Map()), /court encore le 15\u00a0mars 2026/)
  const { succedeId, role, organisationId, personneId } = renewedMandat(fini, suite, tous, new Map())
  assert.deepEqual([succedeId, role, organisationId, personneId], [maire.id, 'elu_commune', 'v', 'nouvelle'])
  const deja = buildMandatComplet({ id: 'y', succedeId: maire.id, personne: 'La suivante' })
  assert.throws(() => renewedMandat(fini, suite, [deja], new Map()), /déjà été renouvelé, pour La suivante/)
  assert.deepEqual(renouvelables([cheffe, fini, adjointe], '2026-03-16'), [fini])
  assert.deepEqual(renouvelables([fini, deja], '2026-03-16'), [])
})

test('une suppléance renouvelée avec sa titulaire la suit', () => {
  const fini = { ...maire, fin: '2026-03-15' }
  const suppleant = buildSuppleance(fini, 'absence')
  const suite = { personneId: suppleant.personneId, debut: '2026-03-16', fin: null }
  assert.deepEqual(renewedMandat(suppleant, suite, tous, new Map([[maire.id, 'neuf']])).suppleance, { mandatId: 'neuf', quand: 'absence' })
  assert.equal(renewedMandat(suppleant, suite, tous, new Map()).suppleance, null)
})

test('un acte groupé se nomme', () => {
  assert.equal(sayGroupe({ genre: 'fin', jour: '2026-03-15', nombre: 12 }), '12\u00a0mandats finis le 15\u00a0mars 2026 au soir')
  assert.equal(sayGroupe({ genre: 'fin', jour: null, nombre: 1 }), '1\u00a0mandat fini tout de suite')
  assert.equal(
    sayGroupe({ genre: 'renouvellement', jour: '2026-03-16', nombre: 2 }),
    '2\u00a0mandats renouvelés à partir du 16\u00a0mars 2026',
  )
})
