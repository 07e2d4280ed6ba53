import { z } from 'zod'
import { command } from '#platform/acte.ts'
import type { Trace } from '#platform/audit/chaine.ts'
import { enqueueCourriel } from '#platform/courriel/courriel.store.ts'
import type { Tx } from '#platform/db/base.ts'
import { jourParis } from '#platform/formats.ts'
import { type Agent, LIBELLES_ROLES } from '../agent.ts'
import { listMandatsOfContrat } from '../mandat.store.ts'
import { etatMandat } from '../mandat.ts'
import { saveIdentite, suspendMandats } from '../oidc.store.ts'
import { changesOrganisation } from '../oidc.ts'
import { formeIdentite } from '../oidc-forme.ts'

const siret = z.string().regex(/^\d{14}$/)
const forme = z.object({
  identite: formeIdentite,
  libelle: z.string(),
  adresseChangee: z.boolean(),
  siretChange: z.object({ ancien: siret, nouveau: siret }).nullable(),
})

/**
 * What a provider says of a person it has just proven: kept, and written in the audit when it changed. Who acts for another
 * organisation than last time keeps her account, but the mandates of the former one wait for a confirmation.
 */
export const noteIdentite = command('compte.noter_identite', forme, async ({ tx, agent, now }, saisie) => {
  const { identite, libelle, adresseChangee, siretChange } = saisie
  await saveIdentite(tx, identite, now)
  const personne = { contratId: null, objet: { type: 'personne', id: agent.personneId } }
  const traces: Trace[] = []
  if (adresseChangee) {
    traces.push({
      ...personne,
      libelle: `${libelle} donne une autre adresse pour ${agent.prenom} ${agent.nom}\u00a0: le compte garde la sienne`,
      avant: null,
      apres: { fournisseur: identite.fournisseur, courriel: identite.courriel },
    })
  }
  if (siretChange !== null) {
    traces.push({
      ...personne,
      libelle: `${libelle} donne un autre SIRET pour ${agent.prenom} ${agent.nom}`,
      avant: { siret: siretChange.ancien },
      apres: { siret: siretChange.nouveau },
    })
  }
  const suspendus = changesOrganisation(siretChange)
    ? await suspendMandats(tx, agent.personneId, { fournisseur: identite.fournisseur, ...siretChange, now, jour: jourParis(now) })
    : []
  for (const { mandatId, contratId, role, organisation } of suspendus) {
    traces.push({
      contratId,
      objet: { type: 'mandat', id: mandatId },
      libelle: `Mandat «\u00a0${LIBELLES_ROLES[role]}\u00a0» de ${agent.prenom} ${agent.nom} pour ${organisation} suspendu\u00a0: ${libelle} annonce une autre organisation`,
      avant: null,
      apres: siretChange,
    })
  }
  for (const contratId of new Set(suspendus.map((suspendu) => suspendu.contratId))) {
    if (contratId !== null) await askConfirmation(tx, contratId, agent, now)
  }
  return { valeur: { suspendus: suspendus.length }, trace: traces.length === 0 ? null : traces }
})

/** Tells who pilots the contract that a mandate waits for her. */
async function askConfirmation(tx: Tx, contratId: string, agent: Agent, now: Date): Promise<void> {
  const jour = jourParis(now)
  const pilotes = (await listMandatsOfContrat(tx, contratId)).filter(
    (mandat) => mandat.role === 'chef_projet' && mandat.personneId !== agent.personneId && etatMandat(mandat, jour) === 'en_cours',
  )
  for (const { personneId, courriel } of pilotes) {
    await enqueueCourriel(
      tx,
      {
        genre: 'mandats',
        a: { courriel, personneId },
        objet: `Un mandat de ${agent.prenom} ${agent.nom} attend votre confirmation`,
        corps: [
          `Le fournisseur d’identité de ${agent.prenom} ${agent.nom} annonce une autre organisation que la dernière fois.`,
          'Le mandat donné pour la précédente n’ouvre plus aucun droit tant que vous ne l’avez pas confirmé. S’il n’a plus lieu d’être, mettez-y fin.',
        ],
        action: { libelle: 'Voir les mandats à confirmer', href: '/mandats-a-confirmer' },
        pourquoi: 'Vous recevez ce message parce que vous pilotez ce contrat.',
        envoi: 'recueil',
      },
      now,
    )
  }
}
