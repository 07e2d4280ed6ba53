/** What the tests of the readers share: a set of quartiers, and how to expect features, a question or a refusal. */
import assert from 'node:assert/strict'
import type { MultiPolygone } from '../geometrie.ts'
import { toWgs84 } from '../projection.ts'
import { generateQuartiers } from '../quartiers-synthetiques-de-test.ts'
import type { EntiteDeTest } from './ecrire-de-test.ts'
import type { LectureGeo, OptionsLecture, QuestionGeo } from './lecture.ts'
import { readGeo } from './lire-geo.ts'

export const quartiers: EntiteDeTest[] = generateQuartiers(7, { nombre: 40, sommets: 2400 }).map(({ code, nom, geometrie }) => ({
  geometrie,
  proprietes: { code_qp: code, lib_qp: `${nom} «\u00a0é\u00a0»`, insee_com: '37261, 37195' },
}))

export async function read(nom: string, octets: Uint8Array, options?: OptionsLecture): Promise<LectureGeo> {
  const reponse = await readGeo(nom, octets, options)
  if (reponse.etat !== 'lu') return assert.fail(reponse.phrase)
  return reponse
}
export async function ask(nom: string, octets: Uint8Array, options?: OptionsLecture): Promise<QuestionGeo> {
  const reponse = await readGeo(nom, octets, options)
  if (reponse.etat !== 'question') return assert.fail('lu sans poser de question')
  return reponse
}
export const geometrieOf = (lecture: LectureGeo, rang: number): MultiPolygone =>
  (lecture.entites[rang]?.polygones ?? []).map((polygone) =>
    polygone.map((anneau) =>
      Array.from({ length: anneau.length / 2 }, (_, i) => toWgs84(lecture.projection.epsg, anneau[2 * i] ?? 0, anneau[2 * i + 1] ?? 0)),
    ),
  )
export const refuses = (nom: string, octets: Uint8Array | string, phrase: RegExp, options?: OptionsLecture) =>
  assert.rejects(readGeo(nom, Buffer.from(octets), options), (erreur: unknown) => {
    assert.ok(erreur instanceof Error && erreur.name === 'RegleViolee', String(erreur))
    assert.match(erreur.message, phrase)
    assert.match(erreur.message, new RegExp(nom.replaceAll('.', '\\.')))
    return true
  })
