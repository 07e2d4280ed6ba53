import assert from 'node:assert/strict'
import test from 'node:test'
import { EnLigne, Prose } from './prose.tsx'

const rendu = async (element: { toString: () => string | Promise<string> }) => String(await element.toString())

test('un texte saisi paraît en paragraphes, gras et liens permis, et rien d’autre ne devient du balisage', async () => {
  assert.equal(
    await rendu(<Prose texte={'Un **engagement** clair.\n\nVoir [le site](https://exemple.fr) ; <script>alert(1)</script>'} />),
    '<p>Un <strong>engagement</strong> clair.</p><p>Voir <a href="https://exemple.fr">le site</a>\u202f; &lt;script&gt;alert(1)&lt;/script&gt;</p>',
  )
  assert.doesNotMatch(await rendu(<Prose texte="[piège](javascript:alert(1))" />), /href/)
})

test('dans une ligne, les paragraphes se suivent à la ligne', async () => {
  assert.equal(await rendu(<EnLigne texte={'Une *ligne*.\n\nUne autre.'} />), 'Une <em>ligne</em>.<br>Une autre.')
})
