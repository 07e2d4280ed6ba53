import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { RegleViolee } from '#platform/errors.ts'
import {
  assertDeliable,
  type CompteConnu,
  ConnexionRefusee,
  changesOrganisation,
  type Identite,
  type Motif,
  openedBy,
  readIdentite,
} from './oidc.ts'
import { type Fournisseur, parseFournisseurs } from './oidc-configuration.ts'

const [proconnect] = parseFournisseurs(
  {
    PARVIS_OIDC: 'proconnect',
    PARVIS_OIDC_PROCONNECT_EMETTEUR: 'https://auth.exemple.fr',
    PARVIS_OIDC_PROCONNECT_CLIENT: 'c',
    PARVIS_OIDC_PROCONNECT_SECRET: 's',
  },
  { production: false, adresse: null },
)
assert.ok(proconnect)
const fournisseur: Fournisseur = proconnect
const SIRET = '21370261600011'
const CLAIMS = { email: 'Zoe@Exemple.fr', given_name: ' Zoé ', usual_name: 'Martin', family_name: 'Autre', siret: SIRET }

function buildIdentite(partiel: Partial<Identite> = {}): Identite {
  return { ...readIdentite(fournisseur, 'sub-1', CLAIMS), ...partiel }
}
function buildCompte(partiel: Partial<CompteConnu> = {}): CompteConnu {
  const ids = { utilisateurId: 'u1', personneId: 'p1' }
  return { ...ids, courriel: 'zoe@exemple.fr', courrielVerifie: true, ferme: false, relie: false, ...partiel }
}
const refused = (faire: () => unknown, motif: Motif) =>
  assert.throws(faire, (erreur) => erreur instanceof ConnexionRefusee && erreur.motif === motif && erreur.message.length > 20)

test('l’identité se lit dans les champs de ProConnect, proprement', () => {
  assert.deepEqual(buildIdentite(), {
    fournisseur: 'proconnect',
    emetteur: 'https://auth.exemple.fr',
    sub: 'sub-1',
    courriel: 'zoe@exemple.fr',
    preuveCourriel: 'reputee',
    prenom: 'Zoé',
    nom: 'Martin',
    siret: SIRET,
  })
  assert.equal(readIdentite(fournisseur, 's', { ...CLAIMS, siret: '213 702 616 00011' }).siret, SIRET)
  assert.equal(readIdentite(fournisseur, 's', { ...CLAIMS, email_verified: true }).preuveCourriel, 'verifiee')
  assert.equal(readIdentite(fournisseur, 's', { ...CLAIMS, email_verified: false }).preuveCourriel, 'aucune')
  assert.equal(readIdentite({ ...fournisseur, courriel: 'verifie' }, 's', CLAIMS).preuveCourriel, 'aucune')
})

test('le SIRET est exigé, noté ou ignoré selon le fournisseur', () => {
  const sans = { ...CLAIMS, siret: undefined }
  refused(() => readIdentite(fournisseur, 's', sans), 'siret_absent')
  refused(() => readIdentite(fournisseur, 's', { ...CLAIMS, siret: '21370261600012' }), 'siret_faux')
  assert.equal(readIdentite({ ...fournisseur, siret: 'note' }, 's', sans).siret, null)
  refused(() => readIdentite({ ...fournisseur, siret: 'note' }, 's', { ...CLAIMS, siret: '123' }), 'siret_faux')
  assert.equal(readIdentite({ ...fournisseur, siret: 'ignore' }, 's', { ...CLAIMS, siret: '123' }).siret, null)
})

test('le sub passe avant l’adresse : le compte relié s’ouvre, quelle que soit l’adresse', () => {
  const lien = { emetteur: fournisseur.emetteur, courriel: 'ancienne@exemple.fr', siret: SIRET, compte: buildCompte({ relie: true }) }
  const autre = buildCompte({ utilisateurId: 'u2', personneId: 'p2', courriel: 'zoe@exemple.fr' })
  const ouverture = openedBy(fournisseur, buildIdentite(), { lien, homonyme: autre })
  assert.equal(ouverture.genre, 'ouvrir')
  assert.equal(ouverture.compte.utilisateurId, 'u1')
  assert.deepEqual(ouverture, { genre: 'ouvrir', compte: lien.compte, adresseChangee: true, siretChange: null })
})

test('un compte fermé, ou un fournisseur remplacé sous le même nom, n’ouvre rien', () => {
  const lien = { emetteur: fournisseur.emetteur, courriel: null, siret: null, compte: buildCompte({ ferme: true }) }
  refused(() => openedBy(fournisseur, buildIdentite(), { lien, homonyme: null }), 'compte_ferme')
  const ailleurs = { ...lien, emetteur: 'https://autre.fr', compte: buildCompte() }
  refused(() => openedBy(fournisseur, buildIdentite(), { lien: ailleurs, homonyme: null }), 'emetteur_change')
  refused(() => openedBy(fournisseur, buildIdentite(), { lien: null, homonyme: buildCompte({ ferme: true }) }), 'compte_ferme')
})

test('une adresse connue ne suffit jamais à ouvrir un compte, sauf prouvée des deux côtés et si l’instance le veut', () => {
  const liante: Fournisseur = { ...fournisseur, liaison: 'courriel' }
  fc.assert(
    fc.property(
      fc.constantFrom<Identite['preuveCourriel']>('verifiee', 'reputee', 'aucune'),
      fc.boolean(),
      fc.constantFrom(fournisseur, liante),
      (preuveCourriel, courrielVerifie, chez) => {
        const connus = { lien: null, homonyme: buildCompte({ courrielVerifie }) }
        const attendu = preuveCourriel === 'verifiee' && courrielVerifie && chez === liante ? 'relier' : 'prouver'
        if (preuveCourriel === 'aucune') refused(() => openedBy(chez, buildIdentite({ preuveCourriel }), connus), 'courriel_sans_preuve')
        else assert.equal(openedBy(chez, buildIdentite({ preuveCourriel }), connus).genre, attendu)
      },
    ),
  )
  refused(() => openedBy(liante, buildIdentite(), { lien: null, homonyme: buildCompte({ relie: true }) }), 'adresse_reprise')
})

test('un compte neuf demande une adresse et un nom', () => {
  const connus = { lien: null, homonyme: null }
  assert.deepEqual(openedBy(fournisseur, buildIdentite(), connus), { genre: 'creer', courriel: 'zoe@exemple.fr' })
  refused(() => openedBy(fournisseur, buildIdentite({ courriel: null }), connus), 'courriel_absent')
  refused(() => openedBy(fournisseur, buildIdentite({ nom: '' }), connus), 'nom_absent')
})

test('changer d’établissement n’est pas changer d’organisation', () => {
  assert.equal(changesOrganisation(null), false)
  assert.equal(changesOrganisation({ ancien: SIRET, nouveau: '21370261600029' }), false)
  assert.equal(changesOrganisation({ ancien: SIRET, nouveau: '13002526500013' }), true)
})

test('le dernier moyen de se connecter ne se retire pas', () => {
  assert.throws(() => assertDeliable({ motDePasse: false, fournisseurs: 1 }), RegleViolee)
  assertDeliable({ motDePasse: true, fournisseurs: 1 })
  assertDeliable({ motDePasse: false, fournisseurs: 2 })
})
