import assert from 'node:assert/strict'
import test from 'node:test'
import { parseConfiguration } from '#platform/configuration.ts'
import { isAdresseSure, parseFournisseurs } from './oidc-configuration.ts'

const LOCAL = { production: false, adresse: null }
const PRODUCTION = { production: true, adresse: 'https://contrat.exemple.fr' }
const proconnect = {
  PARVIS_OIDC: 'proconnect',
  PARVIS_OIDC_PROCONNECT_EMETTEUR: 'https://auth.exemple.fr/api/v2',
  PARVIS_OIDC_PROCONNECT_CLIENT: 'client',
  PARVIS_OIDC_PROCONNECT_SECRET: 'secret',
}

test('nothing is configured: no provider', () => {
  assert.deepEqual(parseFournisseurs({}, LOCAL), [])
  assert.deepEqual(parseFournisseurs({ PARVIS_OIDC: ' ' }, PRODUCTION), [])
})

test('ProConnect is known by its name: three values are enough', () => {
  const [fournisseur] = parseFournisseurs(proconnect, PRODUCTION)
  assert.deepEqual(fournisseur?.portees, ['openid', 'email', 'given_name', 'usual_name', 'uid', 'siret', 'idp_id'])
  assert.equal(fournisseur?.libelle, 'ProConnect')
  assert.deepEqual(fournisseur?.claims, { prenom: 'given_name', nom: 'usual_name', siret: 'siret' })
  assert.deepEqual([fournisseur?.userinfo, fournisseur?.siret, fournisseur?.liaison], ['jwt', 'exige', 'preuve'])
  assert.match(fournisseur?.aide?.libelle ?? '', /Qu’est-ce que ProConnect/)
})

test('several providers, each with its own settings, in their order', () => {
  const liste = parseFournisseurs(
    {
      ...proconnect,
      PARVIS_OIDC: 'interne,proconnect',
      PARVIS_OIDC_INTERNE_LIBELLE: 'Annuaire',
      PARVIS_OIDC_INTERNE_EMETTEUR: 'https://annuaire.exemple.fr/realms/ville',
      PARVIS_OIDC_INTERNE_CLIENT: 'parvis',
      PARVIS_OIDC_INTERNE_SECRET: 's',
      PARVIS_OIDC_INTERNE_AUTHENTIFICATION: 'basic',
      PARVIS_OIDC_INTERNE_ACR: 'urn:mfa',
      PARVIS_OIDC_INTERNE_ACR_EXIGE: '1',
      PARVIS_OIDC_INTERNE_CLAIM_SIRET: 'org_siret',
      PARVIS_OIDC_INTERNE_DELAI: '10',
    },
    PRODUCTION,
  )
  assert.deepEqual(
    liste.map(({ id }) => id),
    ['interne', 'proconnect'],
  )
  const [interne] = liste
  assert.deepEqual(interne?.acr, { valeurs: ['urn:mfa'], exige: true })
  assert.deepEqual([interne?.authentification, interne?.claims.siret, interne?.delaiMs], ['basic', 'org_siret', 10_000])
  assert.deepEqual([interne?.userinfo, interne?.siret, interne?.courriel, interne?.aide], ['json', 'note', 'verifie', null])
})

test('a wrong setting is named in one French sentence', () => {
  const refuse = (plus: Record<string, string>, phrase: RegExp, options: typeof LOCAL | typeof PRODUCTION = LOCAL) =>
    assert.throws(() => parseFournisseurs({ ...proconnect, ...plus }, options), phrase)
  refuse({ PARVIS_OIDC: 'Pro Connect' }, /PARVIS_OIDC\u00a0: «\u00a0Pro\u00a0» n’est pas un nom/)
  refuse({ PARVIS_OIDC: 'credential' }, /n’est pas un nom de fournisseur/)
  refuse({ PARVIS_OIDC: 'proconnect,proconnect' }, /deux fois/)
  refuse({ PARVIS_OIDC: '' }, /PARVIS_OIDC_PROCONNECT_\w+\u00a0: aucun fournisseur de ce nom/)
  refuse({ PARVIS_OIDC_PROCONNECT_EMETTEUR: 'auth' }, /PARVIS_OIDC_PROCONNECT_EMETTEUR\u00a0: donnez une adresse complète/)
  refuse({ PARVIS_OIDC_PROCONNECT_EMETTEUR: 'https://u:p@auth.fr' }, /adresse complète/)
  refuse({ PARVIS_OIDC_PROCONNECT_EMETTEUR: 'http://auth.exemple.fr' }, /https:\/\//)
  refuse({ PARVIS_OIDC_PROCONNECT_EMETTEUR: 'http://localhost:1' }, /https:\/\//, PRODUCTION)
  refuse({ PARVIS_OIDC_PROCONNECT_SECRET: ' ' }, /PARVIS_OIDC_PROCONNECT_SECRET\u00a0: donnez le secret/)
  refuse({ PARVIS_OIDC_PROCONNECT_SECRETT: 'x' }, /PARVIS_OIDC_PROCONNECT_SECRETT\u00a0: ce réglage n’existe pas/)
  refuse({ PARVIS_OIDC_PROCONNECT_PORTEES: 'email' }, /openid/)
  refuse({ PARVIS_OIDC_PROCONNECT_ACR_EXIGE: '1' }, /PARVIS_OIDC_PROCONNECT_ACR\u00a0: elle manque/)
  refuse({ PARVIS_OIDC_PROCONNECT_DELAI: '0' }, /de 1 à 30/)
  refuse({ PARVIS_OIDC_PROCONNECT_ORIGINES: 'ftp://x' }, /https:\/\//)
  refuse({ PARVIS_OIDC_PROCONNECT_USERINFO: 'xml' }, /jwt, json ou aucun/)
  refuse({}, /PARVIS_URL\u00a0: elle manque/, { production: true, adresse: null })
  assert.throws(() => parseFournisseurs({ PARVIS_OIDC: 'interne', PARVIS_OIDC_INTERNE_CLIENT: 'c' }, LOCAL), /INTERNE_LIBELLE/)
})

test('http is for this very machine, outside production', () => {
  assert.ok(isAdresseSure(new URL('http://localhost:4000'), false))
  assert.ok(!isAdresseSure(new URL('http://localhost.exemple.fr'), false))
  assert.ok(!isAdresseSure(new URL('http://localhost:4000'), true))
  assert.ok(isAdresseSure(new URL('https://auth.exemple.fr'), true))
})

test('the process hands over its variables, and no other', () => {
  const { oidc } = parseConfiguration({ ...proconnect, PARVIS_DEMO: '0', AUTRE: 'x', PARVIS_OIDCX: 'x' })
  assert.deepEqual(oidc, proconnect)
})
