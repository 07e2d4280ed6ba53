/** What a mail is, and what it may never hold. Pure. */
import { RegleViolee } from '#platform/errors.ts'

/** `immediat`: sign-in links, invitations, what cannot wait. `recueil`: goes into the person's digest, once a day at most. */
export type EnvoiCourriel = 'immediat' | 'recueil'

export type ActionCourriel = {
  libelle: string
  /** Path in this site, such as `/invitation/abc`. */
  href: string
}

/** A mail as an act asks for it. */
export type Courriel = {
  /** What it is about, in one lower-case word: `invitation`, `mandats`. */
  genre: string
  a: { courriel: string; personneId: string | null }
  objet: string
  /** Plain paragraphs. */
  corps: readonly string[]
  action?: ActionCourriel
  /** Why this person receives it, in one sentence. */
  pourquoi: string
  envoi: EnvoiCourriel
}

/** Part of a message: a digest has one for each mail it gathers, titled by its subject. */
export type RubriqueCourriel = { titre?: string; paragraphes: readonly string[]; action?: ActionCourriel; pourquoi: string }
export type CorpsCourriel = { rubriques: readonly RubriqueCourriel[] }

export const ETATS_COURRIEL = [
  'en_attente',
  'en_cours',
  'remise',
  'envoye',
  'abandonne',
  'incertain',
  'a_recueillir',
  'recueilli',
  'ecarte',
] as const
export type EtatCourriel = (typeof ETATS_COURRIEL)[number]

export const LIBELLES_ETATS: Record<EtatCourriel, string> = {
  en_attente: 'en attente d’envoi',
  en_cours: 'envoi en cours',
  remise: 'remise en cours',
  envoye: 'envoyé',
  abandonne: 'abandonné',
  incertain: 'envoi incertain',
  a_recueillir: 'en attente du récapitulatif',
  recueilli: 'mis dans un récapitulatif',
  ecarte: 'non souhaité',
}

const ERREURS: Record<string, string> = {
  EAUTH: 'le serveur refuse notre compte ou son mot de passe',
  ECONNECTION: 'la ligne a été coupée',
  EDNS: 'le serveur est introuvable',
  EENVELOPE: 'le serveur refuse l’adresse',
  EMESSAGE: 'le serveur refuse le texte',
  ESOCKET: 'le serveur ne répond pas',
  ETIMEDOUT: 'le serveur est resté muet',
  ETLS: 'le chiffrement n’a pas pu être établi',
}

/** The last failure of a mail, in words, then as the server said it. */
export function sayErreur(erreur: string | null): string {
  if (erreur === null) return 'aucune'
  const phrase = ERREURS[erreur.split(' ')[0] ?? '']
  return phrase === undefined ? erreur : `${phrase} (${erreur})`
}

/** `lien_connexion` → « lien connexion » */
export function nameGenre(genre: string): string {
  return genre.replaceAll('_', ' ')
}

const ADRESSE = /^[^\s@<>()[\]\\,;:"\p{C}]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?$/u
const GENRE = /^[a-z][a-z_-]{0,39}$/
const OBJET_MAX = 300

/**
 * The mail as it may be kept: no line end in a header, one address, a link inside this site.
 * @throws RegleViolee when the address, the subject or the link would say more than they should
 */
export function acceptedCourriel(courriel: Courriel): Courriel {
  const { a, objet, action } = courriel
  if (!GENRE.test(courriel.genre)) throw new Error(`not a kind of mail: ${courriel.genre}`)
  if (courriel.envoi === 'recueil' && a.personneId === null) throw new Error('a mail for the digest needs a person')
  if (!isAdresseCourriel(a.courriel))
    throw new RegleViolee('L’adresse électronique du destinataire n’a pas la bonne forme, par exemple prenom.nom@exemple.fr.')
  if (objet.trim() === '' || objet.length > OBJET_MAX || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(objet))
    throw new RegleViolee(`L’objet d’un courriel tient sur une ligne, de 1 à ${OBJET_MAX} caractères.`)
  if (action !== undefined && !isCheminDuSite(action.href)) throw new RegleViolee('Le lien d’un courriel mène à une page de ce site.')
  return courriel
}

/** One address alone, that no header can be made of. */
export function isAdresseCourriel(adresse: string): boolean {
  return adresse.length <= 254 && ADRESSE.test(adresse) && !adresse.includes('..')
}

/** A path of this site, never another host. */
function isCheminDuSite(href: string): boolean {
  return /^\/(?!\/)[^\s\\\p{C}]*$/u.test(href) && href.length <= 2000
}

/** Its only part, for a mail that is not a digest. */
export function corpsOf(courriel: Courriel): CorpsCourriel {
  const { corps, action, pourquoi } = courriel
  return { rubriques: [{ paragraphes: corps, ...(action === undefined ? {} : { action }), pourquoi }] }
}
