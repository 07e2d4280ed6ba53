import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { enqueueCourriel } from '#platform/courriel/courriel.store.ts'
import type { Tx } from '#platform/db/base.ts'
import { parseEntree } from '#platform/entree.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { getReglage } from '#platform/reglages.ts'
import { type Coffre, drawSecret, formeCoffre } from '../coffre.adaptateur.ts'
import { courrielDejaInscrit, courrielInscription } from '../courriels.ts'
import { chosenMotDePasse, motsDe } from '../force-mot-de-passe.adaptateur.ts'
import { courriel, id, texteRequis } from '../formes.ts'
import { createInscription, findInscription, purgeInscriptions, removeInscriptions } from '../inscription.store.ts'
import { createPersonneRow } from '../personne.store.ts'
import { inscriptionOuverte } from '../reglages-connexion.ts'
import { countTentative } from '../tentative.store.ts'
import { phraseAttente } from '../tentatives.ts'
import { createMotDePasse, findCompte, saveCourrielVerifie } from '../utilisateur.store.ts'
import { assertMeme } from './choose-mot-de-passe.ts'
import type { Depuis, Porte } from './sign-in.ts'

/** An address is proven within a day, or the registration is forgotten. */
const DUREE_MS = 24 * 3600_000
const USAGE = 'inscription'

const forme = z.object({ courriel, prenom: texteRequis('Tapez votre prénom.', 100), nom: texteRequis('Tapez votre nom.', 100) })

/**
 * Asks for an account: a mail goes to the address, whether it has an account (it then says so) or not. No account is made, and the
 * answer is the same. The password is chosen after the proof: whoever types someone else's address here would know it.
 * @throws RegleViolee when the form is wrong, too many were asked for, or the instance has closed registration
 */
export async function askInscription(porte: Porte, brut: unknown, depuis: Depuis): Promise<void> {
  const { base, sessions } = porte
  const { now, adresse } = depuis
  await assertOuverte(base.db)
  const saisie = parseEntree(forme, brut)
  const comptage = await countTentative(base.db, 'lien', { courriel: saisie.courriel, adresse }, now)
  if (comptage.attente > 0) throw new RegleViolee(phraseAttente(comptage.attente, 'servez-vous du courriel déjà reçu'))
  const connu = await findCompte(base.db, { courriel: saisie.courriel })
  const secret = drawSecret()
  await base.db.transaction().execute(async (tx) => {
    // The nightly task does it too; here, nobody's unproven name waits for it.
    await purgeInscriptions(tx, now)
    if (connu !== null) return enqueueCourriel(tx, courrielDejaInscrit(connu), now)
    const fin = new Date(now.getTime() + DUREE_MS)
    await createInscription(
      tx,
      { id: createId(now.getTime()), ...saisie },
      { empreinte: sessions.coffre.empreinte(USAGE, secret), fin },
      now,
    )
    return enqueueCourriel(tx, courrielInscription(saisie, secret), now)
  })
}

/** Who registers by this link; null when it has served or is over. Looking does not use it. */
export async function findInscrit(tx: Tx, coffre: Coffre, secret: string, now: Date) {
  return findInscription(tx, coffre.empreinte(USAGE, secret), now)
}

/** The address is proven: the account is made, without any right. The agent is the person to be. */
export const createCompte = command(
  'compte.creer_son_compte',
  z.object({
    coffre: formeCoffre,
    secret: z.string(),
    personneId: id,
    /** None: she signs in by a link each time. */
    motDePasse: z.string().max(4096, 'Ce mot de passe est trop long.').default(''),
    confirmation: z.string().default(''),
  }),
  async ({ tx, agent, now }, saisie) => {
    assertCan(agent.personneId === saisie.personneId && agent.mandats.length === 0, 'On ne crée que son propre compte.')
    await assertOuverte(tx)
    const inscription = await findInscrit(tx, saisie.coffre, saisie.secret, now)
    if (inscription === null || !(await removeInscriptions(tx, inscription))) throw new RegleViolee(INSCRIPTION_PERIMEE)
    const { courriel, prenom, nom } = inscription
    if ((await findCompte(tx, { courriel })) !== null) throw new RegleViolee('Cette adresse a déjà un compte\u00a0: connectez-vous.')
    const utilisateurId = createId(now.getTime())
    await createPersonneRow(tx, { id: saisie.personneId, utilisateurId, prenom, nom, fonction: null, courriel }, now)
    if (saisie.motDePasse !== '') {
      assertMeme(saisie)
      await createMotDePasse(tx, utilisateurId, await chosenMotDePasse(saisie.motDePasse, motsDe(inscription)), now)
    }
    await saveCourrielVerifie(tx, utilisateurId, now)
    return {
      valeur: { utilisateurId, courriel },
      trace: {
        contratId: null,
        objet: { type: 'personne', id: saisie.personneId },
        libelle: `Compte de porteur créé par ${prenom} ${nom}, adresse prouvée`,
        avant: null,
        apres: { prenom, nom, courriel },
      },
    }
  },
)

export const INSCRIPTION_PERIMEE = 'Ce lien ne sert plus\u00a0: il a déjà servi, ou sa journée est passée. Recommencez votre inscription.'

async function assertOuverte(tx: Tx): Promise<void> {
  if (!(await getReglage(tx, inscriptionOuverte))) {
    throw new RegleViolee('Les inscriptions sont fermées\u00a0: écrivez à la collectivité qui pilote le contrat.')
  }
}
