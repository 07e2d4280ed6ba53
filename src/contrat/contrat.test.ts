import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changedChoix, completedChoix } from './champs-fiche.ts'
import { assertModifiable, fauteAdresse, fautesQuartiers, formatNumero, proposedAdresse } from './contrat.ts'
import { changedThemes } from './themes.ts'
import { assertAJour, empreinteListe, VersionPerimee } from './verrou.ts'

test('un numéro s’écrit dans le style de son niveau', () => {
  assert.deepEqual(
    [1, 4, 9, 14, 40, 99, 2026].map((n) => formatNumero(n, 'romain')),
    ['I', 'IV', 'IX', 'XIV', 'XL', 'XCIX', 'MMXXVI'],
  )
  assert.deepEqual(
    [1, 26, 27, 52, 53, 703].map((n) => formatNumero(n, 'lettre')),
    ['A', 'Z', 'AA', 'AZ', 'BA', 'AAA'],
  )
  assert.equal(formatNumero(12, 'arabe'), '12')
  assert.throws(() => formatNumero(0, 'arabe'), /1 à 9999/)
})

test('l’adresse proposée se lit, et les mots de Parvis sont réservés', () => {
  assert.equal(proposedAdresse('Tours Métropole Val de Loire', '2015-01-01', '2020-12-31'), 'tours-metropole-val-de-loire-2015-2020')
  assert.equal(proposedAdresse('CC de l’Œuf', null, null), 'cc-de-l-oeuf')
  assert.equal(proposedAdresse('…', '2024-01-01', null), 'contrat-2024')
  assert.equal(fauteAdresse('tours-2015'), null)
  assert.match(fauteAdresse('nouveau') ?? '', /mot réservé/)
  assert.match(fauteAdresse('Tours') ?? '', /sans accent/)
  assert.match(fauteAdresse('a--b') ?? '', /tirets/)
})

test('un code de quartier prioritaire a sa forme, un autre code est libre (BR-04)', () => {
  const q = (codeOfficiel: string | null, nom = 'Sanitas') => ({ nom, codeOfficiel })
  assert.deepEqual(fautesQuartiers([q('QP037006'), q('QN03701M'), q('QN02A01N'), q(null), q('ZUS 2406')]), [])
  assert.deepEqual(
    fautesQuartiers([q('QP37006'), q('QN03701X'), q(null, '')]).map((f) => f.champ),
    ['quartiers.0.codeOfficiel', 'quartiers.1.codeOfficiel', 'quartiers.2.nom'],
  )
})

test('un contrat archivé ne se modifie pas', () => {
  assert.throws(() => assertModifiable({ archiveLe: new Date() }), /restaurez-le/)
  assert.doesNotThrow(() => assertModifiable({ archiveLe: null }))
})

const connus = ['enjeu', 'contexte', 'objectifs'].map((champ) => ({ champ, libelle: champ.toUpperCase() }))

test('un contrat choisit ses champs, leur nom et leur ordre ; les autres restent, inutilisés', () => {
  assert.deepEqual(completedChoix([{ champ: 'objectifs', libelle: 'Buts', utilise: true }], connus), [
    { champ: 'objectifs', libelle: 'Buts', utilise: true, ordre: 0 },
    { champ: 'enjeu', libelle: 'ENJEU', utilise: false, ordre: 1 },
    { champ: 'contexte', libelle: 'CONTEXTE', utilise: false, ordre: 2 },
  ])
  assert.deepEqual(
    completedChoix([], connus).map((choix) => choix.utilise),
    [true, true, true],
  )
})

test('un champ inconnu, deux fois ou sans nom est refusé', () => {
  const choix = (champ: string, libelle = champ) => ({ champ, libelle, utilise: true })
  assert.throws(() => changedChoix([choix('budget')], connus), /n’existe pas/)
  assert.throws(() => changedChoix([choix('enjeu'), choix('enjeu')], connus), /deux fois/)
  assert.throws(() => changedChoix([choix('enjeu', '')], connus), /donnez-lui un nom/)
  assert.throws(() => changedChoix([{ ...choix('enjeu'), utilise: false }], connus), /au moins un champ/)
})

test('un thème qui marque des fiches se renomme, mais ne se retire pas', () => {
  const avant = [{ id: 'a', libelle: 'Jeunesse' }]
  assert.deepEqual(changedThemes(avant, [{ id: 'a', libelle: 'Jeunes' }], new Map([['a', 12]])), [{ id: 'a', libelle: 'Jeunes' }])
  assert.throws(() => changedThemes(avant, [], new Map([['a', 12]])), /marque 12.fiches ou nœuds/)
  assert.deepEqual(changedThemes(avant, [], new Map()), [])
  assert.throws(
    () =>
      changedThemes(
        [],
        [
          { id: 'b', libelle: 'X' },
          { id: 'c', libelle: 'x' },
        ],
        new Map(),
      ),
    /deux fois/,
  )
})

test('un formulaire plus vieux que ce qui est gardé est dit périmé, avec la version à jour', () => {
  assert.doesNotThrow(() => assertAJour(3, '3'))
  assert.throws(
    () => assertAJour(4, 3),
    (erreur) => erreur instanceof VersionPerimee && erreur.actuelle === '4',
  )
  assert.notEqual(empreinteListe([{ a: 1 }]), empreinteListe([{ a: 2 }]))
  assert.equal(empreinteListe([{ a: 1, b: 2 }]), empreinteListe([{ b: 2, a: 1 }]))
})
