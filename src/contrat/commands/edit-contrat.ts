import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { RegleViolee } from '#platform/errors.ts'
import { getEpci, listCommunesByCode } from '#territoire/index.ts'
import { type PropresContrat, saveContratRow } from '../contrat.store.ts'
import type { CommuneContrat } from '../contrat.ts'
import { listCommunesContrat, listProrogations } from '../contrat-complet.store.ts'
import { fautesDates } from '../duree.ts'
import { saveCommunesRows } from '../listes.store.ts'
import { identifiant, jourFacultatif, texte, texteFacultatif, versionVue } from '../schemas.ts'
import { assertAJour } from '../verrou.ts'
import { assertGeneration } from './assert-generation.ts'
import { lockToEdit } from './open-contrat.ts'

const entree = z.object({
  contratId: identifiant,
  version: versionVue,
  titre: texte('le titre du contrat', 300),
  generation: texte('le type de contrat', 60),
  epciSiren: z
    .string()
    .regex(/^(\d{9})?$/, 'Un numéro SIREN compte neuf chiffres.')
    .default('')
    .transform((siren) => (siren === '' ? null : siren)),
  /** Name kept for a pilot that is not an EPCI of the reference. */
  epciNom: texteFacultatif(300),
  communes: z
    .array(z.string().regex(/^([0-9]{2}|2[AB])[0-9]{3}$/, 'Ce code de commune n’existe pas.'))
    .max(400)
    .default([]),
  debut: jourFacultatif,
  fin: jourFacultatif,
  signeLe: jourFacultatif,
  accroche: texteFacultatif(400),
  presentation: texteFacultatif(20_000),
  presentationFalc: texteFacultatif(20_000),
})

/** Changes the identity of the contract: title, kind, pilot, communes, dates, what the public reads of it. */
export const editContrat = command('contrat.modifier', entree, async ({ tx, agent, now }, saisie) => {
  const contrat = await lockToEdit({ tx, agent }, saisie.contratId)
  assertAJour(contrat.version, saisie.version)
  await assertGeneration(tx, saisie.generation)
  const fautes = fautesDates(saisie)
  if (fautes.length > 0) throw new RegleViolee(fautes.map((faute) => faute.message).join(' '), fautes)
  const prorogations = await listProrogations(tx, contrat.id)
  if (prorogations.length > 0 && saisie.fin !== contrat.fin) {
    const message = 'La fin de ce contrat vient d’une prorogation : elle change par une autre prorogation.'
    throw new RegleViolee(message, [{ champ: 'fin', message }])
  }
  const avantCommunes = await listCommunesContrat(tx, contrat.id)
  const epciNom =
    saisie.epciSiren === null
      ? (saisie.epciNom ?? contrat.epciNom)
      : saisie.epciSiren === contrat.epciSiren
        ? contrat.epciNom
        : (await getEpci(tx, saisie.epciSiren)).nom
  const communes = await nameCommunes(tx, saisie.communes, avantCommunes)
  const propres: Partial<PropresContrat> = {
    titre: saisie.titre,
    generation: saisie.generation,
    epciSiren: saisie.epciSiren,
    epciNom,
    debut: saisie.debut,
    fin: saisie.fin,
    signeLe: saisie.signeLe,
    accroche: saisie.accroche,
    presentation: saisie.presentation,
    presentationFalc: saisie.presentationFalc,
  }
  const apres = { ...contrat, ...propres }
  await saveCommunesRows(tx, contrat.id, communes)
  const version = await saveContratRow(tx, apres, now)
  return {
    valeur: { version, adresse: contrat.adresse },
    trace: {
      contratId: contrat.id,
      objet: { type: 'contrat', id: contrat.id },
      libelle: 'Le contrat a été modifié',
      avant: { ...contrat, communes: avantCommunes },
      apres: { ...apres, version, communes },
    },
  }
})

/** Communes by their codes, in the order asked; one that left the reference keeps the name it had. @throws RegleViolee */
export async function nameCommunes(
  tx: Parameters<typeof listCommunesByCode>[0],
  codes: readonly string[],
  connues: readonly CommuneContrat[],
): Promise<CommuneContrat[]> {
  const uniques = [...new Set(codes)]
  const officielles = new Map((await listCommunesByCode(tx, uniques)).map((commune) => [commune.code, commune.nom]))
  return uniques.map((code) => {
    const nom = officielles.get(code) ?? connues.find((commune) => commune.code === code)?.nom
    if (nom === undefined) {
      const message = `Aucune commune ne porte le code INSEE ${code}.`
      throw new RegleViolee(message, [{ champ: 'communes', message }])
    }
    return { code, nom }
  })
}
