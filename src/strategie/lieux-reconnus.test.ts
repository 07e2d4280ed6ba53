import assert from 'node:assert/strict'
import test from 'node:test'
import { createId } from '#platform/identifiants.ts'
import type { ChoixLieu } from '#territoire/index.ts'
import type { TypeEchelle } from './fiche.ts'
import { lieuxAVerifier, lieuxImportes, recognizedLieux } from './lieux-reconnus.ts'

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
  recognizedLieux(
    {
      intitule: 'Une fiche',
      objectifs: [],
      realisations: [],
      echelleTerritoriale: rows.map(([type, texte]) => ({ id: createId(), type, texte })),
    },
    CHOIX,
  )
const codes = (choix: readonly ChoixLieu[]) => choix.map(({ code }) => code)

test('une commune qui ne fait que situer un quartier n’est pas visée ; nommée seule, elle l’est', () => {
  assert.deepEqual(codes(lus(['quartier', 'Sanitas (Tours)']).surs), ['QN03705M'])
  assert.deepEqual(codes(lus(['quartier', 'Sanitas'], ['commune', 'Tours']).surs), ['QN03705M', '37261'])
  assert.deepEqual(codes(lus(['quartier', 'Maryse Bastié'], ['autre', 'La Riche, site volontaire']).surs), ['QN03710M', '37195'])
})

test('une commune nommée plus loin, comme site de plus, est visée', () => {
  assert.deepEqual(codes(lus(['autre', 'Maryse Bastié, Sanitas, et un site volontaire : La Riche']).surs), [
    'QN03710M',
    'QN03705M',
    '37195',
  ])
  assert.deepEqual(codes(lus(['autre', 'Tours : Sanitas']).surs), ['QN03705M'])
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

test('une échelle qui ne nomme rien : les lieux viennent des objectifs et des réalisations, et c’est dit', () => {
  const ligne = (texte: string) => ({ id: createId(), texte })
  const contenu = {
    intitule: 'Une gestion adaptée',
    objectifs: [ligne('La mettre en place au Sanitas et à Maryse Bastié, puis sur un site volontaire (La Riche)')],
    realisations: [],
    echelleTerritoriale: [{ ...ligne('À l’échelle de chaque quartier'), type: 'autre' as const }],
  }
  const reconnus = recognizedLieux(contenu, CHOIX)
  assert.deepEqual(codes(reconnus.surs), ['QN03705M', 'QN03710M'], 'La Riche only says where Maryse Bastié is')
  assert.equal(reconnus.horsEchelle, true)
  assert.match(lieuxAVerifier(reconnus)[0] ?? '', /Lieux à confirmer : Sanitas, Maryse Bastié/)
  assert.match(lieuxAVerifier(reconnus)[1] ?? '', /« À l’échelle de chaque quartier » n’est pas dans la liste/)
})
