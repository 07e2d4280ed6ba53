import assert from 'node:assert/strict'
import test from 'node:test'
import { createId } from '#platform/identifiants.ts'
import type { ChoixLieu } from '#territoire/index.ts'
import type { TypeEchelle } from './fiche.ts'
import { lieuxImportes, recognizedLieux } from './lieux-reconnus.ts'

const quartier = (code: string, nom: string, communes: string[], parties: string[] = []): ChoixLieu => ({
  type: 'quartier',
  code,
  nom,
  parties,
  communes,
  population: 1000,
})
const commune = (code: string, nom: string): ChoixLieu => ({ type: 'commune', code, nom, parties: [], communes: [code], population: 9000 })
const CHOIX = [
  quartier('QN03705M', 'Sanitas', ['37261']),
  quartier('QN03710M', 'Maryse Bastié', ['37261', '37195']),
  quartier('QN03703N', 'Centre', ['37261']),
  quartier('QN03704N', 'Centre', ['37122']),
  quartier('QN05601I', 'Pays d’Auray', ['56007'], ['Le Gumenen', 'Parco Pointer']),
  commune('37261', 'Tours'),
  commune('37122', 'Joué-lès-Tours'),
  commune('37195', 'La Riche'),
]
const lus = (...rows: [TypeEchelle, string][]) =>
  recognizedLieux({ echelleTerritoriale: rows.map(([type, texte]) => ({ id: createId(), type, texte })) }, CHOIX)
const codes = (choix: readonly ChoixLieu[]) => choix.map(({ code }) => code)

test('une commune qui ne fait que situer un quartier n’est pas visée ; nommée seule, elle l’est', () => {
  assert.deepEqual(codes(lus(['quartier', 'Sanitas (Tours)']).surs), ['QN03705M'])
  assert.deepEqual(codes(lus(['quartier', 'Sanitas'], ['commune', 'Tours']).surs), ['QN03705M', '37261'])
  assert.deepEqual(codes(lus(['quartier', 'Maryse Bastié'], ['autre', 'La Riche, site volontaire']).surs), ['QN03710M', '37195'])
})

test('deux quartiers du même nom : la commune tranche, sinon une personne', () => {
  assert.deepEqual(codes(lus(['quartier', 'Centre, à Joué-lès-Tours']).surs), ['QN03704N'])
  const sansCommune = lus(['quartier', 'Centre'])
  assert.deepEqual(sansCommune.surs, [])
  assert.deepEqual(codes(sansCommune.ambigus[0]?.lieux ?? []), ['QN03703N', 'QN03704N'])
})

test('un sous-quartier mène à son quartier ; ce qui n’est pas trouvé est dit', () => {
  const trouves = lus(['quartier', 'Gumenen'], ['quartier', 'Rochepinard'], ['agglomeration', 'Ensemble de la métropole'])
  assert.deepEqual(codes(trouves.surs), ['QN05601I'])
  assert.deepEqual(trouves.introuvables, ['Rochepinard'])
})

test('un import garde les lieux sûrs, sans inventer de parts', () => {
  assert.deepEqual(lieuxImportes(lus(['quartier', 'Sanitas'], ['quartier', 'Centre'])), [
    { type: 'quartier', code: 'QN03705M', nom: 'Sanitas', communes: ['37261'], partPm: null, origine: 'import' },
  ])
})
