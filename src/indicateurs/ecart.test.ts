import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { formatDecimal, parseDecimal } from './decimal.ts'
import { type MesuresEcart, measureEcart } from './ecart.ts'
import { sayDepuis, sayEcart, sayEvolution, sayRaison, shortEvolution } from './ecart-phrase.ts'
import { buildIndicateur, buildMesure } from './indicateurs.build.ts'

const nu = (texte: string) => texte.replaceAll(/[\u00a0\u202f]/g, ' ')
const ICI = 'QN03705M'
const q = (periode: string, valeur: string | null, reste: Parameters<typeof buildMesure>[0] = {}) =>
  buildMesure({ periode, valeur: valeur === null ? null : parseDecimal(valeur), territoireCode: ICI, ...reste })
const r = (periode: string, valeur: string | null, reste: Parameters<typeof buildMesure>[0] = {}) =>
  q(periode, valeur, { territoireType: 'unite_urbaine', territoireCode: '37701', ...reste })
const mesure = (champs: Partial<MesuresEcart>) =>
  measureEcart({ indicateur: buildIndicateur({}), quartier: [], reference: [], memePerimetre: new Set([ICI]), ...champs })

describe('l’écart d’un quartier avec sa référence', () => {
  test('en points, exact, avec le rapport et ce qu’il veut dire', () => {
    const { point, indicateur } = mesure({ quartier: [q('2021', '48.1')], reference: [r('2021', '16.9')] })
    assert.ok(point !== null)
    assert.equal(nu(sayEcart(point, indicateur)), '+31,2 points, au détriment du quartier')
    assert.equal(formatDecimal(point.rapport ?? assert.fail()), '2,85')
  })

  test('le sens souhaité change le verdict, jamais le chiffre', () => {
    const mesures = { quartier: [q('2021', '44.6')], reference: [r('2021', '64.3')] }
    const ecart = mesure({ ...mesures, indicateur: buildIndicateur({ sens: 'hausse' }) })
    assert.equal(nu(sayEcart(ecart.point ?? assert.fail(), ecart.indicateur)), '−19,7 points, au détriment du quartier')
    const neutre = mesure({ ...mesures, indicateur: buildIndicateur({ sens: 'neutre' }) })
    assert.equal(nu(sayEcart(neutre.point ?? assert.fail(), neutre.indicateur)), '−19,7 points')
  })

  test('un écart d’un point s’écrit au singulier, un revenu se compare en euros', () => {
    const un = mesure({ quartier: [q('2021', '10.5')], reference: [r('2021', '9.5')] })
    assert.match(nu(sayEcart(un.point ?? assert.fail(), un.indicateur)), /^\+1,0 point,/)
    const revenu = buildIndicateur({ unite: 'euros', sens: 'hausse', decimales: 0 })
    const euros = mesure({ indicateur: revenu, quartier: [q('2021', '12740')], reference: [r('2021', '21300')] })
    assert.equal(nu(sayEcart(euros.point ?? assert.fail(), revenu)), '−8 560 €, au détriment du quartier')
  })

  test('un effectif se dit en part de la référence, jamais en écart', () => {
    const population = buildIndicateur({ unite: 'nombre', sommable: true, sens: 'neutre', decimales: 0 })
    const ecart = mesure({ indicateur: population, quartier: [q('2021', '8470')], reference: [r('2021', '363000')] })
    assert.equal(nu(sayEcart(ecart.point ?? assert.fail(), population)), '2,3 % de la référence')
    assert.deepEqual(ecart.evolution, { possible: false, raison: 'effectif' })
  })
})

describe('ce qui ne se compare pas est dit', () => {
  const raison = (champs: Partial<MesuresEcart>) => sayRaison(mesure(champs).raison ?? assert.fail('comparé'), '2021')
  test('le secret statistique, d’un côté ou de l’autre', () => {
    const secret = { absence: 'secret' as const }
    assert.equal(raison({ quartier: [q('2021', null, secret)], reference: [r('2021', '16.9')] }), 'secret statistique pour le quartier')
    assert.equal(raison({ quartier: [q('2021', '48.1')], reference: [r('2021', null, secret)] }), 'secret statistique pour la référence')
  })
  test('des périodes différentes : celles de la référence sont nommées', () => {
    assert.equal(
      raison({ quartier: [q('2021', '48.1')], reference: [r('2018', '16.9')] }),
      'la référence n’a pas de valeur en 2021 (elle en a en 2018)',
    )
  })
  test('des sources différentes', () => {
    assert.match(
      raison({ quartier: [q('2021', '48.1')], reference: [r('2021', '16.9', { sourceId: 'autre' })] }),
      /pas mesurés par la même source/,
    )
  })
  test('aucune valeur pour le quartier, aucun territoire de comparaison', () => {
    assert.match(raison({ reference: [r('2021', '16.9')] }), /ne donne pas cet indicateur/)
    const sansLieu = measureEcart(
      { indicateur: buildIndicateur({}), quartier: [q('2021', '1')], reference: [], memePerimetre: new Set([ICI]) },
      'inconnu',
    )
    assert.equal(sansLieu.raison?.code, 'sans_lieu')
  })
  test('une période plus récente sous secret n’efface pas la précédente : elle est dite', () => {
    const ecart = mesure({
      quartier: [q('2021', null, { absence: 'secret' }), q('2018', '40.0')],
      reference: [r('2021', '17'), r('2018', '15.0')],
    })
    assert.equal(ecart.point?.periode, '2018')
    assert.equal(nu(sayDepuis(ecart) ?? ''), '2021 : secret statistique pour le quartier')
  })
})

describe('l’évolution de l’écart', () => {
  const deux = { quartier: [q('2018', '42.0'), q('2021', '41.0')], reference: [r('2018', '28.7'), r('2021', '29.5')] }
  const dite = (champs: Partial<MesuresEcart>) => {
    const { evolution, indicateur } = mesure(champs)
    return nu(sayEvolution(evolution, indicateur))
  }
  test('« l’écart s’est réduit de 1,8 point entre 2018 et 2021 », dans le sens souhaité', () => {
    assert.equal(dite(deux), 'l’écart s’est réduit de 1,8 point entre 2018 et 2021')
    const { evolution, indicateur } = mesure(deux)
    assert.equal(shortEvolution(evolution, indicateur), '−1,8')
    assert.equal(evolution.possible && evolution.bon, true)
  })
  test('un avantage du quartier qui se réduit n’est pas un progrès', () => {
    const { evolution } = mesure({ ...deux, indicateur: buildIndicateur({ sens: 'hausse' }) })
    assert.equal(evolution.possible && evolution.mouvement === 'reduit' && evolution.bon, false)
  })
  test('il peut se creuser, rester le même, s’inverser', () => {
    assert.match(dite({ ...deux, reference: [r('2018', '28.7'), r('2021', '20')] }), /creusé de 7,7 points/)
    assert.match(dite({ ...deux, reference: [r('2018', '28.7'), r('2021', '27.7')] }), /resté le même/)
    assert.match(dite({ ...deux, reference: [r('2018', '28.7'), r('2021', '45')] }), /inversé/)
  })
  test('n. c. quand la source interdit de comparer ses millésimes', () => {
    assert.match(dite({ ...deux, indicateur: buildIndicateur({ millesimes: 'non_comparables' }) }), /^n\. c\. : la source déconseille/)
  })
  test('n. c. quand le périmètre a changé entre deux générations, jamais quand il est resté identique', () => {
    const ancien = { ...deux, quartier: [q('2018', '42.0', { territoireCode: 'QP037005' }), q('2021', '41.0')] }
    assert.match(dite(ancien), /^n\. c\. : le périmètre du quartier a changé/)
    assert.match(dite({ ...ancien, memePerimetre: new Set([ICI, 'QP037005']) }), /réduit de 1,8 point/)
  })
  test('n. c. quand la source change d’une période à l’autre', () => {
    const autre = { sourceId: 'autre' }
    assert.match(
      dite({ quartier: [q('2018', '42.0', autre), q('2021', '41.0')], reference: [r('2018', '28.7', autre), r('2021', '29.5')] }),
      /^n\. c\. : les périodes ne viennent pas de la même source/,
    )
  })
  test('un trimestre ne se compare qu’au même trimestre', () => {
    const { evolution } = mesure({
      quartier: [q('2021-T1', '42.0'), q('2021-T4', '41.0')],
      reference: [r('2021-T1', '28'), r('2021-T4', '29')],
    })
    assert.deepEqual(evolution, { possible: false, raison: 'un_seul_point' })
  })
})
