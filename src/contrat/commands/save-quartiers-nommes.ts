import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { RegleViolee } from '#platform/errors.ts'
import { touchContrat } from '../contrat.store.ts'
import { fautesQuartiers, type QuartierNomme } from '../contrat.ts'
import { listQuartiersNommes } from '../contrat-complet.store.ts'
import { saveQuartiersNommesRows } from '../listes.store.ts'
import { empreinteVue, identifiant, idLigne, lignes, texteFacultatif, texteLigne } from '../schemas.ts'
import { assertAJour, empreinteListe } from '../verrou.ts'
import { idOfLigne, lockToEdit } from './open-contrat.ts'

const entree = z.object({
  contratId: identifiant,
  empreinte: empreinteVue,
  quartiers: lignes(
    z.object({
      id: idLigne,
      /** `partie`: a part of the quartier above it in the list. */
      place: z.enum(['quartier', 'partie'], 'Choisissez quartier ou partie.').default('quartier'),
      nom: texteLigne(200),
      commune: texteFacultatif(200),
      codeOfficiel: texteFacultatif(20),
      description: texteFacultatif(2000),
    }),
  ),
})

/** Keeps the neighbourhoods by their names, with the parts of each. */
export const saveQuartiersNommes = command('contrat.enregistrer_quartiers', entree, async ({ tx, agent, now }, saisie) => {
  const contrat = await lockToEdit({ tx, agent }, saisie.contratId)
  const avant = await listQuartiersNommes(tx, contrat.id)
  assertAJour(empreinteListe(avant), saisie.empreinte)
  const fautes = fautesQuartiers(saisie.quartiers)
  if (saisie.quartiers[0]?.place === 'partie') {
    fautes.push({ champ: 'quartiers.0.place', message: 'La première ligne est un quartier : une partie vient sous son quartier.' })
  }
  if (fautes.length > 0) throw new RegleViolee(fautes.map((faute) => faute.message).join(' '), fautes)
  let parent: string | null = null
  const apres: QuartierNomme[] = []
  for (const { id, place, ...ligne } of saisie.quartiers) {
    const quartier: QuartierNomme = { ...ligne, id: idOfLigne(id, avant, now), parentId: place === 'partie' ? parent : null }
    if (place === 'quartier') parent = quartier.id
    apres.push(quartier)
  }
  await saveQuartiersNommesRows(tx, contrat.id, apres)
  await touchContrat(tx, contrat.id, now)
  return {
    valeur: apres,
    trace: {
      contratId: contrat.id,
      objet: { type: 'contrat', id: contrat.id },
      libelle: 'Quartiers du contrat enregistrés',
      avant,
      apres,
    },
  }
})
