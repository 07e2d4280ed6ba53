import { act } from '#platform/acte.ts'
import type { Base } from '#platform/db/base.ts'
import { RegleViolee } from '#platform/errors.ts'
import { createJeton } from '../jeton.store.ts'
import { findSecondFacteur } from '../second-facteur.store.ts'
import type { Sessions } from '../sessions.adaptateur.ts'
import { countTentative, forgetTentative, type GenreEssai } from '../tentative.store.ts'
import { phraseAttente } from '../tentatives.ts'
import { type CompteConnu, findCompte, isMotDePasse } from '../utilisateur.store.ts'
import { noteConnexion, noteEchec } from './note-session.ts'

/** One sentence for an unknown account and a wrong password: it tells a stranger nothing. */
export const REFUS = 'L’adresse ou le mot de passe ne correspondent pas.'

/** A second step waits so long for its code. */
const DUREE_ETAPE_S = 10 * 60

export type Porte = { base: Base; sessions: Sessions }
/** Where a request at the door comes from. */
export type Depuis = { adresse: string; headers: Headers; now: Date; requeteId: string }
/** Where to go next, with the cookies to send. */
export type Entree = { vers: string; cookies: Headers }

/** First step by password. @param entree.courriel in lower case @throws RegleViolee when it is refused, or when one must wait */
export async function signIn(
  porte: Porte,
  entree: { courriel: string; motDePasse: string; suite: string },
  depuis: Depuis,
): Promise<Entree> {
  const { base, sessions } = porte
  const { courriel } = entree
  const essai = { courriel, adresse: depuis.adresse, appareil: sessions.appareils.find(depuis.headers, courriel) }
  const comptage = await countTentative(base.db, 'connexion', essai, depuis.now)
  if (comptage.attente > 0) throw new RegleViolee(phraseAttente(comptage.attente))
  const connu = await findCompte(base.db, { courriel })
  const juste = await isMotDePasse(connu, entree.motDePasse)
  if (connu === null || !juste) {
    const echec = { courriel, personne: connu, adresse: depuis.adresse }
    await noteEchec(base.db, sessions.coffre, { ...echec, nom: 'compte.echec_connexion', libelle: 'Échec de connexion' }, depuis)
    await noteVerrou(porte, 'connexion', echec, comptage.ferme.length > 0, depuis)
    throw new RegleViolee(REFUS)
  }
  await forgetTentative(base.db, 'connexion', essai)
  return enter(porte, { compte: connu, moyen: 'mot_de_passe', suite: entree.suite }, depuis)
}

type CompteOuvert = Pick<CompteConnu, 'utilisateurId' | 'courriel'>

/** The first step is made, by a password or a link: a session, or the second step when the account has one. */
export async function enter(porte: Porte, entree: { compte: CompteOuvert; moyen: string; suite: string }, depuis: Depuis): Promise<Entree> {
  const { base, sessions } = porte
  const { compte, moyen, suite } = entree
  const facteur = await findSecondFacteur(base.db, compte.utilisateurId)
  if (facteur === null || facteur.activeLe === null) return openSession(porte, { ...entree, facteur: 'absent' }, depuis)
  const fin = new Date(depuis.now.getTime() + DUREE_ETAPE_S * 1000)
  const jeton = { genre: 'etape' as const, utilisateurId: compte.utilisateurId, fin, suite, moyen }
  const secret = await base.db.transaction().execute((tx) => createJeton(tx, sessions.coffre, jeton, depuis.now))
  const cookies = new Headers()
  cookies.append('set-cookie', cookieEtape(sessions.securise, secret, DUREE_ETAPE_S))
  return { vers: '/connexion/code', cookies }
}

/** Opens the session and writes it in the audit. Who still lacks a second factor that her role asks for is led to it. */
export async function openSession(
  porte: Porte,
  entree: { compte: CompteOuvert; moyen: string; suite: string; facteur: 'donne' | 'absent' | 'secours' },
  depuis: Depuis,
): Promise<Entree> {
  const { base, sessions } = porte
  const { compte, moyen, facteur } = entree
  const { now, headers } = depuis
  const secondFacteur = facteur === 'absent' ? 'absent' : 'donne'
  const cookies = await sessions.openFor(compte.utilisateurId, headers, { now, moyen, secondFacteur })
  const cookie = cookies.getSetCookie().map((ligne) => ligne.split(';')[0] ?? '')
  const ouverte = await sessions.findAgentDeSession(new Headers({ cookie: cookie.join('; ') }), now)
  if (ouverte === null) throw new Error('the session that was just opened is not there')
  await act({ db: base.db, agent: ouverte.agent, now, requeteId: depuis.requeteId }, noteConnexion, { moyen, secondFacteur: facteur })
  cookies.append('set-cookie', sessions.appareils.cookieFor(headers, compte.courriel))
  cookies.append('set-cookie', cookieEtape(sessions.securise, '', 0))
  return { vers: ouverte.mandatsFermes > 0 ? '/compte/second-facteur' : entree.suite, cookies }
}

/** A door that shuts is said once. */
export async function noteVerrou(
  { base, sessions }: Porte,
  genre: GenreEssai,
  echec: { courriel: string; personne: { personneId: string; prenom: string; nom: string } | null; adresse: string },
  ferme: boolean,
  depuis: Depuis,
): Promise<void> {
  if (!ferme) return
  const quoi = genre === 'connexion' ? 'Connexion fermée un quart d’heure' : 'Second facteur fermé un moment'
  await noteEchec(base.db, sessions.coffre, { ...echec, nom: 'compte.verrouillage', libelle: `${quoi}, après trop d’échecs,` }, depuis)
}

/** Name of the cookie that holds the second step. */
export function nomCookieEtape(securise: boolean): string {
  return securise ? '__Secure-parvis.etape' : 'parvis.etape'
}

function cookieEtape(securise: boolean, secret: string, dureeS: number): string {
  const fin = `Path=/connexion; Max-Age=${dureeS}; HttpOnly; SameSite=Lax${securise ? '; Secure' : ''}`
  return `${nomCookieEtape(securise)}=${secret}; ${fin}`
}
