import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { RegleViolee } from '#platform/errors.ts'
import { assertPersonasInterdits, safeSuite } from './connexion.ts'
import { courriel, jourFacultatif, jourRequis, texteRequis } from './formes.ts'
import { acceptedMotDePasse } from './mot-de-passe.ts'
import { adresseComptee, attente, type Compteur, countedEchec, phraseAttente, SEUILS, shutsDoor } from './tentatives.ts'

const NOW = new Date('2026-03-02T09:00:00Z')
const apres = (ms: number) => new Date(NOW.getTime() + ms)

test('un mot de passe compte douze caractères au moins, et dit combien il en manque', () => {
  assert.throws(() => acceptedMotDePasse('court123'), /il en manque 4/)
  assert.equal(acceptedMotDePasse('un pavé de grès'), 'un pavé de grès')
  assert.throws(() => acceptedMotDePasse('x9'.repeat(65)), RegleViolee)
})

test('un mot de passe répétitif ou tiré du nom est refusé', () => {
  assert.throws(() => acceptedMotDePasse('aaaaaaaaaaaaaa'), /répète/)
  assert.throws(() => acceptedMotDePasse('Moreau202612', ['Alix', 'Moreau']), /votre nom/)
  assert.doesNotThrow(() => acceptedMotDePasse('moreau et les sept collines', ['Alix', 'Moreau']))
})

test('après cinq échecs du même compte depuis la même adresse, il faut attendre un quart d’heure', () => {
  const FENETRE_MS = SEUILS.compteEtAdresse.fenetreMs
  let compteur: Compteur | null = null
  for (let essai = 0; essai < SEUILS.compteEtAdresse.echecs; essai += 1) {
    assert.equal(attente('compteEtAdresse', compteur, NOW), 0)
    compteur = countedEchec('compteEtAdresse', compteur, NOW)
    assert.equal(shutsDoor('compteEtAdresse', compteur), essai === SEUILS.compteEtAdresse.echecs - 1)
  }
  assert.equal(attente('compteEtAdresse', compteur, NOW), FENETRE_MS)
  assert.equal(attente('compteEtAdresse', compteur, apres(FENETRE_MS - 1)), 1)
  assert.equal(attente('compteEtAdresse', compteur, apres(FENETRE_MS)), 0)
  assert.equal(countedEchec('compteEtAdresse', compteur, apres(FENETRE_MS)).echecs, 1)
})

test('le compte d’une personne n’est pas fermé par les essais d’une seule autre adresse', () => {
  assert.ok(SEUILS.compte.echecs > SEUILS.compteEtAdresse.echecs)
})

test('une adresse IPv6 se compte par ses 64 premiers bits, une IPv4 entière', () => {
  assert.equal(adresseComptee('203.0.113.9'), '203.0.113.9')
  assert.equal(adresseComptee('::ffff:203.0.113.9'), '203.0.113.9')
  assert.equal(adresseComptee('2001:db8:1:2:3:4:5:6'), adresseComptee('2001:0DB8:1:2::9'))
  assert.notEqual(adresseComptee('2001:db8:1:2::1'), adresseComptee('2001:db8:1:3::1'))
  assert.equal(adresseComptee('2001:db8::1'), '2001:db8:0:0::/64')
})

test('la phrase d’attente arrondit à la minute', () => {
  assert.match(phraseAttente(1), /dans 1\u00a0minute,/)
  assert.match(phraseAttente(60_001), /dans 2\u00a0minutes,/)
  assert.match(phraseAttente(20 * 3600_000), /dans 20\u00a0heures,/)
})

test('après la connexion, on ne sort jamais du site', () => {
  for (const suite of [
    'https://ailleurs.fr',
    '//ailleurs.fr',
    '/\\ailleurs.fr',
    'javascript:alert(1)',
    '',
    '/connexion',
    '\t//ailleurs.fr',
    '/%5cailleurs',
  ]) {
    const sure = safeSuite(suite)
    assert.ok(sure.startsWith('/') && !sure.startsWith('//') && !sure.includes('\\'), `${suite} → ${sure}`)
  }
  assert.equal(safeSuite('/espace/tours?vue=arbre'), '/espace/tours?vue=arbre')
  assert.equal(safeSuite('https://ailleurs.fr/x'), '/espace')
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (suite) => {
      assert.equal(new URL(safeSuite(`/${suite}`), 'https://parvis.fr').origin, 'https://parvis.fr')
    }),
  )
})

test('les personnages de la démonstration empêchent de démarrer en production', () => {
  assert.throws(() => assertPersonasInterdits({ production: true, demo: true }), /refuse de démarrer/)
  assert.equal(assertPersonasInterdits({ production: true, demo: false }), false)
  assert.equal(assertPersonasInterdits({ production: false, demo: true }), true)
})

test('une adresse électronique se range en minuscules', () => {
  assert.equal(courriel.parse('  Alix.Moreau@Exemple.FR '), 'alix.moreau@exemple.fr')
  for (const texte of ['', 'alix', 'alix@', 'a b@exemple.fr', 'alix@exemple', undefined]) {
    const lu = courriel.safeParse(texte)
    assert.equal(lu.success, false, String(texte))
    assert.match(lu.error?.issues[0]?.message ?? '', /adresse électronique/)
  }
})

test('un jour impossible est refusé en français', () => {
  assert.equal(jourRequis.safeParse('2026-02-29').success, false)
  assert.equal(jourRequis.parse('2028-02-29'), '2028-02-29')
  assert.equal(jourFacultatif.parse(''), null)
  assert.equal(jourFacultatif.parse(undefined), null)
  assert.match(jourFacultatif.safeParse('31/03/2026').error?.issues[0]?.message ?? '', /2026-03-31/)
  assert.equal(texteRequis('Tapez le nom.', 10).safeParse('   ').success, false)
})
