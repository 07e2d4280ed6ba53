import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Jalon } from './calendrier.ts'
import { drawFrise, LARGEUR, MARGE } from './dessin-frise.ts'

const jalon = (champs: Partial<Jalon>): Jalon => ({
  id: 'j',
  libelle: 'Phase',
  detail: null,
  debut: null,
  fin: null,
  precision: 'mois',
  ...champs,
})

test('la frise va du premier au dernier jour, en années quand elle est longue', () => {
  const dessin = drawFrise(
    [jalon({ debut: '2023-06', fin: '2024-06' }), jalon({ debut: '2024', fin: '2029', precision: 'annee' })],
    '2026-03-09',
  )
  assert.ok(dessin)
  assert.deepEqual(
    dessin.reperes.map((r) => r.libelle),
    ['2023', '2024', '2025', '2026', '2027', '2028', '2029'],
  )
  assert.equal(dessin.reperes[0]?.x, MARGE)
  const [passee, courante] = dessin.barres
  assert.equal(passee?.faite, passee?.largeur)
  assert.ok(courante && courante.faite > 0 && courante.faite < courante.largeur)
  assert.ok(Math.abs(courante.x + courante.largeur - (LARGEUR - 2)) < 0.001)
  assert.deepEqual(dessin.bandes, [])
})

test('une élaboration courte se compte en trimestres et montre ses chevauchements', () => {
  const dessin = drawFrise([jalon({ debut: '2014-04', fin: '2014-10' }), jalon({ debut: '2014-09', fin: '2014-12' })], '2013-01-01')
  assert.deepEqual(
    dessin?.reperes.map((r) => r.libelle),
    ['avr. 2014', 'juil.', 'oct.'],
  )
  assert.equal(dessin?.bandes.length, 1)
  assert.equal(dessin?.aujourdhui, null)
  assert.deepEqual(
    dessin?.barres.map((barre) => barre.faite),
    [0, 0],
  )
})

test('une date seule est un losange, le fil de l’eau traverse, ce qui n’a pas de date reste nommé', () => {
  const dessin = drawFrise([jalon({ debut: '2024-06' }), jalon({ precision: 'au_fil_de_leau' }), jalon({ precision: null })], '2024-01-01')
  assert.deepEqual(
    dessin?.barres.map((barre) => barre.forme),
    ['jalon', 'fil', 'sans_date'],
  )
  assert.equal(dessin?.barres[1]?.x, MARGE)
})

test('sans aucune date, il n’y a rien à dessiner', () => {
  assert.equal(drawFrise([jalon({ precision: 'au_fil_de_leau' })], '2024-01-01'), null)
  assert.equal(drawFrise([], '2024-01-01'), null)
})

test('un nom long tient en deux lignes', () => {
  const nom = 'Élaboration partagée du diagnostic avec les conseils citoyens des cinq quartiers'
  const lignes = drawFrise([jalon({ libelle: nom, debut: '2024' })], '2024-01-01')?.barres[0]?.nom
  assert.equal(lignes?.length, 2)
  assert.ok(lignes?.every((ligne) => ligne.length <= 27))
})
