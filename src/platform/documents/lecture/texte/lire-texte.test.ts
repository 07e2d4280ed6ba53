import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { cellulesOf, motsOf, pucesOf, textesOf } from '../fixtures/lecture.ts'
import { readDocument } from '../lire.ts'

const read = (texte: string, nom = 'essai.txt') => readDocument(nom, Buffer.from(texte))

describe('txt: lines and paragraphs', () => {
  test('each line is a block, a sentence cut by a line end is put back together', async () => {
    const document = await read(
      'Titre\nUne phrase assez longue pour avoir été coupée avant la fin de la\nligne par un logiciel.\nAutre paragraphe.\n\nPilote\nmission locale',
    )
    assert.deepEqual(textesOf(document), [
      'Titre',
      'Une phrase assez longue pour avoir été coupée avant la fin de la ligne par un logiciel.',
      'Autre paragraphe.',
      'Pilote',
      'mission locale',
    ])
    assert.deepEqual(
      document.blocs.map((bloc) => bloc.paragraphe),
      [1, 2, 4, 6, 7],
    )
  })

  test('a text set to a width is put back in paragraphs, even where a line begins with a capital', async () => {
    const document = await read(
      'Le conseil réunit chaque trimestre les services de la ville, de la\nRégion et du Département afin de suivre les travaux engagés par les\nbailleurs, puis il rend compte aux habitants des suites données aux\ndemandes formulées pendant les ateliers ouverts à tous.\nFin.\n',
    )
    assert.equal(document.blocs.length, 2)
    assert.ok(document.blocs[0]?.texte.includes('de la Région et du Département'))
  })

  test('bullets, hanging lines, numbers followed by a tabulation', async () => {
    const document = await read('• un\n  suite\n\uFFFD\uf086 deux\n– trois\n1.\tquatre\na)\tcinq\n-6 degrés')
    assert.deepEqual(pucesOf(document), ['• un suite', '\uFFFD\uf086 deux', '– trois', '1. quatre', 'a) cinq', '∅ -6 degrés'])
  })

  test('a word cut by a hyphen is mended only when it stands whole elsewhere', async () => {
    const long = 'Les habitants ont demandé que la démarche soit ouverte à tous dès la concer-'
    const [phrase] = textesOf(await read(`${long}\ntation. La concertation dure un an.`))
    assert.ok(phrase?.includes('dès la concertation. La'))
    const [autre] = textesOf(await read(`${long}\ntation dure un an.`))
    assert.ok(autre?.includes('dès la concer-tation'))
  })

  test('a line of signs underlines a heading or parts the page, and is no block', async () => {
    const document = await read('Titre\n=====\ntexte\n\n-----\nautre')
    assert.deepEqual(
      document.blocs.map(({ nature, niveau, texte }) => [nature, niveau, texte]),
      [
        ['titre', 1, 'Titre'],
        ['paragraphe', 0, 'texte'],
        ['paragraphe', 0, 'autre'],
      ],
    )
  })
})

describe('txt: tables flattened by an extraction', () => {
  test('cells opened by a tabulation at the start of a line hold the lines below', async () => {
    const document = await read(
      'FICHE 7\n\n\tContexte\n\n\t· Un\n· Deux\n\n\tObjectifs\n\t· Trois\n· Quatre\n\n\tPilote\n\n\tVille\nBailleur\n\n\tSuivi\n\tannuel\n\n\n\nPied de page',
    )
    assert.deepEqual(cellulesOf(document), [
      '0.0 Contexte',
      '1.0 Un',
      '1.0 Deux',
      '2.0 Objectifs',
      '3.0 Trois',
      '3.0 Quatre',
      '4.0 Pilote',
      '5.0 Ville',
      '5.0 Bailleur',
      '6.0 Suivi',
      '7.0 annuel',
    ])
    assert.equal(document.blocs.at(-1)?.cellule, null)
  })

  test('a tabulation that only indents makes no cell', async () => {
    const document = await read('Contexte\n\tUn\n\tDeux\nObjectifs\n\t- Trois\n\t- Quatre\nPilote\n\tVille')
    assert.deepEqual(cellulesOf(document), [])
    assert.equal(document.blocs.length, 8)
  })

  test('tabulations inside a line part label and value, the lines below stay in the last cell', async () => {
    const document = await read('Pilote\tVille\nContexte\tUn constat.\nUn autre.\n\nhors tableau')
    assert.deepEqual(cellulesOf(document), ['0.0 Pilote', '0.1 Ville', '1.0 Contexte', '1.1 Un constat.', '1.1 Un autre.'])
    assert.equal(document.blocs.at(-1)?.cellule, null)
  })

  test('HTML tags left in a cell are read for what they mean, and said', async () => {
    const document = await read('OBJECTIFS\t\n<p>Un &amp; deux</p> <ul style="x">➤ Trois.➤ Quatre<p><u>Cinq</u></p>\t\nPilote\tVille')
    assert.deepEqual(pucesOf(document), ['∅ OBJECTIFS', '∅ Un & deux', '➤ Trois.', '➤ Quatre', '∅ Cinq', '∅ Pilote', '∅ Ville'])
    assert.deepEqual(
      document.blocs.slice(1, 5).map((bloc) => bloc.cellule?.ligne),
      [1, 1, 1, 1],
    )
    assert.deepEqual(
      document.avertissements.map(({ code }) => code),
      ['balises_html'],
    )
  })

  test('a bookmark of Word goes from a sentence and stays when it is alone', async () => {
    const document = await read('· [bookmark: _Toc1]Une démarche\n[bookmark: _GoBack]\n')
    assert.deepEqual(textesOf(document), ['Une démarche', '[bookmark: _GoBack]'])
  })
})

describe('txt: encodings', () => {
  test('UTF-8, UTF-16 with and without mark, Windows-1252, null characters', async () => {
    const texte = 'Été à l’œuvre\nfin'
    const utf16 = Buffer.from(texte, 'utf16le')
    for (const octets of [
      Buffer.from(texte),
      Buffer.from(`\ufeff${texte}`),
      Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]),
      Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()]),
      Buffer.from('\xc9t\xe9 \xe0 l\x92\x9cuvre\nfin', 'latin1'),
    ]) {
      assert.deepEqual(textesOf(await readDocument('a.txt', octets)), ['Été à l’œuvre', 'fin'])
    }
    const nuls = await readDocument('a.txt', Buffer.from('Une ligne de texte\0 avec\0 deux nuls'))
    assert.deepEqual(textesOf(nuls), ['Une ligne de texte avec deux nuls'])
    assert.deepEqual(
      nuls.avertissements.map(({ code }) => code),
      ['caracteres_nuls'],
    )
  })
})

describe('markdown', () => {
  test('headings, lists, emphasis, tables', async () => {
    const document = await read(
      '# Fiche\n\n**Pilote :** la *ville*\n\n- un\n  1. deux\n\n| Champ | Valeur |\n|---|---|\n| Contexte | a \\| b |\n',
      'fiche.md',
    )
    assert.equal(document.source.format, 'md')
    assert.deepEqual(pucesOf(document), [
      '∅ Fiche',
      '∅ Pilote : la ville',
      '• un',
      '1. deux',
      '∅ Champ',
      '∅ Valeur',
      '∅ Contexte',
      '∅ a | b',
    ])
    assert.equal(document.blocs[1]?.debutAccent, 'Pilote :')
    assert.deepEqual(cellulesOf(document), ['0.0 Champ', '0.1 Valeur', '1.0 Contexte', '1.1 a | b'])
  })
})

const SEEDS = '../shared/seeds'

test('the founding documents: every word once and in order, nothing else', async (t) => {
  if (!existsSync(SEEDS)) return t.skip('../shared absent')
  for (const nom of readdirSync(SEEDS).filter((fichier) => /^\d{3}_.*\.txt$/.test(fichier))) {
    const brut = readFileSync(`${SEEDS}/${nom}`)
    const document = await readDocument(nom, brut)
    const attendu = brut
      .toString('utf8')
      .replace(/\[bookmark:[^\]]*\]/g, '')
      .replace(/<\/?(p|ul|u)\b[^>]*>/g, ' ')
    const lu = document.blocs.map(({ puce, texte }) => `${puce ?? ''} ${texte}`).join(' ')
    assert.deepEqual(motsOf(lu), motsOf(attendu), nom)
  }
})

test('the founding fiche in a flattened table: label cells and value cells', async (t) => {
  const nom = existsSync(SEEDS) ? readdirSync(SEEDS).find((fichier) => fichier.startsWith('003_')) : undefined
  if (nom === undefined) return t.skip('../shared absent')
  const document = await readDocument(nom, readFileSync(`${SEEDS}/${nom}`))
  const parCellule = new Map<number, number>()
  for (const { cellule } of document.blocs) if (cellule !== null) parCellule.set(cellule.ligne, (parCellule.get(cellule.ligne) ?? 0) + 1)
  assert.deepEqual([...parCellule.values()], [2, 1, 1, 5, 1, 4, 1, 7, 1, 2, 1, 1, 1, 1, 2, 4, 1, 4, 1, 1, 1, 3, 1, 2, 1, 1])
})
