import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { writeCsv, writeOds, writeXlsx } from '#platform/documents/ecriture/classeur.ts'
import { THEME_PARVIS } from '#platform/documents/ecriture/document.ts'
import { writeDocx } from '#platform/documents/ecriture/docx.ts'
import { writeHtml } from '#platform/documents/ecriture/html.ts'
import { writeOdt } from '#platform/documents/ecriture/odt.ts'
import { readDocument } from '#platform/documents/lecture/lire.ts'
import { parseTexte } from '#platform/texte/commonmark.ts'
import type { ContenuFiche } from '../fiche.ts'
import { CHAMPS, LIBELLES_CHAMPS } from '../fiche.ts'
import type { ImportCompris } from '../import/compris.ts'
import { recognizeFiches } from '../import/reconnaitre.ts'
import { ficheFromImport } from './depuis-import.ts'
import { buildDocument } from './document.ts'
import { buildFeuilles } from './feuilles.ts'
import { buildContratEngendre, ficheEngendree } from './fiches-engendrees.ts'
import { type ContratAExporter, type FicheAExporter, listFiches } from './modele.ts'
import { readExport } from './relire.ts'

/** Cases of each format; the requirement is 100. */
const CAS = 120
const VIDE = buildContratEngendre(0, 1)

type Ecrire = (contrat: ContratAExporter, fiches: FicheAExporter[]) => Promise<Uint8Array> | Uint8Array
const FORMATS: Record<string, { ecrire: Ecrire; marques: boolean }> = {
  docx: { ecrire: (contrat) => writeDocx(buildDocument(contrat, { sorte: 'contrat' }), THEME_PARVIS), marques: false },
  odt: { ecrire: (contrat) => writeOdt(buildDocument(contrat, { sorte: 'contrat' }), THEME_PARVIS), marques: false },
  html: { ecrire: (contrat) => writeHtml(buildDocument(contrat, { sorte: 'contrat' }), THEME_PARVIS), marques: false },
  xlsx: { ecrire: (contrat, fiches) => writeXlsx(buildFeuilles(contrat, contrat.arbre, fiches), THEME_PARVIS), marques: true },
  ods: {
    ecrire: (contrat, fiches) =>
      writeOds(buildFeuilles(contrat, contrat.arbre, fiches), THEME_PARVIS, { titre: 'T', sujet: 'S', auteur: 'A', date: null }),
    marques: true,
  },
  csv: {
    ecrire: (contrat, fiches) => {
      const [feuille] = buildFeuilles(contrat, contrat.arbre, fiches)
      assert.ok(feuille)
      return writeCsv(feuille)
    },
    marques: true,
  },
}

for (const [format, { ecrire, marques }] of Object.entries(FORMATS)) {
  test(`une fiche exportée en ${format} puis importée est la même fiche, champ par champ (${CAS} fiches)`, async () => {
    let lues = 0
    await fc.assert(
      fc.asyncProperty(fc.array(ficheEngendree, { minLength: 4, maxLength: 4 }), async (fiches) => {
        const contrat = { ...VIDE, fichesRacine: fiches }
        const document = await readDocument(`contrat.${format}`, await ecrire(contrat, fiches))
        assert.ok(readExport(document), 'the document is recognised as one of ours')
        const compris = recognizeFiches(document)
        assert.equal(compris.fiches.length, fiches.length)
        fiches.forEach((fiche, rang) => {
          const comprise = compris.fiches[rang]
          assert.ok(comprise)
          assert.deepEqual(comparable(ficheFromImport(comprise)), comparable(marques ? fiche : withoutMarks(fiche)))
          assert.equal(comprise.code?.texte, fiche.code)
          assert.deepEqual(
            comprise.rattachement.map(({ niveau, code, intitule }) => ({ niveau, code, intitule })),
            fiche.rattachement,
          )
          lues += 1
        })
        assertAccounted(document.blocs.length, compris)
      }),
      { numRuns: CAS / 4 },
    )
    assert.ok(lues >= CAS)
  })
}

test('un champ renommé et déplacé par le contrat revient dans son champ', async () => {
  const [fiche] = listFiches(buildContratEngendre(1, 7))
  assert.ok(fiche)
  const champs = CHAMPS.map((champ, rang) => ({
    champ,
    libelle: champ === 'suivi' ? 'Comment on regarde' : LIBELLES_CHAMPS[champ],
    ordre: 50 - rang,
    utilise: true,
  }))
  const contrat = { ...VIDE, champs, fichesRacine: [fiche] }
  const document = await readDocument('c.odt', writeOdt(buildDocument(contrat, { sorte: 'contrat' }), THEME_PARVIS))
  assert.equal(readExport(document), null, 'an unknown label is left to recognition')
  const compris = readExport(document, [{ cible: 'suivi', libelle: 'Comment on regarde' }])
  assert.deepEqual(compris?.fiches.map(ficheFromImport).map(comparable), [comparable(withoutMarks(fiche))])
})

test('un document retouché n’est plus lu comme un export', async () => {
  const contrat = buildContratEngendre(1, 8)
  const document = await readDocument('c.odt', writeOdt(buildDocument(contrat, { sorte: 'contrat' }), THEME_PARVIS))
  const sansFin = { ...document, blocs: document.blocs.filter((bloc) => !/, version \d+/.test(bloc.texte)) }
  assert.equal(readExport(sansFin), null)
})

/** Every block is placed, to be placed or ignored, once. */
function assertAccounted(total: number, { placements }: ImportCompris): void {
  assert.equal(placements.length, total)
  assert.equal(new Set(placements.map(({ bloc }) => bloc)).size, total)
  for (const { statut, raison } of placements) if (statut === 'ignore') assert.ok(raison)
}

/** The content without identifiers: indicators name their effect by its text. */
function comparable(fiche: ContenuFiche): unknown {
  const { kind, intitule, enjeu, calendrier, indicateursEffets, ...listes } = fiche
  const sansId = (lignes: readonly { id: string }[]) => lignes.map(({ id: _, ...ligne }) => ligne)
  const effet = (effetId: string | null) => fiche.effets.find(({ id }) => id === effetId)?.texte ?? null
  return {
    kind,
    intitule,
    enjeu,
    ...Object.fromEntries(
      [...CHAMPS, 'aClasser' as const].flatMap((champ) => {
        if (champ === 'enjeu' || champ === 'calendrier' || champ === 'indicateursEffets') return []
        return [[champ, sansId(listes[champ])]]
      }),
    ),
    calendrier: { ...calendrier, phases: sansId(calendrier.phases) },
    indicateursEffets: indicateursEffets.map(({ texte, effetId }) => ({ texte, effet: effet(effetId) })),
  }
}

/** What a text document shows: bold, italics and addresses of links are looks, not words. */
function withoutMarks(fiche: FicheAExporter): ContenuFiche {
  const nu = (texte: string) =>
    parseTexte(texte)
      .map((fragments) =>
        fragments
          .map((fragment) => fragment.texte)
          .join('')
          .replaceAll('\n', '  \n'),
      )
      .join('\n\n')
  const rows = <T extends { texte: string }>(lignes: readonly T[]): T[] => lignes.map((ligne) => ({ ...ligne, texte: nu(ligne.texte) }))
  return {
    ...fiche,
    enjeu: fiche.enjeu === null ? null : nu(fiche.enjeu),
    contexte: rows(fiche.contexte),
    objectifs: rows(fiche.objectifs),
    realisations: rows(fiche.realisations),
    effets: rows(fiche.effets),
    echelleTerritoriale: rows(fiche.echelleTerritoriale),
    publics: rows(fiche.publics),
    animateur: rows(fiche.animateur),
    partenaires: rows(fiche.partenaires),
    dispositifs: rows(fiche.dispositifs),
    moyens: rows(fiche.moyens),
    financements: rows(fiche.financements),
    calendrier: {
      ...fiche.calendrier,
      texte: fiche.calendrier.texte === null ? null : nu(fiche.calendrier.texte),
      phases: rows(fiche.calendrier.phases),
    },
    indicateursRealisation: rows(fiche.indicateursRealisation),
    indicateursEffets: rows(fiche.indicateursEffets),
    suivi: rows(fiche.suivi),
    liens: rows(fiche.liens),
    aClasser: rows(fiche.aClasser),
  }
}
