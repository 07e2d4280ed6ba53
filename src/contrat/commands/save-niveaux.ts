import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { touchContrat } from '../contrat.store.ts'
import { NUMEROTATIONS } from '../contrat.ts'
import { listNiveaux } from '../contrat-complet.store.ts'
import { fentesContrat } from '../fentes.ts'
import { saveNiveauxRows } from '../listes.store.ts'
import { changedNiveaux, changesCodes } from '../niveaux.ts'
import { coche, empreinteVue, identifiant, lignes, texteLigne } from '../schemas.ts'
import { assertAJour, empreinteListe } from '../verrou.ts'
import { lockToEdit } from './open-contrat.ts'

const entree = z.object({
  contratId: identifiant,
  empreinte: empreinteVue,
  niveaux: lignes(
    z.object({
      /** The rank of the level until now; empty for a new one. */
      id: z
        .string()
        .regex(/^\d?$/, 'Rechargez la page.')
        .default('')
        .transform((rang) => (rang === '' ? null : Number(rang))),
      singulier: texteLigne(60),
      pluriel: texteLigne(60),
      feminin: coche,
      numerotation: z.enum(NUMEROTATIONS, 'Choisissez une numérotation.').default('arabe'),
    }),
  ),
})

/** Keeps the levels of the tree. Codes follow when a level is numbered otherwise. */
export const saveNiveaux = command('contrat.enregistrer_niveaux', entree, async (contexte, saisie) => {
  const { tx, agent, now } = contexte
  const contrat = await lockToEdit({ tx, agent }, saisie.contratId)
  const avant = await listNiveaux(tx, contrat.id)
  assertAJour(empreinteListe(avant), saisie.empreinte)
  const utilises = await fentesContrat().niveauxUtilises(tx, contrat.id)
  const apres = changedNiveaux(
    avant,
    saisie.niveaux.map(({ id, ...niveau }) => ({ ...niveau, rangAvant: id })),
    utilises,
  )
  await saveNiveauxRows(tx, contrat.id, apres)
  if (changesCodes(avant, apres)) await fentesContrat().apresNumerotation(contexte, contrat.id)
  await touchContrat(tx, contrat.id, now)
  return {
    valeur: apres,
    trace: {
      contratId: contrat.id,
      objet: { type: 'contrat', id: contrat.id },
      libelle: 'Niveaux du contrat enregistrés',
      avant,
      apres,
    },
  }
})
