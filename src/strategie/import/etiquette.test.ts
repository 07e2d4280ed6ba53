import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHAMPS } from '../fiche.ts'
import { LIBELLES } from './dictionnaire.ts'
import { createDictionnaire, matchEnLigne, matchEtiquette } from './etiquette.ts'

const dictionnaire = createDictionnaire()
const cibles = (texte: string) => matchEtiquette(dictionnaire, texte)?.cibles.join('+') ?? null

test('chaque champ a au moins quinze façons de s’écrire', () => {
  for (const champ of CHAMPS) assert.ok(LIBELLES[champ].length >= 15, `${champ} : ${LIBELLES[champ].length}`)
})

test('chaque libellé du dictionnaire est reconnu pour son champ, en capitales, sans accents, numéroté', () => {
  for (const [cible, libelles] of Object.entries(LIBELLES)) {
    for (const libelle of libelles) {
      const sansAccent = libelle.normalize('NFD').replace(/\p{M}/gu, '')
      for (const forme of [libelle, `${libelle} :`, sansAccent, `3. ${libelle}`]) assert.equal(cibles(forme), cible, forme)
    }
  }
})

const RECONNUS: [string, string][] = [
  ['CONTEXTE ET CONSTATS :', 'contexte'],
  ['III - Modalités de mise en œuvre', 'realisations'],
  ['Territoire(s) concerné(s)', 'echelleTerritoriale'],
  ['Public·s visé·s', 'publics'],
  ['Partenaires mobilisables (dont habitants)', 'partenaires'],
  ['Porteur / pilote', 'animateur'],
  ['Quels partenaires ?', 'partenaires'],
  ['Coût total (TTC)', 'financements'],
  ['Budget prévisionnel 2025', 'financements'],
  ['indicateurs_realisation', 'indicateursRealisation'],
  ['Indicateurs de réalisation et de résultat', 'indicateursRealisation+indicateursEffets'],
  ['Contexte et objectifs', 'contexte+objectifs'],
  ['Action', 'intitule'],
  ['Actions', 'realisations'],
  ['Objectif opérationnel', 'niveau'],
  ['Objectifs opérationnels', 'objectifs'],
]
for (const [texte, attendu] of RECONNUS) test(`« ${texte} » annonce ${attendu}`, () => assert.equal(cibles(texte), attendu))

test('une phrase ou un titre de page n’est pas une étiquette', () => {
  for (const texte of [
    'Enjeux pour le territoire',
    'Calendrier prévisionnel du contrat de ville',
    'Problématiques récurrentes',
    'Les objectifs sont partagés par tous',
    'Gouvernance et organisation',
    'Calendrier : 2025 - 2027',
  ]) {
    assert.equal(cibles(texte), null, texte)
  }
})

test('l’étiquette et sa valeur sur la même ligne', () => {
  const lire = (texte: string, debutAccent: string | null = null) => {
    const lue = matchEnLigne(dictionnaire, texte, debutAccent)
    return lue === null ? null : [lue.etiquette.cibles[0], lue.reste]
  }
  assert.deepEqual(lire('Pilote : Ville'), ['animateur', 'Ville'])
  assert.deepEqual(lire('Publics jeunes de 16 ans', 'Publics'), ['publics', 'jeunes de 16 ans'])
  assert.deepEqual(lire('ACTION Convention de quartier'), ['intitule', 'Convention de quartier'])
  assert.deepEqual(lire('Partenaires – CAF'), ['partenaires', 'CAF'])
  assert.equal(lire('Problématiques récurrentes : le stationnement'), null)
})

test('un contrat ajoute ses propres étiquettes, qui passent avant', () => {
  const propre = createDictionnaire([{ cible: 'effets', libelle: 'Ce que les habitants y gagnent' }])
  assert.deepEqual(matchEtiquette(propre, 'CE QUE LES HABITANTS Y GAGNENT :')?.cibles, ['effets'])
  assert.equal(cibles('Ce que les habitants y gagnent'), null)
})
