import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { cleNom } from './organisation-cle.ts'
import { type Comparee, doublonOf, listDoublons, prepareComparaison } from './organisation-doublon.ts'

let rang = 0
function buildComparee(partiel: Partial<Comparee> & { nom: string }): Comparee {
  rang += 1
  const vide = { sigle: null, noms: [], type: 'association', siren: null, siret: null, rna: null, adresse: null, codePostal: null }
  return { id: `0190a000-0000-7000-8000-${String(rang).padStart(12, '0')}`, ...vide, ...partiel }
}
const compare = (a: Partial<Comparee> & { nom: string }, b: Partial<Comparee> & { nom: string }) =>
  doublonOf(prepareComparaison(buildComparee(a)), prepareComparaison(buildComparee(b)))
const raisons = (a: string, b: string) => compare({ nom: a }, { nom: b })?.raisons ?? []

test('le même nom se reconnaît sous ses formes et ses abréviations', () => {
  for (const [a, b] of [
    ['Association Les Amis du Quartier', 'Ass. Les Amis du quartier'],
    ['Mairie de Tours', 'Commune de Tours'],
    ['Ville de Saint-Pierre-des-Corps', 'St Pierre des Corps'],
    ['Centre communal d’action sociale de Tours', 'C.C.A.S. de Tours'],
    ['Caisse d’allocations familiales d’Indre-et-Loire', 'CAF Indre et Loire'],
    ['Tours Habitat', 'Tours Habitat OPH'],
    ['Inter’Actions', 'InterActions'],
    ['Régie Plurielle (association loi 1901)', 'REGIE PLURIELLE'],
  ] as const) {
    assert.deepEqual(raisons(a, b), ['nom'], `${a} / ${b}`)
  }
})

test('une faute de frappe, un sigle : noms voisins, à vérifier', () => {
  assert.deepEqual(raisons('Pluriel(le)s Sanitas', 'Plurielles Sanitsa'), [])
  assert.deepEqual(raisons('Compagnons bâtisseurs Centre', 'Compagnons batiseurs Centre'), ['nom_proche'])
  assert.deepEqual(compare({ nom: 'Val Touraine Habitat', sigle: 'VTH' }, { nom: 'VTH' })?.raisons, ['sigle'])
  assert.deepEqual(raisons('Val Touraine Habitat', 'V.T.H.'), ['sigle'])
})

test('des organismes voisins ne sont pas des doublons', () => {
  for (const [a, b] of [
    ['Ville de Tours', 'CCAS de Tours'],
    ['Ville de Tours', 'Tours Métropole Val de Loire'],
    ['Ville de Tours', 'Tours Habitat'],
    ['Préfecture d’Indre-et-Loire', 'Préfecture d’Indre'],
    ['CCAS de Tours', 'CCAS de Joué-lès-Tours'],
    ['Conseil citoyen du Sanitas', 'Conseil citoyen de l’Europe'],
    ['Collège Jules Ferry', 'Collège Jules Verne'],
    ['Ligue de l’enseignement - FAIL 13', 'Ligue de l’enseignement - FAIL 75'],
    ['Amicale laïque nord', 'Amicale laïque sud'],
    ['Tours Habitat', 'Touraine Logement'],
  ] as const) {
    assert.deepEqual(raisons(a, b), [], `${a} / ${b}`)
  }
})

test('deux SIREN différents disent deux organisations, quel que soit le nom', () => {
  assert.equal(compare({ nom: 'Amicale laïque', siren: '732829320' }, { nom: 'Amicale laïque', siren: '356000000' }), null)
  assert.equal(compare({ nom: 'Amicale laïque', rna: 'W372001234' }, { nom: 'Amicale laïque', rna: 'W372001235' }), null)
})

test('un même SIREN en est une, sauf deux établissements de noms différents', () => {
  const siren = '732829320'
  assert.equal(compare({ nom: 'Régie Plurielle', siren }, { nom: 'Tout autre nom', siren })?.score, 95)
  const siret = (fin: string) => ({ siren, siret: `${siren}${fin}` })
  assert.equal(compare({ nom: 'Service A', ...siret('00074') }, { nom: 'Agence B', ...siret('00082') }), null)
  assert.deepEqual(compare({ nom: 'Régie', ...siret('00074') }, { nom: 'La Régie', ...siret('00082') })?.raisons, ['etablissements', 'nom'])
})

test('le même nom dans un autre département est un homonyme', () => {
  assert.equal(compare({ nom: 'Amicale laïque', codePostal: '37000' }, { nom: 'Amicale laïque', codePostal: '69001' }), null)
  assert.equal(compare({ nom: 'Amicale laïque', codePostal: '37000' }, { nom: 'Amicale laïque', codePostal: '37300' })?.score, 70)
  assert.equal(compare({ nom: 'Amicale laïque', codePostal: '37000' }, { nom: 'Amicale laïque', codePostal: '37000' })?.score, 90)
})

test('une adresse partagée ne fait pas un doublon, elle confirme des noms semblables', () => {
  const la = { adresse: '10 place du Parvis', codePostal: '37000' }
  assert.equal(compare({ nom: 'Club de judo', ...la }, { nom: 'Chorale des Rives', ...la }), null)
  const proches = compare(
    { nom: 'Centre social Pluriel', ...la },
    { nom: 'Association du centre social', ...la, adresse: '10, PLACE DU PARVIS' },
  )
  assert.deepEqual(proches, { score: 65, raisons: ['nom_proche', 'adresse'] })
  assert.equal(compare({ nom: 'Centre social Pluriel' }, { nom: 'Association du centre social' }), null)
})

test('la comparaison ne dépend ni de l’ordre, ni des accents, ni de la casse', () => {
  const nom = fc.array(fc.constantFrom('École', 'Amis', 'du', 'Quartier', 'CCAS', 'Pluriel', 'St', 'Europe', 'Sanitas', 'le'), {
    minLength: 1,
    maxLength: 5,
  })
  fc.assert(
    fc.property(nom, nom, (x, y) => {
      const [a, b] = [x.join(' '), y.join(' ')]
      assert.deepEqual(compare({ nom: a }, { nom: b }), compare({ nom: b }, { nom: a }))
      assert.equal(cleNom(a), cleNom(a.toUpperCase()))
      if (x.some((mot) => !['du', 'le'].includes(mot))) assert.equal(cleNom(a), cleNom(`Association ${a}`))
      if (cleNom(a) !== '') assert.equal(compare({ nom: a }, { nom: a.toUpperCase() })?.score, 90)
    }),
  )
})

test('ne comparer que ce qui partage un indice ne manque aucune paire', () => {
  const mot = fc.constantFrom(
    'Régie',
    'Regies',
    'Pluriel',
    'Plurielle',
    'Pluriele',
    'Sanitas',
    'Sanitsa',
    'Foyer',
    'Rives',
    'RPS',
    'du',
    'Ville',
    'St',
  )
  const une = fc.record({
    nom: fc.array(mot, { minLength: 1, maxLength: 4 }).map((mots) => mots.join(' ')),
    noms: fc.array(mot, { maxLength: 1 }),
    sigle: fc.constantFrom(null, 'RPS', 'F.D.R.'),
    siren: fc.constantFrom(null, null, '000000018', '000000026'),
    siret: fc.constant(null),
    rna: fc.constantFrom(null, null, 'W372900001'),
    adresse: fc.constantFrom(null, '1 place du Parvis'),
    codePostal: fc.constantFrom(null, '37000', '37300'),
    type: fc.constantFrom('association', 'commune', 'autre'),
  })
  fc.assert(
    fc.property(fc.array(une, { maxLength: 12 }), (lues) => {
      const organisations = lues.map((lue) => buildComparee(lue))
      const toutes = organisations.flatMap((a, rang) =>
        organisations.slice(rang + 1).flatMap((b) => {
          const doublon = doublonOf(prepareComparaison(a), prepareComparaison(b))
          return doublon === null ? [] : [`${[a.id, b.id].sort().join(' ')} ${doublon.score}`]
        }),
      )
      assert.deepEqual(
        listDoublons(organisations)
          .map(({ a, b, doublon }) => `${a} ${b} ${doublon.score}`)
          .sort(),
        toutes.sort(),
      )
    }),
    { numRuns: 300 },
  )
})

test('des noms engendrés en nombre ne donnent pas de paires en masse', () => {
  const sortes = [
    'Association',
    'Centre social',
    'Collège',
    'École maternelle',
    'CCAS de',
    'Ville de',
    'Conseil citoyen de',
    'Régie de quartier',
  ]
  const lieux = [
    'Sanitas',
    'Rives du Cher',
    'Europe',
    'Fontaines',
    'Bergeonnerie',
    'Rabaterie',
    'Morier',
    'Vallée Violette',
    'Grand Mail',
    'Rabière',
  ]
  const suites = ['', ' nord', ' sud', ' sport', ' culture']
  const organisations = sortes.flatMap((s) => lieux.flatMap((l) => suites.map((x) => buildComparee({ nom: `${s} ${l}${x}` }))))
  assert.equal(organisations.length, 400)
  // « Association Sanitas » and « Ville de Sanitas » are one key: 50 pairs among 79 800, and no others.
  const paires = listDoublons(organisations)
  assert.equal(paires.length, 50)
})

const fonjep = new URL('../../../shared/data/anct-civille/postes-fonjep-2023.json', import.meta.url)
test('parmi les vrais noms d’employeurs Fonjep, peu de paires', { skip: !existsSync(fonjep) && 'no ../shared/data' }, () => {
  const lus: unknown = JSON.parse(readFileSync(fonjep, 'utf8'))
  const noms = new Map<string, Comparee>()
  for (const ligne of Array.isArray(lus) ? lus : []) {
    const { raison_sociale: nom, insee_dep: departement = '' } = ligne as { raison_sociale: string; insee_dep?: string }
    const cle = `${nom.toLowerCase()} ${departement}`
    if (!noms.has(cle))
      noms.set(cle, buildComparee({ nom, codePostal: departement === '' ? null : departement.padEnd(5, '0').replace(/^2[AB]/, '20') }))
  }
  const organisations = [...noms.values()]
  const paires = listDoublons(organisations)
  if (process.env.PARVIS_VOIR === '1') {
    const de = new Map(organisations.map((o) => [o.id, `${o.nom} (${o.codePostal})`]))
    for (const { a, b, doublon } of paires) console.log(doublon.score, doublon.raisons.join('+'), '|', de.get(a), '|', de.get(b))
  }
  assert.ok(organisations.length > 500, `${organisations.length} names`)
  assert.ok(paires.length < organisations.length * 0.05, `${paires.length} pairs for ${organisations.length} names`)
})
