import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { RegleViolee } from '#platform/errors.ts'
import { jourParis } from '#platform/formats.ts'
import { touchContrat } from '../contrat.store.ts'
import { listSignataires } from '../contrat-complet.store.ts'
import { saveSignatairesRows } from '../listes.store.ts'
import { empreinteVue, identifiant, idLigne, jourFacultatif, lignes, texteFacultatif, texteLigne } from '../schemas.ts'
import { fautesSignataires, ROLES_SIGNATAIRES, type Signataire } from '../signataire.ts'
import { assertAJour, empreinteListe } from '../verrou.ts'
import { idOfLigne, lockToEdit } from './open-contrat.ts'
import { findOrganisationPartie } from './organisation-partie.ts'

const entree = z.object({
  contratId: identifiant,
  empreinte: empreinteVue,
  signataires: lignes(
    z.object({
      id: idLigne,
      organisation: texteLigne(300),
      precisionRole: texteFacultatif(200),
      representant: texteFacultatif(200),
      fonction: texteFacultatif(200),
      role: z.enum(ROLES_SIGNATAIRES, 'Choisissez pilote, obligatoire ou facultatif.'),
      signeLe: jourFacultatif,
    }),
  ),
})

/** Keeps the parties of the contract, in their order, with the day each one signed. */
export const saveSignataires = command('contrat.enregistrer_signataires', entree, async ({ tx, agent, now }, saisie) => {
  const contrat = await lockToEdit({ tx, agent }, saisie.contratId)
  const avant = await listSignataires(tx, contrat.id)
  assertAJour(empreinteListe(avant), saisie.empreinte)
  const fautes = fautesSignataires(saisie.signataires, jourParis(now))
  if (fautes.length > 0) throw new RegleViolee(fautes.map((faute) => faute.message).join(' '), fautes)
  const apres: Signataire[] = []
  for (const ligne of saisie.signataires) {
    const id = idOfLigne(ligne.id, avant, now)
    const connue = avant.find((autre) => autre.id === id)
    apres.push({ ...ligne, id, organisationId: await findOrganisationPartie(tx, ligne.organisation, connue) })
  }
  await saveSignatairesRows(tx, contrat.id, apres)
  await touchContrat(tx, contrat.id, now)
  return {
    valeur: apres,
    trace: {
      contratId: contrat.id,
      objet: { type: 'contrat', id: contrat.id },
      libelle: 'Signataires du contrat enregistrés',
      avant,
      apres,
    },
  }
})
