import { z } from 'zod'
import { type Contexte, command } from '#platform/acte.ts'
import type { Trace } from '#platform/audit/chaine.ts'
import { RegleViolee } from '#platform/errors.ts'
import { accorde, jourParis } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { id } from '../formes.ts'
import { addNomOrganisation, removeNumeros, saveArchiveOrganisation, saveOrganisation } from '../organisation.store.ts'
import { champsOf, givenOrganisation, type OrganisationComplete } from '../organisation.ts'
import { refreshDoublons } from '../organisation-doublon.store.ts'
import {
  createFusion,
  listEtatsMandats,
  listReferences,
  lockMandatsAReunir,
  moveReferences,
  saveEtatsMandats,
} from '../organisation-fusion.store.ts'
import {
  type AvantFusion,
  type ChoixFusion,
  foldMandats,
  type MandatAvant,
  mergedChamps,
  NOMS_GROUPES,
  nomsAjoutes,
  type ReferenceOrganisation,
} from '../organisation-fusion.ts'
import { lockToMerge } from './open-organisation.ts'

const forme = z
  .object({
    gardeId: id,
    absorbeId: id,
    /** Versions that the person had before her eyes. */
    versionGarde: z.coerce.number({ error: 'Rechargez la page.' }).int(),
    versionAbsorbe: z.coerce.number({ error: 'Rechargez la page.' }).int(),
    choix: z
      .partialRecord(z.enum(NOMS_GROUPES as [string, ...string[]]), z.enum(['garde', 'absorbe']), {
        error: 'Choisissez les valeurs à garder.',
      })
      .default({}),
  })
  .refine(({ gardeId, absorbeId }) => gardeId !== absorbeId, 'Choisissez deux organisations différentes.')

/**
 * Two organisations become one: values chosen field by field, names and documents of both, every reference of every schema
 * follows, mandates held for both are folded. The other is archived, and all that was is kept: `undoFusion` gives it back.
 */
export const mergeOrganisations = command('compte.reunir_organisations', forme, async ({ tx, agent, now }, saisie) => {
  const [garde, absorbe] = await lockToMerge({ tx, agent }, [saisie.gardeId, saisie.absorbeId])
  assertMergeable(garde, saisie.versionGarde)
  assertMergeable(absorbe, saisie.versionAbsorbe)
  const apres = givenOrganisation(mergedChamps(garde, absorbe, saisie.choix as ChoixFusion), jourParis(now))
  const noms = nomsAjoutes(garde, absorbe, apres.nom)
  const referencesGarde = await listReferences(tx, garde.id)
  const mandats = await foldSharedMandats({ tx, agent, now }, garde.id, absorbe.id)
  const references = await listReferences(tx, absorbe.id)
  for (const reference of references) await moveReferences(tx, reference, { de: absorbe.id, vers: garde.id })
  // What the survivor takes, the other gives up first: numbers are unique.
  await removeNumeros(
    tx,
    absorbe.id,
    (['siret', 'rna'] as const).filter((numero) => absorbe[numero] !== null && absorbe[numero] === apres[numero]),
  )
  await saveArchiveOrganisation(tx, absorbe.id, { archiveLe: now, fusionneeDans: garde.id }, now)
  await saveOrganisation(tx, garde.id, apres, now)
  for (const nom of noms) await addNomOrganisation(tx, garde.id, nom)
  await refreshDoublons(tx, [garde.id], now)
  const avant: AvantFusion = { garde: champsOf(garde), absorbe: champsOf(absorbe), nomsAjoutes: noms, references, referencesGarde, mandats }
  const fusionId = createId(now.getTime())
  await createFusion(
    tx,
    { id: fusionId, gardeId: garde.id, absorbeId: absorbe.id, avant, apres: champsOf(apres) },
    { id: agent.personneId, now },
  )
  return {
    valeur: { fusionId, gardeId: garde.id },
    trace: tracesOf(`« ${absorbe.nom} » réunie à « ${apres.nom} »`, garde.id, references, {
      avant,
      apres: { fusionId, ...champsOf(apres) },
    }),
  }
})

/** A line for the platform with all of it, and one for each contract whose references moved, with these alone. */
export function tracesOf(
  libelle: string,
  organisationId: string,
  references: readonly ReferenceOrganisation[],
  contenu: Pick<Trace, 'avant' | 'apres'>,
): Trace[] {
  const objet = { type: 'organisation', id: organisationId }
  const contrats = [...new Set(references.flatMap((reference) => reference.contrats))]
  return [
    { contratId: null, objet, libelle, ...contenu },
    ...contrats.map((contratId) => ({
      contratId,
      objet,
      libelle: `Organisation ${libelle} : ${references
        .filter((reference) => reference.contrats.includes(contratId))
        .map((reference) => reference.plusieurs)
        .join(', ')} du contrat suivent`,
      avant: null,
      apres: { organisationId },
    })),
  ]
}

/** « 3 mandats, 1 document ». */
export function sayReferences(references: readonly Pick<ReferenceOrganisation, 'un' | 'plusieurs' | 'ids'>[]): string {
  return references.map(({ un, plusieurs, ids }) => accorde(ids.length, un, plusieurs)).join(', ')
}

function assertMergeable(organisation: OrganisationComplete, version: number): void {
  if (organisation.archiveLe !== null) throw new RegleViolee(`« ${organisation.nom} » est archivée : elle ne se réunit plus à une autre.`)
  if (organisation.version !== version) {
    throw new RegleViolee(`« ${organisation.nom} » a été modifiée pendant que vous choisissiez : vérifiez ses valeurs, puis recommencez.`)
  }
}

/** One mandate for those that a person holds for both; what each said before and after. @throws RegleViolee when two cannot be one */
async function foldSharedMandats({ tx, agent, now }: Contexte, garde: string, absorbe: string): Promise<AvantFusion['mandats']> {
  const { reunis, bloques } = foldMandats(await lockMandatsAReunir(tx, garde, absorbe))
  if (bloques.length > 0) {
    throw new RegleViolee(
      'Une personne tient le même mandat pour les deux organisations, et chacun porte une délégation, une suppléance ou une absence : mettez fin à l’un des deux d’abord.',
    )
  }
  const avant = await listEtatsMandats(
    tx,
    reunis.flatMap((reuni) => [reuni.garde.id, ...reuni.retires]),
  )
  const changes = avant.map((etat): { avant: MandatAvant; apres: MandatAvant } => {
    const reuni = reunis.find((celui) => celui.garde.id === etat.id)
    return { avant: etat, apres: reuni === undefined ? { ...etat, retireLe: now.toISOString() } : { ...etat, ...reuni.garde } }
  })
  await saveEtatsMandats(
    tx,
    changes.map(({ apres }) => apres),
    agent.personneId,
  )
  return changes
}
