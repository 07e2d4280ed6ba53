import assert from 'node:assert/strict'
import test from 'node:test'
import { type Colonne, findDefauts, isSujet, parseDeclaration } from './declaration.ts'
import { filled, registreOf, type Traitement } from './traitement.ts'

const colonne = (nom: string, commentaire: string | null, changements: Partial<Colonne> = {}): Colonne => ({
  tableau: 'compte.essai',
  nom,
  type: 'text',
  obligatoire: false,
  cle: false,
  cible: null,
  cibleCascade: false,
  aDeclarer: true,
  commentaire,
  ...changements,
})
const ENTIERE = 'personnel | finalite: écrire | base: mission | conservation: {essai.jours} jours | effacement: ligne'

test('a declaration says purpose, basis, retention, and what erasing does', () => {
  assert.deepEqual(parseDeclaration(ENTIERE), {
    sorte: 'personnel',
    finalite: 'écrire',
    base: 'mission',
    conservation: '{essai.jours} jours',
    effacement: 'ligne',
    raison: null,
    sujet: false,
    secret: false,
  })
  assert.deepEqual(parseDeclaration('non personnel: code'), { sorte: 'non_personnel', raison: 'code' })
  const garde = parseDeclaration(
    'personnel | finalite: f | base: b | conservation: c | effacement: garde (archives ; article 17) | secret | sujet',
  )
  assert.ok('sorte' in garde && garde.sorte === 'personnel')
  assert.deepEqual([garde.effacement, garde.raison, garde.secret, garde.sujet], ['garde', 'archives ; article 17', true, true])
})

test('a declaration that lacks something says what', () => {
  const cas: [string | null, RegExp][] = [
    [null, /ne dit rien/],
    ['  ', /ne dit rien/],
    ['non personnel:', /pourquoi/],
    ['nom de la personne', /n’est pas une déclaration/],
    ['personnel | base: b | conservation: c', /finalité/],
    ['personnel | finalite: f | conservation: c', /base/],
    ['personnel | finalite: f | base: b', /durée/],
    ['personnel | finalite: f | base: b | conservation: c | effacement: jamais', /effacement « jamais »/],
    ['personnel | finalite: f | base: b | conservation: c | effacement: garde', /sans dire pourquoi/],
    ['personnel | finalite: f | base: b | conservation: c | duree: 3 ans', /n’est pas compris/],
    ['personnel | finalite: f | base: b | conservation: c | public', /n’est pas compris/],
  ]
  for (const [commentaire, phrase] of cas) {
    const lue = parseDeclaration(commentaire)
    assert.ok('defaut' in lue, commentaire ?? 'null')
    assert.match(lue.defaut, phrase)
  }
})

test('a column where a person may stand is not silent; a number may be', () => {
  const defauts = findDefauts([
    colonne('telephone', null),
    colonne('total', null, { type: 'integer', aDeclarer: false }),
    colonne('debut', 'jour de l’absence', { type: 'date', aDeclarer: false }),
    colonne('fin', 'personnel | finalite: f', { type: 'date', aDeclarer: false }),
    colonne('texte', 'personnel | finalite: f | base: b | conservation: c'),
    colonne('cree_par', 'personnel | finalite: f | base: b | conservation: c', { type: 'uuid' }),
    colonne('code', 'non personnel: code'),
  ])
  assert.equal(defauts.length, 3)
  assert.match(defauts[0] ?? '', /telephone : elle ne dit rien/)
  assert.match(defauts[1] ?? '', /fin : sa base/)
  assert.match(defauts[2] ?? '', /texte : elle ne dit pas ce que l’effacement en fait/)
})

test('whose row it is: by the name of the reference, or by its word', () => {
  assert.equal(isSujet(colonne('personne_id', null)), true)
  assert.equal(isSujet(colonne('cree_par', ENTIERE)), false)
  assert.equal(isSujet(colonne('acceptee_par', `${ENTIERE} | sujet`)), true)
})

test('a column goes to the processing that names its table, else its schema, else to none', () => {
  const traitement = (code: string, tableaux: string[]): Traitement => ({
    code,
    nom: code,
    finalite: '',
    base: '',
    personnes: '',
    categories: '',
    destinataires: '',
    conservation: '',
    mesures: '',
    tableaux,
  })
  const { lignes, orphelines } = registreOf(
    [
      colonne('a', ENTIERE),
      colonne('b', ENTIERE, { tableau: 'compte.session' }),
      colonne('c', ENTIERE, { tableau: 'ailleurs.x' }),
      colonne('d', 'non personnel: code'),
    ],
    [traitement('comptes', ['compte']), traitement('connexion', ['compte.session'])],
  )
  assert.deepEqual(
    lignes.map((ligne) => [ligne.traitement.code, ligne.colonnes.map(({ nom }) => nom)]),
    [
      ['comptes', ['a']],
      ['connexion', ['b']],
    ],
  )
  assert.deepEqual(
    orphelines.map(({ nom }) => nom),
    ['c'],
  )
})

test('a retention cites the setting that decides it', () => {
  const valeurs = new Map([
    ['essai.jours', '30'],
    ['essai.ans', '1'],
  ])
  assert.equal(filled('{essai.jours} jours, {essai.ans} ans, {autre.chose} mois', valeurs), '30\u00a0jours, 1\u00a0an, {autre.chose} mois')
})
