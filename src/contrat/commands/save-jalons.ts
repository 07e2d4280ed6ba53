import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { parsedJalons } from '../calendrier.ts'
import { touchContrat } from '../contrat.store.ts'
import { listJalons } from '../contrat-complet.store.ts'
import { saveJalonsRows } from '../listes.store.ts'
import { empreinteVue, identifiant, idLigne, lignes, texteFacultatif, texteLigne } from '../schemas.ts'
import { assertAJour, empreinteListe } from '../verrou.ts'
import { idOfLigne, lockToEdit } from './open-contrat.ts'

const entree = z.object({
  contratId: identifiant,
  empreinte: empreinteVue,
  jalons: lignes(
    z.object({
      id: idLigne,
      libelle: texteLigne(200),
      detail: texteFacultatif(500),
      debut: texteLigne(40),
      fin: texteLigne(40),
      rythme: z.enum(['', 'au_fil_de_leau'], 'Choisissez un rythme.').default(''),
    }),
  ),
})

/** Keeps the calendar: phases, milestones, what goes on all along. */
export const saveJalons = command('contrat.enregistrer_calendrier', entree, async ({ tx, agent, now }, saisie) => {
  const contrat = await lockToEdit({ tx, agent }, saisie.contratId)
  const avant = await listJalons(tx, contrat.id)
  assertAJour(empreinteListe(avant), saisie.empreinte)
  const apres = parsedJalons(saisie.jalons).map((jalon) => ({ ...jalon, id: idOfLigne(jalon.id, avant, now) }))
  await saveJalonsRows(tx, contrat.id, apres)
  await touchContrat(tx, contrat.id, now)
  return {
    valeur: apres,
    trace: {
      contratId: contrat.id,
      objet: { type: 'contrat', id: contrat.id },
      libelle: 'Calendrier du contrat enregistré',
      avant,
      apres,
    },
  }
})
