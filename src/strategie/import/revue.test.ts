import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { DocumentLu } from '#platform/documents/bloc.ts'
import { CHAMPS } from '../fiche.ts'
import { attributed } from './attribution.ts'
import { CHAMPS_LISTES, type Extrait, type FicheComprise, type ImportCompris } from './compris.ts'
import { type Destination, partsOf } from './deplacement.ts'
import { buildDocument, documentArbitraire, LIGNES_FICHE } from './documents-de-test.ts'
import { listDoutes, QUESTIONS } from './doutes.ts'
import { recognizeFiches } from './reconnaitre.ts'
import { type Decisions, destinationDe, keptDecisions, proposedDestination, reviewed, SANS_DECISION, settledDoutes } from './revue.ts'
import { normalized } from './texte.ts'
import { contenuImporte } from './vers-contenu.ts'

const document = buildDocument(LIGNES_FICHE)
const compris = attributed(recognizeFiches(document))
const texteDe = (bloc: number) => document.blocs[bloc]?.texte ?? ''
const blocDe = (debut: string) => document.blocs.findIndex((bloc) => bloc.texte.startsWith(debut))
const relue = (decisions: Partial<Decisions> = {}) => reviewed(compris, 0, { ...SANS_DECISION, ...decisions }, texteDe)

/** Every text of an understood fiche with its blocks. */
function extraitsDe(fiche: FicheComprise): Extrait[] {
  return [
    ...CHAMPS_LISTES.flatMap((champ) => fiche.listes[champ]),
    ...fiche.enjeu,
    ...fiche.financements,
    ...fiche.liens,
    ...fiche.indicateursEffets.flatMap((groupe) => groupe.indicateurs),
    ...(fiche.calendrier.texte === null ? [] : [{ texte: fiche.calendrier.texte, blocs: fiche.calendrier.blocs }]),
    ...fiche.aClasser,
  ]
}

const motsDe = (texte: string) =>
  normalized(texte)
    .split(' ')
    .filter((mot) => mot !== '')

test('la fiche d’essai est comprise, avec un doute et deux blocs sans place', () => {
  const { fiche, compte, doutes } = relue()
  assert.equal(fiche.code?.texte, '2.1.7')
  assert.deepEqual(compte, { places: 18, aClasser: 2, ignores: 0, doutesOuverts: 1 })
  assert.equal(doutes[0]?.code, 'plusieurs_indicateurs')
  assert.deepEqual(doutes[0]?.reponses, ['separer', 'juste', 'reprendre'])
  assert.equal(doutes[0]?.proposee, 'separer')
  assert.equal(doutes[0]?.lieu, 'indicateursRealisation')
})

test('un bloc sans place se place d’un geste, dans l’ordre du document', () => {
  const bloc = blocDe('Le marché')
  const { fiche, blocs, compte } = relue({ placements: { [bloc]: 'contexte' } })
  assert.deepEqual(
    fiche.listes.contexte.map((extrait) => extrait.texte),
    ['Les halls sont anciens', 'Les boîtes aux lettres sont cassées', 'Le marché de peinture est à relancer'],
  )
  assert.equal(
    fiche.aClasser.some((extrait) => extrait.blocs.includes(bloc)),
    false,
  )
  const relu = blocs.find((un) => un.bloc === bloc)
  assert.deepEqual([relu?.statut, relu?.champs, relu?.deplace], ['place', ['contexte'], true])
  assert.equal(compte.aClasser, 1)
})

test('un bloc placé se déplace, et quitte le champ où il avait été lu', () => {
  const bloc = blocDe('Les boîtes')
  const { fiche } = relue({ placements: { [bloc]: 'objectifs' } })
  assert.equal(fiche.listes.contexte.length, 1)
  assert.deepEqual(
    fiche.listes.objectifs.map((extrait) => extrait.texte),
    ['Les boîtes aux lettres sont cassées', 'Rendre les entrées accueillantes'],
  )
})

test('un bloc placé à la main est relu comme le document : dates, montants, noms', () => {
  const source = buildDocument([...LIGNES_FICHE, 'Zzz', 'D’avril 2029 à mai 2029', 'CAF : 12 000 €', 'MJC, centre social (deux sites)'])
  const lu = attributed(recognizeFiches(source))
  const n = LIGNES_FICHE.length
  const texte = (bloc: number) => source.blocs[bloc]?.texte ?? ''
  const { fiche } = reviewed(
    lu,
    0,
    { ...SANS_DECISION, placements: { [n + 1]: 'calendrier', [n + 2]: 'financements', [n + 3]: 'partenaires' } },
    texte,
  )
  assert.deepEqual(
    fiche.calendrier.phases.map(({ debut, fin }) => [debut, fin]),
    [
      ['2027-03', '2028-06'],
      ['2029-04', '2029-05'],
    ],
  )
  assert.equal(fiche.financements.at(-1)?.montantCents, 1_200_000)
  assert.deepEqual(
    fiche.listes.partenaires.slice(-2).map((extrait) => extrait.texte),
    ['MJC', 'centre social (deux sites)'],
  )
})

test('le texte lu dans deux blocs garde celui qui reste quand l’autre est déplacé', () => {
  const deux: ImportCompris = structuredClone(compris)
  const [a, b] = [blocDe('Les halls'), blocDe('Les boîtes')]
  const fiche = deux.fiches[0]
  if (fiche === undefined) throw new Error('no fiche')
  fiche.listes.contexte = [{ texte: 'Les halls sont anciens Les boîtes aux lettres sont cassées', blocs: [a, b] }]
  const { fiche: apres } = reviewed(deux, 0, { ...SANS_DECISION, placements: { [b]: 'suivi' } }, texteDe)
  assert.deepEqual(apres.listes.contexte, [{ texte: 'Les halls sont anciens', blocs: [a] }])
  assert.deepEqual(apres.listes.suivi, [{ texte: 'Les boîtes aux lettres sont cassées', blocs: [b] }])
})

test('deux indicateurs dans une puce se séparent quand on le décide, et alors seulement', () => {
  const cle = relue().doutes[0]?.cle ?? ''
  assert.equal(relue().fiche.listes.indicateursRealisation.length, 1)
  assert.deepEqual(
    relue({ doutes: { [cle]: 'separer' } }).fiche.listes.indicateursRealisation.map((extrait) => extrait.texte),
    ['Nombre de halls refaits', 'nombre de réunions tenues'],
  )
  assert.equal(relue({ doutes: { [cle]: 'juste' } }).fiche.listes.indicateursRealisation.length, 1)
  assert.deepEqual(partsOf('Nombre de femmes et d’hommes accueillis'), ['Nombre de femmes et d’hommes accueillis'])
})

test('un doute laissé ouvert devient une remarque à la fin, jamais un silence', () => {
  assert.deepEqual(
    settledDoutes(relue()).map(({ reponse }) => reponse),
    ['reprendre'],
  )
  const cle = relue().doutes[0]?.cle ?? ''
  assert.deepEqual(
    settledDoutes(relue({ doutes: { [cle]: 'juste' } })).map(({ reponse }) => reponse),
    ['juste'],
  )
})

test('deux doutes de même sorte sur un même bloc se décident à part', () => {
  const double: ImportCompris = {
    ...compris,
    anomalies: [...compris.anomalies, ...compris.anomalies.filter((a) => QUESTIONS.includes(a.code))],
  }
  const cles = listDoutes(double, 0).doutes.map((doute) => doute.cle)
  assert.equal(cles.length, 2)
  assert.equal(new Set(cles).size, 2)
})

test('le code, le titre et la sorte tapés à la relecture l’emportent ; un code vidé n’en est plus un', () => {
  const { fiche } = relue({ code: '', intitule: 'Des halls accueillants', kind: 'bilan' })
  assert.deepEqual([fiche.code, fiche.intitule?.texte, fiche.kind.valeur], [null, 'Des halls accueillants', 'bilan'])
})

test('la place proposée pour un bloc est celle du champ qui le précède, et rien avant le premier', () => {
  const { blocs } = relue()
  assert.equal(proposedDestination(blocs, blocDe('Le marché')), null, 'sous une étiquette inconnue, rien n’est proposé')
  const sansRaison = blocs.map((bloc) => ({ ...bloc, raison: null }))
  assert.equal(proposedDestination(sansRaison, blocDe('Le marché')), 'indicateursRealisation')
  assert.equal(proposedDestination(blocs, 0), null)
  const titre = blocs[0]
  assert.ok(titre !== undefined)
  assert.equal(destinationDe(titre), null)
})

test('relire avec une étiquette de plus garde les décisions et oublie les réponses sans objet', () => {
  const cle = relue().doutes[0]?.cle ?? ''
  const decisions: Decisions = { ...SANS_DECISION, placements: { 4: 'suivi' }, doutes: { [cle]: 'juste', 'parti@3': 'juste' } }
  assert.deepEqual(keptDecisions(decisions, compris, 0), { placements: { 4: 'suivi' }, doutes: { [cle]: 'juste' } })
})

test('chaque bloc d’un document à plusieurs fiches revient à une relecture et une seule', () => {
  const lignes = ['Programme de l’année', ...LIGNES_FICHE, ...LIGNES_FICHE.map((ligne) => ligne.replace('2.1.7', '2.1.8'))]
  const source = buildDocument(lignes)
  const lu = attributed(recognizeFiches(source))
  assert.equal(lu.fiches.length, 2)
  const vus = [0, 1].flatMap((rang) =>
    reviewed(lu, rang, SANS_DECISION, (bloc) => source.blocs[bloc]?.texte ?? '').blocs.map((bloc) => bloc.bloc),
  )
  assert.deepEqual(
    vus.sort((a, b) => a - b),
    source.blocs.map((bloc) => bloc.index),
  )
  assert.deepEqual(lu.aClasser, [])
})

/** Decisions at random on the blocks of one fiche. */
function decisionsPour(lu: ImportCompris, rang: number, tirage: readonly { bloc: number; destination: Destination }[]): Decisions {
  const siens = lu.placements.filter((placement) => placement.fiche === rang).map((placement) => placement.bloc)
  const placements = Object.fromEntries(tirage.map(({ bloc, destination }) => [siens[bloc % Math.max(1, siens.length)] ?? 0, destination]))
  return {
    placements,
    doutes: Object.fromEntries(
      listDoutes(lu, rang).doutes.map((doute, n) => [doute.cle, doute.reponses[n % doute.reponses.length] ?? 'juste']),
    ),
  }
}

function checkRevue(source: DocumentLu, lu: ImportCompris, rang: number, decisions: Decisions): void {
  const texte = (bloc: number) => source.blocs[bloc]?.texte ?? ''
  const avant = reviewed(lu, rang, SANS_DECISION, texte)
  const { fiche, blocs, compte } = reviewed(lu, rang, decisions, texte)
  assert.equal(compte.places + compte.aClasser + compte.ignores, blocs.length)
  assert.deepEqual(
    blocs.map((bloc) => bloc.bloc),
    avant.blocs.map((bloc) => bloc.bloc),
  )
  const apres = extraitsDe(fiche)
  const couverts = new Set(apres.flatMap((extrait) => extrait.blocs))
  for (const extrait of extraitsDe(avant.fiche)) {
    for (const bloc of extrait.blocs)
      if (decisions.placements[String(bloc)] === undefined) assert.ok(couverts.has(bloc), `le bloc ${bloc}, laissé à sa place, a disparu`)
  }
  for (const [bloc, destination] of Object.entries(decisions.placements)) {
    if (destination === 'ignore') assert.ok(!couverts.has(Number(bloc)), `le bloc ${bloc}, écarté, est encore là`)
    else if (motsDe(texte(Number(bloc))).length > 0)
      assert.ok(couverts.has(Number(bloc)), `le bloc ${bloc}, placé dans ${destination}, s’est perdu`)
  }
  const labels = new Set(fiche.etiquettes.flatMap((etiquette) => motsDe(etiquette.libelle)))
  for (const extrait of apres) {
    const permis = new Set(extrait.blocs.flatMap((bloc) => motsDe(`${source.blocs[bloc]?.puce ?? ''} ${texte(bloc)}`)))
    for (const mot of motsDe(extrait.texte))
      assert.ok(permis.has(mot) || labels.has(mot), `« ${mot} » n’est dans aucun bloc de « ${extrait.texte} »`)
  }
  for (const bloc of blocs.filter((un) => un.statut === 'a_classer'))
    assert.ok(
      fiche.aClasser.some((extrait) => extrait.blocs.includes(bloc.bloc)),
      `le bloc ${bloc.bloc}, à classer, ne suit pas la fiche`,
    )
}

test('quoi que la relecture décide, aucun bloc ne se perd et aucun mot ne s’ajoute', () => {
  const destination = fc.constantFrom<Destination>(...CHAMPS, 'aClasser', 'ignore')
  const tirage = fc.array(fc.record({ bloc: fc.nat(60), destination }), { maxLength: 12 })
  fc.assert(
    fc.property(documentArbitraire, tirage, (source, choix) => {
      const lu = attributed(recognizeFiches(source))
      for (const fiche of lu.fiches) checkRevue(source, lu, fiche.rang, decisionsPour(lu, fiche.rang, choix))
    }),
    { numRuns: 400 },
  )
})

test('le contenu d’une fiche importée tient dans ses limites sans perdre un mot', () => {
  const long = Array.from({ length: 9000 }, (_, n) => `mot${n}`).join(' ')
  const lignes = Array.from({ length: 1200 }, (_, n) => `• ligne ${n}`)
  const source = buildDocument([...LIGNES_FICHE.slice(0, 5), `• ${long}`, ...lignes, ...LIGNES_FICHE.slice(5)])
  const lu = attributed(recognizeFiches(source))
  const { fiche } = reviewed(lu, 0, SANS_DECISION, (bloc) => source.blocs[bloc]?.texte ?? '')
  const contenu = contenuImporte(fiche)
  assert.ok(contenu.contexte.length <= 500)
  assert.ok(contenu.contexte.every((ligne) => ligne.texte.length <= 20_000))
  const mots = contenu.contexte.flatMap((ligne) => ligne.texte.split(/\s+/))
  assert.equal(mots.filter((mot) => mot.startsWith('mot')).length, 9000)
  assert.equal(mots.filter((mot) => mot === 'ligne').length, 1200)
})

test('un intitulé trop long est dit sur son champ', () => {
  const { fiche } = relue({ intitule: 'x'.repeat(501) })
  assert.throws(() => contenuImporte(fiche), /Un intitulé compte 500 caractères au plus/)
})
