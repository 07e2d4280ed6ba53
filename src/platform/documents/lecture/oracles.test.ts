import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import mammoth from 'mammoth'
import type { DocumentLu } from '../bloc.ts'
import { convert, hasSoffice } from './fixtures/convertir.ts'
import { dispositions } from './fixtures/fabriquer-docx.ts'
import { comptesOf, motsOf } from './fixtures/lecture.ts'
import { readDocument } from './lire.ts'

/** Words of the blocks, counted; automatic numbers apart, since oracles show them or not. */
function wordsOf(document: DocumentLu): Map<string, number> {
  return comptesOf(document.blocs.flatMap((bloc) => motsOf(bloc.texte)))
}

function assertSame(lu: Map<string, number>, attendu: Map<string, number>, ecarts: readonly string[] = []): void {
  const differences: string[] = []
  for (const mot of new Set([...lu.keys(), ...attendu.keys()])) {
    if ((lu.get(mot) ?? 0) !== (attendu.get(mot) ?? 0) && !ecarts.includes(mot))
      differences.push(`${mot} : ${lu.get(mot) ?? 0} lu, ${attendu.get(mot) ?? 0} attendu`)
  }
  assert.deepEqual(differences, [])
}

const NOMS = ['tableau', 'sansFilets', 'titres', 'colonnes'] as const

describe('docx: the same words as mammoth, each as many times', () => {
  for (const nom of NOMS) {
    test(nom, async () => {
      const contenu = await dispositions[nom]()
      const { value } = await mammoth.extractRawText({ buffer: Buffer.from(contenu) })
      const document = await readDocument('a.docx', contenu)
      const corps = { ...document, blocs: document.blocs.filter((bloc) => bloc.zone === 'corps') }
      assertSame(wordsOf(corps), comptesOf(motsOf(value)))
    })
  }
})

describe('the same words in every format that LibreOffice makes of one document', {
  skip: hasSoffice() ? false : 'LibreOffice absent',
}, () => {
  for (const nom of ['tableau', 'titres'] as const) {
    test(nom, async () => {
      const source = await dispositions[nom]()
      const attendu = wordsOf(await readDocument('a.docx', source))
      const odt = await convert(source, 'docx', 'odt')
      // The page number is a field: its value stands in ODT and PDF, not in a Word file that was never opened.
      const page = ['1', 'Page']
      assertSame(wordsOf(await readDocument('a.odt', odt)), attendu, page)
      assertSame(wordsOf(await readDocument('a.html', await convert(source, 'docx', 'html'))), attendu, page)
      assertSame(wordsOf(await readDocument('a.pdf', await convert(source, 'docx', 'pdf'))), attendu, page)
      const texte = Buffer.from(await convert(odt, 'odt', 'txt:Text (encoded):UTF8')).toString('utf8')
      const document = await readDocument('a.odt', odt)
      assertSame(
        comptesOf(document.blocs.filter((bloc) => bloc.zone === 'corps').flatMap((bloc) => motsOf(bloc.texte))),
        comptesOf(motsOf(texte)),
      )
    })
  }
})
