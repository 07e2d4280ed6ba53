import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { readDocument } from '../lecture/lire.ts'
import { createAtelierTypst } from './atelier-typst.ts'
import { THEME_PARVIS, type Theme } from './document.ts'
import { buildDocumentDeTest, buildDocumentSimple, PNG, SVG } from './document-de-test.ts'

const atelier = createAtelierTypst({ taille: 1 })
after(() => atelier.close())

async function open(contenu: Uint8Array) {
  return getDocument({ data: new Uint8Array(contenu), verbosity: VerbosityLevel.ERRORS }).promise
}

async function wordsOf(contenu: Uint8Array): Promise<string> {
  return (await readDocument('x.pdf', contenu)).blocs.map(({ texte }) => texte).join(' ')
}

type Noeud = { role?: string; children?: Noeud[] }
function rolesOf(noeud: Noeud | null, roles: string[] = []): string[] {
  if (noeud?.role !== undefined) roles.push(noeud.role)
  for (const enfant of noeud?.children ?? []) rolesOf(enfant, roles)
  return roles
}

test('a PDF is tagged, in French, titled, with bookmarks, lists, table headers and page numbers', async () => {
  const pdf = await open(await atelier.write(buildDocumentDeTest(), THEME_PARVIS))
  const marques: unknown = await pdf.getMarkInfo()
  assert.ok(marques instanceof Map)
  assert.equal(marques.get('Marked'), true)
  const { info, metadata } = await pdf.getMetadata()
  assert.equal((info as { Title?: string }).Title, 'Un document d’essai')
  assert.equal((info as { Language?: string }).Language, 'fr-FR')
  assert.equal(metadata?.get('pdfuaid:part'), '1')
  const signets = await pdf.getOutline()
  assert.deepEqual(
    signets.map(({ title }) => title.replace(/\s+/g, ' ')),
    ['Sommaire', 'Partie 1 : Les lieux', 'Liste'],
  )
  assert.deepEqual(
    signets[1]?.items.map(({ title }: { title: string }) => title.replace(/\s+/g, ' ')),
    ['1.1 Une feuille'],
  )
  const roles: string[] = []
  for (let page = 1; page <= pdf.numPages; page += 1) rolesOf((await (await pdf.getPage(page)).getStructTree()) as Noeud | null, roles)
  for (const role of ['H1', 'H2', 'H3', 'L', 'LI', 'Table', 'TH', 'TD', 'TOC', 'TOCI', 'Link'])
    assert.ok(roles.includes(role), `no ${role} in ${[...new Set(roles)]}`)
  const page = await (await pdf.getPage(pdf.numPages)).getTextContent()
  assert.match(page.items.map((item) => ('str' in item ? item.str : '')).join(''), new RegExp(`page ${pdf.numPages} sur ${pdf.numPages}`))
})

test('text is read in the order of the document', async () => {
  const mots = await wordsOf(await atelier.write(buildDocumentDeTest({ couverture: null, sommaire: 0 }), THEME_PARVIS))
  const attendus = [
    'Les lieux',
    'Un texte gras, penché, et un lien.',
    'Thème : Jeunesse',
    '1.1',
    'Une feuille',
    'Enjeu',
    'Vivre ensemble',
    'Actions',
    'Ouvrir',
    'le samedi',
    'Fermer',
    'Publics',
    'Rien ici',
    'Fin de la feuille',
    'Liste',
    'Nom',
    'Ville',
    'État',
  ]
  let depuis = 0
  for (const attendu of attendus) {
    const place = mots.replace(/\s+/g, ' ').indexOf(attendu, depuis)
    assert.notEqual(place, -1, `${attendu} after ${depuis} in ${mots}`)
    depuis = place
  }
})

test('signs of Typst are plain text, and signs that no font draws never stop a document', async () => {
  const texte = '#let x = 1; $x^2$ @ref <b> \\n a* "b" `c` [d] ~ // /* ⟶ \u{F1234} \u{1FAE8} 50\u202f000\u00a0€ שלום'
  const mots = await wordsOf(await atelier.write(buildDocumentSimple(texte), THEME_PARVIS))
  assert.ok(mots.includes('#let x = 1; $x^2$ @ref <b> \\n a* "b" `c` [d] ~ // /*'), mots)
  assert.ok(mots.includes('50 000 €'), mots)
  assert.ok(!mots.includes('\u{F1234}'))
})

test('a logo, colours and a letterhead are the instance’s own; pale colours give way', async () => {
  for (const logo of [
    { type: 'image/png' as const, contenu: new Uint8Array(PNG), alt: 'Ville des Ormes' },
    { type: 'image/svg+xml' as const, contenu: new Uint8Array(SVG), alt: '' },
  ]) {
    const theme: Theme = { logo, principale: '#FFFF00', accent: '#7A1FA2', enTete: ['Ville des Ormes', '1, place de la Mairie'] }
    const contenu = await atelier.write(buildDocumentSimple('Bonjour'), theme)
    const roles = rolesOf((await (await (await open(contenu)).getPage(1)).getStructTree()) as Noeud | null)
    assert.ok(roles.includes('Figure'))
    assert.match(await wordsOf(contenu), /1, place de la Mairie/)
  }
})

test('equal contents give equal bytes', async () => {
  const [a, b] = [await atelier.write(buildDocumentDeTest(), THEME_PARVIS), await atelier.write(buildDocumentDeTest(), THEME_PARVIS)]
  assert.ok(Buffer.from(a).equals(Buffer.from(b)))
})

test('a document that takes too long, or is not wanted any more, is refused; the next one is made', async () => {
  const presse = createAtelierTypst({ taille: 1, delai: 1 })
  await assert.rejects(presse.write(buildDocumentDeTest(), THEME_PARVIS), { name: 'RegleViolee', message: /exportez une branche/ })
  await presse.close()
  const arret = new AbortController()
  const demande = atelier.write(buildDocumentDeTest(), THEME_PARVIS, { signal: arret.signal })
  arret.abort()
  await assert.rejects(demande, { name: 'RegleViolee', message: /arrêtée/ })
  const suite = await Promise.all([1, 2, 3].map((n) => atelier.write(buildDocumentSimple(`Page ${n}`), THEME_PARVIS)))
  for (const [rang, contenu] of suite.entries()) assert.match(await wordsOf(contenu), new RegExp(`Page ${rang + 1}`))
})

test('a logo that cannot be read is said so', async () => {
  const theme: Theme = { ...THEME_PARVIS, logo: { type: 'image/png', contenu: new Uint8Array(PNG.subarray(0, 40)), alt: 'x' } }
  await assert.rejects(atelier.write(buildDocumentSimple('Bonjour'), theme), { name: 'RegleViolee', message: /logo/ })
})
