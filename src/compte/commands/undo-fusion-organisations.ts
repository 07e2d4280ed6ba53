import { z } from 'zod'
import { type Contexte, command } from '#platform/acte.ts'
import { RegleViolee } from '#platform/errors.ts'
import { id } from '../formes.ts'
import {
  lockOrganisations,
  removeNomOrganisation,
  removeNumeros,
  saveArchiveOrganisation,
  saveOrganisation,
} from '../organisation.store.ts'
import { LIBELLES_CHAMPS } from '../organisation.ts'
import { refreshDoublons } from '../organisation-doublon.store.ts'
import {
  findFusionPlusRecente,
  listEtatsMandats,
  listReferences,
  lockFusion,
  moveReferences,
  saveAnnulationFusion,
  saveEtatsMandats,
} from '../organisation-fusion.store.ts'
import { type AvantFusion, type MandatAvant, type ReferenceOrganisation, restoredChamps } from '../organisation-fusion.ts'
import { tracesOf } from './merge-organisations.ts'
import { assertCanMerge } from './open-organisation.ts'

const forme = z.object({ fusionId: id })

/** What stays with the survivor: fields changed since, references made since, mandates changed since. */
export type RestesFusion = { champs: string[]; references: ReferenceOrganisation[]; mandats: number }

/** Two organisations again, as they were. What was changed or made since the merge stays with the survivor, and is said. */
export const undoFusion = command('compte.annuler_reunion_organisations', forme, async ({ tx, agent, now }, { fusionId }) => {
  const fusion = await lockFusion(tx, fusionId)
  await assertCanMerge(tx, agent, [fusion.porteurId])
  if (fusion.annuleeLe !== null) throw new RegleViolee('Cette réunion est déjà annulée.')
  const recente = await findFusionPlusRecente(tx, fusion)
  if (recente !== null)
    throw new RegleViolee(`Annulez d’abord la réunion de « ${recente.nomAbsorbe} » à « ${recente.nomGarde} », plus récente.`)
  const [garde, absorbe] = await lockOrganisations(tx, [fusion.gardeId, fusion.absorbeId])
  if (garde === undefined || absorbe === undefined) throw new Error('two organisations were locked')
  const { avant, apres } = fusion
  const depuis = referencesDepuis(await listReferences(tx, garde.id), avant, absorbe.id)
  for (const reference of avant.references) await moveReferences(tx, reference, { de: garde.id, vers: absorbe.id })
  const mandats = await unfoldMandats({ tx, agent, now }, avant.mandats)
  const { champs, gardes } = restoredChamps(avant.garde, apres, garde)
  await saveArchiveOrganisation(tx, absorbe.id, { archiveLe: null, fusionneeDans: null }, now)
  await saveOrganisation(tx, garde.id, champs, now)
  // A number that stays with the survivor, because it was typed since, is not given back.
  const rendus = { ...avant.absorbe }
  if (rendus.siret !== null && rendus.siret === champs.siret) rendus.siret = null
  if (rendus.rna !== null && rendus.rna === champs.rna) rendus.rna = null
  await removeNumeros(tx, absorbe.id, ['siret', 'rna'])
  await saveOrganisation(tx, absorbe.id, rendus, now)
  for (const nom of avant.nomsAjoutes) await removeNomOrganisation(tx, garde.id, nom)
  await saveAnnulationFusion(tx, fusion.id, { id: agent.personneId, now })
  await refreshDoublons(tx, [garde.id, absorbe.id], now)
  const restes: RestesFusion = { champs: gardes.map((champ) => LIBELLES_CHAMPS[champ]), references: depuis, mandats }
  return {
    valeur: { gardeId: garde.id, absorbeId: absorbe.id, restes },
    trace: tracesOf(`« ${avant.absorbe.nom} » séparée de « ${avant.garde.nom} »`, absorbe.id, avant.references, {
      avant: { fusionId, garde: apres },
      apres: { garde: champs, absorbe: rendus, restes },
    }),
  }
})

/** What points at the survivor today and pointed at neither when they were merged; the absorbed itself is no news. */
function referencesDepuis(actuelles: readonly ReferenceOrganisation[], avant: AvantFusion, absorbeId: string): ReferenceOrganisation[] {
  const anciennes = new Set(
    [...avant.references, ...avant.referencesGarde].flatMap(({ table, ids }) => ids.map((ligne) => `${table} ${ligne}`)),
  )
  return actuelles
    .map((reference) => ({
      ...reference,
      ids: reference.ids.filter((ligne) => ligne !== absorbeId && !anciennes.has(`${reference.table} ${ligne}`)),
    }))
    .filter(({ ids }) => ids.length > 0)
}

/**
 * Mandates as they were before they were folded, unless someone has touched one since: then the whole set stays as it is, for
 * undoing a merge must not give back a right that was ended. @returns the number of mandates left as they are
 */
async function unfoldMandats({ tx, agent }: Contexte, changes: AvantFusion['mandats']): Promise<number> {
  const actuels = await listEtatsMandats(
    tx,
    changes.map(({ avant }) => avant.id),
  )
  const same = (x: MandatAvant, y: MandatAvant) => x.debut === y.debut && x.fin === y.fin && x.retireLe === y.retireLe
  const touched = changes.some(({ apres }) => !actuels.some((actuel) => actuel.id === apres.id && same(actuel, apres)))
  if (touched) return changes.length
  // What is kept gives its days back before the others take them again.
  const gardes = changes.filter(({ apres }) => apres.retireLe === null)
  await saveEtatsMandats(
    tx,
    gardes.map(({ avant }) => avant),
    agent.personneId,
  )
  await saveEtatsMandats(
    tx,
    changes.filter(({ apres }) => apres.retireLe !== null).map(({ avant }) => avant),
    agent.personneId,
  )
  return 0
}
