import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Niveau } from '#contrat/index.ts'
import { buildArbre, type Objet } from './arbre.ts'
import {
  adresseFiltre,
  completudeDe,
  countStatuts,
  type FicheListee,
  filtered,
  isFiltre,
  parseFiltre,
  phraseNiveaux,
  rangsDePage,
  sorted,
  valeursDe,
} from './arbre-filtre.ts'
import { CHAMPS } from './fiche.ts'

const NIVEAUX: Niveau[] = [
  { rang: 1, singulier: 'Pilier', pluriel: 'Piliers', feminin: false, numerotation: 'arabe' },
  { rang: 2, singulier: 'Axe', pluriel: 'Axes', feminin: false, numerotation: 'arabe' },
]
const noeud = (id: string, parentId: string | null, numero: number): Objet => ({
  type: 'noeud',
  id,
  parentId,
  numero,
  rang: parentId === null ? 1 : 2,
  code: id,
  intitule: id,
})
const buildFiche = (id: string, change: Partial<FicheListee> = {}): FicheListee => ({
  id,
  noeudId: '1.1',
  numero: 1,
  code: id,
  kind: 'action',
  intitule: `Fiche ${id}`,
  statut: 'brouillon',
  version: 1,
  soumiseLe: null,
  modifieeLe: new Date('2026-03-01'),
  archiveeLe: null,
  animateurs: [],
  territoires: [],
  financeurs: [],
  themeIds: [],
  champsRemplis: [],
  trouvee: true,
  ...change,
})
const fiches = [
  buildFiche('1.1.1', { numero: 1, statut: 'validee', animateurs: ['Ville'], territoires: ['Sanitas'], champsRemplis: [...CHAMPS] }),
  buildFiche('1.1.2', { numero: 2, statut: 'a_valider', financeurs: ['Caf'], champsRemplis: ['enjeu'], themeIds: ['t1'] }),
  buildFiche('2.1', { noeudId: '2', numero: 1, animateurs: ['Écoles', 'Ville'], trouvee: false }),
]
const arbre = buildArbre(NIVEAUX, [
  noeud('1', null, 1),
  noeud('2', null, 2),
  noeud('3', null, 3),
  noeud('1.1', '1', 1),
  ...fiches.map(
    (f): Objet => ({ type: 'fiche', id: f.id, parentId: f.noeudId, numero: f.numero, rang: null, code: f.code, intitule: f.intitule }),
  ),
])
const lit = (query: string) => {
  const params = new URLSearchParams(query)
  return parseFiltre((nom) => params.get(nom) ?? undefined)
}
const ids = (query: string) => filtered(fiches, lit(query), arbre, CHAMPS).map((fiche) => fiche.id)

test('l’adresse dit l’état de la liste, et le redonne', () => {
  const query = '?q=jardin&noeud=1&statut=validee&animateur=Ville&completude=complete&tri=statut&sens=decroissant&page=3'
  const filtre = lit(query)
  assert.equal(adresseFiltre(filtre, { page: filtre.page }), query)
  assert.equal(adresseFiltre(filtre), query.replace('&page=3', ''), 'changer le filtre ramène à la première page')
  assert.equal(adresseFiltre(lit('')), '')
  assert.equal(isFiltre(lit('?tri=statut')), false)
})

test('ce qui n’est pas un filtre connu n’en est pas un', () => {
  const filtre = lit('?statut=perdue&tri=zz&page=-4&completude=oui&q=%20')
  assert.equal(isFiltre(filtre), false)
  assert.equal(filtre.tri, null)
  assert.equal(filtre.page, 1)
  assert.equal(lit('?page=1e9').page, 1)
})

test('les filtres se cumulent : branche, statut, animateur, territoire, financeur, thème, complétude, texte', () => {
  assert.deepEqual(ids(''), ['1.1.1', '1.1.2'], 'ce que le texte ne trouve pas est caché')
  assert.deepEqual(ids('?noeud=1'), ['1.1.1', '1.1.2'])
  assert.deepEqual(ids('?noeud=inconnu'), [])
  assert.deepEqual(ids('?statut=validee'), ['1.1.1'])
  assert.deepEqual(ids('?animateur=Ville&territoire=Sanitas'), ['1.1.1'])
  assert.deepEqual(ids('?financeur=Caf'), ['1.1.2'])
  assert.deepEqual(ids('?theme=t1'), ['1.1.2'])
  assert.deepEqual(ids('?completude=complete'), ['1.1.1'])
  assert.deepEqual(ids('?completude=moitie'), ['1.1.2'])
  assert.deepEqual(ids('?completude=a_completer&statut=validee'), [])
})

test('le tri est stable et se renverse', () => {
  const trie = (query: string) => sorted(fiches, lit(query), CHAMPS).map((fiche) => fiche.id)
  assert.deepEqual(trie('?tri=statut'), ['2.1', '1.1.2', '1.1.1'])
  assert.deepEqual(trie('?tri=complet&sens=decroissant'), ['1.1.1', '1.1.2', '2.1'])
  assert.deepEqual(trie('?tri=intitule&sens=decroissant'), ['2.1', '1.1.2', '1.1.1'])
  assert.deepEqual(trie(''), ['1.1.1', '1.1.2', '2.1'])
})

test('comptes et mots : statuts, niveaux, valeurs proposées dans l’ordre français', () => {
  assert.deepEqual(countStatuts(fiches), { brouillon: 1, a_valider: 1, validee: 1, abandonnee: 0 })
  assert.equal(phraseNiveaux(arbre), '3\u00a0piliers, 1\u00a0axe')
  assert.deepEqual(valeursDe(fiches, 'animateurs'), ['Écoles', 'Ville'])
  assert.deepEqual(completudeDe({ champsRemplis: ['enjeu', 'aClasser'] }, ['enjeu', 'suivi']), { remplis: 1, total: 2 })
})

test('une page de l’arbre montre ses fiches sous leurs nœuds ; les nœuds vides ne se montrent que sans filtre', () => {
  const montre = (visibles: string[], page: number, vides: 'montres' | 'caches') =>
    rangsDePage(arbre, new Set(visibles), { page, taille: 2, vides }).map(
      ({ objet, profondeur }) => `${'  '.repeat(profondeur)}${objet.id}`,
    )
  assert.deepEqual(montre(['1.1.1', '1.1.2', '2.1'], 1, 'caches'), ['1', '  1.1', '    1.1.1', '    1.1.2'])
  assert.deepEqual(montre(['1.1.1', '1.1.2', '2.1'], 2, 'caches'), ['2', '  2.1'])
  assert.deepEqual(montre(['2.1'], 1, 'caches'), ['2', '  2.1'])
  assert.ok(montre([], 1, 'montres').includes('3'))
  const toutes = [1, 2].flatMap((page) => montre(['1.1.1', '1.1.2', '2.1'], page, 'montres').map((ligne) => ligne.trim()))
  for (const id of ['1', '2', '3', '1.1', '1.1.1', '1.1.2', '2.1']) assert.ok(toutes.includes(id), id)
})
