import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ChampTexte } from './champs.tsx'
import { applyGeste, type Geste, type Saisi, texteDe } from './gestes-lignes.ts'
import { Lignes } from './lignes.tsx'

const rend = (saisi: Saisi, geste: Geste | null = null) =>
  String(
    <Lignes
      nom="phases"
      legende="Phases"
      ajouter="Ajouter une phase"
      saisi={saisi}
      geste={geste}
      nomLigne={(ligne, rang) => texteDe(ligne, 'nom') || `Phase ${rang + 1}`}
      champs={({ prefixe, ligne }) => <ChampTexte nom={`${prefixe}nom`} libelle="Nom" valeur={texteDe(ligne, 'nom')} />}
    />,
  )

test('each row has its id, its fields and only the moves that exist', () => {
  const html = rend({
    phases: [
      { id: 'a', nom: 'Un' },
      { id: 'b', nom: 'Deux' },
    ],
  })
  assert.match(html, /name="phases\.0\.id" value="a"/)
  assert.match(html, /name="phases\.1\.nom"[^>]* value="Deux"/)
  assert.match(html, /value="descendre phases 0"/)
  assert.match(html, /value="monter phases 1"/)
  assert.doesNotMatch(html, /value="monter phases 0"/)
  assert.doesNotMatch(html, /value="descendre phases 1"/)
  assert.match(html, /Retirer<span class="pv-cache">\s: Deux<\/span>/)
})

test('the attention stays on the row just added or moved', () => {
  const geste = { geste: 'ajouter', nom: 'phases', rang: 1 } as const
  const html = rend(applyGeste({ phases: [{ id: 'a', nom: 'Un' }] }, geste), geste)
  assert.match(html, /id="c-phases-1"[^>]*autofocus/)
  assert.doesNotMatch(html, /id="c-phases-0"[^>]*autofocus/)
})

test('a removed row is offered back', () => {
  const geste = { geste: 'retirer', nom: 'phases', rang: 0 } as const
  const html = rend(applyGeste({ phases: [{ id: 'a', nom: 'Un "x"' }] }, geste), geste)
  assert.match(html, /value="remettre phases 0"/)
  assert.match(html, /name="retiree" value="[^"]*Un \\&quot;x\\&quot;/)
})
