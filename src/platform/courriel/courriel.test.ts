import assert from 'node:assert/strict'
import test from 'node:test'
import { parseConfigurationCourriel } from './configuration-courriel.ts'
import { buildCourriel, MAISON, simpleParts } from './courriel.build.ts'
import { acceptedCourriel, corpsOf, isAdresseCourriel } from './courriel.ts'
import { delaiApres, ESSAIS_MAX, echeanceRecueil, instantParis } from './echeances.ts'
import { createJetonsCourriel } from './jeton.ts'
import { composeMessage, renderLettre } from './message.ts'
import { rythmeOf } from './preferences.ts'

const PERSONNE = '0190a000-0000-7000-8000-0000000000aa'

test('an address that would say more than one address is refused', () => {
  for (const adresse of [
    'a@exemple.fr\r\nBcc: b@exemple.fr',
    'a@exemple.fr, b@exemple.fr',
    'a@exemple.fr;b@exemple.fr',
    '<a@exemple.fr>',
    'A <a@exemple.fr>',
    'a b@exemple.fr',
    'a@@exemple.fr',
    'a@-exemple.fr',
    'a@exemple..fr',
    'a@exemple.fr\u0000',
    '"a\\"@exemple.fr',
    '@exemple.fr',
    'a',
    `${'a'.repeat(65)}@exemple.fr`,
  ]) {
    assert.equal(isAdresseCourriel(adresse), false, adresse)
    assert.throws(() => acceptedCourriel(buildCourriel({ a: { courriel: adresse, personneId: null } })), /adresse électronique/)
  }
  for (const adresse of ['prenom.nom@exemple.fr', 'prénom+contrat@éxemple.fr', 'o’neil@exemple.fr'])
    assert.equal(isAdresseCourriel(adresse), true)
})

test('a subject holds on one line', () => {
  for (const objet of ['Bonjour\r\nBcc: b@exemple.fr', 'Bonjour\nX', 'a\u0085b', 'a\u2028b', '  ', 'x'.repeat(301)])
    assert.throws(() => acceptedCourriel(buildCourriel({ objet })), /objet d’un courriel/)
})

test('a link stays in this site', () => {
  for (const href of ['https://ailleurs.fr', '//ailleurs.fr', '/\\ailleurs.fr', 'invitation', 'javascript:alert(1)', '/a\nb', '/a b'])
    assert.throws(() => acceptedCourriel(buildCourriel({ action: { libelle: 'Ouvrir', href } })), /page de ce site/)
})

test('a mail for the digest needs a person', () => {
  assert.throws(() => acceptedCourriel(buildCourriel({ envoi: 'recueil' })), /needs a person/)
})

test('headers hold what was asked and nothing else, whatever the subject and the text', async () => {
  const objet = 'Réunion « d’été » =?utf-8?q?X?= : 10 € <b@exemple.fr>, Bcc: c@exemple.fr'
  const courriel = buildCourriel({ objet, corps: ['.\r\n.\r\nMAIL FROM:<x@exemple.fr>', '<script>alert(1)</script>'] })
  const message = await composeMessage(
    {
      personneId: null,
      destinataire: courriel.a.courriel,
      objet,
      corps: corpsOf(courriel),
      envoi: 'immediat',
      messageId: '<1@exemple.fr>',
      creeLe: new Date('2026-03-09T08:00:00Z'),
    },
    { nom: 'Contrat de ville "Tours", <x>', adresse: 'parvis@exemple.fr' },
    MAISON,
  )
  const { noms, texte, html } = simpleParts(message)
  assert.deepEqual(noms.sort(), [
    'auto-submitted',
    'content-language',
    'content-type',
    'date',
    'from',
    'message-id',
    'mime-version',
    'subject',
    'to',
    'x-auto-response-suppress',
  ])
  assert.match(texte, /MAIL FROM:<x@exemple\.fr>/)
  assert.doesNotMatch(html, /<script>/)
})

test('the page of a mail says its language, has its headings in order, fetches nothing; the text says the same', () => {
  const courriel = buildCourriel({ envoi: 'recueil', a: { courriel: 'a@exemple.fr', personneId: PERSONNE } })
  const { texte, html } = renderLettre({ personneId: PERSONNE, objet: courriel.objet, corps: corpsOf(courriel), envoi: 'recueil' }, MAISON)
  assert.match(html, /<html lang="fr">/)
  assert.equal(html.match(/<h1/g)?.length, 1)
  assert.doesNotMatch(html, /<img|<link|<script|url\(|background/)
  for (const lien of [
    'https://parvis.exemple.fr/invitation/abc',
    `https://parvis.exemple.fr/courriels/preferences/${MAISON.jetons.sign(PERSONNE)}`,
  ]) {
    assert.ok(html.includes(`href="${lien}"`), lien)
    assert.ok(texte.includes(lien), lien)
  }
  for (const phrase of [courriel.objet, ...courriel.corps, courriel.pourquoi, 'ne plus en recevoir']) {
    assert.ok(texte.includes(phrase), phrase)
    assert.ok(html.includes(phrase), phrase)
  }
})

test('a link of preferences is read by the instance that signed it, and no other is', () => {
  const jetons = createJetonsCourriel('un secret de trente-deux caractères')
  const jeton = jetons.sign(PERSONNE)
  assert.equal(jetons.read(jeton), PERSONNE)
  assert.equal(createJetonsCourriel('un autre secret de trente-deux car.').read(jeton), null)
  const autre = `${PERSONNE.replaceAll('-', '').slice(0, -1)}b${jeton.slice(32)}`
  for (const faux of [autre, jeton.slice(0, -1), `${jeton}A`, jeton.toUpperCase(), '', '..', `${jeton.slice(0, 32)}${'A'.repeat(43)}`])
    assert.equal(jetons.read(faux), null, faux)
  // The last character of a signature has bits that mean nothing: written otherwise, it is refused too.
  const lettres = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const lus = [...lettres].filter((lettre) => jetons.read(jeton.slice(0, -1) + lettre) !== null)
  assert.deepEqual(lus, [jeton.at(-1)])
})

test('tries are further and further apart, for about two days', () => {
  const delais = Array.from({ length: ESSAIS_MAX - 1 }, (_, rang) => delaiApres(rang + 1))
  assert.deepEqual(delais.slice(0, 3), [30_000, 60_000, 120_000])
  assert.ok(delais.every((delai, rang) => rang === 0 || delai >= (delais[rang - 1] ?? 0)))
  const jours = delais.reduce((somme, delai) => somme + delai, 0) / 86_400_000
  assert.ok(jours > 1.5 && jours < 3, String(jours))
})

test('the hour of Paris, in winter, in summer, and on the nights when it changes', () => {
  assert.equal(instantParis('2026-01-15', '07:30').toISOString(), '2026-01-15T06:30:00.000Z')
  assert.equal(instantParis('2026-07-15', '07:30').toISOString(), '2026-07-15T05:30:00.000Z')
  assert.equal(instantParis('2026-03-29', '07:30').toISOString(), '2026-03-29T05:30:00.000Z')
  assert.equal(instantParis('2026-10-25', '07:30').toISOString(), '2026-10-25T06:30:00.000Z')
  assert.equal(instantParis('2026-03-29', '01:30').toISOString(), '2026-03-29T00:30:00.000Z')
})

test('a digest is due from its hour on; the weekly one takes what came before last Monday', () => {
  assert.equal(echeanceRecueil(new Date('2026-03-11T06:29:00Z'), '07:30'), null)
  const mercredi = echeanceRecueil(new Date('2026-03-11T06:30:00Z'), '07:30')
  assert.deepEqual(mercredi, {
    jour: '2026-03-11',
    limiteJour: new Date('2026-03-11T06:30:00Z'),
    limiteSemaine: new Date('2026-03-09T06:30:00Z'),
  })
  assert.equal(echeanceRecueil(new Date('2026-03-09T07:00:00Z'), '07:30')?.limiteSemaine.toISOString(), '2026-03-09T06:30:00.000Z')
  assert.equal(echeanceRecueil(new Date('2026-03-15T23:30:00Z'), '00:15')?.limiteSemaine.toISOString(), '2026-03-15T23:15:00.000Z')
})

test('a genre follows its own choice, else the general one, else once a day', () => {
  assert.deepEqual([rythmeOf({}, 'mandats'), rythmeOf({ '*': 'jamais' }, 'mandats')], ['jour', 'jamais'])
  assert.equal(rythmeOf({ '*': 'jamais', mandats: 'semaine' }, 'mandats'), 'semaine')
})

test('the server from its address: TLS everywhere but on this machine', () => {
  const lire = (url: string, tls?: '0' | '1') =>
    parseConfigurationCourriel({ PARVIS_SMTP_URL: url, PARVIS_SMTP_TLS: tls, PARVIS_COURRIEL_EXPEDITEUR: 'Contrat <contrat@exemple.fr>' })
  assert.deepEqual(lire('smtp://moi:mot%20de%20passe@smtp.exemple.fr'), {
    serveur: {
      hote: 'smtp.exemple.fr',
      port: 587,
      tlsDesLeDebut: false,
      exigeTls: true,
      identifiants: { user: 'moi', pass: 'mot de passe' },
    },
    expediteur: { nom: 'Contrat', adresse: 'contrat@exemple.fr' },
  })
  assert.deepEqual([lire('smtps://smtp.exemple.fr')?.serveur.port, lire('smtps://smtp.exemple.fr', '0')?.serveur.exigeTls], [465, true])
  assert.equal(lire('smtp://smtp.exemple.fr:25', '0')?.serveur.exigeTls, false)
  assert.equal(lire('smtp://127.0.0.1:1025')?.serveur.exigeTls, false)
  assert.equal(lire('smtp://127.0.0.1:1025', '1')?.serveur.exigeTls, true)
  assert.equal(parseConfigurationCourriel({}), null)
  assert.throws(() => lire('http://exemple.fr'), /PARVIS_SMTP_URL/)
  for (const faux of ['Contrat\r\nBcc: x@exemple.fr <a@exemple.fr>', 'sans adresse', 'a@b@c'])
    assert.throws(
      () => parseConfigurationCourriel({ PARVIS_SMTP_URL: 'smtp://x', PARVIS_COURRIEL_EXPEDITEUR: faux }),
      /PARVIS_COURRIEL_EXPEDITEUR/,
    )
  assert.throws(() => parseConfigurationCourriel({ PARVIS_SMTP_URL: 'smtp://x' }), /PARVIS_COURRIEL_EXPEDITEUR/)
})
