import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { jourParis } from '#platform/formats.ts'
import { saveContratRow } from '../contrat.store.ts'
import { LIBELLES_STATUTS, STATUTS_CONTRAT } from '../contrat.ts'
import { listSignataires } from '../contrat-complet.store.ts'
import { coche, identifiant, versionVue } from '../schemas.ts'
import { passed } from '../statut.ts'
import { assertAJour } from '../verrou.ts'
import { lockToEdit } from './open-contrat.ts'

const entree = z.object({
  contratId: identifiant,
  version: versionVue,
  vers: z.enum(STATUTS_CONTRAT, 'Choisissez un passage de la liste.'),
  confirme: coche,
})

/** Moves the contract to another status. The day of signature is the last one of its parties, when it was not given. */
export const changeStatut = command('contrat.changer_statut', entree, async ({ tx, agent, now }, saisie) => {
  const contrat = await lockToEdit({ tx, agent }, saisie.contratId)
  assertAJour(contrat.version, saisie.version)
  const signataires = await listSignataires(tx, contrat.id)
  const statut = passed({ ...contrat, signataires }, saisie.vers, jourParis(now), saisie.confirme ? 'reserves_lues' : null)
  const derniere = signataires
    .map((signataire) => signataire.signeLe ?? '')
    .sort()
    .at(-1)
  const signeLe = statut === 'signe' && contrat.signeLe === null && derniere ? derniere : contrat.signeLe
  const version = await saveContratRow(tx, { ...contrat, statut, signeLe }, now)
  return {
    valeur: { version, statut },
    trace: {
      contratId: contrat.id,
      objet: { type: 'contrat', id: contrat.id },
      libelle: `Contrat ${LIBELLES_STATUTS[statut].toLowerCase()}`,
      avant: { statut: contrat.statut, signeLe: contrat.signeLe },
      apres: { statut, signeLe },
    },
  }
})
