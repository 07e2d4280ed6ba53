/** What every act on a fiche of an import begins with. */
import { z } from 'zod'
import { assertModifiable, getContrat } from '#contrat/index.ts'
import type { Contexte } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import type { Kind } from '../fiche.ts'
import { REPONSES } from '../import/doutes.ts'
import { type Decisions, type Relecture, reviewed } from '../import/revue.ts'
import { type FicheARelire, getFicheARelire } from '../import-fiche.store.ts'
import { canImportFiches } from '../lot-droits.ts'

export const REFUS_IMPORT = 'Votre mandat ne permet pas d’importer des fiches dans ce contrat.'

const identifiant = z.uuid('L’identifiant reçu n’a pas la forme attendue : rechargez la page.')
export const ficheImportee = { contratId: identifiant, importFicheId: identifiant }
export const reponsesDoutes = z.record(z.string().max(80), z.enum(REPONSES, 'Choisissez une des réponses proposées.')).default({})
export const codeSaisi = z.string().trim().max(40, 'Un code compte 40 caractères au plus.')
/** A node's id, '' for the root, « creer » for the attachment that the document names. */
export const noeudChoisi = z.union([z.uuid(), z.literal(''), z.literal('creer')], 'Choisissez où rattacher la fiche.')

/**
 * The fiche of an import, held until the end of the transaction, in a contract that may be changed.
 * @throws Interdit, Introuvable, RegleViolee when it is settled, its batch undone or its contract archived
 */
export async function openImport(
  { tx, agent }: Pick<Contexte, 'tx' | 'agent'>,
  { contratId, importFicheId }: { contratId: string; importFicheId: string },
): Promise<FicheARelire> {
  assertCan(canImportFiches(agent, contratId), REFUS_IMPORT)
  assertModifiable(await getContrat(tx, contratId))
  const aRelire = await getFicheARelire(tx, contratId, importFicheId, 'ecrire')
  if (aRelire.annuleLe !== null) throw new RegleViolee('Cet import a été annulé : déposez le document à nouveau.')
  return aRelire
}

/** @throws RegleViolee when the fiche was created, updated or set aside already */
export function assertARelire({ etat }: FicheARelire): void {
  if (etat === 'ecartee') throw new RegleViolee('Cette fiche a été écartée de l’import : reprenez sa relecture d’abord.')
  if (etat !== 'a_relire') throw new RegleViolee('Cette fiche d’import est déjà traitée : modifiez la fiche elle-même.')
}

/** The fiche as the reviewer sees it. */
export function relue({ source, rang }: Pick<FicheARelire, 'source' | 'rang'>, decisions: Decisions): Relecture {
  return reviewed(source.compris, rang, decisions, (bloc) => source.blocs[bloc]?.texte ?? '')
}

/** Decisions with these answers added. @throws RegleViolee when one answers no doubt of this fiche */
export function withReponses(aRelire: FicheARelire, decisions: Decisions, reponses: Decisions['doutes']): Decisions {
  const doutes = new Map(relue(aRelire, decisions).doutes.map((doute) => [doute.cle, doute]))
  for (const [cle, reponse] of Object.entries(reponses)) {
    if (doutes.get(cle)?.reponses.includes(reponse) !== true)
      throw new RegleViolee('Une réponse ne correspond plus à un doute de cette fiche : rechargez la page.')
  }
  return { ...decisions, doutes: { ...decisions.doutes, ...reponses } }
}

type SaisieRelecture = { intitule?: string | undefined; code?: string | undefined; kind?: Kind | undefined; noeud?: string | undefined }

/** Decisions with what was typed at the end of the review. */
export function withSaisie(decisions: Decisions, { intitule, code, kind, noeud }: SaisieRelecture): Decisions {
  const { noeudId, ...reste } = decisions
  const choisi = noeud === undefined ? noeudId : noeud === 'creer' ? undefined : noeud
  return {
    ...reste,
    ...(intitule === undefined ? {} : { intitule }),
    ...(code === undefined ? {} : { code }),
    ...(kind === undefined ? {} : { kind }),
    ...(choisi === undefined ? {} : { noeudId: choisi }),
  }
}
