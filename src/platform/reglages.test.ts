import assert from 'node:assert/strict'
import test from 'node:test'
import { z } from 'zod'
import { annule, createBaseDeTest } from '#platform/db/base-de-test.ts'
import { RegleViolee } from './errors.ts'
import { saveReglage } from './reglage.store.ts'
import { declareReglage, getReglage, getReglages, listReglagesDeclares, parseReglage, setReglage, writeReglage } from './reglages.ts'

const base = await createBaseDeTest()
const now = new Date('2026-03-01T10:00:00Z')
const commun = { section: 'Essais', aide: 'Pour essayer.' }
const duree = declareReglage({
  ...commun,
  cle: 'essai.duree',
  libelle: 'Durée d’essai',
  forme: z.number('donnez un nombre de jours.').int('donnez un nombre entier.').min(1, 'au moins 1 jour.').max(90, 'au plus 90 jours.'),
  defaut: 7,
  unite: 'jours',
})
const contact = declareReglage({ ...commun, cle: 'essai.contact', libelle: 'Contact', forme: z.string().max(50).nullable(), defaut: null })
const etat = declareReglage({ ...commun, cle: 'essai.etat', libelle: 'État', forme: z.enum(['non', 'partiel', 'total']), defaut: 'non' })
const ouvert = declareReglage({ ...commun, cle: 'essai.ouvert', libelle: 'Ouvert', forme: z.boolean(), defaut: false })

test('a setting never set holds its default; once set, what was chosen', () =>
  annule(base.db, async (tx) => {
    assert.equal(await getReglage(tx, duree), 7)
    await setReglage(tx, duree, 30, now)
    await setReglage(tx, contact, 'dpo@exemple.fr', now)
    const lus = await getReglages(tx, [duree, contact, etat])
    assert.equal(lus.valeurOf(duree), 30)
    assert.equal(lus.valeurOf(contact), 'dpo@exemple.fr')
    assert.equal(lus.valeurOf(etat), 'non')
    assert.deepEqual([...lus.choisis].sort(), ['essai.contact', 'essai.duree'])
    assert.throws(() => lus.valeurOf(ouvert), /was not read/)
    await setReglage(tx, contact, null, now)
    assert.equal(await getReglage(tx, contact), null)
  }))

test('a value kept by an older release in another shape gives the default, and stops nothing', () =>
  annule(base.db, async (tx) => {
    await saveReglage(tx, 'essai.duree', 'toujours', now)
    assert.equal(await getReglage(tx, duree), 7)
  }))

test('what is typed becomes a value, or one sentence that names the setting', () => {
  assert.equal(parseReglage(duree, ' 30 '), 30)
  assert.throws(
    () => parseReglage(duree, '120'),
    (erreur) => erreur instanceof RegleViolee && /Durée d’essai.*au plus 90 jours/.test(erreur.message),
  )
  assert.throws(
    () => parseReglage(duree, 'beaucoup'),
    (erreur) => erreur instanceof RegleViolee && erreur.champs[0]?.champ === 'essai-duree',
  )
  assert.throws(() => parseReglage(duree, ''), RegleViolee)
  assert.equal(parseReglage(contact, '  '), null)
  assert.equal(parseReglage(etat, 'total'), 'total')
  assert.throws(() => parseReglage(etat, 'autre'), RegleViolee)
  assert.equal(parseReglage(ouvert, 'oui'), true)
  assert.equal(parseReglage(ouvert, ''), false)
  assert.deepEqual([writeReglage(null), writeReglage(true), writeReglage(30)], ['', 'oui', '30'])
})

test('how a setting is typed is guessed from its shape', () => {
  assert.deepEqual([duree.saisie, contact.saisie, etat.saisie, ouvert.saisie], ['nombre', 'ligne', 'choix', 'oui_non'])
  assert.deepEqual([contact.facultatif, duree.facultatif, [...etat.options]], [true, false, ['non', 'partiel', 'total']])
  assert.ok(listReglagesDeclares().includes(duree))
})

test('two settings of one key, or a default of another shape, are a bug', () => {
  assert.throws(() => declareReglage({ ...commun, cle: 'essai.duree', libelle: 'x', forme: z.string(), defaut: '' }), /two settings/)
  assert.throws(() => declareReglage({ ...commun, cle: 'essai.faux', libelle: 'x', forme: z.number().min(5), defaut: 1 }), /default/)
})
