/** Whose account a provider opens, and when it opens none. Pure. */
import { RegleViolee } from '#platform/errors.ts'
import { courriel as formeCourriel } from './formes.ts'
import type { Fournisseur } from './oidc-configuration.ts'
import { isSiret } from './siret.ts'

/** Why a sign-in by a provider is refused; kept in the audit. */
export type Motif =
  | 'depart_inconnu'
  | 'refus_personne'
  | 'reponse_erreur'
  | 'injoignable'
  | 'code_refuse'
  | 'jeton_faux'
  | 'niveau_insuffisant'
  | 'siret_absent'
  | 'siret_faux'
  | 'courriel_absent'
  | 'courriel_sans_preuve'
  | 'nom_absent'
  | 'compte_ferme'
  | 'emetteur_change'
  | 'adresse_reprise'
  | 'identite_prise'
  | 'autre_personne'

/** What the person reads. `nom` is the provider's. */
const PHRASES: Record<Motif, (nom: string) => string> = {
  depart_inconnu: (nom) =>
    `Cette connexion par ${nom} a commencé dans une autre fenêtre, ou a duré plus de dix minutes\u00a0: recommencez-la depuis la page de connexion.`,
  refus_personne: (nom) => `La connexion par ${nom} a été abandonnée. Rien n’a été transmis à Parvis.`,
  reponse_erreur: (nom) => `${nom} n’a pas pu vous connecter\u00a0: recommencez, ou connectez-vous autrement.`,
  injoignable: (nom) => `${nom} ne répond pas\u00a0: recommencez dans quelques minutes, ou connectez-vous autrement.`,
  code_refuse: (nom) => `${nom} n’a pas reconnu cette connexion, qui a peut-être déjà servi\u00a0: recommencez.`,
  jeton_faux: (nom) =>
    `La réponse de ${nom} n’a pas pu être vérifiée\u00a0: par sécurité, vous n’êtes pas connecté. Recommencez\u202f; si cela se répète, prévenez l’administration de la plateforme.`,
  niveau_insuffisant: (nom) =>
    `Votre connexion par ${nom} n’a pas le niveau de sécurité que demande Parvis (double authentification, par exemple)\u00a0: recommencez avec ce niveau.`,
  siret_absent: (nom) =>
    `${nom} n’a pas transmis le SIRET de votre organisation, qui est nécessaire\u00a0: demandez à votre service informatique de le renseigner dans votre compte professionnel.`,
  siret_faux: (nom) =>
    `Le SIRET transmis par ${nom} n’existe pas\u00a0: demandez à votre service informatique de le corriger dans votre compte professionnel.`,
  courriel_absent: (nom) => `${nom} n’a pas transmis d’adresse électronique valable\u00a0: sans elle, Parvis ne peut pas ouvrir de compte.`,
  courriel_sans_preuve: (nom) =>
    `${nom} n’a pas vérifié votre adresse électronique\u00a0: faites-la vérifier chez ${nom}, puis recommencez.`,
  nom_absent: (nom) => `${nom} n’a pas transmis votre prénom et votre nom\u00a0: complétez votre profil chez ${nom}, puis recommencez.`,
  compte_ferme: () => 'Ce compte est fermé\u00a0: adressez-vous à l’administration de la plateforme.',
  emetteur_change: (nom) =>
    `${nom} a changé depuis que votre compte lui est relié\u00a0: connectez-vous autrement, déliez-le dans «\u00a0Mon compte\u00a0», puis reliez-le de nouveau.`,
  adresse_reprise: (nom) =>
    `Votre adresse est celle d’un compte déjà relié à une autre identité ${nom}. Si ce compte est le vôtre, connectez-vous autrement et déliez d’abord l’ancienne dans «\u00a0Mon compte\u00a0».`,
  identite_prise: (nom) => `Cette identité ${nom} est déjà reliée à un autre compte de Parvis.`,
  autre_personne: (nom) =>
    `Vous avez changé de compte pendant la liaison avec ${nom}\u00a0: rien n’a été relié. Recommencez depuis «\u00a0Mon compte\u00a0».`,
}

/** A sign-in by a provider that opens nothing. Its sentence is shown; `motif` and `precision` go to the audit, without personal data. */
export class ConnexionRefusee extends RegleViolee {
  readonly motif: Motif
  readonly precision: string | null
  constructor(motif: Motif, fournisseur: Pick<Fournisseur, 'libelle'>, precision: string | null = null) {
    super(PHRASES[motif](fournisseur.libelle))
    this.motif = motif
    this.precision = precision
  }
}

/** Who the provider says is there. */
export type Identite = {
  fournisseur: string
  emetteur: string
  sub: string
  /** Lower case; null when none, or none of the right form. */
  courriel: string | null
  /** `reputee`: sent without proof by a provider that vouches for its addresses. */
  preuveCourriel: 'verifiee' | 'reputee' | 'aucune'
  prenom: string
  nom: string
  siret: string | null
}

/**
 * The identity in verified claims. A siret is asked for, or noted, or left aside, as the provider is set.
 * @throws ConnexionRefusee when the siret is missing or is none
 */
export function readIdentite(fournisseur: Fournisseur, sub: string, claims: Readonly<Record<string, unknown>>): Identite {
  const texte = (nom: string, max: number) => {
    const valeur = claims[nom]
    return typeof valeur === 'string' ? valeur.replace(/\s+/gu, ' ').trim().slice(0, max) : ''
  }
  const courriel = formeCourriel.safeParse(claims.email)
  return {
    fournisseur: fournisseur.id,
    emetteur: fournisseur.emetteur,
    sub,
    courriel: courriel.success ? courriel.data : null,
    preuveCourriel: courriel.success ? preuveOf(fournisseur, claims.email_verified) : 'aucune',
    prenom: texte(fournisseur.claims.prenom, 100),
    nom: texte(fournisseur.claims.nom, 100),
    siret: readSiret(fournisseur, claims[fournisseur.claims.siret]),
  }
}

function preuveOf(fournisseur: Fournisseur, verifie: unknown): Identite['preuveCourriel'] {
  if (verifie === true || verifie === 'true') return 'verifiee'
  return verifie === undefined && fournisseur.courriel === 'repute' ? 'reputee' : 'aucune'
}

function readSiret(fournisseur: Fournisseur, valeur: unknown): string | null {
  if (fournisseur.siret === 'ignore') return null
  const chiffres = typeof valeur === 'string' || typeof valeur === 'number' ? String(valeur).replace(/\s/gu, '') : ''
  if (chiffres === '') {
    if (fournisseur.siret === 'note') return null
    throw new ConnexionRefusee('siret_absent', fournisseur)
  }
  if (!isSiret(chiffres)) throw new ConnexionRefusee('siret_faux', fournisseur)
  return chiffres
}

/** An account as the rule sees it. */
export type CompteConnu = {
  utilisateurId: string
  personneId: string
  courriel: string
  courrielVerifie: boolean
  ferme: boolean
  /** Already linked to an identity of this provider. */
  relie: boolean
}
/** The link found by (provider, sub), with what the provider said last time. */
export type Lien = { emetteur: string; courriel: string | null; siret: string | null; compte: CompteConnu }

export type Ouverture =
  | {
      genre: 'ouvrir'
      compte: CompteConnu
      /** The provider gives another address than last time; the account keeps its own. */
      adresseChangee: boolean
      /** Another siret than last time. */
      siretChange: { ancien: string; nouveau: string } | null
    }
  | { genre: 'creer'; courriel: string }
  /** The same address, proven on both sides, where the instance allows it. */
  | { genre: 'relier'; compte: CompteConnu }
  /** The same address: the person signs in to the account once, by what it has, before it is linked. */
  | { genre: 'prouver'; compte: CompteConnu }

/**
 * What a sign-in by a provider opens. The person is recognised by (provider, sub) first; the address never opens an account
 * by itself, nor does the domain of the address say an organisation.
 * @param connus.lien the link of (provider, sub); `homonyme`: the account of the same address
 * @throws ConnexionRefusee
 */
export function openedBy(
  fournisseur: Fournisseur,
  identite: Identite,
  connus: { lien: Lien | null; homonyme: CompteConnu | null },
): Ouverture {
  const { lien, homonyme } = connus
  if (lien !== null) {
    if (lien.emetteur !== identite.emetteur) throw new ConnexionRefusee('emetteur_change', fournisseur)
    if (lien.compte.ferme) throw new ConnexionRefusee('compte_ferme', fournisseur)
    const siretChange =
      lien.siret !== null && identite.siret !== null && lien.siret !== identite.siret
        ? { ancien: lien.siret, nouveau: identite.siret }
        : null
    return {
      genre: 'ouvrir',
      compte: lien.compte,
      adresseChangee: identite.courriel !== null && identite.courriel !== (lien.courriel ?? lien.compte.courriel),
      siretChange,
    }
  }
  if (identite.courriel === null) throw new ConnexionRefusee('courriel_absent', fournisseur)
  if (identite.preuveCourriel === 'aucune') throw new ConnexionRefusee('courriel_sans_preuve', fournisseur)
  if (homonyme !== null) {
    if (homonyme.ferme) throw new ConnexionRefusee('compte_ferme', fournisseur)
    if (homonyme.relie) throw new ConnexionRefusee('adresse_reprise', fournisseur)
    // Both sides proven, else whoever opened an account in someone's name would share it with her.
    const prouvee = identite.preuveCourriel === 'verifiee' && homonyme.courrielVerifie
    return { genre: fournisseur.liaison === 'courriel' && prouvee ? 'relier' : 'prouver', compte: homonyme }
  }
  if (identite.prenom === '' || identite.nom === '') throw new ConnexionRefusee('nom_absent', fournisseur)
  return { genre: 'creer', courriel: identite.courriel }
}

/**
 * Another legal entity (SIREN), not only another establishment of the same: the mandates held for the former one are then
 * kept waiting until someone who may give them confirms them.
 */
export function changesOrganisation(change: { ancien: string; nouveau: string } | null): change is { ancien: string; nouveau: string } {
  return change !== null && change.ancien.slice(0, 9) !== change.nouveau.slice(0, 9)
}

/**
 * A provider may be unlinked when the person can still sign in by something else.
 * @throws RegleViolee
 */
export function assertDeliable(moyens: { motDePasse: boolean; fournisseurs: number }): void {
  if (moyens.motDePasse || moyens.fournisseurs > 1) return
  throw new RegleViolee('C’est votre seul moyen de vous connecter\u00a0: choisissez d’abord un mot de passe, puis déliez ce fournisseur.')
}
