import assert from 'node:assert/strict'
import test from 'node:test'
import { differencesOf, idsIn } from './differences.ts'
import { joinLexiques, type Lexique } from './lexique.ts'
import { type LigneADire, sayActe, sayDifference, turnActe, writeDifferences, writePhrase } from './phrase.ts'

const CLAIRE = '0190a000-0000-7000-8000-000000000001'
const THEME = '0190a000-0000-7000-8000-000000000002'
const NOMS = new Map([
  [CLAIRE, 'Claire Martin'],
  [THEME, 'Jeunesse'],
])
const LEXIQUE: Lexique = {
  objets: {
    fiche: {
      nom: 'la fiche',
      champs: {
        statut: { libelle: 'Statut', valeurs: { brouillon: 'brouillon', a_valider: 'soumise, à valider' } },
        'contenu.objectifs': 'Objectifs et dynamiques',
        'contenu.enjeu': 'Enjeu',
        'contenu.animateur': 'Animateur',
        'contenu.financements': 'Financements',
        'contenu.financements.montantCents': 'montant',
        'contenu.publics.partQpvPourMille': { libelle: 'part d’habitants des quartiers', format: 'pour_mille' },
        themeIds: 'Thèmes',
      },
    },
    document: { nom: 'le document' },
    organisation: { nom: 'l’organisation' },
  },
  noms: ['les signataires du contrat'],
  commandes: {
    'strategie.modifier_fiche': 'modifier une fiche',
    'compte.se_connecter': { libelle: 'se connecter', phrase: 'a ouvert une session' },
  },
  tournures: [[/^Remarque en marge de (.*)$/, 'a écrit une remarque en marge de $1']],
}
const lexique = joinLexiques([LEXIQUE])
const ligne = (partiel: Partial<LigneADire>): LigneADire => ({
  commande: 'strategie.modifier_fiche',
  acteurId: CLAIRE,
  mandat: 'cheffe de projet pour Tours Métropole',
  objetType: 'fiche',
  libelle: 'Fiche 2.1.5 modifiée',
  avant: null,
  apres: null,
  effaceLe: null,
  ...partiel,
})
const say = (partiel: Partial<LigneADire>) => writePhrase(sayActe(ligne(partiel), lexique, NOMS))
const champs = LEXIQUE.objets.fiche?.champs ?? {}

test('un acte se dit en une phrase : qui, à quel titre, quoi, quels champs', () => {
  const phrase = say({
    avant: { version: 1, contenu: { objectifs: [{ id: 'a', texte: 'A' }], animateur: null } },
    apres: {
      version: 2,
      contenu: {
        objectifs: [
          { id: 'a', texte: 'A' },
          { id: 'b', texte: 'B' },
          { id: 'c', texte: 'C' },
        ],
        animateur: 'Régie',
      },
    },
  })
  assert.equal(
    phrase,
    'Claire Martin (cheffe de projet pour Tours Métropole) a modifié la fiche 2.1.5\u00a0: objectifs et dynamiques (2\u00a0ajouts), animateur\u00a0: «\u00a0Régie\u00a0»',
  )
})

test('une valeur courte montre l’avant et l’après, une longue est dite modifiée', () => {
  assert.match(
    say({ avant: { statut: 'brouillon' }, apres: { statut: 'a_valider' } }),
    /statut «.brouillon.» devient «.soumise, à valider.»$/u,
  )
  assert.match(say({ avant: { statut: 'brouillon' }, apres: { statut: null } }), /statut «.brouillon.» devient vide$/u)
  assert.match(say({ avant: { contenu: { enjeu: 'x'.repeat(200) } }, apres: { contenu: { enjeu: 'court' } } }), /enjeu \(texte modifié\)$/)
})

test('au-delà de quatre champs, la phrase compte le reste ; les champs techniques n’y sont pas', () => {
  const objet = (valeur: string) => ({ ...Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((nom) => [nom, valeur])), version: valeur })
  const phrase = say({ avant: objet('1'), apres: objet('2') })
  assert.match(phrase, /et 2\u00a0autres champs$/)
  assert.doesNotMatch(phrase, /version/)
})

test('les participes se tournent selon le nom ; ce qui ne se tourne pas est cité tel quel', () => {
  const turn = (libelle: string) => turnActe(libelle, 'autre', lexique)
  assert.equal(turn('Organisation « Régie » ajoutée'), 'a ajouté l’organisation « Régie »')
  assert.equal(turn('Signataires du contrat enregistrés'), 'a enregistré les signataires du contrat')
  assert.equal(turn('Fiche 2.1 archivée, son import est annulé'), 'a archivé la fiche 2.1, son import est annulé')
  assert.equal(turn('Document « plan modifié » retiré'), 'a retiré le document « plan modifié »')
  assert.equal(turn('Fiche 2.1.5 soumise à validation'), 'a soumis la fiche 2.1.5 à validation')
  assert.equal(turn('Remarque en marge de la fiche 2'), 'a écrit une remarque en marge de la fiche 2')
  assert.equal(turn('Axe 2.1 archivé'), '\u00a0: axe 2.1 archivé')
  assert.equal(turnActe('Connexion de Claire', 'compte.se_connecter', lexique), 'a ouvert une session')
})

test('un contenu effacé le dit, et garde qui et quoi', () => {
  const phrase = say({ libelle: null, mandat: null, effaceLe: new Date('2026-03-09T10:00:00Z') })
  assert.equal(phrase, 'Claire Martin\u00a0: modifier une fiche (contenu effacé le lundi 9\u00a0mars 2026, l’empreinte reste)')
})

test('une personne inconnue et un événement sans personne ont une phrase', () => {
  assert.match(say({ acteurId: THEME.replace('2', '9'), mandat: null }), /^Une personne dont le compte n’existe plus a modifié/)
  assert.match(say({ acteurId: null, mandat: null, libelle: 'Trois connexions refusées' }), /^Parvis\u00a0: trois connexions refusées$/)
})

test('les listes se comparent ligne à ligne : ajouts, retraits, lignes changées, ordre', () => {
  const avant = {
    contenu: {
      financements: [
        { id: '1', texte: 'ANCT', montantCents: 100_000 },
        { id: '2', texte: 'CAF', montantCents: null },
      ],
    },
  }
  const apres = {
    contenu: {
      financements: [
        { id: '3', texte: 'Région', montantCents: 1 },
        { id: '1', texte: 'ANCT', montantCents: 250_050 },
      ],
    },
  }
  const [difference, ...reste] = differencesOf(avant, apres, champs)
  assert.deepEqual(reste, [])
  assert.ok(difference?.sorte === 'liste')
  assert.deepEqual([difference.ajouts, difference.retraits, difference.deplacees], [['Région'], ['CAF'], false])
  assert.deepEqual(difference.modifiees[0]?.libelle, 'ANCT')
  assert.equal(sayDifference(difference), 'financements (1\u00a0ajout, 1\u00a0retrait, 1\u00a0modification)')
  assert.match(
    writeDifferences([difference]),
    /Financements, modifié\u00a0: ANCT \(montant\u00a0: 1\u202f000,00\u00a0€ devient 2\u202f500,50\u00a0€\)/,
  )
  const [ordre] = differencesOf([{ id: '1' }, { id: '2' }], [{ id: '2' }, { id: '1' }], {})
  assert.ok(ordre !== undefined)
  assert.equal(sayDifference(ordre), 'autre ordre')
})

test('des lignes sans identifiant, et deux fois la même, se comparent par leur texte', () => {
  const [difference] = differencesOf({ l: ['a', 'a', 'b'] }, { l: ['a', 'c'] }, {})
  assert.ok(difference?.sorte === 'liste')
  assert.deepEqual([difference.ajouts, difference.retraits], [['c'], ['a', 'b']])
})

test('montants, dates, instants, parts, oui et non, noms : en français', () => {
  const apres = {
    montantCents: 102_650_550,
    jour: '2027-04-15',
    quand: '2026-03-09T17:42:00.000Z',
    public: true,
    publics: { partQpvPourMille: 505 },
    annee: 2027,
    themeIds: [THEME],
  }
  const dit = writeDifferences(differencesOf({}, { contenu: { publics: apres.publics }, ...apres, publics: undefined }, champs, NOMS))
  assert.match(dit, /montantCents\u00a0: vide devient 1\u202f026\u202f505,50\u00a0€/)
  assert.match(dit, /jour\u00a0: vide devient 15\u00a0avril 2027/)
  assert.match(dit, /quand\u00a0: vide devient 9\u00a0mars 2026 à 18\u00a0h\u00a042/)
  assert.match(dit, /public\u00a0: vide devient oui/)
  assert.match(dit, /part d’habitants des quartiers\u00a0: vide devient 50,5\u00a0%/)
  assert.match(dit, /annee\u00a0: vide devient 2027/)
  assert.match(dit, /Thèmes, ajouté\u00a0: Jeunesse/)
})

test('un champ que personne ne nomme garde son nom brut, et n’est jamais caché', () => {
  assert.deepEqual(
    differencesOf({ champNeuf: 1, dedans: { autre: 'a' } }, { champNeuf: 2, dedans: { autre: 'b' } }, {}).map(({ libelle }) => libelle),
    ['champNeuf', 'dedans.autre'],
  )
})

test('ce qui est égal ne fait pas de différence : vide, absent et null se valent', () => {
  assert.deepEqual(differencesOf({ a: null, b: '', c: [] }, { b: null, d: null }, {}), [])
  assert.deepEqual(differencesOf(null, null, {}), [])
})

test('les identifiants des objets cités se relèvent, ceux des lignes non', () => {
  assert.deepEqual([...idsIn({ id: CLAIRE, themeIds: [THEME], l: [{ id: CLAIRE, texte: 'x' }] })], [THEME])
})
