import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { findCandidats, listRetenues, type RegleCandidats } from './candidats.ts'
import { checkParametre, findParametre, judgeUnite, type ParametreDecret } from './decret.ts'
import { ECHELLE } from './grille.ts'
import { buildGrille } from './grille-de-test.ts'
import { judgeCommune, type MesureCommune } from './regle-communale.ts'
import { arrondieAuDessus, buildComparateur, centsOf, compareMoyenne, seuilOf } from './seuil.ts'

const DECRET = { facteurPm: 600, poidsNationalPm: 700, poidsUnitePm: 300 }
const parametre = (partiel: Partial<ParametreDecret> = {}): ParametreDecret => ({
  id: '1',
  cle: 'essai',
  numero: 1,
  decret: '2014-767',
  libelle: 'essai',
  champ: 'metropole',
  debut: '2024-01-01',
  fin: null,
  tailleMin: 0,
  tailleMax: 5_000_000,
  coteM: 200,
  populationMin: 1000,
  unitePopulationMin: 10_000,
  uniteArrondi: 100,
  ...DECRET,
  inegalite: 'stricte',
  derogationAnnees: 6,
  voisinage: 8,
  source: 'décret',
  verifieLe: '2025-12-01',
  ...partiel,
})
const regle = (seuil: { numerateur: bigint; denominateur: bigint }, partiel: Partial<RegleCandidats> = {}): RegleCandidats => ({
  critere: { sorte: 'revenu', seuil, inegalite: 'stricte' },
  voisinage: 8,
  populationMin: 1000,
  procheDePm: 800,
  ...partiel,
})

test('BR-01 : le seuil est 60 % de 70 % du revenu national et 30 % de celui de l’unité urbaine', () => {
  const seuil = seuilOf({ ...DECRET, revenuNationalCents: 2_200_000, revenuUniteCents: 2_100_000 })
  assert.equal(centsOf(seuil), 1_302_000)
  assert.equal(seuil.numerateur % seuil.denominateur, 0n)
})

test('BR-01 : dans une unité de 5 millions d’habitants et plus, les poids s’inversent', () => {
  const seuil = seuilOf({
    facteurPm: 600,
    poidsNationalPm: 300,
    poidsUnitePm: 700,
    revenuNationalCents: 2_200_000,
    revenuUniteCents: 2_400_000,
  })
  assert.equal(centsOf(seuil), 1_404_000)
})

test('BR-01 : un revenu exactement égal au seuil n’est pas éligible, un centime de moins l’est', () => {
  const seuil = seuilOf({ ...DECRET, revenuNationalCents: 2_200_000, revenuUniteCents: 2_100_000 })
  const carreau = (moyenneCents: number) => buildGrille([{ x: 0, y: 0, population: 1200, moyenneCents }])
  const eligibles = (moyenneCents: number) => findCandidats(carreau(moyenneCents), regle(seuil)).candidats.length
  assert.equal(eligibles(1_302_000), 0)
  assert.equal(eligibles(1_301_999), 1)
  const large = findCandidats(carreau(1_302_000), regle(seuil, { critere: { sorte: 'revenu', seuil, inegalite: 'large' } }))
  assert.equal(large.candidats.length, 1)
})

test('BR-01 : un seuil qui tombe entre deux centimes se compare sans arrondi', () => {
  const seuil = seuilOf({ ...DECRET, revenuNationalCents: 2_200_001, revenuUniteCents: 2_100_000 })
  assert.notEqual(seuil.numerateur % seuil.denominateur, 0n)
  // 1 302 000,42 cents: three persons who share 39 060 01 cents have less, 39 060 02 more.
  assert.equal(compareMoyenne(3_906_001, 3, 1, seuil), 'sous')
  assert.equal(compareMoyenne(3_906_002, 3, 1, seuil), 'au_dessus')
})

test('BR-01 : la comparaison rapide donne toujours la réponse des entiers', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60_000_00 }),
      fc.integer({ min: 1, max: 60_000_00 }),
      fc.integer({ min: 1, max: 5_000_0000 }),
      fc.integer({ min: -3, max: 3 }),
      (revenuNationalCents, revenuUniteCents, effectif, ecart) => {
        const seuil = seuilOf({ ...DECRET, revenuNationalCents, revenuUniteCents })
        // The nearest totals to the threshold, where floats would err.
        const total = Number((seuil.numerateur * BigInt(effectif)) / (seuil.denominateur * BigInt(ECHELLE))) + ecart
        if (total < 0) return
        const gauche = BigInt(total) * BigInt(ECHELLE) * seuil.denominateur
        const droite = seuil.numerateur * BigInt(effectif)
        assert.equal(buildComparateur(seuil, ECHELLE)(total, effectif), gauche < droite ? -1 : gauche === droite ? 0 : 1)
      },
    ),
    { numRuns: 2000 },
  )
})

test('BR-02 : un ensemble compte au moins 1 000 habitants', () => {
  const seuil = seuilOf({ ...DECRET, revenuNationalCents: 2_200_000, revenuUniteCents: 2_100_000 })
  const ensemble = (habitants: number) =>
    findCandidats(
      buildGrille([
        { x: 0, y: 0, population: habitants - 400, moyenneCents: 900_000 },
        { x: 1, y: 1, population: 400, moyenneCents: 900_000 },
      ]),
      regle(seuil),
    )
  assert.equal(ensemble(1000).candidats.length, 1)
  assert.deepEqual([ensemble(999).candidats.length, ensemble(999).proches.length], [0, 1])
  assert.deepEqual([ensemble(799).candidats.length, ensemble(799).proches.length], [0, 0])
})

test('BR-02 : une unité urbaine de 9 901 habitants est arrondie à 10 000 et éligible, une de 9 900 ne l’est pas', () => {
  const juge = (population: number) => judgeUnite(parametre(), { population, passeeSous: null, jour: '2026-01-01' })
  assert.deepEqual([juge(9901).arrondie, juge(9901).verdict], [10_000, 'oui'])
  assert.deepEqual([juge(9900).arrondie, juge(9900).verdict], [9900, 'non'])
  assert.equal(juge(10_000).verdict, 'oui')
  assert.equal(judgeUnite(parametre(), { population: null, passeeSous: null, jour: '2026-01-01' }).verdict, 'inconnu')
  assert.equal(arrondieAuDessus(0, 100), 0)
})

test('BR-03 : un quartier déjà inscrit garde six ans une unité passée sous 10 000 habitants, pas un jour de plus', () => {
  const juge = (jour: string) => judgeUnite(parametre(), { population: 9000, passeeSous: '2024-01-01', jour })
  assert.equal(juge('2024-01-01').verdict, 'oui')
  assert.equal(juge('2029-12-31').verdict, 'oui')
  assert.equal(juge('2030-01-01').verdict, 'non')
  assert.equal(juge('2023-12-31').verdict, 'non')
  assert.equal(juge('2026-01-01').terme, '2030-01-01')
})

test('le texte appliqué suit la taille de l’unité urbaine, une fois arrondie, et le jour', () => {
  const petites = parametre({ cle: 'a' })
  const grandes = parametre({ cle: 'b', tailleMin: 5_000_000, tailleMax: null, poidsNationalPm: 300, poidsUnitePm: 700 })
  const cherche = (unitePopulation: number, jour = '2026-01-01') =>
    findParametre([petites, grandes], { champ: 'metropole', unitePopulation, jour })?.cle
  assert.equal(cherche(4_999_900), 'a')
  assert.equal(cherche(4_999_901), 'b')
  assert.equal(cherche(10_800_000), 'b')
  assert.equal(cherche(300_000, '2023-12-31'), undefined)
  assert.equal(findParametre([petites], { champ: 'outre_mer', unitePopulation: 100_000, jour: '2026-01-01' }), null)
})

test('une ligne de paramètres qui se contredit est refusée', () => {
  assert.throws(() => checkParametre(parametre({ poidsUnitePm: 400 })), /Les deux poids font ensemble 1 000 ‰/)
  assert.throws(() => checkParametre(parametre({ tailleMin: 10, tailleMax: 10 })), /taille maximale/)
  assert.throws(() => checkParametre(parametre({ fin: '2023-01-01' })), /fin ne précède pas/)
})

test('la pauvreté se compare strictement elle aussi, en entiers', () => {
  const grille = buildGrille([
    { x: 0, y: 0, menages: 10, pauvres: 4 },
    { x: 5, y: 0, menages: 10, pauvres: 4.0001 },
    { x: 9, y: 0, menages: 0, pauvres: 0 },
  ])
  assert.deepEqual([...listRetenues(grille, { sorte: 'pauvrete', partPm: 400, inegalite: 'stricte' })], [0, 1, 0])
  assert.deepEqual([...listRetenues(grille, { sorte: 'pauvrete', partPm: 400, inegalite: 'large' })], [1, 1, 0])
})

test('un ensemble grossi à la main se juge dans son tout', () => {
  const seuil = seuilOf({ ...DECRET, revenuNationalCents: 2_200_000, revenuUniteCents: 2_100_000 })
  const grille = buildGrille([
    { x: 0, y: 0, population: 900, moyenneCents: 1_000_000 },
    { x: 1, y: 0, population: 200, moyenneCents: 1_500_000 },
    { x: 2, y: 0, population: 3000, moyenneCents: 2_500_000 },
  ])
  assert.equal(findCandidats(grille, regle(seuil)).candidats.length, 0)
  const [un] = findCandidats(grille, regle(seuil), [{ x: 1, y: 0, geste: 'ajoutee' }]).candidats
  assert.deepEqual([un?.cellules, un?.ajoutees, un?.critere], [2, 1, 'sous'])
  const tout = findCandidats(grille, regle(seuil), [
    { x: 1, y: 0, geste: 'ajoutee' },
    { x: 2, y: 0, geste: 'ajoutee' },
  ])
  assert.deepEqual([tout.candidats.length, tout.proches[0]?.critere], [0, 'au_dessus'])
  // An empty place may be added to join two sets; a cell taken off parts them.
  const vide = findCandidats(grille, regle(seuil), [
    { x: 0, y: 1, geste: 'ajoutee' },
    { x: 1, y: 0, geste: 'ajoutee' },
  ])
  assert.equal(vide.candidats[0]?.cellules, 3)
  assert.equal(findCandidats(grille, regle(seuil), [{ x: 0, y: 0, geste: 'retiree' }]).amas, 0)
})

test('Essonne : plus de 20 % de logement social et plus de 5 000 habitants ; une valeur absente n’est jamais un non', () => {
  const conditions = [
    { rang: 1, mesure: 'logement_social_pct', libelle: '', unite: '%', comparaison: 'plus_de' as const, seuilMilliemes: 20_000 },
    { rang: 2, mesure: 'population', libelle: '', unite: '', comparaison: 'plus_de' as const, seuilMilliemes: 5_000_000 },
  ]
  const valeur = (mesure: string, valeurMilliemes: number, millesime = 2022): MesureCommune => ({
    mesure,
    communeCode: '91312',
    millesime,
    valeurMilliemes,
    source: 'SDES',
  })
  const juge = (...mesures: MesureCommune[]) => judgeCommune({ conditions }, mesures).verdict
  assert.equal(juge(valeur('logement_social_pct', 20_001), valeur('population', 5_001_000)), 'oui')
  assert.equal(juge(valeur('logement_social_pct', 20_000), valeur('population', 9_000_000)), 'non')
  assert.equal(juge(valeur('logement_social_pct', 30_000), valeur('population', 5_000_000)), 'non')
  assert.equal(juge(valeur('logement_social_pct', 30_000)), 'inconnu')
  assert.equal(juge(valeur('logement_social_pct', 10_000)), 'non')
  assert.equal(juge(), 'inconnu')
  // The last vintage speaks.
  assert.equal(
    juge(valeur('logement_social_pct', 30_000, 2020), valeur('logement_social_pct', 15_000, 2022), valeur('population', 9_000_000)),
    'non',
  )
})
