import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { changedChoix } from '../champs-fiche.ts'
import { touchContrat } from '../contrat.store.ts'
import { listChoixChamps } from '../contrat-complet.store.ts'
import { fentesContrat } from '../fentes.ts'
import { saveChampsRows } from '../listes.store.ts'
import { coche, empreinteVue, identifiant, lignes, texteLigne } from '../schemas.ts'
import { assertAJour, empreinteListe } from '../verrou.ts'
import { lockToEdit } from './open-contrat.ts'

const entree = z.object({
  contratId: identifiant,
  empreinte: empreinteVue,
  champs: lignes(
    z.object({ champ: z.string().regex(/^[a-zA-Z]{1,40}$/, 'Ce champ n’existe pas.'), libelle: texteLigne(80), utilise: coche }),
    60,
  ),
})

/** Keeps which fields the fiches of this contract use, their labels and their order. What a field held stays when it is no longer used. */
export const saveChampsFiche = command('contrat.enregistrer_champs', entree, async ({ tx, agent, now }, saisie) => {
  const contrat = await lockToEdit({ tx, agent }, saisie.contratId)
  const avant = await listChoixChamps(tx, contrat.id)
  assertAJour(empreinteListe(avant), saisie.empreinte)
  const apres = changedChoix(saisie.champs, fentesContrat().champsConnus)
  await saveChampsRows(tx, contrat.id, apres)
  await touchContrat(tx, contrat.id, now)
  return {
    valeur: apres,
    trace: {
      contratId: contrat.id,
      objet: { type: 'contrat', id: contrat.id },
      libelle: 'Champs des fiches enregistrés',
      avant,
      apres,
    },
  }
})
