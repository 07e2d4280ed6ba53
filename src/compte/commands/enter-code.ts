import { parse } from 'hono/utils/cookie'
import { enqueueCourriel } from '#platform/courriel/courriel.store.ts'
import type { Tx } from '#platform/db/base.ts'
import { RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import type { Coffre } from '../coffre.adaptateur.ts'
import { courrielChangement } from '../courriels.ts'
import { consumeJeton, countEssaiEtape, findJeton, type Jeton } from '../jeton.store.ts'
import { countCodesRestants, findSecondFacteur, type SecondFacteur, useCodeRecuperation, usePas } from '../second-facteur.store.ts'
import { countTentative, forgetTentative } from '../tentative.store.ts'
import { phraseAttente } from '../tentatives.ts'
import { empreinteSecours, parseCodeDeSecours, pasProuve } from '../totp.ts'
import { noteEchec } from './note-session.ts'
import { type Depuis, type Entree, nomCookieEtape, noteVerrou, openSession, type Porte } from './sign-in.ts'

/** Wrong codes at one step before it must be begun again with the password. */
const ESSAIS_MAX = 5
const CODE_FAUX = 'Ce code ne correspond pas, ou il a déjà servi. Tapez celui qui s’affiche maintenant.'

/** Use of the key of the instance, for the secrets of second factors. */
export const USAGE_SECRET = 'second-facteur'

/** The step that waits for its code, by the cookie of this browser; null when there is none or it is over. */
export async function findEtape({ base, sessions }: Porte, { headers, now }: Pick<Depuis, 'headers' | 'now'>): Promise<Jeton | null> {
  const nom = nomCookieEtape(sessions.securise)
  const secret = parse(headers.get('cookie') ?? '', nom)[nom]
  return secret === undefined || secret === '' ? null : findJeton(base.db, sessions.coffre, 'etape', secret, now)
}

/** Second step: a code of the device, or a recovery code. @throws RegleViolee when it is wrong, has served, or one must wait */
export async function enterCode(porte: Porte, etape: Jeton, code: string, depuis: Depuis): Promise<Entree> {
  const { base, sessions } = porte
  const { now } = depuis
  const secours = parseCodeDeSecours(code)
  const genre = secours === null ? 'code' : 'secours'
  const essai = { courriel: etape.courriel, adresse: depuis.adresse, appareil: sessions.appareils.find(depuis.headers, etape.courriel) }
  const comptage = await countTentative(base.db, genre, essai, now)
  if (comptage.attente > 0) throw new RegleViolee(phraseAttente(comptage.attente, 'tapez un code de récupération'))
  const juste = await base.db.transaction().execute(async (tx) => {
    const bon =
      secours === null
        ? await provesCode(tx, sessions.coffre, etape.utilisateurId, code, now)
        : await provesSecours(tx, sessions.coffre, etape, secours, now)
    // The step serves once, even when two good codes arrive together.
    return bon && (await consumeJeton(tx, etape.id, now))
  })
  if (!juste) {
    const echec = { courriel: etape.courriel, personne: etape, adresse: depuis.adresse }
    const essais = await countEssaiEtape(base.db, etape.id)
    if (essais >= ESSAIS_MAX) await closeEtape(porte, etape, now)
    await noteEchec(base.db, sessions.coffre, { ...echec, nom: 'compte.echec_code', libelle: 'Code de second facteur refusé' }, depuis)
    await noteVerrou(porte, genre, echec, comptage.ferme.length > 0, depuis)
    throw new RegleViolee(CODE_FAUX, [{ champ: 'code', message: CODE_FAUX }])
  }
  await forgetTentative(base.db, genre, essai)
  const facteur = secours === null ? 'donne' : 'secours'
  const suite = secours === null ? (etape.suite ?? '/espace') : '/compte/second-facteur?fait=secours'
  return openSession(porte, { compte: etape, moyen: etape.moyen ?? 'mot_de_passe', suite, facteur }, depuis)
}

/** True when the code is that of the device now; it is used up. */
export async function provesCode(tx: Tx, coffre: Coffre, utilisateurId: string, code: string, now: Date): Promise<boolean> {
  const facteur = await findSecondFacteur(tx, utilisateurId)
  if (facteur === null) return false
  const pas = pasProuve(readSecret(coffre, facteur), code, now, facteur.dernierPas)
  return pas !== null && usePas(tx, utilisateurId, pas)
}

/** @throws RegleViolee when the key of the instance was changed without the former one being given */
export function readSecret(coffre: Coffre, facteur: Pick<SecondFacteur, 'secretChiffre'>): Buffer {
  try {
    return Buffer.from(coffre.dechiffre(USAGE_SECRET, facteur.secretChiffre), 'base64url')
  } catch {
    throw new RegleViolee(
      'Votre second facteur ne s’ouvre plus\u00a0: prévenez l’administration de la plateforme (PARVIS_SECRET a changé).',
    )
  }
}

type Titulaire = { utilisateurId: string; personneId: string; prenom: string; courriel: string }

/** True when the recovery code had not served; it is used up, and its holder is told. @param code as `parseCodeDeSecours` gives it */
export async function provesSecours(tx: Tx, coffre: Coffre, compte: Titulaire, code: string, now: Date): Promise<boolean> {
  const { utilisateurId } = compte
  const facteur = await findSecondFacteur(tx, utilisateurId)
  if (facteur === null) return false
  if (!(await useCodeRecuperation(tx, utilisateurId, empreinteSecours(readSecret(coffre, facteur), code), now))) return false
  const reste = await countCodesRestants(tx, utilisateurId)
  const quoi = `Un code de récupération a servi (${accorde(reste, 'code')} ${reste > 1 ? 'restent' : 'reste'})`
  await enqueueCourriel(tx, courrielChangement(compte, quoi, now), now)
  return true
}

/** Too many wrong codes: whoever it is knows the password. The step is over, and the holder of the account is told. */
async function closeEtape({ base }: Porte, etape: Jeton, now: Date): Promise<void> {
  await base.db.transaction().execute(async (tx) => {
    if (!(await consumeJeton(tx, etape.id, now))) return
    const quoi = 'Plusieurs codes faux ont été tapés après le bon mot de passe, ou un lien de connexion,'
    await enqueueCourriel(tx, courrielChangement(etape, quoi, now), now)
  })
}
