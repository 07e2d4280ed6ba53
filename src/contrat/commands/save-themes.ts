import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { touchContrat } from '../contrat.store.ts'
import { listThemes } from '../contrat-complet.store.ts'
import { fentesContrat } from '../fentes.ts'
import { saveThemesRows } from '../listes.store.ts'
import { empreinteVue, identifiant, idLigne, lignes, texteLigne } from '../schemas.ts'
import { changedThemes } from '../themes.ts'
import { assertAJour, empreinteListe } from '../verrou.ts'
import { idOfLigne, lockToEdit } from './open-contrat.ts'

const entree = z.object({
  contratId: identifiant,
  empreinte: empreinteVue,
  themes: lignes(z.object({ id: idLigne, libelle: texteLigne(120) }), 60),
})

/** Keeps the transversal themes, which mark nodes and fiches. */
export const saveThemes = command('contrat.enregistrer_themes', entree, async ({ tx, agent, now }, saisie) => {
  const contrat = await lockToEdit({ tx, agent }, saisie.contratId)
  const avant = await listThemes(tx, contrat.id)
  assertAJour(empreinteListe(avant), saisie.empreinte)
  const apres = changedThemes(
    avant,
    saisie.themes.map(({ id, libelle }) => ({ id: idOfLigne(id, avant, now), libelle })),
    await fentesContrat().themesUtilises(tx, contrat.id),
  )
  await saveThemesRows(tx, contrat.id, apres)
  await touchContrat(tx, contrat.id, now)
  return {
    valeur: apres,
    trace: {
      contratId: contrat.id,
      objet: { type: 'contrat', id: contrat.id },
      libelle: 'Thèmes du contrat enregistrés',
      avant,
      apres,
    },
  }
})
