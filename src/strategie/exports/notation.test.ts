import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { NATURES_FINANCEMENT } from '../fiche.ts'
import { ficheEngendree, texteEngendre } from './fiches-engendrees.ts'
import {
  dit,
  parseCalendrier,
  parseEchelle,
  parseFinancement,
  parseLien,
  parsePartenaire,
  parsePublic,
  parseRealisation,
  renderCalendrier,
  renderEchelle,
  renderFinancement,
  renderLien,
  renderPartenaire,
  renderPublic,
  renderRealisation,
} from './notation.ts'

const espaces = (texte: string) => texte.replace(/\s/gu, ' ')

test('une ligne se lit comme une phrase', () => {
  assert.equal(
    espaces(dit(renderRealisation({ texte: 'Ouvrir une maison de projet', etat: 'en_cours' }))),
    'Ouvrir une maison de projet (état : en cours)',
  )
  assert.equal(
    espaces(dit(renderPublic({ texte: 'Jeunes', ageMin: 16, ageMax: 25, genre: 'femmes', nombre: 1200, partQpvPourMille: 605 }))),
    'Jeunes (16 à 25 ans ; femmes ; 1 200 personnes ; 60,5 % QPV)',
  )
  assert.equal(
    espaces(
      dit(
        renderFinancement({
          texte: 'Adultes-relais',
          nature: 'specifique',
          organisations: ['État', 'Tour(s)plus'],
          montantCents: 1_200_000,
        }),
      ),
    ),
    'Adultes-relais (crédits spécifiques ; État, Tour(s)plus ; 12 000,00 €)',
  )
  const phases = [{ texte: 'Diagnostic', debut: '2007-10', fin: '2008-03', precision: 'mois' as const }]
  assert.deepEqual(renderCalendrier({ texte: null, precision: 'mois', phases }), {
    paragraphes: [],
    phases: ['Diagnostic\u00a0: octobre 2007 à mars 2008'],
  })
})

test('un texte sans précision reste entier', () => {
  assert.deepEqual(parseRealisation('Ouvrir (si possible)'), { texte: 'Ouvrir (si possible)', etat: null })
  assert.deepEqual(parseFinancement('Droit commun : ville, bailleur, Tour(s)plus').details, null)
  assert.equal(parsePartenaire('adultes-relais (État)').texte, 'adultes-relais (État)')
})

test('relire une ligne rend la ligne, quels que soient ses mots', () => {
  const piege = fc.oneof(
    texteEngendre,
    texteEngendre.map((t) => `${t} (état : prévue)`),
    fc
      .string({ unit: fc.constantFrom('(', ')', '“', '”', ',', ';', ' ', 'a', ':', '1', '€', '«') })
      .map((t) => t.replace(/ +/g, ' ').trim()),
  )
  const brute = ficheEngendree.map(({ realisations, echelleTerritoriale, publics, partenaires, financements, liens }) => ({
    realisations,
    echelleTerritoriale,
    publics,
    partenaires,
    financements,
    liens,
  }))
  fc.assert(
    fc.property(
      brute,
      piege,
      piege,
      fc.array(piege, { maxLength: 3 }),
      fc.constantFrom(...NATURES_FINANCEMENT),
      (fiche, texte, role, noms, nature) => {
        const same = (lu: unknown, x: { id: string }) => assert.deepEqual(lu, { ...x, id: undefined })
        for (const x of fiche.realisations.map((r) => ({ ...r, texte })))
          same({ ...parseRealisation(dit(renderRealisation(x))), id: undefined }, x)
        for (const x of fiche.echelleTerritoriale.map((r) => ({ ...r, texte })))
          same({ ...parseEchelle(dit(renderEchelle(x))), id: undefined }, x)
        for (const x of fiche.publics.map((r) => ({ ...r, texte }))) same({ ...parsePublic(dit(renderPublic(x))), id: undefined }, x)
        for (const x of [...fiche.partenaires, { id: '', texte: '', role, habitants: false }].map((r) => ({
          ...r,
          texte,
          role: r.role === null ? null : role,
        })))
          same({ ...parsePartenaire(dit(renderPartenaire(x))), id: undefined }, x)
        for (const x of [...fiche.financements, { id: '', texte: '', nature, organisations: noms, montantCents: null }].map((r) => ({
          ...r,
          texte,
        }))) {
          const lu = parseFinancement(dit(renderFinancement(x)))
          same({ texte: lu.texte, ...lu.details, id: undefined }, x)
        }
        for (const x of [...fiche.liens, { id: '', texte, code: null, ficheId: null }]) {
          if (x.code !== null && x.texte.startsWith(`${x.code} `)) continue
          same({ ...parseLien(renderLien(x)), ficheId: null, id: undefined }, x)
        }
      },
    ),
    { numRuns: 600 },
  )
})

test('relire un calendrier rend le calendrier', () => {
  fc.assert(
    fc.property(ficheEngendree, ({ calendrier }) => {
      const nu = { ...calendrier, phases: calendrier.phases.map(({ id: _, ...phase }) => phase) }
      const { paragraphes, phases } = renderCalendrier(nu)
      assert.deepEqual(parseCalendrier([...paragraphes, ...phases]), nu)
    }),
    { numRuns: 600 },
  )
})
