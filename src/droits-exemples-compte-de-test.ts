/** Examples of the commands of accounts, organisations and mandates. */
import { sql } from 'kysely'
import { openCoffre } from '#compte/coffre.adaptateur.ts'
import { askCloture } from '#compte/commands/ask-cloture.ts'
import { declareAbsence } from '#compte/commands/declare-absence.ts'
import { declareInteret } from '#compte/commands/declare-interet.ts'
import { delegateMandat } from '#compte/commands/delegate-mandat.ts'
import { endMandats } from '#compte/commands/end-mandats.ts'
import { inviteMembre } from '#compte/commands/invite-membre.ts'
import { mandatsSur } from '#compte/index.ts'
import { actIn } from '#platform/acte.ts'
import { enqueueCourriel } from '#platform/courriel/courriel.store.ts'
import { jourParis } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { listPeriodiques } from '#platform/periodique.ts'
import { listReglagesDeclares } from '#platform/reglages.ts'
import { type Exemple, type Ou, prepare, set, un } from './droits-exemples-forme-de-test.ts'
import { actElsewhere, suspend } from './droits-scene-de-test.ts'

const COFFRE = openCoffre('x'.repeat(40))
const JOUR = jourParis(new Date())
const FINANCEUR = { debut: '2026-01-01', qualite: 'titulaire', role: 'financeur', communes: [], quartiers: [] }
const ASSOCIATION = { organisationNom: 'Une association', organisationType: 'association' }

/** The mandate of the agent here; null without one. */
const sien = ({ agent, contratId }: Ou) => mandatsSur(agent, contratId).at(0)?.id ?? null

const invitation = ({ contratId }: Ou) => ({
  ...FINANCEUR,
  ...ASSOCIATION,
  coffre: COFFRE,
  contratId,
  contrat: 'Contrat d’essai',
  courriel: 'invitee@exemple.fr',
})
async function invite(ou: Ou): Promise<string> {
  return (await prepare(ou, inviteMembre, invitation(ou))).invitationId
}
/** The third person has asked the administrators for her account to be closed. */
export async function askForTiers(ou: Ou): Promise<string> {
  const personneId = ou.id('tiers')
  await prepare(ou, askCloture, { personneId, raison: 'Demande reçue par courrier' }, 'admin_plateforme')
  const { rows } = await sql<{ id: string }>`select id from compte.cloture where personne_id = ${personneId}`.execute(ou.tx)
  return rows[0]?.id ?? ''
}
const absence = (mandatId: string) => ({ mandatId, debut: JOUR, fin: JOUR })
const interet = ({ agent, id }: Ou) => ({
  personneId: agent.personneId,
  organisationId: id('organisation'),
  nature: 'benevole',
  debut: '2026-01-01',
})
const delegation = ({ id }: Ou, mandatId: string) => ({
  mandatId,
  delegataireId: id('collegue'),
  matieres: ['courrier'],
  arrete: 'Arrêté du jour',
  debut: JOUR,
})

export const exemplesCompte: Readonly<Record<string, readonly Exemple[]>> = {
  'compte.choisir_mandat': un(({ agent }) => ({ mandatId: agent.mandats.find(({ contratId }) => contratId !== null)?.id ?? createId() })),
  'compte.accueillir_membre': un(({ contratId }) => ({
    ...FINANCEUR,
    ...ASSOCIATION,
    contratId,
    courriel: 'nouvelle@exemple.fr',
    prenom: 'Nouvelle',
    nom: 'Venue',
  })),
  'compte.retirer_second_facteur_de': un(async ({ tx, id }) => {
    await sql`insert into compte.second_facteur (utilisateur_id, secret_chiffre, active_le, cree_le)
      select id, 'x', now(), now() from compte.utilisateur where personne_id = ${id('tiers')}`.execute(tx)
    return { personneId: id('tiers'), motif: 'Vue en mairie, carte d’identité présentée' }
  }),
  'compte.donner_mandat': un(({ contratId, id }) => ({
    ...FINANCEUR,
    contratId,
    personneId: id('tiers'),
    organisationId: id('organisation'),
  })),
  'compte.terminer_mandat': un(({ id }) => ({ mandatId: id('mandat'), dernierJour: '' })),
  'compte.confirmer_mandat': un(async ({ tx, scene }) => ({ suspensionId: await suspend(tx, scene.ici) })),
  'compte.terminer_mandats': un(({ contratId, id }) => ({ contratId, organisationId: '', mandatIds: [id('mandat')], dernierJour: '' })),
  'compte.annuler_mandats': un(async (ou) =>
    prepare(ou, endMandats, { contratId: ou.contratId, organisationId: '', mandatIds: [ou.id('mandat')], dernierJour: '' }),
  ),
  'compte.renouveler_mandats': un(async ({ tx, contratId, id }) => {
    await set(tx, 'compte.mandat', id('mandat'), { fin: '2024-12-31' })
    return { contratId, debut: JOUR, fin: '', lignes: [{ choix: 'meme', mandatId: id('mandat') }] }
  }),
  'compte.declarer_absence': [
    {
      cas: 'la sienne',
      entree: (ou) => {
        const mandatId = sien(ou)
        return mandatId === null ? null : absence(mandatId)
      },
    },
    { cas: 'd’une autre personne', entree: ({ id }) => absence(id('mandat')) },
  ],
  'compte.annuler_absence': [
    {
      cas: 'la sienne',
      entree: async (ou) => {
        const mandatId = sien(ou)
        return mandatId === null ? null : { mandatId, ...(await prepare(ou, declareAbsence, absence(mandatId))) }
      },
    },
    {
      cas: 'd’une autre personne',
      entree: async (ou) => ({ mandatId: ou.id('mandat'), ...(await prepare(ou, declareAbsence, absence(ou.id('mandat')))) }),
    },
  ],
  'compte.declarer_interet': un(interet),
  'compte.terminer_interet': un(async (ou) => {
    const appel = { agent: ou.agent, now: new Date(), requeteId: 'preuve' }
    const { interetId } = await actIn(ou.tx, appel, declareInteret, declareInteret.entree.parse(interet(ou)))
    return { personneId: ou.agent.personneId, interetId, fin: '' }
  }),
  'compte.deleguer_signature': [
    {
      cas: 'la sienne',
      entree: (ou) => {
        const mandatId = sien(ou)
        return mandatId === null ? null : delegation(ou, mandatId)
      },
      regle: true, // The delegate is of another organisation.
    },
    { cas: 'd’une autre personne', entree: (ou) => delegation(ou, ou.id('mandat')) },
  ],
  'compte.revoquer_delegation': [
    { cas: 'd’une autre personne', entree: async (ou) => prepare(ou, delegateMandat, delegation(ou, ou.id('mandat'))) },
  ],
  'compte.inviter_membre': un(invitation),
  'compte.renvoyer_invitation': un(async (ou) => ({ coffre: COFFRE, contratId: ou.contratId, invitationId: await invite(ou) })),
  'compte.retirer_invitation': un(async (ou) => ({ contratId: ou.contratId, invitationId: await invite(ou) })),
  'compte.creer_lien_mot_de_passe': [
    {
      cas: 'à une personne sans mot de passe, de ses seuls contrats',
      entree: ({ id }) => ({ coffre: COFFRE, personneId: id('tiers') }),
    },
    { cas: 'à une autre personne', entree: async ({ tx, scene }) => ({ coffre: COFFRE, personneId: await actElsewhere(tx, scene) }) },
  ],
  'compte.creer_organisation': un(() => ({ nom: 'Régie de quartier', sigle: '', type: 'association', siret: '' })),
  'compte.creer_personne': un(() => ({ prenom: 'Nouvelle', nom: 'Venue', fonction: '', courriel: 'nouvelle@exemple.fr' })),
  'compte.renvoyer_courriel': un(async ({ tx, id }) => {
    const a = { courriel: 'tiers@exemple.fr', personneId: id('tiers') }
    const courriel = { genre: 'essai', a, objet: 'Essai', corps: ['Essai'], pourquoi: 'Essai', envoi: 'immediat' as const }
    const courrielId = await enqueueCourriel(tx, courriel, new Date())
    await sql`update platform.courriel set etat = 'abandonne', fini_le = now() where id = ${courrielId}`.execute(tx)
    return { courrielId }
  }),
  'compte.copier_donnees': [
    { cas: 'les siennes', entree: ({ agent }) => ({ personneId: agent.personneId }) },
    {
      cas: 'celles d’une autre personne, sur sa demande',
      entree: ({ id }) => ({ personneId: id('tiers'), raison: 'Demande reçue par courrier' }),
    },
  ],
  'compte.corriger_identite': un(async ({ tx, agent }) => {
    const { rows } = await sql<{ version: number }>`select version from compte.personne where id = ${agent.personneId}`.execute(tx)
    return { personneId: agent.personneId, prenom: 'Autre', nom: 'Nom', fonction: '', version: rows[0]?.version ?? 1 }
  }),
  'compte.demander_cloture': [
    // The last chef de projet of a contract stays until another is named.
    { cas: 'les siennes', entree: ({ agent }) => ({ personneId: agent.personneId }), regle: true },
    {
      cas: 'celles d’une autre personne, sur sa demande',
      entree: ({ id }) => ({ personneId: id('tiers'), raison: 'Demande reçue par courrier' }),
    },
  ],
  'compte.annuler_cloture': [
    { cas: 'celles d’une autre personne, sur sa demande', entree: async (ou) => ({ clotureId: await askForTiers(ou) }) },
  ],
  'compte.avancer_cloture': un(async (ou) => ({ clotureId: await askForTiers(ou) })),
  'compte.changer_reglages': un(() => ({ section: listReglagesDeclares()[0]?.section, valeurs: {} })),
  'compte.lancer_tache': un(() => ({ genre: listPeriodiques()[0]?.genre })),
  'compte.ouvrir_acces': un(({ contratId }) => ({ contratId, motif: 'Une demande de la cheffe de projet, par téléphone', duree: 1 })),
  'compte.lire_contenu': un(({ contratId }) => ({ contratId, chemin: '/espace/ici' })),
}
