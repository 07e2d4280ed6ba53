import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { RegleViolee } from '#platform/errors.ts'
import { obstaclesOf } from './choix.ts'
import * as fichiers from './fixtures-de-test.ts'
import { chooseTerritoire } from './forme.ts'
import { grilleOfCsv } from './grille.ts'
import { allChosen, CONNUS, grilleOf, MARQUEURS, planned, REFERENTIEL, read } from './lecture-de-test.ts'
import { planTable } from './plan.ts'
import { recognizeTable } from './reconnaitre.ts'

describe('une table de quartiers en classeur', () => {
  test('titre, source, deux lignes d’en-têtes, notes : chacun à sa place', async () => {
    const { lecture } = await read(fichiers.qpvClasseur())
    assert.deepEqual(lecture.territoire, { colonne: 0, type: 'quartier', reconnus: 3, repares: 0, inconnus: { nombre: 0, exemples: [] } })
    assert.equal(lecture.periode, '2021')
    assert.deepEqual(
      lecture.titres.map(({ ligne }) => ligne),
      [1, 2],
    )
    assert.match(lecture.notes[0]?.texte ?? '', /^s : secret/)
    assert.deepEqual(
      lecture.colonnes.map(({ role }) => role),
      ['territoire', 'nom', 'mesure', 'mesure', 'mesure'],
    )
  })
  test('une variable connue est reconnue avec son année, une autre est proposée par le dictionnaire', async () => {
    const { lecture } = await read(fichiers.qpvClasseur())
    assert.deepEqual(lecture.colonnes[2]?.proposition, { indicateurId: 'i-pauvrete', periode: '2021', par: 'variable' })
    assert.equal(lecture.colonnes[4]?.libelle, 'Nombre de ménages fiscaux')
    assert.equal(lecture.colonnes[4]?.proposition, null)
  })
  test('le secret et le non significatif deviennent des absences, jamais des zéros', async () => {
    const { dites } = await planned(fichiers.qpvClasseur())
    assert.deepEqual(dites.slice(0, 6), [
      'QN03701I i-pauvrete 2021 48,1',
      'QN03701I i-c3 2021 12 740',
      'QN03701I i-c4 2021 4 180',
      'QN03702M i-pauvrete 2021 secret',
      'QN03702M i-c3 2021 secret',
      'QN03702M i-c4 2021 1 250',
    ])
    assert.ok(dites.includes('QN03703N i-c4 2021 non_significatif'))
    assert.ok(dites.includes('QN03703N i-pauvrete 2021 41,25'))
  })
})

describe('des tables de toutes formes', () => {
  test('communes en CSV : Windows-1252, milliers, virgule, zéro perdu rendu et dit, Corse, case vide', async () => {
    const { lecture, plan, dites } = await planned(fichiers.communesCsv())
    assert.equal(lecture.territoire.type, 'commune')
    assert.equal(lecture.territoire.repares, 1)
    assert.deepEqual(dites.slice(0, 4), [
      '37261 i-population 2021 138 588',
      '37261 i-c3 2021 21 300',
      '37261 i-pauvrete 2021 17,4',
      '01004 i-population 2021 14 288',
    ])
    assert.ok(dites.includes('2A004 i-pauvrete 2021 secret'))
    assert.equal(plan.decompte.vides, 1)
  })
  test('points décimaux et virgules de milliers', async () => {
    const { lecture, dites } = await planned(fichiers.pointsCsv())
    assert.equal(lecture.territoire.type, 'epci')
    assert.deepEqual(dites, [
      '243700754 i-c1 2021 16,9',
      '243700754 i-c2 2021 294 220',
      '200043123 i-c1 2021 9,25',
      '200043123 i-c2 2021 1 088 120',
    ])
  })
  test('table longue : une ligne par chiffre, sa variable et son année en colonnes', async () => {
    const { lecture, dites } = await planned(fichiers.longueCsv())
    assert.equal(lecture.forme, 'longue')
    assert.deepEqual(
      lecture.variables.map(({ cle, libelle, nombre }) => `${cle} ${libelle} ${nombre}`),
      ['TXPAUV Taux de pauvreté 4', 'TXEMP Taux d’emploi 2'],
    )
    assert.deepEqual(dites, [
      'QN03701I i-pauvrete 2018 45,0',
      'QN03701I i-pauvrete 2021 48,1',
      'QN03701I i-emploi 2021 44,6',
      'QN03702M i-pauvrete 2018 40,1',
      'QN03702M i-pauvrete 2021 secret',
      'QN03702M i-emploi 2021 50,2',
    ])
  })
  test('pourcentages affichés, et parts entre 0 et 1 à multiplier par cent quand on le demande', async () => {
    const { lecture } = await read(fichiers.pourcents())
    assert.deepEqual(
      lecture.colonnes.map(({ entreZeroEtUn, periode }) => `${entreZeroEtUn} ${periode}`),
      ['false null', 'false 2020', 'true 2020'],
    )
    const choix = allChosen(lecture)
    const { dites } = await planned(fichiers.pourcents(), { cibles: choix.cibles.map((cible) => ({ ...cible, cent: 'cent' })) })
    assert.deepEqual(dites, ['QN03701I i-c1 2020 27,4', 'QN03701I i-c2 2020 5,2', 'QN03702M i-c1 2020 30,0', 'QN03702M i-c2 2020 10,1'])
  })
  test('en-têtes groupés sur deux lignes : chaque colonne sait son indicateur et son année', async () => {
    const { lecture } = await read(fichiers.deuxAnnees())
    assert.deepEqual(
      lecture.colonnes.slice(2).map(({ entetes, periode }) => `${entetes.join(' ')} > ${periode}`),
      [
        'Taux d’emploi 2018 > 2018',
        'Taux d’emploi 2021 > 2021',
        'Part des moins de 25 ans 2018 > 2018',
        'Part des moins de 25 ans 2021 > 2021',
      ],
    )
  })
  test('unités urbaines en tabulations : ligne de total gardée à part, territoire inconnu nommé, rien d’inventé', async () => {
    const { lecture, plan, dites, choix } = await planned(fichiers.unitesTsv())
    assert.equal(lecture.territoire.type, 'unite_urbaine')
    assert.deepEqual(lecture.sansTerritoire, { nombre: 1, lignes: [{ ligne: 3, texte: 'Ensemble · 15,0 %' }] })
    assert.deepEqual(plan.inconnus, [{ code: '99999', nom: 'Inconnue', ligne: 5 }])
    assert.deepEqual(dites, ['37701 i-pauvrete 2021 16,9', '00851 i-pauvrete 2021 15,9'])
    assert.match(obstaclesOf(plan, choix).join(), /territoires? que la référence ne connaît pas/)
    assert.deepEqual(obstaclesOf(plan, { ...choix, inconnus: 'laisser' }), [])
  })
  test('deux générations de quartiers dans une table gardent chacune leur code', async () => {
    assert.deepEqual((await planned(fichiers.deuxGenerations())).dites, ['QP037001 i-pauvrete 2021 46,2', 'QN03701I i-pauvrete 2021 48,1'])
  })
  test('la France nommée en toutes lettres', async () => {
    assert.deepEqual((await planned(fichiers.franceCsv())).dites, ['FR i-pauvrete 2021 14,5'])
  })
  test('un dictionnaire de variables en fichier séparé donne les libellés', async () => {
    const { lecture } = await read(fichiers.communesCsv(), fichiers.dictionnaireCsv())
    assert.deepEqual(
      lecture.colonnes.slice(2).map(({ libelle }) => libelle),
      ['Population municipale en 2021', 'Médiane du niveau de vie en 2021', 'Taux de pauvreté en 2021'],
    )
  })
  test('138,588 peut être un millier ou un décimal : le doute est dit', async () => {
    const { lecture } = await read(fichiers.ambiguCsv())
    assert.deepEqual(lecture.colonnes[1]?.nombre, { convention: 'virgule', doute: 'ambigu' })
  })
  test('ce qui ne se lit pas, ou se contredit, arrête l’import et dit sa ligne', async () => {
    const { plan, choix } = await planned(fichiers.fautesCsv())
    assert.deepEqual(
      plan.incompris.map(({ ligne, texte }) => `${ligne} ${texte}`),
      ['3 env. 40', '5 12,3,4'],
    )
    assert.match(plan.contradictions[0]?.texte ?? '', /QN03701I, 47,0 ici, une autre valeur ligne 2/)
    assert.equal(obstaclesOf(plan, choix).length, 2)
    // A contradiction is never left aside.
    assert.equal(obstaclesOf(plan, { ...choix, incompris: 'laisser' }).length, 1)
  })
  test('une table qui ne nomme aucun territoire n’est pas devinée', async () => {
    const grille = await grilleOf(fichiers.sansTerritoire())
    assert.equal(chooseTerritoire(grille.feuilles[0] ?? assert.fail(), CONNUS), null)
  })
})

test('chaque case du corps est comptée une fois et une seule, quelle que soit la table', async () => {
  for (const [nom, build] of Object.entries(fichiers)) {
    if (typeof build !== 'function' || build.length > 0 || nom === 'dictionnaireCsv' || nom === 'sansTerritoire') continue
    const { plan } = await planned((build as () => fichiers.FichierDeTest)())
    const { total, arrondies: _, ...parts } = plan.decompte
    assert.equal(
      Object.values(parts).reduce((somme, n) => somme + n, 0),
      total,
      nom,
    )
    assert.ok(total > 0, nom)
  }
})

test('propriété : une table abîmée est lue ou refusée d’une phrase, jamais autrement, et chaque case reste comptée', async () => {
  const modeles = [fichiers.communesCsv(), fichiers.longueCsv(), fichiers.unitesTsv(), fichiers.fautesCsv(), fichiers.pointsCsv()]
  const bruit = fc.array(
    fc.record({
      place: fc.nat(2000),
      retire: fc.nat(40),
      ajoute: fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom(';', '\n', '"', '\t', ',', 'QN03701I', '1 000,5', '\u0000', '\uFEFF')),
    }),
    { maxLength: 6 },
  )
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...modeles), bruit, async ({ nom, octets }, coups) => {
      let texte = Buffer.from(octets).toString('latin1')
      for (const { place, retire, ajoute } of coups) {
        const debut = place % (texte.length + 1)
        texte = texte.slice(0, debut) + ajoute + texte.slice(debut + retire)
      }
      try {
        const grille = await grilleOfCsv(nom, Buffer.from(texte, 'utf8'))
        const feuille = grille.feuilles[0] ?? assert.fail()
        const territoire = chooseTerritoire(feuille, CONNUS)
        if (territoire === null) return
        const lecture = recognizeTable(grille, 0, territoire, CONNUS, REFERENTIEL)
        const { total, arrondies: _, ...parts } = planTable(feuille, lecture, allChosen(lecture), CONNUS, MARQUEURS).decompte
        assert.equal(
          Object.values(parts).reduce((somme, n) => somme + n, 0),
          total,
        )
      } catch (erreur) {
        if (!(erreur instanceof RegleViolee)) throw erreur
      }
    }),
    { numRuns: 400 },
  )
})
