import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { enqueueCourriel } from '#platform/courriel/courriel.store.ts'
import { assertCan, Introuvable } from '#platform/errors.ts'
import { formatDate, jourParis } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { getReglage } from '#platform/reglages.ts'
import { ROLES } from '../agent.ts'
import { createClotureRow, findClotureEnCours, listIndispensables } from '../cloture.store.ts'
import { askedCloture, plusJours } from '../cloture.ts'
import { courrielCloture } from '../cloture-courriels.ts'
import { canCloseCompte } from '../donnees-droits.ts'
import { findPersonneCherchee } from '../effacement.store.ts'
import { id, texteFacultatif } from '../formes.ts'
import { isIndispensable } from '../mandat.ts'
import { dureeDelaiCloture } from '../reglages-instance.ts'

const forme = z.object({
  personneId: id,
  /** How the request came, when it is not the person who asks here. */
  raison: texteFacultatif(1000),
})

/** Asks that an account be closed and its person erased, after the delay of the instance. It can be called off until then. */
export const askCloture = command('compte.demander_cloture', forme, async ({ tx, agent, now }, { personneId, raison }) => {
  assertCan(canCloseCompte(agent, personneId), 'Chacun ferme son propre compte ; l’administration de la plateforme le fait pour autrui.')
  const personne = await findPersonneCherchee(tx, personneId)
  if (personne === null || personne.utilisateurId === null) throw new Introuvable('Cette personne n’a pas, ou plus, de compte ici.')
  const soi = agent.personneId === personneId
  const cloture = askedCloture(
    {
      id: createId(now.getTime()),
      personneId,
      motif: soi ? 'demande' : 'administration',
      raison: soi ? null : raison,
      demandeeLe: now,
      prevueLe: plusJours(now, await getReglage(tx, dureeDelaiCloture)),
    },
    {
      enCours: await findClotureEnCours(tx, personneId),
      indispensables: await listIndispensables(tx, personneId, ROLES.filter(isIndispensable), jourParis(now)),
    },
  )
  await createClotureRow(tx, cloture, agent.personneId)
  if (personne.courriel !== null)
    await enqueueCourriel(tx, courrielCloture({ courriel: personne.courriel, personneId }, cloture.prevueLe), now)
  return {
    valeur: { prevueLe: cloture.prevueLe },
    trace: {
      contratId: null,
      objet: { type: 'personne', id: personneId },
      libelle: `Fermeture du compte de ${personne.prenom} ${personne.nom} demandée, prévue le ${formatDate(jourParis(cloture.prevueLe))}`,
      avant: null,
      apres: { motif: cloture.motif, raison: cloture.raison, prevueLe: cloture.prevueLe.toISOString() },
    },
  }
})
