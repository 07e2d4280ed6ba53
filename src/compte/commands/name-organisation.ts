import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { RegleViolee } from '#platform/errors.ts'
import { id, texteRequis } from '../formes.ts'
import { addNomOrganisation, removeNomOrganisation } from '../organisation.store.ts'
import { refreshDoublons } from '../organisation-doublon.store.ts'
import { lockToEditOrganisation } from './open-organisation.ts'

const forme = z.object({ organisationId: id, variante: texteRequis('Tapez l’autre nom.', 300) })

/** Another name under which documents call the organisation: imports recognise it by it. */
export const addNom = command('compte.ajouter_nom_organisation', forme, async ({ tx, agent, now }, { organisationId, variante }) => {
  const organisation = await lockToEditOrganisation({ tx, agent }, organisationId)
  if ([organisation.nom, ...organisation.noms].includes(variante)) fautif('Ce nom est déjà le sien.')
  await addNomOrganisation(tx, organisationId, variante)
  await refreshDoublons(tx, [organisationId], now)
  return {
    valeur: null,
    trace: {
      contratId: null,
      objet: { type: 'organisation', id: organisationId },
      libelle: `Nom « ${variante} » ajouté à « ${organisation.nom} »`,
      avant: { noms: organisation.noms },
      apres: { noms: [...organisation.noms, variante] },
    },
  }
})

/** Forgets another name. */
export const removeNom = command('compte.retirer_nom_organisation', forme, async ({ tx, agent, now }, { organisationId, variante }) => {
  const organisation = await lockToEditOrganisation({ tx, agent }, organisationId)
  if (!organisation.noms.includes(variante)) fautif('Ce nom n’est plus parmi les siens.')
  await removeNomOrganisation(tx, organisationId, variante)
  await refreshDoublons(tx, [organisationId], now)
  return {
    valeur: null,
    trace: {
      contratId: null,
      objet: { type: 'organisation', id: organisationId },
      libelle: `Nom « ${variante} » retiré de « ${organisation.nom} »`,
      avant: { noms: organisation.noms },
      apres: { noms: organisation.noms.filter((nom) => nom !== variante) },
    },
  }
})

function fautif(message: string): never {
  throw new RegleViolee(message, [{ champ: 'variante', message }])
}
