import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Niveau, Numerotation } from '#contrat/index.ts'
import { RegleViolee } from '#platform/errors.ts'
import { type Arbre, branche, buildArbre, codesChanges, codesOf, nomme, type Objet } from './arbre.ts'
import { mouvementEntre, moved, placeNouvelle, placeRestauree, renumbered, shifted, undone, withPlaces } from './arbre-deplacement.ts'

function niveau(rang: number, singulier: string, numerotation: Numerotation = 'arabe'): Niveau {
  return { rang, singulier, pluriel: `${singulier}s`, feminin: false, numerotation }
}
const TOURS = [niveau(1, 'Pilier'), niveau(2, 'Axe')]

function noeud(id: string, parentId: string | null, numero: number, rang: number): Objet {
  return { type: 'noeud', id, parentId, numero, rang, code: '', intitule: `Nœud ${id}` }
}
function fiche(id: string, parentId: string | null, numero: number): Objet {
  return { type: 'fiche', id, parentId, numero, rang: null, code: '', intitule: `Fiche ${id}` }
}
/** The tree with the codes of its numbers, as a store gives it. */
function coded(arbre: Arbre): Arbre {
  const codes = codesOf(arbre)
  return buildArbre(
    arbre.niveaux,
    [...arbre.objets.values()].map((objet) => ({ ...objet, code: codes.get(objet.id) ?? '' })),
  )
}
function buildTours(): Arbre {
  return coded(
    buildArbre(TOURS, [
      noeud('p1', null, 1, 1),
      noeud('p2', null, 2, 1),
      noeud('a21', 'p2', 1, 2),
      noeud('a22', 'p2', 2, 2),
      fiche('f4', 'a21', 4),
      fiche('f5', 'a21', 5),
      fiche('f8', 'a21', 8),
      fiche('g1', 'a22', 1),
      fiche('g3', 'a22', 3),
    ]),
  )
}
const code = (arbre: Arbre, id: string) => codesOf(arbre).get(id)

test('le code d’une fiche est le chemin de ses numéros (BR-27)', () => {
  const arbre = buildTours()
  assert.equal(code(arbre, 'f5'), '2.1.5')
  assert.equal(code(arbre, 'a22'), '2.2')
})

test('chaque niveau a son style : romain, lettre, arabe', () => {
  const arbre = buildArbre(
    [niveau(1, 'Pilier', 'romain'), niveau(2, 'Axe', 'lettre')],
    [noeud('p', null, 4, 1), noeud('a', 'p', 2, 2), fiche('f', 'a', 7)],
  )
  assert.equal(code(arbre, 'f'), 'IV.B.7')
})

test('un niveau sans numéro n’ajoute rien au code, et ses fiches se numérotent à la suite', () => {
  const niveaux = [niveau(1, 'Pilier'), niveau(2, 'Enjeu', 'aucune')]
  const arbre = coded(
    buildArbre(niveaux, [noeud('p', null, 2, 1), noeud('e1', 'p', 1, 2), noeud('e2', 'p', 2, 2), fiche('f', 'e1', 1), fiche('g', 'e2', 2)]),
  )
  assert.equal(code(arbre, 'e1'), '')
  assert.equal(code(arbre, 'g'), '2.2')
  assert.deepEqual(placeNouvelle(arbre, { type: 'fiche', rang: null, parentId: 'e1' }, null), { numero: 3, code: '2.3' })
  assert.throws(
    () => placeNouvelle(arbre, { type: 'fiche', rang: null, parentId: 'e1' }, 2),
    /Le code 2\.2 est déjà porté par la fiche 2\.2/,
  )
  assert.equal(nomme(arbre, 'e1'), 'l’enjeu «\u00a0Nœud e1\u00a0»')
})

test('déplacer un nœud sans numéro vers un autre pilier donne de nouveaux numéros à ses fiches, sans doublon', () => {
  const niveaux = [niveau(1, 'Pilier'), niveau(2, 'Enjeu', 'aucune')]
  const arbre = coded(
    buildArbre(niveaux, [
      noeud('p', null, 1, 1),
      noeud('q', null, 2, 1),
      noeud('e', 'p', 1, 2),
      noeud('x', 'q', 1, 2),
      fiche('f1', 'e', 1),
      fiche('f2', 'e', 2),
      fiche('g1', 'x', 1),
    ]),
  )
  const apres = moved(arbre, 'e', { parentId: 'q', avantId: null })
  assert.equal(code(apres, 'f1'), '2.2')
  assert.equal(code(apres, 'f2'), '2.3')
})

test('monter échange les numéros avec le voisin et laisse les trous', () => {
  const apres = shifted(buildTours(), 'f8', 'haut')
  assert.equal(code(apres, 'f8'), '2.1.5')
  assert.equal(code(apres, 'f5'), '2.1.8')
  assert.equal(code(apres, 'f4'), '2.1.4')
})

test('monter la première ou descendre la dernière est refusé avec une phrase', () => {
  assert.throws(() => shifted(buildTours(), 'f4', 'haut'), new RegleViolee('La fiche 2.1.4 est déjà au début de l’axe 2.1.'))
  assert.throws(() => shifted(buildTours(), 'a22', 'bas'), new RegleViolee('L’axe 2.2 est déjà à la fin du pilier 2.'))
})

test('monter un axe emmène toute sa branche', () => {
  const apres = shifted(buildTours(), 'a22', 'haut')
  assert.equal(code(apres, 'g3'), '2.1.3')
  assert.equal(code(apres, 'f5'), '2.2.5')
  assert.equal(codesChanges(apres).length, 7)
})

test('sous un autre nœud, la fiche prend le numéro suivant ; devant une fiche, elle prend son numéro et les suivantes cèdent la place jusqu’au trou', () => {
  assert.equal(code(moved(buildTours(), 'f5', { parentId: 'a22', avantId: null }), 'f5'), '2.2.4')
  const apres = moved(buildTours(), 'g1', { parentId: 'a21', avantId: 'f4' })
  assert.equal(code(apres, 'g1'), '2.1.4')
  assert.equal(code(apres, 'f4'), '2.1.5')
  assert.equal(code(apres, 'f5'), '2.1.6')
  assert.equal(code(apres, 'f8'), '2.1.8')
  assert.equal(code(apres, 'g3'), '2.2.3')
})

test('à l’intérieur d’un nœud, les mêmes numéros sont redistribués', () => {
  const apres = moved(buildTours(), 'f8', { parentId: 'a21', avantId: 'f4' })
  assert.deepEqual(
    ['f8', 'f4', 'f5'].map((id) => code(apres, id)),
    ['2.1.4', '2.1.5', '2.1.8'],
  )
  assert.throws(() => moved(apres, 'f8', { parentId: 'a21', avantId: 'f4' }), /déjà à cette place/)
})

test('un axe se range sous un pilier, jamais ailleurs ni sous lui-même', () => {
  assert.throws(
    () => moved(buildTours(), 'a21', { parentId: 'a22', avantId: null }),
    new RegleViolee('Un axe se range sous un pilier, pas sous l’axe 2.2.'),
  )
  assert.throws(
    () => moved(buildTours(), 'p1', { parentId: 'p2', avantId: null }),
    new RegleViolee('Un pilier se range à la racine du contrat, pas sous le pilier 2.'),
  )
  assert.throws(() => moved(buildTours(), 'p2', { parentId: 'a21', avantId: null }), /ne peut pas être rangé sous lui-même/)
  assert.throws(() => moved(buildTours(), 'f4', { parentId: 'f5', avantId: null }), /n’existe plus/)
})

test('renuméroter ferme les trous, dans l’ordre', () => {
  const apres = renumbered(buildTours(), 'a21')
  assert.deepEqual(
    ['f4', 'f5', 'f8', 'g3'].map((id) => code(apres, id)),
    ['2.1.1', '2.1.2', '2.1.3', '2.2.3'],
  )
  assert.throws(() => renumbered(apres, 'a21'), new RegleViolee('La numérotation de l’axe 2.1 n’a pas de trou.'))
  assert.equal(code(renumbered(buildTours(), null), 'g3'), '2.2.2')
})

test('annuler est refusé quand la fiche a encore bougé, ou que sa place est prise', () => {
  const avant = buildTours()
  const apres = coded(moved(avant, 'f8', { parentId: 'a22', avantId: null }))
  const mouvement = mouvementEntre(avant, apres)
  assert.throws(() => undone(coded(shifted(apres, 'f8', 'haut')), mouvement), /la fiche 2\.2\.3 a encore changé de place/)
  const prise = coded(buildArbre(TOURS, [...apres.objets.values(), fiche('n', 'a21', 8)]))
  assert.throws(() => undone(prise, mouvement), /la fiche 2\.1\.8 a pris l’ancienne place/)
  const sans = buildArbre(
    TOURS,
    [...apres.objets.values()].filter((objet) => objet.id !== 'f8'),
  )
  assert.throws(() => undone(sans, mouvement), /archivé depuis/)
})

test('une fiche restaurée reprend son numéro s’il est libre, sinon le suivant', () => {
  const place = { type: 'fiche', rang: null, parentId: 'a21' } as const
  assert.equal(placeRestauree(buildTours(), { ...place, numero: 6 }).code, '2.1.6')
  assert.equal(placeRestauree(buildTours(), { ...place, numero: 5 }).code, '2.1.9')
  assert.throws(() => placeRestauree(buildTours(), { ...place, parentId: 'parti', numero: 5 }), /n’existe plus/)
})

test('un mouvement ne dit que ce qui change ; une branche compte tout ce qui pend', () => {
  const arbre = buildTours()
  assert.deepEqual(mouvementEntre(arbre, withPlaces(arbre, [])), { avant: [], apres: [] })
  assert.deepEqual(
    branche(arbre, 'a21').map((objet) => objet.id),
    ['a21', 'f4', 'f5', 'f8'],
  )
})
