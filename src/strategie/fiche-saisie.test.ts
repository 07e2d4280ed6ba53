import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import type { ContenuFiche, Phase } from './fiche.ts'
import { buildContenu, contenuArbitraire, ligne } from './fiche-de-test.ts'
import { parseSaisieFiche, placed, saisieOf } from './fiche-saisie.ts'

const PRECISION: [RegExp, Phase['precision']][] = [
  [/^\d{4}$/, 'annee'],
  [/T/, 'trimestre'],
  [/^\d{4}-\d\d$/, 'mois'],
  [/./, 'jour'],
]
/** The precision of a phase is that of its dates, unless it goes on « au fil de l’eau ». */
function withPrecisions(contenu: ContenuFiche): ContenuFiche {
  const phases = contenu.calendrier.phases.map((phase) => {
    const precision = phase.debut === null ? null : (PRECISION.find(([forme]) => forme.test(phase.debut ?? ''))?.[1] ?? null)
    return { ...phase, precision: phase.precision === 'au_fil_de_leau' ? phase.precision : precision }
  })
  return { ...contenu, calendrier: { ...contenu.calendrier, phases } }
}

function fautesDe(faire: () => unknown): readonly { champ: string; message: string }[] {
  try {
    faire()
  } catch (erreur) {
    assert.ok(erreur instanceof RegleViolee)
    return erreur.champs
  }
  assert.fail('aucune faute')
}

test('ce que le formulaire montre se relit sans rien changer', () => {
  fc.assert(
    fc.property(contenuArbitraire.map(withPrecisions), (contenu) => {
      assert.deepEqual(parseSaisieFiche(saisieOf(contenu), contenu, createId), contenu)
    }),
    { numRuns: 200 },
  )
})

test('les montants, les parts et les dates s’écrivent comme on les dit', () => {
  const contenu = parseSaisieFiche(
    {
      ...saisieOf(buildContenu()),
      publics: [{ id: '', texte: 'Jeunes', nombre: '1 200', ageMin: '16', ageMax: '25', genre: 'femmes', partQpv: '66,7 %' }],
      financements: [{ id: '', texte: 'Ville', nature: 'specifique', organisations: 'Ville de Tours ; Caf', montant: '12 000,50 €' }],
      calendrier: { texte: '', precision: '', phases: [{ id: '', texte: 'Chantier', debut: 'avril 2027', fin: 'T3 2027', rythme: '' }] },
    },
    buildContenu(),
    createId,
  )
  assert.equal(contenu.publics[0]?.nombre, 1200)
  assert.equal(contenu.publics[0]?.partQpvPourMille, 667)
  assert.equal(contenu.financements[0]?.montantCents, 1_200_050)
  assert.deepEqual(contenu.financements[0]?.organisations, ['Ville de Tours', 'Caf'])
  const [phase] = contenu.calendrier.phases
  assert.deepEqual([phase?.debut, phase?.fin, phase?.precision], ['2027-04', '2027-T3', 'trimestre'])
  assert.equal(contenu.calendrier.texte, null)
})

test('chaque faute nomme son champ dans le formulaire et dit comment la réparer', () => {
  const fautes = fautesDe(() =>
    parseSaisieFiche(
      {
        ...saisieOf(buildContenu()),
        intitule: '  ',
        publics: [{ id: '', texte: 'Jeunes', nombre: 'beaucoup', ageMin: '', ageMax: '', genre: '', partQpv: '120' }],
        financements: [{ id: '', texte: 'Ville', nature: 'specifique', organisations: '', montant: '-3' }],
        calendrier: { texte: '', precision: '', phases: [{ id: '', texte: 'Chantier', debut: '31/02/2027', fin: '', rythme: '' }] },
      },
      buildContenu(),
      createId,
    ),
  )
  assert.deepEqual(fautes.map((faute) => faute.champ).sort(), [
    'calendrier.phases.0.debut',
    'financements.0.montant',
    'intitule',
    'publics.0.nombre',
    'publics.0.partQpv',
  ])
  assert.match(fautes.find((faute) => faute.champ === 'financements.0.montant')?.message ?? '', /«\s-3\s» n’est pas un montant/)
})

test('BR-07 : deux phases peuvent se chevaucher, aucune ne finit avant de commencer', () => {
  const phases = (fin: string) => ({
    ...saisieOf(buildContenu()),
    calendrier: {
      texte: '',
      precision: '',
      phases: [
        { id: '', texte: 'Bilan', debut: 'janvier 2007', fin: 'avril 2008', rythme: '' },
        { id: '', texte: 'Diagnostic', debut: 'octobre 2007', fin, rythme: '' },
      ],
    },
  })
  assert.equal(parseSaisieFiche(phases('mars 2008'), buildContenu(), createId).calendrier.phases.length, 2)
  const [faute] = fautesDe(() => parseSaisieFiche(phases('mars 2007'), buildContenu(), createId))
  assert.equal(faute?.champ, 'calendrier.phases.1.fin')
  assert.match(faute?.message ?? '', /la fin \(mars 2007\) est avant le début \(octobre 2007\)/)
})

test('BR-28 : un indicateur d’effet se rattache à un effet de la fiche', () => {
  const effet = ligne('Les habitants s’approprient les lieux')
  const base = buildContenu({ effets: [effet], indicateursEffets: [{ ...ligne('Dégradations'), effetId: effet.id }] })
  assert.equal(parseSaisieFiche(saisieOf(base), base, createId).indicateursEffets[0]?.effetId, effet.id)
  const [faute] = fautesDe(() => parseSaisieFiche({ ...saisieOf(base), effets: [] }, base, createId))
  assert.equal(faute?.champ, 'indicateursEffets.0.effetId')
})

test('un champ que le formulaire n’a pas montré garde son texte', () => {
  const base = buildContenu({ moyens: [ligne('Deux postes')], suivi: [ligne('Un bilan')] })
  const contenu = parseSaisieFiche({ affiches: 'enjeu suivi', kind: 'action', intitule: 'Titre', enjeu: 'Neuf' }, base, createId)
  assert.deepEqual(contenu.moyens, base.moyens)
  assert.deepEqual(contenu.suivi, [])
  assert.equal(contenu.enjeu, 'Neuf')
})

test('une ligne à classer va dans le champ choisi, les autres restent', () => {
  const [a, b] = [ligne('Un éducateur'), ligne('Autre chose')]
  const base = buildContenu({ aClasser: [a, b] })
  const saisi = {
    ...saisieOf(base),
    aClasser: [
      { ...a, vers: 'partenaires' },
      { ...b, vers: '' },
    ],
  }
  const contenu = parseSaisieFiche(saisi, base, createId)
  assert.deepEqual(contenu.partenaires, [{ ...a, role: null, habitants: false }])
  assert.deepEqual(contenu.aClasser, [b])
})

test('ranger une ligne dans un texte l’ajoute à la suite, sans rien effacer', () => {
  const base = buildContenu({ enjeu: 'Déjà là.', calendrier: { texte: null, precision: null, phases: [] } })
  assert.equal(placed(base, ligne('Et ceci.'), 'enjeu').enjeu, 'Déjà là.\n\nEt ceci.')
  assert.equal(placed(base, ligne('Au fil de l’eau'), 'calendrier').calendrier.texte, 'Au fil de l’eau')
})

test('un envoi qui n’a pas la forme attendue est refusé en français', () => {
  const fautes = fautesDe(() =>
    parseSaisieFiche({ ...saisieOf(buildContenu()), contexte: 'un texte', enjeu: ['a', 'b'] }, buildContenu(), createId),
  )
  assert.deepEqual(fautes.map((faute) => faute.champ).sort(), ['contexte', 'enjeu'])
  for (const { message } of fautes) assert.doesNotMatch(message, /Invalid|expected|received/)
})
