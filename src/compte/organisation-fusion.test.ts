import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bareOrganisation } from './organisation.ts'
import {
  differingGroupes,
  foldMandats,
  type MandatAReunir,
  mergedChamps,
  nomsAjoutes,
  proposedChoix,
  restoredChamps,
} from './organisation-fusion.ts'

const garde = { ...bareOrganisation('Régie Plurielle', 'association'), adresse: '1 place du Parvis', codePostal: '37000', commune: 'Tours' }
const absorbe = {
  ...bareOrganisation('Ass. Régie Plurielle', 'association'),
  siren: '732829320',
  representantNom: 'Alix Moreau',
  sigle: 'RP',
}

test('ce que l’une n’a pas se prend à l’autre, ce qu’elles disent toutes deux se choisit', () => {
  assert.deepEqual(differingGroupes(garde, absorbe), ['nom', 'sigle', 'numeros', 'adresse', 'representant'])
  assert.deepEqual(proposedChoix(garde, absorbe), {
    nom: 'garde',
    sigle: 'absorbe',
    numeros: 'absorbe',
    adresse: 'garde',
    representant: 'absorbe',
  })
  const reunie = mergedChamps(garde, absorbe, { nom: 'absorbe', sigle: 'garde' })
  assert.equal(reunie.nom, 'Ass. Régie Plurielle')
  assert.equal(reunie.sigle, null)
  assert.equal(reunie.siren, '732829320')
  assert.equal(reunie.commune, 'Tours')
})

test('les noms des deux restent connus', () => {
  const noms = nomsAjoutes(
    { nom: 'Régie Plurielle', noms: ['RP37'] },
    { nom: 'Ass. Régie Plurielle', noms: ['RP37', 'La Régie'] },
    'Régie Plurielle',
  )
  assert.deepEqual(noms, ['Ass. Régie Plurielle', 'La Régie'])
})

test('annuler rend ce qui était, sauf ce que quelqu’un a changé depuis', () => {
  const apres = mergedChamps(garde, absorbe, {})
  assert.deepEqual(restoredChamps(garde, apres, apres), { champs: garde, gardes: [] })
  const depuis = restoredChamps(garde, apres, { ...apres, commune: 'Saint-Pierre-des-Corps', siret: '73282932000074' })
  assert.deepEqual(depuis.gardes, ['siret', 'commune', 'siren'])
  assert.equal(depuis.champs.commune, 'Saint-Pierre-des-Corps')
  assert.equal(depuis.champs.siren, '732829320')
  assert.equal(depuis.champs.representantNom, null)
})

function mandat(
  id: string,
  cote: 'garde' | 'absorbe',
  debut: string,
  fin: string | null,
  partiel: Partial<MandatAReunir> = {},
): MandatAReunir {
  return { id, personneId: 'alix', cle: 'bailleur', debut, fin, cote, porte: false, ...partiel }
}

test('le même mandat tenu pour les deux n’en fait plus qu’un, sur les jours des deux', () => {
  const { reunis } = foldMandats([mandat('a', 'garde', '2024-01-01', '2025-06-30'), mandat('b', 'absorbe', '2025-01-01', null)])
  assert.deepEqual(reunis, [{ garde: { id: 'a', debut: '2024-01-01', fin: null }, retires: ['b'] }])
})

test('deux mandats qui se suivent, de rôles ou de personnes différents, restent deux', () => {
  const suite = [mandat('a', 'garde', '2024-01-01', '2024-12-31'), mandat('b', 'absorbe', '2025-01-01', null)]
  assert.deepEqual(foldMandats(suite), { reunis: [], bloques: [] })
  const autres = [mandat('a', 'garde', '2024-01-01', null), mandat('b', 'absorbe', '2024-01-01', null, { cle: 'financeur' })]
  assert.deepEqual(foldMandats(autres), { reunis: [], bloques: [] })
})

test('celui qui porte une délégation est gardé ; si les deux en portent, une personne tranche', () => {
  const deux = [mandat('a', 'garde', '2024-01-01', null), mandat('b', 'absorbe', '2025-01-01', null, { porte: true })]
  assert.deepEqual(foldMandats(deux).reunis, [{ garde: { id: 'b', debut: '2024-01-01', fin: null }, retires: ['a'] }])
  assert.deepEqual(foldMandats(deux.map((m) => ({ ...m, porte: true }))), { reunis: [], bloques: [['a', 'b']] })
})

test('réunir des mandats ne donne ni n’ôte un seul jour de droit', () => {
  const jours = fc.integer({ min: 0, max: 20 })
  const un = fc.record({
    debut: jours,
    duree: fc.option(jours, { nil: null }),
    cote: fc.constantFrom('garde' as const, 'absorbe' as const),
  })
  const iso = (rang: number) => `2026-01-${String(rang + 1).padStart(2, '0')}`.replace(/-(3[2-9]|4\d)$/, '-31')
  fc.assert(
    fc.property(fc.array(un, { maxLength: 6 }), (lus) => {
      const mandats = lus.map(({ debut, duree, cote }, rang) =>
        mandat(String(rang), cote, iso(debut), duree === null ? null : iso(debut + Math.min(duree, 9))),
      )
      const { reunis } = foldMandats(mandats)
      const retires = new Set(reunis.flatMap((reuni) => reuni.retires))
      const restants = mandats
        .filter(({ id }) => !retires.has(id))
        .map((m) => ({ ...m, ...reunis.find((reuni) => reuni.garde.id === m.id)?.garde }))
      const couvre = (liste: readonly MandatAReunir[], jour: string) =>
        liste.filter((m) => m.debut <= jour && (m.fin === null || m.fin >= jour)).length
      for (let rang = 0; rang < 31; rang += 1) {
        assert.equal(couvre(mandats, iso(rang)) > 0, couvre(restants, iso(rang)) > 0)
        assert.ok(couvre(restants, iso(rang)) <= 1)
      }
    }),
  )
})
