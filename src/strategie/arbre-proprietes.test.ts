import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Niveau, Numerotation } from '#contrat/index.ts'
import { RegleViolee } from '#platform/errors.ts'
import { type Arbre, buildArbre, codesOf, groupeDe, type Objet, parcours } from './arbre.ts'
import { mouvementEntre, moved, renumbered, settled, shifted, undone } from './arbre-deplacement.ts'

function niveau(rang: number, singulier: string, numerotation: Numerotation): Niveau {
  return { rang, singulier, pluriel: `${singulier}s`, feminin: false, numerotation }
}
/** The tree with the codes of its numbers, as a store gives it. */
function coded(arbre: Arbre): Arbre {
  const codes = codesOf(arbre)
  return buildArbre(
    arbre.niveaux,
    [...arbre.objets.values()].map((objet) => ({ ...objet, code: codes.get(objet.id) ?? '' })),
  )
}

const NUMEROTATIONS: Numerotation[] = ['arabe', 'romain', 'lettre', 'aucune']
type Geste = { geste: 'monter' | 'descendre' | 'renumeroter'; qui: number } | { geste: 'deplacer'; qui: number; ou: number; avant: number }
const gestes: fc.Arbitrary<Geste> = fc.oneof(
  fc.record({ geste: fc.constantFrom('monter' as const, 'descendre' as const, 'renumeroter' as const), qui: fc.nat(60) }),
  fc.record({ geste: fc.constant('deplacer' as const), qui: fc.nat(60), ou: fc.nat(60), avant: fc.nat(6) }),
)
/** Any tree: levels of any style, nodes and fiches placed with holes. */
const arbres = fc
  .record({
    styles: fc.array(fc.constantFrom(...NUMEROTATIONS), { minLength: 1, maxLength: 4, size: 'max' }),
    graines: fc.array(fc.record({ parent: fc.nat(40), noeud: fc.boolean(), saut: fc.nat(2) }), {
      minLength: 5,
      maxLength: 40,
      size: 'max',
    }),
  })
  .map(({ styles, graines }) => {
    const niveaux = styles.map((style, i) => niveau(i + 1, ['Pilier', 'Axe', 'Enjeu', 'Objectif'][i] ?? 'Niveau', style))
    let arbre = buildArbre(niveaux, [])
    graines.forEach((graine, i) => {
      const noeuds: (Objet | null)[] = [null, ...[...arbre.objets.values()].filter((objet) => objet.type === 'noeud')]
      const parent = noeuds[graine.parent % noeuds.length] ?? null
      const rang = (parent?.rang ?? 0) + 1
      const type = graine.noeud && rang <= niveaux.length ? ('noeud' as const) : ('fiche' as const)
      const objet = { type, id: `${type}${i}`, parentId: parent?.id ?? null, rang: type === 'noeud' ? rang : null }
      const max = groupeDe(arbre, objet, objet.parentId).reduce((m, autre) => Math.max(m, autre.numero), 0)
      arbre = buildArbre(niveaux, [...arbre.objets.values(), { ...objet, numero: max + 1 + graine.saut, code: '', intitule: objet.id }])
    })
    return coded(arbre)
  })

function applyGeste(arbre: Arbre, geste: Geste): Arbre | null {
  const objets = [...arbre.objets.values()]
  const objet = objets[geste.qui % Math.max(1, objets.length)]
  if (objet === undefined) return null
  try {
    if (geste.geste !== 'deplacer') {
      if (geste.geste === 'renumeroter') return renumbered(arbre, objet.type === 'noeud' ? objet.id : null)
      return shifted(arbre, objet.id, geste.geste === 'monter' ? 'haut' : 'bas')
    }
    const cibles =
      objet.type === 'fiche'
        ? [null, ...objets.filter((autre) => autre.type === 'noeud')]
        : objet.rang === 1
          ? [null]
          : objets.filter((autre) => autre.type === 'noeud' && autre.rang === (objet.rang ?? 0) - 1)
    const parentId = cibles[geste.ou % cibles.length]?.id ?? null
    const freres = (arbre.enfants.get(parentId) ?? []).filter((autre) => autre.type === objet.type)
    return moved(arbre, objet.id, { parentId, avantId: freres[geste.avant]?.id ?? null })
  } catch (erreur) {
    if (erreur instanceof RegleViolee) return null
    throw erreur
  }
}

function assertSain(arbre: Arbre, nombre: number): void {
  const codes = [...codesOf(arbre).values()].filter((c) => c !== '')
  assert.equal(new Set(codes).size, codes.length, `codes borne twice: ${codes.join(' ')}`)
  assert.equal(arbre.objets.size, nombre, 'nothing appears or disappears')
  assert.equal(parcours(arbre).length, nombre, 'everything is reached from the root')
  for (const objet of arbre.objets.values()) {
    const parent = objet.parentId === null ? null : arbre.objets.get(objet.parentId)
    assert.notEqual(parent, undefined, 'no orphan')
    if (objet.type === 'noeud') assert.equal(parent?.rang ?? 0, (objet.rang ?? 0) - 1, 'levels are kept')
    const freres = groupeDe(arbre, objet, objet.parentId).map((autre) => autre.numero)
    assert.equal(new Set(freres).size, freres.length, 'numbers of one numbering are distinct')
  }
}

const places = (arbre: Arbre) => [...arbre.objets.values()].map(({ id, parentId, numero }) => `${id}<${parentId}#${numero}`).sort()

test('quels que soient l’arbre et les gestes : codes uniques, aucun orphelin, et annuler rend exactement l’arbre d’avant', () => {
  fc.assert(
    fc.property(arbres, fc.array(gestes, { maxLength: 12, size: 'max' }), (depart, suite) => {
      const nombre = depart.objets.size
      assertSain(depart, nombre)
      let arbre = depart
      const pile: { avant: Arbre; mouvement: ReturnType<typeof mouvementEntre> }[] = []
      for (const geste of suite) {
        const apres = applyGeste(arbre, geste)
        if (apres === null) continue
        assertSain(apres, nombre)
        pile.push({ avant: arbre, mouvement: mouvementEntre(arbre, apres) })
        arbre = coded(apres)
      }
      for (const { avant, mouvement } of pile.reverse()) {
        arbre = coded(undone(arbre, mouvement))
        assert.deepEqual(places(arbre), places(avant))
      }
    }),
    { numRuns: 400 },
  )
})

test('après renumérotation, les numéros de chaque nœud se suivent depuis 1', () => {
  fc.assert(
    fc.property(arbres, (arbre) => {
      let apres: Arbre
      try {
        apres = renumbered(arbre, null)
      } catch (erreur) {
        if (erreur instanceof RegleViolee) apres = arbre
        else throw erreur
      }
      for (const objet of apres.objets.values()) {
        const numeros = groupeDe(apres, objet, objet.parentId).map((autre) => autre.numero)
        assert.deepEqual(
          numeros.sort((a, b) => a - b),
          numeros.map((_, i) => i + 1),
        )
      }
    }),
    { numRuns: 200 },
  )
})

test('quand un niveau change de numérotation, les codes restent uniques et rien ne se perd', () => {
  fc.assert(
    fc.property(arbres, fc.array(fc.constantFrom(...NUMEROTATIONS), { minLength: 4, maxLength: 4 }), (arbre, styles) => {
      const niveaux = arbre.niveaux.map((n, i) => ({ ...n, numerotation: styles[i] ?? 'arabe' }))
      assertSain(settled(buildArbre(niveaux, arbre.objets.values())), arbre.objets.size)
    }),
    { numRuns: 200 },
  )
})
