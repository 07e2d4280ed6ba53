import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseTexte, plainTexte, renderHtml } from './commonmark.ts'

test('strong, emphasis and links become runs', () => {
  const [fragments] = parseTexte('Une **action *menée* ici** avec [le site](https://exemple.fr/a_b) et \\*rien\\*')
  assert.deepEqual(fragments, [
    { texte: 'Une ', gras: false, italique: false, lien: null },
    { texte: 'action ', gras: true, italique: false, lien: null },
    { texte: 'menée', gras: true, italique: true, lien: null },
    { texte: ' ici', gras: true, italique: false, lien: null },
    { texte: ' avec ', gras: false, italique: false, lien: null },
    { texte: 'le site', gras: false, italique: false, lien: 'https://exemple.fr/a_b' },
    { texte: ' et *rien*', gras: false, italique: false, lien: null },
  ])
})

test('only http, https and mailto links are kept', () => {
  for (const adresse of ['javascript:alert(1)', 'data:text/html,x', '//exemple.fr', 'file:///etc/passwd', 'JaVaScRiPt:x']) {
    assert.equal(renderHtml(`[voir *ici*](${adresse})`), '<p>voir <em>ici</em></p>', adresse)
  }
  assert.equal(renderHtml('[écrire](mailto:a@b.fr)'), '<p><a href="mailto:a@b.fr">écrire</a></p>')
})

test('what is not in the subset stays as it was typed', () => {
  for (const texte of [
    '# pas un titre *',
    '- pas une liste *',
    '1. non plus _',
    '> citation [',
    '<b>gras</b> *',
    '&amp; \\',
    '`code` *',
    '---\\',
    '    retrait *',
  ]) {
    assert.equal(plainTexte(texte), texte.trim(), texte)
  }
})

test('HTML is always escaped', () => {
  assert.equal(renderHtml('<script>"x"</script> & *a*'), '<p>&lt;script&gt;&quot;x&quot;&lt;/script&gt; &amp; <em>a</em></p>')
})

test('paragraphs, soft and hard breaks read alike with and without marks', () => {
  for (const marque of ['', ' **x**']) {
    const paragraphes = parseTexte(`un\ndeux  \ntrois${marque}\n\nquatre`).map((p) => p.map((f) => f.texte).join(''))
    assert.deepEqual(paragraphes, [`un deux\ntrois${marque.replaceAll('*', '')}`, 'quatre'])
  }
})

test('no text makes it throw, loops or yields unsafe HTML', () => {
  const signes = fc.constantFrom(
    '*',
    '_',
    '[',
    ']',
    '(',
    ')',
    '\\',
    '<',
    '>',
    '&',
    '\n',
    ' ',
    'a',
    'é',
    '"',
    '`',
    'https://a.b',
    '😀',
    '\u0000',
  )
  fc.assert(
    fc.property(fc.array(signes, { maxLength: 60 }), (parts) => {
      const html = renderHtml(parts.join(''))
      assert.doesNotMatch(html.replace(/<\/?(?:p|strong|em|br)>|<a href="(?:https?:\/\/|mailto:)[^"<>]*">|<\/a>/g, ''), /[<>]/)
    }),
    { numRuns: 500 },
  )
})
