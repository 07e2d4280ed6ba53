import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { RegleViolee } from '#platform/errors.ts'
import { formatDate, jourParis } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { saveContratRow } from '../contrat.store.ts'
import { type Prorogation, prolonged } from '../duree.ts'
import { addProrogationRow } from '../listes.store.ts'
import { identifiant, jourFacultatif, texte, versionVue } from '../schemas.ts'
import { statutProroge } from '../statut.ts'
import { assertAJour } from '../verrou.ts'
import { lockToEdit } from './open-contrat.ts'

const entree = z.object({
  contratId: identifiant,
  version: versionVue,
  fin: jourFacultatif,
  motif: texte('le texte ou la décision qui proroge', 500),
  decideeLe: jourFacultatif,
})

/** Moves the end of the contract to a later day; the end that was signed stays known. */
export const prolongContrat = command('contrat.proroger', entree, async ({ tx, agent, now }, saisie) => {
  const contrat = await lockToEdit({ tx, agent }, saisie.contratId)
  assertAJour(contrat.version, saisie.version)
  if (saisie.fin === null) throw new RegleViolee('Indiquez la nouvelle fin.', [{ champ: 'fin', message: 'Indiquez la nouvelle fin.' }])
  const prorogation: Prorogation = { id: createId(now.getTime()), fin: saisie.fin, motif: saisie.motif, decideeLe: saisie.decideeLe }
  const statut = statutProroge(contrat.statut, saisie.fin, jourParis(now))
  const { fin } = prolonged(contrat.fin, prorogation)
  const apres = { ...contrat, statut, fin, finInitiale: contrat.finInitiale ?? contrat.fin }
  await addProrogationRow(tx, contrat.id, prorogation)
  const version = await saveContratRow(tx, apres, now)
  return {
    valeur: { version, statut, fin },
    trace: {
      contratId: contrat.id,
      objet: { type: 'contrat', id: contrat.id },
      libelle: `Contrat prorogé jusqu’au ${formatDate(fin)}`,
      avant: { statut: contrat.statut, fin: contrat.fin },
      apres: { statut, fin, prorogation },
    },
  }
})
