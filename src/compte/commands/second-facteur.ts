import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { enqueueCourriel } from '#platform/courriel/courriel.store.ts'
import type { Tx } from '#platform/db/base.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { type Coffre, formeCoffre } from '../coffre.adaptateur.ts'
import { courrielChangement } from '../courriels.ts'
import { canAdministerComptes } from '../droits.ts'
import { id, texteRequis } from '../formes.ts'
import {
  findSecondFacteur,
  removeSecondFacteur,
  saveActivation,
  saveCodesRecuperation,
  saveSecretPropose,
} from '../second-facteur.store.ts'
import { removeSessions, saveSecondFacteurDonne } from '../session.store.ts'
import { codeDeSecours, empreinteSecours, NOMBRE_CODES, parseCodeDeSecours } from '../totp.ts'
import { type CompteConnu, findCompte, isMotDePasse } from '../utilisateur.store.ts'
import { provesCode, provesSecours, readSecret, USAGE_SECRET } from './enter-code.ts'

const code = z.string({ error: 'Tapez le code à six chiffres.' }).max(40, 'Tapez le code à six chiffres.')
const motDePasse = z.string().max(4096).default('')
/** A person without a password (links, a provider) proves herself by a session opened so recently. */
const SESSION_RECENTE_MS = 15 * 60_000

/** A secret is proposed: nothing changes at sign-in until a first code has proven it. */
export const proposeSecondFacteur = command(
  'compte.proposer_second_facteur',
  z.object({ coffre: formeCoffre, motDePasse, sessionDepuis: z.date() }),
  async ({ tx, agent, now }, saisie) => {
    const compte = await getCompte(tx, agent.personneId)
    await assertLaMeme(compte, saisie, now)
    const secret = randomBytes(20)
    const chiffre = saisie.coffre.chiffre(USAGE_SECRET, secret.toString('base64url'))
    if (!(await saveSecretPropose(tx, compte.utilisateurId, chiffre, now))) throw new RegleViolee('Votre second facteur est déjà actif.')
    return { valeur: null, trace: traceOf(agent, 'Second facteur préparé par') }
  },
)

/** The secret proposed and not proven yet, for the page that shows it to its holder. */
export async function findSecretPropose(tx: Tx, coffre: Coffre, personneId: string): Promise<Buffer | null> {
  const compte = await getCompte(tx, personneId)
  const facteur = await findSecondFacteur(tx, compte.utilisateurId)
  if (facteur === null || facteur.activeLe !== null) return null
  return readSecret(coffre, facteur)
}

/** A first code proves the device: from now on sign-in asks for one. Gives the recovery codes, shown once. */
export const activateSecondFacteur = command(
  'compte.activer_second_facteur',
  z.object({ coffre: formeCoffre, code, sessionId: z.string() }),
  async ({ tx, agent, now }, saisie) => {
    const compte = await getCompte(tx, agent.personneId)
    const facteur = await findSecondFacteur(tx, compte.utilisateurId)
    if (facteur === null) throw new RegleViolee('Recommencez\u00a0: aucune clé n’attend votre code.')
    if (facteur.activeLe !== null) throw new RegleViolee('Votre second facteur est déjà actif.')
    await assertCode(tx, saisie.coffre, compte, saisie.code, now)
    await saveActivation(tx, compte.utilisateurId, now)
    await saveSecondFacteurDonne(tx, saisie.sessionId, now)
    await removeSessions(tx, agent.personneId, { saufId: saisie.sessionId })
    const codes = await drawCodes(tx, saisie.coffre, compte.utilisateurId)
    await enqueueCourriel(tx, courrielChangement(compte, 'Un second facteur a été ajouté', now), now)
    return { valeur: { codes }, trace: traceOf(agent, 'Second facteur activé par') }
  },
)

/** New recovery codes; the former ones stop working. Shown once. */
export const renewCodes = command(
  'compte.renouveler_codes_recuperation',
  z.object({ coffre: formeCoffre, code }),
  async ({ tx, agent, now }, saisie) => {
    const compte = await getActif(tx, agent.personneId)
    await assertCode(tx, saisie.coffre, compte, saisie.code, now)
    const codes = await drawCodes(tx, saisie.coffre, compte.utilisateurId)
    await enqueueCourriel(tx, courrielChangement(compte, 'De nouveaux codes de récupération ont été faits', now), now)
    return { valeur: { codes }, trace: traceOf(agent, 'Codes de récupération renouvelés par') }
  },
)

/**
 * The administrators take away the second factor of someone who has lost both device and codes, once they have made sure of who asks.
 * The person is told by mail; her sessions are closed.
 */
export const removeFacteurOf = command(
  'compte.retirer_second_facteur_de',
  z.object({ personneId: id, motif: texteRequis('Dites comment vous avez vérifié l’identité de cette personne.', 500) }),
  async ({ tx, agent, now }, { personneId, motif }) => {
    assertCan(canAdministerComptes(agent), 'Seule l’administration de la plateforme retire le second facteur d’une autre personne.')
    const compte = await getActif(tx, personneId)
    await removeSecondFacteur(tx, compte.utilisateurId)
    await removeSessions(tx, personneId, { saufId: null })
    await enqueueCourriel(tx, courrielChangement(compte, 'L’administration de la plateforme a retiré votre second facteur', now), now)
    return {
      valeur: null,
      trace: {
        contratId: null,
        objet: { type: 'personne', id: personneId },
        libelle: `Second facteur de ${compte.prenom} ${compte.nom} retiré par l’administration : ${motif}`,
        avant: null,
        apres: { motif },
      },
    }
  },
)

/** Back to one factor: asks for the password and a code, of the device or of recovery. */
export const removeFacteur = command(
  'compte.retirer_second_facteur',
  z.object({ coffre: formeCoffre, motDePasse, code, sessionDepuis: z.date() }),
  async ({ tx, agent, now }, saisie) => {
    const compte = await getActif(tx, agent.personneId)
    await assertLaMeme(compte, saisie, now)
    const secours = parseCodeDeSecours(saisie.code)
    if (secours === null) await assertCode(tx, saisie.coffre, compte, saisie.code, now)
    else if (!(await provesSecours(tx, saisie.coffre, compte, secours, now))) throw codeFaux()
    await removeSecondFacteur(tx, compte.utilisateurId)
    await enqueueCourriel(tx, courrielChangement(compte, 'Votre second facteur a été retiré', now), now)
    return { valeur: null, trace: traceOf(agent, 'Second facteur retiré par') }
  },
)

async function getCompte(tx: Tx, personneId: string): Promise<CompteConnu> {
  const compte = await findCompte(tx, { personneId })
  assertCan(compte !== null, 'Ce compte est fermé.')
  if (compte === null) throw new Error('unreachable')
  return compte
}

async function getActif(tx: Tx, personneId: string): Promise<CompteConnu> {
  const compte = await getCompte(tx, personneId)
  const facteur = await findSecondFacteur(tx, compte.utilisateurId)
  if (facteur === null || facteur.activeLe === null) throw new RegleViolee('Ce compte n’a pas de second facteur.')
  return compte
}

/** A sensitive act is done by the person, not by who found her browser open. @throws RegleViolee otherwise */
async function assertLaMeme(compte: CompteConnu, preuve: { motDePasse: string; sessionDepuis: Date }, now: Date): Promise<void> {
  if (compte.motDePasse === null) {
    if (now.getTime() - preuve.sessionDepuis.getTime() <= SESSION_RECENTE_MS) return
    throw new RegleViolee('Déconnectez-vous, reconnectez-vous, puis recommencez dans le quart d’heure\u00a0: c’est une précaution.')
  }
  if (await isMotDePasse(compte, preuve.motDePasse)) return
  const message = 'Le mot de passe ne correspond pas.'
  throw new RegleViolee(message, [{ champ: 'motDePasse', message }])
}

async function assertCode(tx: Tx, coffre: Coffre, compte: CompteConnu, tape: string, now: Date): Promise<void> {
  if (!(await provesCode(tx, coffre, compte.utilisateurId, tape, now))) throw codeFaux()
}

function codeFaux(): RegleViolee {
  const message = 'Ce code ne correspond pas, ou il a déjà servi. Tapez celui qui s’affiche maintenant.'
  return new RegleViolee(message, [{ champ: 'code', message }])
}

async function drawCodes(tx: Tx, coffre: Coffre, utilisateurId: string): Promise<string[]> {
  const facteur = await findSecondFacteur(tx, utilisateurId)
  if (facteur === null) throw new Error('no second factor to draw codes for')
  const secret = readSecret(coffre, facteur)
  const codes = Array.from({ length: NOMBRE_CODES }, () => codeDeSecours(randomBytes(10)))
  await saveCodesRecuperation(
    tx,
    utilisateurId,
    codes.map((secours) => empreinteSecours(secret, secours)),
  )
  return codes
}

function traceOf(agent: { personneId: string; prenom: string; nom: string }, debut: string) {
  return {
    contratId: null,
    objet: { type: 'personne', id: agent.personneId },
    libelle: `${debut} ${agent.prenom} ${agent.nom}`,
    avant: null,
    apres: null,
  }
}
